"""What stands in a feed, whatever its form: the feed, its entries, and what has been changed in each."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, linebreaks
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from newsroom.html import clean_characters, clean_html, html_to_text, with_absolute_links
from newsroom.models import Topic, Version

Kind = Version.Kind
_PARAGRAPH = re.compile(r"<p>.*?</p>", re.DOTALL)


@dataclass(frozen=True)
class Change:
    """A correction or an update of the text, as readers are told of it."""

    kind: str
    at: dt.datetime
    note: str

    @property
    def label(self) -> str:
        """Return what sort of change it is, with the date: "Rättelse 2026-11-23"."""
        return f"{capfirst(str(Kind(self.kind).label))} {timezone.localdate(self.at).isoformat()}"


@dataclass(frozen=True)
class Past:
    """What readers have seen of a release before now: the changes of the text that stands, and the last one's time."""

    changes: tuple[Change, ...] = ()
    updated: dt.datetime | None = None


@dataclass(frozen=True)
class Category:
    """What an entry is about: the value of a filter, its name, and the list that the filter belongs to."""

    term: str
    label: str
    scheme: str


@dataclass(frozen=True)
class Entry:
    """A release in a feed."""

    number: int
    url: str
    title: str
    language: str
    published: dt.datetime
    updated: dt.datetime
    author: str
    author_url: str
    categories: tuple[Category, ...]
    summary: str
    content: str
    changes: tuple[Change, ...]
    is_retracted: bool

    @property
    def id(self) -> str:
        """Return the id, which never changes."""
        return tag_uri(f"pressmeddelande:{self.number}")


@dataclass(frozen=True)
class Feed:
    """A list of entries with its addresses. `pages` has "first", "previous", "next" and "last", where they exist."""

    id: str
    title: str
    description: str
    home_url: str
    self_url: str
    pages: dict[str, str]
    updated: dt.datetime
    entries: list[Entry]
    #: When anything in the feed last changed, minor changes and what disappeared too.
    modified: dt.datetime


def tag_uri(name: str) -> str:
    """Return an id that holds for ever (RFC 4151), whichever address the thing has today."""
    return f"tag:{settings.TAG_AUTHORITY}:{name}"


def absolute(path: str) -> str:
    """Return the whole address of a path on this site."""
    return settings.SITE_URL + path


def past_of(history: Iterable[Version]) -> Past:
    """Return what to tell of a release's versions so far, the first first.

    What was taken back ends a text: the changes of the text before it are not those of the one that stands now.
    """
    changes: list[Change] = []
    updated = ended = None
    for version in history:
        assert version.visible_from is not None  # only what has been public is asked about
        if version.visible_from != ended or version.kind == Kind.RETRACTION:
            changes = []
        elif version.is_material:
            changes.append(Change(version.kind, version.visible_from, clean_characters(version.public_note)))
        if version.kind != Kind.MINOR:
            updated = version.visible_from
        ended = None if version.kind == Kind.RETRACTION else version.visible_until
    return Past(tuple(changes[::-1]), updated)


def entry_of(version: Version, past: Past) -> Entry:
    """Return the entry of a public version, whose department, address, release and topics have been fetched."""
    assert version.published_at is not None  # it is public
    assert version.release.short_number is not None
    department = version.department
    has_page = department is not None and department.is_public
    url = absolute(version.get_absolute_url())
    return Entry(
        number=version.release.short_number,
        url=url,
        title=clean_characters(version.headline),
        language=version.language,
        published=version.published_at,
        updated=max(version.published_at, past.updated or version.published_at),
        author=clean_characters(department.name if department else settings.SITE_NAME),
        author_url=absolute(department.get_absolute_url() if department and has_page else reverse("start")),
        categories=_categories(version),
        summary=_summary(version),
        content=_content(version, past.changes, url),
        changes=past.changes,
        is_retracted=version.kind == Kind.RETRACTION,
    )


def _categories(version: Version) -> tuple[Category, ...]:
    """Return the type and the topics of a version, as the archive's filters name them."""
    archive = absolute(reverse("release_list"))
    topics: Iterable[Topic] = sorted(version.topics.all(), key=lambda topic: topic.slug)
    return (
        Category(version.type, version.type_label, f"{archive}?typ="),
        *(Category(topic.slug, clean_characters(topic.name), f"{archive}?amne=") for topic in topics),
    )


def _summary(version: Version) -> str:
    """Return the lead, or the first paragraph of a text without one."""
    first = _PARAGRAPH.search(version.body)
    return (
        clean_characters(version.lead).strip()
        or (html_to_text(first[0]) if first else "")
        or clean_characters(version.headline)
    )


def _content(version: Version, changes: Iterable[Change], url: str) -> str:
    """Return the whole text as HTML: what has been changed stands first, and no address depends on where it is read."""
    parts = [_told(change) for change in changes]
    if version.subheading:
        parts.append(format_html("<p><strong>{}</strong></p>", clean_characters(version.subheading)))
    if version.lead:
        parts.append(linebreaks(clean_characters(version.lead), autoescape=True))
    parts.append(with_absolute_links(clean_html(version.body), url))
    return "\n".join(part for part in parts if part)


def _told(change: Change) -> str:
    """Return what a change says, as a paragraph."""
    return format_html('<p lang="sv"><strong>{}:</strong> {}</p>', change.label, change.note)


def title_of(chosen: Iterable[str]) -> str:
    """Return the title of a feed: whose it is, and what it is limited to."""
    title = _("Press releases from %(name)s") % {"name": settings.SITE_NAME}
    limits = ", ".join(chosen)
    return clean_characters(f"{title}: {limits}" if limits else title)
