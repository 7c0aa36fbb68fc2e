"""What the lists show, newest first: an index in the memory of each process, so that a filter costs no scan.

A set of releases is a number with one bit for each release, in the order of first publication. To combine filters
is to AND numbers, to count is to count bits: a thousandth of a second at 100,000 releases, on every database.
The index decides order and counts alone. What is shown is fetched through `Version.objects.public()` all the same.

It is right without anything that runs: triggers note each change of an interval (`ListingChange`), every reading asks
for the last note, and the index knows when the next interval begins or ends. Only what has changed is read again.
"""

import datetime as dt
import threading
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from operator import and_
from typing import Any, NamedTuple

from django.db.models import Min, Q
from django.utils import timezone

from newsroom.bitsets import highest, set_of
from newsroom.filters import Filters
from newsroom.models import ListingChange, Version
from newsroom.signals import words_asked

#: When more than this has changed since the last reading, the index is made anew.
MOST_CHANGES = 500
#: The answers for so many different words are kept, at most 12 kB each at 100,000 releases.
MOST_WORDS = 200
#: A filter of the list, and its values, each with the set of releases that have it.
Sets = dict[str, dict[Any, int]]


class Row(NamedTuple):
    """What the index keeps of a release that is shown."""

    published_at: dt.datetime
    release: int
    version: int
    type: str
    department: int | None
    language: str

    @property
    def key(self) -> tuple[dt.datetime, int]:
        """Return the place in the order of the list: a correction moves nothing."""
        return self.published_at, self.release


class Generation(NamedTuple):
    """Which note of a change was the last one read; number 0 when there was none."""

    number: int = 0
    token: str = ""


NOTHING_READ = Generation()


@dataclass(frozen=True)
class Listing:
    """What is shown at a time. Sets of releases are whole numbers: bit n is the nth release from the oldest."""

    at: dt.datetime
    generation: Generation = NOTHING_READ
    #: When an interval begins or ends next.
    next_bound: dt.datetime | None = None
    rows: list[Row] = field(default_factory=list)
    #: The place of a release among the rows. Some rows are shown no more: `shown` tells.
    places: dict[int, int] = field(default_factory=dict)
    shown: int = 0
    sets: Sets = field(default_factory=dict)
    #: The sets of the words that have been asked for, as long as this index holds.
    asked: dict[str, int] = field(default_factory=dict, compare=False, repr=False)

    # --- sets of releases ---------------------------------------------------------------------------
    def having(self, name: str, value: Any) -> int:
        """Return the set of releases with a value of a filter. Empty for a value that nothing shown has any more."""
        return self.sets.get(name, {}).get(value, 0)

    def counts(self, name: str) -> dict[Any, int]:
        """Return the values of a filter with how many releases have each; none that nothing has."""
        return {value: bits.bit_count() for value, bits in self.sets.get(name, {}).items() if bits}

    def matching(self, filters: Filters, *, but: str = "") -> int:
        """Return the set of releases that all filters let through, leaving out the one named `but`."""
        found = self.shown
        for name, value in filters.chosen().items():
            if name != but:
                found &= self.holding(value) if name == "q" else self.having(name, value)
        return found

    def holding(self, words: str) -> int:
        """Return the set of releases that hold the words, as the search answers (`signals.words_asked`)."""
        if words not in self.asked:
            answers = words_asked.send(sender=Listing, words=words, listing=self)
            if len(self.asked) >= MOST_WORDS:
                self.asked.clear()
            self.asked[words] = reduce(and_, (bits for _receiver, bits in answers), self.shown)
        return self.asked[words]

    def of_releases(self, releases: Iterable[int]) -> int:
        """Return the set of those of the releases (primary keys) that are shown."""
        places = (self.places[release] for release in releases if release in self.places)
        return set_of(places, len(self.rows)) & self.shown

    def choices(self, filters: Filters) -> dict[str, dict[Any, int]]:
        """Return each filter's values with how many releases each would leave, the other filters applied."""
        counted = {}
        for name, values in self.sets.items():
            others = self.matching(filters, but=name)
            counts = {value: (others & bits).bit_count() for value, bits in values.items()}
            counted[name] = {value: count for value, count in counts.items() if count}
        return counted

    @staticmethod
    def count(bits: int) -> int:
        """Return how many releases a set holds."""
        return bits.bit_count()

    def page(self, bits: int, start: int, stop: int) -> list[Row]:
        """Return the rows from `start` (0 is the newest of the set) up to, not with, `stop`."""
        return [self.rows[place] for place in highest(bits, start, stop)]

    def versions(self, bits: int, start: int, stop: int) -> list[int]:
        """Return the primary keys of the versions shown, from `start` (0 is the newest) up to, not with, `stop`."""
        return [row.version for row in self.page(bits, start, stop)]


# --- making it ---------------------------------------------------------------------------------------
def as_of(at: dt.datetime, generation: Generation = NOTHING_READ) -> Listing:
    """Return what lists show at a time, made from nothing."""
    rows = sorted(_rows(at), key=lambda row: row.key)
    places = {row.release: place for place, row in enumerate(rows)}
    shown = (1 << len(rows)) - 1
    topics = _topics(at, {row.version: row.release for row in rows})
    return Listing(at, generation, _next_bound(at), rows, places, shown, _sets(rows, topics, places))


def _rows(at: dt.datetime, releases: Iterable[int] | None = None) -> list[Row]:
    """Read what is shown at a time: of some releases, or all."""
    versions = Version.objects.public(at).exclude(kind=Version.Kind.RETRACTION)
    if releases is not None:
        versions = versions.filter(release__in=releases)
    fields = ("published_at", "release", "pk", "type", "department", "language")
    return [Row(*values) for values in versions.values_list(*fields).iterator(chunk_size=5000)]


def _topics(at: dt.datetime, versions: dict[int, int]) -> dict[int, list[int]]:
    """Return the topics of the releases (a release for each version), from all versions or a few."""
    rows = Version.topics.through._default_manager.all()
    if len(versions) <= MOST_CHANGES:
        rows = rows.filter(version__in=list(versions))
    found: dict[int, list[int]] = defaultdict(list)
    for version, topic in rows.values_list("version", "topic").iterator(chunk_size=5000):
        if version in versions:
            found[versions[version]].append(topic)
    return found


def _next_bound(at: dt.datetime) -> dt.datetime | None:
    """Return when an interval begins or ends next."""
    begins = Version.objects.filter(visible_from__gt=at).aggregate(at=Min("visible_from"))["at"]
    ends = Version.objects.filter(visible_until__gt=at).aggregate(at=Min("visible_until"))["at"]
    return min((moment for moment in (begins, ends) if moment), default=None)


def _values(row: Row, topics: Iterable[int]) -> Iterable[tuple[str, Any]]:
    """Return what a release is found by, but for its year and month."""
    yield "typ", row.type
    yield "sprak", row.language
    if row.department:
        yield "forvaltning", row.department
    yield from (("amne", topic) for topic in topics)


def _sets(rows: list[Row], topics: dict[int, list[int]], places: dict[int, int]) -> Sets:
    """Return the sets of all filters."""
    size = len(rows) // 8 + 1
    filled: dict[str, dict[Any, bytearray]] = defaultdict(lambda: defaultdict(lambda: bytearray(size)))
    for place, row in enumerate(rows):
        for name, value in _values(row, topics.get(row.release, ())):
            filled[name][value][place >> 3] |= 1 << (place & 7)
    sets = {name: {v: int.from_bytes(bits, "little") for v, bits in found.items()} for name, found in filled.items()}
    return sets | _calendar([row.published_at for row in rows])


def _calendar(moments: list[dt.datetime]) -> Sets:
    """Return the sets of the years and the months (1 to 12, of all years): moments in order are runs of bits."""
    years: dict[int, int] = defaultdict(int)
    months: dict[int, int] = defaultdict(int)
    start = 0
    while start < len(moments):
        day = timezone.localdate(moments[start])
        after = dt.datetime(day.year + day.month // 12, day.month % 12 + 1, 1, tzinfo=timezone.get_default_timezone())
        end = bisect_left(moments, after)
        run = ((1 << (end - start)) - 1) << start
        years[day.year] |= run
        months[day.month] |= run
        start = end
    return {"ar": dict(years), "manad": dict(months)}


# --- keeping it right --------------------------------------------------------------------------------
def _changed(listing: Listing, releases: set[int], at: dt.datetime, generation: Generation) -> Listing | None:
    """Return the index with some releases read again, or None when one of them belongs in the middle of the order."""
    rows, places, shown = list(listing.rows), dict(listing.places), listing.shown
    sets = {name: dict(values) for name, values in listing.sets.items()}
    fresh = sorted(_rows(at, releases), key=lambda row: row.key)
    topics = _topics(at, {row.version: row.release for row in fresh})
    for release in releases:
        if (place := places.get(release)) is not None:
            shown = _without(sets, shown, ~(1 << place))
    for row in fresh:
        place = places.get(row.release, len(rows))
        if place == len(rows):
            if rows and rows[-1].key > row.key:
                return None
            rows.append(row)
        elif rows[place].key != row.key:
            return None
        rows[place], places[row.release] = row, place
        shown |= 1 << place
        day = timezone.localdate(row.published_at)
        for name, value in [*_values(row, topics.get(row.release, ())), ("ar", day.year), ("manad", day.month)]:
            values = sets.setdefault(name, {})
            values[value] = values.get(value, 0) | 1 << place
    return Listing(at, generation, _next_bound(at), rows, places, shown, sets)


def _without(sets: Sets, shown: int, mask: int) -> int:
    """Take one release out of all sets; return what is shown without it."""
    for values in sets.values():
        for value, bits in values.items():
            values[value] = bits & mask
    return shown & mask


_lock = threading.Lock()
_latest: list[Listing] = []


def current() -> Listing:
    """Return what lists show now. One query, unless something has changed; then one reader looks, the others wait."""
    listing, at, generation = _kept(), timezone.now(), _last_note()
    if listing and _holds(listing, at, generation):
        return listing
    with _lock:
        _latest[:] = [_brought_up_to(timezone.now(), _kept(), _last_note())]
        return _latest[0]


def _kept() -> Listing | None:
    """Return the index of the last reading."""
    return next(iter(_latest), None)


def _last_note() -> Generation:
    """Return the last change that was noted."""
    notes = ListingChange.objects.order_by("-pk").values_list("pk", "token")[:1]
    return next((Generation(*note) for note in notes), NOTHING_READ)


def _holds(listing: Listing, at: dt.datetime, generation: Generation) -> bool:
    """Tell whether nothing has changed since the index was read. Without a note there is nothing to go by."""
    if generation != listing.generation or not generation.number or at < listing.at:
        return False
    return listing.next_bound is None or at < listing.next_bound


def _brought_up_to(at: dt.datetime, listing: Listing | None, generation: Generation) -> Listing:
    """Return the index as it stands now, from the one of the last reading where that can be."""
    if listing is None or not listing.generation.number or at < listing.at:
        return as_of(at, generation)
    if _holds(listing, at, generation):
        return listing
    if generation.number < listing.generation.number:
        return as_of(at, generation)
    return _caught_up(at, listing, generation) or as_of(at, generation)


def _caught_up(at: dt.datetime, listing: Listing, generation: Generation) -> Listing | None:
    """Return the index with what has changed since, or None when it has to be made anew."""
    newer = ListingChange.objects.filter(pk__gte=listing.generation.number, pk__lte=generation.number).order_by("pk")
    notes = list(newer.values_list("pk", "token", "release_id")[: MOST_CHANGES + 2])
    if not notes or notes[0][:2] != listing.generation or len(notes) > MOST_CHANGES + 1:
        return None
    passed = (listing.at, at)
    begun_or_ended = Q(visible_from__range=passed) | Q(visible_until__range=passed)
    releases = set(Version.objects.filter(begun_or_ended).values_list("release", flat=True)[: MOST_CHANGES + 1])
    releases |= {release for _number, _token, release in notes[1:]}
    return _changed(listing, releases, at, generation) if len(releases) <= MOST_CHANGES else None
