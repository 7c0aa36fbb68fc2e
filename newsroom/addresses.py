"""Addresses of releases: claimed when a version gets its interval, kept for ever.

What opens later yields: a scheduled release that holds an address moves aside when another release is
published earlier under the same words, so that no number at the end of an address tells of something unseen.
What readers have seen never moves, not even for a release that is entered afterwards with an earlier date.
"""

import datetime as dt
import itertools
from collections.abc import Iterator

from django.db.models import Min
from django.utils import timezone
from django.utils.text import slugify

from newsroom.models import Address, Release

#: Letters that have no decomposition and would otherwise be lost.
_LETTERS = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ð": "d", "đ": "d", "þ": "th", "ß": "ss", "ł": "l", "ŋ": "n", "ŧ": "t"}
)
MAX_LENGTH = 80


def wanted_slug(release: Release) -> str:
    """Return the slug a release asks for: its own, else made from the headline."""
    slug = release.slug or slugify(release.headline.lower().translate(_LETTERS))
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
    """Tell whether no reader has seen the address, or will have seen it by then."""
    return not address.versions.filter(visible_from__lte=max(moment, timezone.now())).exists()


def _move_aside(address: Address) -> None:
    """Give an address that nobody has seen the next number that is free, or that opens later still."""
    opens_at = address.versions.aggregate(first=Min("visible_from"))["first"]
    for slug in itertools.islice(_numbered(address.slug), 1, None):
        other = Address.objects.filter(year=address.year, slug=slug).first()
        if other and not _opens_after(other, opens_at):
            continue
        if other:
            _move_aside(other)
        address.slug = slug
        address.save(update_fields=["slug"])
        return


def released_at(release: Release) -> dt.datetime | None:
    """Return when the release was, or will be, first public."""
    first = release.versions.exclude(visible_from=None).order_by("visible_from").first()
    return first.visible_from if first else None
