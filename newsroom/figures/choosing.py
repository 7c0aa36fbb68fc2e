"""What is asked for in the address: which department, which year. And whose figures a person may see."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Min, Q
from django.utils.translation import gettext_lazy as _

from newsroom.figures.counting import Scope
from newsroom.figures.periods import Period, latest_months, whole_year
from newsroom.models import Department, Review, ReviewSubject, User
from newsroom.signing import REVIEWERS


def departments_of(by: User) -> Any:
    """Return the departments whose figures the person may see: all for administrators, else where they review."""
    departments = Department.objects.all()
    return departments if by.is_administrator else departments.filter(pk__in=by.department_ids(*REVIEWERS))


def may_see_figures(by: User) -> bool:
    """Tell whether the person reviews anywhere."""
    return by.is_active and (by.is_administrator or bool(by.department_ids(*REVIEWERS)))


def scope_of(by: User, department: Department | None) -> Scope:
    """Return the pages that the person's figures are about."""
    if department is not None:
        return Scope(frozenset([department.pk]))
    return Scope() if by.is_administrator else Scope(frozenset(by.department_ids(*REVIEWERS)), with_nobodys=True)


def first_year(today: dt.date) -> int:
    """Return the first year that anything was due or read in."""
    read = Review.objects.aggregate(on=Min("reviewed_on"), due=Min("due_on"))
    due = ReviewSubject.objects.filter(~Q(next_review_on=None), is_current=True).aggregate(due=Min("next_review_on"))
    found = [day for day in (read["on"], read["due"], due["due"]) if day]
    return min([today, *found]).year


class ChoiceForm(forms.Form):
    """Which figures to show. Empty: every department of the person's, and the latest twelve months."""

    department = forms.ModelChoiceField(
        Department.objects.none(),
        required=False,
        label=_("Department"),
        error_messages={"invalid_choice": _("Choose one of the departments in the list.")},
    )
    year = forms.TypedChoiceField(
        required=False,
        label=_("Months"),
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": _("Choose one of the years in the list.")},
    )

    #: What the choices are called in the address.
    WORDS = {"department": "forvaltning", "year": "ar"}

    def __init__(self, by: User, today: dt.date, data: Any) -> None:
        """Offer the person's departments, and the years there is anything about."""
        super().__init__(data)
        self.today = today
        field: Any = self.fields["department"]
        field.queryset = departments_of(by)
        field.empty_label = _("All departments") if by.is_administrator else _("All my departments")
        years = [(str(year), str(year)) for year in range(today.year, first_year(today) - 1, -1)]
        choices: Any = self.fields["year"]
        choices.choices = [("", _("The latest twelve months")), *years]
        self.full_clean()

    def add_prefix(self, field_name: str) -> str:
        """Return the word of a choice in the address."""
        return self.WORDS.get(field_name, field_name)

    @property
    def chosen_department(self) -> Department | None:
        """Return the department, if one was chosen and is the person's."""
        found: Department | None = self.cleaned_data.get("department")
        return found

    @property
    def period(self) -> Period:
        """Return the months to show; the latest ones for what makes no sense."""
        year = self.cleaned_data.get("year")
        return whole_year(year) if year else latest_months(self.today)
