"""Start, lists, a release, and its earlier versions."""

import datetime as dt
from typing import Any

from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from newsroom.models import Contact, Version
from newsroom.views.errors import gone
from newsroom.views.pages import page_of, public_page
from newsroom.views.reviewed import for_machines, line_of_release, old_since

ON_START = 7


def listed() -> QuerySet[Version]:
    """Return what lists show, newest first, without the bodies."""
    shown = Version.objects.public().exclude(kind=Version.Kind.RETRACTION)
    return shown.newest_first().select_related("department", "address").defer("body")


def years() -> list[dict[str, int]]:
    """Return the years that have releases, the newest first, with how many."""
    shown = Version.objects.public().exclude(kind=Version.Kind.RETRACTION)
    counted = shown.values("address__year").annotate(count=Count("pk"))
    return [{"year": row["address__year"], "count": row["count"]} for row in counted.order_by("-address__year")]


@public_page
def start(request: HttpRequest) -> HttpResponse:
    """Show the newest release large, the next ones, and whom to call."""
    versions = list(listed().filter(release__archived_at=None)[:ON_START])
    press = Contact.objects.press().prefetch_related("telephones")
    context = {"newest": versions[:1], "next_ones": versions[1:], "press_contacts": press, "years": years()}
    return render(request, "newsroom/start.html", context)


@public_page
def release_list(request: HttpRequest) -> HttpResponse:
    """List every release, newest first."""
    return render(request, "newsroom/release_list.html", {"page": page_of(listed(), request), "years": years()})


@public_page
def release_year(request: HttpRequest, year: int) -> HttpResponse:
    """List the releases of one year; a year without any is not found."""
    counts = years()
    if not any(row["year"] == year for row in counts):
        raise Http404
    context = {"page": page_of(listed().filter(address__year=year), request), "year": year, "years": counts}
    return render(request, "newsroom/release_list.html", context)


@public_page
def release_detail(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    """Show the public version of a release; a former address leads on, a withdrawn release is gone."""
    version = _public_at_address(year, slug)
    if version is None:
        return _gone_or_not_found(request, year, slug)
    if not version.is_at(year, slug):
        return redirect(version, permanent=True)
    history = _history(version.release_id)
    line = line_of_release(version, history)
    page = _page(version, history) | {
        "review_line": line,
        "old_since": old_since(version),
        "for_machines": for_machines(version, history, line),
    }
    return render(request, "newsroom/release_detail.html", page)


@public_page
def version_detail(request: HttpRequest, year: int, slug: str, number: int) -> HttpResponse:
    """Show an earlier public version, marked as such; what was taken back is gone with its text."""
    current = _public_at_address(year, slug)
    if current is None:
        return _gone_or_not_found(request, year, slug)
    history = _history(current.release_id)
    found = next((version for version in history if version.ordinal == number), None) or _not_found()
    if found.pk == current.pk:
        return redirect(current)
    if found not in _readable(history, current):
        return gone(request)
    if not current.is_at(year, slug):
        return redirect(f"{current.get_absolute_url()}version/{number}/", permanent=True)
    earlier = Version.objects.select_related("department", "address", "release").get(pk=found.pk)
    earlier.ordinal = number
    return render(request, "newsroom/release_detail.html", {**_page(earlier, history), "current": current})


def _not_found() -> Any:
    """Answer as for an address that never was."""
    raise Http404


def _gone_or_not_found(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    """Answer for an address without a public version: where it leads, gone, or as if it never was."""
    once = Version.objects.once_public().filter(address__year=year, address__slug=slug)
    version = once.select_related("release").first() or _not_found()
    instead = Version.objects.public().filter(release=version.release.replaced_by_id).select_related("address").first()
    return redirect(instead, permanent=True) if instead else gone(request)


def _public_at_address(year: int, slug: str) -> Version | None:
    """Return the public version of the release that has, or has had, the address."""
    at = timezone.now()
    seen = Version.objects.once_public(at).filter(address__year=year, address__slug=slug)
    public = Version.objects.public(at).filter(release__in=seen.values("release"))
    return public.select_related("department", "address", "release").first()


def upcoming_page(version: Version) -> dict[str, Any]:
    """Gather what the page of a release will show when a version has appeared, for those who may read it before."""
    return _page(version, _history(version.release_id, version.visible_from))


def _history(release_id: int, at: dt.datetime | None = None) -> list[Version]:
    """Return the versions of a release that have been public, the first first, each with its ordinal."""
    once = Version.objects.once_public(at).filter(release=release_id).order_by("visible_from")
    versions = list(once.select_related("address").defer("body"))
    for ordinal, version in enumerate(versions, start=1):
        version.ordinal = ordinal
    return versions


def _readable(history: list[Version], current: Version) -> list[Version]:
    """Return the current version and those before it, back to where something was taken back."""
    readable: list[Version] = []
    for version in reversed([version for version in history if version.ordinal]):
        is_next = not readable or version.visible_until == readable[-1].visible_from
        if (version.kind == Version.Kind.RETRACTION and version.pk != current.pk) or not is_next:
            break
        readable.append(version)
        if version.kind == Version.Kind.RETRACTION:
            break
    return readable[::-1]


def _page(version: Version, history: list[Version]) -> dict[str, Any]:
    """Gather what the page of a release shows."""
    places = list(version.contact_places.select_related("contact").prefetch_related("contact__telephones"))
    readable = _readable(history, history[-1])
    return {
        "version": version,
        "card_contacts": [place for place in places if place.placement == "card"],
        "more_contacts": [place for place in places if place.placement == "more"],
        "topics": list(version.topics.all()),
        "log": [entry for entry in readable if entry.kind != Version.Kind.MINOR],
    }
