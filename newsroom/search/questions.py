"""What a reader asked for: words that must all be there, and phrases. No sign that is typed ever reaches the database.

The words of a question are taken apart like the words of a text, so that nothing but letters and digits is left of
them, whatever was typed.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property

from newsroom.search.compounds import SHORTEST_ROOT, TAILS, begins_with, ends_with, roots_of
from newsroom.search.inflection import forms_of
from newsroom.search.tokens import Unit, units

MOST_TERMS = 12
#: How a word answers a term, the best first.
FORM, FIRST_PART, LAST_PART = "form", "first part", "last part"
_PHRASE = re.compile(r"[\"“”„»«]([^\"“”„»«]*)[\"“”„»«]")
#: Words that most texts have: left out as long as others are asked for.
_EVERYWHERE = (
    "och i på av en ett den det att för till som med om är hur var när vad man jag vi ni du har ska kan inte från vid "
    "eller de sig så men nu vilka vilken vilket finns få får min mitt mina the of and to in for is"
)
_COMMON = frozenset(_EVERYWHERE.split())


@dataclass(frozen=True)
class Term:
    """A word that is asked for, or the words of a phrase in their order."""

    words: tuple[str, ...]

    @property
    def is_phrase(self) -> bool:
        """Tell whether it is to be found as it stands."""
        return len(self.words) > 1

    @property
    def word(self) -> str:
        """Return the word, for a term that is no phrase."""
        return self.words[0]

    @cached_property
    def forms(self) -> frozenset[str]:
        """Return the forms that answer."""
        return forms_of(self.word)

    @cached_property
    def roots(self) -> tuple[str, ...]:
        """Return the stems that a compound may begin with."""
        return roots_of(self.word)

    @cached_property
    def tails(self) -> tuple[str, ...]:
        """Return the forms that a compound may end with: none for a word so short that it ends many by chance."""
        if not self.roots or (len(self.roots[0]) <= SHORTEST_ROOT and self.roots[0] not in TAILS):
            return ()
        return tuple(sorted(form for form in self.forms if len(form) >= len(self.roots[0])))

    def answered_by(self, word: str) -> str:
        """Tell how a word answers the term: FORM, FIRST_PART, LAST_PART, or "" when it does not."""
        if word in self.forms:
            return FORM
        if any(begins_with(word, root) for root in self.roots):
            return FIRST_PART
        if not word.endswith(self.tails):
            return ""
        return LAST_PART if any(ends_with(word, tail) for tail in self.tails) else ""


@dataclass(frozen=True)
class Exact(Term):
    """One word in quotes: that form and no other."""

    @cached_property
    def forms(self) -> frozenset[str]:
        """Return the word alone."""
        return frozenset(self.words)

    @cached_property
    def roots(self) -> tuple[str, ...]:
        """Return nothing: no compound answers."""
        return ()


@dataclass(frozen=True)
class Question:
    """The terms of a question, all of which are to be found."""

    text: str
    terms: tuple[Term, ...] = ()
    #: The words as they were typed, in their order: a text that has them so stands higher.
    sequence: tuple[str, ...] = field(default=())

    @classmethod
    def parse(cls, text: str) -> "Question":
        """Read what was typed. A quotation mark without its twin is no quotation."""
        found: list[Term] = []
        rest = text
        for quoted in _PHRASE.finditer(text):
            words = tuple(part for unit in units(quoted[1]) for part in unit.parts)
            if words:
                found.append(Term(words) if len(words) > 1 else Exact(words))
            rest = rest.replace(quoted[0], " ", 1)
        loose = list(units(rest))
        found += [_term(unit) for unit in _telling(loose) or ([] if found else loose)]
        sequence = tuple(part for unit in loose for part in unit.parts)
        unique = tuple(dict.fromkeys(found))[:MOST_TERMS]
        return cls(text, unique, sequence if len(sequence) > 1 else ())

    @property
    def has_phrase(self) -> bool:
        """Tell whether something is within quotation marks."""
        return any(term.is_phrase or isinstance(term, Exact) for term in self.terms)

    def __bool__(self) -> bool:
        """Tell whether there is anything to look for."""
        return bool(self.terms)


def _telling(loose: list[Unit]) -> list[Unit]:
    """Return the words that tell something."""
    return [unit for unit in loose if unit.words[-1] not in _COMMON]


def _term(unit: Unit) -> Term:
    """Return a word as a term; parts that a hyphen joins are one word."""
    return Term((unit.words[-1],))
