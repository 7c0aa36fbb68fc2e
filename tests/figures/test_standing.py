"""How it stands today, and how the readings of a period were made."""

import random

import pytest
from django.utils import timezone

from newsroom.figures.counting import Scope
from newsroom.figures.periods import latest_months
from newsroom.figures.standing import readings, standing
from newsroom.models import CardChange, Review
from newsroom.reviewing import subject_of
from newsroom.signing import may_void
from tests.factories import (
    DAY,
    make_department,
    make_editor,
    make_publisher,
    make_review,
    make_user,
    make_version,
    review_version,
)
from tests.figures.support import (
    declare_void,
    make_row,
    make_subject,
    noon,
    random_office,
    slow_readings,
    slow_standing,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.mark.parametrize("seed", range(8))
def test_the_database_counts_as_a_slow_reader_does(today, seed):
    random_office(random.Random(seed), today, pages=25, reviews=80)
    type(make_user()).objects.filter(pk=make_user().pk).update(is_active=False)
    period = latest_months(today)

    now = standing(Scope(), today)
    found = readings(Scope(), period)

    assert vars(now) == slow_standing(today)
    slow = slow_readings(*period.days)
    assert {name: getattr(found, name) for name in slow} == slow


@pytest.mark.parametrize(("days", "median"), [([], None), ([3], 3), ([1, 8], 4), ([1, 3, 100], 3), ([2, 4, 6, 90], 5)])
def test_the_median_is_of_what_is_overdue_now(today, days, median):
    make_subject(next_review_on=today)
    make_subject(next_review_on=today - 900 * DAY, is_current=False)
    for number in days:
        make_subject(next_review_on=today - number * DAY)

    now = standing(Scope(), today)

    assert (now.overdue, now.median_days_late) == (len(days), median)


def test_who_is_no_longer_active_answers_for_nothing(today):
    make_subject(responsible=make_user())
    make_subject(responsible=make_user(is_active=False))
    make_subject()

    assert standing(Scope(), today).without_responsible == 2


@pytest.mark.parametrize(("days", "expected"), [(0, 0), (1, 1), (60, 1), (61, 0)])
def test_exemptions_are_announced_sixty_days_ahead(today, days, expected):
    make_subject(exempt_until=today + days * DAY, exempt_reason="Ombyggnad")

    assert standing(Scope(), today).exemptions_ending == expected


def own_text_page():
    """A page that its publisher wrote and found right, with a reason."""
    department = make_department()
    writer = make_publisher(department)
    version = make_version(department=department, by=writer)
    review = review_version(version=version, by=writer)
    assert review.is_own_text
    return version, writer, review


def test_an_own_text_waits_until_somebody_else_has_read_it(today):
    version, writer, _review = own_text_page()
    assert standing(Scope(), today).own_texts == 1

    review_version(version=version, by=writer)
    assert standing(Scope(), today).own_texts == 1

    review_version(version=version, by=make_publisher(version.department))
    assert standing(Scope(), today).own_texts == 0


def test_a_deferral_by_somebody_else_is_no_reading(today):
    version, _writer, _review = own_text_page()
    other = make_publisher(version.department)
    review_version(version=version, by=other, outcome="deferred", comment="Ledig.", deferred_until=today + 5 * DAY)

    assert standing(Scope(), today).own_texts == 1


def test_an_own_text_whose_review_is_void_waits_for_nobody(today):
    _version, _writer, review = own_text_page()
    declare_void(review)

    assert standing(Scope(), today).own_texts == 0


def test_an_earlier_reading_entered_afterwards_is_not_another_reader(today):
    version, _writer, _review = own_text_page()
    make_review(version, today - 9 * DAY)
    assert standing(Scope(), today).own_texts == 1

    make_review(version, today)
    assert standing(Scope(), today).own_texts == 0


# --- the readings -------------------------------------------------------------------------------------
def test_readings_leave_out_deferrals_and_what_is_void(today):
    subject = make_subject()
    for outcome in ("ok", "needs_changes", "propose_archive", "deferred"):
        make_row(subject, today, outcome=outcome)
    declare_void(make_row(subject, today))
    make_row(subject, latest_months(today).first - DAY)

    found = readings(Scope(), latest_months(today))

    assert (found.total, found.ok, found.needs_changes) == (3, 1, 1)


@pytest.mark.parametrize(
    ("kind", "days", "expected"), [("update", 13, 1), ("correction", 1, 1), ("minor", 1, 0), ("update", 15, 0)]
)
def test_a_material_change_within_fourteen_days_of_a_reading_is_counted(today, kind, days, expected):
    first = make_version(visible_from=noon(today - 60 * DAY), visible_until=noon(today - (30 - days) * DAY))
    make_review(first, today - 30 * DAY)
    make_version(release=first.release, visible_from=noon(today - (30 - days) * DAY), kind=kind, note="Ny uppgift.")

    assert readings(Scope(), latest_months(today)).changed_soon == expected


def test_a_change_before_the_reading_or_after_a_page_was_found_wrong_is_not(today):
    subject = make_subject()
    first = make_version(visible_from=noon(today - 60 * DAY), visible_until=noon(today - 40 * DAY))
    make_version(release=first.release, visible_from=noon(today - 40 * DAY), kind="update", note="Ny uppgift.")
    make_review(first, today - 30 * DAY)
    row = make_row(subject, today - 30 * DAY, outcome="needs_changes")
    CardChange.objects.create(subject=subject, what="text", digest="x", at=row.reviewed_at + DAY)

    assert readings(Scope(), latest_months(today)).changed_soon == 0


def test_a_card_that_changes_soon_after_counts_too(today):
    subject = subject_of(make_department())
    row = make_row(subject, today - 30 * DAY)
    CardChange.objects.create(subject=subject, what="number", digest="x", at=row.reviewed_at + 3 * DAY)

    assert readings(Scope(), latest_months(today)).changed_soon == 1


def test_the_scope_keeps_to_its_department(today):
    one, other = make_department(), make_department()
    make_row(make_subject(one, next_review_on=today - DAY), today)
    make_row(make_subject(other, next_review_on=today - DAY), today, method="bulk", reviewer=make_user())
    scope = Scope(frozenset([one.pk]))

    assert standing(scope, today).overdue == 1
    assert (readings(scope, latest_months(today)).total, readings(scope, latest_months(today)).bulk) == (1, 0)


def test_only_who_wrote_it_and_for_ten_minutes_may_undo_without_being_a_publisher():
    department = make_department()
    version = make_version(department=department, by=make_editor(department))
    reviewer = make_user("reviewer", department)
    review = review_version(version=version, by=reviewer)
    later = review.reviewed_at + DAY

    assert may_void(review, reviewer)
    assert not may_void(review, reviewer, later)
    assert not may_void(review, make_user("reviewer", department))
    assert may_void(review, make_publisher(department), later)
    assert Review.objects.count() == 1
