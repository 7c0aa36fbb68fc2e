"""The page of the search and its suggestions."""

import json
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.http import urlencode

from newsroom import listing
from tests.factories import DAY, HOUR, NOW, make_contact, make_department, make_topic, make_version

pytestmark = pytest.mark.django_db
PLAIN = {"lead": "", "body": "<p>Text.</p>", "contacts": []}


def get(path="/sok/", **query):
    return Client().get(f"{path}?{urlencode(query)}" if query else path)


def page(**query):
    response = get(**query)
    assert response.status_code == 200
    return unescape(response.content.decode())


def suggested(words, path="/sok/forslag/"):
    return json.loads(get(path, q=words).content)["suggestions"]


def test_a_release_is_found_with_its_words_marked():
    version = make_version(headline="Ny förskola öppnar")

    html = page(q="förskolorna")

    assert f'<a href="{version.get_absolute_url()}">Ny <mark class="hit">förskola</mark> öppnar</a>' in html
    assert "1 pressmeddelande för ”förskolorna”" in html
    assert 'value="förskolorna"' in html


def test_the_form_has_a_label_and_the_page_one_heading():
    html = page()

    assert '<label class="filters-label" for="filter-q">' in html
    assert html.count("<h1") == 1
    assert "Skriv ett ord" in html


@pytest.mark.parametrize("words", ["***", "!?", "“”"])
def test_signs_alone_are_explained_and_kept(words):
    html = page(q=words)

    assert "det går inte att söka efter bara tecken" in html
    assert words in html


def test_nothing_found_tells_what_to_do():
    html = page(q="xyzzyqwert")

    assert "Inget pressmeddelande för ”xyzzyqwert”" in html
    assert "Kontrollera stavningen." in html
    assert "citattecknen" not in html
    assert "citattecknen" in page(q='"xyzzy qwert"')


def test_a_misspelling_leads_to_the_word():
    make_version(headline="Ny förskola")

    html = page(q="förskloa")

    assert 'Menade du <a href="/sok/?q=f%C3%B6rskola">förskola</a>?' in html


def test_words_that_nothing_has_are_named():
    make_version(headline="Ny förskola")

    html = page(q="förskola xyzzyqwert")

    assert "Finns ingenstans: xyzzyqwert." in html
    assert '<mark class="hit">förskola</mark>' in html


def test_a_long_question_is_cut_and_says_so():
    make_version(headline="Ny förskola")

    html = page(q="förskola " * 60)

    assert "de första 200 tecknen" in html
    assert '<mark class="hit">förskola</mark>' in html


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999999999999", "2.5", ""])
def test_a_page_that_is_not_there_gives_the_nearest(number):
    make_version(headline="Ny förskola")

    assert '<mark class="hit">förskola</mark>' in page(q="förskola", sida=number)


def test_hits_come_in_pages_that_keep_the_question():
    for number in range(25):
        make_version(**PLAIN, headline=f"Förskola {number}", visible_from=NOW - number * HOUR)

    first, second = page(q="förskola"), page(q="förskola", sida=2)

    assert first.count("release-card-headline") == 20
    assert second.count("release-card-headline") == 5
    assert "/sok/?q=f%C3%B6rskola&sida=2" in first


def test_hits_can_be_filtered_as_in_the_archive():
    topic = make_topic("Barn")
    make_version(**PLAIN, headline="Förskola ett", type="news", topics=[topic])
    make_version(**PLAIN, headline="Förskola två", visible_from=NOW - 400 * DAY)

    html = page(q="förskola", typ="news")

    assert "> ett</a>" in html
    assert "> två</a>" not in html
    assert "Nyhet (1)" in html
    assert "Pressmeddelande (1)" in html
    assert "Barn (1)" in html


def test_filters_that_leave_nothing_offer_the_search_without_them():
    make_version(**PLAIN, headline="Förskola")
    make_version(**PLAIN, headline="Annat", type="news")

    html = page(q="förskola", typ="news")

    assert "Utan filter finns 1 pressmeddelande." in html
    assert '<a href="/sok/?q=f%C3%B6rskola">Sök utan filter</a>' in html


def test_filters_that_mean_nothing_are_told():
    make_version(headline="Förskola")

    html = page(q="förskola", typ="finns-inte")

    assert "”finns-inte”" in html
    assert '<mark class="hit">Förskola</mark>' in html


def test_empty_choices_lead_to_the_short_address():
    response = get(q="förskola", typ="", amne="")

    assert (response.status_code, response["Location"]) == (302, "/sok/?q=f%C3%B6rskola")


@pytest.mark.parametrize(("days", "label"), [(729, ""), (740, "för 2 år sedan"), (6 * 366, "för 6 år sedan")])
def test_old_hits_tell_their_age(days, label):
    make_version(headline="Förskola", visible_from=NOW - days * DAY)

    html = page(q="förskola")

    assert (label in html) if label else ("år sedan" not in html)


def test_contacts_and_departments_come_before_the_texts():
    department = make_department(name="Ågrenska förvaltningen")
    contact = make_contact(name="Märta Ågren", numbers=["0520-49 50 00"], is_listed=True)
    make_version(headline="Ågren slutar", contacts=[contact], department=department)

    html = page(q="ågren")

    assert html.index("Kontakter och förvaltningar") < html.index("release-card-headline")
    assert "0520-49 50 00" in html
    assert f'href="{department.get_absolute_url()}"' in html
    assert "Märta Ågren" in page(q="0520495000")


def test_a_topic_leads_to_its_releases():
    topic = make_topic("Skola och förskola")
    make_topic("Skola som ingen skrivit om")
    make_version(headline="Annat", topics=[topic])

    html = page(q="skola")

    assert f'<a href="/pressmeddelanden/?amne={topic.slug}">Skola och förskola</a>' in html
    assert "ingen skrivit om" not in html


def test_a_release_in_another_language_says_which():
    make_version(headline="Early voting", language="en")

    assert '<div class="release-card-text" lang="en">' in page(q="voting")


def test_the_page_is_in_english_below_en():
    make_version(headline="Ny förskola")

    html = unescape(get("/en/sok/", q="förskola").content.decode())

    assert "1 press release for “förskola”" in html
    assert 'action="/en/sok/"' in html


def test_search_engines_do_not_keep_the_page():
    assert '<meta name="robots" content="noindex">' in page(q="förskola")


def test_the_page_has_no_cookie_and_is_kept_as_other_pages():
    response = get(q="förskola")

    assert not response.cookies
    assert response["Cache-Control"] == "public, max-age=0, s-maxage=5, must-revalidate"
    assert Client().post("/sok/").status_code == 405


def queries(**query):
    get(**query)
    with CaptureQueriesContext(connection) as captured:
        get(**query)
    return len(captured)


def test_the_number_of_queries_does_not_grow():
    make_version(headline="Förskola")
    listing.current()
    few = queries(q="förskola")
    for number in range(12):
        contact = make_contact(name=f"Förskola {number}", is_listed=True)
        make_version(headline=f"Förskola {number}", contacts=[contact], topics=[make_topic(f"Förskola {number}")])
    get(q="förskola")

    assert queries(q="förskola") <= few + 1  # telephones, once there are contacts
    assert few <= 12


def test_suggestions_name_contacts_departments_topics_and_headlines():
    make_contact(name="Skolvald Berg", title="rektor", is_listed=True)
    department = make_department(name="Skolförvaltningen")
    topic = make_topic("Skola")
    version = make_version(headline="Skolan öppnar", topics=[topic], department=department)

    assert [(one["text"], one["kind"]) for one in suggested("skol")] == [
        ("Skolvald Berg, rektor", "Presskontakt"),
        ("Skolförvaltningen", "Förvaltning"),
        ("Skola", "Ämne"),
        ("Skolan öppnar", "Pressmeddelande"),
    ]
    assert suggested("skol")[-1]["url"] == version.get_absolute_url()


def test_suggestions_are_the_newest_headlines_that_have_all_the_words():
    old = make_version(headline="Ny förskola i Sylte", visible_from=NOW - DAY)
    new = make_version(headline="Förskolan är ny", visible_from=NOW - HOUR)
    make_version(headline="Förskola")

    assert [one["url"] for one in suggested("ny försk")] == [new.get_absolute_url(), old.get_absolute_url()]


@pytest.mark.parametrize("typed", ["", "f", "fö", "***", "\x00", "xyzzyqwert", '"'])
def test_little_or_nothing_typed_gets_no_suggestion(typed):
    make_version(headline="Förskola")

    assert suggested(typed) == []


def test_suggestions_speak_the_language_of_the_page():
    make_version(headline="Förskola")

    assert suggested("försk", "/en/sok/forslag/")[0]["kind"] == "Press release"
