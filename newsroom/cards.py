"""What a card shows: the words and numbers of a department or a contact, as a reader saw them, and their digest."""

import hashlib
import json
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from newsroom.models import (
    CardChange,
    Contact,
    Department,
    Release,
    ReviewSubject,
    User,
    Version,
    VersionContact,
)
from newsroom.reviewing import is_in_use, refresh_review_index, refresh_subjects, subject_of

What = CardChange.What
DEPARTMENT_FIELDS = (
    "name", "description", "street_address", "postcode", "city", "telephone", "email", "hours",
)  # fmt: skip
CONTACT_FIELDS = ("name", "title", "organisation", "party", "email", "hours")


def shown(thing: Version | Department | Contact) -> dict[str, Any]:
    """Return what a reader sees that is not frozen: a card, or the numbers beside a version."""
    if isinstance(thing, Department):
        return {name: getattr(thing, name) for name in DEPARTMENT_FIELDS}
    if isinstance(thing, Contact):
        return {name: getattr(thing, name) for name in CONTACT_FIELDS} | {"telephones": _numbers(thing)}
    places = thing.contact_places.select_related("contact").prefetch_related("contact__telephones")
    return {"contacts": [_place(place.contact, place.name) for place in places]}


def _place(contact: Contact, name: str) -> dict[str, Any]:
    """Return a contact beside a release: who has left has no numbers there."""
    if not contact.is_active:
        return {"name": name, "telephones": [], "email": ""}
    return {"name": name, "telephones": _numbers(contact), "email": contact.email}


def _numbers(contact: Contact) -> list[list[str]]:
    """Return label and number, as printed."""
    return [[telephone.label, telephone.display] for telephone in contact.telephones.all()]


def digest_of_shown(card: dict[str, Any]) -> str:
    """Return the SHA-256 of what was shown, hexadecimal; the order of keys makes no difference."""
    text = json.dumps(card, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def note_card_change(thing: Department | Contact, by: User | None, *, was: dict[str, Any] | None) -> CardChange | None:
    """Write down that a card was changed, if it was; releases that show the contact are flagged.

    `was` is `card_state(thing)` before the change; None for a new card.
    """
    subject, now = subject_of(thing), card_state(thing)
    change = None
    if was is not None and _is_other(was, now):
        change = CardChange.objects.create(
            subject=subject, what=_what(was, now), digest=digest_of_shown(shown(thing)), by=by, at=timezone.now()
        )
    if was is not None and now["is_active"] and not was["is_active"]:
        ReviewSubject.objects.filter(pk=subject.pk).update(reopened_at=timezone.now())
    refresh_review_index(thing)
    if change and change.flags_releases:
        refresh_subjects(ReviewSubject.objects.filter(release__in=releases_showing(thing)))
    return change


def card_state(thing: Department | Contact) -> dict[str, Any]:
    """Return what is compared to see whether a card was changed."""
    return shown(thing) | {"is_active": is_in_use(thing), "is_person": isinstance(thing, Contact)}


def _is_other(was: dict[str, Any], now: dict[str, Any]) -> bool:
    """Tell whether readers see something else. A department that opens or closes is not another for that."""
    if was["is_person"]:
        return was != now and (was["is_active"] or now["is_active"])
    return now["is_active"] and was | {"is_active": True} != now


def _what(was: dict[str, Any], now: dict[str, Any]) -> CardChange.What:
    """Return what sort of change it is; the one that concerns most comes first."""
    if was["is_active"] and not now["is_active"]:
        return What.LEFT
    names = ["telephones", "telephone", "email"]
    if now["is_person"]:  # who comes back has numbers again
        names.append("is_active")
    is_number = any(was.get(name) != now.get(name) for name in names)
    return What.NUMBER if is_number else What.TEXT


def releases_showing(thing: Department | Contact) -> QuerySet[Release]:
    """Return the releases that show the contact, or will (a department flags none)."""
    if not isinstance(thing, Contact):
        return Release.objects.none()
    shows = VersionContact.objects.filter(contact=thing).exclude(version__visible_until__lte=timezone.now())
    return Release.objects.filter(versions__in=shows.values("version")).distinct()
