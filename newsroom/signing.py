"""The verbs of reviewing: sign, ask for changes, defer, propose the archive, declare void. All write rows.

Only "correct" moves the public date. What was on screen is what is signed: a page that has changed meanwhile
is refused.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from newsroom.due_dates import deferrals_in_a_row
from newsroom.models import Event, Review, ReviewSubject, ReviewTask, User
from newsroom.recording import record
from newsroom.reviewing import department_of, refresh_review_index, rows_of
from newsroom.seeing import (
    REVIEWERS,
    UNDO,
    OnScreen,
    is_own_material,
    may_override,
    may_review,
    may_void,
    on_screen,
    seen_version,
)
from newsroom.tasks import close_task, open_task

__all__ = [
    "REVIEWERS",
    "UNDO",
    "OnScreen",
    "is_own_material",
    "may_override",
    "may_review",
    "may_void",
    "on_screen",
    "review",
    "seen_version",
    "sign",
    "void_review",
]

Outcome, Method = Review.Outcome, Review.Method
MOST_DAYS_DEFERRED, MOST_DEFERRALS = 30, 2
_EVENTS = {
    Outcome.OK: Event.Kind.REVIEWED,
    Outcome.NEEDS_CHANGES: Event.Kind.FAULTED,
    Outcome.PROPOSE_ARCHIVE: Event.Kind.OUTDATED,
    Outcome.DEFERRED: Event.Kind.DEFERRED,
    Outcome.VOID: Event.Kind.VOIDED,
}


@transaction.atomic
def review(
    *,
    subject: ReviewSubject,
    by: User,
    digest: str,
    outcome: str = Outcome.OK,
    comment: str = "",
    deferred_until: dt.date | None = None,
    override_reason: str = "",
    checklist: Iterable[str] = (),
    method: str = Method.ADMIN,
    batch: UUID | None = None,
    key: UUID | None = None,
    at: dt.datetime | None = None,
) -> Review:
    """Write what a person found on the page with this digest.

    The same `key` twice returns the same row. Raises PermissionDenied without the role, ValidationError when
    the page is not public, has changed (code "stale"), is one's own text (code "own"), or lacks a comment.
    """
    now = at or timezone.now()
    subject = _locked(subject.pk)
    if not may_review(subject, by):
        raise PermissionDenied(_("You lack the role for this in the department."))
    if key and (again := Review.objects.filter(key=key).first()):
        return _same(again, subject, by)
    seen = _require_on_screen(subject, digest, now)
    _require_sound(subject, outcome, comment.strip(), deferred_until, now)
    is_own = outcome == Outcome.OK and _own_with_reason(seen, by, override_reason.strip())
    return sign(
        seen=seen,
        by=by,
        name=str(by),
        on=timezone.localdate(now),
        at=now,
        outcome=outcome,
        comment=comment.strip(),
        deferred_until=deferred_until if outcome == Outcome.DEFERRED else None,
        is_own_text=is_own,
        override_reason=override_reason.strip() if is_own else "",
        checklist=list(checklist),
        method=method,
        batch=batch,
        key=key,
    )


def _locked(pk: int) -> ReviewSubject:
    """Return a page that nobody else can sign meanwhile, with its department as the rows have it."""
    subject = ReviewSubject.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    department = department_of(subject)
    subject.department = department
    return subject


def _same(again: Review, subject: ReviewSubject, by: User) -> Review:
    """Return the review that was written the first time; a key that another form has used is refused."""
    if (again.subject_id, again.reviewer_id) != (subject.pk, by.pk):
        raise ValidationError(_("The page changed while you read it. Read the version that is public now."), code="key")
    return again


def _require_on_screen(subject: ReviewSubject, digest: str, at: dt.datetime) -> OnScreen:
    """Return what is public, if it is what was read."""
    seen = on_screen(subject, at)
    if seen is None:
        raise ValidationError(_("Only a public page can be reviewed."), code="not_public")
    if seen.digest != digest:
        raise ValidationError(
            _("The page changed while you read it. Read the version that is public now."), code="stale"
        )
    return seen


def _require_sound(subject: ReviewSubject, outcome: str, comment: str, until: dt.date | None, at: dt.datetime) -> None:
    """Refuse an outcome without what it needs."""
    if outcome not in Outcome.values or outcome == Outcome.VOID:
        raise ValidationError({"outcome": _("Choose what you found.")})
    if outcome in Review.EXPLAINED and not comment:
        raise ValidationError({"comment": _("Say why: whoever goes on with the page needs to know.")})
    if outcome == Outcome.DEFERRED:
        _require_sound_deferral(subject, until, timezone.localdate(at))


def _require_sound_deferral(subject: ReviewSubject, until: dt.date | None, today: dt.date) -> None:
    """Refuse to put off for more than 30 days, or a third time in a row."""
    if until is None or not today < until <= today + dt.timedelta(days=MOST_DAYS_DEFERRED):
        raise ValidationError(
            {"deferred_until": _("Choose a day within the next %(days)d days.") % {"days": MOST_DAYS_DEFERRED}}
        )
    if deferrals_in_a_row(rows_of([subject])[subject.pk]) >= MOST_DEFERRALS:
        raise ValidationError(_("The review has been deferred twice already. Read the page now."), code="deferred")


def _own_with_reason(seen: OnScreen, by: User, reason: str) -> bool:
    """Tell whether it is the person's own text that is signed; refuse it without what that takes."""
    if settings.REVIEW_SECOND_PERSON == "off" or not is_own_material(seen, by):
        return False
    if settings.REVIEW_SECOND_PERSON == "warn":
        return True
    if not may_override(seen.subject, by):
        raise ValidationError(_("You made the latest change. Somebody else must review the page."), code="own")
    if not reason:
        fault = _("You made the latest change. Say why nobody else can review the page.")
        raise ValidationError({"override_reason": ValidationError(fault, code="own")})
    return True


@transaction.atomic
def sign(*, seen: OnScreen, by: User | None, name: str, on: dt.date, at: dt.datetime, **row: Any) -> Review:
    """Write the row of a review with the due date it answers, and all that follows of it.

    Asks nothing: for `review`, and for imports, which know only a name and a date. Raises ValidationError for a
    date to come, and for another date than that of the moment, unless it is imported.
    """
    if max(on, timezone.localdate(at)) > timezone.localdate():
        raise ValidationError(_("A review cannot be dated in the future."))
    if on != timezone.localdate(at) and row.get("method") != Method.IMPORTED:
        raise ValidationError(_("Only an imported review can be dated on another day."), code="backdated")
    subject = seen.subject
    refresh_review_index(subject.owner_object)
    subject.refresh_from_db()
    written = Review.objects.create(
        subject=subject,
        version=seen.version,
        shown=seen.shown,
        digest=seen.digest,
        reviewer=by,
        reviewer_name=name,
        reviewer_unit=_unit_of(by, subject),
        reviewed_on=on,
        reviewed_at=at,
        due_on=subject.next_review_on,
        **row,
    )
    _follow_up(written, by, at)
    return written


def _unit_of(by: User | None, subject: ReviewSubject) -> str:
    """Return the function that can be printed in the name's place: the department that answers for the page."""
    return str(subject.department) if by and subject.department else ""


def _follow_up(review: Review, by: User | None, at: dt.datetime) -> None:
    """Note the event, open the task, and renew the index."""
    subject, outcome = review.subject, Outcome(review.outcome)
    if subject.release:
        record(
            subject.release,
            _EVENTS[outcome],
            by,
            by_name=review.reviewer_name,
            version=review.version,
            comment=review.comment,
            at=at,
        )
    if outcome in (Outcome.NEEDS_CHANGES, Outcome.PROPOSE_ARCHIVE):
        open_task(review)
    refresh_review_index(subject.owner_object)


@transaction.atomic
def void_review(*, review: Review, by: User, comment: str, at: dt.datetime | None = None) -> Review:
    """Declare a review void: the one before it counts again. Nothing is deleted.

    Who wrote it may for ten minutes; after that only who answers for the department's reviews. Raises
    PermissionDenied otherwise, ValidationError for what is void already, or without a reason.
    """
    now = at or timezone.now()
    subject = _locked(review.subject_id)
    if not may_void(review, by, now):
        raise PermissionDenied(_("Only who answers for the department's reviews can declare this one void."))
    if review.outcome == Outcome.VOID or Review.objects.filter(voids=review).exists():
        raise ValidationError(_("The review is void already."), code="void")
    if not comment.strip():
        raise ValidationError({"comment": _("Say why the review does not count.")})
    written = Review.objects.create(
        subject=subject,
        version=review.version,
        outcome=Outcome.VOID,
        voids=review,
        reviewer=by,
        reviewer_name=str(by),
        reviewed_on=timezone.localdate(now),
        reviewed_at=now,
        comment=comment.strip(),
    )
    for task in ReviewTask.objects.filter(review=review, closed_at=None):
        close_task(task, ReviewTask.Closing.VOIDED, by=by, at=now)
    _follow_up(written, by, now)
    return written
