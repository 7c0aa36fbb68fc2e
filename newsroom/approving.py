"""Two pairs of eyes: submit, take back, return, approve, and approve afterwards.

An approval holds for a digest: a text that is edited afterwards is not the text that was approved. Nobody
approves their own text, by person and not by role: neither who sent it nor anybody who wrote in it since it
was last public.
"""

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from newsroom import workflow
from newsroom.emails import tell, tell_publishers
from newsroom.models import Approval, Department, Event, Release, User, Version
from newsroom.models.release import Status
from newsroom.recording import record, set_stage
from newsroom.requirements import require_publishable

Decision = Approval.Decision
#: Events that mean that somebody wrote in the text.
WRITING = (Event.Kind.CREATED, Event.Kind.SAVED)


def writers(release: Release) -> set[int]:
    """Return the people who have written in the text since it was last made public (or ever, if it never was)."""
    last = release.versions.exclude(visible_from=None).order_by("-created_at").first()
    events = Event.objects.filter(release=release, kind__in=WRITING).exclude(by=None)
    if last:
        events = events.filter(at__gt=last.created_at)
    return set(events.values_list("by", flat=True))


def is_own_text(release: Release, by: User) -> bool:
    """Tell whether the person sent the text or wrote in it."""
    return release.submitted_by_id == by.pk or by.pk in writers(release)


def is_approved(release: Release) -> bool:
    """Tell whether the working copy, as it is, has been approved by somebody."""
    return release.stage == Status.APPROVED and has_approval(release)


def has_approval(release: Release) -> bool:
    """Tell whether somebody has approved exactly these words, whatever stage they are at."""
    return release.approvals.filter(decision=Decision.APPROVED, digest=release.digest()).exists()


def needs_approval(release: Release) -> bool:
    """Tell whether the department wants an approval that the text lacks."""
    is_free = release.department is not None and release.department.approval == Department.Approving.OFF
    return not is_free and not is_approved(release)


@transaction.atomic
def submit_release(*, release: Release, by: User, comment: str = "") -> None:
    """Ask for approval of the working copy; the department's publishers are told."""
    workflow.require("submit", release, by)
    require_publishable(release)
    set_stage(release, Status.SUBMITTED, submitted_by=by, is_returned=False)
    record(release, Event.Kind.SUBMITTED, by, comment=comment)
    tell_publishers(release, _("To approve: %s") % release.headline, comment, but=by)


@transaction.atomic
def recall_release(*, release: Release, by: User) -> None:
    """Take back what one has sent, to write more."""
    workflow.require("recall", release, by)
    if release.submitted_by_id != by.pk and not by.is_administrator:
        raise PermissionDenied(_("Only who sent the text can take it back."))
    set_stage(release, Status.DRAFT, submitted_by=None)
    record(release, Event.Kind.RECALLED, by)


@transaction.atomic
def return_release(*, release: Release, by: User, comment: str) -> None:
    """Send the text back with a comment; who sent it is told every time."""
    workflow.require("return", release, by)
    if not comment.strip():
        raise ValidationError({"comment": _("Say what is to be changed.")})
    sender = release.submitted_by
    _decide(release, Decision.RETURNED, by, comment)
    set_stage(release, Status.DRAFT, submitted_by=sender, is_returned=True)
    record(release, Event.Kind.RETURNED, by, comment=comment)
    if sender:
        tell(sender, release, _("Returned: %s") % release.headline, comment)


@transaction.atomic
def approve_release(*, release: Release, by: User, digest: str | None = None, comment: str = "") -> Approval:
    """Approve the submitted text: the one with the digest that was on screen (None: as it is now).

    Raises PermissionDenied for one's own text, ValidationError when the text is no longer the one read.
    """
    workflow.require("approve", release, by)
    if is_own_text(release, by):
        raise PermissionDenied(_("You have written in this text or sent it. Somebody else must approve it."))
    if digest is not None and digest != release.digest():
        raise ValidationError(_("The text was changed while you read it. Read it again, then approve."), code="stale")
    approval = _decide(release, Decision.APPROVED, by, comment)
    set_stage(release, Status.APPROVED)
    record(release, Event.Kind.APPROVED, by, comment=comment)
    return approval


def unapproved(version: Version) -> bool:
    """Tell whether the version was published without approval and nobody has approved it since."""
    was = version.events.filter(kind=Event.Kind.UNAPPROVED).exists()
    return was and not version.approvals.filter(decision=Decision.AFTERWARDS).exists()


@transaction.atomic
def approve_afterwards(*, version: Version, by: User, comment: str = "") -> Approval:
    """Approve what was published without approval. It must be another person than who published it."""
    release = version.release
    workflow.require("approve_afterwards", release, by)
    if not unapproved(version):
        raise ValidationError(_("The version does not wait for approval."))
    if version.author_id == by.pk or wrote(version, by):
        raise PermissionDenied(_("You have written in this text or sent it. Somebody else must approve it."))
    approval = _decide(release, Decision.AFTERWARDS, by, comment, version=version)
    record(release, Event.Kind.AFTERWARDS, by, version=version, comment=comment)
    return approval


def wrote(version: Version, by: User) -> bool:
    """Tell whether the person wrote in the text that the version froze."""
    before = version.release.versions.filter(number__lt=version.number, visible_from__isnull=False)
    since = before.order_by("-created_at").values_list("created_at", flat=True).first()
    written = Event.objects.filter(release=version.release_id, kind__in=WRITING, by=by, at__lte=version.created_at)
    return written.filter(at__gt=since).exists() if since else written.exists()


def _decide(
    release: Release,
    decision: Approval.Decision,
    by: User,
    comment: str,
    version: Version | None = None,
    at: dt.datetime | None = None,
) -> Approval:
    """Write the row of a decision."""
    return Approval.objects.create(
        release=release,
        decision=decision,
        digest=version.digest if version else release.digest(),
        version=version,
        by=by,
        by_name=str(by),
        comment=comment,
        at=at or timezone.now(),
    )
