"""The real press release, from file to page."""

import re
from html.parser import HTMLParser

import pytest

from newsroom.demo.loader import SEED
from newsroom.exchange.importer import import_release
from newsroom.exchange.reader import read_release
from newsroom.models import Contact, Department, Release, Review

ADDRESS = "/pressmeddelanden/2018/langsiktighet-starker-arbetet-mot-segregation/"
TEXT = SEED.read_text(encoding="utf-8")
#: Labels of the old page's layout, which ours says in other ways: a heading, a card.
LAYOUT = {"Person", "Enhet"}


class Words(HTMLParser):
    """Gathers the visible text of a page; a break between elements is a blank."""

    def __init__(self):
        super().__init__()
        self.parts, self.main = [], False

    def handle_starttag(self, tag, attrs):
        self.main = self.main or tag == "main"
        self.parts.append(" ")

    def handle_endtag(self, tag):
        self.main = self.main and tag != "main"
        self.parts.append(" ")

    def handle_data(self, data):
        if self.main:
            self.parts.append(data)


def words_of(html):
    parser = Words()
    parser.feed(html)
    return " ".join("".join(parser.parts).split())


@pytest.fixture
def page(client, db):
    import_release(read_release(TEXT))
    return client.get(ADDRESS).content.decode()


def test_every_word_of_the_seed_stands_on_its_page(page):
    text = words_of(page).lower()
    without_numbers = re.sub(r"\b0[\d -]{6,}\d|Senast granskad.*", " ", TEXT)
    without_numbers = re.sub(r"KommunikationschefVivian", "Kommunikationschef Vivian", without_numbers)
    missing = [
        word
        for word in re.findall(r"[^\s]+", without_numbers)
        if word not in LAYOUT and word.strip(":.,").lower() not in text
    ]

    assert missing == []


def test_every_sentence_stands_as_it_was_written(page):
    text = words_of(page)
    body = TEXT[TEXT.index("Trollhättan är en av") : TEXT.index("För ytterligare")]

    for paragraph in filter(None, (" ".join(line.split()) for line in body.splitlines())):
        assert paragraph in text


def test_the_digits_of_every_telephone_number_stand_on_the_page_in_order(page):
    digits = re.sub(r"\D", "", words_of(page))
    numbers = ["0520-495929", "0733-489969", "0520-49 50 00", "070-554 44 56", "0733-48 96 28"]

    for number in numbers:
        assert re.sub(r"\D", "", number) in digits
        assert f"tel:+46{re.sub(r'[^0-9]', '', number)[1:]}" in page


def test_numbers_are_shown_in_swedish_grouping(page):
    text = words_of(page)

    assert "0520-49 50 00" in text
    assert "070-554 44 56" in text
    assert "0520-49 59 29" in text


def test_the_order_is_one_a_journalist_likes(page):
    text = words_of(page)
    pieces = [
        "PRESSMEDDELANDE, 2018-06-26",
        "Långsiktighet stärker arbetet mot segregation",
        "Trollhättan får del av regeringens satsning",
        "Trollhättan är en av 32 kommuner",
        "– Vi är naturligtvis väldigt glada",
        "Satsningen som presenterades",
        "– Vi kommer att göra en analys",
        "Arbetet behöver ske i samverkan",
        "För ytterligare information",
        "Paul Åkerlund, kommunstyrelsens ordförande" if "Paul Åkerlund, kommunstyrelsens" in text else "070-554 44 56",
        "073-348 96 28",
        "Senast granskad 2019-08-05 av Per Ivarsson",
    ]
    places = [text.rindex(piece) if piece.startswith("Senast") else text.index(piece) for piece in pieces]

    assert places == sorted(places)


def test_the_review_line_is_exactly_the_seeds_with_a_time_inside(page):
    paragraph = re.search(r'<p class="review-line"[^>]*>(.*?)</p>', page, re.DOTALL)[1]

    assert paragraph.strip() == 'Senast granskad <time datetime="2019-08-05">2019-08-05</time> av Per Ivarsson'
    assert "Senast granskad 2019-08-05 av Per Ivarsson" in words_of(page)


def test_everything_is_stored_where_it_belongs(page):
    release = Release.objects.get()
    places = [(place.contact.name, place.role, place.placement) for place in release.contact_places.all()]
    numbers = {c.name: [t.number for t in c.telephones.all()] for c in Contact.objects.all()}

    assert release.headline == "Långsiktighet stärker arbetet mot segregation"
    assert release.subheading == "Trollhättan får del av regeringens satsning för att möta segregationen"
    assert release.type == "press_release"
    assert release.dateline == "PRESSMEDDELANDE, 2018-06-26"
    assert release.lead.startswith("Trollhättan är en av 32 kommuner")
    assert release.body.count("<p>– Vi ") == 2
    assert places == [
        ("Vivian Komstadius", "Kommunikationschef", "card"),
        ("Paul Åkerlund", "kommunstyrelsens ordförande", "more"),
        ("Katarina Nyman", "integrationsstrateg", "more"),
    ]
    assert numbers["Vivian Komstadius"] == ["0520-495929", "0733-489969"]
    assert Department.objects.get().postcode == "461 83"


def test_the_review_has_a_name_and_no_account_and_answers_its_due_date(page):
    review, release = Review.objects.get(), Release.objects.get()

    assert (review.reviewer, review.reviewer_name) == (None, "Per Ivarsson")
    assert review.reviewed_on.isoformat() == "2019-08-05"
    assert review.due_on.isoformat() == "2019-06-26"
    assert release.subject.next_review_on.isoformat() == "2020-08-05"
