"""Two people at one release: three texts side by side, a choice for each field, and no word ever lost."""

import itertools
import re

import pytest
from django.core import signing

from newsroom.models import Release, ReleaseContact
from tests.admin.page_form import sent_from
from tests.admin.support import change_url, client_of
from tests.factories import make_contact, make_department, make_publisher, make_release, make_topic, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def department():
    return make_department()


@pytest.fixture
def anna(department):
    return client_of(make_publisher(department, first_name="Anna", last_name="Ek"))


@pytest.fixture
def bo(department):
    return client_of(make_publisher(department, first_name="Bo", last_name="Alm"))


@pytest.fixture
def release(department):
    contacts = [make_contact(name="Märta Ågren"), make_contact(name="Per Ek")]
    return make_release(department=department, headline="Från början", lead="Ingress.", contacts=contacts)


def form_of(client, release):
    """Return what the form would send if nothing were written in it."""
    return sent_from(client.get(change_url(release)))


def save(client, release, data, **fields):
    return client.post(change_url(release), data | fields)


def conflict(anna, bo, release, annas, bos):
    """Let both start from the same text; Anna saves first. Return what Bo is shown."""
    hers, his = form_of(anna, release), form_of(bo, release)
    assert save(anna, release, hers, **annas).status_code == 302
    response = save(bo, release, his, **bos)
    assert response.status_code == 200
    return response


def difference(response, name):
    return next((d for d in response.context["form_conflict"] if d.name == name), None)


def stored(release):
    return Release.objects.get(pk=release.pk)


def test_three_texts_stand_side_by_side(anna, bo, release):
    response = conflict(anna, bo, release, {"headline": "Annas rubrik"}, {"headline": "Bos rubrik"})

    shown = difference(response, "headline")
    html = response.content.decode()
    assert (shown.mine, shown.stored, shown.before) == ("Bos rubrik", "Annas rubrik", "Från början")
    assert [d.name for d in response.context["form_conflict"]] == ["headline"]
    for words in ("Din text", "Sparat av Anna Ek", "Före", "Behåll min", "Ta den andras", "Anna Ek sparade kl."):
        assert words in html


@pytest.mark.parametrize(("choice", "expected"), [("mine", "Bos rubrik"), ("theirs", "Annas rubrik")])
def test_what_is_chosen_is_saved(anna, bo, release, choice, expected):
    response = conflict(anna, bo, release, {"headline": "Annas rubrik"}, {"headline": "Bos rubrik"})
    data = sent_from(response)
    assert data["choose-headline"] == "mine"

    assert save(bo, release, data, **{"choose-headline": choice}).status_code == 302

    assert stored(release).headline == expected


def test_each_field_has_its_own_choice(anna, bo, release):
    topic, other = make_topic("Skola"), make_topic("Vägar")
    annas = {"headline": "Annas rubrik", "lead": "Annas ingress", "dateline": "Annas rad", "topics": [topic.pk]}
    bos = {"headline": "Bos rubrik", "lead": "Bos ingress", "body": "<p>Bos text.</p>", "topics": [other.pk]}
    response = conflict(anna, bo, release, annas, bos)

    choices = {"choose-headline": "theirs", "choose-topics": "theirs"}
    assert save(bo, release, sent_from(response), **choices).status_code == 302

    now = stored(release)
    assert (now.headline, now.lead, now.dateline) == ("Annas rubrik", "Bos ingress", "Annas rad")
    assert (now.body, list(now.topics.all())) == ("<p>Bos text.</p>", [topic])


def test_what_only_the_other_wrote_is_the_others_unless_one_says_no(anna, bo, release):
    response = conflict(anna, bo, release, {"lead": "Annas ingress"}, {"headline": "Bos rubrik"})

    assert difference(response, "lead").choice == "theirs"
    assert difference(response, "headline").choice == "mine"
    assert "Bara den andra har ändrat det här." in response.content.decode()
    assert save(bo, release, sent_from(response)).status_code == 302
    assert (stored(release).lead, stored(release).headline) == ("Annas ingress", "Bos rubrik")


def test_ones_own_can_still_be_written_on_in_the_form(anna, bo, release):
    response = conflict(anna, bo, release, {"headline": "Annas rubrik"}, {"headline": "Bos rubrik"})

    save(bo, release, sent_from(response), headline="Bådas rubrik")

    assert stored(release).headline == "Bådas rubrik"


def test_words_written_after_taking_the_others_are_not_thrown_away(anna, bo, release):
    response = conflict(anna, bo, release, {"headline": "Annas rubrik"}, {"headline": "Bos rubrik"})
    data = sent_from(response) | {"choose-headline": "theirs", "headline": "Skrev vidare"}

    again = save(bo, release, data)

    assert again.status_code == 200
    assert "Du tog den andras text" in again.content.decode()
    data = sent_from(again)
    assert (data["headline"], data["choose-headline"]) == ("Skrev vidare", "mine")
    assert stored(release).headline == "Annas rubrik"
    save(bo, release, data, **{"choose-headline": "theirs"})
    assert stored(release).headline == "Annas rubrik"
    assert stored(release).lock_version == 2


def test_a_fault_in_another_field_keeps_both_the_choice_and_the_words(anna, bo, release):
    annas, bos = {"headline": "Annas rubrik", "lead": "Annas"}, {"headline": "Bos rubrik", "lead": "Bos"}
    data = sent_from(conflict(anna, bo, release, annas, bos)) | {"choose-headline": "theirs"}

    again = save(bo, release, data, lead="x" * 1001)

    data = sent_from(again)
    assert again.status_code == 200
    assert (data["headline"], data["choose-headline"], len(data["lead"])) == ("Bos rubrik", "theirs", 1001)
    save(bo, release, data, lead="Bos kortare")
    assert (stored(release).headline, stored(release).lead) == ("Annas rubrik", "Bos kortare")


def test_what_is_wrong_with_a_field_does_not_hide_it_from_the_choice(anna, bo, release):
    long = "ord " * 300
    response = conflict(anna, bo, release, {"lead": "Annas"}, {"lead": long})

    assert difference(response, "lead").mine.split() == long.split()
    assert save(bo, release, sent_from(response), **{"choose-lead": "theirs"}).status_code == 302
    assert stored(release).lead == "Annas"


def test_somebody_may_save_a_second_time_in_between(anna, bo, release):
    response = conflict(anna, bo, release, {"headline": "Annas rubrik"}, {"headline": "Bos rubrik"})
    save(anna, release, form_of(anna, release), headline="Annas andra")

    again = save(bo, release, sent_from(response), **{"choose-headline": "theirs"})

    shown = difference(again, "headline")
    assert (shown.mine, shown.stored, shown.before) == ("Bos rubrik", "Annas andra", "Från början")
    assert sent_from(again)["headline"] == "Bos rubrik"
    save(bo, release, sent_from(again))
    assert stored(release).headline == "Annas andra"


@pytest.mark.parametrize("tamper", ["", "rubbish", "a:b:c", None, "other"])
def test_without_a_true_base_what_stood_before_is_said_to_be_unknown(anna, bo, release, department, tamper):
    hers, his = form_of(anna, release), form_of(bo, release)
    save(anna, release, hers, headline="Annas rubrik")
    if tamper is None:
        del his["base"]
    else:
        other = make_release(department=department, headline="En helt annan")
        his["base"] = form_of(bo, other)["base"] if tamper == "other" else tamper

    response = save(bo, release, his, headline="Bos rubrik")

    html = response.content.decode()
    assert difference(response, "headline").before is None
    assert "är inte känt" in html
    assert "Bos rubrik" in html
    assert "Annas rubrik" in html
    assert "En helt annan" not in html


def test_a_base_signed_for_something_else_is_not_believed(anna, bo, release):
    his = form_of(bo, release)
    save(anna, release, form_of(anna, release), headline="Annas rubrik")
    his["base"] = signing.dumps([release.pk, {"headline": "Påhittat"}], salt="another")

    assert difference(save(bo, release, his, headline="Bos"), "headline").before is None


def test_a_forged_base_never_stops_a_save(bo, release):
    assert save(bo, release, form_of(bo, release) | {"base": "\0skräp"}, headline="Ny").status_code == 302


def test_the_same_words_from_both_are_no_conflict_to_choose_in(anna, bo, release):
    response = conflict(anna, bo, release, {"headline": "Samma"}, {"headline": "Samma"})

    assert response.context["form_conflict"] == []
    assert "skrev samma sak som du" in response.content.decode()
    assert save(bo, release, sent_from(response)).status_code == 302


def test_bold_text_alone_can_be_chosen_too(anna, bo, release):
    text = "<p>Ett <strong>fett</strong> ord.</p>"
    response = conflict(anna, bo, release, {"body": text}, {"body": text.replace("strong", "em")})

    assert difference(response, "body").says_the_same
    save(bo, release, sent_from(response), **{"choose-body": "theirs"})
    assert stored(release).body == text


def test_html_in_a_text_is_shown_as_text(anna, bo, release):
    response = conflict(anna, bo, release, {"headline": "<script>a</script>"}, {"headline": "<b onclick=x>"})

    html = response.content.decode()
    assert "<script>a" not in html
    assert "<b onclick" not in html


# --- contacts ---------------------------------------------------------------------------------------------
def rows(release):
    return [(p.contact.name, p.role) for p in stored(release).contact_places.order_by("order", "pk")]


def new_row(number, contact, role=""):
    prefix = f"contact_places-{number}-"
    values = {"contact": contact.pk, "placement": "card", "role": role, "order": number, "id": ""}
    return {prefix + name: value for name, value in values.items()} | {"contact_places-TOTAL_FORMS": number + 1}


def test_contacts_that_differ_are_listed(anna, bo, release):
    response = conflict(
        anna, bo, release, {"contact_places-0-role": "Annas roll"}, {"contact_places-0-role": "Bos roll"}
    )

    shown = difference(response, "contacts")
    assert "Märta Ågren, Bos roll" in shown.mine
    assert "Märta Ågren, Annas roll" in shown.stored
    assert "Märta Ågren, pressekreterare" in shown.before
    assert sent_from(response)["contact_places-0-role"] == "Bos roll"


@pytest.mark.parametrize(("choice", "role"), [("mine", "Bos roll"), ("theirs", "Annas roll")])
def test_the_contacts_that_are_chosen_are_saved(anna, bo, release, choice, role):
    response = conflict(
        anna, bo, release, {"contact_places-0-role": "Annas roll"}, {"contact_places-0-role": "Bos roll"}
    )

    assert save(bo, release, sent_from(response), **{"choose-contacts": choice}).status_code == 302

    assert rows(release) == [("Märta Ågren", role), ("Per Ek", "")]


def test_a_row_the_other_deleted_is_still_there_with_the_words_one_wrote(anna, bo, release):
    response = conflict(anna, bo, release, {"contact_places-1-DELETE": "on"}, {"contact_places-1-role": "Bos roll"})

    data = sent_from(response)
    assert (data["contact_places-INITIAL_FORMS"], data["contact_places-TOTAL_FORMS"]) == ("1", "2")
    assert data["contact_places-1-role"] == "Bos roll"
    assert save(bo, release, data).status_code == 302
    assert rows(release) == [("Märta Ågren", ""), ("Per Ek", "Bos roll")]


def test_a_row_the_other_added_stands_in_the_form_and_stays(anna, bo, release):
    siv, ulf = make_contact(name="Siv Öst"), make_contact(name="Ulf Åberg")
    response = conflict(anna, bo, release, new_row(2, siv, "Annas"), new_row(2, ulf, "Bos"))

    data = sent_from(response)
    assert {data[f"contact_places-{n}-role"] for n in range(4)} >= {"Annas", "Bos"}
    assert save(bo, release, data).status_code == 302
    assert {name for name, _role in rows(release)} == {"Märta Ågren", "Per Ek", "Siv Öst", "Ulf Åberg"}


def test_both_added_the_same_contact(anna, bo, release):
    siv = make_contact(name="Siv Öst")
    response = conflict(anna, bo, release, new_row(2, siv, "Annas"), new_row(2, siv, "Bos"))

    assert save(bo, release, sent_from(response)).status_code == 302
    assert ("Siv Öst", "Bos") in rows(release)


def test_what_only_the_other_did_with_the_contacts_stays(anna, bo, release):
    response = conflict(anna, bo, release, {"contact_places-1-DELETE": "on"}, {"headline": "Bos rubrik"})

    assert difference(response, "contacts").choice == "theirs"
    assert save(bo, release, sent_from(response)).status_code == 302
    assert rows(release) == [("Märta Ågren", "")]
    assert stored(release).headline == "Bos rubrik"


def test_rows_written_after_taking_the_others_are_not_thrown_away(anna, bo, release):
    response = conflict(
        anna, bo, release, {"contact_places-0-role": "Annas roll"}, {"contact_places-0-role": "Bos roll"}
    )
    data = sent_from(response) | {"choose-contacts": "theirs", "contact_places-0-role": "Bos nya roll"}

    again = save(bo, release, data)

    assert again.status_code == 200
    assert sent_from(again)["contact_places-0-role"] == "Bos nya roll"
    assert rows(release)[0] == ("Märta Ågren", "Annas roll")


@pytest.mark.parametrize(
    "rubbish",
    [{"contact_places-TOTAL_FORMS": "x"}, {"contact_places-0-placement": "x"}, {"contact_places-0-order": "å"}],
)
def test_rubbish_in_the_rows_is_refused_and_breaks_nothing(anna, bo, release, rubbish):
    hers, his = form_of(anna, release), form_of(bo, release)
    save(anna, release, hers, headline="Annas rubrik")

    assert save(bo, release, his, **rubbish).status_code == 200
    assert stored(release).headline == "Annas rubrik"


# --- every order ------------------------------------------------------------------------------------------
TURNS = [order for order in itertools.product("ab", repeat=6) if order.count("a") == 3]
ACTS = ("text", "contacts", "restore")


class Writer:
    """A person with one window: writes, saves, and remembers every word that was on the screen."""

    def __init__(self, name, client, release, acts):
        self.name, self.client, self.release, self.acts, self.seen = name, client, release, list(acts), set()
        self.count = 0
        self.open()

    def look(self, response):
        self.seen |= words_in(response.content.decode())
        return response

    def open(self):
        """Load the page of the next act."""
        self.act = self.acts.pop(0) if self.acts else "text"
        if self.act == "restore":
            self.url = f"/admin/newsroom/release/{self.release.pk}/restore/1/"
            self.data = sent_from(self.look(self.client.get(self.url)), "restore_form")
        else:
            self.url = change_url(self.release)
            self.data = sent_from(self.look(self.client.get(self.url)))

    def word(self):
        self.count += 1
        return f"ord{self.name}{self.count}"

    def write(self):
        """Write new words; return them."""
        if self.act == "text":
            typed = {"headline": f"Rubrik {self.word()}", "lead": f"Ingress {self.word()}"}
        elif self.act == "contacts":
            typed = {"contact_places-0-role": self.word(), "dateline": self.word()}
        else:
            typed = {}
        self.data |= typed
        return words_in(" ".join(typed.values()))

    def save(self):
        """Save until it is done; every refusal still shows every word that was typed."""
        typed, before = self.write(), words_of(self.release)
        for _attempt in range(2):
            response = self.client.post(self.url, self.data)
            if response.status_code == 302:
                break
            assert words_of(self.release) == before
            self.look(response)
            assert typed <= self.seen
            self.data = sent_from(response, "restore_form" if self.act == "restore" else "release_form")
            assert typed <= words_in(" ".join(map(str, self.data.values())))
            if not self.data:  # there is nothing that restoring would change
                return self.open()
        assert response.status_code == 302
        after = words_of(self.release)
        assert typed <= after
        assert before - after <= self.seen
        return self.open()


def words_in(text):
    return set(re.findall(r"ord[ab]\d+|ordfryst\d", text))


def words_of(release):
    """Return the marked words that are stored."""
    now = stored(release)
    roles = " ".join(ReleaseContact.objects.filter(release=release).values_list("role", flat=True))
    return words_in(" ".join((now.headline, now.lead, now.dateline, now.body, roles)))


@pytest.mark.parametrize("number", range(len(TURNS)))
def test_in_every_order_of_three_saves_each_no_word_is_lost(department, anna, bo, number):
    """By form, by rows and by restoring: what is replaced was on the screen of who replaced it."""
    contacts = [make_contact(), make_contact()]
    version = make_version(department=department, headline="ordfryst1", lead="ordfryst2", contacts=contacts)
    turn = number % 3
    people = {
        "a": Writer("a", anna, version.release, ACTS),
        "b": Writer("b", bo, version.release, ACTS[turn:] + ACTS[:turn]),
    }

    for name in TURNS[number]:
        people[name].save()

    assert stored(version.release).lock_version >= 4
    assert version.release.versions.public().get().headline == "ordfryst1"
