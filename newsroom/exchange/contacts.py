"""Contacts from the lines of a card or of "För mer information": one line each, or one word a line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from newsroom.exchange.document import NOT_A_NUMBER, Line, Placement, ReadContact, UnreadableText
from newsroom.exchange.pieces import parts_of, pieces, take_party
from newsroom.exchange.words import Words, has_role, is_function, sort_words

#: A longer line is no contact, and not worth the search for one.
MAX_LINE = 400


def read_contacts(lines: Sequence[Line], placement: Placement) -> tuple[ReadContact, ...]:
    """Return the contacts in order. UnreadableText: no name, no number, or two ways to read a line."""
    reader = _Reader(placement)
    for line in lines:
        reader.read(line)
    return reader.finish(lines[0])


@dataclass
class _Draft:
    """A contact that is being put together."""

    line: Line
    name: str = ""
    titles: list[str] = field(default_factory=list)
    organisations: list[str] = field(default_factory=list)
    party: str = ""
    telephones: list[str] = field(default_factory=list)
    email: str = ""
    doubtful: bool = False

    @property
    def is_reachable(self) -> bool:
        """Tell whether a number or an address has been read: what follows is another contact."""
        return bool(self.telephones or self.email)

    def contact(self, placement: Placement) -> ReadContact:
        """Return the contact as it stands now."""
        title, organisation = ", ".join(self.titles), ", ".join(self.organisations)
        numbers = tuple(self.telephones)
        return ReadContact(self.name, title, organisation, self.party, numbers, self.email, placement)


class _Reader:
    """Takes lines in order and knows which contact the next word belongs to."""

    def __init__(self, placement: Placement) -> None:
        """Begin with no contact."""
        self.placement = placement
        self.contacts: list[ReadContact] = []
        self.draft: _Draft | None = None
        #: The line with the latest name, and whether its title is known: then a second name is an employer.
        self.named_on: Line | None = None
        self.is_titled = False

    def read(self, line: Line) -> None:
        """Read one line, from left to right."""
        if len(line.text) > MAX_LINE:
            raise _unclear(line, line.text)
        for kind, text in pieces(line.text):
            if kind == "text":
                self._read_text(line, text)
            else:
                self._read_address(line, kind, text)

    def finish(self, first: Line) -> tuple[ReadContact, ...]:
        """Return what was read; `first` is the line where the section begins."""
        self._close()
        if not self.contacts:
            raise _nameless(first)
        return tuple(self.contacts)

    def _read_address(self, line: Line, kind: str, text: str) -> None:
        """Add a number or an e-mail address to the contact at hand."""
        if self.draft is None or not self.draft.name:
            raise _nameless(line)
        if kind == "telephone":
            self.draft.telephones.append(text)
        elif self.draft.email:
            raise _unclear(line, text)
        else:
            self.draft.email = text

    def _read_text(self, line: Line, text: str) -> None:
        """Read the words between numbers: names, titles, organisations and a party."""
        text, party = take_party(text)
        if figures := re.search(r"\d(?:.*\d)?", text):
            raise UnreadableText(line.number, NOT_A_NUMBER, figures[0])
        for part in parts_of(text):
            self._read_part(line, part)
        if party and (self.draft is None or self.draft.party):
            raise _unclear(line, party)
        if party and self.draft:
            self.draft.party = party

    def _read_part(self, line: Line, part: str) -> None:
        """Give the words between two commas to the contact at hand, or to a new one."""
        try:
            words = sort_words(part)
        except ValueError:
            raise _unclear(line, part) from None
        draft = self.draft
        if words.name:
            self._read_name(line, part, words)
        elif is_function(part) and (draft is None or draft.is_reachable or not draft.name):
            self._draft_for(line).name = part
        else:
            self._add(self._draft_for(line), words)

    def _read_name(self, line: Line, part: str, words: Words) -> None:
        """Begin a contact with its name, or add the organisation that looks like one."""
        draft = self.draft
        if draft and draft.name and self.named_on == line and not draft.is_reachable:
            if not self.is_titled:
                raise _unclear(line, part)
            draft.organisations.append(part)
            return
        draft = self._draft_for(line, named=True)
        draft.name, draft.doubtful = words.name, words.doubtful
        self.named_on, self.is_titled = line, False
        self._add(draft, words)

    def _add(self, draft: _Draft, words: Words) -> None:
        """Add title and organisation. After a title, small words without a role name a unit."""
        unit = draft.titles and words.title and not has_role(words.title)
        if words.title:
            (draft.organisations if unit else draft.titles).append(words.title)
            self.is_titled = bool(draft.name)
        if words.organisation:
            draft.organisations.append(words.organisation)

    def _draft_for(self, line: Line, *, named: bool = False) -> _Draft:
        """Return the contact at hand, or a new one if that one is complete."""
        if self.draft and (self.draft.is_reachable or (named and self.draft.name)):
            self._close()
        if self.draft is None:
            self.draft = _Draft(line)
        return self.draft

    def _close(self) -> None:
        """Check the contact at hand and put it with the others."""
        draft, self.draft = self.draft, None
        if draft is None:
            return
        if not draft.name:
            raise _nameless(draft.line)
        if draft.doubtful and not draft.titles:
            raise _unclear(draft.line, draft.name)
        if not draft.is_reachable and (self.placement == "more" or not draft.titles):
            message = _("Line %(line)d: the contact “%(text)s” has neither telephone number nor e-mail address.")
            raise UnreadableText(draft.line.number, message, draft.name)
        self.contacts.append(draft.contact(self.placement))


def _nameless(line: Line) -> UnreadableText:
    """Return the refusal of a contact without a name."""
    message = _(
        "Line %(line)d: the name of the contact is missing. "
        "Write for example “Anna Berg, press officer, 0520-49 50 00”."
    )
    return UnreadableText(line.number, message)


def _unclear(line: Line, text: str) -> UnreadableText:
    """Return the refusal of words that can be read in two ways."""
    message = _(
        "Line %(line)d: it is unclear who or what “%(text)s” is. "
        "Give each contact a line, with commas between name, title and organisation."
    )
    return UnreadableText(line.number, message, text)
