"""Swedish telephone numbers: stored as typed, checked, shown in Swedish grouping, linked, found in text.

The text is the editor's and is never rewritten in the database. Grouping follows the Swedish custom: a
hyphen after the area code, then pairs from the right, where the first group may have three digits
(Svenska skrivregler, Språkrådet). Area codes and lengths follow the numbering plan of PTS (E.164, +46).
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

MAX_LENGTH = 40
#: The area codes of four digits: the first three, then every last digit in use (PTS, 264 areas in all).
_FOUR_DIGITS = """
012:01235 014:01234 015:01256789 017:13456 022:01234567 024:013678 025:0138 027:018 028:01 029:0123457
030:01234 032:0125 034:056 037:012 038:0123 039:023 041:01345678 043:0135 045:145679 047:01246789 048:0156
049:012345689 050:0123456 051:012345 052:01234568 053:01234 055:012345 056:0345 057:013 058:012345679 059:01
061:123 062:01234 064:023457 065:01237 066:0123 067:012 068:0247 069:012356 091:01234568 092:0123456789
093:02345 094:0123 095:01234 096:01 097:0135678 098:01
"""
_THREE_DIGITS = "011 013 016 018 019 021 023 026 031 033 035 036 040 042 044 046 054 060 063 090"
#: In an open dialling plan no subscriber number begins with the trunk prefix 0, so these never do.
_GEOGRAPHIC = (
    {"08": range(6, 9)}
    | dict.fromkeys(_THREE_DIGITS.split(), range(5, 8))
    | {row[:3] + last: range(5, 7) for row in _FOUR_DIGITS.split() for last in row[4:]}
)
#: Company switchboards, personal numbers and mobiles. Libphonenumber 9 lists 078 among the mobiles.
_FREE_OF_PLACE = {f"0{code}": range(7, 8) for code in (10, 70, 72, 73, 75, 76, 78, 79)}
#: Freephone, shared cost and premium rate. Their owners choose the grouping: 0771-567 567, 020-91 91 91.
_SERVICES = (
    {"020": range(4, 8), "0200": range(4, 7)}
    | {f"077{digit}": range(6, 7) for digit in range(8)}
    | dict.fromkeys(["0900", "0939", "0944"], range(4, 8))
)
_AREAS = _GEOGRAPHIC | _FREE_OF_PLACE | _SERVICES
_KEEPS_GROUPING = {"08", *_SERVICES}

#: Every kind of space and hyphen a word processor puts in, one character for one.
_SAME = str.maketrans(
    dict.fromkeys("\u00a0\u2007\u2009\u202f", " ") | dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-")
)
_ALLOWED = re.compile(r"[0-9A-Za-z+()./,: -]+")
_SHORT = re.compile(r"112|1177|11[345][0-9]{2}|11[68][0-9]{3}|90[0-9]{3}")
_ANKNYTNING = r",? (?:anknytning|anknytn|ankn|extension|ext)\.?:? ?([0-9]{1,7})"
_EXTENSION = re.compile(_ANKNYTNING + r"\Z", re.IGNORECASE | re.ASCII)
_SWEDISH = re.compile(r"\A(?:\(\+46\)|\+46|0046)[ -]?(?:\(0\) ?|0)?(?=[1-9])")
_FOREIGN = re.compile(r"(?:\+|00)(?!46)([1-9][0-9]*(?: ?\([0-9]+\) ?[0-9]+)?(?:[ ./-][0-9]+)*)")
_IN_PARENTHESES = re.compile(r"\A\((0[0-9]{1,3})\)[ -]?")
_GROUPS = re.compile(r"[0-9]+(?:[ ./-][0-9]+)*")
_PAIRS = re.compile(r"(?<=[0-9]{2})(?=(?:[0-9]{2})+\Z)")


@dataclass(frozen=True)
class _Number:
    """A number taken apart.

    `area` has its 0; it is "" for short and for foreign numbers, and the latter have `plus`. `groups` are
    the author's, or one group of all digits where he gave none that fit the area code.
    """

    area: str
    groups: tuple[str, ...]
    extension: str = ""
    plus: bool = False


def clean_telephone(typed: str) -> str:
    """Return the number as typed, without blanks around it; raise ValidationError if it is none."""
    validate_telephone(typed)
    return typed.strip()


def validate_telephone(value: str) -> None:
    """Raise ValidationError (code "invalid_telephone") if the text is no telephone number."""
    if _parse(value) is None:
        raise ValidationError(
            _(
                "“%(value)s” is not a telephone number. Write it with its area code, for example "
                "0520-49 50 00, 070-174 06 05 or +46 520 49 50 00."
            ),
            code="invalid_telephone",
            params={"value": value},
        )


def display_telephone(typed: str) -> str:
    """Return the number in Swedish grouping; text that is no number as it is, since a page never fails."""
    number = _parse(typed)
    if number is None or number.plus:
        return typed.strip()
    shown = _grouped(number)
    if number.extension:
        return gettext("%(number)s, extension %(extension)s") % {
            "number": shown,
            "extension": number.extension,
        }
    return shown


def telephone_uri(typed: str) -> str:
    """Return the number as a link, "tel:+46520495000" (RFC 3966); "" for text that is no number.

    RFC 3966 section 5.1.5 wants a phone-context on local numbers such as 112. Telephones dial plain
    "tel:112", and many refuse or misdial the parameter, so short numbers go without it.
    """
    number = _parse(typed)
    if number is None:
        return ""
    country = "+" if number.plus else "+46" if number.area else ""
    uri = f"tel:{country}{number.area[1:]}{''.join(number.groups)}"
    return f"{uri};ext={number.extension}" if number.extension else uri


def _parse(typed: str) -> _Number | None:
    """Take a number apart; None if it is none."""
    text = typed.translate(_SAME)
    if len(typed) > MAX_LENGTH or not _ALLOWED.fullmatch(text):
        return None
    text = re.sub(r" ?- ?", "-", re.sub(r" +", " ", text)).strip(" ")
    extension = ""
    if match := _EXTENSION.search(text):
        text, extension = text[: match.start()], match[1]
    if _SHORT.fullmatch(digits := text.replace(" ", "")):
        return _Number("", (digits,), extension)
    if foreign := _FOREIGN.fullmatch(text):
        return _foreign(foreign[1], extension)
    text = _IN_PARENTHESES.sub(r"\1-", _SWEDISH.sub("0", text))
    return _national(re.split(r"[ ./-]", text), extension) if _GROUPS.fullmatch(text) else None


def _foreign(text: str, extension: str) -> _Number | None:
    """Check the length with the country code: 7 to 15 digits (E.164), in North America 11."""
    digits = re.sub(r"\(0\)|[^0-9]", "", text)
    right = re.fullmatch(r"1[2-9][0-9]{9}|[2-9][0-9]{6,14}", digits)
    return _Number("", (digits,), extension, plus=True) if right else None


def _national(tokens: list[str], extension: str) -> _Number | None:
    """Check area code and length. The code stands by itself, as in 0733-48 96 28, or nothing does."""
    head, digits = tokens[0], "".join(tokens)
    area = next((digits[:length] for length in (4, 3, 2) if digits[:length] in _AREAS), "")
    rest = digits[len(area) :]
    if not area or len(rest) not in _AREAS[area] or (area in _GEOGRAPHIC and rest[0] == "0"):
        return None
    if any(len(token) == 1 for token in tokens[1:]):
        return None  # a figure has been lost
    if head == area:
        return _Number(area, tuple(tokens[1:]), extension)
    mobile = area in _FREE_OF_PLACE and len(head) == 4
    service = area in _SERVICES and head in ("020", "077")
    return _Number(area, (rest,), extension) if head == digits or mobile or service else None


def _grouped(number: _Number) -> str:
    """Return area code, hyphen and groups; the author's own groups where the custom allows them."""
    digits = "".join(number.groups)
    if not number.area:
        return digits if len(digits) < 5 else f"{digits[:3]} {digits[3:]}"
    regular = len(number.groups) > 1 and all(len(group) in (2, 3) for group in number.groups)
    if number.area in _KEEPS_GROUPING and regular:
        return f"{number.area}-{' '.join(number.groups)}"
    grouped = f"{digits[:3]} {digits[3:6]} {digits[6:]}" if len(digits) == 8 else _PAIRS.sub(" ", digits)
    return f"{number.area}-{grouped}"


class FoundTelephone(NamedTuple):
    """A number in running text: as typed there, and where."""

    typed: str
    start: int
    end: int


#: A first group, then up to five more; another number's area code with its hyphen is no group of this one.
_CANDIDATE = re.compile(
    r"(?<![0-9+-])(?P<head>\+[0-9]{1,15}(?: ?\([0-9]{1,4}\) ?[0-9]{1,15}|[ -][0-9]{1,15})?"
    r"|\((?:\+46|0[0-9]{1,3})\)|0[0-9]{1,14})"
    r"(?![0-9])(?:(?: ?- ?| {1,2})(?!0[0-9]{1,3}-)[0-9]{2,15}(?![0-9])){0,5}"
    rf"(?:{_ANKNYTNING}(?![0-9]))?",
    re.IGNORECASE | re.ASCII,
)
_LAST_GROUP = re.compile(r"[^0-9]+[0-9]+\Z")
_CALLED = re.compile(
    r"\b(?:ring|sms:?a|tel|tfn|telefon|telefonnummer|nummer)\.?:? "
    r"(112|1177|11[345] ?[0-9]{2}|11[68] ?[0-9]{3}|90 ?[0-9]{3})(?! ?[0-9]|[\w/-])",
    re.IGNORECASE,
)
_DATE = re.compile(r"[0-9]{1,2}-[0-9]{1,2}-[0-9]{2,4}")
#: What stands around figures that are something else: a case, an account, a sum, a part of something longer.
_NOT_AFTER = re.compile(
    r"\b(?:dnr|dia?rienr|diarienummer|org\.? ?nr|organisationsnummer|bankgiro|bg|plusgiro|pg|personnummer"
    r"|faktura\w*|ärende\w*)\.?:? ?(?:\w{1,5} )?\Z|[0-9]\.\Z|[/=_]\Z",
    re.IGNORECASE,
)
_NOT_BEFORE = re.compile(
    r" ?(?:kr|kronor|mkr|tkr|sek|euro|miljon\w*|miljard\w*|procent)(?!\w)| ?[%€]|[^\W\d]|@|[.,:/-][1-9]",
    re.IGNORECASE,
)
_GLUED = re.compile(r"[^\W_]\Z|[0-9][ ,]\Z")


def find_telephones(text: str) -> list[FoundTelephone]:
    """Return the telephone numbers of a text in order, neighbours apart; no postcodes, dates, sums or cases.

    Short numbers such as 112 look like any other figure, and count only after a word such as "ring".
    """
    plain, position, last = text.translate(_SAME), 0, -2
    found = [FoundTelephone(text[slice(*m.span(1))], *m.span(1)) for m in _CALLED.finditer(plain)]
    while match := _CANDIDATE.search(plain, position):
        end = match.start() + len(_longest_number(match[0]))
        position = match.end("head")
        if end > match.start() and _stands_alone(plain, match, end, neighbour=match.start() - last < 2):
            found.append(FoundTelephone(text[match.start() : end], match.start(), end))
            position = last = end
    return sorted(found, key=lambda number: number.start)


def _longest_number(candidate: str) -> str:
    """Return the longest beginning that is a number, cut at whole groups; "" if there is none."""
    while _parse(candidate) is None:
        shorter = _LAST_GROUP.sub("", candidate)
        if shorter == candidate:
            return ""
        candidate = shorter
    return candidate


def _stands_alone(text: str, match: re.Match[str], end: int, *, neighbour: bool) -> bool:
    """Tell whether the figures are a number of their own, from what stands around them.

    Right after a letter or other figures only an unmistakable form counts: "0520-", "+46" or "(0520)".
    """
    start, marked = match.start(), match[0][0] in "+(" or text[match.end("head") : end].lstrip()[:1] == "-"
    before = text[max(0, start - 30) : start]
    if not neighbour and (_NOT_AFTER.search(before) or (_GLUED.search(before) and not marked)):
        return False
    hours_or_date = ("-" in text[start:end] and not marked) or _DATE.fullmatch(text, start, end)
    return not hours_or_date and not _NOT_BEFORE.match(text, end)
