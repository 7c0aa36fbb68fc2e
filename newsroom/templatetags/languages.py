"""What the templates say about languages: names, the language of a part, and the way to the page's twin."""

from typing import Any

from django import template
from django.conf import settings
from django.template.context import Context
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override

from newsroom.languages import own_name

register = template.Library()


@register.filter
def language_name(code: str) -> str:
    """Return what the language calls itself: "Suomi" for "fi"."""
    return own_name(code)


@register.simple_tag
def lang(code: str = settings.LANGUAGE_CODE) -> SafeString | str:
    """Return the attribute for a part in another language than the frame's, "" where it is the same.

    Without an argument: for names and descriptions, which the municipality has in Swedish alone.
    """
    return format_html(' lang="{}"', code) if code != get_language() else ""


@register.simple_tag(takes_context=True)
def language_switch(context: Context) -> dict[str, Any]:
    """Return the frame's other language, and the address of this page in it.

    A page may say itself where its twin is (`twin_url`: a release leads to its translation). What has none leads to
    the start page, and so does everything that is not found: an answer must not tell one address from another.
    """
    other = "sv" if get_language() == "en" else "en"
    return {"code": other, "name": own_name(other), **_twin(context, other)}


def _twin(context: Context, other: str) -> dict[str, Any]:
    """Return where the page is in the other language, and whether it is the same page."""
    if url := context.get("twin_url"):
        return {"url": url, "is_same": True}
    match = None if context.get("has_no_twin") else getattr(context.get("request"), "resolver_match", None)
    with override(other):
        start = reverse("start")
        try:
            url = reverse(match.view_name, args=match.args, kwargs=match.kwargs) if match else start
        except NoReverseMatch:
            url = start
    is_same = bool(match) and url != context["request"].path
    return {"url": url if is_same else start, "is_same": is_same}
