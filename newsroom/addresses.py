"""Addresses of releases: claimed when a version gets its interval, kept for ever.

What opens later yields: a scheduled release that holds an address moves aside when another release is
published earlier under the same words, so that no number at the end of an address tells of something unseen.
"""

import datetime as dt
import itertools
from collections.abc import Iterator

from django.utils import timezone
from django.utils.text import slugify

from newsroom.models import Address, Release

#: Letters that have no decomposition and would otherwise be lost.
_LETTERS = str.maketrans({"ø": "o", "Ø": "o", "æ": "ae", "Æ": "ae", "ð": "d", "þ": "th", "ß": "ss", "đ": "d"})
MAX_LENGTH = 80


def wanted_slug(release: Release) -> str:
    """Return the slug a release asks for: its own, else made from the headline."""
    slug = release.slug or slugify(release.headline.translate(_LETTERS))
    if len(slug) > MAX_LENGTH:
        slug = slug[:MAX_LENGTH].rsplit("-", 1)[0]
    return slug.strip("-") or "utan-rubrik"


def claim_address(release: Release, *, published_at: dt.datetime, opens_at: dt.datetime) -> Address:
    """Return the address a release shall have, made if need be.

    `published_at` (the first publication) decides the year; `opens_at` is when the address will first be seen.
    """
    year = timezone.localtime(published_at).year
    for slug in _numbered(wanted_slug(release)):
        address, _made = Address.objects.get_or_create(year=year, slug=slug, defaults={"release": release})
        if address.release_id == release.pk:
            return address
        if _opens_after(address, opens_at):
            _move_aside(address)
            return Address.objects.create(release=release, year=year, slug=slug)
    raise AssertionError("the numbers never end")


def _numbered(slug: str) -> Iterator[str]:
    """Yield the slug, then the slug with 2, 3 and so on."""
    yield slug
    yield from (f"{slug}-{number}" for number in itertools.count(2))


def _opens_after(address: Address, moment: dt.datetime) -> bool:
    """Tell whether no reader will have seen the address by then."""
    return not address.versions.filter(visible_from__lte=moment).exists()


def _move_aside(address: Address) -> None:
    """Give an address that nobody has seen the next free number."""
    taken = Address.objects.filter(year=address.year)
    address.slug = next(slug for slug in _numbered(address.slug) if not taken.filter(slug=slug).exists())
    address.save(update_fields=["slug"])


def released_at(release: Release) -> dt.datetime | None:
    """Return when the release was, or will be, first public."""
    first = release.versions.exclude(visible_from=None).order_by("visible_from").first()
    return first.visible_from if first else None
