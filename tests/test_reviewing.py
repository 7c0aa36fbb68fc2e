import datetime as dt
import random
from zoneinfo import ZoneInfo

import pytest

from newsroom import actions, withdrawing
from newsroom.models import Department, Release, Review, Version
from newsroom.reviewing import add_months, interval_months, refresh_review_index, review_facts
from tests.factories import DAY, HOUR, make_administrator, make_department, make_release, make_review, make_version

Kind = Version.Kind
MINUTE = dt.timedelta(minutes=1)
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

    assert interval_months(release) == months
    assert review_facts(make_version(release=release, visible_from=NOON).release).next_review_on == add_months(
        day("2019-08-05"), months
    )


@pytest.mark.django_db
def test_without_a_department_the_interval_is_that_of_the_site(settings):
    settings.REVIEW_INTERVAL_MONTHS = 18

    assert interval_months(make_release(department=None)) == 18


@pytest.mark.django_db
def test_before_anything_is_public_nothing_is_due():
    assert review_facts(make_release()) == review_facts(make_version(visible_from=None).release)
    assert (review_facts(make_release()).last_reviewed_on, review_facts(make_release()).next_review_on) == (None, None)


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
    assert review_facts(make_version(visible_from=start).release).next_review_on == day(due)


@pytest.mark.django_db
def test_a_review_moves_both_dates_and_the_latest_counts():
    version = make_version(visible_from=NOON)
    for on in ("2019-09-01", "2020-01-31", "2019-12-01"):
        make_review(version, day(on))

    assert review_facts(version.release).last_reviewed_on == day("2020-01-31")
    assert review_facts(version.release).next_review_on == day("2021-01-31")


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["correction", "update"])
def test_a_material_change_calls_for_a_reading_within_fourteen_days(kind):
    version = make_version(visible_from=NOON)
    changed = NOON + 30 * DAY
    make_version(release=version.release, visible_from=changed, kind=kind, note="Antalet rättat.")

    assert review_facts(version.release).next_review_on == day("2019-09-18")
    assert review_facts(version.release).last_reviewed_on is None


@pytest.mark.django_db
def test_a_minor_change_leaves_the_date():
    version = make_version(visible_from=NOON)
    make_version(release=version.release, visible_from=NOON + 30 * DAY, kind="minor")

    assert review_facts(version.release).next_review_on == day("2020-08-05")


@pytest.mark.django_db
def test_a_material_change_never_moves_the_date_later():
    version = make_version(visible_from=NOON)
    days = [NOON + 30 * DAY, NOON + 40 * DAY, NOON + 400 * DAY]
    for changed in days:
        make_version(release=version.release, visible_from=changed, kind="update", note="Ny tid.")

    assert review_facts(version.release).next_review_on == day("2019-09-18")

    late = make_version(visible_from=NOON)
    make_version(release=late.release, visible_from=NOON + 360 * DAY, kind="update", note="Ny tid.")
    assert review_facts(late.release).next_review_on == day("2020-08-05")


@pytest.mark.django_db
def test_a_reading_of_the_changed_version_answers_the_change():
    version = make_version(visible_from=NOON)
    changed = make_version(release=version.release, visible_from=NOON + 30 * DAY, kind="update", note="Ny tid.")
    make_review(version, day("2019-09-10"))
    assert review_facts(version.release).next_review_on == day("2019-09-18")

    make_review(changed, day("2019-09-11"))
    assert review_facts(version.release).next_review_on == day("2020-09-11")


@pytest.mark.django_db
def test_what_is_withdrawn_is_not_reviewed_but_keeps_its_reviews():
    version = make_version(visible_from=NOON, visible_until=NOON + DAY)
    make_review(version, day("2019-08-05"))
    facts = review_facts(version.release)
    assert (facts.last_reviewed_on, facts.next_review_on) == (day("2019-08-05"), None)

    make_version(release=version.release, visible_from=NOON + 9 * DAY, kind="minor")
    assert review_facts(version.release).next_review_on == day("2020-08-05")


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
    review = actions.review_version(version=version, by=make_administrator(), at=at)

    assert review.reviewed_on == day(on)
    assert Release.objects.get().last_reviewed_on == day(on)


@pytest.mark.django_db
def test_refreshing_writes_the_index_of_one_release_and_nothing_else():
    version, other = make_version(visible_from=NOON), make_version(visible_from=NOON)
    Release.objects.update(next_review_on=None, lead="Ändrat av någon annan.")
    refresh_review_index(version.release)

    assert version.release.next_review_on == day("2020-08-05")
    assert Release.objects.get(pk=version.release.pk).next_review_on == day("2020-08-05")
    assert Release.objects.get(pk=version.release.pk).lead == "Ändrat av någon annan."
    assert Release.objects.get(pk=other.release.pk).next_review_on is None


def swedish(moment):
    return moment.astimezone(ZoneInfo("Europe/Stockholm")).date()


def later_by_months(start, months):
    """Add months the long way: to the same day if the month has it, else to its last."""
    year, month, of_month = start.year, start.month, start.day
    for _month in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    while True:
        try:
            return dt.date(year, month, of_month)
        except ValueError:
            of_month -= 1


def oracle(diary):
    """Work out both dates from the diary alone."""
    read = max(diary["reviews"], default=None)
    last = read[0] if read else None
    if not diary["is_open"]:
        return last, None
    months = diary["release"] or diary["department"] or diary["site"]
    due = later_by_months(last or swedish(diary["versions"][0]["at"]), months)
    unread = [v for v in diary["versions"] if v["is_material"] and v["number"] > (read[2] if read else 1)]
    return last, min([due, *(swedish(version["at"]) + 14 * DAY for version in unread)])


def note_version(diary, kind, at):
    number = len(diary["versions"]) + 1
    diary["versions"].append({"number": number, "at": at, "is_material": kind in ("correction", "update")})
    diary["is_open"] = True


def publish(release, diary, by, at, chance):
    kind = chance.choice(["correction", "update", "minor"]) if diary["versions"] else "new"
    release.lead = f"Läget den {at:%Y-%m-%d} klockan {at:%H.%M}."
    release.save()
    actions.publish_release(release=release, by=by, kind=Kind(kind), public_note="Läget har ändrats.", at=at)
    note_version(diary, kind, at)


def schedule(release, diary, by, at, chance):
    opens = at + chance.randint(1, 20) * HOUR
    actions.schedule_release(release=release, by=by, visible_from=opens, at=at)
    note_version(diary, "new", opens)


def review(release, diary, by, at, chance):
    on = swedish(at) - chance.choice([0, 0, 0, 1, 30]) * DAY
    due = oracle(diary)[1]
    row = actions.review_version(version=release.versions.public(at).get(), by=by, on=on, at=at)
    assert row.due_on == due
    diary["reviews"].append((on, len(diary["reviews"]), len(diary["versions"])))


def import_review(release, diary, by, at, chance):
    version = chance.choice(list(release.versions.order_by("number")))
    on = swedish(at) - chance.randint(0, 400) * DAY
    actions.sign(version=version, by=None, name="Per Ivarsson", on=on, at=at, method=Review.Method.IMPORTED)
    diary["reviews"].append((on, len(diary["reviews"]), version.number))


def withdraw(release, diary, by, at, chance):
    withdrawing.withdraw_release(release=release, by=by, reason="Uppgifterna var fel.", at=at)
    diary["is_open"] = False


def archive(release, diary, by, at, chance):
    withdrawing.archive_release(release=release, by=by, at=at)


def change_interval(release, diary, by, at, chance):
    level = chance.choice(["release", "department"])
    diary[level] = chance.choice([None, 1, 6, 18])
    kept = {"release": Release.objects, "department": Department.objects}[level]
    kept.update(review_interval_months=diary[level])
    refresh_review_index(Release.objects.get())


def possible(release, at):
    """Return the steps that can be taken, the common ones more than once."""
    steps = {
        "draft": [publish, schedule, change_interval],
        "published": [publish, publish, review, review, import_review, change_interval, archive, withdraw],
        "archived": [publish, publish, review, review, import_review, change_interval, withdraw],
        "withdrawn": [publish, publish, import_review, change_interval],
    }
    return steps[release.status_at(at)]


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(8))
def test_the_stored_dates_equal_the_rows_whatever_happens(seed, settings):
    chance, by, taken = random.Random(seed), make_administrator(), set()
    settings.REVIEW_INTERVAL_MONTHS = site = chance.choice([3, 12, 24])
    diary = {"versions": [], "reviews": [], "is_open": False, "release": None, "department": None, "site": site}
    make_release()
    at = dt.datetime(2009, 1, 31, 23, 30, tzinfo=dt.UTC)

    for _step in range(50):
        at += chance.randint(1, 90) * DAY + chance.randint(0, 1439) * MINUTE
        step = chance.choice(possible(Release.objects.get(), at))
        step(Release.objects.get(), diary, by, at, chance)
        taken.add(step.__name__)

        release = Release.objects.get()
        facts = review_facts(release)
        indexed = (release.last_reviewed_on, release.next_review_on)
        assert indexed == (facts.last_reviewed_on, facts.next_review_on) == oracle(diary), step.__name__
        assert Review.objects.count() == len(diary["reviews"])
    assert len(taken) >= 5
