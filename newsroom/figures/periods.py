"""Twelve months that figures are about: the latest, or those of a year. Plain dates, Swedish calendar."""

import datetime as dt
from dataclasses import dataclass

from newsroom.due_dates import add_months

MONTHS = 12


@dataclass(frozen=True)
class Period:
    """Twelve whole months, from the first day to the last."""

    first: dt.date

    @property
    def last(self) -> dt.date:
        """Return the last day."""
        return add_months(self.first, MONTHS) - dt.timedelta(days=1)

    @property
    def months(self) -> list[dt.date]:
        """Return the first day of each month."""
        return [add_months(self.first, number) for number in range(MONTHS)]

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """Return the first and the last day, as a question to the database wants them."""
        return self.first, self.last


def latest_months(today: dt.date) -> Period:
    """Return the twelve months that end with this one."""
    return Period(add_months(today.replace(day=1), 1 - MONTHS))


def whole_year(year: int) -> Period:
    """Return the months of a year."""
    return Period(dt.date(year, 1, 1))
