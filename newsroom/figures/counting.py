"""What the figures count. Everything is added up in the database, with one question for each group of figures.

An *obligation* is one page and one due date. It is due when its date has passed, which is what overdue means
everywhere (today > due): what falls due today or later is in no figure yet, whether or not it has been read.

* It is **answered** by the valid reviews with the outcome "correct" that carry the date as the due date they
  answered (`Review.due_on`). Other outcomes answer nothing, nor do rows that were declared void. When there are
  several, the last one decides: the page was still asked for when it was written.
* It is **in time** when that review is dated on the due date or before (`reviewed_on <= due_on`), else **late**.
* It is **unread** when the page is public and still due on that date (`ReviewSubject.next_review_on`). That is late
  too, so that nobody has better figures for leaving a page alone. It holds even where a row claims to have
  answered the date.

A due date that was moved before it passed, by a deferral, an exemption or another interval, is not an obligation
any more; nor is that of a page which left the public unread. A page counts for the department that answers for it
today. The share in time is: in time ÷ (in time + late + unread).
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import TruncMonth

from newsroom.figures.periods import Period
from newsroom.models import Review, ReviewSubject


@dataclass(frozen=True)
class Scope:
    """The pages that figures are about: those of some departments, or (None) all.

    A card that belongs to no department is anybody's who reviews, as in the queue, until one department is chosen.
    """

    departments: frozenset[int] | None = None
    with_nobodys: bool = False

    def subjects(self) -> Any:
        """Return the pages."""
        return ReviewSubject.objects.filter(self._where(""))

    def reviews(self) -> Any:
        """Return every row about the pages."""
        return Review.objects.filter(self._where("subject__"))

    def _where(self, path: str) -> Q:
        """Return the question of the departments, as asked from a page or a review."""
        if self.departments is None:
            return Q()
        theirs = Q(**{f"{path}department__in": self.departments})
        return theirs | Q(**{f"{path}department": None}) if self.with_nobodys else theirs


@dataclass(frozen=True)
class Due:
    """How many obligations were met in time, met late, and not yet."""

    in_time: int = 0
    late: int = 0
    unread: int = 0

    @property
    def total(self) -> int:
        """Return how many there were."""
        return self.in_time + self.late + self.unread

    @property
    def percent(self) -> int | None:
        """Return the share in time; None where nothing was due."""
        return percent(self.in_time, self.total)

    def __add__(self, other: "Due") -> "Due":
        """Return both together."""
        return Due(self.in_time + other.in_time, self.late + other.late, self.unread + other.unread)


def percent(part: int, whole: int) -> int | None:
    """Return a share in whole percent, rounded down: only all of it is 100. None of nothing."""
    return part * 100 // whole if whole else None


#: By department (None: a card of no department) and the first day of the month.
Grid = dict[tuple[int | None, dt.date], Due]


def due_grid(scope: Scope, period: Period, today: dt.date) -> Grid:
    """Count the obligations that fell due in each month of a period, for each department."""
    grid: Grid = {}
    for row in _answered(scope, period, today):
        counted = Due(in_time=row["in_time"], late=row["answered"] - row["in_time"])
        grid[row["subject__department"], row["month"]] = counted
    for row in _unread(scope, period, today):
        key = row["department"], row["month"]
        grid[key] = grid.get(key, Due()) + Due(unread=row["unread"])
    return grid


def _answered(scope: Scope, period: Period, today: dt.date) -> Any:
    """Count, by department and month, the obligations that were answered: the last answer to each."""
    answers = Review.objects.approving().filter(subject=OuterRef("subject"), due_on=OuterRef("due_on"))
    later = answers.filter(
        Q(reviewed_on__gt=OuterRef("reviewed_on")) | Q(reviewed_on=OuterRef("reviewed_on"), pk__gt=OuterRef("pk"))
    )
    still_due = ReviewSubject.objects.overdue(today).filter(pk=OuterRef("subject"), next_review_on=OuterRef("due_on"))
    rows = scope.reviews().approving().filter(due_on__range=period.days, due_on__lt=today)
    rows = rows.exclude(Exists(later)).exclude(Exists(still_due)).order_by()
    by_month = rows.annotate(month=TruncMonth("due_on")).values("subject__department", "month")
    return by_month.annotate(answered=Count("pk"), in_time=Count("pk", filter=Q(reviewed_on__lte=F("due_on"))))


def _unread(scope: Scope, period: Period, today: dt.date) -> Any:
    """Count, by department and month of the due date, the pages that are overdue."""
    overdue = scope.subjects().overdue(today).filter(next_review_on__range=period.days).order_by()
    by_month = overdue.annotate(month=TruncMonth("next_review_on")).values("department", "month")
    return by_month.annotate(unread=Count("pk"))


def total(parts: Iterable[Due]) -> Due:
    """Return all of them together."""
    return sum(parts, Due())


def by_month(grid: Grid, period: Period) -> list[tuple[dt.date, Due]]:
    """Return each month of the period with what was due in it."""
    return [(month, total(due for (_id, of), due in grid.items() if of == month)) for month in period.months]


def by_department(grid: Grid) -> dict[int | None, Due]:
    """Return what was due in each department that had anything due."""
    keys = {department for department, _month in grid}
    return {key: total(due for (of, _month), due in grid.items() if of == key) for key in keys}
