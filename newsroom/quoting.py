"""The quotes of a body, word for word, each with who says it, where the text leaves no doubt of that.

A name is never guessed: to put words into the wrong mouth is worse than to leave the name to the quote itself.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from newsroom.speakers import VERBS

#: A paragraph that opens with a dash is something somebody says (Swedish "pratminus"), as `safe_html` marks it.
_PARAGRAPH = re.compile(r"<p[^>]*>(?P<dash>\s*[–—-](?:\s|&nbsp;))?(?P<rest>.*?)</p>", re.DOTALL)
_VERB = "|".join(VERBS)
#: Who says it stands after what is said: ", säger Märta Ågren". A verb within what is said names nobody.
_SAID = re.compile(rf"[,.!?…:”\"»]\s+(?:{_VERB})\s+(?=(?P<after>[^.!?…]{{0,200}}))", re.IGNORECASE)
_PRONOUN = re.compile(r"(hon|han|hen|she|he|hän)\b", re.IGNORECASE)
_NAME_WORD = r"[^\W\d_a-zåäöéüæø][\w’'-]+"
_NAME = re.compile(rf"{_NAME_WORD}(?: (?:(?:von|van|de|af|der|den|du|la|le|al) )*{_NAME_WORD})+")


@dataclass(frozen=True)
class Person:
    """Somebody who may be quoted, as printed in the text: name and role."""

    name: str
    role: str = ""
    party: str = ""

    def __str__(self) -> str:
        """Return name, party and role as one phrase."""
        name = f"{self.name} ({self.party})" if self.party else self.name
        return f"{name}, {self.role}" if self.role else name


@dataclass(frozen=True)
class Quote:
    """What somebody says, with the dash, and who says it: None when the text does not tell for sure."""

    words: str
    speaker: Person | None = None


def quotes_of(body: str, people: Sequence[Person] = (), owner: str = "") -> list[Quote]:
    """Return the quotes of a cleaned body in order; `owner` has a name of several words too, but says nothing."""
    people = [person for person in people if person.name]
    return list(_attributed(_paragraphs(body, owner), people))


def _paragraphs(body: str, owner: str) -> Iterator[tuple[bool, str]]:
    """Return the words of every paragraph on one line, and whether they are a quote."""
    for paragraph in _PARAGRAPH.finditer(body):
        text = (paragraph["dash"] or "") + paragraph["rest"].replace("<br>", " ")
        words = " ".join(unescape(re.sub(r"<[^>]*>", "", text)).split())
        if paragraph["dash"]:
            yield True, words
        else:
            yield False, words.replace(owner, "") if owner else words


def _attributed(paragraphs: Iterable[tuple[bool, str]], people: Sequence[Person]) -> Iterator[Quote]:
    """Go through the paragraphs, and remember who has spoken for the next "säger hon"."""
    spoken: dict[Person | None, set[str]] = {}
    is_sure = True
    for is_quote, words in paragraphs:
        if not is_quote:
            is_sure = is_sure and not _mentions_another(words, spoken, people)
        elif pronoun := _pronoun(words):
            speaker = _the_one(spoken, pronoun) if is_sure else None
            spoken.setdefault(speaker, set()).add(pronoun)
            yield Quote(words, speaker)
        else:
            speaker, is_sure = _named(words, people), True
            spoken.setdefault(speaker, set())
            yield Quote(words, speaker)


def _named(quote: str, people: Sequence[Person]) -> Person | None:
    """Return whom the quote names as its speaker, if it is one person and no other."""
    found: set[Person] = set()
    for said in _SAID.finditer(quote):
        known = {person for person in people if _holds(said["after"], person.name)}
        name = _NAME.search(said["after"])
        found |= known or ({Person(name[0])} if name and _is_plain(name) else set())
    return found.pop() if len(found) == 1 else None


def _holds(words: str, name: str) -> bool:
    """Tell whether the words hold a name, whole: "Märta Ågrens" is about something of hers."""
    return bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words))


def _is_plain(name: re.Match[str]) -> bool:
    """Tell whether a name cannot be somebody's somebody: "Trollhättans Anna Berg", "Märta Ågrens chef"."""
    *first, last = name[0].split()
    is_owner = last.endswith("s") and re.match(r"\s+[a-zåäö]", name.string[name.end() :])
    return not is_owner and (len(first) == 1 or not any(word.endswith("s") for word in first))


def _pronoun(quote: str) -> str:
    """Return "hon" when that is all that the quote says of who speaks."""
    found = {match[1].casefold() for said in _SAID.finditer(quote) if (match := _PRONOUN.match(said["after"]))}
    return found.pop() if len(found) == 1 else ""


def _the_one(spoken: dict[Person | None, set[str]], pronoun: str) -> Person | None:
    """Return the only one who has spoken, unless called by another word before."""
    if len(spoken) != 1:
        return None
    [(person, called)] = spoken.items()
    return person if called <= {pronoun} else None


def _mentions_another(words: str, spoken: dict[Person | None, set[str]], people: Sequence[Person]) -> bool:
    """Tell whether a paragraph between quotes brings in somebody whom "hon" could mean."""
    names = {person.name for person in people} | set(_NAME.findall(words))
    return any(name in words for name in names - {person.name for person in spoken if person})
