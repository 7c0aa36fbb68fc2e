"""Pages for when something is not there or went wrong. They ask for the important message, and nothing else."""

import logging
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)
#: Shorter than a page is kept: what is missing now may appear the next second.
BRIEFLY = "public, max-age=0, s-maxage=1, must-revalidate"


def _answer(request: HttpRequest, status: int, template: str) -> HttpResponse:
    """Render an error page that says the same whatever was asked for."""
    context = {
        "has_no_twin": True,
        # What is gone is no error.
        "code": "" if status == 410 else str(status),
        "at_desk": request.path.startswith(reverse("admin:index")),
    }
    response = render(request, f"errors/{template}.html", context, status=status)
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


def not_allowed(request: HttpRequest) -> HttpResponse:
    """405: the address is there, but not for what it was asked to do."""
    return _answer(request, 405, "405")


def gone(request: HttpRequest) -> HttpResponse:
    """410: the release was public and has been withdrawn."""
    return _answer(request, 410, "410")


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault; in plain words where not even the page about it can be made."""
    try:
        return _answer(request, 500, "500")
    except Exception:
        logger.exception("The page about an error could not be made.")
        return _last_resort()


def _last_resort() -> HttpResponse:
    """Say it without template, style sheet or database."""
    html = format_html(
        '<!doctype html>\n<html lang="{}"><head><meta charset="utf-8"><meta name="robots" content="noindex">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><title>{} – {}</title></head>\n'
        '<body><main><h1>{}</h1><p>{}</p><p><a href="/">{}</a></p></main></body></html>\n',
        get_language(),
        _("Something went wrong at our end"),
        settings.SITE_NAME,
        _("Something went wrong at our end"),
        _("The fault is ours, not yours. Please try again in a little while. If you are in a hurry, call us."),
        _("The start page of the newsroom"),
    )
    return HttpResponse(html, status=500, headers={"Cache-Control": "no-store"})
