"""The pictures that others show beside a link to us: one for each release, one for the newsroom."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from newsroom.models import Version
from newsroom.pictures import Words, picture
from newsroom.views.head import release_words, site_words
from newsroom.views.pages import public_page
from newsroom.views.releases import found_or_answer


@public_page
def release_picture(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    """Draw the picture of a release. Where the page is gone or elsewhere, so is the picture."""
    found = found_or_answer(request, year, slug, "bild.png")
    return _png(release_words(found)) if isinstance(found, Version) else found


@public_page
def site_picture(request: HttpRequest) -> HttpResponse:
    """Draw the picture of the newsroom, for every page without one of its own."""
    return _png(site_words())


def _png(words: Words) -> HttpResponse:
    """Answer with a picture that any site may show."""
    response = HttpResponse(picture(words, settings.SITE_COLOUR), content_type="image/png")
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
