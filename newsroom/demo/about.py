"""Who runs the demo's newsroom, a text of its own, and two accessibility statements: the earlier one is kept."""

import datetime as dt
from typing import Any

from newsroom.about.actions import show_statement
from newsroom.about.models import Authority, Deficiency, Page, Statement
from newsroom.models import User

Row = dict[str, Any]
DAY = dt.timedelta(days=1)


def tell_about(data: dict[str, Any], people: dict[str, User], now: dt.datetime) -> None:
    """Make what the three pages show."""
    Authority.objects.create(**data["authority"])
    for row in data["page"]:
        page = Page(changed_by=people["admin"], **row)
        page.full_clean()
        page.save()
    for row in data["statement"]:
        _assess(row, people["admin"], now - row["days_ago"] * DAY)


def _assess(row: Row, by: User, at: dt.datetime) -> None:
    """Write a statement as administrators do, and show it."""
    fields = {name: value for name, value in row.items() if name not in ("days_ago", "deficiency")}
    on = at.date() - 3 * DAY
    statement = Statement(
        actor="Trollhättans Stad", service="Trollhättans Stads pressrum", assessed_on=on, created_at=at, **fields
    )
    statement.full_clean()
    statement.save()
    for order, deficiency in enumerate(row["deficiency"]):
        days = deficiency.pop("fixed_in", None)
        fixed_by = on + days * DAY if days else None
        Deficiency.objects.create(statement=statement, fixed_by=fixed_by, order=order, **deficiency)
    show_statement(statement=statement, by=by, at=at)
