"""Reads a press release from plain text into a `ReadRelease`, word for word, or says which line it cannot read.

The order is that of the municipality's own pages: headline, subheading, card, department, type line, text,
contacts, review. The blocks above the text may come in any order. Nothing is guessed in silence: what has no
place, or two, is refused with `UnreadableText`.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from newsroom.exchange.body import (
    begins_with_dash,
    ends_sentence,
    is_bullet,
    read_paragraphs,
    to_html,
    without_dash,
)
from newsroom.exchange.contacts import MAX_LINE, read_contacts
from newsroom.exchange.dates import DATE, TIME
from newsroom.exchange.department import read_department
from newsroom.exchange.document import Line, ReadContact, ReadDepartment, ReadRelease, UnreadableText
from newsroom.exchange.lines import read_lines, written
from newsroom.exchange.pieces import is_reachable
from newsroom.exchange.review import not_ours, take_review
from newsroom.exchange.sections import Section, part_sections
from newsroom.exchange.typeline import find_type_line, is_label_alone, type_of_headline

MAX_HEADLINE = 200
_DATE_ALONE = re.compile(rf"{DATE}{TIME}\W*\w{{0,15}}", re.IGNORECASE)
_CONTACTS_FOLLOW = re.compile(r"\b(?:mer|ytterligare|vidare) information\b", re.IGNORECASE)


class _Text(NamedTuple):
    """The running text, parted."""

    headline: str
    subheading: str
    paragraphs: list[str]


def read_release(text: str) -> ReadRelease:
    """Return the release that a text holds.

    Raises UnreadableText with the number of the line and what is missing there: headline, type, date, text,
    the name or the number of a contact, a readable review, or a place for the line.
    """
    lines = read_lines(text)
    if not written(lines):
        raise _headless(Line(1, ""))
    type_line = find_type_line(lines)
    lines, review = take_review(lines, type_line.numbers)
    sections = part_sections(lines, type_line.numbers)
    words = _read_text(sections, type_line.numbers[-1])
    in_headline = type_of_headline(words.headline) if type_line.type == "press_release" else None
    return ReadRelease(
        headline=words.headline,
        subheading=words.subheading,
        type=in_headline or type_line.type,
        type_label=type_line.label,
        dateline=type_line.text,
        date=type_line.date,
        lead=words.paragraphs[0],
        body_html=to_html(words.paragraphs[1:]),
        contacts=_contacts(sections),
        department=_department(sections),
        review=review,
    )


def _read_text(sections: Sequence[Section], type_number: int) -> _Text:
    """Return headline, subheading and paragraphs; refuse a text that lacks one, or has lines in between."""
    _refuse_text_after_contacts(sections)
    header = written(line for section in _of("text", sections) if section.is_header for line in section.lines)
    body = [line for section in _of("text", sections) if not section.is_header for line in _spaced(section)]
    headline, body = (header[0], body) if header else _headline_below(body, type_number)
    _check_headline(headline)
    subheading = _subheading(header[1:])
    _refuse_contacts_in(body)
    paragraphs = read_paragraphs(body)
    if paragraphs and not subheading and begins_with_dash(paragraphs[0]) and not ends_sentence(paragraphs[0]):
        subheading = without_dash(paragraphs.pop(0))
    if not paragraphs or is_bullet(paragraphs[0]):
        raise UnreadableText(
            type_number, _("Line %(line)d: the text is missing. Write it below the type and the date.")
        )
    return _Text(headline.text, subheading, paragraphs)


def _of(kind: str, sections: Sequence[Section]) -> list[Section]:
    """Return the sections of one kind."""
    return [section for section in sections if section.kind == kind]


def _spaced(section: Section) -> list[Line]:
    """Return the lines of a section with a blank one after them."""
    return [*section.lines, Line(0, "")]


def _headline_below(body: Sequence[Line], type_number: int) -> tuple[Line, list[Line]]:
    """Return the headline that stands below the type line, and what follows it after a blank line."""
    first = next((at for at, line in enumerate(body) if line.text), None)
    if first is None:
        raise _headless(Line(type_number, ""))
    after = body[first + 1] if first + 1 < len(body) else Line(0, "")
    if after.text and not begins_with_dash(after.text):
        raise UnreadableText(after.number, _("Line %(line)d: leave a blank line between the headline and the text."))
    return body[first], list(body[first + 1 :])


def _check_headline(line: Line) -> None:
    """Refuse a first line that is something other than a headline."""
    text = line.text
    wrong = begins_with_dash(text) or is_bullet(text) or is_label_alone(text) or is_reachable(text)
    wrong = wrong or bool(_DATE_ALONE.fullmatch(text))
    if wrong or len(text) > MAX_HEADLINE:
        raise _headless(line)


def _subheading(lines: Sequence[Line]) -> str:
    """Return the one line with a dash above the type line; anything else there has no place."""
    unplaced = [line for at, line in enumerate(lines) if at > 0 or not begins_with_dash(line.text)]
    if unplaced:
        message = _(
            "Line %(line)d: “%(text)s” is neither subheading, contact nor department. "
            "Begin the subheading with a dash, and put the text below the type and the date."
        )
        raise UnreadableText(unplaced[0].number, message, unplaced[0].text)
    return without_dash(lines[0].text) if lines else ""


def _contacts(sections: Sequence[Section]) -> tuple[ReadContact, ...]:
    """Return the contacts of all cards and of the lines below the text, in the order of the text."""
    contacts: tuple[ReadContact, ...] = ()
    for section in sections:
        if section.kind == "card" or section.kind == "more":
            heading = [section.heading] if section.heading and not written(section.lines) else []
            contacts += read_contacts([*heading, *section.lines], section.kind)
    return contacts


def _department(sections: Sequence[Section]) -> ReadDepartment | None:
    """Return the department, if there is one; refuse two."""
    found = _of("department", sections)
    if len(found) > 1:
        raise UnreadableText(found[1].lines[0].number, _("Line %(line)d: there is a second department."))
    return read_department(found[0].lines) if found else None


def _refuse_text_after_contacts(sections: Sequence[Section]) -> None:
    """Raise UnreadableText if running text follows the contacts below the text."""
    below = [at for at, section in enumerate(sections) if section.kind == "more" and not section.is_header]
    for section in sections[below[0] :] if below else []:
        if section.kind == "text" and written(section.lines):
            raise not_ours(written(section.lines)[0])


def _refuse_contacts_in(lines: Sequence[Line]) -> None:
    """Raise UnreadableText if contacts stand in the text, where they would be missed."""
    for line in lines:
        match = _CONTACTS_FOLLOW.search(line.text)
        if (match and is_reachable(line.text[match.end() :])) or _is_contact(line):
            message = _(
                "Line %(line)d: a contact stands in the text. "
                "Write it on a line of its own, last and below “För mer information:”."
            )
            raise UnreadableText(line.number, message)


def _is_contact(line: Line) -> bool:
    """Tell whether a whole line can be read as a contact."""
    if len(line.text) > MAX_LINE or not is_reachable(line.text):
        return False
    try:
        return bool(read_contacts([line], "more"))
    except UnreadableText:
        return False


def _headless(line: Line) -> UnreadableText:
    """Return the refusal of a text without a headline."""
    return UnreadableText(line.number, _("Line %(line)d: the headline is missing. Write it on the first line."))
