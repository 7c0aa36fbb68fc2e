"""Comparing what two versions say, or a version and the working copy: field by field, word by word."""

import re
from dataclasses import dataclass, replace
from html import escape, unescape
from typing import Any

from django.db.models import Field
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from newsroom.differing import Piece, differences, shortened
from newsroom.html import html_to_text
from newsroom.models import Release, Version
from newsroom.models.release import Placement

Side = Release | Version
_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)
_ITEM = re.compile(r'<li(?: lang="[^"]*")?>(?:<p>)?')
_HEADING = re.compile(r'<(h[23])(?: lang="[^"]*")?>')
_QUOTE = re.compile(r'<blockquote(?: lang="[^"]*")?>(?:<p>)?')
#: What an editor writes in more than one way without a reader seeing it.
_ARBITRARY = re.compile(r"</?(?:p|thead|tbody)>|\s+")


@dataclass(frozen=True)
class FieldComparison:
    """One field of two texts. It can be changed although every word is the same: bold, italics, tables."""

    label: str
    pieces: list[Piece]
    is_changed: bool

    @property
    def says_the_same(self) -> bool:
        """Tell whether no word came or went."""
        return all(piece.kind in ("same", "gap") for piece in self.pieces)

    def shortened(self) -> "FieldComparison":
        """Return it with the middle of long unchanged stretches left out."""
        return replace(self, pieces=shortened(self.pieces))


def compare(old: Side, new: Side) -> list[FieldComparison]:
    """Compare every field a reader sees, in the order one reads."""
    before, after = readable(old), readable(new)
    changed = {name for name, text in before.items() if text != after[name]}
    if form_of(old.body) != form_of(new.body):
        changed.add("body")
    return [
        FieldComparison(label_of(name), differences(text, after[name]), name in changed)
        for name, text in before.items()
    ]


def readable(side: Side) -> dict[str, str]:
    """Return the fields of a side as plain text, by name."""
    return {
        "headline": side.headline,
        "subheading": side.subheading,
        "lead": side.lead,
        "body": body_text(side.body),
        "dateline": side.dateline,
        "type": side.type_label,
        "language": str(side.get_language_display()),
        "original": str(side.original or ""),
        "follows": str(side.follows or ""),
        "follows_as": str(side.get_follows_as_display()),
        "department": str(side.department or ""),
        "topics": "\n".join(sorted(str(topic) for topic in side.topics.all())),
        "contacts": "\n".join(contact_line(row) for row in contact_rows(side)),
    }


def label_of(name: str) -> str:
    """Return the name of a field as the desk reads it."""
    if name == "contacts":
        return _("Contacts")
    field = Release._meta.get_field(name)
    assert isinstance(field, Field)
    return str(capfirst(field.verbose_name))


def body_text(html: str) -> str:
    """Return the words of a body, one paragraph a line, with marks for subheads, lists, quotes and links."""
    marked = _LINK.sub(_link, html)
    for pattern, mark in ((_HEADING, _("[subhead]")), (_QUOTE, _("[quote]")), (_ITEM, "•")):
        marked = pattern.sub(rf"\g<0>{escape(mark)} ", marked)
    return html_to_text(marked)


def _link(link: re.Match[str]) -> str:
    """Write out where a link leads, unless its words say so."""
    address, words = unescape(link[1]), link[2]
    return words if unescape(words) == address else f"{words} ‹{escape(address)}›"


def form_of(html: str) -> str:
    """Return a body without what can be written in more than one way: equal where readers see the same."""
    return _ARBITRARY.sub("", html)


def contact_rows(side: Side) -> list[dict[str, Any]]:
    """Return the contacts in order, with the role to print."""
    if isinstance(side, Release):
        return side.contact_rows()
    fields = ("name", "role", "organisation", "party", "placement")
    return list(side.contact_places.order_by("order").values(*fields))


def contact_line(row: dict[str, Any]) -> str:
    """Return one contact as a line: name, role, organisation and party, and where on the page."""
    who = ", ".join(part for part in (row["name"], row["role"], row["organisation"], row["party"]) if part)
    return f"{who} – {Placement(row['placement']).label}"
