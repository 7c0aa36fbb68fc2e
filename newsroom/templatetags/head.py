"""What the head of a page needs: its words once for several elements, its one address, its picture."""

import html
from typing import Any

from django import template
from django.conf import settings

from newsroom.models import Version
from newsroom.views import head, oembed

register = template.Library()


@register.simple_block_tag
def text(content: str) -> str:
    """Return what stands between the tags as plain text on one line, to be kept under a name and shown again."""
    return " ".join(html.unescape(content).split())


@register.simple_tag(takes_context=True)
def own_address(context: dict[str, Any]) -> str:
    """Return the one address of the page: what the view says, else the path with what matters of the query."""
    path = context.get("canonical") or f"{context['request'].path}{context.get('twin_query') or ''}"
    return f"{settings.SITE_URL}{path}"


@register.simple_tag
def site_picture() -> str:
    """Return the path of the newsroom's picture."""
    return head.site_picture()


@register.simple_tag
def oembed_address(version: Version) -> str:
    """Return the address that tells of a release as oEmbed."""
    return oembed.discovery(version)


@register.filter
def locale(language: str) -> str:
    """Return a language as Open Graph wants it."""
    return head.LOCALES.get(language, "sv_SE")
