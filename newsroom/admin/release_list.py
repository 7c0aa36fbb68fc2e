"""The list of releases: columns that say where each one stands, and filters."""

from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.admin.scoped import ScopedAdmin, person
from newsroom.models import Release, ReviewSubject, Version
from newsroom.models.release import Status


class StatusFilter(admin.SimpleListFilter):
    """Filter by status, as it is this very second."""

    title = _("status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Offer every status."""
        return list(Status.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep those that stand so."""
        return queryset.filter(status_then=self.value()) if self.value() in Status.values else queryset


class StageFilter(admin.SimpleListFilter):
    """Filter by the stage of the working copy, also of what is public."""

    title = _("stage")
    parameter_name = "steg"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Offer what waits for somebody."""
        return [(Status.SUBMITTED.value, _("submitted")), (Status.APPROVED.value, _("approved"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep those at that stage."""
        return queryset.filter(stage=self.value()) if self.value() in Status.values else queryset


class MineFilter(admin.SimpleListFilter):
    """Filter by one's own."""

    title = _("owner")
    parameter_name = "mina"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Offer one's own."""
        return [("1", _("mine"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep those that the person owns or changed last."""
        by = person(request)
        return queryset.filter(Q(owner=by) | Q(changed_by=by)) if self.value() else queryset


#: The chips above the list: what each is called, and the question it puts.
CHIPS = (
    (_("All"), ""),
    (_("Mine"), "mina=1"),
    (_("Drafts"), "status=draft"),
    (_("Waiting for approval"), "steg=submitted"),
    (_("Scheduled"), "status=scheduled"),
    (_("Published"), "status=published"),
    (_("Overdue for review"), "granskning=overdue"),
    (_("Archive"), "status=archived"),
)


class ReviewFilter(admin.SimpleListFilter):
    """Filter by whether the page is due for a reading."""

    title = _("review")
    parameter_name = "granskning"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Offer what a reviewer looks for."""
        return [("overdue", _("overdue")), ("never", _("never reviewed"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep public pages that are overdue, or were never read."""
        public = queryset.filter(status_then=Status.PUBLISHED)
        if self.value() == "overdue":
            return public.filter(subject__in=ReviewSubject.objects.overdue())
        if self.value() == "never":
            return public.filter(subject__last_reviewed_on=None)
        return queryset


class ReleaseColumns(ScopedAdmin):
    """The columns of the list, all from one query."""

    list_display = (
        "headline",
        "status_column",
        "department",
        "published",
        "reviewed",
        "next_review_column",
        "changed_by",
    )
    list_filter = (StatusFilter, StageFilter, MineFilter, ReviewFilter, "type", "department")
    list_select_related = ("department", "changed_by", "subject")
    search_fields = ("headline", "lead", "body", "contact_places__contact__name")
    search_help_text = _("Search in headline, lead, text and contacts")
    ordering = ("-changed_at",)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Show the chips, and which of them is on."""
        asked = request.GET.urlencode()
        chips = [{"label": label, "query": query, "is_on": query == asked} for label, query in CHIPS]
        return super().changelist_view(request, {"chips": chips, **(extra_context or {})})

    def with_columns(self, queryset: Any) -> QuerySet[Release]:
        """Annotate what the columns show; bodies stay in the database."""
        first = Version.objects.filter(release=OuterRef("pk")).exclude(published_at=None).order_by("number")
        published = Subquery(first.values("published_at")[:1])
        return queryset.with_status().annotate(first_published_at=published)

    @admin.display(description=_("status"), ordering="status_then")
    def status_column(self, release: Any) -> str:
        """Show the status as a word."""
        return str(Status(release.status_then).label)

    @admin.display(description=_("published"), ordering="first_published_at", empty_value="–")
    def published(self, release: Any) -> str | None:
        """Show when the release was, or will be, first public: Swedish local time."""
        at = release.first_published_at
        return timezone.localtime(at).strftime("%Y-%m-%d %H.%M") if at else None

    @admin.display(description=_("last reviewed"), ordering="subject__last_reviewed_on", empty_value="–")
    def reviewed(self, release: Any) -> str | None:
        """Show the Swedish date of the last review."""
        subject = getattr(release, "subject", None)
        return subject.last_reviewed_on.isoformat() if subject and subject.last_reviewed_on else None

    @admin.display(description=_("to be reviewed"), ordering="subject__next_review_on", empty_value="–")
    def next_review_column(self, release: Any) -> str | None:
        """Show the due date of public pages, and say when it has passed."""
        subject = getattr(release, "subject", None)
        if subject is None or subject.next_review_on is None or release.status_then != Status.PUBLISHED:
            return None
        due, late = subject.next_review_on, subject.is_overdue()
        return str(_("%(date)s, overdue") % {"date": due.isoformat()}) if late else str(due.isoformat())
