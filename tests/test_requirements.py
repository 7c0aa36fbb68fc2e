from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsroom.links import answer_quote, create_link
from newsroom.requirements import (
    Draft,
    DraftContact,
    draft_of,
    missing_for_publication,
    points,
    published_lately_as,
    require_publishable,
)
from tests.factories import (
    DAY,
    HOUR,
    NOW,
    make_administrator,
    make_contact,
    make_department,
    make_release,
    make_version,
)

pytestmark = pytest.mark.django_db


def test_a_finished_release_lacks_nothing():
    release = make_release()

    assert missing_for_publication(release) == {}
    require_publishable(release)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("headline", [" ", "\n"]),
        ("lead", ["", "  "]),
        ("body", ["", "<p></p>", "<p>&nbsp;</p>", "<ul><li></li></ul>"]),
        ("department", [None]),
    ],
)
def test_what_is_empty_is_named(field, values):
    for value in values:
        assert set(missing_for_publication(make_release(**{field: value}))) == {field}


@pytest.mark.parametrize(
    ("numbers", "email", "active", "enough"),
    [
        (["070-174 06 05"], "", True, True),
        ([], "press@trollhattan.se", True, True),
        (["070-174 06 05"], "press@trollhattan.se", True, True),
        ([], "", True, False),
        (["070-174 06 05"], "press@trollhattan.se", False, False),
    ],
)
def test_somebody_must_be_in_reach(numbers, email, active, enough):
    contact = make_contact(numbers=numbers, email=email, is_active=active)
    faults = missing_for_publication(make_release(contacts=[contact]))

    assert set(faults) == (set() if enough else {"contacts"})


def test_one_contact_in_reach_is_enough():
    contacts = [make_contact(is_active=False), make_contact(numbers=[]), make_contact()]

    assert missing_for_publication(make_release(contacts=contacts)) == {}


def test_a_contact_of_another_release_does_not_count():
    make_release(contacts=[make_contact()])

    assert set(missing_for_publication(make_release(contacts=[]))) == {"contacts"}


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Invigningen är den XX maj", "XX"),
        ("Ring 070-XXX XX XX", "XXX"),
        ("TODO: fråga Märta", "TODO"),
        ("Hur många barn???", "???"),
        ("säger [namn]", "[namn]"),
        ("säger [Namn, titel]", "[Namn, titel]"),
        ("den [datum]", "[datum]"),
        ("klockan [TID och plats]", "[TID och plats]"),
        ("[fyll i antal] barn", "[fyll i antal]"),
        ("[x] barn", "[x]"),
        ("[xx] barn", "[xx]"),
        ("[...]", "[...]"),
        ("[..]", "[..]"),
        ("[citat Märta]", "[citat Märta]"),
    ],
)
@pytest.mark.parametrize("field", ["headline", "subheading", "lead", "body", "dateline"])
def test_what_is_left_to_fill_in_is_quoted(field, text, mark):
    value = f"<p>{text}</p>" if field == "body" else text
    faults = missing_for_publication(make_release(**{field: value}))

    assert set(faults) == {field}
    assert f"“{mark}”" in faults[field] or f"”{mark}”" in faults[field]


@pytest.mark.parametrize(
    "text",
    [
        "Storlek XL och X2000",
        "Påven Johannes XXIII och Ludvig XIV",
        "Vem? Vad? Hur??",
        "– De [tidigare ledamöterna] röstade nej",
        "– Hon [platschefen] är glad",
        "– Han [ordföranden] är glad",
        "– Det [namngivna] förslaget",
        "– Den [ortsbaserade] planen",
        "[Datumen finns i kalendern]",
        "todo och metodologi",
        "(namn) {datum}",
        "Matrisen [1] och noten [2]",
    ],
)
@pytest.mark.parametrize("field", ["headline", "lead", "body"])
def test_ordinary_words_are_no_marks(field, text):
    value = f"<p>{text}</p>" if field == "body" else text

    assert missing_for_publication(make_release(**{field: value})) == {}


def test_every_fault_is_told_at_once():
    release = make_release(lead="", body="<p>XX</p>", department=None, contacts=[])

    with pytest.raises(ValidationError) as refused:
        require_publishable(release)
    assert set(refused.value.message_dict) == {"lead", "body", "department", "contacts"}
    assert all(len(messages) == 1 for messages in refused.value.message_dict.values())


# --- the checklist --------------------------------------------------------------------------------------
GOOD = Draft(
    headline="Ny förskola öppnar på Källvägen",
    lead="Åttio barn får plats när förskolan öppnar i höst.",
    body="<p>– Vi är glada, säger Märta Ågren.</p><p>Bygget tog två år.</p><p>Inflyttning sker i augusti.</p>",
    department="Utbildningsförvaltningen",
    contacts=(DraftContact("Märta Ågren", is_active=True, is_reachable=True),),
)


def unmet(draft, **fields):
    return {point.key for point in points(replace(draft, **fields)) if not point.is_met}


def point(key, draft, **fields):
    return next(point for point in points(replace(draft, **fields)) if point.key == key)


def test_a_good_text_meets_every_point_and_an_empty_one_only_that_nothing_is_left_to_fill_in():
    assert unmet(GOOD) == set()
    assert {point.key for point in points(Draft()) if point.is_met} == {"placeholder"}


def test_the_required_points_are_what_publication_asks_for():
    release = make_release(lead="", body="<p>XX</p>", department=None, contacts=[])
    required = [point for point in points(draft_of(release)) if point.is_required and not point.is_met]

    assert {point.field: point.message for point in required} == missing_for_publication(release)
    assert {point.field for point in required} == {"lead", "body", "department", "contacts"}


def test_every_point_that_is_required_and_not_met_says_what_to_do():
    empty = Draft(headline="XX", dateline="[datum]")

    assert all(point.message for point in points(empty) if point.is_required and not point.is_met)
    assert {point.field for point in points(empty) if point.key.startswith("placeholder-")} == {"headline", "dateline"}


def test_a_stored_release_and_its_draft_say_the_same():
    contact = make_contact(numbers=[], email="", is_active=False, name="Åsa Öberg")
    release = make_release(contacts=[contact], subheading="Under", dateline="Trollhättan", department=make_department())

    assert draft_of(release) == Draft(
        headline=release.headline,
        subheading="Under",
        lead=release.lead,
        body=release.body,
        dateline="Trollhättan",
        department=release.department.name,
        contacts=(DraftContact("Åsa Öberg", is_active=False, is_reachable=False),),
        release_id=release.pk,
    )


@pytest.mark.parametrize(("field", "limit"), [("headline", 90), ("lead", 300)])
def test_lengths_are_counted_in_characters(field, limit):
    key = f"{field}-length"

    assert point(key, GOOD, **{field: f" {'å' * limit}\n"}).is_met
    assert not point(key, GOOD, **{field: "å" * (limit + 1)}).is_met
    assert point(key, GOOD, **{field: "å" * 62}).detail == f"62 av {limit} tecken"


@pytest.mark.parametrize(
    ("body", "enough"),
    [
        ("<p>Ett</p><p>Två</p><p>Tre</p>", True),
        ("<p>Ett</p><p>Två</p><p> </p>", False),
        ("<p>Ett</p><ul><li><p>Två</p></li><li><p>Tre</p></li></ul>", False),
        ("<p>Ett</p><h2>Två</h2><p>Tre</p><blockquote><p>Fyra</p></blockquote>", True),
        ("<table><tbody><tr><td><p>1</p></td><td><p>2</p></td><td><p>3</p></td></tr></tbody></table>", False),
    ],
)
def test_paragraphs_of_lists_and_tables_do_not_count(body, enough):
    assert point("paragraphs", GOOD, body=body).is_met is enough


def test_a_quote_without_a_name_is_quoted():
    body = "<p>Ett</p><p>– Vi är glada över det här beskedet idag.</p><p>Tre</p>"

    assert unmet(GOOD, body=body) == {"quotes"}
    assert "Vi är glada över det" in point("quotes", GOOD, body=body).message


# --- the same headline ----------------------------------------------------------------------------------
def test_a_headline_that_another_release_had_lately_is_pointed_out():
    other = make_version(headline="Öppet hus på Källvägen")

    found = point("namesake", GOOD, headline=" öppet  HUS på källvägen ")

    assert not found.is_met
    assert not found.is_required
    assert published_lately_as("Öppet hus på Källvägen", leave_out=None) == other
    assert published_lately_as("Öppet hus på Källvägen", leave_out=other.release_id) is None
    assert published_lately_as("", leave_out=None) is None


@pytest.mark.parametrize(
    ("start", "end", "counts"),
    [
        (NOW - 89 * DAY, None, True),
        (NOW - 91 * DAY, None, False),
        (NOW + HOUR, None, False),
        (NOW - 2 * DAY, NOW - DAY, False),
        (None, None, False),
    ],
)
def test_only_what_is_public_and_from_the_last_ninety_days_counts(start, end, counts):
    make_version(headline="Öppet hus", visible_from=start, visible_until=end)

    assert (published_lately_as("Öppet hus", leave_out=None, at=NOW) is not None) is counts


# --- quotes that somebody has been asked about ----------------------------------------------------------
QUOTE = "– Vi är glada över det här beskedet idag, säger Märta Ågren."


def asked(answer=None, comment="", body=f"<p>{QUOTE}</p>", who="Märta Ågren"):
    """Return the points about a quote that somebody has been asked about, after the body became another."""
    release = make_release(body=f"<p>{QUOTE}</p>")
    by = make_administrator()
    link, _token = create_link(release=release, by=by, kind="quote", recipient=who, quote=QUOTE)
    if answer:
        answer_quote(link=link, answer=answer, digest=link.digest, comment=comment)
    release.body = body
    return [point for point in points(draft_of(release)) if point.key.startswith("asked-")]


@pytest.mark.parametrize(
    ("answer", "comment", "body", "is_met", "detail"),
    [
        (None, "", f"<p>{QUOTE}</p>", False, "inväntar svar"),
        ("agreed", "", f"<p>{QUOTE}</p>", True, "stämmer"),
        ("agreed", "", f"<p>Mer.</p><p>{QUOTE}</p>", True, "stämmer"),
        ("change", "Säg nöjda.", f"<p>{QUOTE}</p>", False, "vill ändra: Säg nöjda."),
        (None, "", "<p>– Nej.</p>", False, "texten har ändrats sedan frågan ställdes"),
        ("agreed", "", f"<p>{QUOTE} Men trötta.</p>", False, "texten har ändrats sedan frågan ställdes"),
        ("change", "Säg nöjda.", "", False, "texten har ändrats sedan svaret, som var: Säg nöjda."),
    ],
)
def test_a_point_says_who_was_asked_about_what_and_how_it_stands(answer, comment, body, is_met, detail):
    (found,) = asked(answer, comment, body)

    assert found.label == "Märta Ågren om ”Vi är glada över det här…”"
    assert (found.is_met, found.detail) == (is_met, detail)
    assert (found.is_required, found.field) == (False, "body")


def test_what_to_do_is_said_when_the_words_no_longer_stand():
    assert asked("agreed", body="")[0].message == "Fråga igen eller återkalla länken."
    assert asked("change", "Ändra.")[0].message == ""


def test_an_answer_from_outside_holds_no_character_that_deceives():
    assert asked("change", "Ja\u202ejeN")[0].detail == "vill ändra: JajeN"


def test_a_quote_of_one_endless_word_is_cut():
    release = make_release(body=f"<p>– {'a' * 500}</p>")
    create_link(release=release, by=make_administrator(), kind="quote", recipient="Bo", quote=f"– {'a' * 500}")

    (found,) = [point for point in points(draft_of(release)) if point.key.startswith("asked-")]
    assert len(found.label) < 100


def test_a_quote_that_nobody_agreed_to_stops_no_publication_and_costs_it_no_query(django_assert_num_queries):
    release = make_release(body=f"<p>{QUOTE}</p>")
    with CaptureQueriesContext(connection) as before:
        missing_for_publication(release)
    create_link(release=release, by=make_administrator(), kind="quote", recipient="Bo", quote=QUOTE)

    with django_assert_num_queries(len(before)):
        assert missing_for_publication(release) == {}


def test_a_text_whose_quotes_nobody_was_asked_about_has_no_such_point():
    assert [point for point in points(draft_of(make_release())) if point.key.startswith("asked-")] == []
