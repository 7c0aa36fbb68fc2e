"""What every action does: note an event, count a save, move the working copy to a stage."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from newsroom.models import Event, Release, User
from newsroom.models.release import Status


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


def record_all(releases: Iterable[Release], kind: Event.Kind, by: User, **more: Any) -> None:
    """Write the same line of the timeline for many releases at once."""
    Event.objects.bulk_create(Event(release=release, kind=kind, by=by, by_name=str(by), **more) for release in releases)


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


def reopen(release: Release) -> None:
    """Take a text back to draft when it is edited: approval holds for what was approved, not for more."""
    release.stage = Status.DRAFT


def set_stage(release: Release, stage: Status, **more: Any) -> None:
    """Move the working copy to a stage."""
    Release.objects.filter(pk=release.pk).update(stage=stage, **more)
    release.stage = stage
    for name, value in more.items():
        setattr(release, name, value)
