"""What the page of figures shows: figures with their explanations, charts, and the same numbers as tables."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsroom.figures.charts import bar_chart, column_chart
from newsroom.figures.counting import Due, Scope, by_department, by_month, due_grid, percent, total
from newsroom.figures.periods import Period
from newsroom.figures.standing import EXEMPTION_DAYS, Readings, Standing, readings, standing
from newsroom.models import Department


@dataclass(frozen=True)
class Figure:
    """One number of today, with what it counts."""

    number: int
    label: str
    note: str
    url: str = ""
    is_pressing: bool = False


@dataclass(frozen=True)
class Share:
    """One part of the readings, with what it tells and where they are."""

    label: str
    count: int
    percent: int | None
    note: str
    url: str = ""


def figures_page(scope: Scope, period: Period, today: dt.date) -> dict[str, Any]:
    """Gather everything the page shows."""
    grid = due_grid(scope, period, today)
    months = by_month(grid, period)
    departments = _named(by_department(grid))
    found = readings(scope, period)
    shares = _shares(found, scope, period)
    return {
        "period": period,
        "today": today,
        "total": total(grid.values()),
        "months": months,
        "month_chart": column_chart(months),
        "departments": departments,
        "department_chart": bar_chart((name, due.percent) for name, due in departments),
        "figures": _figures(standing(scope, today), scope),
        "readings": found,
        "shares": shares,
        "share_chart": bar_chart((share.label, share.percent) for share in shares),
        "log_url": _log(scope, period),
        "export_query": _only(scope),
    }


def _named(departments: dict[int | None, Due]) -> list[tuple[str, Due]]:
    """Return the departments by name, in alphabetical order; what has none comes last."""
    names = Department.objects.filter(pk__in=[key for key in departments if key]).order_by("name")
    found = [(name, departments[key]) for key, name in names.values_list("pk", "name")]
    return [*found, *((_("No department"), due) for key, due in departments.items() if key is None)]


def _figures(now: Standing, scope: Scope) -> list[Figure]:
    """Return the numbers of today, the most pressing first."""
    late = now.median_days_late
    median = ngettext("median: %(days)d day late", "median: %(days)d days late", late or 0) % {"days": late or 0}
    share = _("%(percent)d %% of %(count)d public pages") % {"percent": now.overdue_percent or 0, "count": now.current}
    return [
        Figure(
            now.overdue,
            _("overdue"),
            share if late is None else f"{share}; {median}",
            _queue(scope, "forfallna"),
            is_pressing=now.overdue > 0,
        ),
        Figure(
            now.never,
            _("never reviewed"),
            _("Public pages that nobody has found right yet."),
            _queue(scope, "aldrig"),
        ),
        Figure(now.own_texts, _("own texts to be read again"), _("Reviewed with a reason by who wrote them.")),
        Figure(
            now.without_responsible,
            _("without a responsible reviewer"),
            _("The reviewers of the department share them."),
            _queue(scope, "utan-ansvarig"),
        ),
        Figure(now.exemptions_ending, _("exemptions end soon"), _("Within %(days)d days.") % {"days": EXEMPTION_DAYS}),
    ]


def _queue(scope: Scope, chip: str) -> str:
    """Return the address of the queue with the same pages."""
    return f"{reverse('admin:newsroom_reviewsubject_changelist')}?{urlencode({'visa': chip, **_one(scope)})}"


def _shares(found: Readings, scope: Scope, period: Period) -> list[Share]:
    """Return how the readings of the period were made, and what they led to."""
    rows: Iterable[tuple[str, int, int, str, dict[str, str]]] = (
        (
            _("needed to be put right"),
            found.needs_changes,
            found.total,
            _("None in a year may mean that pages are approved unread."),
            {"outcome__exact": "needs_changes"},
        ),
        (
            _("made several at once"),
            found.bulk,
            found.total,
            _("At most 20 pages at a time, each read."),
            {"method__exact": "bulk"},
        ),
        (
            _("of one's own text"),
            found.own_text,
            found.total,
            _("Allowed with a reason; another shall read it afterwards."),
            {"is_own_text__exact": "1"},
        ),
        (
            _("changed within 14 days"),
            found.changed_soon,
            found.ok,
            _("Of the pages found right: a material change came soon after."),
            {},
        ),
    )
    return [
        Share(label, part, percent(part, whole), note, _log(scope, period, **query) if query else "")
        for label, part, whole, note, query in rows
    ]


def _log(scope: Scope, period: Period, **query: str) -> str:
    """Return the address of the log with the same reviews."""
    days = {"fran": period.first.isoformat(), "till": period.last.isoformat()}
    asked = {**query, **_one(scope), **days, "galler": "last"}
    return f"{reverse('admin:newsroom_review_changelist')}?{urlencode(asked)}"


def _one(scope: Scope) -> dict[str, str]:
    """Return the department as an address names it, where the figures are about one alone."""
    if scope.departments is None or scope.with_nobodys:
        return {}
    return {"forvaltning": ",".join(str(key) for key in scope.departments)}


def _only(scope: Scope) -> str:
    """Return the end of the address of a table about the same pages."""
    return f"?{urlencode(_one(scope))}" if _one(scope) else ""
