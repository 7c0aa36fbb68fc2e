"""When a contact leaves: somebody else stands in every working copy, at once.

What is published is never rewritten. The numbers of who is not active disappear from public pages by
themselves; the name stays until the next version is published.
"""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from newsroom import actions, workflow
from newsroom.cards import card_state
from newsroom.models import Contact, Event, Membership, Release, User

#: Who keeps the contacts of a department.
KEEPERS = (Membership.Role.EDITOR, Membership.Role.PUBLISHER)


@dataclass(frozen=True)
class WorkingCopies:
    """The working copies in which a contact stands, by what a person may do with them."""

    editable: list[Release]
    #: In the person's own departments, but not to be edited as they stand (submitted, for example).
    waiting: list[Release]
    #: Out of the person's reach: to be counted, never named.
    elsewhere: list[Release]


def may_keep(by: User, contact: Contact | None) -> bool:
    """Tell whether the person may change the contact (None: any)."""
    mine = by.department_ids(*KEEPERS)
    return by.is_administrator or (bool(mine) if contact is None else contact.department_id in mine)


def successors(leaver: Contact, by: User) -> QuerySet[Contact]:
    """Return the active contacts that the person may put in somebody's place."""
    others = Contact.objects.active().exclude(pk=leaver.pk).select_related("department")
    return others if by.is_administrator else others.filter(department__in=by.department_ids(*KEEPERS))


def working_copies(contact: Contact, by: User, *, locked: bool = False) -> WorkingCopies:
    """Sort the working copies in which the contact stands; `locked` keeps others from saving them meanwhile."""
    releases = Release.objects.filter(contact_places__contact=contact).order_by("pk")
    releases = releases.with_intervals().prefetch_related("department")
    found = WorkingCopies([], [], [])
    for release in releases.select_for_update(of=("self",), no_key=True) if locked else releases:
        if workflow.allows("edit", release, by):
            found.editable.append(release)
        elif workflow.has_role("edit", release, by):
            found.waiting.append(release)
        else:
            found.elsewhere.append(release)
    return found


@transaction.atomic
def replace_contact(*, leaver: Contact, successor: Contact, by: User) -> WorkingCopies:
    """Put the successor in the leaver's place wherever the person may edit, and deactivate the leaver.

    Returns what was changed (`editable`) and what was left alone. Raises PermissionDenied when the person
    may not change both contacts, ValidationError when the successor cannot stand in anybody's place.
    """
    pair = Contact.objects.select_for_update(no_key=True).order_by("pk").in_bulk([leaver.pk, successor.pk])
    leaver, successor = pair[leaver.pk], pair[successor.pk]
    if not (may_keep(by, leaver) and may_keep(by, successor)):
        raise PermissionDenied(_("You lack the role for this in the department."))
    if leaver == successor or not successor.is_active:
        raise ValidationError({"successor": _("Choose another contact who is active.")})
    found = working_copies(leaver, by, locked=True)
    for release in found.editable:
        _replace_in(release, leaver, successor, by)
    was = card_state(leaver)
    Contact.objects.filter(pk=leaver.pk).update(is_active=False)
    leaver.is_active = False
    actions.note_card(leaver, by, was=was)
    return found


def _replace_in(release: Release, leaver: Contact, successor: Contact, by: User) -> None:
    """Change one working copy: it counts as a save, so a form that is open cannot overwrite it unseen."""
    actions.take_lock(release, expected=release.lock_version, by=by)
    place = release.contact_places.get(contact=leaver)
    if release.contact_places.filter(contact=successor).exists():
        place.delete()
    else:
        place.contact = successor
        if place.role.strip().casefold() == leaver.title.strip().casefold():
            place.role = ""
        place.save(update_fields=["contact", "role"])
    actions.reopen(release)
    release.save(update_fields=["stage"])
    comment = _("%(leaver)s was replaced by %(successor)s.") % {"leaver": leaver.name, "successor": successor.name}
    actions.record(release, Event.Kind.SAVED, by, comment=comment)
