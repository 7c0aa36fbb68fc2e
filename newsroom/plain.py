"""A body as plain text that can be pasted anywhere: paragraphs apart, lists with their signs, links written out.

The words are exactly those of the body. What is added is what HTML says without words: numbers and bullets of lists,
lines between the cells of a table, the marks around a quote that has none, and where a link leads.
"""

import re
from html.parser import HTMLParser

BLOCKS = {"p", "h2", "h3", "li", "tr"}
_MARKED = re.compile(r"[–—―−-]\s|[”“\"»’']")
_BLANKS = re.compile(r"[ \t\n\f\r]+")
_SHOWS_ITSELF = re.compile(r"(?:https?://|mailto:|tel:)?(.*?)/?\Z", re.IGNORECASE | re.DOTALL)


def html_to_plain(html: str, site: str) -> str:
    """Return cleaned HTML as text, one empty line between paragraphs; `site` stands before links within it."""
    reader = _Reader(site)
    reader.feed(html)
    reader.close()
    reader.end_block()
    return "\n\n".join(reader.paragraphs)


class _Reader(HTMLParser):
    """Walks through a body and gathers its paragraphs. A list and a table are one paragraph of several lines."""

    def __init__(self, site: str) -> None:
        """Begin with nothing."""
        super().__init__(convert_charrefs=True)
        self.site = site
        self.paragraphs: list[str] = []
        self.words = ""
        self.lists: list[int | None] = []  # the next number of each list that is open, None for bullets
        self.prefix = ""
        self.link: tuple[str, int] | None = None
        self.is_joined = False  # the next block belongs to the same list or table as the last
        self.quoted: int | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        if tag in BLOCKS or tag in ("ul", "ol", "table", "blockquote"):
            self.end_block()
        if tag in ("ul", "ol"):
            self.lists.append(1 if tag == "ol" else None)
        elif tag == "li":
            self.prefix = self._sign()
        elif tag == "table":
            self.is_joined = False
        elif tag == "blockquote":
            self.quoted = len(self.paragraphs)
        elif tag == "br":
            self.words = self.words.rstrip(" ") + "\v"
        elif tag == "a":
            self.link = (dict(attrs).get("href") or "", len(self.words))

    def handle_endtag(self, tag: str) -> None:
        """Close an element."""
        if tag == "a" and self.link:
            self._write_link(*self.link)
            self.link = None
        elif tag in ("td", "th"):
            self.words = f"{self.words.rstrip(' ')} | "
        elif tag in BLOCKS or tag in ("ul", "ol", "table", "blockquote"):
            self.end_block(is_row=tag == "tr")
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
            self.is_joined, self.prefix = bool(self.lists), ""
        elif tag == "table":
            self.is_joined = False
        elif tag == "blockquote":
            self._mark_quote()

    def handle_data(self, data: str) -> None:
        """Take words; blanks count as one, as on the page."""
        data = _BLANKS.sub(" ", data)
        self.words += data.lstrip(" ") if self.words[-1:] in ("", " ", "\v") else data

    def end_block(self, *, is_row: bool = False) -> None:
        """End a paragraph, an item or a row, if it says anything."""
        text = self.words.removesuffix(" | ") if is_row else self.words
        lines = [line.strip(" ") for line in text.split("\v")]
        indent = "\n" + " " * len(self.prefix)
        words, self.words = indent.join(line for line in lines if line), ""
        if not words:
            return
        words = self.prefix + words
        if self.is_joined and self.paragraphs:
            self.paragraphs[-1] += f"\n{words}"
        else:
            self.paragraphs.append(words)
        self.is_joined = is_row or bool(self.lists)
        self.prefix = " " * len(self.prefix) if self.lists else ""

    def _sign(self) -> str:
        """Return what stands before the next item of the innermost list."""
        number = self.lists[-1] if self.lists else None
        if number is None:
            sign = "• "
        else:
            sign, self.lists[-1] = f"{number}. ", number + 1
        return "  " * max(len(self.lists) - 1, 0) + sign

    def _write_link(self, href: str, start: int) -> None:
        """Write out where a link leads, unless its words say so or it leads within the page."""
        words = self.words[start:].strip()
        target = f"{self.site}{href}" if href.startswith("/") else re.sub(r"(?i)\A(?:mailto|tel):", "", href)
        if not words or not href or href.startswith(("#", "tel:")) or _bare(words) == _bare(target):
            return
        self.words = f"{self.words.rstrip(' ')} ({target})"

    def _mark_quote(self) -> None:
        """Put marks around a quote set apart on the page, unless it has marks or a dash of its own."""
        first, last = self.quoted, len(self.paragraphs) - 1
        self.quoted = None
        if first is not None and first <= last and not _MARKED.match(self.paragraphs[first]):
            self.paragraphs[first] = f"”{self.paragraphs[first]}"
            self.paragraphs[last] += "”"


def _bare(address: str) -> str:
    """Return an address as people write it: without scheme, without the slash at its end."""
    found = _SHOWS_ITSELF.match(address)
    return (found[1] if found else address).casefold().removeprefix("www.")
