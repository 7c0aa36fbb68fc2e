"""Where the link of a message may lead: to a page of ours that anybody may read now, or to https elsewhere."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from newsroom.models import Version

PROPOSED = 10
_NOT_PUBLIC = ("/admin/", "/forhandslank/")
_valid_url = URLValidator(schemes=["https"])


def newest_pages() -> list[tuple[str, str]]:
    """Return the newest releases, path and headline, to choose among."""
    shown = Version.objects.public().exclude(kind=Version.Kind.RETRACTION).newest_first()
    versions = shown.select_related("address").only("headline", "address")[:PROPOSED]
    return [(version.get_absolute_url(), version.headline) for version in versions]


def tidy_link(typed: str) -> str:
    """Return the link as it is stored: of our own site the path alone. Refuse what does not lead anywhere."""
    link = typed.strip()
    if link.startswith(f"{settings.SITE_URL}/"):
        link = link.removeprefix(settings.SITE_URL)
    if link.startswith("/") and not link.startswith("//"):
        _require_page(link)
    elif link:
        _require_https(link)
    return link


def headline_at(link: str) -> str:
    """Return the headline of the public release at a path; "" if there is none."""
    parts = urlsplit(link).path.strip("/").split("/")
    if len(parts) != 3 or parts[0] != "pressmeddelanden" or not parts[1].isdecimal():
        return ""
    found = Version.objects.public().filter(address__year=int(parts[1]), address__slug=parts[2])
    return found.values_list("headline", flat=True).first() or ""


def _require_page(link: str) -> None:
    """Refuse a path of ours that a reader cannot follow. What is not public yet is answered as if it never was."""
    path = urlsplit(link).path
    try:
        name = resolve(path).url_name
    except Resolver404:
        name = ""
    if not name or path.startswith(_NOT_PUBLIC) or (name == "release_detail" and not headline_at(link)):
        raise ValidationError(_("There is no public page at this address."))


def _require_https(link: str) -> None:
    """Refuse what is no address on the web, or one that is not safe."""
    try:
        _valid_url(link)
    except ValidationError:
        text = _("Write a path on this site, as /kontakter/, or an address that begins with https://.")
        raise ValidationError(text) from None
