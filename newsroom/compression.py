"""Public answers, compressed on their way out."""

import gzip
import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from newsroom.middleware import ADMIN

#: Shorter answers grow when they are compressed.
SHORTEST = 500
_TEXT = re.compile(r"text/|application/(?:[a-z.]+\+)?(?:json|xml)|image/svg")
_TAKES_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:\s*,|\s*$))")


class CompressionMiddleware:
    """Compress public answers, to the same bytes each time (Django's own middleware pads them at random).

    Not the admin: an answer that holds a secret beside what somebody else chose can be read by its length (BREACH).
    Public pages hold no secret.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next in line."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, compressed where the reader takes it."""
        response = self.get_response(request)
        if request.path.startswith(ADMIN) or not _is_plain_text(response):
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        takes_it = _TAKES_GZIP.search(request.headers.get("Accept-Encoding", ""))
        return _compressed(response) if takes_it and len(response.content) >= SHORTEST else response


def _is_plain_text(response: HttpResponse) -> bool:
    """Tell whether the answer is text that nobody has compressed yet."""
    if response.streaming or response.has_header("Content-Encoding"):
        return False
    return bool(_TEXT.match(response.get("Content-Type", "")))


def _compressed(response: HttpResponse) -> HttpResponse:
    """Compress the answer. Its tag becomes weak: it names what is told, no more the very bytes (RFC 9110, 8.8.1)."""
    response.content = gzip.compress(response.content, 6, mtime=0)
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Content-Length"] = str(len(response.content))
    tag = response.get("ETag", "")
    if tag and not tag.startswith("W/"):
        response.headers["ETag"] = f"W/{tag}"
    return response
