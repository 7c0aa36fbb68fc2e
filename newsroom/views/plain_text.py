"""A release as plain text, to be pasted where it is needed: everything that the page says, in the same words."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from newsroom.html import html_to_text
from newsroom.models import Version, VersionContact
from newsroom.plain import html_to_plain
from newsroom.sharing import short_url, without_scheme
from newsroom.templatetags.newsroom import changes_until


def release_as_text(page: dict[str, Any]) -> str:
    """Return the page of a release as text, never wrapped: what is pasted finds its own width."""
    version: Version = page["version"]
    line = page["review_line"]
    parts = [
        *_notices(page),
        _as_on_page("_kicker", version=version).replace("\n", " "),
        version.headline,
        version.subheading,
        version.lead.replace("\r\n", "\n").strip(),
        html_to_plain(version.body, settings.SITE_URL),
        *_contacts(_("Press contact"), page["card_contacts"]),
        *_contacts(_("For further information"), page["more_contacts"]),
        _sender(version),
        _as_on_page("_review_line", review_line=line) if line else "",
        _addresses(version),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _notices(page: dict[str, Any]) -> Iterable[str]:
    """Return what a reader must know first: that the text is old, and what has been corrected."""
    version: Version = page["version"]
    if version.release.archived_at:
        yield f"{_('Archived press release.')} {_('What it says applied when it was published.')}"
    if since := page["old_since"]:
        yield _("This press release is from %(old_since)s. Details may have changed.") % {"old_since": since}
    yield _relations(page)
    for entry, _earlier in changes_until(page["log"], version):
        yield f"{_as_on_page('_change_label', entry=entry)} {entry.public_note}"


def _relations(page: dict[str, Any]) -> str:
    """Return what came after the text, and what it came after, with the addresses."""
    shown = {"relations": page.get("relations"), "version": page["version"]}
    return html_to_plain(render_to_string("newsroom/_relations.html", shown), settings.SITE_URL)


def _as_on_page(part: str, **context: Any) -> str:
    """Return the words of a part of the page."""
    lines = html_to_text(render_to_string(f"newsroom/{part}.html", context)).splitlines()
    return " ".join(" ".join(lines).split())


def _contacts(title: str, places: list[VersionContact]) -> Iterable[str]:
    """Return a heading and those whom to call, each a paragraph; the heading stands with the first."""
    people = [_contact(place) for place in places]
    return [f"{title}\n{people[0]}", *people[1:]] if people else []


def _contact(place: VersionContact) -> str:
    """Return name and role of that day, with today's numbers."""
    contact = place.contact
    lines = [f"{place.name} ({place.party})" if place.party else place.name, place.shown_role]
    if not contact.is_active:
        return "\n".join(filter(None, [*lines, _("Can no longer be reached through the newsroom.")]))
    numbers = [f"{number.label} {number.display}".strip() for number in contact.telephones.all()]
    return "\n".join(filter(None, [*lines, *numbers, contact.email, contact.hours]))


def _sender(version: Version) -> str:
    """Return the department with its card."""
    if version.department is None:
        return ""
    card = html_to_text(render_to_string("newsroom/_department_card.html", {"department": version.department}))
    lines = [" ".join(line.split()) for line in card.splitlines()]
    return "\n".join([_("Sender"), version.department.name, *lines])


def _addresses(version: Version) -> str:
    """Return where the text stands, and the address that is short enough to write."""
    short = f"{_('Short address')}: {without_scheme(short_url(version))}"
    return f"{settings.SITE_NAME}\n{settings.SITE_URL}{version.get_absolute_url()}\n{short}"
