"""How it stands today, and how the reviews of a period were made."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.utils import timezone

from newsroom.figures.counting import Scope, percent
from newsroom.figures.periods import Period
from newsroom.models import CardChange, Review, Version, past_due

Outcome = Review.Outcome
#: Outcomes that say the page was read; a deferral does not.
READ = (Outcome.OK, Outcome.NEEDS_CHANGES, Outcome.PROPOSE_ARCHIVE)
#: An exemption that ends within so many days needs a decision.
EXEMPTION_DAYS = 60
#: A material change so soon after a reading asks what the reading was worth.
CHANGED_WITHIN = dt.timedelta(days=14)


@dataclass(frozen=True)
class Standing:
    """How many public pages wait for what, today."""

    current: int
    overdue: int
    never: int
    without_responsible: int
    exemptions_ending: int
    own_texts: int
    #: Of the pages that are overdue; None when none is.
    median_days_late: int | None

    @property
    def overdue_percent(self) -> int | None:
        """Return the share of the public pages that is overdue."""
        return percent(self.overdue, self.current)


def standing(scope: Scope, today: dt.date) -> Standing:
    """Count the public pages of some departments as they stand."""
    pages = scope.subjects().current()
    soon = today + dt.timedelta(days=EXEMPTION_DAYS)
    counts = pages.aggregate(
        current=Count("pk"),
        overdue=Count("pk", filter=past_due(today)),
        never=Count("pk", filter=Q(last_reviewed_on=None)),
        without_responsible=Count("pk", filter=Q(responsible=None) | Q(responsible__is_active=False)),
        exemptions_ending=Count("pk", filter=Q(exempt_until__gt=today, exempt_until__lte=soon)),
    )
    late = _median_days(scope, today, counts["overdue"])
    return Standing(**counts, own_texts=_own_texts(scope), median_days_late=late)


def _own_texts(scope: Scope) -> int:
    """Count the public pages whose writer found them right, and which nobody else has read since."""
    others = Review.objects.valid().filter(
        subject=OuterRef("subject"), outcome__in=READ, pk__gt=OuterRef("pk"), reviewed_on__gte=OuterRef("reviewed_on")
    )
    others = others.filter(Q(reviewer=None) | ~Q(reviewer=OuterRef("reviewer")))
    own = scope.reviews().approving().filter(is_own_text=True, subject__in=scope.subjects().current())
    counted = own.exclude(Exists(others)).aggregate(pages=Count("subject", distinct=True))
    return int(counted["pages"])


def _median_days(scope: Scope, today: dt.date, count: int) -> int | None:
    """Return the median number of days late: the middle row or two, by the due date."""
    if not count:
        return None
    dates = scope.subjects().overdue(today).order_by("next_review_on").values_list("next_review_on", flat=True)
    middle = [(today - due).days for due in dates[(count - 1) // 2 : count // 2 + 1] if due]
    return sum(middle) // len(middle) if middle else None


@dataclass(frozen=True)
class Readings:
    """How many readings there were in a period, and of what sort."""

    total: int
    bulk: int
    needs_changes: int
    own_text: int
    #: Of the readings that found the page right: how many, and how many pages were changed soon after.
    ok: int
    changed_soon: int


def readings(scope: Scope, period: Period) -> Readings:
    """Count the valid readings that are dated in a period."""
    valid = scope.reviews().valid().filter(reviewed_on__range=period.days, outcome__in=READ)
    counts = valid.aggregate(
        total=Count("pk"),
        ok=Count("pk", filter=Q(outcome=Outcome.OK)),
        bulk=Count("pk", filter=Q(method=Review.Method.BULK)),
        needs_changes=Count("pk", filter=Q(outcome=Outcome.NEEDS_CHANGES)),
        own_text=Count("pk", filter=Q(is_own_text=True)),
    )
    return Readings(**counts, changed_soon=_changed_soon(valid.filter(outcome=Outcome.OK)))


def _changed_soon(found_right: Any) -> int:
    """Count the readings after which a reader had to be told of a change within 14 days."""
    until = ExpressionWrapper(F("reviewed_at") + CHANGED_WITHIN, output_field=DateTimeField())
    versions = Version.objects.once_public(timezone.now()).filter(
        release=OuterRef("subject__release"),
        kind__in=Version.MATERIAL,
        visible_from__gt=OuterRef("reviewed_at"),
        visible_from__lte=OuterRef("until"),
    )
    cards = CardChange.objects.filter(
        subject=OuterRef("subject"), at__gt=OuterRef("reviewed_at"), at__lte=OuterRef("until")
    )
    return found_right.annotate(until=until).filter(Exists(versions) | Exists(cards)).count()
