"""What answers a question now, and how well.

The index tells which versions hold a word; the listing tells which version of each release is shown. Only where both
agree is there an answer, so a text that nobody may read, or that has been replaced, adds nothing: not a hit, not a
count, not a place in the order.
"""

import threading
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_
from typing import Any

from newsroom.bitsets import set_of
from newsroom.due_dates import add_months
from newsroom.listing import Listing, Row
from newsroom.search import bits as numbers
from newsroom.search.engines import COLUMNS, Ask, versions_holding
from newsroom.search.questions import FIRST_PART, FORM, LAST_PART, Question, Term
from newsroom.search.vocabulary import BEGINNINGS, known_words

#: How much an answer is worth, by how the word answers and where it stands: headline, lead, the rest.
WORTH = {FORM: (7, 4, 2), FIRST_PART: (5, 3, 1), LAST_PART: (4, 2, 1)}
#: The words side by side, as they were typed.
IN_A_ROW = (3, 2, 1)
#: What is younger than so many months is worth one more.
FRESH_MONTHS = (6, 24)
MOST_KEPT = 200
#: So many words are asked for at once, in so many portions before these grow.
PORTION, MOST_PORTIONS = 100, 12


@dataclass(frozen=True)
class Found:
    """The releases that answer a question, and how well each does."""

    listing: Listing
    #: Those that hold every term; `almost` is true when none does, and these hold all but one.
    bits: int = 0
    almost: bool = False
    planes: numbers.Planes = field(default_factory=list)
    #: The releases that answer each term.
    by_term: dict[Term, int] = field(default_factory=dict)

    def rows(self, within: int, start: int, stop: int) -> list[Row]:
        """Return the rows of a set from `start` up to, not with, `stop`: the best first, the newest of equals first."""
        found: list[Row] = []
        for group in numbers.by_number(self.planes, within & self.bits):
            count = group.bit_count()
            if start < count:
                found += self.listing.page(group, start, min(stop, count))
            start, stop = max(start - count, 0), stop - count
            if stop <= 0:
                break
        return found


class _Kept:
    """The answers of this process, as long as the listing is the same."""

    def __init__(self, listing: Listing) -> None:
        """Note where each version that is shown has its place."""
        self.listing = listing
        self.found: dict[str, Found] = {}
        size = len(listing.rows)
        versions = [row.version for row in listing.rows]
        #: The place of each version by its primary key; all others have the place after the last.
        self.places = array("l", [size]) * (max(versions, default=0) + 1)
        for place, version in enumerate(versions):
            self.places[version] = place

    def set_of(self, versions: Iterable[int]) -> int:
        """Return the set of those of the versions that are shown."""
        places, size, last = self.places, len(self.listing.rows), len(self.places)
        shown = (places[version] for version in versions if version < last)
        return set_of(shown, size + 1) & self.listing.shown


_lock = threading.Lock()
_kept: list[_Kept] = []


def _keeper(listing: Listing) -> _Kept:
    """Return what is kept for a listing; what was kept for an earlier one is forgotten."""
    with _lock:
        if not _kept or _kept[0].listing is not listing:
            _kept[:] = [_Kept(listing)]
        return _kept[0]


def find(words: str, listing: Listing) -> Found:
    """Return what answers the words, as the listing stands."""
    kept = _keeper(listing)
    if words not in kept.found:
        question = Question.parse(words)
        if len(kept.found) >= MOST_KEPT:
            kept.found.clear()
        kept.found[words] = _answer(question, kept) if question else Found(listing)
    return kept.found[words]


def answer_list(words: str, listing: Listing, **kwargs: Any) -> int:
    """Handle words_asked: return the releases that hold all of the words. Signs without a letter limit nothing."""
    if not Question.parse(words):
        return listing.shown
    found = find(words, listing)
    return 0 if found.almost else found.bits


def set_of_versions(versions: Iterable[int], listing: Listing) -> int:
    """Return the set of those of the versions that are shown."""
    return _keeper(listing).set_of(versions)


# --- making an answer -------------------------------------------------------------------------------
@dataclass(frozen=True)
class _Asked:
    """One question to the index: which term it is for, and what a hit is worth."""

    term: Term | None
    worth: int
    ask: Ask


def _answer(question: Question, kept: _Kept) -> Found:
    """Ask the index everything at once and add up what it says."""
    asked = list(_asks(question))
    holding = versions_holding([one.ask for one in asked])
    sets = [(one, kept.set_of(versions)) for one, versions in zip(asked, holding, strict=True)]
    by_term = {term: reduce(or_, (bits for one, bits in sets if one.term is term), 0) for term in question.terms}
    bits, almost = _together(list(by_term.values()))
    planes: numbers.Planes = []
    for term in (*question.terms, None):
        _add_best(planes, [(one.worth, found & bits) for one, found in sets if one.term is term])
    for months in FRESH_MONTHS:
        numbers.add(planes, _younger(kept.listing, months) & bits, 1)
    return Found(kept.listing, bits, almost, planes, by_term)


def _together(sets: list[int]) -> tuple[int, bool]:
    """Return what is in all of the sets. If nothing is: in all that have anything, or in all of those but one."""
    everything = reduce(and_, sets)
    known = [bits for bits in sets if bits]
    if everything or len(sets) < 2 or not known:
        return everything, False
    most = reduce(and_, known)
    if not most and len(known) > 2:
        counts: numbers.Planes = []
        for bits in known:
            numbers.add(counts, bits, 1)
        most = numbers.equal(counts, reduce(or_, known), len(known) - 1)
    return most, bool(most)


def _add_best(planes: numbers.Planes, hits: list[tuple[int, int]]) -> None:
    """Add to each release the worth of its best hit for a term."""
    better = 0
    for worth, bits in sorted(hits, reverse=True):
        numbers.add(planes, bits & ~better, worth)
        better |= bits


def _younger(listing: Listing, months: int) -> int:
    """Return the releases that were first published in the last months."""
    since = add_months(listing.at.date(), -months)
    first = bisect_left(listing.rows, since, key=lambda row: row.published_at.date())
    return ((1 << len(listing.rows)) - 1) >> first << first


def _asks(question: Question) -> Iterator[_Asked]:
    """Yield what the index is to be asked."""
    words = known_words([term for term in question.terms if not term.is_phrase])
    for term in question.terms:
        if term.is_phrase:
            for column, worth in zip(COLUMNS, WORTH[FORM], strict=True):
                yield _Asked(term, worth, Ask(column, in_a_row=term.words))
        else:
            yield from _asks_of_word(term, words[term])
    if question.sequence and len(question.terms) > 1:
        for column, worth in zip(COLUMNS, IN_A_ROW, strict=True):
            yield _Asked(None, worth, Ask(column, in_a_row=question.sequence))


def _asks_of_word(term: Term, words: dict[str, list[str]]) -> Iterator[_Asked]:
    """Yield what the index is to be asked for one word, in each way it can be answered."""
    for way, worths in WORTH.items():
        prefixes = words[BEGINNINGS] if way == FIRST_PART else []
        for column, worth in zip(COLUMNS, worths, strict=True):
            if prefixes:
                yield _Asked(term, worth, Ask(column, prefixes=prefixes))
            for some in _portions(words[way]):
                yield _Asked(term, worth, Ask(column, some))


def _portions(words: list[str]) -> Iterator[list[str]]:
    """Yield words in portions: an engine that is asked for any of thousands at once compares them all at every hit."""
    size = max(PORTION, -(-len(words) // MOST_PORTIONS))
    for start in range(0, len(words), size):
        yield words[start : start + size]
