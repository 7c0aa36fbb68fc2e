"""Atom 1.0 (RFC 4287), in pages (RFC 5005)."""

import datetime as dt

from django.conf import settings
from django.utils import timezone

from newsroom.feeds.entries import Entry, Feed
from newsroom.feeds.markup import Document

CONTENT_TYPE = "application/atom+xml; charset=utf-8"
_TYPE = "application/atom+xml"
NAMESPACE = "http://www.w3.org/2005/Atom"


def moment(at: dt.datetime) -> str:
    """Return a time as RFC 3339 has it, to the second and with the Swedish offset."""
    return timezone.localtime(at).isoformat(timespec="seconds")


def distinct(entry: Entry) -> str:
    """Return when an entry was updated, with a fraction of a second of its own.

    Two releases may be scheduled for the very same moment; readers that order or compare by this time, and the W3C's
    validator, want no two alike. The fraction is made of the number in the id, so it never changes.
    """
    fraction = dt.timedelta(microseconds=entry.number % 1_000_000)
    return timezone.localtime(entry.updated.replace(microsecond=0) + fraction).isoformat(timespec="microseconds")


def render(feed: Feed) -> str:
    """Return the feed as an Atom document."""
    xml = Document()
    with xml.element("feed", {"xmlns": NAMESPACE, "xml:lang": settings.LANGUAGE_CODE}):
        xml.leaf("id", feed.id)
        xml.leaf("title", feed.title)
        xml.leaf("subtitle", feed.description)
        xml.leaf("updated", moment(feed.updated))
        _author(xml, settings.SITE_NAME, f"{settings.SITE_URL}/")
        xml.leaf("link", attributes={"rel": "alternate", "href": feed.home_url, "type": "text/html"})
        for rel, href in ({"self": feed.self_url} | feed.pages).items():
            xml.leaf("link", attributes={"rel": rel, "href": href, "type": _TYPE})
        for entry in feed.entries:
            with xml.element("entry", {"xml:lang": entry.language}):
                _entry(xml, entry)
    return str(xml)


def _entry(xml: Document, entry: Entry) -> None:
    """Write what an entry holds."""
    xml.leaf("id", entry.id)
    xml.leaf("title", entry.title)
    xml.leaf("link", attributes={"rel": "alternate", "href": entry.url, "type": "text/html"})
    xml.leaf("published", moment(entry.published))
    xml.leaf("updated", distinct(entry))
    _author(xml, entry.author, entry.author_url)
    for category in entry.categories:
        names = {"term": category.term, "label": category.label, "scheme": category.scheme}
        xml.leaf("category", attributes=names)
    xml.leaf("summary", entry.summary)
    xml.leaf("content", entry.content, {"type": "html"})


def _author(xml: Document, name: str, uri: str) -> None:
    """Write who answers for a text."""
    with xml.element("author"):
        xml.leaf("name", name)
        xml.leaf("uri", uri)
