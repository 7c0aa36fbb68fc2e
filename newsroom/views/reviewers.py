"""The way from a public page to its review screen: the same answer for everyone, from the address alone."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from newsroom.views.pages import public_page

SUFFIX = "granska/"


@public_page
def to_review(request: HttpRequest, **page: Any) -> HttpResponse:
    """Lead to the desk, which asks who it is. Nothing is looked up here, so nothing can be told."""
    path = request.path.removesuffix(SUFFIX)
    response = redirect(f"{reverse('admin:review_address')}?{urlencode({'sida': path}, safe='/')}")
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
