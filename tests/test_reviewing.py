import datetime as dt

import pytest
from django.utils import timezone

from newsroom import signing, withdrawing
from newsroom.due_dates import add_months
from newsroom.models import Release, ReviewSubject
from newsroom.reviewing import interval_months, refresh_review_index, subject_of
from tests.factories import (
    DAY,
    facts_of,
    make_administrator,
    make_department,
    make_release,
    make_review,
    make_version,
    review_version,
)

NOON = dt.datetime(2019, 8, 5, 10, tzinfo=dt.UTC)


def day(text):
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2019-08-05", 12, "2020-08-05"),
        ("2019-08-05", 0, "2019-08-05"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2026-01-31", 3, "2026-04-30"),
        ("2026-03-31", 6, "2026-09-30"),
        ("2025-12-31", 2, "2026-02-28"),
        ("2025-12-01", 1, "2026-01-01"),
        ("2025-11-30", 1, "2025-12-30"),
        ("2025-12-15", 12, "2026-12-15"),
        ("2025-01-31", 60, "2030-01-31"),
    ],
)
def test_months_are_added_with_the_day_clamped(start, months, end):
    assert add_months(day(start), months) == day(end)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("own", "of_department", "of_site", "months"),
    [(3, 6, 24, 3), (None, 6, 24, 6), (None, None, 24, 24), (3, None, 24, 3)],
)
def test_the_interval_is_inherited(settings, own, of_department, of_site, months):
    settings.REVIEW_INTERVAL_MONTHS = of_site
    department = make_department(review_interval_months=of_department)
    release = make_release(review_interval_months=own, department=department)

    assert interval_months(subject_of(release)) == months
    assert facts_of(make_version(release=release, visible_from=NOON).release).next_review_on == add_months(
        day("2019-08-05"), months
    )


@pytest.mark.django_db
def test_without_a_department_the_interval_is_that_of_the_site(settings):
    settings.REVIEW_INTERVAL_MONTHS = 18

    assert interval_months(subject_of(make_release(department=None))) == 18


@pytest.mark.django_db
def test_before_anything_is_public_nothing_is_due():
    assert facts_of(make_release()) == facts_of(make_version(visible_from=None).release)
    assert (facts_of(make_release()).last_reviewed_on, facts_of(make_release()).next_review_on) == (None, None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("start", "due"),
    [
        (dt.datetime(2019, 8, 5, 10, tzinfo=dt.UTC), "2020-08-05"),
        (dt.datetime(2019, 8, 5, 21, 59, tzinfo=dt.UTC), "2020-08-05"),
        (dt.datetime(2019, 8, 5, 22, 0, tzinfo=dt.UTC), "2020-08-06"),
        (dt.datetime(2018, 12, 31, 23, 30, tzinfo=dt.UTC), "2020-01-01"),
        (dt.datetime(2024, 2, 28, 23, 30, tzinfo=dt.UTC), "2025-02-28"),
    ],
)
def test_the_clock_starts_on_the_swedish_date_of_the_first_publication(start, due):
    assert facts_of(make_version(visible_from=start).release).next_review_on == day(due)


@pytest.mark.django_db
def test_a_review_moves_both_dates_and_the_latest_counts():
    version = make_version(visible_from=NOON)
    for on in ("2019-09-01", "2020-01-31", "2019-12-01"):
        make_review(version, day(on))

    assert facts_of(version.release).last_reviewed_on == day("2020-01-31")
    assert facts_of(version.release).next_review_on == day("2021-01-31")


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["correction", "update"])
def test_a_material_change_calls_for_a_reading_within_fourteen_days(kind):
    version = make_version(visible_from=NOON)
    changed = NOON + 30 * DAY
    make_version(release=version.release, visible_from=changed, kind=kind, note="Antalet rättat.")

    assert facts_of(version.release).next_review_on == day("2019-09-18")
    assert facts_of(version.release).last_reviewed_on is None


@pytest.mark.django_db
def test_a_minor_change_leaves_the_date():
    version = make_version(visible_from=NOON)
    make_version(release=version.release, visible_from=NOON + 30 * DAY, kind="minor")

    assert facts_of(version.release).next_review_on == day("2020-08-05")


@pytest.mark.django_db
def test_a_material_change_never_moves_the_date_later():
    version = make_version(visible_from=NOON)
    days = [NOON + 30 * DAY, NOON + 40 * DAY, NOON + 400 * DAY]
    for changed in days:
        make_version(release=version.release, visible_from=changed, kind="update", note="Ny tid.")

    assert facts_of(version.release).next_review_on == day("2019-09-18")

    late = make_version(visible_from=NOON)
    make_version(release=late.release, visible_from=NOON + 360 * DAY, kind="update", note="Ny tid.")
    assert facts_of(late.release).next_review_on == day("2020-08-05")


@pytest.mark.django_db
def test_a_reading_of_the_changed_version_answers_the_change():
    version = make_version(visible_from=NOON)
    changed = make_version(release=version.release, visible_from=NOON + 30 * DAY, kind="update", note="Ny tid.")
    make_review(version, day("2019-09-10"))
    assert facts_of(version.release).next_review_on == day("2019-09-18")

    make_review(changed, day("2019-09-11"))
    assert facts_of(version.release).next_review_on == day("2020-09-11")


@pytest.mark.django_db
def test_what_is_withdrawn_is_not_reviewed_but_keeps_its_reviews():
    version = make_version(visible_from=NOON)
    make_review(version, day("2019-08-05"))
    withdrawing.withdraw_release(release=version.release, by=make_administrator(), reason="Fel.", at=NOON + DAY)
    facts = facts_of(version.release)
    assert (facts.last_reviewed_on, facts.next_review_on) == (day("2019-08-05"), None)

    make_version(release=version.release, visible_from=NOON + 9 * DAY, kind="minor")
    assert facts_of(version.release).next_review_on == day("2020-08-05")


@pytest.mark.django_db
def test_what_has_an_end_is_reviewed_until_then():
    now = timezone.now()
    version = make_version(visible_from=now - 400 * DAY, visible_until=now + DAY)
    subject = subject_of(version.release)

    assert (subject.is_overdue(), subject.is_current_at(now + DAY)) == (True, False)
    assert list(ReviewSubject.objects.overdue()) == [subject]
    assert list(ReviewSubject.objects.current(now + DAY).filter(pk=subject.pk)) == []
    assert signing.on_screen(subject).version == version


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("at", "on"),
    [
        (dt.datetime(2026, 7, 1, 23, 30, tzinfo=dt.UTC), "2026-07-02"),
        (dt.datetime(2025, 12, 31, 23, 30, tzinfo=dt.UTC), "2026-01-01"),
        (dt.datetime(2025, 12, 31, 22, 59, tzinfo=dt.UTC), "2025-12-31"),
        (dt.datetime(2026, 3, 28, 23, 30, tzinfo=dt.UTC), "2026-03-29"),
        (dt.datetime(2026, 3, 29, 22, 30, tzinfo=dt.UTC), "2026-03-30"),
        (dt.datetime(2025, 10, 25, 22, 30, tzinfo=dt.UTC), "2025-10-26"),
        (dt.datetime(2025, 10, 26, 22, 30, tzinfo=dt.UTC), "2025-10-26"),
    ],
)
def test_a_review_is_dated_by_the_swedish_calendar(at, on):
    version = make_version(visible_from=dt.datetime(2025, 1, 1, tzinfo=dt.UTC))
    review = review_version(version=version, by=make_administrator(), at=at)

    assert review.reviewed_on == day(on)
    assert ReviewSubject.objects.get(release__isnull=False).last_reviewed_on == day(on)


@pytest.mark.django_db
def test_refreshing_writes_the_index_of_one_release_and_nothing_else():
    version, other = make_version(visible_from=NOON), make_version(visible_from=NOON)
    Release.objects.update(lead="Ändrat av någon annan.")
    ReviewSubject.objects.update(next_review_on=None)
    refresh_review_index(version.release)

    assert subject_of(version.release).next_review_on == day("2020-08-05")
    assert subject_of(version.release).next_review_on == day("2020-08-05")
    assert Release.objects.get(pk=version.release.pk).lead == "Ändrat av någon annan."
    assert subject_of(other.release).next_review_on is None
