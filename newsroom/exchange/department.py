"""The sender's line: "Enhet Kommunikationsavdelningen Gärdhemsvägen 9 461 83 Trollhättan 0520-49 50 00"."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from newsroom.exchange.document import NOT_A_NUMBER, Line, ReadDepartment, UnreadableText
from newsroom.telephone import find_telephones

#: A longer text is no card, and not worth the search for one.
MAX_LENGTH = 400
#: Three figures and two, before the name of a place (PostNord's way of writing).
_POSTCODE = re.compile(r"(?<![\w-])(?:SE?-)?(?P<postcode>[1-9][0-9]{2}[ \u00a0][0-9]{2})(?=[ \u00a0][^\W\d_])")
_LABEL = re.compile(r"(?:(?:Enhet|Unit)(?::|\s|\Z)|(?:Förvaltning|Avdelning):)\s*")
_CALLED = re.compile(r"\b(?:tel|tfn|telefon|växel)\b[.:]?", re.IGNORECASE)
_STREET = re.compile(r"(?P<words>.+?) (?P<number>[0-9]{1,4}(?: ?[A-Za-z])?)")


def is_department(text: str, *, in_header: bool) -> bool:
    """Tell whether a line begins the department. In the header its label is enough, elsewhere an address is needed."""
    label, address = _LABEL.match(text), _POSTCODE.search(text)
    return bool(address and label) or (in_header and bool(address or label))


def continues_department(lines: Sequence[Line], text: str) -> bool:
    """Tell whether a line belongs to the department above it: its number, or its address where none is given.

    Below a label that stands alone every line up to the city belongs to it.
    """
    if not re.search(r"[^\W\d_]", _CALLED.sub("", text)):
        return True
    is_open = len(lines) < 5 and not any(_POSTCODE.search(line.text) for line in lines)
    alone = _LABEL.fullmatch(lines[0].text)
    return is_open and not _LABEL.match(text) and bool(alone or _POSTCODE.search(text))


def read_department(lines: Sequence[Line]) -> ReadDepartment:
    """Return the department from one line, or from a line each for name, street and city.

    UnreadableText: there is no name, name and street cannot be told apart, or something is left over.
    """
    text = ", ".join(part for line in lines if (part := _LABEL.sub("", line.text, count=1).strip(" ,")))
    if len(text) > MAX_LENGTH:
        raise _unreadable(lines[0])
    text, telephone = _take_number(lines[0], text)
    try:
        name, street, postcode, city = _without_address(text) or _with_address(text)
    except ValueError:
        raise _unreadable(lines[0]) from None
    if not name or re.search(r"[\d,@]", name + city):
        raise _unreadable(lines[0])
    return ReadDepartment(name, street, postcode.replace("\u00a0", " "), city, telephone)


def _take_number(line: Line, text: str) -> tuple[str, str]:
    """Return the text without its telephone number, and the number; refuse two, and a wrong one."""
    numbers = find_telephones(text)
    if len(numbers) > 1:
        raise _unreadable(line)
    for number in numbers:
        before = _CALLED.sub("", text[: number.start])
        text = f"{before}, {text[number.end :]}".rstrip(" ,")
    if figures := re.search(r"(?:\+|\b0)\d(?:.*\d)?", text):
        raise UnreadableText(line.number, NOT_A_NUMBER, figures[0])
    return text, "".join(number.typed for number in numbers)


def _unreadable(line: Line) -> UnreadableText:
    """Return the refusal of a department with two readings, or with something left over."""
    message = _(
        "Line %(line)d: the department cannot be read. "
        "Write name, street address, postcode and city, with commas between."
    )
    return UnreadableText(line.number, message)


def _without_address(text: str) -> tuple[str, str, str, str] | None:
    """Return the name alone, if there is no address; it may stand twice."""
    if _POSTCODE.search(text):
        return None
    first, _comma, second = text.partition(", ")
    return (first if second.strip() in ("", first) else text).strip(), "", "", ""


def _with_address(text: str) -> tuple[str, str, str, str]:
    """Return name, street, postcode and city; ValueError if there are two postcodes or two readings."""
    match, *others = _POSTCODE.finditer(text)
    if others:
        raise ValueError(text)
    before, after = text[: match.start()].strip(" ,"), text[match.end() :].strip()
    words, tail = re.findall(r"[^\s,]+", before), re.findall(r"[^\s,]+", after)
    for end in range(1, len(tail)):
        count = len(tail) - end
        if words[:count] == tail[end:]:  # the name stands once more at the end
            return " ".join(words[:count]), " ".join(words[count:]), match["postcode"], " ".join(tail[:end])
    name, street = _name_and_street(before)
    return name, street, match["postcode"], after


def _name_and_street(text: str) -> tuple[str, str]:
    """Part name and street at a comma, or before the only word with a capital that can begin the street."""
    name, comma, street = text.partition(",")
    if comma:
        return name.strip(), street.strip()
    match = _STREET.fullmatch(text)
    words = match["words"].split() if match else []
    is_certain = len(words) == 2 or (len(words) > 2 and words[-1][0].isupper() and words[-2][0].islower())
    if not match or not is_certain:
        raise ValueError(text)
    return " ".join(words[:-1]), f"{words[-1]} {match['number']}"
