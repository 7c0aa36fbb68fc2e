"""What is in time, late and unread. R23: what nobody has read counts as late."""

import datetime as dt
import random

import pytest
from django.utils import timezone

from newsroom.figures.counting import Due, Scope, by_department, by_month, due_grid, percent, total
from newsroom.figures.periods import latest_months, whole_year
from newsroom.signing import void_review
from tests.factories import DAY, make_administrator, make_department, make_version, review_version
from tests.figures.support import declare_void, make_row, make_subject, random_office, slow_grid

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


def counted(today, scope=None):
    return total(due_grid(scope or Scope(), latest_months(today), today).values())


# --- one rule at a time -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("days_after_due", "expected"),
    [(-30, Due(in_time=1)), (0, Due(in_time=1)), (1, Due(late=1)), (40, Due(late=1))],
)
def test_a_page_is_in_time_up_to_and_with_its_due_date(today, days_after_due, expected):
    due = today - 50 * DAY
    make_row(make_subject(next_review_on=today + 300 * DAY), due + days_after_due * DAY, due_on=due)

    assert counted(today) == expected


def test_r23_what_nobody_has_read_counts_as_late(today):
    read = make_subject(next_review_on=today + 300 * DAY)
    make_row(read, today - 40 * DAY, due_on=today - 40 * DAY)
    for days in (1, 10, 200):
        make_subject(next_review_on=today - days * DAY)

    found = counted(today)

    assert found == Due(in_time=1, unread=3)
    assert found.percent == 25


@pytest.mark.parametrize("outcome", ["needs_changes", "propose_archive", "deferred"])
def test_only_found_right_answers_a_due_date(today, outcome):
    due = today - 40 * DAY
    make_row(make_subject(next_review_on=due), due - DAY, due_on=due, outcome=outcome)

    assert counted(today) == Due(unread=1)


def test_what_was_declared_void_answers_nothing(today):
    due = today - 40 * DAY
    row = make_row(make_subject(next_review_on=due), due, due_on=due)
    declare_void(row)

    assert counted(today) == Due(unread=1)


def test_a_row_that_declares_void_is_no_answer_itself(today):
    subject = make_subject(next_review_on=today + 300 * DAY)
    due = today - 40 * DAY
    wrong = make_row(subject, due, due_on=today - 800 * DAY)
    make_row(subject, due, outcome="void", voids=wrong, due_on=due)

    assert counted(today) == Due()


def test_what_is_due_today_or_later_is_not_counted_yet_even_when_read(today):
    for due in (today, today + DAY):
        make_subject(next_review_on=due)
        make_row(make_subject(next_review_on=today + 300 * DAY), today - 9 * DAY, due_on=due)

    assert counted(today) == Due()


def test_the_same_due_date_answered_twice_is_one_and_the_last_answer_decides(today):
    due = today - 40 * DAY
    subject = make_subject(next_review_on=today + 300 * DAY)
    make_row(subject, due - DAY, due_on=due)
    make_row(subject, due + 9 * DAY, due_on=due)

    assert counted(today) == Due(late=1)


def test_no_answer_counts_while_the_page_is_still_due_that_day(today):
    due = today - 40 * DAY
    make_row(make_subject(next_review_on=due), due - DAY, due_on=due)

    assert counted(today) == Due(unread=1)


@pytest.mark.parametrize("away", [{"is_current": False}, {"public_from": timezone.now() + 5 * DAY}])
def test_what_is_not_public_is_not_owed_but_what_was_answered_stays(today, away):
    due = today - 40 * DAY
    make_subject(next_review_on=due, **away)
    make_row(make_subject(next_review_on=None, **away), due, due_on=due)

    assert counted(today) == Due(in_time=1)


def test_each_counts_in_the_month_it_was_due_and_no_other(today):
    period = latest_months(today)
    due = period.months[3] + 4 * DAY
    make_row(make_subject(next_review_on=today + 300 * DAY), due + 60 * DAY, due_on=due)
    make_subject(next_review_on=period.first - DAY)
    make_row(make_subject(next_review_on=None), period.first, due_on=period.first - DAY)

    rows = by_month(due_grid(Scope(), period, today), period)

    assert [due for _month, due in rows] == [Due()] * 3 + [Due(late=1)] + [Due()] * 8


def test_a_year_has_its_twelve_months():
    assert whole_year(2024).days == (dt.date(2024, 1, 1), dt.date(2024, 12, 31))
    assert latest_months(dt.date(2026, 1, 31)).days == (dt.date(2025, 2, 1), dt.date(2026, 1, 31))


def test_departments_are_counted_apart_and_the_scope_keeps_to_its_own(today):
    one, other = make_department(), make_department()
    make_subject(one, next_review_on=today - DAY)
    make_row(make_subject(other, next_review_on=None), today - DAY, due_on=today - DAY)
    period = latest_months(today)

    assert by_department(due_grid(Scope(), period, today)) == {one.pk: Due(unread=1), other.pk: Due(in_time=1)}
    assert by_department(due_grid(Scope(frozenset([one.pk])), period, today)) == {one.pk: Due(unread=1)}


def test_cards_of_no_department_are_with_everything_and_with_ones_own_but_with_no_department(today):
    office = random_office(random.Random(1), today, pages=1, reviews=0)
    card = office.subjects[-1]
    type(card).objects.filter(pk=card.pk).update(next_review_on=today - DAY)
    mine = frozenset([make_department().pk])

    assert None in by_department(due_grid(Scope(), latest_months(today), today))
    assert counted(today, Scope(mine, with_nobodys=True)) == Due(unread=1)
    assert counted(today, Scope(mine)) == Due()


@pytest.mark.parametrize(
    ("part", "whole", "expected"), [(0, 0, None), (0, 3, 0), (2, 3, 66), (999, 1000, 99), (5, 5, 100)]
)
def test_only_all_of_it_is_a_hundred_percent(part, whole, expected):
    assert percent(part, whole) == expected


# --- the real verbs -----------------------------------------------------------------------------------
def test_a_page_read_late_and_then_declared_void_is_unread_again():
    by = make_administrator()
    version = make_version(visible_from=timezone.now() - 500 * DAY)
    today = timezone.localdate()
    assert counted(today) == Due(unread=1)

    review = review_version(version=version, by=by)
    assert counted(today) == Due(late=1)

    void_review(review=review, by=by, comment="Fel sida.")
    assert counted(today) == Due(unread=1)


# --- against the slow reader --------------------------------------------------------------------------
@pytest.mark.parametrize("seed", range(12))
def test_the_database_counts_as_a_slow_reader_does(today, seed):
    office = random_office(random.Random(seed), today)
    for period in (latest_months(today), whole_year(today.year - 1)):
        slow = slow_grid(today, period.first, period.last)
        found = due_grid(Scope(), period, today)
        assert {key: [due.in_time, due.late, due.unread] for key, due in found.items()} == slow
        mine = {office.units[0].pk}
        some = due_grid(Scope(frozenset(mine)), period, today)
        assert {key: [d.in_time, d.late, d.unread] for key, d in some.items()} == {
            key: value for key, value in slow.items() if key[0] in mine
        }


def test_the_random_offices_hold_every_sort(today):
    sums = [0, 0, 0]
    for seed in range(3):
        random_office(random.Random(seed), today)
    for counts in slow_grid(today, *latest_months(today).days).values():
        sums = [a + b for a, b in zip(sums, counts, strict=True)]

    assert min(sums) >= 5
