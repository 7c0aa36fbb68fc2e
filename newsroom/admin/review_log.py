"""The log of reviews: every row there is, to read. Nothing in it is ever changed; a wrong row is declared void."""

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from newsroom.admin.review_log_filters import DaysFilter, DepartmentFilter, ValidFilter
from newsroom.admin.review_signed import SignedPages, lateness, page_url
from newsroom.admin.scoped import ScopedAdmin, person
from newsroom.models import Review, ReviewSubject, User, Version, belonging
from newsroom.signing import REVIEWERS, may_review

#: Read beside the rows of one page, never joined to them all: the database sorts narrow rows.
_SUBJECTS = ReviewSubject.objects.select_related("release", "unit", "contact", "department")
BESIDE = (
    Prefetch("subject", _SUBJECTS.defer("release__body", "release__lead")),
    Prefetch("version", Version.objects.select_related("address").defer("body", "lead")),
    "voided_by",
)


@admin.register(Review)
class ReviewLog(SignedPages, ScopedAdmin):
    """The list; the page of one review, and the one that declares it void, come from `SignedPages`."""

    list_display = ("when", "page_column", "reviewer_name", "outcome_column", "due_column")
    list_filter = (DaysFilter, DepartmentFilter, "outcome", ValidFilter, "method", "is_own_text")
    ordering = ("-reviewed_on", "-pk")
    search_fields = ("reviewer_name", "subject__release__headline", "subject__unit__name", "subject__contact__name")
    search_help_text = _("Search for the reviewer or the page")
    list_display_links = ("when",)
    sortable_by = ("when", "reviewer_name", "due_column")

    def may_view(self, by: User, obj: Any) -> bool:
        """Show reviewers the log of their departments."""
        if obj is not None:
            return may_review(obj.subject, by)
        return by.is_active and (by.is_administrator or bool(by.department_ids(*REVIEWERS)))

    def may_change(self, by: User, obj: Any) -> bool:
        """Change nothing: for administrators neither."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Review]:
        """Show what the person may see. Twin of `signing.may_review`."""
        reviews = super().get_queryset(request).prefetch_related(*BESIDE)
        return reviews.filter(belonging(person(request), *REVIEWERS, path="subject__"))

    # --- the columns ---------------------------------------------------------------------------------
    @admin.display(description=_("reviewed on"), ordering="reviewed_on")
    def when(self, review: Review) -> str:
        """Show the Swedish date, in the way the page itself writes it."""
        return review.reviewed_on.isoformat()

    @admin.display(description=_("page"))
    def page_column(self, review: Review) -> str:
        """Show the page, with links to it and to the version that was read, and what the reviewer said."""
        subject, read = review.subject, reverse("admin:newsroom_review_change", args=[review.pk])
        version = gettext("version %(number)d") % {"number": review.version.number} if review.version else ""
        return format_html(
            '<a href="{}">{}</a> <span class="log-more">{} <a href="{}#read">{}</a></span>{}',
            page_url(review),
            str(subject),
            ", ".join(str(part) for part in (subject.kind_label, subject.department) if part) + ",",
            read,
            version or gettext("what was shown"),
            format_html(' <q class="log-comment">{}</q>', Truncator(review.comment).chars(140))
            if review.comment
            else "",
        )

    @admin.display(description=_("outcome"), ordering="outcome")
    def outcome_column(self, review: Review) -> str:
        """Show what was found, and whether it still counts."""
        notes = [gettext("declared void")] if hasattr(review, "voided_by") else []
        notes += [gettext("own text")] if review.is_own_text else []
        words = review.get_outcome_display()
        if not notes:
            return words
        return format_html('{} <span class="log-mark">{}</span>', words, ", ".join(notes))

    @admin.display(description=_("answered the due date"), ordering="due_on")
    def due_column(self, review: Review) -> str:
        """Show the due date, and how late it was answered."""
        if review.due_on is None or review.outcome == Review.Outcome.VOID:
            return "–"
        if review.outcome != Review.Outcome.OK:
            return review.due_on.isoformat()  # only a page found right is in time or late
        marked = "log-late" if review.is_late else "log-in-time"
        return format_html('{} <span class="{}">{}</span>', review.due_on.isoformat(), marked, lateness(review))
