"""Restoring: what a version says becomes the working copy again. What readers see is never touched."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from newsroom import workflow
from newsroom.actions import record, reopen, take_lock
from newsroom.models import Department, Event, Release, ReleaseContact, User, Version, VersionContact
from newsroom.reviewing import refresh_review_index


@transaction.atomic
def restore_version(*, release: Release, version: Version, by: User, expected: int) -> None:
    """Copy a version into the working copy.

    `expected` is the number of the save that the person has seen. Raises Conflict when the text has been saved
    since, PermissionDenied without the role, ValidationError for a version of another release.
    """
    workflow.require("edit", release, by)
    if version.release_id != release.pk:
        raise ValidationError(_("The version belongs to another release."))
    take_lock(release, expected=expected, by=by)
    release.refresh_from_db()  # what was read before the lock may be older than the save it counted
    text = restored_text(release, version, by)
    for name, value in text.items():
        setattr(release, name, value)
    reopen(release)
    release.save(update_fields=[*text, "stage"])
    release.topics.set(version.topics.all())
    _restore_contacts(release, version)
    comment = _("Restored version %(number)s") % {"number": version.number}
    record(release, Event.Kind.SAVED, by, version=version, comment=comment)
    refresh_review_index(release)  # the department answers for the review


def restored_text(release: Release, version: Version, by: User) -> dict[str, Any]:
    """Return the fields as they will be: the version's, but never a department one may not write for."""
    text = version.text()
    if not _may_write_for(version.department, release, by):
        text["department_id"] = release.department_id
    return text


def _may_write_for(department: Department | None, release: Release, by: User) -> bool:
    """Tell whether the person could choose the department in the form: it is open, and one's own."""
    if department is None or department.status == Department.Status.CLOSED:
        return False
    return department.pk == release.department_id or workflow.has_role("edit", Release(department=department), by)


def _restore_contacts(release: Release, version: Version) -> None:
    """Put back the contacts in their order; rows of those who stay are kept, so that open forms find them."""
    places = {place.contact_id: place for place in release.contact_places.all()}
    for frozen in version.contact_places.select_related("contact"):
        place = places.pop(frozen.contact_id, None) or ReleaseContact(release=release, contact=frozen.contact)
        place.placement, place.order, place.role = frozen.placement, frozen.order, _role(frozen)
        place.save()
    release.contact_places.filter(pk__in=[place.pk for place in places.values()]).delete()


def _role(frozen: VersionContact) -> str:
    """Return the role to print: empty where it is the contact's own title, which may change with the person."""
    return "" if frozen.role == frozen.contact.title else frozen.role
