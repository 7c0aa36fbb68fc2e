"""Words as the index knows them: taken out of a text in the same way for what is stored and for what is asked.

Å, ä and ö are letters of their own and stay. Other accents are ornament: a reader who types "kommitte" means
"kommitté". The databases are given the finished words, so both of them index and find the same.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

LONGEST = 60
_NUMBER = r"\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?![^\W_])"
_WORD = r"[^\W_]+"
_HYPHEN = r"[-\u2010\u2011]"
_ENDING = r":(?:s|n|en|et|t|ns|ar|are|arna|er|erna)(?![^\W_])"
#: 12 000 is one number; e-post is one word and its parts; EU:s is EU.
_UNIT = re.compile(rf"(?<![^\W_]){_NUMBER}|({_WORD}(?:{_HYPHEN}{_WORD})*)(?:{_ENDING})?")
_GROUPED = re.compile(r"\d[ \u00a0\u2009\u202f]\d\d\d")
_HYPHENS = re.compile(_HYPHEN)
_PART = re.compile(_WORD)
_JOINED = re.compile(rf"{_WORD}(?:{_HYPHEN}{_WORD})+")
_NUMBER_ALONE = re.compile(rf"(?<![^\W_]){_NUMBER}")
_ENDING_ALONE = re.compile(rf"(?<=[^\W_]){_ENDING}")


def _accents() -> dict[int, str | None]:
    """Return the Latin letters with accents and what is left of them, but for å, ä and ö."""
    plain: dict[int, str | None] = {}
    for number in range(0xC0, 0x250):
        letter = chr(number)
        bare = "".join(c for c in unicodedata.normalize("NFD", letter) if not unicodedata.combining(c))
        if bare != letter and letter not in "åäöÅÄÖ":
            plain[number] = bare
    return plain | {ord("æ"): "ä", ord("ø"): "ö", ord("ß"): "ss", 0xAD: None}


_ACCENTS = _accents()
_HAS_ACCENT = re.compile(f"[{''.join(map(chr, _ACCENTS))}]")


class Unit(NamedTuple):
    """A word where it stands in a text: its parts, and the whole when a hyphen joins them."""

    start: int
    end: int
    parts: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """Return everything the unit is found by."""
        return (*self.parts, "".join(self.parts)[:LONGEST]) if len(self.parts) > 1 else self.parts


def fold(text: str) -> str:
    """Return the text in small letters, without accents but for å, ä and ö."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFC", text).lower()
    return text.translate(_ACCENTS) if _HAS_ACCENT.search(text) else text


def units(text: str) -> Iterator[Unit]:
    """Yield the words of a text with their places."""
    folded = fold(text)
    # Folded at once where every letter keeps its place; one by one in the few texts where some do not.
    is_folded = len(folded) == len(text)
    for match in _UNIT.finditer(folded if is_folded else text):
        if word := match[1]:
            word = word if is_folded else fold(word)
            parts = (word,) if word.isalnum() else tuple(_PART.findall(word))
        else:
            parts = (re.sub(r"\D", "", match[0]),)
        if parts:
            yield Unit(match.start(), match.end(), tuple([part[:LONGEST] for part in parts]))


def plain_words(text: str) -> Iterator[re.Match[str]]:
    """Return the words of a text between other signs with their places: quickly, and not those that join several."""
    folded = fold(text)
    return _PART.finditer(folded if len(folded) == len(text) else "")


def index_words(text: str) -> list[str]:
    """Return the words of a text in their order; those that a hyphen joins stand whole at the end.

    The same words as `units` has, in a fifth of the time: most texts have nothing of what takes long.
    """
    text = fold(text)
    if ":" in text:
        text = _ENDING_ALONE.sub("", text)
    joined = []
    if _HYPHENS.search(text):
        hyphened = [word for run in text.split() if _HYPHENS.search(run) for word in _JOINED.findall(run)]
        joined = [_HYPHENS.sub("", word)[:LONGEST] for word in hyphened]
    if _GROUPED.search(text):
        text = _NUMBER_ALONE.sub(lambda number: re.sub(r"\D", "", number[0]), text)
    return [word[:LONGEST] for word in _PART.findall(text)] + joined
