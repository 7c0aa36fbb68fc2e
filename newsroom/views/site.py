"""Small answers for machines."""

from django.http import Http404, HttpRequest, HttpResponse

from newsroom.bundles import BUNDLES, bundle, digest_of_bundle
from newsroom.bundles import theme as theme_css
from newsroom.views.pages import public_page

#: What never changes under its address may be kept for a year.
FOR_A_YEAR = "public, max-age=31536000, immutable"


@public_page
def healthz(request: HttpRequest) -> HttpResponse:
    """Tell that the process answers."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@public_page
def theme(request: HttpRequest) -> HttpResponse:
    """Give the style sheet of the desk the municipality's colour, readable on light and on dark."""
    return HttpResponse(theme_css(), content_type="text/css; charset=utf-8")


@public_page
def style_bundle(request: HttpRequest, name: str, digest: str) -> HttpResponse:
    """Give a bundle of style sheets; under the address of an earlier state, the present one, kept for no time."""
    if name not in BUNDLES:
        raise Http404
    response = HttpResponse(bundle(name), content_type="text/css; charset=utf-8")
    if digest == digest_of_bundle(name):
        response.headers["Cache-Control"] = FOR_A_YEAR
    return response
