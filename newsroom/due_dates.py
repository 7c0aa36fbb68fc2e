"""When a page was last reviewed and when it is due: a pure function of what the rows say. No database, no clock."""

import calendar
import datetime as dt
from dataclasses import dataclass

#: A material change, or a task that was settled, calls for a new reading within this many days.
DAYS_AFTER_CHANGE = 14
#: A page that comes back to the public is not overdue at once.
DAYS_OF_GRACE = 14


@dataclass(frozen=True)
class Reading:
    """One valid review. `number` is the version that was read (0: a card, which has none)."""

    pk: int
    outcome: str
    on: dt.date
    at: dt.datetime
    number: int = 0
    deferred_until: dt.date | None = None

    @property
    def is_ok(self) -> bool:
        """Tell whether the page was found right."""
        return self.outcome == "ok"


@dataclass(frozen=True)
class Change:
    """One material change: of a version (its number) or of a card (0), on a Swedish calendar date."""

    on: dt.date
    at: dt.datetime
    number: int = 0


@dataclass(frozen=True)
class ReviewRows:
    """Everything that the due date of one page depends on."""

    #: False for what is archived, withdrawn, retracted, closed, or has no time at which it is public.
    is_current: bool
    months: int
    #: When the last unbroken time begins in which it is public, and when it ends. Dates do not depend on them.
    public_from: dt.datetime | None = None
    public_until: dt.datetime | None = None
    #: When the page was first public, and when it came back after having been away.
    opened_on: dt.date | None = None
    reopened_on: dt.date | None = None
    readings: tuple[Reading, ...] = ()
    changes: tuple[Change, ...] = ()
    #: Changes of contacts that the public version shows, since that version was made.
    contact_changes: tuple[Change, ...] = ()
    #: When tasks were settled.
    settled: tuple[Change, ...] = ()
    open_tasks: int = 0
    one_off_on: dt.date | None = None
    one_off_set_at: dt.datetime | None = None
    exempt_until: dt.date | None = None


@dataclass(frozen=True)
class ReviewFacts:
    """What the rows say. Dates are Swedish calendar dates; None means never."""

    last_review: int | None = None
    last_reviewed_on: dt.date | None = None
    next_review_on: dt.date | None = None
    changed_on: dt.date | None = None
    is_contact_changed: bool = False


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day some months later, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return day.replace(year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1]))


def last_ok(rows: ReviewRows) -> Reading | None:
    """Return the latest review that found the page right: by its date, then by when it was recorded."""
    return max((r for r in rows.readings if r.is_ok), key=lambda r: (r.on, r.pk), default=None)


def review_facts(rows: ReviewRows) -> ReviewFacts:
    """Work out the dates of one page."""
    last = last_ok(rows)
    changed, contact = _first(rows.changes, last), _first(rows.contact_changes, last)
    flagged = min((change.on for change in (changed, contact) if change), default=None)
    return ReviewFacts(
        last_review=last.pk if last else None,
        last_reviewed_on=last.on if last else None,
        next_review_on=_due(rows, last) if rows.is_current and rows.opened_on else None,
        changed_on=flagged if rows.is_current else None,
        is_contact_changed=rows.is_current and contact is not None,
    )


def _first(changes: tuple[Change, ...], last: Reading | None) -> Change | None:
    """Return the first change that the last review has not seen."""
    unseen = (change for change in changes if last is None or _is_after(change, last))
    return min(unseen, key=lambda change: (change.on, change.number), default=None)


def _is_after(change: Change, last: Reading) -> bool:
    """Tell whether a change came after a reading: versions are compared by number, cards by time."""
    return change.number > last.number if change.number and last.number else change.at > last.at


def _due(rows: ReviewRows, last: Reading | None) -> dt.date:
    """Return the due date: the interval or the one-off date, pulled forward by what happened, then held back."""
    due, calls, deferral = _planned(rows, last), _unseen(rows, last), _deferral(rows, last)
    if deferral and deferral.deferred_until:  # whoever put the reading off knew what had happened until then
        due = max(_pulled(due, [call for call in calls if call.at <= deferral.at]), deferral.deferred_until)
        calls = [call for call in calls if call.at > deferral.at]
    return max([_pulled(due, calls), *_held_until(rows)])


def _planned(rows: ReviewRows, last: Reading | None) -> dt.date:
    """Return the date that the interval gives, or the one-off date while no review has answered that."""
    assert rows.opened_on is not None
    if rows.one_off_on and rows.one_off_set_at and (last is None or last.at < rows.one_off_set_at):
        return rows.one_off_on
    return add_months(last.on if last else rows.opened_on, rows.months)


def _unseen(rows: ReviewRows, last: Reading | None) -> list[Change]:
    """Return every change and every settled task that the last review has not seen."""
    return [change for change in (*rows.changes, *rows.settled) if last is None or _is_after(change, last)]


def _pulled(due: dt.date, changes: list[Change]) -> dt.date:
    """Return the due date, or an earlier one that a change calls for: never a later."""
    return min([due, *(change.on + dt.timedelta(days=DAYS_AFTER_CHANGE) for change in changes)])


def _deferral(rows: ReviewRows, last: Reading | None) -> Reading | None:
    """Return the latest deferral since the last review."""
    deferred = [r for r in rows.readings if r.deferred_until and (last is None or r.pk > last.pk)]
    return max(deferred, key=lambda r: r.pk, default=None)


def _held_until(rows: ReviewRows) -> list[dt.date]:
    """Return the dates before which the page is not due, whatever happened."""
    grace = [rows.reopened_on + dt.timedelta(days=DAYS_OF_GRACE)] if rows.reopened_on else []
    return [*grace, *([rows.exempt_until] if rows.exempt_until else [])]


def deferrals_in_a_row(rows: ReviewRows) -> int:
    """Return how many times in a row the review has been put off, counted back from the latest."""
    count = 0
    for reading in sorted(rows.readings, key=lambda r: r.pk, reverse=True):
        if reading.outcome != "deferred":
            break
        count += 1
    return count
