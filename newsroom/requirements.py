"""What a release needs before anybody outside may read it, and what it is better for.

The points are computed from a `Draft`, so that they hold for what is stored and for what is typed but not saved.
"""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsroom.html import clean_characters, html_to_text
from newsroom.links import QuoteCheck, QuoteState, last_words
from newsroom.models import Contact, Release, Version
from newsroom.relating import faults_of
from newsroom.speakers import unnamed_quotes

#: Marks that writers leave where something is still to be filled in.
PLACEHOLDER = re.compile(
    r"\bX{2,}\b|\bTODO\b|\?\?\?|\[(?i:namn|titel|datum|ort|tid|plats|citat|siffra|fyll i|x+|\.\.)(?!\w)[^\]\n]{0,40}\]"
)
LONGEST_HEADLINE, LONGEST_LEAD, FEWEST_PARAGRAPHS = 90, 300, 3
LATELY = dt.timedelta(days=90)
#: Paragraphs of the text itself: those in lists and tables do not count.
_PARAGRAPH = re.compile(r"(?<!<li>)(?<!<td>)(?<!<th>)<p(?: lang=[^>]*)?>(.*?)</p>", re.DOTALL)


@dataclass(frozen=True)
class DraftContact:
    """A contact of a draft: who it is, and whether a journalist can reach them."""

    name: str
    is_active: bool
    is_reachable: bool


@dataclass(frozen=True)
class Draft:
    """A text as it stands, saved or not. The body is cleaned HTML."""

    headline: str = ""
    subheading: str = ""
    lead: str = ""
    body: str = ""
    dateline: str = ""
    department: str = ""
    contacts: tuple[DraftContact, ...] = ()
    release_id: int | None = None
    #: The quotes that somebody has been asked about, judged by this very body.
    quotes: tuple[QuoteCheck, ...] = ()


@dataclass(frozen=True)
class Point:
    """One line of the checklist. `message` says what to do while it is not met, `detail` how it stands."""

    key: str
    field: str
    label: str
    is_met: bool
    is_required: bool = True
    message: str = ""
    detail: str = ""

    @property
    def anchor(self) -> str:
        """Return the id of the field in the form."""
        return "contact_places-group" if self.field == "contacts" else f"id_{self.field}"


def draft_contacts(contacts: Iterable[Contact]) -> tuple[DraftContact, ...]:
    """Return the contacts (with their telephones prefetched) as the points need them."""
    return tuple(DraftContact(c.name, c.is_active, bool(c.email or c.telephones.all())) for c in contacts)


def draft_of(release: Release) -> Draft:
    """Return the working copy as it is stored, with what was answered about its quotes."""
    return replace(_text_of(release), quotes=last_words(release))


def _text_of(release: Release) -> Draft:
    """Return what publication asks about."""
    contacts = Contact.objects.filter(release_places__release=release).prefetch_related("telephones")
    return Draft(
        headline=release.headline,
        subheading=release.subheading,
        lead=release.lead,
        body=release.body,
        dateline=release.dateline,
        department=str(release.department or ""),
        contacts=draft_contacts(contacts),
        release_id=release.pk,
    )


def points(draft: Draft, at: dt.datetime | None = None) -> list[Point]:
    """Return the whole checklist: first what is required, then what is recommended."""
    return [*required_points(draft), *recommended_points(draft, at)]


# --- required -------------------------------------------------------------------------------------------
def required_points(draft: Draft) -> list[Point]:
    """Return the points that publication refuses to do without."""
    is_reached = any(contact.is_active and contact.is_reachable for contact in draft.contacts)
    lead = _("Write a lead: the most important thing, in one or two sentences.")
    who = _("Choose at least one active contact with a telephone number or an e-mail address.")
    sender = _("Choose the department that sends the release.")
    return [
        Point("headline", "headline", _("headline"), bool(draft.headline.strip()), message=_("Write a headline.")),
        Point("lead", "lead", _("lead"), bool(draft.lead.strip()), message=lead),
        Point("body", "body", _("body"), bool(html_to_text(draft.body)), message=_("Write the text.")),
        Point("department", "department", _("department"), bool(draft.department), message=sender),
        Point("contacts", "contacts", _("somebody the press can reach"), is_reached, message=who),
        *_placeholder_points(draft),
    ]


def _placeholder_points(draft: Draft) -> list[Point]:
    """Return a point for each field with something left to fill in, or one that says there is none."""
    texts = {
        "headline": draft.headline,
        "subheading": draft.subheading,
        "lead": draft.lead,
        "body": html_to_text(draft.body),
        "dateline": draft.dateline,
    }
    message = _("Something is left to fill in: “%(mark)s”.")
    hits = {field: hit[0] for field, text in texts.items() if (hit := PLACEHOLDER.search(text))}
    label = _("something to fill in")
    found = [
        Point(f"placeholder-{field}", field, label, is_met=False, message=message % {"mark": mark})
        for field, mark in hits.items()
    ]
    return found or [Point("placeholder", "body", _("nothing left to fill in"), is_met=True)]


# --- recommended ----------------------------------------------------------------------------------------
def recommended_points(draft: Draft, at: dt.datetime | None = None) -> list[Point]:
    """Return the points that make a release better. None is met by an empty field."""
    short_headline = _("a headline of at most %(count)d characters") % {"count": LONGEST_HEADLINE}
    short_lead = _("a lead of at most %(count)d characters") % {"count": LONGEST_LEAD}
    return [
        _length_point("headline", draft.headline, LONGEST_HEADLINE, short_headline),
        _length_point("lead", draft.lead, LONGEST_LEAD, short_lead),
        _paragraph_point(draft),
        _quote_point(draft),
        _namesake_point(draft, at),
        *asked_points(draft.quotes),
    ]


def _length_point(field: str, text: str, limit: int, label: str) -> Point:
    """Count the characters of a field."""
    count = len(text.strip())
    detail = _("%(count)d of %(limit)d characters") % {"count": count, "limit": limit}
    return Point(f"{field}-length", field, label, 0 < count <= limit, is_required=False, detail=detail)


def _paragraph_point(draft: Draft) -> Point:
    """Count the paragraphs."""
    count = sum(bool(html_to_text(paragraph)) for paragraph in _PARAGRAPH.findall(draft.body))
    label = _("at least %(count)d paragraphs") % {"count": FEWEST_PARAGRAPHS}
    detail = ngettext("%(count)d paragraph", "%(count)d paragraphs", count) % {"count": count}
    return Point("paragraphs", "body", label, count >= FEWEST_PARAGRAPHS, is_required=False, detail=detail)


def _quote_point(draft: Draft) -> Point:
    """Ask for the speaker of the first quote that has none."""
    lines = html_to_text(draft.body).splitlines()
    unnamed = next(unnamed_quotes(lines, (contact.name for contact in draft.contacts)), "")
    message = _("Who says “%(quote)s”?") % {"quote": Truncator(unnamed.lstrip("–—―−- ")).words(6)} if unnamed else ""
    is_met = bool(lines) and not unnamed
    return Point("quotes", "body", _("every quote says who speaks"), is_met, is_required=False, message=message)


def _namesake_point(draft: Draft, at: dt.datetime | None) -> Point:
    """Point out another release with the same headline."""
    other = published_lately_as(draft.headline, leave_out=draft.release_id, at=at)
    message = ""
    if other is not None:
        message = _("Another release had it on %(day)s.") % {"day": date_format(other.published_on, "j F Y")}
    is_met = bool(draft.headline.strip()) and other is None
    return Point("namesake", "headline", _("a headline of its own"), is_met, is_required=False, message=message)


def asked_points(quotes: Iterable[QuoteCheck]) -> list[Point]:
    """Return a point for each quote somebody has been asked about: met while they agree to the words that stand."""
    return [_asked_point(check) for check in quotes]


def _asked_point(check: QuoteCheck) -> Point:
    """Say who was asked, about what, and how it stands."""
    words = Truncator(check.link.quote.lstrip("–—―−- ")).words(6)
    label = _("%(name)s about “%(quote)s”") % {"name": check.link.recipient, "quote": Truncator(words).chars(80)}
    is_outdated = check.state == QuoteState.OUTDATED
    message = _("Ask again, or revoke the link.") if is_outdated else ""
    return Point(
        f"asked-{check.link.pk}",
        "body",
        label,
        check.state == QuoteState.AGREED,
        is_required=False,
        message=message,
        detail=_how_it_stands(check),
    )


def _how_it_stands(check: QuoteCheck) -> str:
    """Return the answer in words. What the person wanted changed is told also when the text has been changed since."""
    wish = {"comment": clean_characters(check.wish)}
    if check.state == QuoteState.CHANGE:
        return _("wants a change: %(comment)s") % wish
    if check.state == QuoteState.OUTDATED and check.wish:
        return _("the text has been changed since the answer, which was: %(comment)s") % wish
    if check.state == QuoteState.OUTDATED:
        return _("the text has been changed since the question was asked")
    return _("agreed") if check.state == QuoteState.AGREED else _("awaiting an answer")


def published_lately_as(headline: str, *, leave_out: int | None, at: dt.datetime | None = None) -> Version | None:
    """Return another release's public version with this headline, first published in the last 90 days.

    Compared here, not in the database: SQLite does not know that Å and å are one letter.
    """
    at, wanted = at or timezone.now(), " ".join(headline.split()).casefold()
    if not wanted:
        return None
    versions = Version.objects.public(at).filter(published_at__gt=at - LATELY).exclude(release=leave_out)
    found = (version for version in versions.only("headline", "published_at") if version.headline.casefold() == wanted)
    return next(found, None)


# --- what the other verbs ask ---------------------------------------------------------------------------
def missing_for_publication(release: Release) -> dict[str, str]:
    """Return every fault that stops publication, field by field; empty when there is none."""
    missing = {point.field: point.message for point in required_points(_text_of(release)) if not point.is_met}
    return missing | faults_of(release)


def require_publishable(release: Release) -> None:
    """Raise ValidationError with every fault at once."""
    if faults := missing_for_publication(release):
        raise ValidationError({field: [message] for field, message in faults.items()})
