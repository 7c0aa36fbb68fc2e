"""For those who quote: a release as plain text, on paper and as a code to scan, and its short address."""

import io
from functools import lru_cache
from typing import Any

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import override

from newsroom.languages import frame_language
from newsroom.models import Version
from newsroom.sharing import sharing_of, short_url
from newsroom.views.pages import public_page
from newsroom.views.plain_text import release_as_text
from newsroom.views.releases import found_or_answer, render_release, where_it_went, whole_page

#: Search engines are led to the page itself.
_NO_INDEX = "noindex"


@public_page
def release_text(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    """Give the release as plain text."""
    found = found_or_answer(request, year, slug, "text.txt")
    if not isinstance(found, Version):
        return found
    with override(frame_language(found.language)):
        text = release_as_text(whole_page(found))
    return _beside_the_page(HttpResponse(text, content_type="text/plain; charset=utf-8"), found)


@public_page
def release_paper(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    """Show the release as it is to be printed, or saved as a PDF."""
    found = found_or_answer(request, year, slug, "utskrift/")
    if not isinstance(found, Version):
        return found
    page: dict[str, Any] = whole_page(found) | {"paper": True, "sharing": sharing_of(found)}
    return _beside_the_page(render_release(request, page, "newsroom/release_paper.html"), found)


@public_page
def release_code(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    """Draw the QR code that leads to the short address."""
    found = found_or_answer(request, year, slug, "qr.svg")
    if not isinstance(found, Version):
        return found
    return _beside_the_page(HttpResponse(drawn(short_url(found)), content_type="image/svg+xml"), found)


@public_page
def short_address(request: HttpRequest, number: int) -> HttpResponse:
    """Lead from the short address to the release.

    With 302, not 301: the short address is the one that stays, and "the client ought to continue to use" it
    (RFC 9110, section 15.4.3), while the page may move.
    """
    of_release = {"release__short_number": number}
    public = Version.objects.public().filter(**of_release).select_related("address").first()
    return redirect(public) if public else where_it_went(request, Version.objects.once_public().filter(**of_release))


@lru_cache(maxsize=256)
def drawn(url: str) -> bytes:
    """Return a QR code as SVG, black on white whatever lies behind it, with the quiet zone that the standard asks."""
    file = io.BytesIO()
    code = segno.make_qr(url, error="m")
    code.save(file, kind="svg", border=4, light="#fff", svgclass=None, lineclass=None, omitsize=True)
    return file.getvalue()


def _beside_the_page(response: HttpResponse, version: Version) -> HttpResponse:
    """Tell machines that the page itself is the one to find."""
    response.headers["X-Robots-Tag"] = _NO_INDEX
    response.headers["Link"] = f'<{settings.SITE_URL}{version.get_absolute_url()}>; rel="canonical"'
    return response
