"""Small answers for machines."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from newsroom.colours import readable_on
from newsroom.views.pages import public_page

#: The grounds that the style sheet puts the municipality's colour on (tokens.css).
LIGHT_GROUND = "#f3eee5"
DARK_GROUND = "#20262b"


@public_page
def healthz(request: HttpRequest) -> HttpResponse:
    """Tell that the process answers."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    """Keep robots out of the admin."""
    return HttpResponse(
        f"User-agent: *\nDisallow: {reverse('admin:index')}\n", content_type="text/plain; charset=utf-8"
    )


@public_page
def theme(request: HttpRequest) -> HttpResponse:
    """Give the style sheet the municipality's colour, readable on light and on dark."""
    light = readable_on(settings.SITE_COLOUR, LIGHT_GROUND)
    dark = readable_on(settings.SITE_COLOUR, DARK_GROUND)
    brand = readable_on(settings.SITE_COLOUR, "#ffffff")
    css = f":root {{ --accent-light: {light}; --accent-dark: {dark}; --brand: {brand}; }}\n"
    return HttpResponse(css, content_type="text/css; charset=utf-8")
