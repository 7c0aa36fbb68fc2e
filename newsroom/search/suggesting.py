"""What is proposed while somebody types: whom to call, what it may be about, and headlines."""

from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from newsroom.filters import Filters, Named
from newsroom.listing import Listing
from newsroom.models import Version
from newsroom.search.engines import Ask, versions_holding
from newsroom.search.matching import set_of_versions
from newsroom.search.people import answers_all, find_cards
from newsroom.search.questions import Question
from newsroom.search.tokens import index_words, units

SHORTEST = 3
MOST_HEADLINES = 5
MOST_OTHERS = 3


class Proposal(NamedTuple):
    """One line of the list: what it says, what it is, and where it leads. A headline has a language of its own."""

    text: str
    kind: str
    url: str
    language: str = "sv"


def propose(text: str, listing: Listing) -> list[Proposal]:
    """Return what to propose for what has been typed so far; nothing for less than three letters or digits."""
    words = [part for unit in units(text) for part in unit.parts]
    if sum(map(len, words)) < SHORTEST:
        return []
    return [*_cards(text), *_topics(text, listing), *_headlines(words, listing)]


def _cards(text: str) -> list[Proposal]:
    """Return contacts and departments."""
    cards = find_cards(text, MOST_OTHERS)
    return [
        *(
            Proposal(str(c), _("Press contact"), f"{reverse('search')}?{urlencode({'q': c.name})}")
            for c in cards.contacts
        ),
        *(Proposal(d.name, _("Department"), d.get_absolute_url()) for d in cards.departments),
    ]


def _search_for(words: str) -> str:
    """Return the address of a search."""
    return f"{reverse('search')}?{urlencode({'q': words})}"


def topics_named(text: str, listing: Listing, named: Named) -> list[tuple[str, str]]:
    """Return the topics that a question names, each with the address of its releases; only those that have any."""
    terms = Question.parse(text).terms
    shown = listing.counts("amne")
    found = [pk for pk, (_slug, name) in named.topics.items() if pk in shown and answers_all(terms, index_words(name))]
    filters = Filters(named=named)
    path = reverse("release_list")
    return sorted((named.topics[pk][1], path + filters.querystring(amne=pk)) for pk in found) if terms else []


def _topics(text: str, listing: Listing) -> list[Proposal]:
    """Return topics."""
    found = topics_named(text, listing, Named.load())[:MOST_OTHERS]
    return [Proposal(name, _("Topic"), url) for name, url in found]


def _headlines(words: list[str], listing: Listing) -> list[Proposal]:
    """Return the newest releases whose headline has the words, the last of them perhaps unfinished."""
    whole, begun = words[:-1], words[-1]
    asks = [Ask("headline", [word]) for word in whole]
    if len(begun) >= SHORTEST or not whole:
        asks.append(Ask("headline", prefixes=[begun]))
    bits = listing.shown
    for holding in versions_holding(asks):
        bits &= set_of_versions(holding, listing)
    wanted = listing.versions(bits, 0, MOST_HEADLINES)
    found: dict[int, Any] = (
        Version.objects.public().select_related("address").only("headline", "language", "address").in_bulk(wanted)
    )
    versions = [found[pk] for pk in wanted if pk in found]
    return [Proposal(v.headline, _("Press release"), v.get_absolute_url(), v.language) for v in versions]
