"""Whom to call: contacts and departments by name, title or telephone number, and topics by name.

Only those that stand on the public pages today are looked at: a contact who is not listed, or a department that is
being prepared, is not found by anything.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import prefetch_related_objects

from newsroom.alphabet import swedish
from newsroom.models import Contact, Department
from newsroom.search.questions import Question, Term
from newsroom.search.tokens import index_words

MOST = 6
#: The digits that tell one number from another.
_FEWEST_DIGITS = 4
#: A card, what it is called, and its numbers.
Row = tuple[Any, list[str], list[str]]
_TELEPHONE = re.compile(r"\+?[\d\s()./\u2010-\u2013-]+")


@dataclass(frozen=True)
class Cards:
    """The contacts and departments that answer."""

    contacts: list[Contact] = field(default_factory=list)
    departments: list[Department] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Tell whether there are any."""
        return bool(self.contacts or self.departments)


def find_cards(text: str, most: int = MOST) -> Cards:
    """Return the contacts and departments that a question is about. Three queries, or none."""
    question, digits = Question.parse(text), digits_of(text)
    if not question:
        return Cards()
    contacts = list(Contact.objects.listed())
    if digits:
        prefetch_related_objects(contacts, "telephones")
    people: list[Row] = [(c, [c.name, c.title], _numbers(c) if digits else []) for c in contacts]
    units: list[Row] = [(d, [d.name], [d.telephone]) for d in Department.objects.listed()]
    found = Cards(_best(people, question, digits, most), _best(units, question, digits, most))
    prefetch_related_objects(found.contacts, "telephones")
    return found


def _numbers(contact: Contact) -> list[str]:
    """Return the telephone numbers of a contact."""
    return [telephone.number for telephone in contact.telephones.all()]


def _best(rows: list[Row], question: Question, digits: str, most: int) -> list[Any]:
    """Return the cards that answer: by number, or by words where those of the name come first."""
    found = []
    for card, texts, numbers in rows:
        if digits and any(digits in digits_of(number) for number in numbers):
            found.append((0, swedish(card.name), card))
        elif place := _place(question.terms, texts):
            found.append((place, swedish(card.name), card))
    return [card for _place_, _name, card in sorted(found, key=lambda row: row[:2])][:most]


def _place(terms: Iterable[Term], texts: list[str]) -> int:
    """Return 1 when the first text answers every term, 2 when all texts together do, 0 when they do not."""
    words = [index_words(text) for text in texts]
    together = [word for some in words for word in some]
    if answers_all(terms, words[0]):
        return 1
    return 2 if answers_all(terms, together) else 0


def answers_all(terms: Iterable[Term], words: list[str]) -> bool:
    """Tell whether some words answer every term, also by how they begin."""
    return all(any(_answers(term, asked, word) for word in words) for term in terms for asked in term.words)


def _answers(term: Term, asked: str, word: str) -> bool:
    """Tell whether a word of a name is what was asked for."""
    begins = len(asked) > 2 and word.startswith(asked)
    return begins or word == asked or (not term.is_phrase and word in term.forms)


def digits_of(text: str) -> str:
    """Return the digits of a telephone number as dialled within the country; "" for what is none."""
    text = text.strip()
    if not _TELEPHONE.fullmatch(text):
        return ""
    digits = re.sub(r"\D", "", text)
    if text.startswith("+46") or digits.startswith("0046"):
        digits = "0" + digits.removeprefix("00").removeprefix("46").removeprefix("0")
    return digits if len(digits) >= _FEWEST_DIGITS else ""
