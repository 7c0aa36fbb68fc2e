"""Which versions stand in a feed: the newest of a list, and what has been changed since the oldest of them appeared.

A correction of an old release is news, and so is that one has been taken back: both stand on the first page, however
long ago the release was published, so that nobody who follows the feed goes on with what is wrong.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.core.paginator import Paginator
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from newsroom.feeds.entries import Feed, Past, absolute, entry_of, past_of, tag_uri, title_of
from newsroom.filters import Filters
from newsroom.listing import Listing, Row
from newsroom.models import Version

Kind = Version.Kind
PER_PAGE = 30
#: How many old releases a feed shows again because they have been changed, and how many notices.
MOST_RESURFACED = 30
#: How many notices are looked at to find those of a topic.
MOST_RETRACTED = 500
#: The fields of a notice that filters look at.
_FIELDS = {
    "typ": "type",
    "sprak": "language",
    "forvaltning": "department",
    "ar": "published_at__year",
    "manad": "published_at__month",
}
#: The time of a feed in which nothing has ever happened.
NEVER = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


def feed_of(listing: Listing, filters: Filters, page: str, *, home: str, address: str) -> Feed:
    """Return a page of the feed of a list. `home` is the path of the list, `address` that of the feed."""
    bits = listing.matching(filters)
    found = Paginator(range(listing.count(bits)), PER_PAGE)
    number, last = found.get_page(page).number, found.num_pages
    rows = listing.page(bits, (number - 1) * PER_PAGE, number * PER_PAGE)
    at = timezone.now()
    shown = [row.version for row in rows]
    if number == 1:
        since = rows[-1].published_at if last > 1 else None
        shown += _resurfaced(listing, bits, rows, since, at) if since else []
        shown += _retracted(filters, since, at)
    public = Version.objects.public(at).filter(pk__in=shown)
    versions = list(public.select_related("department", "address", "release").prefetch_related("topics"))
    pasts = _pasts(versions, at)
    entries = [entry_of(version, pasts[version.release_id]) for version in versions]
    return Feed(
        id=tag_uri(f"flode{filters.querystring()}"),
        title=title_of(filters.label(name, value) for name, value in filters.chosen().items()),
        description=_("The whole text of each press release. What has been corrected stands first in it."),
        home_url=absolute(home + filters.querystring()),
        self_url=absolute(address + filters.querystring(sida=number)),
        pages=_pages(absolute(address), filters, number, last),
        updated=max((entry.updated for entry in entries), default=NEVER),
        entries=sorted(entries, key=lambda entry: (entry.updated, entry.published, entry.id), reverse=True),
        modified=_modified(versions, at),
    )


def _pages(address: str, filters: Filters, number: int, last: int) -> dict[str, str]:
    """Return the addresses of the other pages (RFC 5005), by what they are to this one."""
    numbers = {"first": 1, "previous": number - 1, "next": number + 1, "last": last}
    found = {name: page for name, page in numbers.items() if last > 1 and 1 <= page <= last}
    return {name: address + filters.querystring(sida=page) for name, page in found.items()}


def _resurfaced(listing: Listing, bits: int, rows: list[Row], since: dt.datetime, at: dt.datetime) -> list[int]:
    """Return versions of the list that were corrected or updated since a time and are not among the rows."""
    changes = Version.objects.once_public(at).filter(kind__in=Version.MATERIAL, visible_from__gt=since).order_by()
    # Sorted here: a database that is asked for the order reads every version since, not those of the kinds alone.
    newest_first = sorted(changes.values_list("visible_from", "release_id"), reverse=True)
    changed = [release for _at, release in newest_first]
    among = listing.of_releases(changed) & bits
    found = {row.release: row.version for row in listing.page(among, 0, listing.count(among))}
    there = {row.release for row in rows}
    wanted = dict.fromkeys(release for release in changed if release in found and release not in there)
    return [found[release] for release in list(wanted)[:MOST_RESURFACED]]


def _retracted(filters: Filters, since: dt.datetime | None, at: dt.datetime) -> list[int]:
    """Return the notices, newer than a time, that stand where a release of the list stood."""
    if filters.q:  # the words of what was taken back answer to nothing
        return []
    chosen = filters.chosen()
    fields = {_FIELDS[name]: value for name, value in chosen.items() if name in _FIELDS}
    notices = Version.objects.public(at).filter(kind=Kind.RETRACTION, **fields)
    newer = notices.filter(visible_from__gt=since) if since else notices
    found = dict(newer.order_by("-visible_from").values_list("pk", "release")[:MOST_RETRACTED])
    if topic := chosen.get("amne"):  # a notice has none: those of the text that it stands for count
        texts = Version.objects.once_public(at).filter(release__in=found.values(), topics=topic)
        those = set(texts.values_list("release", flat=True))
        found = {notice: release for notice, release in found.items() if release in those}
    return list(found)[:MOST_RESURFACED]


def _pasts(versions: Iterable[Version], at: dt.datetime) -> dict[int, Past]:
    """Return what there is to tell of each release's versions so far, by release. One query."""
    releases = {version.release_id for version in versions}
    seen = Version.objects.once_public(at).filter(release__in=releases).order_by("visible_from")
    fields = ("release", "kind", "public_note", "visible_from", "visible_until")
    histories: dict[int, list[Version]] = defaultdict(list)
    for version in seen.only(*fields):
        histories[version.release_id].append(version)
    return {release: past_of(history) for release, history in histories.items()}


def _modified(versions: Iterable[Version], at: dt.datetime) -> dt.datetime:
    """Return when the feed last changed: the newest version in it, or the last time that anything ended after that."""
    newest = max((version.visible_from for version in versions if version.visible_from), default=NEVER)
    ended = Version.objects.filter(visible_until__gt=newest, visible_until__lte=at)
    return ended.aggregate(last=Max("visible_until"))["last"] or newest
