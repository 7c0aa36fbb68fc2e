"""HTML from people: what may stand in a body, cleaned on every way in and once more on the way out.

The rules are those of the editor (see newsroom.admin.editor): paragraphs, subheads, bold, italic, lists,
quotes, links and tables. Pictures belong to the release, never to the text. Links lead to https, http,
mailto, tel or a path on this site; a link that begins with two slashes is another site in disguise. Words and
paragraphs may say that they are in another language (`lang`), so that they are read aloud as they should be.
"""

import re
import unicodedata
from html import unescape

import nh3

from newsroom.languages import language_tag

TAGS = {
    "p", "br", "h2", "h3", "strong", "em", "ul", "ol", "li", "blockquote", "a", "span",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
#: What may be in another language than the rest; a span is there for nothing else.
PARTS = ("p", "h2", "h3", "li", "blockquote", "span")
SCHEMES = {"https", "http", "mailto", "tel"}
#: Elements that mean the same as ours.
SYNONYMS = {"b": "strong", "i": "em", "h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3"}
_SYNONYM = re.compile(r"<(/?)(b|i|h1|h4|h5|h6)(?=[\s>/])", re.IGNORECASE)
_PATH = re.compile(r"/(?![/\\])[^\\]*\Z|#[\w-]*\Z")
_SPAN = re.compile(r"[1-9][0-9]?\Z")
_ABSOLUTE = re.compile(r"(?:https?://|mailto:|tel:)", re.IGNORECASE)
#: Direction overrides and invisible characters that make a text read other than it is (Unicode TR 36),
#: halves of characters, code points that are no characters (XML forbids two of them, HTML all), and control
#: characters except tab and line feed. The zero width joiner stays: emoji need it.
_NO_CHARACTERS = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
_DECEIVING = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064"
    f"\u2066-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb{_NO_CHARACTERS}]"
)


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Keep only links that lead where they say, languages that are some, and spans that are numbers."""
    if name == "lang":  # the cleaner would let it through anywhere
        return language_tag(value) or None if tag in PARTS else None
    if name == "href":
        # As a browser reads it: tabs and line breaks do not count.
        value = re.sub(r"[\t\n]", "", value).strip()
        return value if _ABSOLUTE.match(value) or _PATH.match(value) else None
    return value if name in ("colspan", "rowspan") and _SPAN.match(value) else None


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
    attributes={
        "a": {"href"},
        "td": {"colspan", "rowspan"},
        "th": {"colspan", "rowspan"},
        **{tag: {"lang"} for tag in PARTS},
    },
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
        cleaned = _cleaner.clean(_without_idle_spans(_cleaner.clean(plain)))
        if cleaned == html:
            break
        html = cleaned
    return html.strip() if html_to_text(html) else ""


_TOKEN = re.compile(r'<(/?)([a-z0-9]+)((?: [a-z]+="[^"]*")*)>')
_WHOLE = re.compile(r'<p><span( lang="[^"]*")>((?:(?!</?span|</?p[ >]).)*)</span></p>', re.DOTALL)
_INLINE = {"br", "strong", "em", "a", "span"}


def _without_idle_spans(html: str) -> str:
    """Take away, from HTML as the cleaner writes it, spans that say nothing and those around whole paragraphs.

    What a span says of all of a paragraph, the paragraph says itself.
    """
    open_spans: list[tuple[re.Match[str], bool]] = []
    idle: list[re.Match[str]] = []
    for token in _TOKEN.finditer(html):
        if token[2] not in _INLINE:
            open_spans = [(start, True) for start, _holds in open_spans]
        elif token[2] == "span" and not token[1]:
            open_spans.append((token, not token[3]))
        elif token[2] == "span" and open_spans:
            start, is_idle = open_spans.pop()
            idle += [start, token] if is_idle else []
    for token in sorted(idle, key=re.Match.start, reverse=True):
        html = html[: token.start()] + html[token.end() :]
    return _WHOLE.sub(r"<p\1>\2</p>", html)


_BREAK = re.compile(r'</?(?:p|h2|h3|ul|ol|li|table|tr|blockquote)(?: lang="[^"]*")?>|<br>')
_CELL = re.compile(r"</t[dh]>")


def html_to_text(html: str) -> str:
    """Return the words of cleaned HTML, one paragraph a line."""
    broken = _CELL.sub(" ", _BREAK.sub("\n", html))
    text = unescape(re.sub(r"<[^>]*>", "", broken))
    return "\n".join(line for line in (part.strip() for part in text.splitlines()) if line)


#: A link of cleaned HTML to a place on this site or on the page itself.
_LOCAL = re.compile(r'<a href="([/#][^"]*)"')


def with_absolute_links(html: str, url: str) -> str:
    """Return cleaned HTML whose links lead to the same place wherever it is read; `url` is the page's whole address."""
    site = "/".join(url.split("/")[:3])
    return _LOCAL.sub(lambda link: f'<a href="{site if link[1][0] == "/" else url}{link[1]}"', html)
