"""A contact as a file for the address book, for those whom a reader can see today and nobody else."""

import re
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header

from newsroom import vcard
from newsroom.models import Contact, Version, VersionContact
from newsroom.views.pages import public_page

_NOT_IN_NAMES = re.compile(r"[^\w .-]")


@public_page
def contact_card(request: HttpRequest, number: int) -> HttpResponse:
    """Give the card of a contact who is listed, or who stands in a release that is public."""
    contacts = Contact.objects.reachable().select_related("department").prefetch_related("telephones")
    contact = get_object_or_404(contacts, short_number=number)
    shown = _as_listed(contact) if contact.is_listed else _as_in_release(contact)
    card = vcard.Card(
        **shown,
        is_person=contact.kind != Contact.Kind.FUNCTION,
        telephones=tuple((number.label, number.uri) for number in contact.telephones.all() if number.uri),
        email=contact.email,
        note=contact.hours,
        source=settings.SITE_URL + request.path,
    )
    response = HttpResponse(vcard.write(card), content_type=vcard.CONTENT_TYPE)
    response.headers["Content-Disposition"] = content_disposition_header(True, file_name(card.name)) or "attachment"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def file_name(name: str) -> str:
    """Return a name that people read and every file system takes."""
    plain = _NOT_IN_NAMES.sub("", name).strip(" .")
    return f"{plain or 'kontakt'}.vcf"


def _as_listed(contact: Contact) -> dict[str, Any]:
    """Return what the page of contacts tells: today's title, and the department if it has a page."""
    department = contact.department.name if contact.department and contact.department.is_public else ""
    return {
        "name": contact.name,
        "title": _title(contact.title, contact.party),
        "organisation": _organisation(contact.organisation, department),
        "page": settings.SITE_URL + reverse("contact_list"),
    }


def _as_in_release(contact: Contact) -> dict[str, Any]:
    """Return what the newest release tells: the role of that day. A new title may be known to nobody yet."""
    places = VersionContact.objects.filter(contact=contact, version__in=Version.objects.public())
    newest = places.select_related("version__address").order_by("-version__published_at", "-version__pk")
    place = newest.first()
    if place is None:  # withdrawn this very moment
        raise Http404
    return {
        "name": place.name,
        "title": _title(place.role, place.party),
        "organisation": _organisation(place.organisation),
        "page": settings.SITE_URL + place.version.get_absolute_url(),
        "language": place.version.language,
    }


def _title(role: str, party: str) -> str:
    """Return the role, with the party of a politician."""
    return f"{role} ({party})".strip() if party else role


def _organisation(own: str, department: str = "") -> tuple[str, ...]:
    """Return where somebody works: elsewhere, or with us and in which department."""
    return (own,) if own else tuple(filter(None, (settings.SITE_NAME, department)))
