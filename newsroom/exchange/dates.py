"""Dates as municipalities write them: 2018-06-26, 26 juni 2018, 26/6 2018 and Jun 26, 2018."""

import datetime as dt
import re

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan",
            "februari february feb",
            "mars march mar",
            "april apr",
            "maj may",
            "juni june jun",
            "juli july jul",
            "augusti august aug",
            "september sept sep",
            "oktober october okt oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
_MONTH = f"(?:{'|'.join(sorted(_MONTHS, key=len, reverse=True))})"
#: A date with its weekday, for use inside other patterns. It has no groups; `read_date` takes it apart.
DATE = (
    rf"(?:(?:(?:{'|'.join(_WEEKDAYS)})(?:en)?,? )?(?:den )?"
    rf"(?:[0-9]{{4}}-[0-9]{{1,2}}-[0-9]{{1,2}}|[0-9]{{1,2}}(?::?e)? {_MONTH}\.?,? [0-9]{{4}}"
    rf"|[0-9]{{1,2}}/[0-9]{{1,2}} [0-9]{{4}}|{_MONTH}\.? [0-9]{{1,2}},? [0-9]{{4}})(?![0-9]))"
)
#: A time of day after a date, with its zone. Releases are dated by the day, so it is let pass.
TIME = r"(?:,? (?:kl\.? ?)?[0-9]{1,2}[.:][0-9]{2}(?: CES?T)?)?"


def read_date(text: str) -> dt.date:
    """Return the date that matches `DATE`. ValueError: there is no such day, or it is another weekday."""
    words = re.findall(r"[^\W\d_]+|[0-9]+", text.lower())
    figures = [int(word) for word in words if word.isdecimal()]
    month = next((_MONTHS[word] for word in words if word in _MONTHS), None)
    if month:
        day, year = figures
    elif "/" in text:
        day, month, year = figures
    else:
        year, month, day = figures
    if year < 1900:
        raise ValueError(f"the year {year} is a slip of the pen")
    date = dt.date(year, month, day)
    weekday = next((name for name in _WEEKDAYS if words[0].startswith(name)), None)
    if weekday and weekday != _WEEKDAYS[date.weekday()]:
        raise ValueError(f"{date} is no {weekday}")
    return date
