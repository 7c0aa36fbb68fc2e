"""What the reader makes of a plain text: a release in frozen dataclasses, or the reason why it cannot."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ReleaseType = Literal["press_release", "invitation", "news", "decision", "correction", "answer", "important"]
#: Where a contact stood: on the card beside the headline, or below the text ("För mer information").
Placement = Literal["card", "more"]

#: For cards, departments and the lines below the text alike.
NOT_A_NUMBER = _(
    "Line %(line)d: “%(text)s” is not a telephone number. Write it with its area code, for example 0520-49 50 00."
)

#: For the type line and the review alike.
NO_SUCH_DATE = _("Line %(line)d: there is no date “%(text)s”. Write it as 2018-06-26.")


@dataclass(frozen=True)
class ReadContact:
    """A person or a function to call. Only the name is sure to be there; numbers are as typed."""

    name: str
    title: str = ""
    organisation: str = ""
    party: str = ""
    telephones: tuple[str, ...] = ()
    email: str = ""
    placement: Placement = "more"


@dataclass(frozen=True)
class ReadDepartment:
    """The sender, with visiting address and switchboard where they are given."""

    name: str
    street_address: str = ""
    postcode: str = ""
    city: str = ""
    telephone: str = ""


@dataclass(frozen=True)
class ReadReview:
    """The line "Senast granskad 2019-08-05 av Per Ivarsson". The name may be an e-mail address."""

    on: dt.date
    name: str


@dataclass(frozen=True)
class ReadRelease:
    """A release as it was written.

    `subheading` stands without its dash, `type_label` and `dateline` as found, `lead` is the first paragraph
    as plain text and `body_html` the rest as p and ul elements.
    """

    headline: str
    subheading: str
    type: ReleaseType
    type_label: str
    dateline: str
    date: dt.date
    lead: str
    body_html: str
    contacts: tuple[ReadContact, ...] = ()
    department: ReadDepartment | None = None
    review: ReadReview | None = None


class Line(NamedTuple):
    """A line without the blanks around it, and its number in the file, from 1."""

    number: int
    text: str


class UnreadableText(ValueError):
    """The text cannot be read with certainty.

    `line` is the number of the line, from 1. `message` says in the language of the moment what is missing
    there and how to write it.
    """

    def __init__(self, line: int, message: Promise | str, text: str = "") -> None:
        """Take a message with the placeholders %(line)d and, if it quotes, %(text)s."""
        super().__init__(line, message, text)
        self.line = line
        self._message = message
        self._text = text if len(text) <= 60 else f"{text[:59]}…"

    @property
    def message(self) -> str:
        """Return the message, with the line and the text filled in."""
        return str(self._message) % {"line": self.line, "text": self._text}

    def __str__(self) -> str:
        """Return the message."""
        return self.message
