"""JSON Feed 1.1, with an extension of our own that carries the type and the corrections in full."""

import json
from typing import Any

from django.conf import settings
from django.templatetags.static import static

from newsroom.feeds.atom import moment
from newsroom.feeds.entries import Change, Entry, Feed

CONTENT_TYPE = "application/feed+json; charset=utf-8"
VERSION = "https://jsonfeed.org/version/1.1"


def render(feed: Feed) -> str:
    """Return the feed as a JSON document."""
    document: dict[str, Any] = {
        "version": VERSION,
        "title": feed.title,
        "description": feed.description,
        "home_page_url": feed.home_url,
        "feed_url": feed.self_url,
        "favicon": settings.SITE_URL + static("newsroom/favicon.svg"),
        "language": settings.LANGUAGE_CODE,
        "authors": [{"name": settings.SITE_NAME, "url": f"{settings.SITE_URL}/"}],
        "items": [_item(entry) for entry in feed.entries],
    }
    if "next" in feed.pages:
        document["next_url"] = feed.pages["next"]
    return json.dumps(document, ensure_ascii=False, indent=1)


def _item(entry: Entry) -> dict[str, Any]:
    """Return one item."""
    return {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "language": entry.language,
        "date_published": moment(entry.published),
        "date_modified": moment(entry.updated),
        "authors": [{"name": entry.author, "url": entry.author_url}],
        "tags": [category.label for category in entry.categories],
        "summary": entry.summary,
        "content_html": entry.content,
        "_newsroom": {
            "type": entry.categories[0].term,
            "retracted": entry.is_retracted,
            "corrections": [_correction(change) for change in entry.changes],
        },
    }


def _correction(change: Change) -> dict[str, str]:
    """Return a change of the text, the latest first in its list."""
    return {"kind": change.kind, "date": moment(change.at), "label": change.label, "note": change.note}
