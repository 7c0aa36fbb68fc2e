"""HTML from people: what may stand in a body, cleaned on every way in and once more on the way out.

The rules are those of the editor (see newsroom.admin.editor): paragraphs, subheads, bold, italic, lists,
quotes, links and tables. Pictures belong to the release, never to the text. Links lead to https, http,
mailto, tel or a path on this site; a link that begins with two slashes is another site in disguise.
"""

import re
import unicodedata
from html import unescape

import nh3

TAGS = {
    "p", "br", "h2", "h3", "strong", "em", "ul", "ol", "li", "blockquote", "a",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
SCHEMES = {"https", "http", "mailto", "tel"}
#: Elements that mean the same as ours.
SYNONYMS = {"b": "strong", "i": "em", "h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3"}
_SYNONYM = re.compile(r"<(/?)(b|i|h1|h4|h5|h6)(?=[\s>/])", re.IGNORECASE)
_PATH = re.compile(r"/(?![/\\])[^\\]*\Z|#[\w-]*\Z")
_SPAN = re.compile(r"[1-9][0-9]?\Z")
_ABSOLUTE = re.compile(r"(?:https?://|mailto:|tel:)", re.IGNORECASE)
#: Direction overrides and invisible characters that make a text read other than it is (Unicode TR 36),
#: halves of characters, and control characters except tab and line feed. The zero width joiner stays: emoji
#: need it.
_DECEIVING = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb]"
)


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Keep only links that lead where they say, and spans that are numbers."""
    if name == "href":
        # As a browser reads it: tabs and line breaks do not count.
        value = re.sub(r"[\t\n]", "", value).strip()
        return value if _ABSOLUTE.match(value) or _PATH.match(value) else None
    return value if _SPAN.match(value) else None


_cleaner = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags={
        "script",
        "style",
        "title",
        "textarea",
        "noscript",
        "template",
        "iframe",
        "svg",
        "math",
    },
    attributes={"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}},
    attribute_filter=_attribute,
    strip_comments=True,
    link_rel=None,
    url_schemes=SCHEMES,
)


def clean_characters(text: str) -> str:
    """Return the text in normal form C, without characters that deceive or control."""
    return unicodedata.normalize("NFC", _DECEIVING.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def clean_html(html: str) -> str:
    """Return the HTML with nothing in it but what a release may hold; "" if it says nothing.

    The result is a fixed point: cleaning it again changes nothing.
    """
    for _round in range(8):
        # Each time anew: the characters may have been written as entities.
        plain = _SYNONYM.sub(lambda tag: f"<{tag[1]}{SYNONYMS[tag[2].lower()]}", clean_characters(html))
        cleaned = _cleaner.clean(plain)
        if cleaned == html:
            break
        html = cleaned
    return html.strip() if html_to_text(html) else ""


_BREAK = re.compile(r"</?(?:p|h2|h3|ul|ol|li|table|tr|blockquote)>|<br>")
_CELL = re.compile(r"</t[dh]>")


def html_to_text(html: str) -> str:
    """Return the words of cleaned HTML, one paragraph a line."""
    broken = _CELL.sub(" ", _BREAK.sub("\n", html))
    text = unescape(re.sub(r"<[^>]*>", "", broken))
    return "\n".join(line for line in (part.strip() for part in text.splitlines()) if line)
