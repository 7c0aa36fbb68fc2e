"""The verbs of the desk. Each checks the person, writes its rows in one transaction, and notes an event."""

import datetime as dt
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from newsroom import workflow
from newsroom.addresses import claim_address, released_at
from newsroom.approving import needs_approval
from newsroom.cards import card_state, note_card_change
from newsroom.emails import tell_publishers
from newsroom.models import (
    Contact,
    Department,
    DepartmentSlug,
    Event,
    Release,
    ReviewTask,
    User,
    Version,
    VersionContact,
    draw_number,
)
from newsroom.models.release import Status
from newsroom.recording import Conflict, record, reopen, set_stage, take_lock
from newsroom.requirements import require_publishable
from newsroom.reviewing import is_in_use, refresh_review_index, refresh_subjects, subjects_of_department
from newsroom.signals import version_published
from newsroom.tasks import close_tasks

__all__ = [
    "Conflict",
    "close_interval",
    "delete_draft",
    "freeze",
    "note_card",
    "open_interval",
    "publish_release",
    "record",
    "reopen",
    "save_department",
    "schedule_release",
    "take_lock",
]

Kind = Version.Kind
_EVENT_OF_KIND = {
    Kind.NEW: Event.Kind.PUBLISHED,
    Kind.CORRECTION: Event.Kind.CORRECTED,
    Kind.UPDATE: Event.Kind.UPDATED,
    Kind.MINOR: Event.Kind.ADJUSTED,
}


@transaction.atomic
def freeze(
    *,
    release: Release,
    by: User | None,
    kind: Version.Kind = Kind.NEW,
    public_note: str = "",
    at: dt.datetime | None = None,
) -> Version:
    """Copy the working copy into a new version, sealed by its digest and without an interval."""
    last = release.versions.order_by("-number").first()
    version = Version.objects.create(
        release=release,
        number=last.number + 1 if last else 1,
        kind=kind,
        public_note=public_note.strip(),
        author=by,
        author_name=str(by) if by else "",
        created_at=at or timezone.now(),
        **release.text(),
    )
    VersionContact.objects.bulk_create(VersionContact(version=version, **row) for row in release.contact_rows())
    version.topics.set(release.topics.all())
    version.seal()
    return version


def close_interval(version: Version, at: dt.datetime) -> None:
    """Let a version end. Raises ValidationError for one that begins at that very moment."""
    if version.visible_from == at:
        raise ValidationError(_("A version of the release starts at the very same moment. Try again in a second."))
    version.visible_until = at
    version.save(update_fields=["visible_until"])


@transaction.atomic
def open_interval(*, version: Version, visible_from: dt.datetime, visible_until: dt.datetime | None = None) -> None:
    """Make a version public from a time on; the version before it ends there."""
    release = version.release
    published_at = min(released_at(release) or visible_from, visible_from)
    address = claim_address(release, published_at=published_at, opens_at=visible_from)
    for before in release.versions.public(visible_from).exclude(pk=version.pk):
        close_interval(before, visible_from)
    version.visible_from, version.visible_until = visible_from, visible_until
    version.published_at, version.address = published_at, address
    version.save(update_fields=["visible_from", "visible_until", "published_at", "address"])
    if release.short_number is None:
        release.short_number = draw_number(Release)
        Release.objects.filter(pk=release.pk).update(short_number=release.short_number)
    if not release.slug:  # from now on a new headline does not move the page
        Release.objects.filter(pk=release.pk).update(slug=address.slug)
        release.slug = address.slug
    transaction.on_commit(partial(version_published.send_robust, sender=Version, version=version))


@transaction.atomic
def publish_release(
    *,
    release: Release,
    by: User,
    kind: Version.Kind = Kind.NEW,
    public_note: str = "",
    reason: str = "",
    visible_until: dt.datetime | None = None,
    expected: int | None = None,
    at: dt.datetime | None = None,
) -> Version:
    """Freeze the working copy and make it public at once, until `visible_until` if that is given.

    `reason` says why it goes out without the approval that the department wants. `expected` is the number of
    the save that the person has seen (None: not asked). Raises Conflict when the text has been saved since,
    PermissionDenied without the role, ValidationError with every fault of the text, when a change has no
    note, nothing has changed, or an approval is missing and no reason is given.
    """
    now = at or timezone.now()
    workflow.require("publish", release, by, now)
    without = _prepare(release, by, kind, public_note, reason, expected, now)
    _require_end_after(visible_until, now)
    version = freeze(release=release, by=by, kind=kind, public_note=public_note, at=now)
    open_interval(version=version, visible_from=now, visible_until=visible_until)
    record(release, _EVENT_OF_KIND[kind], by, version=version, comment=public_note, at=now)
    _finish(release, version, by, reason if without else "", now)
    return version


@transaction.atomic
def schedule_release(
    *,
    release: Release,
    by: User,
    visible_from: dt.datetime,
    kind: Version.Kind = Kind.NEW,
    public_note: str = "",
    reason: str = "",
    visible_until: dt.datetime | None = None,
    expected: int | None = None,
    at: dt.datetime | None = None,
) -> Version:
    """Freeze the working copy and let it appear at a time to come, with nothing that has to run.

    On a live release the next version starts when the present one ends: both are known beforehand.
    """
    now = at or timezone.now()
    workflow.require("schedule", release, by, now)
    if visible_from <= now:
        raise ValidationError({"visible_from": _("Choose a time to come.")})
    without = _prepare(release, by, kind, public_note, reason, expected, now)
    _require_end_after(visible_until, visible_from)
    version = freeze(release=release, by=by, kind=kind, public_note=public_note, at=now)
    open_interval(version=version, visible_from=visible_from, visible_until=visible_until)
    record(release, Event.Kind.SCHEDULED, by, version=version, comment=public_note, at=now)
    _finish(release, version, by, reason if without else "", now)
    return version


def _prepare(
    release: Release, by: User, kind: Version.Kind, note: str, reason: str, expected: int | None, at: dt.datetime
) -> bool:
    """Ask everything that must hold before a text is frozen; tell whether it goes out without approval."""
    if expected is not None:
        take_lock(release, expected=expected, by=by)
    require_publishable(release)
    _require_sound_change(release, kind, note, at)
    without = needs_approval(release)
    if without and not reason.strip():
        raise ValidationError(
            _("The text has not been approved. Send it for approval, or give a reason."), code="unapproved"
        )
    return without


def _finish(release: Release, version: Version, by: User, reason: str, at: dt.datetime) -> None:
    """Begin a new working copy; note and announce what went out without approval."""
    set_stage(release, Status.DRAFT, submitted_by=None, is_returned=False)
    close_tasks(release, ReviewTask.Closing.CHANGED, by=by, at=version.visible_from)
    if reason:
        record(release, Event.Kind.UNAPPROVED, by, version=version, comment=reason, at=at)
        tell_publishers(release, _("Published without approval: %s") % release.headline, reason, but=by)
    refresh_review_index(release)


def _require_end_after(end: dt.datetime | None, start: dt.datetime) -> None:
    """Refuse an end that does not come after the start."""
    if end is not None and end <= start:
        raise ValidationError({"visible_until": _("Choose an end that comes after the beginning.")})


def _require_sound_change(release: Release, kind: Version.Kind, note: str, at: dt.datetime) -> None:
    """Refuse a change without a note, a second "new", and a version that says what the last one said."""
    public = release.versions.public(at).first()
    if kind == Kind.RETRACTION or release.has_been_public(at) == (kind == Kind.NEW):
        raise ValidationError({"kind": _("Choose what sort of change it is.")})
    if kind in Version.MATERIAL and not note.strip():
        raise ValidationError({"public_note": _("Tell the readers what has changed.")})
    has_moved = public is not None and release.slug not in ("", public.address.slug if public.address else "")
    if public and public.digest == release.digest() and not has_moved:
        raise ValidationError(_("Nothing has changed since the public version."), code="unchanged")


@transaction.atomic
def delete_draft(*, release: Release, by: User) -> None:
    """Delete what was never frozen. The timeline keeps its events."""
    workflow.require("delete", release, by)
    if release.versions.exists():
        raise PermissionDenied(_("A release that has been frozen is part of the record and stays."))
    record(release, Event.Kind.DELETED, by, comment=release.headline)
    release.delete()


@transaction.atomic
def save_department(department: Department, by: User | None = None) -> None:
    """Save a department; an address it had leads on for ever, and no other department gets it.

    Another interval moves the due dates of all its pages at once.
    """
    was = Department.objects.select_for_update(no_key=True).filter(pk=department.pk).first()
    department.save()
    if was and was.review_interval_months != department.review_interval_months:
        refresh_subjects(subjects_of_department(department))
    note_card(department, by, was=card_state(was) if was else None)
    if was and was.is_public and was.slug != department.slug:
        DepartmentSlug.objects.get_or_create(slug=was.slug, defaults={"department": department})
    DepartmentSlug.objects.filter(slug=department.slug, department=department).delete()


@transaction.atomic
def note_card(card: Department | Contact, by: User | None, *, was: dict[str, Any] | None) -> None:
    """Note that a card was saved: what changed calls for a new reading, and settles what was asked for."""
    change = note_card_change(card, by, was=was)
    if not is_in_use(card):
        close_tasks(card, ReviewTask.Closing.ARCHIVED, by=by)
    elif change:
        close_tasks(card, ReviewTask.Closing.CHANGED, by=by)
    refresh_review_index(card)
