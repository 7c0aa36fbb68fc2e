"""What a review asks for: a task is opened by a review, and closed by a change or by saying that none was needed."""

import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from newsroom.emails import tell_department
from newsroom.models import (
    Contact,
    Department,
    Event,
    Membership,
    Release,
    Review,
    ReviewSubject,
    ReviewTask,
    User,
)
from newsroom.recording import record
from newsroom.reviewing import refresh_review_index, subject_of

Role, Kind, Closing = Membership.Role, ReviewTask.Kind, ReviewTask.Closing
DAYS_FOR_A_TASK = 14
#: Whose work each kind of task is.
TASKS_FOR = {Kind.CHANGE: (Role.EDITOR, Role.PUBLISHER), Kind.ARCHIVE: (Role.PUBLISHER,)}


def open_task(review: Review) -> ReviewTask:
    """Ask the department's editors (its publishers for the archive) for what the review wants, and tell them."""
    kind = Kind.ARCHIVE if review.outcome == Review.Outcome.PROPOSE_ARCHIVE else Kind.CHANGE
    task = ReviewTask.objects.create(
        subject=review.subject,
        review=review,
        kind=kind,
        text=review.comment,
        created_at=review.reviewed_at,
        due_on=review.reviewed_on + dt.timedelta(days=DAYS_FOR_A_TASK),
    )
    subject_line = _("Should be archived: %s") if kind == Kind.ARCHIVE else _("To put right: %s")
    tell_department(review.subject, TASKS_FOR[kind], subject_line % review.subject, review.comment, but=review.reviewer)
    return task


def close_task(
    task: ReviewTask, closing: str, *, by: User | None, comment: str = "", at: dt.datetime | None = None
) -> None:
    """Write down how a task ended. The first time counts."""
    _close(ReviewTask.objects.filter(pk=task.pk), closing, by=by, comment=comment, at=at)
    task.refresh_from_db()


def _close(
    tasks: QuerySet[ReviewTask], closing: str, *, by: User | None, comment: str = "", at: dt.datetime | None = None
) -> None:
    """Write down how those of the tasks ended that are still open."""
    now = at or timezone.now()
    tasks.filter(closed_at=None).update(closed_at=now, closed_by=by, closing=closing, closing_comment=comment)


def close_tasks(
    thing: Release | Department | Contact, closing: str, *, by: User | None, at: dt.datetime | None = None
) -> None:
    """Close the open tasks of a page: it was changed, or is no longer public. For the verbs of the desk.

    A change does not answer a proposal to archive the page.
    """
    tasks = ReviewTask.objects.filter(subject=subject_of(thing))
    _close(tasks.filter(kind=Kind.CHANGE) if closing == Closing.CHANGED else tasks, closing, by=by, at=at)


def close_tasks_of(releases: Iterable[Release], *, by: User | None, at: dt.datetime) -> None:
    """Close the open tasks of releases that are no longer current."""
    _close(ReviewTask.objects.filter(subject__release__in=list(releases)), Closing.ARCHIVED, by=by, at=at)


def reopen_tasks(release: Release, version_starts: dt.datetime) -> None:
    """Open again what a scheduled version would have settled, when the schedule is taken back."""
    tasks = ReviewTask.objects.filter(subject=subject_of(release), closing=Closing.CHANGED, closed_at=version_starts)
    tasks.update(closed_at=None, closed_by=None, closing="")


@transaction.atomic
def settle_task(*, task: ReviewTask, by: User, comment: str, at: dt.datetime | None = None) -> None:
    """Say that nothing needed to be changed, and why: the reviewer is asked again within 14 days.

    Raises PermissionDenied without the role in the department, ValidationError without a comment, or
    when somebody has closed it already.
    """
    if not may_settle(task.subject, by, task.kind):
        raise PermissionDenied(_("You lack the role for this in the department."))
    ReviewSubject.objects.select_for_update(no_key=True).get(pk=task.subject_id)
    task.refresh_from_db()
    if task.closed_at is not None:
        raise ValidationError(_("The task is closed already."), code="closed")
    if not comment.strip():
        raise ValidationError({"comment": _("Say why nothing needs to be changed.")})
    close_task(task, Closing.NOTHING, by=by, comment=comment.strip(), at=at)
    if task.subject.release:
        record(task.subject.release, Event.Kind.SETTLED, by, comment=comment.strip(), at=at or timezone.now())
    refresh_review_index(task.subject.owner_object)


def may_settle(subject: ReviewSubject, by: User, kind: str) -> bool:
    """Tell whether the task is one for the person."""
    return subject.belongs_to(by, *TASKS_FOR[Kind(kind)])
