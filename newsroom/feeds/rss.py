"""RSS 2.0, with the modules that carry what it lacks: the whole text, the sender's name, the language, the change."""

import datetime as dt
from email.utils import format_datetime

from django.conf import settings
from django.utils import timezone
from django.utils.html import linebreaks

from newsroom.feeds import atom
from newsroom.feeds.entries import Entry, Feed
from newsroom.feeds.markup import Document

CONTENT_TYPE = "application/rss+xml; charset=utf-8"
_TYPE = "application/rss+xml"
_MODULES = {
    "xmlns:atom": atom.NAMESPACE,
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
}


def moment(at: dt.datetime) -> str:
    """Return a time as RFC 822 has it, with the Swedish offset."""
    return format_datetime(timezone.localtime(at))


def render(feed: Feed) -> str:
    """Return the feed as an RSS document."""
    xml = Document()
    with xml.element("rss", {"version": "2.0", **_MODULES}), xml.element("channel"):
        xml.plain("title", feed.title)
        xml.leaf("link", feed.home_url)
        xml.plain("description", feed.description)
        xml.leaf("language", settings.LANGUAGE_CODE)
        xml.leaf("lastBuildDate", moment(feed.updated))
        for rel, href in ({"self": feed.self_url} | feed.pages).items():
            xml.leaf("atom:link", attributes={"rel": rel, "href": href, "type": _TYPE})
        for entry in feed.entries:
            with xml.element("item"):
                _item(xml, entry)
    return str(xml)


def _item(xml: Document, entry: Entry) -> None:
    """Write what an item holds. Its description is HTML to those who read it, so plain words are written as such."""
    xml.plain("title", entry.title)
    xml.leaf("link", entry.url)
    xml.leaf("guid", entry.id, {"isPermaLink": "false"})
    xml.leaf("pubDate", moment(entry.published))
    xml.leaf("atom:updated", atom.moment(entry.updated))
    xml.leaf("dc:creator", entry.author)
    xml.leaf("dc:language", entry.language)
    for category in entry.categories:
        xml.plain("category", category.label, {"domain": category.scheme})
    xml.leaf("description", linebreaks(entry.summary, autoescape=True))
    xml.leaf("content:encoded", entry.content)
