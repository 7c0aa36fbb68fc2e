"""Texts with what was found marked in them."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from newsroom.search.highlighting import Piece

register = template.Library()


@register.filter
def marked(pieces: Iterable[Piece]) -> SafeString:
    """Return the pieces of a text, escaped, with the hits as marks."""
    return format_html_join("", "{}", ((_written(piece),) for piece in pieces))


def _written(piece: Piece) -> str:
    """Return one piece, as text or as a mark."""
    return format_html('<mark class="hit">{}</mark>', piece.text) if piece.is_hit else piece.text
