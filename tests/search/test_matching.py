"""What answers, in which order."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsroom import listing
from newsroom.filters import Filters
from newsroom.search.matching import find
from tests.factories import DAY, HOUR, NOW, make_contact, make_topic, make_version

pytestmark = pytest.mark.django_db
PLAIN = {"lead": "", "body": "<p>Text.</p>", "contacts": []}


def make(**fields):
    return make_version(**PLAIN | fields)


def hits(words):
    found = find(words, listing.current())
    return [row.version for row in found.rows(found.bits, 0, 100)]


def test_headline_before_lead_before_the_rest():
    rest = make(headline="Ett", body="<p>En igelkott.</p>", visible_from=NOW - HOUR)
    lead = make(headline="Två", lead="En igelkott.", visible_from=NOW - 2 * HOUR)
    headline = make(headline="En igelkott", visible_from=NOW - 3 * HOUR)

    assert hits("igelkott") == [headline.pk, lead.pk, rest.pk]


def test_forms_before_compounds():
    last = make(headline="Grundskolor", visible_from=NOW - HOUR)
    first = make(headline="Skolgårdar", visible_from=NOW - 2 * HOUR)
    form = make(headline="Skolorna", visible_from=NOW - 3 * HOUR)

    assert hits("skola") == [form.pk, first.pk, last.pk]


def test_the_newest_of_equals_first():
    old = make(headline="En igelkott", visible_from=NOW - 2 * DAY)
    new = make(headline="Igelkotten", visible_from=NOW - DAY)

    assert hits("igelkott") == [new.pk, old.pk]


def test_a_fresh_lead_before_an_old_one_and_an_old_headline_before_a_fresh_mention():
    old_lead = make(headline="Ett", lead="En igelkott.", visible_from=NOW - 900 * DAY)
    old_headline = make(headline="En igelkott", visible_from=NOW - 901 * DAY)
    mention = make(headline="Två", body="<p>En igelkott.</p>", visible_from=NOW - DAY)
    fresh_lead = make(headline="Tre", lead="En igelkott.", visible_from=NOW - 2 * DAY)

    found = hits("igelkott")
    assert found.index(fresh_lead.pk) < found.index(old_lead.pk)
    assert found.index(old_headline.pk) < found.index(mention.pk)


def test_words_side_by_side_come_first():
    make(headline="Per talar, Ivarsson lyssnar", visible_from=NOW - HOUR)
    together = make(headline="Per Ivarsson slutar", visible_from=NOW - 2 * HOUR)

    assert hits("Per Ivarsson")[0] == together.pk


def test_all_words_are_asked_for():
    both = make(headline="Igelkotten möter grävlingen")
    make(headline="Igelkotten somnar")
    make(headline="Grävlingen somnar")

    assert hits("grävling igelkott") == [both.pk]


def test_when_no_text_has_all_words_those_with_most_are_shown_and_said_to_be_so():
    version = make(headline="Igelkotten möter grävlingen")
    make(headline="Igelkotten somnar")

    found = find("igelkott grävling zebra", listing.current())

    assert found.almost
    assert [row.version for row in found.rows(found.bits, 0, 9)] == [version.pk]


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ('"öppnar i höst"', True),
        ('"ÖPPNAR I HÖST"', True),
        ('"öppnar höst"', False),
        ('"i höst öppnar"', False),
        ('"öppna"', False),
        ('"öppnar"', True),
        ('"i höst" förskolor', True),
    ],
)
def test_a_phrase_is_found_as_it_stands(asked, is_found):
    make(headline="Förskolan öppnar i höst")

    found = find(asked, listing.current())

    assert bool(found.bits and not found.almost) == is_found


@pytest.mark.parametrize(("asked", "text"), [("far", "får"), ("får", "far"), ("sal", "säl"), ("ol", "öl")])
def test_swedish_letters_are_kept_apart(asked, text):
    make(headline=f"Se {text} nu")

    assert hits(asked) == []
    assert len(hits(text)) == 1


@pytest.mark.parametrize("asked", ["kommitte", "kommitté", "KOMMITTÉN", "kommittéer"])
def test_other_accents_are_ornament(asked):
    version = make(headline="Kommittén är klar")

    assert hits(asked) == [version.pk]


def test_numbers_are_found_however_they_are_grouped():
    version = make(headline="Det kostar 1 250 000 kronor")

    assert hits("1250000") == hits("1 250 000") == [version.pk]
    assert hits("125") == hits("250") == []


def test_words_with_a_hyphen_are_found_in_each_way():
    version = make(headline="Ny e-tjänst")

    assert hits("e-tjänst") == hits("etjänster") == hits("e-tjänsten") == [version.pk]


def test_a_list_can_be_limited_to_words():
    topic = make_topic("Djur")
    found = make(headline="En igelkott", topics=[topic])
    make(headline="En grävling", topics=[topic])
    shown = listing.current()

    assert shown.versions(shown.matching(Filters(q="igelkott")), 0, 9) == [found.pk]
    assert shown.choices(Filters(q="igelkott"))["amne"] == {topic.pk: 1}
    assert shown.count(shown.matching(Filters(q="***"))) == 2
    assert shown.count(shown.matching(Filters(q="igelkott zebra"))) == 0


def test_the_name_of_a_contact_in_a_text_is_found_also_when_it_has_left():
    contact = make_contact(name="Siv Sköldpadda")
    version = make_version(contacts=[contact])
    contact.is_active = False
    contact.save()

    assert hits("Sköldpadda") == [version.pk]


SIGNS = "\" * igelkott OR AND NOT NEAR( ) headline: ' & | <-> ! :* \\ % ;--"
HOSTILE = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(SIGNS.split(" "))).map(" ".join))


@given(HOSTILE)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_sign_that_is_typed_breaks_anything(asked):
    found = find(asked, listing.current())

    assert list(found.rows(found.bits, 0, 5)) == []


def test_a_very_long_question_is_answered():
    make(headline="Igelkotten")

    assert hits(" ".join(["igelkotten"] * 40)) != []
    assert hits("å" * 5000) == []
