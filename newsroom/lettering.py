"""Breaking a headline into lines that look set by hand: even, as large as the room lets, long words broken well.

Widths are measured in the height of the type (1.0 is one em), so that one measuring serves every size.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate, pairwise

Measure = Callable[[str], float]
LEADING = 1.12
#: From this size down a word is rather broken than made smaller still.
WHOLE_WORDS_FROM = 56
#: What a break in such a place costs, or saves, compared with a line that is wholly empty (1.0).
_AFTER_A_COLON, _AFTER_A_COMMA, _AFTER_A_SHORT_WORD = -0.03, -0.01, 0.04
_AT_A_HYPHEN, _AT_A_JOINT, _IN_A_SYLLABLE = 0.03, 0.05, 0.3
_VOWELS = "aeiouyåäöéüáàèæøõ"
#: Where a Swedish compound is joined: after the "s" that follows these endings.
_JOINT = re.compile(
    r"(?:[^\W\d_]{2}ing|[ts]ion|het|skap|itet|ment|system|arbet|byggnad|marknad|stad)s(?=[^\W\d_])", re.IGNORECASE
)
#: One consonant goes with the vowel after it, of two or more the last one (what is written with two is one).
_SYLLABLE = re.compile(
    rf"(?<=[{_VOWELS}])(?=[^\W\d_{_VOWELS}][{_VOWELS}])"
    rf"|(?<=[^\W\d_{_VOWELS}])(?=(?:sk|st|sj|tj|kj|skj|stj|ch|[^\W\d_{_VOWELS}])[{_VOWELS}])",
    re.IGNORECASE,
)
_SPACE, _HYPHEN, _INSIDE = " ", "", "-"


@dataclass(frozen=True)
class Setting:
    """A headline as it is set: the size in pixels and the lines."""

    size: int
    lines: tuple[str, ...]

    @property
    def height(self) -> float:
        """Return the height of all lines."""
        return self.size * LEADING * len(self.lines)


@dataclass(frozen=True)
class _Piece:
    """What is never parted, what joins it to the next, and what it costs to end a line after it."""

    text: str
    joint: str = _SPACE
    price: float = 0


def fitted(text: str, measure: Measure, *, width: int, height: int, sizes: Sequence[int]) -> Setting:
    """Return the text at the largest size that fits, in as few and as even lines as it can be there."""
    words, measured = text.split(_SPACE), cache(measure)
    for size in (size for size in sizes if size >= WHOLE_WORDS_FROM):
        lines = _set(_whole(words), measured, width / size, int(height / (size * LEADING)))
        if lines:
            return Setting(size, lines)
    for dearest in (_AT_A_JOINT, _IN_A_SYLLABLE):
        for size in (size for size in sizes if size < 1.5 * WHOLE_WORDS_FROM):
            pieces = [piece for word in words for piece in _broken(word, measured, width / size, dearest)]
            lines = _set(pieces, measured, width / size, int(height / (size * LEADING)))
            if lines:
                return Setting(size, lines)
    return fitted(shortened(text), measure, width=width, height=height, sizes=sizes)


def shortened(text: str) -> str:
    """Return the text without its last word, or its last letters, and with an ellipsis."""
    kept = text.removesuffix("…")
    head, space, _tail = kept.rpartition(_SPACE)
    return (head if space else kept[: len(kept) * 3 // 4]).rstrip() + "…"


def _whole(words: list[str]) -> list[_Piece]:
    """Return the words; a line may end after a hyphen in one."""
    return [piece for word in words for piece in _at_hyphens(word)]


def _at_hyphens(word: str) -> list[_Piece]:
    """Part a word after its own hyphens and slashes, where letters stand on both sides."""
    parts = re.split(r"(?<=\w\w[-/])(?=\w{3})", word)
    return [*(_Piece(part, _HYPHEN, _AT_A_HYPHEN) for part in parts[:-1]), _Piece(parts[-1], price=_price(parts[-1]))]


def _price(word: str) -> float:
    """Return what it costs to end a line after a word: a pause is a good place, a preposition is none."""
    if word[-1:] in (":", "–", ";", "?", "!", "."):
        return _AFTER_A_COLON
    if word.endswith(","):
        return _AFTER_A_COMMA
    return _AFTER_A_SHORT_WORD if len(word) <= 3 else 0


def _broken(word: str, measure: Measure, width: float, dearest: float) -> list[_Piece]:
    """Part a word that is wider than the line, at every place that costs no more than that."""
    pieces = []
    for piece in _at_hyphens(word):
        if measure(piece.text) <= width:
            pieces.append(piece)
            continue
        places = {place: price for place, price in break_places(piece.text).items() if price <= dearest}
        edges = [0, *places, len(piece.text)]
        parts = [piece.text[start:end] for start, end in pairwise(edges)]
        pieces += [_Piece(part, _INSIDE, places[end]) for part, end in zip(parts, places, strict=False)]
        pieces.append(replace(piece, text=parts[-1]))
    return pieces


def break_places(word: str) -> dict[int, float]:
    """Return where a long word may be broken, and the price: at the joints of a compound, else between syllables."""
    inside = range(4, len(word) - 3)
    syllables = {match.start(): _IN_A_SYLLABLE for match in _SYLLABLE.finditer(word)}
    joints = {match.end(): _AT_A_JOINT for match in _JOINT.finditer(word)}
    places = {place: price for place, price in sorted((syllables | joints).items()) if place in inside}
    return places or dict.fromkeys(inside, _IN_A_SYLLABLE)


def _set(pieces: list[_Piece], measure: Measure, width: float, most: int) -> tuple[str, ...]:
    """Return the pieces in the fewest lines that hold them, as even as can be; nothing if they take too many."""
    end = len(pieces)
    spaces = measure(_SPACE)
    upto = [0.0, *accumulate(measure(p.text) + (spaces if p.joint == _SPACE else 0) for p in pieces)]

    def line_width(start: int, stop: int) -> float:
        last = pieces[stop - 1].joint
        return upto[stop] - upto[start] + (measure("-") if last == _INSIDE else -spaces if last == _SPACE else 0)

    # best[n][stop]: the smallest cost of the first `stop` pieces in n lines, and where the last of them begins.
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    while end not in best[-1]:
        if len(best) > most:
            return ()
        row: dict[int, tuple[float, int]] = {}
        for start, (cost, _from) in best[-1].items():
            for stop in range(start + 1, end + 1):
                over = line_width(start, stop)
                if over > width:
                    break
                total = cost + (1 - over / width) ** 2 + (pieces[stop - 1].price if stop < end else 0)
                row[stop] = min(row.get(stop, (total, start)), (total, start))
        best.append(row)
    return _lines(pieces, best)


def _lines(pieces: list[_Piece], best: list[dict[int, tuple[float, int]]]) -> tuple[str, ...]:
    """Follow the cheapest way back and write out its lines."""
    lines, stop = [], len(pieces)
    for row in reversed(best[1:]):
        start = row[stop][1]
        line = "".join(piece.text + (piece.joint if piece.joint == _SPACE else "") for piece in pieces[start:stop])
        lines.append(line.rstrip(_SPACE) + (_INSIDE if pieces[stop - 1].joint == _INSIDE else ""))
        stop = start
    return tuple(reversed(lines))
