"""Texts with the words that were found in them marked: pieces that a template writes out, each text or hit."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from newsroom.search.questions import Question, Term
from newsroom.search.tokens import Unit, plain_words, units

#: How much of a text stands around its first hits, and how far into it they are looked for.
WIDTH = 240
_BEFORE = 60
_FARTHEST = 40_000
#: How many judged words are remembered for a question.
MOST_JUDGED = 20_000
_UNJUDGED = "not judged yet"

#: Where something answers, and the term or phrase that it answers.
Hit = tuple[int, int, Term | tuple[str, ...]]


class Piece(NamedTuple):
    """A part of a text, and whether it is what was asked for."""

    text: str
    is_hit: bool = False


class Marker:
    """Marks what answers a question. It remembers the words it has judged: texts have the same ones again and again."""

    def __init__(self, question: Question) -> None:
        """Sort the terms of the question."""
        self.words = [term for term in question.terms if not term.is_phrase]
        self.phrases = [term.words for term in question.terms if term.is_phrase]
        self._judged = _judged_of(tuple(self.words))

    def marked(self, text: str) -> list[Piece]:
        """Return the whole text in pieces."""
        return _pieces(text, [(start, end) for start, end, _what in self._hits(text)], 0, len(text))

    def snippet(self, *texts: str) -> list[Piece]:
        """Return what stands around the hits in the first text that has any; nothing when none has."""
        for text in texts:
            if hits := self._hits(text[:_FARTHEST], enough=True):
                start, end = _window(text, hits)
                spans = [(begin, stop) for begin, stop, _what in hits if start <= begin and stop <= end]
                return [
                    *([Piece("… ")] if start else []),
                    *_pieces(text, spans, start, end),
                    *([Piece(" …")] if end < len(text) else []),
                ]
        return []

    def _hits(self, text: str, *, enough: bool = False) -> list[Hit]:
        """Return where the text answers, and with what; `enough` of it is what a snippet can show of one term."""
        is_one = enough and len(self.words) == 1 and not self.phrases
        found: list[Unit] = []
        hits: list[Hit] = []
        start, last = self._shortly_before(text) if is_one else 0, len(text)
        for unit in units(text[start:]):
            unit = unit._replace(start=unit.start + start, end=unit.end + start) if start else unit
            if unit.start > last:
                break
            found.append(unit)
            if term := self._term_of(unit):
                hits.append((unit.start, unit.end, term))
                last = min(last, unit.start + WIDTH) if is_one else last
        for phrase in self.phrases:
            hits += [(found[first].start, found[end].end, phrase) for first, end in _places_of(phrase, found)]
        return sorted(hits, key=lambda hit: hit[:2])

    def _shortly_before(self, text: str) -> int:
        """Return a place between words before the first word that answers: most of a text need not be looked at."""
        judged = self._judged  # asked straight: most words of a text are passed by here, and most have been judged
        for match in plain_words(text):
            word = match[0]
            if judged[word] if word in judged else self._judge(word):
                return text.rfind(" ", 0, max(match.start() - 2 * _BEFORE, 0)) + 1
        return 0

    def _term_of(self, unit: Unit) -> Term | None:
        """Return the term that a word answers."""
        if len(unit.parts) == 1:
            return self._judge(unit.parts[0])
        return next((term for word in unit.words if (term := self._judge(word))), None)

    def _judge(self, word: str) -> Term | None:
        """Return the term that a word answers, from memory where it has been judged."""
        found = self._judged.get(word, _UNJUDGED)
        if isinstance(found, str):
            found = next((term for term in self.words if term.answered_by(word)), None)
            if len(self._judged) >= MOST_JUDGED:
                self._judged.clear()
            self._judged[word] = found
        return found


@lru_cache(maxsize=32)
def _judged_of(terms: tuple[Term, ...]) -> dict[str, Term | None]:
    """Return the words that have been judged for these terms: the next page with them judges fewer."""
    return {}


def _places_of(phrase: Sequence[str], found: list[Unit]) -> list[tuple[int, int]]:
    """Return the first and the last word of each place that has the words in a row."""
    parts = [(part, number) for number, unit in enumerate(found) for part in unit.parts]
    names = [part for part, _number in parts]
    size = len(phrase)
    starts = [place for place, name in enumerate(names) if name == phrase[0]]
    return [
        (parts[place][1], parts[place + size - 1][1])
        for place in starts
        if tuple(names[place : place + size]) == tuple(phrase)
    ]


def _window(text: str, hits: list[Hit]) -> tuple[int, int]:
    """Return the part of the text with the most of what was asked for, cut between words."""
    best = max(hits, key=lambda hit: (len({w for s, e, w in hits if hit[0] <= s and e <= hit[0] + WIDTH}), -hit[0]))
    start = max(best[0] - _BEFORE, 0)
    if start:
        start = max(text.find(" ", start, best[0]) + 1, text.rfind("\n", start, best[0]) + 1) or best[0]
    end = min(max(start + WIDTH, best[1]), len(text))
    if end < len(text):
        end = max(text.rfind(" ", best[1], end), best[1])
    return start, end


def _pieces(text: str, spans: list[tuple[int, int]], start: int, end: int) -> list[Piece]:
    """Cut a part of a text at the hits. Where they overlap the first one holds."""
    pieces, place = [], start
    for begin, stop in spans:
        if begin < place:
            continue
        if begin > place:
            pieces.append(Piece(text[place:begin]))
        pieces.append(Piece(text[begin:stop], is_hit=True))
        place = stop
    return [*pieces, Piece(text[place:end])] if place < end else pieces
