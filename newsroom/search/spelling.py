"""Menade du …?: words that are spelled almost like one that nothing has.

The words of the index are also those that nobody may read yet. So every word that comes near is looked up among what
is shown, and none is left out before that: a hidden word can neither be proposed nor stand in the way of another.
"""

from django.db import connection

from newsroom.listing import Listing
from newsroom.search.engines import COLUMNS, Ask, versions_holding
from newsroom.search.matching import Found, set_of_versions
from newsroom.search.questions import Question, Term
from newsroom.search.tokens import units

SHORTEST = 4
#: A mistake costs two, å, ä and ö for a and o one: keyboards abroad have none.
_MISTAKE, _DOTS = 2, 1
_BARE = str.maketrans("åäö", "aao")
_FAR = 99


def better_words(text: str, found: Found) -> str:
    """Return what was typed with each word that nothing has spelled as one that something has; "" if there is none."""
    unknown = [term for term in Question.parse(text).terms if _may_be_misspelled(term) and not found.by_term.get(term)]
    better = {term.word: word for term in unknown if (word := _nearest(term.word, found.listing))}
    parts, last = [], 0
    for unit in units(text):
        if instead := better.get(unit.words[-1]):
            parts += [text[last : unit.start], instead]
            last = unit.end
    return "".join([*parts, text[last:]]) if parts else ""


def _may_be_misspelled(term: Term) -> bool:
    """Tell whether it is a word, and long enough to be recognised."""
    return not term.is_phrase and term.word.isalpha() and len(term.word) >= SHORTEST


def _nearest(word: str, listing: Listing) -> str:
    """Return the word nearest in spelling among those that are shown, the most common of equals; "" without any."""
    most = _MISTAKE if len(word) < 6 else 2 * _MISTAKE
    near: dict[str, tuple[int, str]] = {}
    pieces = _pieces(word)
    for other in _alike(word):
        if not any(piece in other.translate(_BARE) for piece in pieces):
            continue
        cost, meant = nearest_beginning(word, other, most)
        if cost <= most and meant != word:
            near[other] = cost, meant
    counts = _how_many(sorted(near), listing)
    ranked = sorted((near[other][0], -count, near[other][1]) for other, count in counts.items() if count)
    return ranked[0][2] if ranked else ""


def _pieces(word: str) -> list[str]:
    """Return the word in three pieces, without dots: two mistakes leave one of them whole, which is quick to see."""
    bare, size = word.translate(_BARE), len(word) // 3
    return [bare[:size], bare[size : 2 * size], bare[2 * size :]]


def _alike(word: str) -> list[str]:
    """Return the words that are not much shorter, and begin or end in the same way."""
    starts = {word[0], word[1], *_twins(word[0])}
    turned = word[::-1]
    begins = " OR ".join(["(word >= %s AND word < %s)"] * len(starts))
    sql = (
        f"SELECT word FROM newsroom_search_word WHERE length(word) >= %s AND ({begins}) "
        "UNION SELECT word FROM newsroom_search_word WHERE length(word) >= %s AND backwards >= %s AND backwards < %s"
    )
    shortest = len(word) - 2
    ranges = [end for start in sorted(starts) for end in (start, chr(ord(start) + 1))]
    with connection.cursor() as cursor:
        cursor.execute(sql, [shortest, *ranges, shortest, turned[:2], turned[0] + chr(ord(turned[1]) + 1)])
        return [found for (found,) in cursor.fetchall()]


def _twins(letter: str) -> str:
    """Return the letters that a keyboard without å, ä and ö makes one."""
    return {"a": "åä", "o": "ö", "å": "aä", "ä": "aåe", "ö": "o", "e": "ä"}.get(letter, "")


def _how_many(words: list[str], listing: Listing) -> dict[str, int]:
    """Return how many releases that are shown hold each of the words. One query."""
    asks = [Ask(column, [word]) for word in words for column in COLUMNS]
    sets: dict[str, int] = dict.fromkeys(words, 0)
    for ask, versions in zip(asks, versions_holding(asks), strict=True):
        sets[ask.words[0]] |= set_of_versions(versions, listing)
    return {word: bits.bit_count() for word, bits in sets.items()}


def nearest_beginning(word: str, other: str, most: int) -> tuple[int, str]:
    """Return what it costs to make a word of the beginning of another, and which beginning that is.

    The other may have an ending, or be a compound: "atervinning" means the "återvinning" of återvinningscentral. A word
    that is whole costs one less. The costs are those of Damerau and Levenshtein; above `most` they are only far.
    """
    costs = _costs(word, other[: len(word) + 2], most)
    if not costs:
        return _FAR, ""
    whole = [(cost + (place != len(other)), abs(place - len(word)), place) for place, cost in enumerate(costs)]
    cost, _off, place = min(whole)
    return cost, other[:place]


def _costs(word: str, other: str, most: int) -> list[int]:
    """Return what it costs to make the word of each beginning of the other; nothing when all cost too much."""
    if len(set(word.translate(_BARE)) - set(other.translate(_BARE))) * _MISTAKE > most:
        return []
    earlier: list[int] = []
    last = [place * _MISTAKE for place in range(len(other) + 1)]
    for i, letter in enumerate(word, start=1):
        row = [i * _MISTAKE]
        for j, sign in enumerate(other, start=1):
            best = min(last[j] + _MISTAKE, row[j - 1] + _MISTAKE, last[j - 1] + _exchange(letter, sign))
            if i > 1 and j > 1 and letter == other[j - 2] and sign == word[i - 2]:
                best = min(best, earlier[j - 2] + _MISTAKE)
            row.append(best)
        if min(row) > most:
            return []
        earlier, last = last, row
    return last


def _exchange(letter: str, sign: str) -> int:
    """Return what it costs to write one letter for another."""
    if letter == sign:
        return 0
    return _DOTS if letter.translate(_BARE) == sign.translate(_BARE) else _MISTAKE
