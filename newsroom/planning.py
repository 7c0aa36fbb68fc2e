"""Exceptions to the due date of a page, and who answers for it: each with its effect before it is saved."""

import dataclasses
import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from newsroom.due_dates import ReviewRows, add_months, last_ok, review_facts
from newsroom.models import Membership, Release, ReviewSubject, User, belonging
from newsroom.reviewing import department_of, refresh_review_index, rows_of
from newsroom.signing import REVIEWERS, may_override

#: An exemption is no silent "never".
MOST_MONTHS_EXEMPT = 24
#: As far ahead as the longest interval.
MOST_MONTHS_AHEAD = 60


@dataclasses.dataclass(frozen=True)
class Plan:
    """What is decided about one page. `months` is a release's own interval; the others inherit theirs."""

    responsible: User | None = None
    one_off_on: dt.date | None = None
    exempt_until: dt.date | None = None
    exempt_reason: str = ""
    months: int | None = None


def plan_of(subject: ReviewSubject) -> Plan:
    """Return what is decided now. A one-off date that a review has answered is done with."""
    return Plan(
        responsible=subject.responsible,
        one_off_on=subject.one_off_on if _counts(subject, rows_of([subject])[subject.pk]) else None,
        exempt_until=subject.exempt_until,
        exempt_reason=subject.exempt_reason,
        months=subject.release.review_interval_months if subject.release else None,
    )


def _counts(subject: ReviewSubject, rows: ReviewRows) -> bool:
    """Tell whether the one-off date has not been answered yet."""
    last = last_ok(rows)
    return subject.one_off_set_at is not None and (last is None or last.at < subject.one_off_set_at)


def inherited_months(subject: ReviewSubject) -> int:
    """Return the interval of a page that has none of its own."""
    department = department_of(subject)
    return (department.review_interval_months if department else None) or settings.REVIEW_INTERVAL_MONTHS


def reviewers_for(subject: ReviewSubject) -> "QuerySet[User]":
    """Return the people who may review the page: the only ones who can answer for it. Twin of `may_review`."""
    return reviewers(subject.department_id)


def reviewers(department: int | None = None) -> "QuerySet[User]":
    """Return the people who may review the pages of a department (None: anything at all), by name."""
    held = Q(memberships__role__in=REVIEWERS)
    if department:
        held &= Q(memberships__department=department)
    people = User.objects.filter(held | Q(is_superuser=True), is_active=True, is_staff=True)
    return people.distinct().order_by("first_name", "last_name", "username")


def due_with(subject: ReviewSubject, plan: Plan, at: dt.datetime | None = None) -> dt.date | None:
    """Return when the page would be due with a plan, without storing anything."""
    now, rows = at or timezone.now(), rows_of([subject])[subject.pk]
    planned = dataclasses.replace(
        rows,
        months=plan.months or inherited_months(subject),
        one_off_on=plan.one_off_on,
        one_off_set_at=_set_at(subject, plan, now),
        exempt_until=plan.exempt_until,
    )
    return review_facts(planned).next_review_on


def _set_at(subject: ReviewSubject, plan: Plan, now: dt.datetime) -> dt.datetime | None:
    """Return when the one-off date was set: now, if it is another than the one that stands."""
    if plan.one_off_on is None:
        return None
    return subject.one_off_set_at if plan.one_off_on == plan_of(subject).one_off_on else now


@transaction.atomic
def save_plan(*, subject: ReviewSubject, by: User, plan: Plan, at: dt.datetime | None = None) -> ReviewSubject:
    """Store a plan and renew the index.

    Raises PermissionDenied for who does not answer for the department's reviews, ValidationError for a person
    who may not review the page, and for dates that make no sense.
    """
    now = at or timezone.now()
    subject = ReviewSubject.objects.select_for_update(of=("self",)).get(pk=subject.pk)
    check_plan(subject=subject, by=by, plan=plan, at=now)
    one_off_set_at = _set_at(subject, plan, now)
    subject.responsible = plan.responsible
    subject.one_off_on, subject.one_off_set_at = plan.one_off_on, one_off_set_at
    subject.exempt_until, subject.exempt_reason = plan.exempt_until, plan.exempt_reason.strip()
    subject.save(update_fields=["responsible", "one_off_on", "one_off_set_at", "exempt_until", "exempt_reason"])
    if subject.release_id:
        Release.objects.filter(pk=subject.release_id).update(review_interval_months=plan.months)
    refresh_review_index(subject.owner_object)
    subject.refresh_from_db()
    return subject


def check_plan(*, subject: ReviewSubject, by: User, plan: Plan, at: dt.datetime | None = None) -> None:
    """Refuse a plan that cannot be saved. What stands already is left in peace."""
    if not may_override(subject, by):
        raise PermissionDenied(_("Only who answers for the department's reviews can change the plan."))
    today, stands = timezone.localdate(at), plan_of(subject)
    faults = dict(_faults(subject, plan, stands, today))
    if faults:
        raise ValidationError(faults)


def _faults(subject: ReviewSubject, plan: Plan, stands: Plan, today: dt.date) -> Iterable[tuple[str, str]]:
    """Yield what is wrong with a plan, by field."""
    person, one_off = plan.responsible, plan.one_off_on
    if person and person != stands.responsible and not reviewers_for(subject).filter(pk=person.pk).exists():
        yield "responsible", _("Choose somebody who may review the page.")
    if one_off and one_off != stands.one_off_on and not today <= one_off <= add_months(today, MOST_MONTHS_AHEAD):
        yield "one_off_on", _("Choose today or a day to come, at most five years ahead.")
    if plan.months is not None and (subject.release_id is None or not 1 <= plan.months <= MOST_MONTHS_AHEAD):
        yield "months", _("Write a number of months from 1 to 60.")
    if (plan.exempt_until, plan.exempt_reason.strip()) != (stands.exempt_until, stands.exempt_reason):
        yield from _exemption_faults(plan, today)


def _exemption_faults(plan: Plan, today: dt.date) -> Iterable[tuple[str, str]]:
    """Yield what is wrong with an exemption: it has a reason and an end."""
    until, reason = plan.exempt_until, plan.exempt_reason.strip()
    if reason and not until:
        yield "exempt_until", _("An exemption has an end. Choose a day, at most two years ahead.")
    if until and not reason:
        yield "exempt_reason", _("Say why the page is not to be reviewed until then.")
    if until and not today < until <= add_months(today, MOST_MONTHS_EXEMPT):
        yield "exempt_until", _("Choose a day to come, at most two years ahead.")


@transaction.atomic
def assign(*, subjects: "QuerySet[ReviewSubject]", responsible: User | None, by: User) -> tuple[int, int]:
    """Let somebody (None: the department's reviewers) answer for some pages; return how many got it, how many not.

    Left alone are pages that the person who asks does not plan, or that the one who is named may not review.
    """
    keys = list(subjects.values_list("pk", flat=True))
    chosen = ReviewSubject.objects.filter(pk__in=keys)
    chosen = chosen.filter(belonging(by, Membership.Role.PUBLISHER))
    if responsible:
        chosen = chosen.filter(belonging(responsible, *REVIEWERS))
    done = chosen.update(responsible=responsible)
    return done, len(keys) - done
