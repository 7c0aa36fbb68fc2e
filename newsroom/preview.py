"""The working copy as the public would see it: the same template and the same text, with a banner."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import override

from newsroom.addresses import released_at, wanted_slug
from newsroom.languages import frame_language
from newsroom.models import Address, Contact, Release, Version, VersionContact
from newsroom.relations import relations_of


def preview_page(request: HttpRequest, release: Release) -> HttpResponse:
    """Render the working copy for the eyes of the desk."""
    with override(frame_language(release.language)):
        return render(request, "newsroom/release_detail.html", preview_context(release))


def preview_context(release: Release) -> dict[str, Any]:
    """Gather what the page of a release shows, from a version that is never stored."""
    now = timezone.now()
    at = released_at(release) or now
    address = Address(release=release, year=timezone.localtime(at).year, slug=wanted_slug(release))
    version = Version(release=release, number=0, address=address, published_at=at, visible_from=now, **release.text())
    places = preview_contacts(release, version)
    return {
        "preview": True,
        "version": version,
        "card_contacts": [place for place in places if place.placement == "card"],
        "more_contacts": [place for place in places if place.placement == "more"],
        "topics": list(release.topics.all()),
        "log": [],
        "review_line": None,
        "relations": relations_of(version),
    }


def preview_contacts(release: Release, version: Version) -> list[VersionContact]:
    """Return the contacts as the version would hold them, with today's numbers."""
    rows = release.contact_rows()
    contacts = Contact.objects.prefetch_related("telephones").in_bulk([row["contact_id"] for row in rows])
    return [VersionContact(version=version, contact=contacts[row["contact_id"]], **_rest(row)) for row in rows]


def _rest(row: dict[str, object]) -> dict[str, object]:
    """Leave out the key of the contact, which is given as an object."""
    return {name: value for name, value in row.items() if name != "contact_id"}
