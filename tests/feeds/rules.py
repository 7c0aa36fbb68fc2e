"""What the W3C's feed validator asks of Atom and RSS, asked here: each rule has the name of its message there.

The validator (github.com/w3c/feedvalidator) is not to be had from any package index, so these are its rules, written
anew after its documentation and its source, and compared with what it says of these feeds: errors and warnings alike,
for the elements that our feeds use; whatever else stands in a feed is a fault (UndefinedElement). What a schema says of
Atom is in schemas/atom.rng.
"""

import datetime as dt
import re
from email.utils import parsedate_to_datetime
from html import unescape

import html5lib
from html5lib.html5parser import ParseError
from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DC = "{http://purl.org/dc/elements/1.1/}"
XML = "{http://www.w3.org/XML/1998/namespace}"

_URI = re.compile(r"[a-zA-Z][0-9a-zA-Z+\-.]*:(//)?[0-9a-zA-Z;/?:@&=+$.\-_!~*'()%,#]+\Z")
_TAG = re.compile(
    r"tag:([a-z0-9\-._]+@)?[a-z0-9.\-]+,\d{4}(-\d{2}(-\d{2})?)?:[0-9a-zA-Z;/?:@&=+$.\-_!~*'()%,]*(#[^#]*)?\Z"
)
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)\Z")
_RFC822 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d? (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} "
    r"\d\d:\d\d(:\d\d)? ([+-]\d\d[03]0|GMT)\Z"
)
_MIME = re.compile(r"[^\s/;]+/[^\s/;]+(\s*;\s*[^\s=]+=\S+)?\Z")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")
_RELATIONS = {"alternate", "self", "first", "previous", "next", "last", "related", "via", "hub", "license"}
_PAGING = {"first", "previous", "next", "last", "current", "next-archive", "prev-archive"}
#: Elements and attributes that are known to be harmless, and that we ever write.
_HARMLESS = {
    "a",
    "blockquote",
    "br",
    "em",
    "h2",
    "h3",
    "li",
    "ol",
    "p",
    "span",
    "strong",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
}
_HARMLESS_ATTRIBUTES = {"href", "colspan", "rowspan", "lang"}
_FEED = {"id", "title", "subtitle", "updated", "author", "link", "entry"}
_ENTRY = {"id", "title", "link", "published", "updated", "author", "category", "summary", "content"}
_CHANNEL = {"title", "link", "description", "language", "lastBuildDate", "item", f"{ATOM}link"}
_ITEM = {
    *("title", "link", "guid", "pubDate", "category", "description"),
    *(f"{ATOM}updated", f"{DC}creator", f"{DC}language", f"{CONTENT}encoded"),
}
#: What may stand more than once.
_MANY = {"link", "entry", "item", "category", f"{ATOM}link"}


def faults(document, address, content_type):
    """Return the names of the messages that the validator would have for a feed found at an address."""
    found = _of_bytes(document, content_type)
    root = etree.fromstring(document)
    found += ["BadCharacters" for text in root.itertext() if re.search("[\u0080-\u009f\ufffd]", text)]
    if root.tag == f"{ATOM}feed":
        return found + _of_atom(root, address, content_type)
    return found + _of_rss(root, address, content_type) + _of_references(document.decode())


def _of_bytes(document, content_type):
    found = []
    if not document.startswith(b'<?xml version="1.0" encoding="utf-8"?>'):
        found.append("MissingEncoding")
    if not content_type.endswith("; charset=utf-8"):
        found.append("EncodingMismatch")
    return found


def _elements(parent, names, namespace=""):
    """Return the faults of what stands in an element: unknown names, and names that stand there twice."""
    found, seen = [], set()
    for child in parent:
        name = child.tag.removeprefix(namespace) if namespace else child.tag
        if name not in names:
            found.append("UndefinedElement")
        if name in seen and name not in _MANY:
            found.append("DuplicateElement")
        seen.add(name)
    return found


# --- Atom ----------------------------------------------------------------------------------------------
def _of_atom(feed, address, content_type):
    found = _elements(feed, _FEED, ATOM)
    found += ["UnexpectedContentType"] if not content_type.startswith("application/atom+xml;") else []
    found += ["MissingDCLanguage"] if not feed.get(f"{XML}lang") else []
    found += _missing(feed, "id", "title", "updated")
    names = [child.tag.removeprefix(ATOM) for child in feed]
    if "entry" in names and any(name != "entry" for name in names[names.index("entry") :]):
        found.append("MisplacedMetadata")
    found += _of_links(feed.findall(f"{ATOM}link"), address, "application/atom+xml")
    found += _of_atom_common(feed)
    entries = feed.findall(f"{ATOM}entry")
    for entry in entries:
        found += _of_entry(entry, feed)
    for name, message in (("id", "DuplicateEntries"), ("updated", "DuplicateUpdated")):
        values = [entry.findtext(f"{ATOM}{name}") for entry in entries]
        found += [message] if len(set(values)) < len(values) else []
    return found


def _missing(parent, *names):
    return ["MissingElement" for name in names if parent.find(f"{ATOM}{name}") is None]


def _of_atom_common(parent):
    found = _of_id(parent.findtext(f"{ATOM}id"))
    for name in ("updated", "published"):
        for moment in parent.findall(f"{ATOM}{name}"):
            found += _of_rfc3339(moment.text or "")
    for name in ("title", "subtitle", "summary"):
        for text in parent.findall(f"{ATOM}{name}"):
            found += _of_plain(text.text, "ContainsUndeclaredHTML")
    for author in parent.findall(f"{ATOM}author"):
        found += _of_plain(author.findtext(f"{ATOM}name"), "ContainsHTML")
        found += _of_uri(author.findtext(f"{ATOM}uri"))
    return found


def _of_entry(entry, feed):
    found = _elements(entry, _ENTRY, ATOM) + _missing(entry, "id", "title", "updated") + _of_atom_common(entry)
    if entry.find(f"{ATOM}author") is None and feed.find(f"{ATOM}author") is None:
        found.append("MissingElement")
    language = entry.get(f"{XML}lang")
    found += ["InvalidLanguage"] if language is not None and not _LANGUAGE.match(language) else []
    links = entry.findall(f"{ATOM}link")
    found += _of_links(links)
    found += ["FeedHistoryRelInEntry" for link in links if link.get("rel") in _PAGING]
    content = entry.find(f"{ATOM}content")
    if content is None and not any(link.get("rel", "alternate") == "alternate" for link in links):
        found.append("MissingContentOrAlternate")
    if content is None and entry.find(f"{ATOM}summary") is None:
        found.append("MissingTextualContent")
    if content is not None:
        found += _of_html(content.text) if content.get("type") == "html" else ["InvalidTextType"]
    for category in entry.findall(f"{ATOM}category"):
        found += ["MissingAttribute"] if not category.get("term") else []
        found += _of_uri(category.get("scheme"))
    return found


def _of_id(text):
    if text is None:
        return []
    if text != text.strip():
        return ["UnexpectedWhitespace"]
    if text.lower().startswith("tag:"):
        return [] if _TAG.match(text) else ["InvalidTAG"]
    return _of_uri(text)


def _of_links(links, address=None, self_type=""):
    """Return the faults of links; those of a whole feed must name the address where it was found."""
    found, seen = [], set()
    for link in links:
        rel, href = link.get("rel", "alternate"), link.get("href")
        found += ["AtomLinkNotEmpty"] if (link.text or "").strip() else []
        found += ["UnregisteredAtomLinkRel"] if rel not in _RELATIONS else []
        found += ["MissingHref"] if href is None else _of_uri(href)
        found += ["InvalidMIMEType"] if "type" in link.attrib and not _MIME.match(link.get("type")) else []
        if rel == "self" and address is not None:
            found += ["SelfNotAtom"] if link.get("type", self_type) != self_type else []
            found += ["SelfDoesntMatchLocation"] if href != address else []
        key = (rel, link.get("type"), link.get("hreflang"))
        found += ["DuplicateAtomLink"] if key in seen else []
        seen.add(key)
    if address is not None and not any(link.get("rel") == "self" for link in links):
        found.append("MissingSelf")
    return found


# --- RSS -----------------------------------------------------------------------------------------------
def _of_rss(rss, address, content_type):
    found = ["InvalidRSSVersion"] if rss.tag != "rss" or rss.get("version") != "2.0" else []
    found += ["UnexpectedContentType"] if not content_type.startswith("application/rss+xml;") else []
    (channel,) = rss.findall("channel")
    found += _elements(channel, _CHANNEL)
    needed = {"description": "MissingDescription", "link": "MissingLink", "title": "MissingTitle"}
    found += [message for name, message in needed.items() if channel.find(name) is None]
    language = channel.findtext("language")
    found += ["MissingDCLanguage"] if not language else []
    found += ["InvalidLanguage"] if language and not _LANGUAGE.match(language) else []
    names = [child.tag for child in channel]
    if "item" in names and any(name != "item" for name in names[names.index("item") :]):
        found.append("MisplacedItem")
    found += _of_uri(channel.findtext("link"))
    for name in ("title", "description"):
        found += _of_plain(channel.findtext(name), "ContainsHTML")
    found += [fault for moment in channel.findall("lastBuildDate") for fault in _of_rfc822(moment.text or "")]
    links = channel.findall(f"{ATOM}link")
    found += _of_links(links, address, "application/rss+xml")
    items = channel.findall("item")
    for item in items:
        found += _of_item(item)
    guids = [item.findtext("guid") for item in items]
    return found + (["DuplicateValue"] if len(set(guids)) < len(guids) else [])


def _of_references(document):
    """Return a fault for each plain text of RSS that looks like HTML and is not written with numbers (RSS-Profile)."""
    channel, *items = document.split("<item>")
    plain = re.findall(r"<(?:title|description)>([^<]*)<", channel)
    plain += [text for item in items for text in re.findall(r"<(?:title|category)\b[^>]*>([^<]*)<", item)]
    looks_like_html = re.compile("&#[x0-9]|<[/a-zA-Z]")
    return ["CharacterData" for raw in plain if looks_like_html.search(unescape(raw)) and "&#x" not in raw]


def _of_item(item):
    found = _elements(item, _ITEM)
    names = [child.tag for child in item]
    if not {"title", "description"} & set(names):
        found.append("ItemMustContainTitleOrDescription")
    if f"{CONTENT}encoded" in names and "description" not in names[: names.index(f"{CONTENT}encoded")]:
        found.append("NeedDescriptionBeforeContent")
    found += _of_guid(item.find("guid"))
    found += _of_uri(item.findtext("link"))
    found += _of_plain(item.findtext("title"), "ContainsHTML") if "title" in names else []
    for name in ("description", f"{CONTENT}encoded"):
        found += _of_html(item.findtext(name)) if name in names else []
    for category in item.findall("category"):
        found += _of_plain(category.text, "ContainsHTML")
    found += [fault for moment in item.findall("pubDate") for fault in _of_rfc822(moment.text or "")]
    found += [fault for moment in item.findall(f"{ATOM}updated") for fault in _of_rfc3339(moment.text or "")]
    language = item.findtext(f"{DC}language")
    return found + (["InvalidLanguage"] if language is not None and not _LANGUAGE.match(language) else [])


def _of_guid(guid):
    if guid is None:
        return ["MissingGuid"]
    text, is_link = guid.text or "", guid.get("isPermaLink", "true")
    if is_link not in ("true", "false"):
        return ["InvalidBooleanAttribute"]
    if is_link == "true":
        return ["InvalidPermalink"] if text.startswith(("tag:", "urn:")) else _of_uri(text)
    if len(text) < 9 and text.isdigit():
        return ["NotSufficientlyUnique"]
    return _of_id(text) if text else ["NotBlank"]


# --- values --------------------------------------------------------------------------------------------
def _of_uri(text):
    if text is None:
        return []
    if not _URI.match(text):
        return ["InvalidFullLink"]
    return [] if not text.startswith("http") or re.match(r"https?://[^/]", text) else ["InvalidFullLink"]


def _of_rfc3339(text):
    if not _RFC3339.match(text):
        return ["InvalidRFC3339Date"]
    try:
        return _of_moment(dt.datetime.fromisoformat(text))
    except ValueError:
        return ["InvalidRFC3339Date"]


def _of_rfc822(text):
    if not _RFC822.match(text):
        return ["InvalidRFC2822Date"]
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return ["InvalidRFC2822Date"]
    days = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    return _of_moment(moment) if days[moment.weekday()] == text[:3] else ["IncorrectDOW"]


def _of_moment(moment):
    now = dt.datetime.now(dt.UTC)
    is_odd = moment.year < 1990 or moment > now + dt.timedelta(minutes=10)
    return ["ImplausibleDate"] if is_odd else []


def _of_plain(text, message):
    """Return the faults of plain words: none at all, or what looks as if it were meant as HTML."""
    if not text:
        return ["NotBlank"]
    return [message] if re.search(r"</(a|b|em|i|p|strong)>|&(amp|lt|gt|quot|apos|nbsp|#\w+);", text) else []


def _of_html(text):
    """Return the faults of HTML: what no strict parser takes, what a reader would have to remove, where it leads."""
    if not text:
        return ["NotBlank"]
    try:
        tree = html5lib.HTMLParser(strict=True).parseFragment(text)
    except ParseError:
        return ["NotHtml"]
    found = []
    for element in tree.iter():
        name = element.tag.split("}")[-1] if isinstance(element.tag, str) else "!"
        if name == "DOCUMENT_FRAGMENT":
            continue
        found += ["SecurityRisk"] if name not in _HARMLESS else []
        found += ["SecurityRiskAttr" for attribute in element.attrib if attribute not in _HARMLESS_ATTRIBUTES]
        if "href" in element.attrib and not re.match(r"\w+:", element.attrib["href"]):
            found.append("ContainsRelRef")
    return found
