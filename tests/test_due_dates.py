"""The pure function, without a database: one table of rows and what they say."""

import datetime as dt

import pytest

from newsroom.due_dates import Change, Reading, ReviewRows, deferrals_in_a_row, last_ok, review_facts

FIRST = dt.date(2026, 1, 10)
DAY = dt.timedelta(days=1)


def at(days):
    return dt.datetime(2026, 1, 10, 9, tzinfo=dt.UTC) + days * DAY


def on(days):
    return FIRST + days * DAY


def ok(days, pk=None, number=1, recorded=None):
    return Reading(pk or days, "ok", on(days), at(days if recorded is None else recorded), number)


def deferred(days, until, pk=None):
    return Reading(pk or days, "deferred", on(days), at(days), 1, on(until))


def change(days, number=0):
    return Change(on(days), at(days), number)


def due(**rows):
    found = review_facts(ReviewRows(**{"is_current": True, "months": 12, "opened_on": FIRST} | rows)).next_review_on
    return None if found is None else (found - FIRST).days


YEAR = 365
CASES = {
    "the interval counts from the publication": ({}, YEAR),
    "and from the last review": ({"readings": (ok(10),)}, YEAR + 10),
    "the latest by its date, not by when it was recorded": ({"readings": (ok(10, 1), ok(5, 2))}, YEAR + 10),
    "what is not current is never due": ({"is_current": False}, None),
    "what has never been public is never due": ({"opened_on": None}, None),
    "a change pulls": ({"changes": (change(20, 2),)}, 34),
    "the first change that nobody has read": ({"changes": (change(20, 2), change(30, 3))}, 34),
    "a change never moves the date later": ({"changes": (change(360, 2),)}, YEAR),
    "the version that was read answers it": ({"readings": (ok(25, number=2),), "changes": (change(20, 2),)}, YEAR + 25),
    "an older version that was read later does not": ({"readings": (ok(25),), "changes": (change(20, 2),)}, 34),
    "a card is read by time": ({"readings": (ok(25, number=0),), "changes": (change(20),)}, YEAR + 25),
    "and what came later is not": ({"readings": (ok(25, number=0),), "changes": (change(26),)}, 40),
    "a settled task calls for a reading": ({"settled": (change(20),)}, 34),
    "until it is read": ({"settled": (change(20),), "readings": (ok(21),)}, YEAR + 21),
    "a one-off date wins": ({"one_off_on": on(50), "one_off_set_at": at(1)}, 50),
    "also a later one": ({"one_off_on": on(500), "one_off_set_at": at(1)}, 500),
    "but not over a change": ({"one_off_on": on(50), "one_off_set_at": at(1), "changes": (change(2, 2),)}, 16),
    "the next review consumes it": (
        {"one_off_on": on(50), "one_off_set_at": at(1), "readings": (ok(2),)}, YEAR + 2,
    ),
    "a review before it does not": (
        {"one_off_on": on(50), "one_off_set_at": at(3), "readings": (ok(2),)}, 50,
    ),
    "a deferral holds": ({"readings": (deferred(350, 380),)}, 380),
    "no less than the interval": ({"readings": (deferred(10, 20),)}, YEAR),
    "the latest deferral": ({"readings": (deferred(350, 380, 1), deferred(351, 370, 2))}, 370),
    "an ok ends it": ({"readings": (deferred(350, 380, 1), ok(351, 2))}, YEAR + 351),
    "it holds against what was known": ({"changes": (change(5, 2),), "readings": (deferred(10, 40),)}, 40),
    "and not against what came after": ({"changes": (change(11, 2),), "readings": (deferred(10, 40),)}, 25),
    "nor against the second change": (
        {"changes": (change(5, 2), change(12, 3)), "readings": (deferred(10, 40),)}, 26,
    ),
    "who comes back has fourteen days": ({"reopened_on": on(400)}, 414),
    "once": ({"reopened_on": on(400), "readings": (ok(401),)}, YEAR + 401),
    "an exemption holds to its day": ({"exempt_until": on(500)}, 500),
    "against a change too": ({"exempt_until": on(500), "changes": (change(5, 2),)}, 500),
    "and no longer": ({"exempt_until": on(5)}, YEAR),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_due(case):
    rows, expected = CASES[case]

    assert due(**rows) == expected


def test_a_material_change_never_moves_the_date_later_whatever_else_holds():
    for rows, _expected in CASES.values():
        for day in (1, 9, 20, 100, 349, 399, 600):
            before, more = due(**rows), {"changes": (*rows.get("changes", ()), change(day, 9))}
            assert before is None or due(**rows | more) <= before


def flags(**rows):
    facts = review_facts(ReviewRows(**{"is_current": True, "months": 12, "opened_on": FIRST} | rows))
    return facts.changed_on and (facts.changed_on - FIRST).days, facts.is_contact_changed


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ({}, (None, False)),
        ({"changes": (change(5, 2),)}, (5, False)),
        ({"contact_changes": (change(7),)}, (7, True)),
        ({"changes": (change(9, 2),), "contact_changes": (change(7),)}, (7, True)),
        ({"contact_changes": (change(7),), "readings": (ok(8),)}, (None, False)),
        ({"contact_changes": (change(7),), "readings": (ok(6),)}, (7, True)),
        ({"contact_changes": (change(7),), "is_current": False}, (None, False)),
        ({"changes": (change(5, 2),), "is_current": False}, (None, False)),
    ],
)
def test_what_calls_for_a_new_reading_is_flagged(rows, expected):
    assert flags(**rows) == expected


def test_a_changed_contact_flags_and_leaves_the_date():
    assert due(contact_changes=(change(7),)) == YEAR


def test_only_ok_is_a_review_of_the_page():
    rows = ReviewRows(True, 12, readings=(ok(1), deferred(2, 9), Reading(3, "needs_changes", on(3), at(3), 1)))

    assert last_ok(rows) == ok(1)
    assert review_facts(rows).last_reviewed_on == on(1)


@pytest.mark.parametrize(("rows", "count"), [("", 0), ("d", 1), ("dd", 2), ("dod", 1), ("ddo", 0), ("ddn", 0)])
def test_deferrals_in_a_row(rows, count):
    made = {"d": lambda n: deferred(n, n + 9), "o": ok, "n": lambda n: Reading(n, "needs_changes", on(n), at(n), 1)}
    readings = tuple(made[letter](number) for number, letter in enumerate(rows, 1))

    assert deferrals_in_a_row(ReviewRows(True, 12, readings=readings)) == count
    assert deferrals_in_a_row(ReviewRows(True, 12, readings=readings[::-1])) == count
