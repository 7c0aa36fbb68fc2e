"""What every page knows: the name of the site and where it lives. No query, nothing about who reads."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language


def site(request: HttpRequest) -> dict[str, object]:
    """Return the site's name, address and colour for templates, and the language that the frame speaks."""
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "site_colour": settings.SITE_COLOUR,
        "frame_language": get_language() or settings.LANGUAGE_CODE,
        "csp_nonce": getattr(request, "csp_nonce", ""),
    }
