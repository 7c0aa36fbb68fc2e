"""A text parted into its sections: running text, card, department, and "För mer information"."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Literal

from newsroom.exchange.body import begins_with_dash
from newsroom.exchange.department import continues_department, is_department
from newsroom.exchange.document import Line
from newsroom.exchange.lines import written
from newsroom.exchange.pieces import is_reachable

Kind = Literal["text", "card", "department", "more"]

_PERSON = re.compile(r"person(?:er)?(?::|\s|\Z)\s*", re.IGNORECASE)
#: What is meant as a number, right or wrong: the reader of contacts says which.
_LIKE_A_NUMBER = re.compile(r"(?<![0-9])(?:\+|0)[0-9][0-9 ()/-]{4,40}")
_HEADING = re.compile(
    r"(?:(?P<information>(?:för )?(?:mera?|ytterligare|vidare|närmare) information(?: lämnas av| ges av)?|vid frågor"
    r"|(?:information|upplysningar|frågor) (?:lämnas|ges|besvaras) av|for (?:more|further) information)"
    r"|(?:press|media)?kontakt(?:er|personer|person|uppgifter|information)?|pressansvariga?"
    r"|(?:press |media )?contacts?)"
    r"(?P<call>,? ?(?:vänligen )?(?:kontakta|kontakt|contact|ring))?"
    r"(?:(?P<colon>\s*[:;]|\s+[–—-](?=\s))|(?=\s)|\Z)\s*(?P<rest>.*)\Z",
    re.IGNORECASE,
)


@dataclass
class Section:
    """Lines that belong together. `heading` is the whole line that opened a section of contacts.

    `is_header` tells that the section stands above the type line, `is_information` that its heading may as
    well introduce a web address.
    """

    kind: Kind
    is_header: bool
    lines: list[Line] = field(default_factory=list)
    heading: Line | None = None
    is_information: bool = False


def part_sections(lines: Sequence[Line], type_numbers: Collection[int]) -> list[Section]:
    """Return the sections in order, without the type line; those above it are the header."""
    parter = _Parter()
    for line in lines:
        if line.number in type_numbers:
            parter.is_header = False
            parter.open("text")
        elif line.text:
            parter.place(line)
        else:
            parter.end(line)
    return _settled(parter.sections)


class _Parter:
    """Takes lines in order and opens sections. The first line of text is the headline, whatever it says."""

    def __init__(self) -> None:
        """Begin in the header, without a headline."""
        self.is_header = True
        self.has_headline = False
        self.sections: list[Section] = []
        self.open("text")

    def open(self, kind: Kind, lines: Sequence[Line] = (), heading: Line | None = None) -> Section:
        """Begin a section."""
        section = Section(kind, self.is_header, list(lines), heading)
        self.sections.append(section)
        self.has_headline = self.has_headline or (kind == "text" and bool(section.lines))
        return section

    def end(self, blank: Line) -> None:
        """Let a blank line end a card or a department that has begun, and part paragraphs."""
        latest = self.sections[-1]
        if latest.lines and latest.kind in ("card", "department"):
            self.open("text")
        elif latest.lines:
            latest.lines.append(blank)

    def place(self, line: Line) -> None:
        """Open a section with the line, or put it into the latest one."""
        latest = self.sections[-1]
        if latest.kind == "department" and continues_department(latest.lines, line.text):
            latest.lines.append(line)
        elif self._opens(line):
            return
        elif latest.kind == "department" or (latest.kind == "card" and begins_with_dash(line.text)):
            self.open("text", [line])
        else:
            latest.lines.append(line)
            self.has_headline = self.has_headline or latest.kind == "text"

    def _opens(self, line: Line) -> bool:
        """Open the section that the line asks for, if it does."""
        below_headline = self.is_header and self.has_headline
        person, heading = _PERSON.match(line.text), _HEADING.match(line.text)
        if is_department(line.text, in_header=below_headline):
            self.open("department", [line])
        elif person and (person.end() == len(line.text) or (self.is_header and is_reachable(line.text))):
            self.open("card", _rest(line, line.text[person.end() :]), line)
        elif heading and _is_heading(heading) and (self.has_headline or not self.is_header):
            section = self.open("more", _rest(line, heading["rest"]), line)
            section.is_information = bool(heading["information"])
        elif below_headline and self.sections[-1].kind in ("text", "department") and _is_card(line.text):
            self.open("card", [line])
        else:
            return False
        return True


def _is_heading(match: re.Match[str]) -> bool:
    """Tell a heading from a sentence: a colon, nothing else on the line, or somebody to call."""
    rest = match["rest"]
    return bool(match["colon"]) or not rest or (is_reachable(rest) and bool(match["call"] or rest[0].isupper()))


def _rest(line: Line, text: str) -> list[Line]:
    """Return what stands on the line after its heading."""
    return [Line(line.number, text)] if text else []


def _is_card(text: str) -> bool:
    """Tell whether a line has a number, so that it is a card without the heading "Person"."""
    return bool(_LIKE_A_NUMBER.search(text)) or is_reachable(text)


def _settled(sections: list[Section]) -> list[Section]:
    """Join contacts that follow one another; give "Mer information: www…" back to the text."""
    settled: list[Section] = []
    for at, section in enumerate(sections):
        following = sections[at + 1].kind if at + 1 < len(sections) else None
        empty = not written(section.lines)
        if section.heading and section.is_information and not any(is_reachable(line.text) for line in section.lines):
            if empty and following == "more":
                continue
            rest = [line for line in section.lines if line.number != section.heading.number]
            section = Section("text", section.is_header, [section.heading, *rest])
        if section.kind == "more" and settled and settled[-1].kind == "more":
            settled[-1].lines += section.lines
        elif section.heading or not empty:
            settled.append(section)
    return settled
