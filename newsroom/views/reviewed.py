"""What the public pages say of their reviews: the line, the same for machines, and the notice on what is old."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from newsroom.due_dates import add_months
from newsroom.models import CardChange, Department, Review, Version

#: A release tells its year when it is older than this. The due date of its review is never public.
MONTHS_UNTIL_OLD = 24


@dataclass(frozen=True)
class ReviewLine:
    """What the line says: when, by whom if that is public, and the material change that came after the review."""

    on: dt.date
    name: str
    updated_on: dt.date | None = None

    @property
    def signer_type(self) -> str:
        """Return what schema.org calls who signed."""
        return "Person" if settings.REVIEW_PUBLIC_NAME == "person" else "Organization"


def public_name(review: Review) -> str:
    """Return the name to print: the person's, the function's, or none."""
    names = {"person": review.reviewer_name, "function": review.reviewer_unit}
    return str(names.get(settings.REVIEW_PUBLIC_NAME, ""))


def line_of_release(version: Version, history: list[Version]) -> ReviewLine | None:
    """Return the line of a release, or None while nobody has reviewed it, and for a notice in its place."""
    found = _latest(Review.objects.filter(subject__release=version.release_id)).select_related("version").first()
    if found is None or version.kind == Version.Kind.RETRACTION:
        return None
    read = found.version.number if found.version else 0
    changed = last_change(entry for entry in history if entry.number > read)
    return ReviewLine(found.reviewed_on, public_name(found), changed)


def line_of_department(department: Department) -> ReviewLine | None:
    """Return the line of a department's page, or None while nobody has reviewed it."""
    changes = CardChange.objects.filter(subject=OuterRef("subject"), at__gt=OuterRef("reviewed_at"))
    latest = _latest(Review.objects.filter(subject__unit=department))
    found = latest.annotate(changed_at=Subquery(changes.order_by("-at").values("at")[:1])).first()
    if found is None:
        return None
    changed = timezone.localdate(found.changed_at) if found.changed_at else None
    return ReviewLine(found.reviewed_on, public_name(found), changed)


def _latest(reviews: Any) -> "QuerySet[Review]":
    """Return the reviews that count, the one that is printed first."""
    valid: QuerySet[Review] = reviews.approving().latest_first()
    return valid


def last_change(history: Any) -> dt.date | None:
    """Return the Swedish date of the last correction or update, in versions that stand in the order of time."""
    moment = changed_at(history)
    return timezone.localdate(moment) if moment else None


def changed_at(history: Any) -> dt.datetime | None:
    """Return the moment of the last correction or update."""
    moments: list[dt.datetime] = [entry.visible_from for entry in history if entry.is_material]
    return moments[-1] if moments else None


def old_since(version: Version, today: dt.date | None = None) -> int | None:
    """Return the year of a release that was published more than 24 months ago.

    Not for the archived, whose banner says the same, and not for a notice: that is what is true today.
    """
    if version.release.archived_at is not None or version.kind == Version.Kind.RETRACTION:
        return None
    is_old = (today or timezone.localdate()) > add_months(version.published_on, MONTHS_UNTIL_OLD)
    return version.published_on.year if is_old else None


def reviewed_for_machines(line: ReviewLine | None) -> dict[str, Any]:
    """Return what the line says, for machines."""
    if line is None:
        return {}
    signer = {"reviewedBy": {"@type": line.signer_type, "name": line.name}} if line.name else {}
    return {"lastReviewed": line.on.isoformat(), **signer}
