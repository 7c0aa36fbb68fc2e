"""The feeds: every list of the archive, in three forms, for whoever wants to follow it."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import http_date

from newsroom.feeds import atom, jsonfeed, rss
from newsroom.feeds.selection import feed_of
from newsroom.filters import Filters
from newsroom.listing import current
from newsroom.views.pages import public_page

FORMS = {"atom": atom, "rss": rss, "json": jsonfeed}
#: Programs of other sites may read a feed: it says the same to everybody.
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Robots-Tag": "noindex",
}


@public_page
def feed(request: HttpRequest, form: str) -> HttpResponse:
    """Answer with the feed of the list that the filters choose; a value that means nothing chooses nothing."""
    listing = current()
    filters = Filters.parse(request.GET, listing)
    address = reverse("feed", args=[form])
    found = feed_of(listing, filters, request.GET.get("sida", "1"), home=reverse("release_list"), address=address)
    response = HttpResponse(FORMS[form].render(found), content_type=FORMS[form].CONTENT_TYPE)
    response.headers["Last-Modified"] = http_date(found.modified.timestamp())
    for name, value in OPEN.items():
        response.headers[name] = value
    return response
