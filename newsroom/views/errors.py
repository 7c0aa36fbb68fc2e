"""Pages for when something is not there or went wrong. They ask the database nothing."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

#: Shorter than a page is kept: what is missing now may appear the next second.
BRIEFLY = "public, max-age=0, s-maxage=1, must-revalidate"


def _answer(request: HttpRequest, status: int, template: str) -> HttpResponse:
    """Render an error page that says the same whatever was asked for."""
    response = render(request, f"errors/{template}.html", status=status)
    response.headers["Cache-Control"] = BRIEFLY if status in (404, 410) else "no-store"
    return response


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """400: the request could not be understood."""
    return _answer(request, 400, "400")


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """403: the person is known but may not."""
    return _answer(request, 403, "403")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form whose token is missing or old; says how to go on without losing what was typed."""
    return _answer(request, 403, "csrf")


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """404: there is no such page, or none that may be read."""
    return _answer(request, 404, "404")


def gone(request: HttpRequest) -> HttpResponse:
    """410: the release was public and has been withdrawn."""
    return _answer(request, 410, "410")


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault."""
    return _answer(request, 500, "500")
