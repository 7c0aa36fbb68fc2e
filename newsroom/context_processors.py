"""What every page knows: the name of the site and where it lives. No query, nothing about who reads."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """Return the site's name, address and colour for templates."""
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "site_colour": settings.SITE_COLOUR,
        "csp_nonce": getattr(request, "csp_nonce", ""),
    }
