"""Another interval between reviews: its effect is shown, and confirmed, before a department is saved."""

import hashlib
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from newsroom.models import Department
from newsroom.reviewing import Effect, effect_of_interval, subjects_of_department

#: As long as pages that fall due at once can be spread over.
MOST_WEEKS = 26
#: The fields of the question, which the department's own form does not know.
OWN = ("interval_shown", "spread_weeks")


class Unconfirmed(Exception):
    """The interval is another, and its effect has not been on screen. Raised before anything is saved."""

    def __init__(self, department: Department, effects: "Effects", form: "IntervalForm") -> None:
        """Keep what there is to show."""
        super().__init__(department)
        self.department, self.effects, self.form = department, effects, form


class Effects:
    """What another interval does to the releases, and to the other pages, of a department."""

    def __init__(self, department: Department, months: int | None) -> None:
        """Count, without storing anything."""
        subjects = subjects_of_department(department)
        self.releases: Effect = effect_of_interval(subjects.exclude(release=None), months)
        self.others: Effect = effect_of_interval(subjects.filter(release=None), months)
        self.seal = hashlib.sha256(repr((months, self.releases, self.others)).encode()).hexdigest()[:32]

    @property
    def overdue(self) -> int:
        """Return how many pages fall due at once."""
        return self.releases.overdue_now + self.others.overdue_now

    def __bool__(self) -> bool:
        """Tell whether any date moves."""
        return bool(self.releases.affected or self.others.affected)

    def lines(self) -> list[str]:
        """Say it: "Påverkar 134 pressmeddelanden, 12 blir förfallna direkt."."""
        releases = ngettext("Affects %(count)d press release", "Affects %(count)d press releases", count := (
            self.releases.affected
        ))  # fmt: skip
        said = [_sentence(releases % {"count": count}, self.releases.overdue_now)]
        if count := self.others.affected:
            others = ngettext(
                "Affects %(count)d page of the department or its contacts",
                "Affects %(count)d pages of the department and its contacts",
                count,
            )
            said.append(_sentence(others % {"count": count}, self.others.overdue_now))
        return said


def _sentence(affected: str, overdue: int) -> str:
    """Add how many fall due at once."""
    late = ngettext("%(count)d is overdue at once", "%(count)d are overdue at once", overdue) % {"count": overdue}
    return f"{affected}, {late}."


class IntervalForm(forms.Form):
    """Whether what falls due at once is spread, and over how long."""

    interval_shown = forms.CharField(widget=forms.HiddenInput)
    spread_weeks = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=MOST_WEEKS,
        label=gettext_lazy("Spread what falls due over this many weeks"),
        help_text=gettext_lazy("Empty: everything that falls due does so at once."),
    )


class IntervalPage:
    """The page, mixed into the screen of departments."""

    admin_site: Any
    opts: Any

    def confirmed_weeks(self, request: HttpRequest, department: Department, form: forms.ModelForm) -> int | None:
        """Return over how many weeks to spread (None: not at all); raise Unconfirmed where that was not asked."""
        if "review_interval_months" not in form.changed_data:
            return None
        effects = Effects(department, department.review_interval_months)
        if not effects:
            return None
        asked = IntervalForm(request.POST if request.POST.get("interval_shown") == effects.seal else None)
        if not asked.is_valid():
            raise Unconfirmed(department, effects, asked)
        weeks: int | None = asked.cleaned_data["spread_weeks"]
        return weeks if effects.overdue else None

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, or the effect of another interval; the rest of what was typed waits in the page."""
        try:
            response: HttpResponse = super().changeform_view(request, *args, **kwargs)  # type: ignore[misc]
        except Unconfirmed as question:
            return self._interval_page(request, question)
        return response

    def _interval_page(self, request: HttpRequest, question: Unconfirmed) -> HttpResponse:
        """Ask whether that is what was meant."""
        typed = [(name, value) for name, values in request.POST.lists() for value in values]
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": question.department,
            "title": _("Another interval between reviews"),
            "typed": [(name, value) for name, value in typed if name not in (*OWN, "csrfmiddlewaretoken")],
            "effects": question.effects,
            "form": question.form,
        }
        return TemplateResponse(request, "admin/newsroom/department/interval.html", context)


def overdue_keys(department: Department) -> list[int]:
    """Return the pages that are overdue already: they are not put off."""
    subjects: Any = subjects_of_department(department)
    return list(subjects.overdue(timezone.localdate()).values_list("pk", flat=True))
