"""What the public views share: how long an answer keeps, and the pages of a list."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

PER_PAGE = 20
#: Readers ask again each time (and mostly get 304); a cache of ours may keep a page five seconds.
#: The number is constant: one that counted down would tell when something is about to appear.
FRESHNESS = "public, max-age=0, s-maxage=5, must-revalidate"

View = Callable[..., HttpResponse]


def public_page(view: View) -> View:
    """Make a view a public page: GET and HEAD only, the same for everyone, kept for a short while."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", FRESHNESS)
        return response

    return answer


def page_of(listed: Any, request: HttpRequest) -> Page:
    """Return the page of a list that `?sida=` names; a number that makes no sense gives the nearest page."""
    return Paginator(listed, PER_PAGE).get_page(request.GET.get("sida", "1"))
