"""Two texts word by word: what stayed, what went, what came. Plain Python, close to linear in time.

`difflib` alone is quadratic where texts differ much. So paragraphs are compared first, then the words of
those that changed; both times words that occur once on either side are taken as anchors (the idea of the
patience diff), and only what lies between them goes to `SequenceMatcher`, if it is small enough.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "inserted", "deleted", "gap"]
#: A word with what is written into it (2024-03-01, 09.00, https://a.se), a stretch of blanks, or one sign.
TOKEN = re.compile(r"\w+(?:[^\w\s]{1,3}\w+)*|\s+|[^\w\s]")
PARAGRAPH = re.compile(r"[^\n]*\n|[^\n]+")
#: Pairs of equal words that a stretch may have and still go to SequenceMatcher.
MOST_PAIRS = 20_000
#: How often the stretches between anchors are searched for anchors of their own.
MOST_ROUNDS = 8
#: A likeness between two changes is a coincidence when it has at most so many characters; between long
#: changes, up to a third of the shorter one, but never more than the second number.
SHORT, COINCIDENCE = 6, 30
#: Blanks that changed, as word processors show them.
BLANKS = str.maketrans({"\n": "¶\n", " ": "·", "\u00a0": "°"})


@dataclass(frozen=True)
class Piece:
    """A stretch of text that is the same on both sides, or stands on one of them. A gap is left out."""

    kind: Kind
    text: str

    @property
    def shown(self) -> str:
        """Return the text; blanks alone that came or went are made visible."""
        blank = self.kind in ("inserted", "deleted") and not self.text.strip()
        return self.text.translate(BLANKS) if blank else self.text


@dataclass(frozen=True)
class _Run:
    """A stretch as it stands on both sides; the same where the two are equal."""

    old: str
    new: str
    is_same: bool

    def __add__(self, other: "_Run") -> "_Run":
        """Join two stretches; the same only if both are."""
        return _Run(self.old + other.old, self.new + other.new, self.is_same and other.is_same)

    def is_chance(self, before: "_Run", after: "_Run") -> bool:
        """Tell whether this likeness is too short to keep between two changes."""
        room = min(max(len(change.old), len(change.new)) for change in (before, after)) // 3
        return "\n" not in self.old and len(self.old.strip()) <= max(SHORT, min(room, COINCIDENCE))


def differences(old: str, new: str) -> list[Piece]:
    """Return the pieces in order: same and deleted make up the old text, same and inserted the new."""
    return [piece for run in _without_chance(_joined(_runs(old, new))) for piece in _pieces(run)]


def _pieces(run: _Run) -> Iterator[Piece]:
    """Return a stretch as one or two pieces."""
    if run.is_same:
        yield Piece("same", run.old)
        return
    if run.old:
        yield Piece("deleted", run.old)
    if run.new:
        yield Piece("inserted", run.new)


def _runs(old: str, new: str) -> Iterator[_Run]:
    """Compare paragraphs, then the words of those that changed."""
    for run in _aligned(PARAGRAPH.findall(old), PARAGRAPH.findall(new)):
        if run.is_same:
            yield run
        else:
            yield from _aligned(TOKEN.findall(run.old), TOKEN.findall(run.new))


def _aligned(old: list[str], new: list[str]) -> Iterator[_Run]:
    """Cut two lists of tokens into stretches that are the same and stretches that are not."""
    i = j = 0
    for at_old, at_new, size in [*_matches(old, new, MOST_ROUNDS), (len(old), len(new), 0)]:
        if at_old > i or at_new > j:
            yield _Run("".join(old[i:at_old]), "".join(new[j:at_new]), False)
        i, j = at_old + size, at_new + size
        if size:
            yield _Run("".join(old[at_old:i]), "".join(new[at_new:j]), True)


def _matches(old: list[str], new: list[str], rounds: int) -> Iterator[tuple[int, int, int]]:
    """Return where equal stretches begin in both lists, and how long they are, in order."""
    start = _common_start(old, new)
    yield 0, 0, start
    end = _common_start(old[start:][::-1], new[start:][::-1])
    for i, j, size in _between(old[start : len(old) - end], new[start : len(new) - end], rounds):
        yield start + i, start + j, size
    yield len(old) - end, len(new) - end, end


def _common_start(old: list[str], new: list[str]) -> int:
    """Return how many tokens the lists begin with in common."""
    limit = min(len(old), len(new))
    return next((n for n in range(limit) if old[n] != new[n]), limit)


def _between(old: list[str], new: list[str], rounds: int) -> Iterator[tuple[int, int, int]]:
    """Match what neither begins nor ends alike: from anchor to anchor, or by SequenceMatcher."""
    in_old, in_new = Counter(old), Counter(new)
    anchors = _anchors(old, new, in_old, in_new) if rounds else []
    if not anchors:
        if sum(count * in_new[token] for token, count in in_old.items()) <= MOST_PAIRS:
            yield from SequenceMatcher(str.isspace, old, new, autojunk=False).get_matching_blocks()
        return
    i = j = 0
    for at_old, at_new in [*anchors, (len(old), len(new))]:
        for here, there, size in _matches(old[i:at_old], new[j:at_new], rounds - 1):
            yield i + here, j + there, size
        if at_old < len(old):
            yield at_old, at_new, 1
        i, j = at_old + 1, at_new + 1


def _anchors(old: list[str], new: list[str], in_old: Counter[str], in_new: Counter[str]) -> list[tuple[int, int]]:
    """Return the places of tokens that occur once on either side: the longest row in the same order."""
    place = {token: j for j, token in enumerate(new) if in_new[token] == 1 and in_old[token] == 1}
    pairs = [(i, place[token]) for i, token in enumerate(old) if token in place and not token.isspace()]
    return _longest_rising(pairs)


def _longest_rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest selection of the pairs in which the second number rises (patience sorting)."""
    tops: list[int] = []
    last: list[int] = []
    before: list[int | None] = []
    for number, (_i, j) in enumerate(pairs):
        pile = bisect_left(tops, j)
        before.append(last[pile - 1] if pile else None)
        tops[pile : pile + 1], last[pile : pile + 1] = [j], [number]
    chosen, at = [], last[-1] if last else None
    while at is not None:
        chosen.append(pairs[at])
        at = before[at]
    return chosen[::-1]


def _joined(runs: Iterator[_Run]) -> Iterator[_Run]:
    """Join neighbours of the same sort."""
    held: _Run | None = None
    for run in runs:
        if held and held.is_same == run.is_same:
            held += run
        else:
            if held:
                yield held
            held = run
    if held:
        yield held


def _without_chance(runs: Iterator[_Run]) -> list[_Run]:
    """Make one change of two that only a short likeness parts: word salad is hard to read."""
    kept: list[_Run] = []
    for run in runs:
        if not run.is_same and len(kept) > 1 and kept[-1].is_chance(kept[-2], run):
            likeness, change = kept.pop(), kept.pop()
            kept.append(change + likeness + run)
        else:
            kept.append(run)
    return kept


def shortened(pieces: list[Piece], around: int = 160) -> list[Piece]:
    """Leave out the middle of long stretches that are the same: a gap, with some text on either side."""
    short: list[Piece] = []
    for number, piece in enumerate(pieces):
        head, tail = (around if number else 0), (around if number < len(pieces) - 1 else 0)
        if piece.kind != "same" or len(piece.text) <= head + tail + around // 2:
            short.append(piece)
        else:
            short += [replace(piece, text=_head(piece.text, head)), Piece("gap", "…")]
            short.append(replace(piece, text=_tail(piece.text, tail)))
    return [piece for piece in short if piece.text]


def _head(text: str, size: int) -> str:
    """Return the beginning, cut after a whole word."""
    return text[:size].rpartition(" ")[0] or text[:size]


def _tail(text: str, size: int) -> str:
    """Return the end, cut before a whole word."""
    end = text[len(text) - size :]
    return end.partition(" ")[2] or end
