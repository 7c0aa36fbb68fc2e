"""Taking back: cancel a schedule, archive, withdraw what was a mistake, retract with a public notice."""

import datetime as dt
from collections.abc import Collection
from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from newsroom import workflow
from newsroom.actions import close_interval, open_interval
from newsroom.approving import has_approval
from newsroom.languages import RETRACTED, frame_language
from newsroom.models import Event, Release, ReviewSubject, User, Version, VersionContact
from newsroom.models.release import Status
from newsroom.recording import record, record_all, set_stage
from newsroom.reviewing import refresh_review_index, refresh_subjects
from newsroom.signals import release_withdrawn
from newsroom.tasks import close_tasks_of, reopen_tasks


@transaction.atomic
def unschedule_release(*, release: Release, by: User, at: dt.datetime | None = None) -> None:
    """Take back every version that lies ahead; the one before it goes on."""
    now = at or timezone.now()
    workflow.require("unschedule", release, by, now)
    for version in release.versions.filter(visible_from__gt=now).order_by("-visible_from"):
        starts = version.visible_from
        assert starts is not None  # the filter says so
        version.visible_from = version.visible_until = version.published_at = None
        version.save(update_fields=["visible_from", "visible_until", "published_at"])
        release.versions.filter(visible_until=starts).update(visible_until=None)
        reopen_tasks(release, starts)
        record(release, Event.Kind.UNSCHEDULED, by, version=version, at=now)
    set_stage(release, Status.APPROVED if has_approval(release) else Status.DRAFT)
    refresh_review_index(release)


@transaction.atomic
def archive_release(*, release: Release, by: User, at: dt.datetime | None = None) -> None:
    """Take a release out of the news; it stays readable at its address, under a notice."""
    now = at or timezone.now()
    workflow.require("archive", release, by, now)
    _set_archived(release, now)
    record(release, Event.Kind.ARCHIVED, by, at=now)
    _stop_reviewing([release], by, now)


@transaction.atomic
def archive_releases(*, pks: Collection[int], by: User, at: dt.datetime | None = None) -> dict[Release, str]:
    """Archive those of the releases that the person may; return why each of the others is left as it was.

    The same as `archive_release` for each, in few queries however many there are.
    """
    now = at or timezone.now()
    found = list(Release.objects.filter(pk__in=pks).order_by("pk").select_for_update().to_ask_about())
    refused = {release: reason for release in found if (reason := _refusal("archive", release, by, now))}
    allowed = [release for release in found if release not in refused]
    Release.objects.filter(pk__in=[release.pk for release in allowed]).update(archived_at=now)
    record_all(allowed, Event.Kind.ARCHIVED, by, at=now)
    _stop_reviewing(allowed, by, now)
    return refused


def _refusal(action: str, release: Release, by: User, at: dt.datetime) -> str:
    """Return why the person may not do this to the release now, "" if they may."""
    try:
        workflow.require(action, release, by, at)
    except PermissionDenied as error:
        return str(error)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


@transaction.atomic
def unarchive_release(*, release: Release, by: User, at: dt.datetime | None = None) -> None:
    """Take a release out of the archive again."""
    now = at or timezone.now()
    workflow.require("unarchive", release, by, now)
    _set_archived(release, None)
    record(release, Event.Kind.UNARCHIVED, by, at=now)
    refresh_review_index(release)


def _stop_reviewing(releases: list[Release], by: User, at: dt.datetime) -> None:
    """Ask nobody to read what is no longer current; the reviews stay."""
    close_tasks_of(releases, by=by, at=at)
    refresh_subjects(ReviewSubject.objects.filter(release__in=releases))


def _set_archived(release: Release, at: dt.datetime | None) -> None:
    """Store when the release was archived."""
    Release.objects.filter(pk=release.pk).update(archived_at=at)
    release.archived_at = at


@transaction.atomic
def withdraw_release(
    *,
    release: Release,
    by: User,
    reason: str,
    replaced_by: Release | None = None,
    at: dt.datetime | None = None,
) -> None:
    """End the public interval of what was published by mistake.

    From then on the address answers 410, or leads to `replaced_by` while that is public. The reason is for the desk.
    """
    now = at or timezone.now()
    workflow.require("withdraw", release, by, now)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the release is withdrawn.")})
    if replaced_by is not None and replaced_by.pk == release.pk:
        raise ValidationError({"replaced_by": _("Choose another release than this one.")})
    for version in release.versions.public(now):
        close_interval(version, now)
    Release.objects.filter(pk=release.pk).update(replaced_by=replaced_by)
    release.replaced_by = replaced_by
    record(release, Event.Kind.WITHDRAWN, by, comment=reason, at=now)
    _stop_reviewing([release], by, now)
    transaction.on_commit(partial(release_withdrawn.send_robust, sender=Release, release=release))


@transaction.atomic
def retract_release(
    *, release: Release, by: User, notice: str, reason: str = "", at: dt.datetime | None = None
) -> Version:
    """Put a notice at the address in place of the text. The notice is itself a version; the contacts stay."""
    now = at or timezone.now()
    workflow.require("retract", release, by, now)
    if not notice.strip():
        raise ValidationError({"notice": _("Write what readers shall see instead.")})
    version = _notice_version(release, release.versions.public(now).get(), by, notice.strip(), now)
    open_interval(version=version, visible_from=now)
    record(release, Event.Kind.RETRACTED, by, version=version, comment=reason or notice, at=now)
    _stop_reviewing([release], by, now)
    transaction.on_commit(partial(release_withdrawn.send_robust, sender=Release, release=release))
    return version


def _retracted(language: str) -> str:
    """Return the headline of a notice, in the language of the text that was there."""
    with override(frame_language(language)):
        return RETRACTED.get(language) or _("The press release has been retracted")


def _notice_version(release: Release, public: Version, by: User, notice: str, at: dt.datetime) -> Version:
    """Freeze a version that holds the notice and, of the old one, only whom to ask."""
    last = release.versions.order_by("-number").values_list("number", flat=True)[0]
    version = Version.objects.create(
        release=release,
        number=last + 1,
        kind=Version.Kind.RETRACTION,
        public_note=notice[:300],
        type=public.type,
        language=public.language,
        headline=_retracted(public.language),
        lead=notice,
        department=public.department,
        author=by,
        author_name=str(by),
        created_at=at,
    )
    places = list(public.contact_places.all())
    for place in places:
        place.pk, place.version = None, version
    VersionContact.objects.bulk_create(places)
    version.seal()
    return version
