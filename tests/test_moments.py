"""Local time: every minute of the nights when the clock is set, against an oracle that counts in UTC."""

import datetime as dt
from collections import Counter
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from newsroom.moments import in_words, local_moment

STOCKHOLM = ZoneInfo("Europe/Stockholm")
MINUTE = dt.timedelta(minutes=1)
SPRING = [dt.date(2026, 3, 29), dt.date(2027, 3, 28)]
AUTUMN = [dt.date(2026, 10, 25), dt.date(2027, 10, 31)]


def instants(day):
    """Return every instant of a Swedish day and the minutes around it, by what the clock then shows."""
    start = dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC) - 4 * 60 * MINUTE
    found = {}
    for number in range(32 * 60):
        moment = start + number * MINUTE
        found.setdefault(moment.astimezone(STOCKHOLM).replace(tzinfo=None, fold=0), []).append(moment)
    return found


def minutes(day):
    start = dt.datetime.combine(day, dt.time())
    return [start + number * MINUTE for number in range(24 * 60)]


@pytest.mark.parametrize("day", [*SPRING, *AUTUMN, dt.date(2026, 11, 24)], ids=str)
def test_every_minute_is_one_instant_or_is_refused_and_nothing_else_happens(day):
    shown, refused = instants(day), Counter()
    for wall in minutes(day):
        meant = shown.get(wall, [])
        try:
            moment = local_moment(wall.date(), wall.time())
        except ValidationError as error:
            refused[error.code, len(meant), wall.hour] += 1
        else:
            assert [moment] == meant, wall
            assert timezone.localtime(moment).replace(tzinfo=None) == wall
            assert moment.astimezone(dt.UTC).astimezone(STOCKHOLM).replace(tzinfo=None) == wall

    spring, autumn = {("skipped", 0, 2): 60}, {("repeated", 2, 2): 60}
    assert refused == (spring if day in SPRING else autumn if day in AUTUMN else {})


@pytest.mark.parametrize("fold", [0, 1])
def test_a_fold_that_comes_along_makes_no_difference(fold):
    with pytest.raises(ValidationError, match="två gånger"):
        local_moment(dt.date(2026, 10, 25), dt.time(2, 30, fold=fold))
    assert local_moment(dt.date(2026, 10, 25), dt.time(3, fold=fold)).utcoffset() == dt.timedelta(hours=1)


@pytest.mark.parametrize(
    ("day", "clock", "text"),
    [
        (
            dt.date(2027, 3, 28),
            dt.time(2, 30),
            "Klockan 02.30 finns inte den 28 mars 2027: klockan ställs fram från 02.00 till 03.00. Välj en annan tid.",
        ),
        (
            dt.date(2026, 10, 25),
            dt.time(2, 30),
            "Klockan 02.30 inträffar två gånger den 25 oktober 2026: klockan ställs tillbaka från 03.00 till 02.00. "
            "Välj en annan tid.",
        ),
        (dt.date(2026, 3, 29), dt.time(2, 0, 1), "från 02.00 till 03.00"),
        (dt.date(2026, 3, 29), dt.time(2, 59, 59), "från 02.00 till 03.00"),
    ],
)
def test_the_refusal_explains_what_the_clock_does(day, clock, text):
    with pytest.raises(ValidationError) as error:
        local_moment(day, clock)

    assert text in error.value.messages[0]


@pytest.mark.parametrize("year", [1, 26, 1989, 2101, 9999])
def test_a_year_that_is_a_slip_is_refused(year):
    with pytest.raises(ValidationError, match="Välj ett år från 1990 till 2100"):
        local_moment(dt.date(year, 6, 1), dt.time(8))


@pytest.mark.parametrize("day", [dt.date(1990, 1, 1), dt.date(2100, 12, 31)])
def test_the_first_and_the_last_day_are_allowed(day):
    assert timezone.localdate(local_moment(day, dt.time())) == day


def test_every_night_with_a_change_until_2100_is_refused_somewhere():
    for year in range(1990, 2101):
        refused = Counter()
        for number in range(365):
            try:
                local_moment(dt.date(year, 1, 1) + dt.timedelta(days=number), dt.time(2, 30))
            except ValidationError as error:
                refused[error.code] += 1
        assert refused == {"skipped": 1, "repeated": 1}, year


def test_it_follows_the_current_time_zone():
    with timezone.override("America/New_York"), pytest.raises(ValidationError, match=r"från 02\.00 till 03\.00"):
        local_moment(dt.date(2027, 3, 14), dt.time(2, 30))
    with timezone.override("Australia/Lord_Howe"), pytest.raises(ValidationError, match=r"från 02\.00 till 02\.30"):
        local_moment(dt.date(2026, 10, 4), dt.time(2, 10))
    with timezone.override(dt.UTC):
        assert local_moment(dt.date(2027, 3, 28), dt.time(2, 30)).utcoffset() == dt.timedelta()


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (dt.datetime(2026, 11, 24, 7, tzinfo=dt.UTC), "tisdag 24 november 2026 kl. 08.00"),
        (dt.datetime(2026, 6, 30, 22, 5, tzinfo=dt.UTC), "onsdag 1 juli 2026 kl. 00.05"),
    ],
)
def test_a_moment_in_words_is_in_swedish_time_with_its_weekday(moment, words):
    assert in_words(moment) == words
