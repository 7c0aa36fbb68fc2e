"""What the templates, public and at the desk, need beside Django's own filters."""

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from django import template
from django.core.paginator import Page
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext

from newsroom.bundles import bundle_url
from newsroom.filters import Filters
from newsroom.html import clean_html
from newsroom.models import Version

register = template.Library()

#: A paragraph that opens with a dash is something somebody says (Swedish "pratminus").
_QUOTE = re.compile(r'<p( lang="[^"]*")?>(?=\s*[–—-](?:\s|&nbsp;))')
#: What would end a block of data, or begin something else in it.
_NOT_IN_A_BLOCK = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
#: A cell of a list at the desk. Django names its marks for yes and no in English.
_CELL = re.compile(r"\A<t[hd]")
_MARK = re.compile(r'alt="(True|False)"')


@register.filter
def safe_html(html: str) -> SafeString:
    """Return a body ready for the page: cleaned once more, with quotes marked and tables that can scroll."""
    cleaned = _QUOTE.sub(r'<p class="quote"\1>', clean_html(html))
    # A wide table scrolls by itself, also from the keyboard, so that a narrow page does not.
    label = escape(gettext("Table"))
    scroller = f'<div class="table-scroll" role="group" tabindex="0" aria-label="{label}"><table>'
    cleaned = cleaned.replace("<table>", scroller).replace("</table>", "</table></div>")
    # This file alone marks anything as safe. Here clean_html has just let nothing through but the elements of the
    # editor, and what was added since holds nothing that a person wrote.
    return mark_safe(cleaned)  # noqa: S308


@register.filter
def quotable_html(html: str, citations: list[str]) -> SafeString:
    """Return a body ready for the page, where each quote holds what its button copies (copy.js).

    Should the two ever be found differently, no quote holds anything: that is better than a wrong name.
    """
    body, mark = safe_html(html), '<p class="quote"'
    first, *quotes = body.split(mark)
    if len(quotes) != len(citations):
        return body
    parts = [f'{mark} data-copy="{escape(copied)}"{rest}' for copied, rest in zip(citations, quotes, strict=True)]
    # Marked as safe: the body is, and what was added is escaped.
    return mark_safe(first + "".join(parts))  # noqa: S308


@register.filter
def json_ld(page: dict[str, Any]) -> SafeString:
    """Return a description for machines as a block of data: no browser runs it, and no text can end it."""
    text = json.dumps(page, ensure_ascii=False, separators=(",", ":")).translate(_NOT_IN_A_BLOCK)
    # Marked as safe: what could be read as an element is written as JSON escapes.
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308


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


@register.simple_tag
def bundle(name: str) -> str:
    """Return the address of a bundle of style sheets (newsroom.bundles)."""
    return bundle_url(name)


@register.simple_tag(takes_context=True)
def page_url(context: dict[str, Any], number: int) -> str:
    """Return the address of another page of the list, with the filters that are chosen."""
    filters = context.get("filters") or Filters()
    path = context.get("list_path") or context["request"].path
    return f"{path}{filters.querystring(sida=number)}"


@register.filter
def with_labels(row: Iterable[str], headers: Iterable[dict[str, Any]]) -> list[SafeString]:
    """Give each cell of a list the name of its column: on a phone a row is a card, and no heading stands above."""
    return [_labelled(cell, str(header["text"])) for cell, header in zip(row, headers, strict=True)]


def _labelled(cell: str, label: str) -> SafeString:
    """Return a cell, made by Django and safe, with its label; one without a value says so."""
    # The column of boxes to tick has a box for a heading.
    more = format_html(' data-label="{}"', capfirst(label)) if "<" not in label else ""
    more += " data-empty" if cell.endswith(">–</td>") else ""
    answers = {"True": gettext("Yes"), "False": gettext("No")}
    told = _MARK.sub(lambda mark: format_html('alt="{}"', answers[mark[1]]), cell)
    return mark_safe(_CELL.sub(lambda start: start[0] + more, told))  # noqa: S308  # Django's cell, escaped there
