"""What the log of reviews can be narrowed to: days, a department, and what still counts."""

import datetime as dt
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom.admin.scoped import person
from newsroom.models import Department, Review
from newsroom.signing import REVIEWERS


class DepartmentFilter(admin.SimpleListFilter):
    """Filter by the department that answers for the page: those of the person, closed ones too."""

    title = gettext_lazy("department")
    parameter_name = "forvaltning"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Offer the departments in which the person reviews."""
        by, departments = person(request), Department.objects.all()
        theirs = departments if by.is_administrator else departments.filter(pk__in=by.department_ids(*REVIEWERS))
        return [(str(pk), name) for pk, name in theirs.values_list("pk", "name")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the reviews of the department; of one that is not offered there are none."""
        if not self.value():
            return queryset
        offered = {str(pk) for pk, _name in self.lookup_choices}
        return queryset.filter(subject__department=self.value()) if self.value() in offered else queryset.none()


class ValidFilter(admin.SimpleListFilter):
    """Filter by whether a row counts."""

    title = gettext_lazy("counts")
    parameter_name = "galler"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Offer what counts, of that what was read (a deferral is not), and what does not count."""
        return [("ja", _("counts")), ("last", _("counts, the page was read")), ("nej", _("declared void"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep what counts, or what was declared void."""
        counting = queryset.filter(voided_by=None).exclude(outcome=Review.Outcome.VOID)
        if self.value() in ("ja", "last"):
            return counting if self.value() == "ja" else counting.exclude(outcome=Review.Outcome.DEFERRED)
        return queryset.exclude(voided_by=None) if self.value() == "nej" else queryset


class DaysFilter(admin.ListFilter):
    """Filter by the date of the review: from a day, up to a day, or both."""

    title = gettext_lazy("reviewed on")
    template = "admin/newsroom/review/days_filter.html"
    NAMES = ("fran", "till")

    def __init__(self, request: HttpRequest, params: dict[str, Any], model: Any, model_admin: Any) -> None:
        """Take the days from the address."""
        super().__init__(request, params, model, model_admin)
        for name in self.NAMES:
            if name in params:
                self.used_parameters[name] = params.pop(name)[-1]
        self.days = {name: day_of(str(self.used_parameters.get(name, ""))) for name in self.NAMES}

    def expected_parameters(self) -> list[str | None]:
        """Return the names in the address."""
        return list(self.NAMES)

    def has_output(self) -> bool:
        """Stand in the list always."""
        return True

    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:
        """Give the form what is chosen, what is wrong, and the rest of the address."""
        rest = changelist.get_query_string(remove=[*self.NAMES, "p"]).lstrip("?")
        typed = {name: self.used_parameters.get(name, "") for name in self.NAMES}
        yield {
            "selected": not any(typed.values()),  # Django asks the first choice whether the filter is on
            "query_string": f"?{rest}",
            "fields": [
                {
                    "name": name,
                    "label": label,
                    "value": typed[name],
                    "error": _("Write the day as 2026-11-23.") if typed[name] and not self.days[name] else "",
                }
                for name, label in zip(self.NAMES, (_("From and including"), _("Up to and including")), strict=True)
            ],
            "rest": parse_qsl(rest),
        }

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the reviews of those days. What is no day narrows nothing, and is said."""
        if first := self.days["fran"]:
            queryset = queryset.filter(reviewed_on__gte=first)
        if last := self.days["till"]:
            queryset = queryset.filter(reviewed_on__lte=last)
        return queryset


def day_of(typed: str) -> dt.date | None:
    """Return the day that is written as 2026-11-23; None for anything else."""
    try:
        return dt.date.fromisoformat(typed.strip())
    except ValueError:
        return None
