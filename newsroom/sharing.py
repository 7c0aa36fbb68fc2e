"""What a release is passed on by: its short address, a prepared e-mail, and its quotes with speaker and source."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from newsroom.html import clean_html
from newsroom.languages import frame_language
from newsroom.models import Version, VersionContact
from newsroom.quoting import Person, quotes_of


@dataclass(frozen=True)
class Sharing:
    """What the part "Quote and share" of a page shows: the address, as people write it, and a link to an e-mail."""

    url: str
    written: str
    mail: str


def sharing_of(version: Version) -> Sharing:
    """Return by what a public version is passed on."""
    url = short_url(version)
    return Sharing(url, without_scheme(url), _mail(version, url))


def short_url(version: Version) -> str:
    """Return the whole short address. It stays the same wherever the release moves, so it is the one to print."""
    number = version.release.short_number
    return settings.SITE_URL + (reverse("short_address", args=[number]) if number else version.get_absolute_url())


def without_scheme(url: str) -> str:
    """Return an address as people write it."""
    return url.partition("://")[2] or url


def source_of(version: Version) -> str:
    """Return the source as a journalist notes it, in the language of the text (or else in Swedish)."""
    with override(frame_language(version.language)):
        return _("Source: %(owner)s, %(type)s %(date)s, %(address)s") % {
            "owner": settings.SITE_NAME,
            "type": version.get_type_display(),
            "date": version.published_on.isoformat(),
            "address": short_url(version),
        }


def cited_quotes(version: Version, places: Iterable[VersionContact]) -> list[str]:
    """Return each quote as it is copied: its words exactly as they stand, then who says so and the source."""
    people = [Person(place.name, place.shown_role, place.party) for place in places]
    source = source_of(version)
    return [
        f"{quote.words}\n\n" + (f"{quote.speaker}. {source}" if quote.speaker else source)
        for quote in quotes_of(clean_html(version.body), people, settings.SITE_NAME)
    ]


def _mail(version: Version, url: str) -> str:
    """Return a link that opens an e-mail about the release, to nobody yet (RFC 6068)."""
    subject = " ".join(version.headline.split())
    body = f"{subject}\r\n\r\n{url}\r\n\r\n{source_of(version).rpartition(', ')[0]}"
    return f"mailto:?{urlencode({'subject': subject, 'body': body}, quote_via=quote)}"
