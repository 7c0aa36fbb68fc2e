"""The plan of one page: who answers for it, and exceptions to its due date. The effect is shown, then confirmed."""

import hashlib
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from newsroom import planning
from newsroom.admin.release_form import replace_posted
from newsroom.admin.release_pages import show_faults
from newsroom.admin.scoped import person, posted
from newsroom.models import ReviewSubject, User
from newsroom.planning import Plan
from newsroom.reviewing import department_of
from newsroom.signing import may_override


def day_field(label: Any, help_text: Any = "") -> forms.DateField:
    """Return a field for a day, with the browser's own calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, help_text=help_text, widget=widget)


class PlanForm(forms.Form):
    """What can be decided about one page."""

    #: What was shown when the effect was: another choice, or another effect, is shown again before it is saved.
    shown = forms.CharField(required=False, widget=forms.HiddenInput)
    responsible = forms.ModelChoiceField(
        queryset=User.objects.none(),
        required=False,
        label=gettext_lazy("Responsible reviewer"),
        empty_label=gettext_lazy("The reviewers of the department"),
        error_messages={"invalid_choice": gettext_lazy("Choose somebody who may review the page.")},
    )
    months = forms.IntegerField(
        required=False, min_value=1, max_value=60, label=gettext_lazy("Months between the reviews of this page")
    )
    one_off_on = day_field(
        gettext_lazy("Review once on"), gettext_lazy("Counts until the next review; then the interval does.")
    )
    exempt_until = day_field(
        gettext_lazy("Exempt until"), gettext_lazy("At most two years ahead. The page is due that day.")
    )
    exempt_reason = forms.CharField(
        required=False,
        max_length=300,
        label=gettext_lazy("Reason for the exemption"),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    def __init__(self, subject: ReviewSubject, data: Any = None) -> None:
        """Begin with what stands; a page that is no release has no interval of its own."""
        stands = planning.plan_of(subject)
        super().__init__(data, initial={name: getattr(stands, name) for name in vars(stands)})
        people: Any = self.fields["responsible"]
        people.queryset = _people(subject)
        if subject.release_id:
            self.fields["months"].help_text = _("Empty: %s.") % origin_of_interval(subject, own=False)
        else:
            del self.fields["months"]

    def plan(self) -> Plan:
        """Return the plan that was posted."""
        return Plan(**{name: value for name, value in self.cleaned_data.items() if name != "shown"})


def _people(subject: ReviewSubject) -> "QuerySet[User]":
    """Return whom the form offers: who may review the page, and who answers for it now."""
    able = Q(pk__in=planning.reviewers_for(subject).order_by().values("pk")) | Q(pk=subject.responsible_id)
    return User.objects.filter(able).order_by("first_name", "last_name", "username")


def origin_of_interval(subject: ReviewSubject, *, own: bool = True) -> str:
    """Say the interval and where it comes from: "12 månader (ärvt från Kommunikationsavdelningen)"."""
    release, department = subject.release, department_of(subject)
    if own and release and release.review_interval_months:
        return _("%(months)s (the page's own)") % {"months": in_months(release.review_interval_months)}
    months = in_months(planning.inherited_months(subject))
    if department and department.review_interval_months and department == subject.unit:
        return _("%(months)s (the department's own)") % {"months": months}
    if department and department.review_interval_months:
        return _("%(months)s (inherited from %(department)s)") % {"months": months, "department": department}
    return _("%(months)s (as for the whole newsroom)") % {"months": months}


def in_months(count: int) -> str:
    """Return for example "12 månader"."""
    return ngettext("%(count)d month", "%(count)d months", count) % {"count": count}


class PlanPages:
    """The page, mixed into the screen of what is reviewed."""

    admin_site: Any
    opts: Any
    log_change: Any
    _subject: Any

    def get_urls(self) -> list[URLPattern]:
        """Add the page before the others."""
        plan: Any = self.admin_site.admin_view(self.plan)
        others: list[URLPattern] = super().get_urls()  # type: ignore[misc]
        return [path("<int:pk>/plan/", plan, name="review_plan"), *others]

    def plan(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the plan; on POST its effect, and save it when that effect was on screen."""
        subject = self._subject(request, pk)
        if not may_override(subject, person(request)):
            raise PermissionDenied
        form = PlanForm(subject, posted(request))
        effect = _effect(request, subject, form) if form.is_valid() else None
        if effect and "_save" in request.POST and form.cleaned_data["shown"] == effect["seal"]:
            return self._saved(request, subject, form.plan())
        if effect:
            effect["is_new"] = "_save" in request.POST
            replace_posted(form, "shown", effect["seal"])
        return self._plan_page(request, subject, form, effect)

    def _saved(self, request: HttpRequest, subject: ReviewSubject, plan: Plan) -> HttpResponse:
        """Save, write it down, and say when the page is due."""
        saved = planning.save_plan(subject=subject, by=person(request), plan=plan)
        due = saved.next_review_on
        done = _("The plan is saved. Next review: %s.") % due.isoformat() if due else _("The plan is saved.")
        self.log_change(request, saved, _in_words(plan))
        messages.success(request, done)
        return HttpResponseRedirect(reverse("admin:review_plan", args=[saved.pk]))

    def _plan_page(self, request: HttpRequest, subject: ReviewSubject, form: PlanForm, effect: Any) -> HttpResponse:
        """Render the page."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "subject": subject,
            "title": _("Review plan"),
            "form": form,
            "effect": effect,
            "interval": origin_of_interval(subject),
            "today": timezone.localdate(),
        }
        return TemplateResponse(request, "admin/newsroom/reviewsubject/plan.html", context)


def _effect(request: HttpRequest, subject: ReviewSubject, form: PlanForm) -> dict[str, Any] | None:
    """Work out what a plan would do; what is wrong with it ends up on the form, and then nothing is returned."""
    plan = form.plan()
    try:
        planning.check_plan(subject=subject, by=person(request), plan=plan)
    except ValidationError as error:
        show_faults(form, error)
        return None
    due, today = planning.due_with(subject, plan), timezone.localdate()
    return {
        "due": due,
        "is_overdue": due is not None and due < today and not subject.is_overdue(today),
        "is_other_than_chosen": plan.one_off_on is not None and due is not None and due != plan.one_off_on,
        "is_unchanged": plan == planning.plan_of(subject),
        "seal": _seal(plan, planning.plan_of(subject), due),
    }


def _seal(*seen: Any) -> str:
    """Return a short sign of what was on screen."""
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:32]


def _in_words(plan: Plan) -> str:
    """Return what the log of changes keeps of a plan."""
    parts = [
        _("responsible: %s") % (plan.responsible or _("the department")),
        _("own interval: %s") % (in_months(plan.months) if plan.months else "–"),
        _("once on: %s") % (plan.one_off_on or "–"),
        _("exempt until: %s") % (plan.exempt_until or "–"),
    ]
    return "; ".join([*parts, plan.exempt_reason] if plan.exempt_reason else parts)
