"""The index of the lists: it always says what the database would, and reads no more than it must."""

import datetime as dt
import random
from unittest import mock

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsroom import listing as listing_module
from newsroom.actions import schedule_release
from newsroom.bitsets import highest
from newsroom.filters import Filters
from newsroom.listing import Listing, as_of, current
from newsroom.models import Release, Version
from newsroom.withdrawing import withdraw_release
from tests.factories import (
    DAY,
    HOUR,
    NOW,
    SECOND,
    make_administrator,
    make_department,
    make_release,
    make_topic,
    make_version,
)

pytestmark = pytest.mark.django_db


def told(listing):
    """Return all that the index says, in words that do not depend on how it was made."""
    by_value = {
        (name, value): [row.release for row in listing.page(bits & listing.shown, 0, 10_000)]
        for name, values in listing.sets.items()
        for value, bits in values.items()
        if bits & listing.shown
    }
    return listing.versions(listing.shown, 0, 10_000), by_value


def asked(at):
    """Return what the database says is shown, newest first."""
    versions = Version.objects.public(at).exclude(kind="retraction").order_by("-published_at", "-release_id")
    return list(versions.values_list("pk", flat=True))


def later(moment):
    """Let the clock show a moment."""
    return mock.patch("django.utils.timezone.now", return_value=moment)


@pytest.mark.parametrize("size", [0, 1, 2, 63, 64, 511, 512, 513, 5000])
def test_pages_of_a_set_are_its_bits_from_thehighest(size):
    chosen = random.Random(size).getrandbits(size) if size else 0
    wanted = [place for place in range(size, -1, -1) if chosen >> place & 1]

    for start, stop in [
        (0, 20),
        (20, 40),
        (7, 8),
        (0, size),
        (size, size + 20),
        (max(0, len(wanted) - 3), len(wanted)),
    ]:
        assert highest(chosen, start, stop) == wanted[start:stop]


def test_nothing_is_shown_of_an_empty_database():
    assert told(current()) == ([], {})


def test_what_is_shown_is_what_the_database_says_newest_first():
    for number in range(30):
        make_version(visible_from=NOW - number * HOUR, visible_until=NOW + HOUR if number % 3 else None)
    make_version(visible_from=NOW - 3 * HOUR, visible_until=NOW - HOUR)

    assert current().versions(current().shown, 0, 100) == asked(timezone.now())
    assert current().count(current().shown) == 30


def test_a_release_is_found_by_what_its_version_froze():
    topic, department = make_topic("Skola"), make_department()
    version = make_version(
        release=make_release(type="news", language="en", department=department, topics=[topic]),
        visible_from=dt.datetime(2019, 12, 31, 23, 30, tzinfo=dt.UTC),
    )
    Release.objects.update(type="decision", language="fi", department=None)
    version.release.topics.clear()

    wanted = {
        ("typ", "news"),
        ("sprak", "en"),
        ("forvaltning", department.pk),
        ("amne", topic.pk),
        ("ar", 2020),
        ("manad", 1),
    }
    assert set(told(current())[1]) == wanted


def test_reading_again_costs_one_query():
    make_version()
    current()

    with CaptureQueriesContext(
        connection,
    ) as queries:
        current()

    assert len(queries) == 1


def test_a_scheduled_release_appears_on_the_second_with_nothing_run():
    make_version()
    current()
    release = make_release()
    at = timezone.now() + HOUR
    schedule_release(release=release, by=make_administrator(), visible_from=at)

    assert release.pk not in [row.release for row in current().page(current().shown, 0, 10)]
    with later(at - SECOND):
        assert current().count(current().shown) == 1
    with later(at):
        assert current().page(current().shown, 0, 1)[0].release == release.pk


def test_what_has_expired_is_gone_on_the_second():
    make_version(visible_until=NOW + DAY)
    assert current().count(current().shown) == 1

    with later(NOW + DAY):
        assert current().count(current().shown) == 0


def test_a_clock_that_is_put_back_shows_what_was():
    make_version(visible_until=NOW + DAY)
    with later(NOW + DAY):
        current()

    assert current().count(current().shown) == 1


def test_only_what_has_changed_is_read_again():
    for number in range(5):
        make_version(visible_from=NOW - number * HOUR)
    current()
    version = make_version(visible_from=timezone.now())

    with mock.patch.object(listing_module, "as_of", side_effect=AssertionError("made anew")):
        assert current().versions(current().shown, 0, 1) == [version.pk]


def test_what_belongs_in_the_middle_makes_the_index_anew():
    make_version()
    current()
    make_version(visible_from=NOW - 400 * DAY)

    assert current().versions(current().shown, 0, 9) == asked(timezone.now())


def test_a_change_that_was_rolled_back_leaves_nothing():
    make_version()
    current()
    with transaction.atomic():
        make_version()
        assert current().count(current().shown) == 2
        transaction.set_rollback(True)

    make_version(visible_from=NOW - 2 * HOUR)

    assert told(current())[0] == asked(timezone.now())


@pytest.mark.parametrize("seed", range(6))
def test_after_any_life_the_index_says_what_one_made_from_nothing_says(seed):
    dice, desk = random.Random(seed), make_administrator()
    topics, departments = [make_topic() for _ in range(3)], [make_department() for _ in range(3)]
    live = []
    for step in range(25):
        act = dice.choice(["publish", "publish", "correct", "withdraw", "schedule", "backdate", "raw"])
        fields = {"department": dice.choice(departments), "type": dice.choice(["news", "invitation"])}
        if act in ("publish", "backdate"):
            moment = timezone.now() if act == "publish" else NOW - dice.randrange(1, 900) * DAY
            live.append(
                make_version(release=make_release(topics=dice.sample(topics, 2), **fields), visible_from=moment)
            )
        elif act == "schedule":
            schedule_release(
                release=make_release(**fields), by=desk, visible_from=timezone.now() + dice.randrange(1, 40) * HOUR
            )
        elif live and act == "correct":
            release = dice.choice(live).release
            release.topics.set(dice.sample(topics, 1))
            if release.versions.public().exists():
                make_version(release=release, kind="correction", note="Fel siffra.", visible_from=timezone.now())
        elif live and act == "withdraw":
            version = live.pop(dice.randrange(len(live)))
            if version.release.versions.public().exists():
                withdraw_release(release=version.release, by=desk, reason="Fel.")
        elif act == "raw":
            shortened = Version.objects.filter(visible_until__gt=timezone.now() + 2 * HOUR)
            shortened.update(visible_until=timezone.now() + HOUR)
        if dice.random() < 0.6:
            assert told(current()) == told(as_of(timezone.now())), (seed, step, act)
    with later(timezone.now() + 20 * HOUR):
        assert told(current()) == told(as_of(timezone.now()))


def test_choices_count_what_each_would_leave_with_the_others_applied():
    school, roads = make_topic("Skola"), make_topic("Vägar")
    for topic, kind in [(school, "news"), (school, "news"), (school, "decision"), (roads, "news")]:
        make_version(release=make_release(type=kind, topics=[topic]))
    listing = current()
    filters = Filters.parse({"typ": "news", "amne": school.slug}, listing)

    choices = listing.choices(filters)

    assert choices["typ"] == {"news": 2, "decision": 1}
    assert choices["amne"] == {school.pk: 2, roads.pk: 1}
    assert listing.count(listing.matching(filters)) == 2


def test_words_nobody_can_search_for_limit_nothing():
    make_version()
    empty = Listing(at=NOW)

    assert empty.holding("skola") == 0
