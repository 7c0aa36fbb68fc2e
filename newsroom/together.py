"""Working together on a text: what a person typed is kept for that person alone, and colleagues see who is here.

Nothing here touches a release, its versions or its timeline.
"""

import datetime as dt
from typing import Any
from uuid import UUID

from django.core.exceptions import FieldDoesNotExist
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsroom.html import clean_characters, clean_html
from newsroom.models import Autosave, Presence, Release, User
from newsroom.recording import Conflict

#: What is typed in the form, by field: words, a list of keys for the topics, a list of rows for the contacts.
Payload = dict[str, Any]
ROW_FIELDS = ("contact", "placement", "role", "order")
#: Fields that say something. The others of a new form are filled in from the start.
SPEAKING = ("headline", "subheading", "lead", "body", "dateline", "contacts")


def stored_value(release: Release, name: str) -> Any:
    """Return what is stored of a field, in the form a payload has. Raises FieldDoesNotExist for what is no field."""
    if name == "contacts":
        return [_row(place) for place in release.contact_places.all()] if release.pk else []
    field = Release._meta.get_field(name)
    if field.many_to_many:
        return [str(pk) for pk in getattr(release, name).values_list("pk", flat=True)] if release.pk else []
    value = field.value_from_object(release)  # type: ignore[union-attr]  # relations back are not in the form
    return "" if value is None else str(value)


def _row(place: Any) -> dict[str, str]:
    """Return a contact of the working copy as a row of a payload."""
    values = (place.contact_id, place.placement, place.role, place.order)
    return {name: str(value) for name, value in zip(ROW_FIELDS, values, strict=True)}


def differing(payload: Payload, release: Release) -> list[str]:
    """Return the names of the fields in which a payload says something else than the release."""
    found = []
    for name, value in payload.items():
        try:
            stored = stored_value(release, name)
        except FieldDoesNotExist:
            continue
        if _plain(name, value) != _plain(name, stored):
            found.append(name)
    return found


def _plain(name: str, value: Any) -> Any:
    """Return a value without what makes no difference."""
    if name == "body":
        return clean_html(str(value))
    if isinstance(value, list):
        # By name, not in the order of the keys: PostgreSQL's jsonb keeps none.
        return (
            sorted(value)
            if name != "contacts"
            else [[_plain("", row.get(key, "")) for key in ROW_FIELDS] for row in value]
        )
    return " ".join(clean_characters(str(value)).split())


# --- autosave -------------------------------------------------------------------------------------------
def keep_autosave(
    *,
    user: User,
    payload: Payload,
    release: Release | None = None,
    form_key: UUID | None = None,
    base_version: int = 0,
    at: dt.datetime | None = None,
) -> Autosave:
    """Keep what the person has typed, instead of what was kept of the same form before.

    Raises Conflict when somebody else has saved the release since the person opened it.
    """
    now = at or timezone.now()
    if release is not None and release.lock_version != base_version:
        raise Conflict(release)
    Autosave.objects.outdated(now).delete()
    kept, _new = Autosave.objects.update_or_create(
        user=user,
        release=release,
        form_key=form_key,
        defaults={"payload": payload, "base_version": base_version, "updated_at": now},
    )
    return kept


def offered_autosave(user: User, release: Release | None, at: dt.datetime | None = None) -> Autosave | None:
    """Return what the person typed and did not save, if it differs from what is stored. None: of a new release."""
    for kept in Autosave.objects.recent(at).filter(user=user, release=release):
        differences = differing(kept.payload, release or Release())
        if differences if release else set(differences) & set(SPEAKING):
            return kept
    return None


def drop_autosave(*, user: User, release: Release | None = None, form_key: UUID | None = None) -> None:
    """Forget what the person typed: it is saved, or not wanted."""
    mine = Autosave.objects.filter(user=user)
    if release is not None:
        mine.filter(release=release).delete()
    if form_key is not None:
        mine.filter(form_key=form_key).delete()


# --- presence -------------------------------------------------------------------------------------------
def seen(user: User, release: Release, writing: bool, at: dt.datetime | None = None) -> None:
    """Note that the person has the page open, and whether they have written since the last time."""
    now = at or timezone.now()
    Presence.objects.gone(now).delete()
    wrote = {"wrote_at": now} if writing else {}
    Presence.objects.update_or_create(user=user, release=release, defaults={"last_seen_at": now, **wrote})


def others_present(user: User, release: Release, at: dt.datetime | None = None) -> QuerySet[Presence]:
    """Return the colleagues who have the page of the release open."""
    return Presence.objects.here(at).filter(release=release).exclude(user=user).select_related("user")


def presence_sentence(presence: Presence, at: dt.datetime | None = None) -> str:
    """Return for example "Anna Ek has the page open (wrote 1 minute ago)"."""
    now, told = at or timezone.now(), {"name": str(presence.user)}
    if presence.is_idle(now):
        count = _minutes(now - presence.last_seen_at)
        message = ngettext(
            "%(name)s had the page open %(count)d minute ago", "%(name)s had the page open %(count)d minutes ago", count
        )
        return message % {**told, "count": count}
    if presence.wrote_at is None:
        return _("%(name)s has the page open") % told
    count = _minutes(now - presence.wrote_at)
    if count < 1:
        return _("%(name)s has the page open (wrote just now)") % told
    message = ngettext(
        "%(name)s has the page open (wrote %(count)d minute ago)",
        "%(name)s has the page open (wrote %(count)d minutes ago)",
        count,
    )
    return message % {**told, "count": count}


def _minutes(time: dt.timedelta) -> int:
    """Return the whole minutes."""
    return int(time.total_seconds()) // 60
