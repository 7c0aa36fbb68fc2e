"""The archive: every release, newest first, with filters that stand in the address and tell how much they leave."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from newsroom.alphabet import swedish
from newsroom.filters import NAMES, Filters
from newsroom.listing import Listing, current
from newsroom.views.head import list_head
from newsroom.views.machines import of_collection
from newsroom.views.pages import page_of, public_page
from newsroom.views.shown import Shown

#: The filters that are chosen from a list of what there is. Years stand beside the releases as links, too.
SELECTED = ("typ", "forvaltning", "amne", "ar", "manad", "sprak")


@dataclass(frozen=True)
class Choice:
    """One value of a filter: how it is called, how many releases it would leave, and where it leads."""

    value: Any
    label: str
    count: int
    is_chosen: bool
    url: str


@dataclass(frozen=True)
class Group:
    """A filter with what can be chosen in it."""

    name: str
    label: str | Promise
    choices: list[Choice]


@public_page
def release_list(request: HttpRequest) -> HttpResponse:
    """List the releases that the filters let through; an address with empty filters leads to the plain one."""
    listing = current()
    filters = Filters.parse(request.GET, listing)
    if any(request.GET.get(name) == "" for name in NAMES):
        return redirect(request.path + filters.querystring())
    return _answer(request, listing, filters)


@public_page
def release_year(request: HttpRequest, year: int) -> HttpResponse:
    """List the releases of one year; a year without any is not found."""
    listing = current()
    if not listing.having("ar", year):
        raise Http404
    return _answer(request, listing, replace(Filters.parse(request.GET, listing), ar=year), year=year)


def _answer(request: HttpRequest, listing: Listing, filters: Filters, **more: Any) -> HttpResponse:
    """Show a page of the list."""
    bits = listing.matching(filters)
    shown = archive_context(listing, filters, reverse("release_list"))
    page = page_of(Shown(listing, bits), request)
    head = list_head(filters, page.number, more.get("year"))
    machines = of_collection(head["canonical"] or request.path + head["twin_query"], _("Press releases"))
    context = shown | more | head | {"page": page, "for_machines": machines}
    return render(request, "newsroom/release_list.html", context)


def archive_context(listing: Listing, filters: Filters, path: str) -> dict[str, Any]:
    """Gather what the form of filters and the marks of what is chosen show, for a list at a path."""
    counted = listing.choices(filters)
    groups = [group_of(name, counted.get(name, {}), filters, path) for name in SELECTED]
    chosen = filters.chosen().items()
    return {
        "filters": filters,
        "feed_query": filters.querystring(),
        "groups": [group for group in groups if group.choices],
        "chosen": [(NAMES[n], filters.label(n, v), path + filters.querystring(**{n: None})) for n, v in chosen],
        "list_path": path,
        "all_years_url": path + filters.querystring(ar=None),
        "years": years_of(counted.get("ar", {}), filters, path),
    }


def group_of(name: str, counts: Mapping[Any, int], filters: Filters, path: str) -> Group:
    """Return a filter with its values in the order in which one looks for them. What is chosen is among them."""
    chosen = getattr(filters, name)
    counts = {chosen: 0, **counts} if chosen else counts
    values = [value for value in counts if filters.named.knows(name, value)]
    if name == "ar":
        ordered = sorted(values, reverse=True)
    elif name == "manad":
        ordered = sorted(values)
    else:
        ordered = sorted(values, key=lambda value: swedish(filters.label(name, value)))
    return Group(name, NAMES[name], [_choice(name, value, counts[value], filters, path) for value in ordered])


def _choice(name: str, value: Any, count: int, filters: Filters, path: str) -> Choice:
    """Return one value of a filter."""
    is_chosen = getattr(filters, name) == value
    url = path + filters.querystring(**{name: value})
    return Choice(filters.in_address(name, value), filters.label(name, value), count, is_chosen, url)


def years_of(counts: Mapping[int, int], filters: Filters | None = None, path: str = "") -> list[dict[str, Any]]:
    """Return the years with how many releases each leaves; alone, a year has an address of its own."""
    filters, path = filters or Filters(), path or reverse("release_list")
    is_alone = path == reverse("release_list") and set(filters.chosen()) <= {"ar"}
    return [
        {
            "year": year,
            "count": counts[year],
            "url": reverse("release_year", args=[year]) if is_alone else path + filters.querystring(ar=year),
        }
        for year in sorted(counts, reverse=True)
    ]
