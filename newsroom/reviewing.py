"""When a page was last reviewed and when it is due: a function of the rows, kept as an index on the release."""

import calendar
import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from newsroom.models import Release, Review, Version

#: A material change calls for a new reading within this many days.
DAYS_AFTER_CHANGE = 14


@dataclass(frozen=True)
class ReviewFacts:
    """What the rows say: both dates are Swedish calendar dates; None means never."""

    last_reviewed_on: dt.date | None
    next_review_on: dt.date | None


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day some months later, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return day.replace(year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1]))


def interval_months(release: Release) -> int:
    """Return the months between reviews: the release's own, else its department's, else the site's."""
    department = release.department
    return (
        release.review_interval_months
        or (department.review_interval_months if department else None)
        or settings.REVIEW_INTERVAL_MONTHS
    )


def review_facts(release: Release) -> ReviewFacts:
    """Work out both dates from versions and reviews alone."""
    versions = list(release.versions.exclude(visible_from=None).order_by("visible_from"))
    latest = (
        Review.objects.approving().filter(version__release=release).select_related("version").latest_first().first()
    )
    last = latest.reviewed_on if latest else None
    if not versions or not _stays_public(versions):
        return ReviewFacts(last, None)
    base = last or versions[0].published_on
    due = add_months(base, interval_months(release))
    changed = _changed_after(versions, latest.version.number if latest else 1)
    if changed:
        due = min(due, changed + dt.timedelta(days=DAYS_AFTER_CHANGE))
    return ReviewFacts(last, due)


def _stays_public(versions: list[Version]) -> bool:
    """Tell whether the newest interval is open: what was withdrawn is not reviewed."""
    return versions[-1].visible_until is None


def _changed_after(versions: list[Version], number: int) -> dt.date | None:
    """Return the date of the first material change after a version, if there was one."""
    for version in versions:
        if version.number > number and version.is_material and version.visible_from:
            return timezone.localdate(version.visible_from)
    return None


def refresh_review_index(release: Release) -> None:
    """Store what the rows say. The only place that writes these columns."""
    facts = review_facts(release)
    Release.objects.filter(pk=release.pk).update(
        last_reviewed_on=facts.last_reviewed_on, next_review_on=facts.next_review_on
    )
    release.last_reviewed_on, release.next_review_on = facts.last_reviewed_on, facts.next_review_on
