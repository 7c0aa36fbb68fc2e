"""The footer: when the page was last reviewed, and by whom. Other footers are refused, not guessed at."""

import re
from collections.abc import Collection, Sequence

from django.utils.translation import gettext_lazy as _

from newsroom.exchange.dates import DATE, TIME, read_date
from newsroom.exchange.document import NO_SUCH_DATE, Line, ReadReview, UnreadableText
from newsroom.exchange.lines import written

_FOOTER = re.compile(rf"(?:sidan )?senast granskad\b|(?:last )?reviewed(?::| {DATE})", re.IGNORECASE)
_REVIEW = re.compile(
    rf"(?:(?:sidan )?senast granskad|(?:last )?reviewed):? (?P<date>{DATE}){TIME}"
    r"(?: ?\| ?| |, )(?:av|by):? (?P<name>[^\d\W].{0,99})",
    re.IGNORECASE,
)
#: What else stands around a text on a web page. It is no part of the release, and neither is it a review.
_NOT_OURS = re.compile(
    rf"(?:(?:sidan |senast )(?:senast )?(?:uppdaterad|publicerad|ändrad)|publicera[dt]|artikeln publicerades|updated)"
    rf"(?: ?av)?(?: ?:.*| {DATE}.*)?|lyssna|skriv ut|dela|tipsa|tell a friend|ladda ner|läs vidare »|till toppen"
    r"|relaterat(?: innehåll)?|ämnen|kategorier|regioner|taggar|denna nyhet är äldre än .*",
    re.IGNORECASE,
)


def take_review(lines: Sequence[Line], type_numbers: Collection[int]) -> tuple[list[Line], ReadReview | None]:
    """Return the lines without the review, and the review. UnreadableText: it cannot be read, or is not last."""
    full = written(line for line in lines if line.number not in type_numbers)
    _refuse_other_footers(full)
    first = next((at for at, line in enumerate(full) if _FOOTER.match(line.text)), None)
    if first is None:
        return list(lines), None
    line, *after = full[first:]
    review = _read(line, line.text)
    if review is None and after:
        review = _read(line, f"{line.text} {after.pop(0).text}")
    if review is None:
        raise UnreadableText(
            line.number,
            _(
                "Line %(line)d: the review cannot be read. "
                "Write for example “Senast granskad 2019-08-05 av Per Ivarsson”."
            ),
        )
    if after:
        raise not_ours(after[0])
    return [other for other in lines if other.number < line.number], review


def _read(line: Line, text: str) -> ReadReview | None:
    """Return the review that a text says, or None."""
    match = _REVIEW.fullmatch(" ".join(text.split()))
    if not match:
        return None
    try:
        return ReadReview(read_date(match["date"]), match["name"].rstrip(". "))
    except ValueError:
        raise UnreadableText(line.number, NO_SUCH_DATE, match["date"]) from None


def _refuse_other_footers(lines: Sequence[Line]) -> None:
    """Raise UnreadableText for a line that belongs to the web page and not to the release."""
    for line in lines:
        if _NOT_OURS.fullmatch(" ".join(line.text.split())):
            raise not_ours(line)


def not_ours(line: Line) -> UnreadableText:
    """Return the refusal of a line that has no place in a release."""
    message = _("Line %(line)d: “%(text)s” is no part of the release. Remove the line, or move it into the text.")
    return UnreadableText(line.number, message, line.text)
