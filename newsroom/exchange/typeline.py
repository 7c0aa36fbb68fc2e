"""The line that says what kind of text it is and when: "PRESSMEDDELANDE, 2018-06-26"."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext_lazy as _

from newsroom.exchange.dates import DATE, TIME, read_date
from newsroom.exchange.document import NO_SUCH_DATE, Line, ReleaseType, UnreadableText
from newsroom.exchange.lines import written

_LABELS: dict[ReleaseType, str] = {
    "press_release": r"press ?meddelande(?:n|t)?|press ?release|pressinformation",
    "invitation": r"press ?inbjudan|inbjudan till press\w+|pressträff|presskonferens|press invitation",
    "news": r"nyhet(?:er)?|news",
    "decision": r"beslut(?: i korthet)?|decision",
    "correction": r"rättelse|correction",
    "answer": r"(?:kommunen|staden|regionen) svarar|replik|svar",
    "important": r"viktigt(?: meddelande)?|viktig information|important(?: message)?",
}
_LABEL = "(?:" + "|".join(f"(?P<{kind}>{words})" for kind, words in _LABELS.items()) + ")"
_BREAK = r" ?[,:;•|–—-]? ?"
_SENDER = r"(?: ?[,•|–—-] ?(?-i:[A-ZÅÄÖ])[^.!?]{1,60})?"
_LABEL_FIRST = re.compile(
    rf"(?P<label>{_LABEL})(?: (?:från|nr) [^,•|]{{1,50}}?)?{_BREAK}(?:publicera[dt]:? |datum:? )?"
    rf"(?P<date>{DATE}){TIME}{_SENDER}\.?",
    re.IGNORECASE,
)
_DATE_FIRST = re.compile(rf"(?P<date>{DATE}){TIME}{_BREAK}(?P<label>{_LABEL}){_SENDER}\.?", re.IGNORECASE)
_LABEL_ALONE = re.compile(rf"(?P<label>{_LABEL}){_BREAK}", re.IGNORECASE)
_DATE_ALONE = re.compile(
    rf"(?:datum:? |publicera[dt]:? |(?-i:[A-ZÅÄÖ])[\w-]{{1,30}},? )?(?P<date>{DATE}){TIME}", re.IGNORECASE
)
_BEFORE_HEADLINE = re.compile(rf"{_LABEL}(?: ?[:;]| [–—-]) ", re.IGNORECASE)


@dataclass(frozen=True)
class TypeLine:
    """What the line says, verbatim and understood; `numbers` are those of the one line, or of two."""

    type: ReleaseType
    label: str
    text: str
    date: dt.date
    numbers: tuple[int, ...]


def find_type_line(lines: Sequence[Line]) -> TypeLine:
    """Return the one type line. UnreadableText: there is none, there are two, or the date is impossible."""
    full = written(lines)
    found = [made for line in full if (made := _from_one(line))]
    if not found:
        pairs = pairwise(full)
        found = [made for one, other in pairs if (made := _from_two(one, other))]
    if len(found) > 1:
        raise UnreadableText(
            found[1].numbers[0],
            _("Line %(line)d: there is a second line with type and date. Give one release at a time."),
        )
    if not found:
        raise _missing(full)
    return found[0]


def is_label_alone(text: str) -> bool:
    """Tell whether a line only names a type, without a date."""
    return bool(_LABEL_ALONE.fullmatch(_even(text)))


def type_of_headline(headline: str) -> ReleaseType | None:
    """Return the type that a headline begins with, as in "Pressinbjudan: Ny skola invigs"."""
    match = _BEFORE_HEADLINE.match(_even(headline))
    return _type(match) if match else None


def _from_one(line: Line) -> TypeLine | None:
    """Read type and date from one line."""
    text = _even(line.text)
    match = _LABEL_FIRST.fullmatch(text) or _DATE_FIRST.fullmatch(text)
    return _made(match, match["date"], line) if match else None


def _from_two(one: Line, other: Line) -> TypeLine | None:
    """Read the type from one line and the date from the next, or the other way round."""
    for label_line, date_line in ((one, other), (other, one)):
        label = _LABEL_ALONE.fullmatch(_even(label_line.text))
        date = _DATE_ALONE.fullmatch(_even(date_line.text))
        if label and date:
            return _made(label, date["date"], one, other)
    return None


def _made(match: re.Match[str], date: str, *lines: Line) -> TypeLine:
    """Put the type line together; UnreadableText if there is no such date."""
    try:
        day = read_date(date)
    except ValueError:
        raise UnreadableText(lines[-1].number, NO_SUCH_DATE, date) from None
    verbatim = " ".join(line.text for line in lines)
    return TypeLine(_type(match), match["label"], verbatim, day, tuple(line.number for line in lines))


def _type(match: re.Match[str]) -> ReleaseType:
    """Return the type whose label matched."""
    return next(kind for kind in _LABELS if match[kind])


def _missing(lines: Sequence[Line]) -> UnreadableText:
    """Point at the line that has a type without a date, or at the first line after the headline."""
    labelled = [line for line in lines if re.match(rf"{_LABEL}\b", line.text, re.IGNORECASE)]
    short = [line for line in labelled if len(line.text) < 60]
    line = (short or list(lines[1:2]) or list(lines))[0]
    message = _(
        "Line %(line)d: the type and date are missing. "
        "Write for example “PRESSMEDDELANDE, 2018-06-26” on a line of its own."
    )
    return UnreadableText(line.number, message)


def _even(text: str) -> str:
    """Return the text with every run of blanks as one space."""
    return " ".join(text.split())
