"""What the public templates need beside Django's own filters."""

import datetime as dt
import re
from collections.abc import Iterator
from itertools import pairwise

from django import template
from django.core.paginator import Page
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from newsroom.html import clean_html
from newsroom.models import Version

register = template.Library()

#: A paragraph that opens with a dash is something somebody says (Swedish "pratminus").
_QUOTE = re.compile(r"<p>(?=\s*[–—-](?:\s|&nbsp;))")


@register.filter
def safe_html(html: str) -> SafeString:
    """Return a body ready for the page: cleaned once more, with quotes marked and tables that can scroll."""
    cleaned = _QUOTE.sub('<p class="quote">', clean_html(html))
    # A wide table scrolls by itself, also from the keyboard, so that a narrow page does not.
    label = escape(gettext("Table"))
    scroller = f'<div class="table-scroll" role="group" tabindex="0" aria-label="{label}"><table>'
    cleaned = cleaned.replace("<table>", scroller).replace("</table>", "</table></div>")
    # The only mark_safe of the project: clean_html has just let nothing through but the elements of the
    # editor, and what was added since holds nothing that a person wrote.
    return mark_safe(cleaned)  # noqa: S308


@register.filter
def iso_date(moment: dt.date | None) -> str:
    """Return the Swedish calendar date as 2018-06-26; "" without a date."""
    if isinstance(moment, dt.datetime):
        return timezone.localdate(moment).isoformat()
    return moment.isoformat() if moment else ""


@register.filter
def iso_moment(moment: dt.datetime) -> str:
    """Return the moment as HTML wants it, to the second and with the Swedish offset."""
    return timezone.localtime(moment).isoformat(timespec="seconds")


@register.filter
def changes_until(log: list[Version], shown: Version) -> list[tuple[Version, Version]]:
    """Return the corrections and updates up to the version shown, latest first, each with what it replaced."""
    pairs = list(pairwise(log))
    return [
        (entry, earlier) for earlier, entry in reversed(pairs) if entry.is_material and entry.number <= shown.number
    ]


@register.filter
def page_links(page: Page) -> Iterator[int | str]:
    """Return the page numbers to link to, with an ellipsis where some are left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
