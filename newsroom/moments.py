"""Swedish local time at the desk: from a day and a clock to one instant, and from an instant to words.

Twice a year the clock is set. In spring an hour does not exist, in autumn one happens twice. Whoever plans
a release for such a time gets an explanation instead of a guess.
"""

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

#: A year outside these is a slip of the finger.
YEARS = range(1990, 2101)
MINUTE = dt.timedelta(minutes=1)


def local_moment(day: dt.date, clock: dt.time) -> dt.datetime:
    """Return the one instant at which the clock shows the time that day, in the current time zone.

    Raises ValidationError (code "year", "skipped" or "repeated") when there is no such instant, or two.
    """
    if day.year not in YEARS:
        raise ValidationError(
            _("Choose a year from %(first)s to %(last)s."),
            code="year",
            params={"first": str(YEARS[0]), "last": str(YEARS[-1])},
        )
    wall = dt.datetime.combine(day, clock.replace(tzinfo=None, fold=0))
    if fault := _fault(wall):
        raise _explained(wall, fault)
    return _aware(wall)


def in_words(moment: dt.datetime) -> str:
    """Return the Swedish local time as one says it: "tisdag 24 november 2026 kl. 08.00"."""
    local = timezone.localtime(moment)
    return gettext("%(day)s at %(time)s") % {"day": date_format(local, "l j F Y"), "time": date_format(local, "H.i")}


def _aware(wall: dt.datetime, *, fold: int = 0) -> dt.datetime:
    """Return the first (fold 0) or the second (fold 1) instant that the wall clock may mean."""
    return wall.replace(tzinfo=timezone.get_current_timezone(), fold=fold)


def _change(wall: dt.datetime) -> dt.timedelta:
    """Return how far the clock is set where the wall clock is in doubt: forward is more than nothing."""
    first, second = _aware(wall).utcoffset(), _aware(wall, fold=1).utcoffset()
    assert first is not None
    assert second is not None
    return second - first


def _fault(wall: dt.datetime) -> str:
    """Return "skipped", "repeated" or "".

    Python reads a time in doubt with the old offset (fold 0) and with the new one (fold 1).
    """
    change = _change(wall)
    if not change:
        return ""
    return "skipped" if change > dt.timedelta() else "repeated"


def _explained(wall: dt.datetime, fault: str) -> ValidationError:
    """Return the error that tells what the clock does that night."""
    first = wall.replace(second=0, microsecond=0)
    while _fault(first - MINUTE) == fault:
        first -= MINUTE
    after = first + abs(_change(wall))
    message = {
        "skipped": _(
            "%(time)s does not exist on %(day)s: the clock is set forward from %(first)s to %(after)s. "
            "Choose another time."
        ),
        "repeated": _(
            "%(time)s happens twice on %(day)s: the clock is set back from %(after)s to %(first)s. Choose another time."
        ),
    }[fault]
    words = {name: time_format(value.time(), "H.i") for name, value in {"first": first, "after": after}.items()}
    day, time = date_format(wall, "j F Y"), time_format(wall.time(), "H.i")
    return ValidationError(message, code=fault, params={**words, "day": day, "time": time})
