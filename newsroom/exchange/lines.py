"""From a file's text to clean lines: one kind of line end, normal form C, nothing that is not text."""

import re
import unicodedata
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from newsroom.exchange.document import Line, UnreadableText

MAX_BYTES = 200_000
#: Controls, lost surrogates, and what a wrong decoding leaves behind.
_NOT_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffd\ufffe\uffff]")
#: Links and buttons of web pages that come along when a page is copied.
_SKIP_LINK = re.compile(r"(?:gå|hoppa)(?: direkt)? till (?:huvud)?innehåll(?:et)?\Z", re.IGNORECASE)


def read_lines(text: str) -> list[Line]:
    """Return the lines of a text. UnreadableText is raised for binary and very large files."""
    if len(text.encode(errors="surrogatepass")) > MAX_BYTES:
        raise UnreadableText(1, _("Line %(line)d: the text is larger than 200 kB. Give one release at a time."))
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    text = unicodedata.normalize("NFC", re.sub("[\r\u2028\u2029]", "\n", text))
    if wrong := _NOT_TEXT.search(text):
        line = text.count("\n", 0, wrong.start()) + 1
        raise UnreadableText(
            line, _("Line %(line)d: this is not plain text. Save the document as plain text in UTF-8 and try again.")
        )
    lines = [Line(number, line.strip()) for number, line in enumerate(text.split("\n"), start=1)]
    return [line for line in lines if not _SKIP_LINK.match(line.text)]


def written(lines: Iterable[Line]) -> list[Line]:
    """Return the lines that are not blank."""
    return [line for line in lines if line.text]
