"""The queue of pages to review: one list for releases, departments and contacts."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.admin.review_address import subject_at
from newsroom.admin.review_bulk import BulkPages
from newsroom.admin.review_chips import (
    FIRST,
    KINDS,
    LABELS,
    ORDER,
    Choice,
    chips,
    departments_of,
    question,
    subjects_for,
)
from newsroom.admin.review_plan import PlanPages
from newsroom.admin.review_screen import ReviewScreens, told
from newsroom.admin.review_sight import lateness
from newsroom.admin.review_tasks import TaskPages
from newsroom.admin.review_walk import begin_url, queue_url, screen_url
from newsroom.admin.scoped import ScopedAdmin, person
from newsroom.models import ReviewSubject, User
from newsroom.signing import REVIEWERS, may_review


class _QueueFilter(admin.SimpleListFilter):
    """A filter that stands in the queue's own form and not beside the list."""

    def has_output(self) -> bool:
        """Count always: without a choice the first chip holds."""
        return True

    def choices(self, changelist: Any) -> Iterator[Any]:
        """Offer nothing beside the list."""
        return iter(())

    def choice(self, request: HttpRequest) -> Choice:
        """Return what the person looks at."""
        return Choice.read(request.GET, person(request))


class ChipFilter(_QueueFilter):
    """Filter by the chip."""

    title = _("review")
    parameter_name = "visa"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Offer every chip."""
        return list(LABELS.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep what the chip asks for."""
        choice = self.choice(request)
        return queryset.filter(question(choice.chip, choice.by, timezone.localdate()))


class DepartmentFilter(_QueueFilter):
    """Filter by the department that answers for the page."""

    title = _("department")
    parameter_name = "forvaltning"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Say that there is a choice; the form asks for the departments."""
        return [("", "")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the pages of the department."""
        choice = self.choice(request)
        return queryset.filter(department=choice.department) if choice.department else queryset


class KindFilter(_QueueFilter):
    """Filter by releases, departments or contacts."""

    title = _("kind")
    parameter_name = "typ"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Offer the kinds."""
        return [(word, label) for word, (_field, label) in KINDS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the pages of the kind."""
        kind = self.choice(request).kind
        return queryset.exclude(**{KINDS[kind][0]: None}) if kind else queryset


@admin.register(ReviewSubject)
class ReviewQueue(ReviewScreens, TaskPages, PlanPages, BulkPages, ScopedAdmin):
    """The list, and the addresses of the review screens."""

    list_display = ("__str__",)
    list_filter = (ChipFilter, DepartmentFilter, KindFilter)
    list_select_related = ("release", "unit", "contact", "department", "responsible", "last_review")
    search_fields = ("release__headline", "unit__name", "contact__name")
    change_list_template = "admin/newsroom/reviewsubject/change_list.html"

    def may_view(self, by: User, obj: Any) -> bool:
        """Show the queue to reviewers, each the pages of their departments."""
        return bool(by.is_administrator or by.department_ids(*REVIEWERS)) if obj is None else may_review(obj, by)

    def may_change(self, by: User, obj: Any) -> bool:
        """Change nothing through Django's own form."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReviewSubject]:
        """Show what the person may review; long texts stay in the database."""
        return subjects_for(person(request)).defer("release__body", "release__lead", "last_review__shown")

    def get_ordering(self, request: HttpRequest) -> Any:
        """Order by what presses most."""
        return ORDER

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Show the chips, the form, and the button that leads through the pages."""
        choice = Choice.read(request.GET, person(request))
        found, to_read = chips(choice)
        context = {
            "chips": found,
            "choice": choice,
            "is_first": choice.chip == FIRST,
            "to_read": to_read,
            "begin_url": begin_url(choice),
            "everything_url": "?" + choice.address("alla"),
            "departments": departments_of(choice.by),
            "kinds": [(word, label) for word, (_field, label) in KINDS.items()],
            "told": told(request),
        }
        response = super().changelist_view(request, context | (extra_context or {}))
        if cl := getattr(response, "context_data", {}).get("cl"):
            response.context_data["rows"] = [_row(subject) for subject in cl.result_list]
        return response

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the review screen, instead of Django's form."""
        pk = int(object_id) if object_id.isdecimal() and len(object_id) < 10 else 0
        return HttpResponseRedirect(screen_url(self._subject(request, pk)))

    def at_address(self, request: HttpRequest) -> HttpResponse:
        """Lead from the address of a public page to its review screen; 404 for what the person may not review."""
        by, asked = person(request), request.GET.get("sida", "")
        if not self.may_view(by, None):
            raise Http404
        found = subject_at(asked)
        if found == "contacts":
            return HttpResponseRedirect(queue_url(Choice(by, chip="alla", kind="kontakt")))
        if not isinstance(found, ReviewSubject) or not may_review(found, by):
            raise Http404
        return HttpResponseRedirect(f"{screen_url(found)}?fran=sida")

    def get_urls(self) -> list[URLPattern]:
        """Add the screens before Django's own addresses."""
        page = self.admin_site.admin_view
        return [
            path("next/", page(self.next_page), name="review_next"),
            path("granska/", page(self.at_address), name="review_address"),
            path("<int:pk>/review/", page(self.screen), name="review_screen"),
            path("<int:pk>/review/<int:review_pk>/undo/", page(self.undo), name="review_undo"),
            path("<int:pk>/task/<int:task_pk>/", page(self.task), name="review_task"),
            *super().get_urls(),
        ]


def _row(subject: ReviewSubject) -> dict[str, Any]:
    """Return what a row of the list shows."""
    is_late = subject.is_overdue()
    return {
        "subject": subject,
        "url": screen_url(subject),
        "status": subject.status_at(),
        "late": lateness(subject.next_review_on) if is_late else "",
    }
