"""Several pages of the queue at once: marked as reviewed, given to somebody, or deferred. Always asked for first."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from newsroom.admin.review_bulk_forms import BULKS, SeveralForm
from newsroom.admin.review_bulk_rows import BulkRow, assign, defer, rows_for, written
from newsroom.admin.scoped import Role, person, posted
from newsroom.models import ReviewSubject, User
from newsroom.signing import REVIEWERS, may_review

SEPARATOR = "."


class BulkPages:
    """The actions and their pages, mixed into the screen of what is reviewed."""

    admin_site: Any
    opts: Any
    actions: Any = ("several_action", "assign_action", "defer_action")

    @admin.action(description=gettext_lazy("Mark as reviewed…"))
    def several_action(self, request: HttpRequest, queryset: QuerySet[ReviewSubject]) -> HttpResponse | None:
        """Ask for a tick at each page that was chosen."""
        return self._ask(request, "several", queryset)

    @admin.action(description=gettext_lazy("Choose who is responsible…"), permissions=["plan"])
    def assign_action(self, request: HttpRequest, queryset: QuerySet[ReviewSubject]) -> HttpResponse | None:
        """Ask who answers for the pages."""
        return self._ask(request, "assign", queryset)

    @admin.action(description=gettext_lazy("Defer…"))
    def defer_action(self, request: HttpRequest, queryset: QuerySet[ReviewSubject]) -> HttpResponse | None:
        """Ask until when, and why."""
        return self._ask(request, "defer", queryset)

    def has_plan_permission(self, request: HttpRequest) -> bool:
        """Tell whether the person plans the reviews of any department."""
        by = person(request)
        return by.is_administrator or bool(by.department_ids(Role.PUBLISHER))

    def get_urls(self) -> list[URLPattern]:
        """Add the page of each action before the others."""
        page = self.admin_site.admin_view
        found = [path(f"bulk/{name}/", page(self._page_of(name)), name=f"review_bulk_{name}") for name in BULKS]
        return [*found, *super().get_urls()]  # type: ignore[misc]

    def _page_of(self, name: str) -> Callable[[HttpRequest], HttpResponse]:
        """Return the view of one action."""

        def view(request: HttpRequest) -> HttpResponse:
            return self._bulk(request, name)

        return view

    def _ask(self, request: HttpRequest, name: str, queryset: QuerySet[ReviewSubject]) -> HttpResponse | None:
        """Show the form for the pages that were chosen; None leads back to the list."""
        bulk, pks = BULKS[name], list(queryset.order_by().values_list("pk", flat=True))
        if bulk.most and len(pks) > bulk.most:
            messages.error(request, _too_many(bulk.most, len(pks)))
            return None
        form = bulk.form(initial={"pks": SEPARATOR.join(map(str, pks))})
        return self._bulk_page(request, name, form, _chosen(pks, person(request)))

    def _bulk(self, request: HttpRequest, name: str) -> HttpResponse:
        """Do what was asked for, and say which rows could not be done and why."""
        by, bulk = person(request), BULKS[name]
        if not (by.is_administrator or by.department_ids(*REVIEWERS)):
            raise PermissionDenied
        pks = read_pks(request.POST.get("pks", ""))
        if request.method != "POST" or not pks or (bulk.most and len(pks) > bulk.most):
            return HttpResponseRedirect(_queue())
        form, subjects = bulk.form(posted(request)), _chosen(pks, by)
        if name == "several":
            return self._several(request, form, subjects)
        if not form.is_valid():
            return self._bulk_page(request, name, form, subjects)
        act = {"assign": assign, "defer": defer}[name]
        act(request, subjects, form)
        return HttpResponseRedirect(_queue())

    def _several(self, request: HttpRequest, form: forms.Form, subjects: list[ReviewSubject]) -> HttpResponse:
        """Sign what was ticked, each page for itself; what could not be signed is shown again."""
        ticked = set(request.POST.getlist("row"))
        digests = {subject.pk: request.POST.get(f"digest-{subject.pk}", "") for subject in subjects}
        rows = rows_for(subjects, ticked=ticked, faults={}, digests=digests)
        if not form.is_valid() or not ticked:
            if not ticked:
                form.add_error(None, _("Tick the pages that you have read and found right."))
            return self._bulk_page(request, "several", form, subjects, rows)
        done, faults = written(request, [row for row in rows if row.is_ticked], form.cleaned_data["batch"])
        if done:
            said = ngettext("%(count)d page is marked as reviewed.", "%(count)d pages are marked as reviewed.", done)
            messages.success(request, said % {"count": done})
        if not faults:
            return HttpResponseRedirect(_queue())
        left = [subject for subject in subjects if subject.pk in faults]
        again = SeveralForm(initial={"pks": SEPARATOR.join(str(subject.pk) for subject in left)})
        return self._bulk_page(request, "several", again, left, rows_for(left, ticked=set(), faults=faults))

    def _bulk_page(
        self,
        request: HttpRequest,
        name: str,
        form: forms.Form,
        subjects: list[ReviewSubject],
        rows: list[BulkRow] | None = None,
    ) -> HttpResponse:
        """Render the question."""
        if name == "several" and rows is None:
            rows = rows_for(subjects, ticked=set(), faults={})
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": BULKS[name].title,
            "bulk": BULKS[name],
            "form": form,
            "subjects": subjects,
            "rows": rows,
            "failed": sum(bool(row.fault) for row in rows or []),
            "action_url": reverse(f"admin:review_bulk_{name}"),
            "queue_url": _queue(),
        }
        return TemplateResponse(request, f"admin/newsroom/reviewsubject/bulk_{name}.html", context)


def read_pks(typed: str) -> list[int]:
    """Read the pages from the form; nonsense is left out."""
    parts = dict.fromkeys(part for part in typed.split(SEPARATOR) if part.isascii() and part.isdecimal())
    return [int(part) for part in parts if len(part) < 10]


def _queue() -> str:
    """Return the address of the list."""
    return reverse("admin:newsroom_reviewsubject_changelist")


def _too_many(most: int, count: int) -> str:
    """Say that too many pages were chosen."""
    return _("Choose at most %(most)d pages at once. You have chosen %(count)d.") % {"most": most, "count": count}


def _chosen(pks: list[int], by: User) -> list[ReviewSubject]:
    """Return the pages that the person may review, the most pressing first."""
    subjects = ReviewSubject.objects.filter(pk__in=pks).most_pressing_first()
    related = subjects.select_related("release__department", "unit", "contact__department", "department")
    return [subject for subject in related if may_review(subject, by)]
