"""Another interval, at each of three levels: exactly the pages that inherit it move, and that is counted first."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsroom import reviewing
from newsroom.actions import save_department
from newsroom.models import Release, ReviewSubject
from newsroom.reviewing import (
    Effect,
    effect_of_interval,
    rebuild,
    spread,
    subject_of,
    subjects_of_department,
    subjects_of_site,
)
from tests.factories import (
    DAY,
    NOW,
    facts_of,
    make_administrator,
    make_contact,
    make_department,
    make_publisher,
    make_review,
    make_version,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def world():
    """Return pages that inherit from the site, from a department, and have an interval of their own."""
    ours, theirs = make_department(), make_department(review_interval_months=24)
    things = {"ours": ours, "theirs": theirs}
    for name, department in (("our", ours), ("their", theirs)):
        version = make_version(visible_from=NOW - 200 * DAY, department=department)
        special = make_version(visible_from=NOW - 200 * DAY, department=department)
        Release.objects.filter(pk=special.release.pk).update(review_interval_months=18)
        things |= {f"{name} release": version.release, f"{name} special": special.release}
        things |= {f"{name} contact": make_contact(department=department)}
    things["nobody's contact"] = make_contact()
    rebuild()
    ReviewSubject.objects.update(begun_at=NOW - 200 * DAY)
    rebuild()
    return things


def dates():
    return dict(ReviewSubject.objects.values_list("pk", "next_review_on"))


def moved(before, world):
    now = dates()
    keys = {subject_of(thing).pk: name for name, thing in world.items()}
    return {keys[pk] for pk, due in now.items() if before[pk] != due and pk in keys}


def test_the_interval_of_a_department_moves_its_pages_and_no_others(world):
    before = dates()
    world["ours"].review_interval_months = 6
    save_department(world["ours"], make_administrator())

    assert moved(before, world) == {"ours", "our release", "our contact"}
    assert rebuild(check=True) == 0


def test_the_interval_of_the_site_moves_what_has_no_other(world, settings):
    before, settings.REVIEW_INTERVAL_MONTHS = dates(), 6
    wrong = rebuild(check=True)
    rebuild()

    assert moved(before, world) == {"ours", "our release", "our contact", "nobody's contact"}
    assert rebuild(check=True) == 0
    assert wrong >= 4


def test_the_interval_of_a_release_moves_it_alone(world):
    before = dates()
    Release.objects.filter(pk=world["our release"].pk).update(review_interval_months=6)
    reviewing.refresh_review_index(world["our release"])

    assert moved(before, world) == {"our release"}


def test_who_inherits_from_whom(world):
    def names(subjects):
        keys = {subject_of(thing).pk: name for name, thing in world.items()}
        return {keys[subject.pk] for subject in subjects if subject.pk in keys}

    assert names(subjects_of_department(world["ours"])) == {"ours", "our release", "our special", "our contact"}
    assert names(subjects_of_site()) == {"ours", "our release", "our special", "our contact", "nobody's contact"}


@pytest.mark.parametrize(
    ("months", "effect"), [(6, Effect(3, 3)), (7, Effect(3, 0)), (12, Effect(0, 0)), (None, Effect(0, 0))]
)
def test_the_effect_is_counted_before_anything_is_saved(world, months, effect):
    before, subjects = dates(), subjects_of_department(world["ours"])
    today = (NOW - 200 * DAY).date() + 190 * DAY

    assert effect_of_interval(subjects, months, today) == effect
    assert dates() == before
    world["ours"].review_interval_months = months
    save_department(world["ours"], None)
    assert len(moved(before, world)) == effect.affected
    assert ReviewSubject.objects.overdue(today).filter(pk__in=subjects).count() == effect.overdue_now


def test_what_is_late_already_is_not_counted_as_newly_late(world):
    today = (NOW - 200 * DAY).date() + 400 * DAY

    assert effect_of_interval(subjects_of_department(world["ours"]), 6, today) == Effect(3, 0)


def test_what_is_not_public_is_not_counted(world):
    Release.objects.filter(pk=world["our release"].pk).update(archived_at=NOW)
    reviewing.refresh_review_index(world["our release"])

    assert effect_of_interval(subjects_of_department(world["ours"]), 6).affected == 2


def test_the_effect_costs_the_same_for_many(world):
    def count():
        with CaptureQueriesContext(connection) as queries:
            effect_of_interval(subjects_of_department(world["ours"]), 6)
        return len(queries)

    few = count()
    for _each in range(5):
        make_version(visible_from=NOW - 200 * DAY, department=world["ours"])
    assert count() == few


# --- spreading -----------------------------------------------------------------------------------------
@pytest.fixture
def late():
    department = make_department(review_interval_months=1)
    versions = [make_version(visible_from=NOW - (100 + 10 * each) * DAY, department=department) for each in range(12)]
    return department, [subject_of(version.release) for version in versions]


@pytest.mark.parametrize("weeks", [1, 4, 12])
def test_what_is_overdue_is_spread_evenly_the_oldest_first(late, weeks):
    _department, subjects = late
    found = spread(ReviewSubject.objects.filter(release__isnull=False), weeks, make_administrator())

    due = [facts_of(subject.release).next_review_on for subject in reversed(subjects)]
    assert due == sorted(due)
    assert (min(due), max(due) <= TODAY() + weeks * 7 * DAY) == (TODAY() + DAY, True)
    per_day = [due.count(each) for each in set(due)]
    assert max(per_day) == max(1, -(-12 // (weeks * 7)))
    assert {subject.pk for subject in found} == {subject.pk for subject in subjects}
    assert not ReviewSubject.objects.overdue().filter(pk__in=[s.pk for s in subjects]).exists()
    assert list(reviewing.differing(ReviewSubject.objects.all())) == []


def test_what_is_in_time_is_left_and_the_next_review_ends_it(late):
    _department, subjects = late
    fine = subject_of(make_version(visible_from=NOW - DAY).release)
    spread(ReviewSubject.objects.all(), 4, make_administrator())

    assert ReviewSubject.objects.get(pk=fine.pk).one_off_on is None
    release = subjects[0].release
    make_review(release.versions.get(), TODAY())
    assert facts_of(release).next_review_on > TODAY() + 25 * DAY


def test_only_who_answers_for_the_reviews_spreads_them(late):
    department, subjects = late
    pages = ReviewSubject.objects.filter(pk__in=[subject.pk for subject in subjects])
    for stranger in (make_publisher(make_department()), make_administrator(is_active=False)):
        with pytest.raises(PermissionDenied):
            spread(pages, 4, stranger)
    assert len(spread(pages, 4, make_publisher(department))) == 12


def test_spreading_nothing_does_nothing():
    assert spread(ReviewSubject.objects.none(), 4, make_administrator()) == []
