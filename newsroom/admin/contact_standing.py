"""Where a contact is shown: the panel on the form, told without a word of what the person may not see."""

from collections import Counter
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from newsroom.models import Contact, Release, Version

#: How many links a list shows before it only counts.
SHOWN = 20


def public_pages(contact: Contact) -> QuerySet[Version]:
    """Return the versions readers see now that show the contact, newest first; bodies stay in the database."""
    versions = Version.objects.public().filter(contact_places__contact=contact)
    return versions.select_related("address").defer("body", "lead").newest_first()


def scheduled_pages(contact: Contact) -> QuerySet[Version]:
    """Return the versions that are frozen with the contact and appear later."""
    return Version.objects.filter(contact_places__contact=contact, visible_from__gt=timezone.now())


def is_shown(contact: Contact) -> bool:
    """Tell whether the contact stands in a page that is public or scheduled, or in a working copy."""
    versions = (public_pages(contact), scheduled_pages(contact))
    return contact.release_places.exists() or any(found.exists() for found in versions)


def is_replaceable(contact: Contact) -> bool:
    """Tell whether replacing would change anything: who has left and stands in no working copy is done with."""
    return contact.release_places.exists() or (contact.is_active and is_shown(contact))


def by_department(releases: list[Release]) -> str:
    """Return how many releases each department has: enough to know whom to ask, and no headline."""
    counts = Counter(str(release.department or _("without department")) for release in releases)
    return ", ".join(f"{name} ({count})" for name, count in sorted(counts.items()))


class ContactStanding:
    """The panel, mixed into the screen of contacts."""

    admin_site: Any
    has_change_permission: Any

    def standing(self, request: HttpRequest, contact: Contact) -> dict[str, Any]:
        """Return the pages that show the contact, and the person's working copies that will."""
        pages = public_pages(contact)
        desk = self.admin_site.get_model_admin(Release).get_queryset(request)
        copies = Release.objects.filter(contact_places__contact=contact).exclude(pk__in=pages.values("release"))
        drafts = desk.filter(pk__in=copies.values("pk"))
        draft_count = drafts.count()
        return {
            "pages": pages[:SHOWN],
            "page_count": pages.count(),
            "drafts": drafts.defer("body", "lead").with_intervals()[:SHOWN],
            "draft_count": draft_count,
            "hidden_count": copies.count() - draft_count,
            "may_replace": self.has_change_permission(request, contact) and is_replaceable(contact),
        }
