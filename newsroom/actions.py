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
from newsroom.models import Department, DepartmentSlug, Event, Release, Review, User, Version, VersionContact
from newsroom.models.release import Status
from newsroom.requirements import require_publishable
from newsroom.reviewing import refresh_review_index
from newsroom.signals import release_withdrawn, version_published

Kind = Version.Kind
_EVENT_OF_KIND = {
    Kind.NEW: Event.Kind.PUBLISHED,
    Kind.CORRECTION: Event.Kind.CORRECTED,
    Kind.UPDATE: Event.Kind.UPDATED,
    Kind.MINOR: Event.Kind.ADJUSTED,
}


class Conflict(Exception):
    """Somebody else saved in between. `current` is the release as it is stored now."""

    def __init__(self, current: Release) -> None:
        """Keep what is stored, so that both texts can be shown."""
        super().__init__(current)
        self.current = current


def record(release: Release, kind: Event.Kind, by: User | None, **more: Any) -> Event:
    """Write one line of the timeline."""
    name = more.pop("by_name", "") or (str(by) if by else str(_("The system")))
    return Event.objects.create(release=release, kind=kind, by=by, by_name=name, **more)


def take_lock(release: Release, *, expected: int, by: User | None) -> None:
    """Count the save, if nobody else has saved since the number was read.

    Raises Conflict otherwise. The update is conditional in the database, so of two that come at once one loses.
    """
    now = timezone.now()
    counted = Release.objects.filter(pk=release.pk, lock_version=expected).update(
        lock_version=expected + 1, changed_at=now, changed_by=by
    )
    if not counted:
        raise Conflict(Release.objects.get(pk=release.pk))
    release.lock_version, release.changed_at, release.changed_by = expected + 1, now, by


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
    version.digest = release.digest()
    version.save(update_fields=["digest"])
    return version


@transaction.atomic
def open_interval(*, version: Version, visible_from: dt.datetime, visible_until: dt.datetime | None = None) -> None:
    """Make a version public from a time on; the version before it ends there."""
    release = version.release
    published_at = min(released_at(release) or visible_from, visible_from)
    address = claim_address(release, published_at=published_at, opens_at=visible_from)
    for before in release.versions.public(visible_from).exclude(pk=version.pk):
        if before.visible_from == visible_from:
            raise ValidationError(_("Another version of the release starts at the very same moment."))
        before.visible_until = visible_from
        before.save(update_fields=["visible_until"])
    version.visible_from, version.visible_until = visible_from, visible_until
    version.published_at, version.address = published_at, address
    version.save(update_fields=["visible_from", "visible_until", "published_at", "address"])
    if not release.slug:  # from now on a new headline does not move the page
        Release.objects.filter(pk=release.pk).update(slug=address.slug)
        release.slug = address.slug
    transaction.on_commit(partial(version_published.send_robust, sender=Version, version=version))


@transaction.atomic
def submit_release(*, release: Release, by: User, comment: str = "") -> None:
    """Ask for approval of the working copy."""
    workflow.require("submit", release, by)
    require_publishable(release)
    _set_stage(release, Status.SUBMITTED)
    record(release, Event.Kind.SUBMITTED, by, comment=comment)


@transaction.atomic
def approve_release(*, release: Release, by: User, comment: str = "") -> None:
    """Approve the submitted text."""
    workflow.require("approve", release, by)
    _set_stage(release, Status.APPROVED)
    record(release, Event.Kind.APPROVED, by, comment=comment)


@transaction.atomic
def publish_release(
    *,
    release: Release,
    by: User,
    kind: Version.Kind = Kind.NEW,
    public_note: str = "",
    expected: int | None = None,
    at: dt.datetime | None = None,
) -> Version:
    """Freeze the working copy and make it public at once.

    `expected` is the number of the save that the person has seen (None: not asked). Raises Conflict when
    the text has been saved since, PermissionDenied without the role, ValidationError with every fault of
    the text, or when a change has no note or nothing has changed.
    """
    now = at or timezone.now()
    workflow.require("publish", release, by, now)
    if expected is not None:
        take_lock(release, expected=expected, by=by)
    require_publishable(release)
    _require_sound_change(release, kind, public_note, now)
    version = freeze(release=release, by=by, kind=kind, public_note=public_note, at=now)
    open_interval(version=version, visible_from=now)
    _set_stage(release, Status.DRAFT)
    record(release, _EVENT_OF_KIND[kind], by, version=version, comment=public_note, at=now)
    refresh_review_index(release)
    return version


def _require_sound_change(release: Release, kind: Version.Kind, note: str, at: dt.datetime) -> None:
    """Refuse a change without a note, a second "new", and a version that says what the last one said."""
    public = release.versions.public(at).first()
    if release.has_been_public(at) == (kind == Kind.NEW):
        raise ValidationError({"kind": _("Choose what sort of change it is.")})
    if kind in Version.MATERIAL and not note.strip():
        raise ValidationError({"public_note": _("Tell the readers what has changed.")})
    if public and public.digest == release.digest():
        raise ValidationError(_("Nothing has changed since the public version."), code="unchanged")


@transaction.atomic
def schedule_release(
    *, release: Release, by: User, visible_from: dt.datetime, at: dt.datetime | None = None
) -> Version:
    """Freeze the working copy and let it appear at a time to come, with nothing that has to run."""
    now = at or timezone.now()
    workflow.require("schedule", release, by, now)
    require_publishable(release)
    if visible_from <= now:
        raise ValidationError({"visible_from": _("Choose a time to come.")})
    version = freeze(release=release, by=by, at=now)
    open_interval(version=version, visible_from=visible_from)
    _set_stage(release, Status.DRAFT)
    record(release, Event.Kind.SCHEDULED, by, version=version, at=now)
    refresh_review_index(release)
    return version


@transaction.atomic
def archive_release(*, release: Release, by: User, at: dt.datetime | None = None) -> None:
    """Take a release out of the news; it stays readable at its address, under a notice."""
    now = at or timezone.now()
    workflow.require("archive", release, by, now)
    Release.objects.filter(pk=release.pk).update(archived_at=now)
    release.archived_at = now
    record(release, Event.Kind.ARCHIVED, by, at=now)


@transaction.atomic
def withdraw_release(*, release: Release, by: User, reason: str, at: dt.datetime | None = None) -> None:
    """End the public interval now; the address answers 410 from then on. The reason is for the desk."""
    now = at or timezone.now()
    workflow.require("withdraw", release, by, now)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the release is withdrawn.")})
    for version in release.versions.public(now):
        version.visible_until = now
        version.save(update_fields=["visible_until"])
    record(release, Event.Kind.WITHDRAWN, by, comment=reason, at=now)
    refresh_review_index(release)
    transaction.on_commit(partial(release_withdrawn.send_robust, sender=Release, release=release))


@transaction.atomic
def review_version(
    *, version: Version, by: User, on: dt.date | None = None, comment: str = "", at: dt.datetime | None = None
) -> Review:
    """Sign that the public version was read and is right. `on` is the Swedish date, today if not given."""
    now = at or timezone.now()
    workflow.require("review", version.release, by, now)
    version.refresh_from_db(fields=["visible_from", "visible_until"])
    if not version.is_public(now):
        raise ValidationError(
            _("The page changed while you read it. Read the version that is public now."), code="stale"
        )
    return sign(version=version, by=by, name=str(by), on=on or timezone.localdate(now), comment=comment, at=now)


@transaction.atomic
def sign(
    *,
    version: Version,
    by: User | None,
    name: str,
    on: dt.date,
    at: dt.datetime,
    comment: str = "",
    method: Review.Method = Review.Method.ADMIN,
) -> Review:
    """Write the row of a review with the due date it answers, its event, and the index."""
    release = version.release
    refresh_review_index(release)
    review = Review.objects.create(
        version=version,
        reviewer=by,
        reviewer_name=name,
        reviewed_on=on,
        reviewed_at=at,
        due_on=release.next_review_on,
        comment=comment,
        method=method,
    )
    record(release, Event.Kind.REVIEWED, by, by_name=name, version=version, comment=comment, at=at)
    refresh_review_index(release)
    return review


@transaction.atomic
def delete_draft(*, release: Release, by: User) -> None:
    """Delete what was never frozen. The timeline keeps its events."""
    workflow.require("delete", release, by)
    if release.versions.exists():
        raise PermissionDenied(_("A release that has been frozen is part of the record and stays."))
    record(release, Event.Kind.DELETED, by, comment=release.headline)
    release.delete()


def reopen(release: Release) -> None:
    """Take a text back to draft when it is edited: approval holds for what was approved, not for more."""
    release.stage = Status.DRAFT


def _set_stage(release: Release, stage: Status) -> None:
    """Move the working copy to a stage."""
    Release.objects.filter(pk=release.pk).update(stage=stage)
    release.stage = stage


@transaction.atomic
def save_department(department: Department) -> None:
    """Save a department; an address it had leads on for ever, and no other department gets it."""
    was = Department.objects.filter(pk=department.pk).first()
    department.save()
    if was and was.is_public and was.slug != department.slug:
        DepartmentSlug.objects.get_or_create(slug=was.slug, defaults={"department": department})
    DepartmentSlug.objects.filter(slug=department.slug, department=department).delete()
