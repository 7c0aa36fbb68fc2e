"""The rows of the tables for Excel: one for each review with everything it holds, one for each page as it stands."""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from newsroom.figures.counting import Scope
from newsroom.models import Review, ReviewStatus, Version

#: What every row of a review says, in the order of the columns; the path in the database of each.
REVIEW_FIELDS = (
    "pk", "subject_id", "subject__release_id", "subject__unit_id", "subject__release__headline", "subject__unit__name",
    "subject__contact__name", "subject__department__name", "version__number", "outcome", "reviewed_on", "reviewed_at",
    "due_on", "reviewer__username", "reviewer_name", "reviewer_unit", "comment", "checklist", "deferred_until",
    "voids_id", "voided_by__pk", "is_own_text", "override_reason", "method", "batch", "key", "digest", "shown",
)  # fmt: skip
PAGE_FIELDS = (
    "pk", "release_id", "unit_id", "release__headline", "unit__name", "contact__name", "department__name",
    "responsible__first_name", "responsible__last_name", "responsible__username", "status_then", "public_from",
    "last_reviewed_on", "last_review__reviewer_name", "next_review_on", "changed_on", "is_contact_changed",
    "open_tasks", "one_off_on", "exempt_until", "exempt_reason", "year", "slug", "unit__slug",
)  # fmt: skip
CHUNK = 2000


def review_header() -> list[str]:
    """Return the heads of the columns of `review_rows`."""
    return [
        _("Review number"), _("Page number"), _("Kind of page"), _("Page"), _("Department"), _("Version"),
        _("Outcome"), _("Reviewed on"), _("Recorded"), _("Due date answered"), _("Days late"), _("Account"),
        _("Name of the reviewer"), _("Function of the reviewer"), _("Comment"), _("Checklist"), _("Deferred until"),
        _("Declares void"), _("Declared void by"), _("Own text"), _("Reason for own text"), _("Method"), _("Batch"),
        _("Key of the form"), _("Digest (SHA-256)"), _("What was shown"),
    ]  # fmt: skip


def review_rows(scope: Scope) -> Iterator[list[Any]]:
    """Yield every review of the pages, the oldest first, also what is void."""
    rows = scope.reviews().order_by("reviewed_on", "pk").values(*REVIEW_FIELDS)
    outcomes, methods, kinds = dict(Review.Outcome.choices), dict(Review.Method.choices), _kinds()
    for row in rows.iterator(chunk_size=CHUNK):
        yield [
            row["pk"], row["subject_id"], kinds[_kind(row, "subject__")], _title(row, "subject__"),
            row["subject__department__name"], row["version__number"], outcomes[row["outcome"]],
            row["reviewed_on"], row["reviewed_at"], row["due_on"], _days(row["due_on"], row["reviewed_on"]),
            row["reviewer__username"], row["reviewer_name"], row["reviewer_unit"], row["comment"],
            ", ".join(str(key) for key in row["checklist"]), row["deferred_until"], row["voids_id"],
            row["voided_by__pk"], _yes(row["is_own_text"]), row["override_reason"], methods[row["method"]],
            row["batch"], row["key"], row["digest"], _json(row["shown"]),
        ]  # fmt: skip


def page_header() -> list[str]:
    """Return the heads of the columns of `page_rows`."""
    return [
        _("Page number"), _("Kind of page"), _("Page"), _("Address"), _("Department"), _("Responsible reviewer"),
        _("Status"), _("Public since"), _("Last reviewed"), _("Last reviewed by"), _("To be reviewed"), _("Days late"),
        _("Changed since the review"), _("Contact changed"), _("Open tasks"), _("Review once on"), _("Exempt until"),
        _("Reason for the exemption"),
    ]  # fmt: skip


def page_rows(scope: Scope, at: dt.datetime | None = None) -> Iterator[list[Any]]:
    """Yield every page that has been public, the most pressing first, as it stands."""
    at = at or timezone.now()
    address = Version.objects.once_public(at).filter(release=OuterRef("release")).order_by("-visible_from", "-pk")
    pages = scope.subjects().exclude(public_from=None).with_status(at).most_pressing_first()
    pages = pages.annotate(
        year=Subquery(address.values("address__year")[:1]), slug=Subquery(address.values("address__slug")[:1])
    )
    statuses, kinds, today = dict(ReviewStatus.choices), _kinds(), timezone.localdate(at)
    for row in pages.values(*PAGE_FIELDS).iterator(chunk_size=CHUNK):
        is_public = row["status_then"] != ReviewStatus.NOT_CURRENT
        yield [
            row["pk"], kinds[_kind(row, "")], _title(row, ""), _address(row), row["department__name"],
            _responsible(row), statuses[row["status_then"]], row["public_from"], row["last_reviewed_on"],
            row["last_review__reviewer_name"], row["next_review_on"],
            _days(row["next_review_on"], today) if is_public else None, row["changed_on"],
            _yes(row["is_contact_changed"]), row["open_tasks"], row["one_off_on"], row["exempt_until"],
            row["exempt_reason"],
        ]  # fmt: skip


def _kinds() -> dict[str, str]:
    """Return the words for what a page is."""
    return {"release": _("press release"), "department": _("department"), "contact": _("contact")}


def _kind(row: dict[str, Any], path: str) -> str:
    """Return what the page of a row is."""
    return "release" if row[f"{path}release_id"] else "department" if row[f"{path}unit_id"] else "contact"


def _title(row: dict[str, Any], path: str) -> str:
    """Return the headline or the name of the page of a row."""
    names = (f"{path}release__headline", f"{path}unit__name", f"{path}contact__name")
    return next((row[name] for name in names if row[name]), "")


def _address(row: dict[str, Any]) -> str:
    """Return where a reader finds the page."""
    if row["slug"]:
        path = reverse("release_detail", args=[row["year"], row["slug"]])
    else:
        path = reverse("department_detail", args=[row["unit__slug"]]) if row["unit_id"] else reverse("contact_list")
    return f"{settings.SITE_URL}{path}"


def _responsible(row: dict[str, Any]) -> str:
    """Return the name of who answers for the page."""
    name = " ".join(row[f"responsible__{part}_name"] or "" for part in ("first", "last")).strip()
    return name or row["responsible__username"] or ""


def _days(due: dt.date | None, on: dt.date) -> int | None:
    """Return how many days late something is or was; 0 for in time."""
    return None if due is None else max((on - due).days, 0)


def _yes(holds: bool) -> str:
    """Return a word for a sign."""
    return _("yes") if holds else _("no")


def _json(value: Any) -> str:
    """Return what was shown, as it is stored; nothing for nothing."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""
