"""A card for an address book: vCard 3.0 (RFC 2426), which phones, Outlook and Apple's Contacts all read.

Version 4.0 (RFC 6350) is left out: Outlook does not read it. Outlook also ignores the charset of the file, and reads
å as Ã¥ unless each line says CHARSET=UTF-8 (github.com/ical4j/ical4j/issues/190). Version 3.0 has no such parameter
(RFC 2426, section 5), and the others pass over parameters they do not know (RFC 2425, section 5.8.2), so it stands
on the lines that need it and on no other.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

CONTENT_TYPE = "text/vcard; charset=utf-8"
#: A line is at most this many bytes; the rest goes on after a line break and a blank (RFC 2426, section 2.6).
LONGEST = 75
_ESCAPED = str.maketrans({"\\": "\\\\", ",": "\\,", ";": "\\;", "\n": "\\n", "\r": None})
#: What belongs to the family name although it stands before it.
_PARTICLES = {"af", "av", "de", "den", "der", "du", "la", "le", "van", "von", "zu"}
_MOBILE = re.compile(r"\+467[02369]")


@dataclass(frozen=True)
class Card:
    """What a card holds. `telephones` are labels with links such as "tel:+46520495000"."""

    name: str
    is_person: bool = True
    title: str = ""
    organisation: tuple[str, ...] = ()
    telephones: tuple[tuple[str, str], ...] = ()
    email: str = ""
    note: str = ""
    page: str = ""
    source: str = ""
    language: str = "sv"


def family_and_given(name: str) -> tuple[str, str]:
    """Return the family name, with "von" and the like, and the rest: people write the given names first."""
    *given, family = name.split() or [""]
    while given and given[-1].casefold() in _PARTICLES:
        family = f"{given.pop()} {family}"
    return family, " ".join(given)


def write(card: Card) -> bytes:
    """Return the card as a file."""
    lines = ["BEGIN:VCARD", "VERSION:3.0", *_lines(card), "END:VCARD"]
    return "".join(f"{fold(line)}\r\n" for line in lines).encode()


def _lines(card: Card) -> Iterable[str]:
    """Return what is known, line by line. A title is in a language; names are not."""
    family_and_rest = family_and_given(card.name) if card.is_person else (card.name, "")
    yield _line("N", ";".join([*map(escape, family_and_rest), "", "", ""]))
    yield _line("FN", escape(card.name))
    if any(card.organisation):
        yield _line("ORG", ";".join(map(escape, card.organisation)))
    if card.title:
        yield _line(f"TITLE;LANGUAGE={card.language}", escape(card.title))
    for label, uri in card.telephones:
        yield _line(f"TEL;TYPE={telephone_types(label, uri)}", telephone_value(uri))
    if card.email:
        yield _line("EMAIL;TYPE=INTERNET,WORK", escape(card.email))
    if card.page:
        yield _line("URL;TYPE=WORK", card.page)
    if card.note:
        yield _line(f"NOTE;LANGUAGE={card.language}", escape(card.note))
    if card.source:  # whoever saves the card again gets the same card, not one more
        yield _line("SOURCE", card.source)
        yield _line("UID", escape(card.source))


def _line(name: str, value: str) -> str:
    """Return a line, with its charset where a letter needs it."""
    return f"{name}:{value}" if value.isascii() else f"{name};CHARSET=UTF-8:{value}"


def escape(text: str) -> str:
    """Return the text as the value of a property (RFC 2426, section 4)."""
    return text.translate(_ESCAPED)


def telephone_types(label: str, uri: str) -> str:
    """Return what kind of telephone it is: a mobile by its label or by its number."""
    is_mobile = "mobil" in label.casefold() or _MOBILE.match(uri.removeprefix("tel:"))
    return "WORK,CELL" if is_mobile else "WORK,VOICE"


def telephone_value(uri: str) -> str:
    """Return the number as phones dial it: with the country's code, and a pause before the extension."""
    return escape(uri.removeprefix("tel:").replace(";ext=", ","))


def fold(line: str) -> str:
    """Break a line after at most 75 bytes, never within a letter."""
    rows, room = [""], LONGEST
    for letter in line:
        size = len(letter.encode())
        if size > room:
            rows.append(" ")
            room = LONGEST - 1
        rows[-1] += letter
        room -= size
    return "\r\n".join(rows)
