"""The page of the search, and what is proposed while somebody types."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsroom.due_dates import add_months
from newsroom.filters import LONGEST_WORDS, NAMES, Filters
from newsroom.html import clean_characters
from newsroom.listing import Listing, current
from newsroom.models import Version
from newsroom.search.highlighting import Marker, Piece
from newsroom.search.indexing import parts_of
from newsroom.search.matching import Found, find
from newsroom.search.people import Cards, find_cards
from newsroom.search.questions import Question
from newsroom.search.spelling import better_words
from newsroom.search.suggesting import propose, topics_named
from newsroom.views.archive import archive_context
from newsroom.views.pages import page_of, public_page
from newsroom.views.reviewed import MONTHS_UNTIL_OLD


@dataclass(frozen=True)
class Hit:
    """A release that was found: its headline and the place in its text, with the words marked."""

    version: Version
    headline: list[Piece]
    snippet: list[Piece]
    years_old: int = 0


@dataclass(frozen=True)
class Hits:
    """What was found, as a sequence for the pages of the list: only what stands on the page is fetched."""

    found: Found
    bits: int
    marker: Marker

    def __len__(self) -> int:
        """Return how many there are."""
        return self.bits.bit_count()

    def __getitem__(self, part: slice) -> list[Hit]:
        """Fetch a part of them, which asks once more what is public. Two queries."""
        stop = len(self) if part.stop is None else part.stop
        wanted = [row.version for row in self.found.rows(self.bits, part.start or 0, stop)]
        public = Version.objects.public().select_related("department", "address").prefetch_related("contact_places")
        versions = public.in_bulk(wanted)
        return [self._hit(versions[pk]) for pk in wanted if pk in versions]

    def _hit(self, version: Version) -> Hit:
        """Mark the words in a release."""
        _headline, lead, rest = parts_of(version)
        snippet = self.marker.snippet(lead, rest) or [Piece(version.lead)]
        return Hit(version, self.marker.marked(version.headline), snippet, years_old(version))


def years_old(version: Version, today: dt.date | None = None) -> int:
    """Return how many years ago a release was published, if that is more than 24 months."""
    today, on = today or timezone.localdate(), version.published_on
    if today <= add_months(on, MONTHS_UNTIL_OLD):
        return 0
    return today.year - on.year - ((today.month, today.day) < (on.month, on.day))


@public_page
def search(request: HttpRequest) -> HttpResponse:
    """Find releases, and whom to call. Without words the page is the form, and the filters wait for words."""
    listing = current()
    filters = Filters.parse(request.GET, listing)
    if any(request.GET.get(name) == "" for name in NAMES if name != "q"):
        return redirect(reverse("search") + filters.querystring())
    question = Question.parse(filters.q)
    found = find(filters.q, listing) if question else Found(listing)
    page = page_of(Hits(found, _within(found, filters, listing), Marker(question)), request)
    archive = archive_context(listing, filters, reverse("search"))
    return render(request, "search/search.html", {
        **archive,
        # The words stand in the field, with the filters beside them: they need no mark of their own.
        "chosen": [one for one in archive["chosen"] if one[0] != NAMES["q"]],
        **_beside(filters, listing, found, question, page.number),
        "question": question,
        "page": page,
        "was_cut": len(clean_characters(request.GET.get("q", "")).strip()) > LONGEST_WORDS,
        "suggestions_url": reverse("search_suggestions"),
        "noindex": bool(question or archive["chosen"]),
        "twin_query": filters.querystring(sida=page.number),
    })  # fmt: skip


def _within(found: Found, filters: Filters, listing: Listing) -> int:
    """Return what was found and the other filters let through."""
    return found.bits & listing.matching(replace(filters, q=""))


def _beside(filters: Filters, listing: Listing, found: Found, question: Question, page: int) -> dict[str, Any]:
    """Gather what stands beside the hits: cards on the first page, topics, another spelling, words nothing has."""
    is_first = bool(question) and page == 1
    has_all = bool(found.bits) and not found.almost
    better = better_words(filters.q, found) if question and not has_all else ""
    return {
        "cards": find_cards(filters.q) if is_first else Cards(),
        "topics": topics_named(filters.q, listing, filters.named)[:3] if is_first else [],
        "better": better,
        "better_url": reverse("search") + replace(filters, q=better).querystring() if better else "",
        "almost": found.almost,
        "unknown": list(_unknown(found)),
        "without_filters": reverse("search") + Filters(q=filters.q).querystring(),
        "found_without_filters": found.bits.bit_count(),
    }


def _unknown(found: Found) -> Iterator[str]:
    """Yield the words that nothing shown has."""
    return (" ".join(term.words) for term, bits in found.by_term.items() if not bits)


@public_page
def suggestions(request: HttpRequest) -> HttpResponse:
    """Return what to propose for what has been typed so far, as JSON."""
    text = clean_characters(request.GET.get("q", ""))[:LONGEST_WORDS]
    proposals = [proposal._asdict() for proposal in propose(text, current())]
    count = len(proposals)
    status = ngettext("%(count)d suggestion", "%(count)d suggestions", count) % {"count": count}
    response = JsonResponse({"label": _("Suggestions"), "status": status, "suggestions": proposals})
    response.headers["X-Robots-Tag"] = "noindex"
    return response
