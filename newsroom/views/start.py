"""The start page: the newest release large, the next ones, and whom to call."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from newsroom.listing import Listing, current
from newsroom.models import Contact, Language, Version
from newsroom.views.archive import years_of
from newsroom.views.machines import of_start
from newsroom.views.pages import public_page

ON_START = 7
#: How many of the newest are looked through for those that are not archived; mostly the first twenty do.
LOOKED_THROUGH = (20, 500, 10_000)


@public_page
def start(request: HttpRequest) -> HttpResponse:
    """Show the newest release large, the next ones, and whom to call."""
    listing = current()
    versions = newest(listing)
    years = years_of(listing.counts("ar"))
    press = Contact.objects.press().prefetch_related("telephones")
    context = {"newest": versions[:1], "next_ones": versions[1:], "press_contacts": press, "years": years}
    return render(request, "newsroom/start.html", context | {"for_machines": of_start()})


def newest(listing: Listing) -> list[Version]:
    """Return the newest releases that are not archived: in English on the English page, else without translations."""
    english = listing.having("sprak", Language.ENGLISH)
    is_english = get_language() == Language.ENGLISH and bool(english)
    wanted = {} if is_english else {"original": None}
    found: list[Version] = []
    for many in LOOKED_THROUGH:
        latest = listing.versions(english if is_english else listing.shown, 0, many)
        standing = Version.objects.public().filter(pk__in=latest, release__archived_at=None, **wanted)
        shown = standing.newest_first().select_related("department", "address").defer("body")
        found = list(shown[:ON_START])
        if len(found) == ON_START or len(latest) < many:
            break
    return found
