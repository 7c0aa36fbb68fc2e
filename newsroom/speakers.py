"""Who says it: whether every quote in a text names its speaker."""

import re
from collections.abc import Iterable, Iterator

#: A quote begins its paragraph with a dash. A minus sign before a number does not.
DASH = re.compile(r"[–—―−-]\s*(?!\d)(?=\S)")
#: Verbs of saying, in the languages a release is written in. "Lägger … till" is cut in two by the name.
VERBS = [
    "säger",
    "sade",
    "sa",
    "berättar",
    "berättade",
    "kommenterar",
    "kommenterade",
    "tillägger",
    "lägger",
    "menar",
    "menade",
    "förklarar",
    "förklarade",
    "konstaterar",
    "konstaterade",
    "uppger",
    "uppgav",
    "påpekar",
    "betonar",
    "understryker",
    "framhåller",
    "anser",
    "tycker",
    "tror",
    "hoppas",
    "svarar",
    "fortsätter",
    "avslutar",
    "sammanfattar",
    "summerar",
    "skriver",
    "poängterar",
    "intygar",
    "utvecklar",
    "resonerar",
    "hälsar",
    "says",
    "said",
    "adds",
    "added",
    "explains",
    "explained",
    "sanoo",
    "kertoo",
    "toteaa",
]
_SAID = re.compile(rf"\b(?:{'|'.join(VERBS)})\b([^.!?\n]{{0,200}})", re.IGNORECASE)
_PRONOUN = re.compile(r"\s*(?:hon|han|hen|de|she|he|they|hän)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_][\w-]*")


def unnamed_quotes(lines: Iterable[str], contacts: Iterable[str] = ()) -> Iterator[str]:
    """Return the paragraphs that quote somebody without saying whom.

    "Säger hon" will do once somebody has been named in a quote before it.
    """
    names, somebody = [name.casefold() for name in contacts if name], False
    for line in lines:
        if not DASH.match(line):
            continue
        if _names_somebody(line, names):
            somebody = True
        elif not (somebody and _has_pronoun(line)):
            yield line


def _names_somebody(quote: str, contacts: list[str]) -> bool:
    """Tell whether a name follows a verb of saying, or a contact is mentioned."""
    if any(name in quote.casefold() for name in contacts):
        return True
    return any(_has_name(said[1]) for said in _SAID.finditer(quote) if not _PRONOUN.match(said[1]))


def _has_name(words: str) -> bool:
    """Tell whether there is a word with a capital letter among these."""
    return any(word[0].isupper() for word in _WORD.findall(words))


def _has_pronoun(quote: str) -> bool:
    """Tell whether the quote ends in "säger hon"."""
    return any(_PRONOUN.match(said[1]) for said in _SAID.finditer(quote))
