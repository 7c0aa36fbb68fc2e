"""A release, and its earlier versions."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import override

from newsroom.languages import frame_language
from newsroom.models import Version
from newsroom.relations import relations_of
from newsroom.views.errors import gone
from newsroom.views.head import release_head
from newsroom.views.machines import of_release
from newsroom.views.pages import public_page
from newsroom.views.reviewed import line_of_release, old_since


@public_page
def release_detail(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    """Show the public version of a release; a former address leads on, a withdrawn release is gone."""
    found = found_or_answer(request, year, slug)
    return render_release(request, whole_page(found)) if isinstance(found, Version) else found


def render_release(
    request: HttpRequest, page: dict[str, Any], template: str = "newsroom/release_detail.html"
) -> HttpResponse:
    """Render what belongs to a release, in a frame that speaks the language of its text (or else Swedish)."""
    with override(frame_language(page["version"].language)):
        return render(request, template, page)


def found_or_answer(request: HttpRequest, year: int, slug: str, more: str = "") -> Version | HttpResponse:
    """Return the public version at an address, or the answer in its place: where it leads, or gone.

    `more` is what stands after the address of the release when the page is one that belongs to it.
    """
    version = public_at_address(year, slug)
    if version is None:
        return _gone_or_not_found(request, year, slug, more)
    if not version.is_at(year, slug):
        return redirect(f"{version.get_absolute_url()}{more}", permanent=True)
    return version


def whole_page(version: Version) -> dict[str, Any]:
    """Gather all that the page of a public release shows."""
    history = _history(version.release_id)
    line = line_of_release(version, history)
    page = _page(version, history) | {"review_line": line, "old_since": old_since(version)} | related_page(version)
    return page | {"for_machines": of_release(version, page, history), "head": release_head(version, page, history)}


def related_page(version: Version) -> dict[str, Any]:
    """Gather what the page of a release tells of others, and where its frame's other language leads."""
    relations = relations_of(version)
    other = "sv" if frame_language(version.language) == "en" else "en"
    twin = next((found for found in relations.others if found.language == other), None)
    twin_url = twin.get_absolute_url() if twin else ""
    return {"relations": relations, "translations": relations.others, "twin_url": twin_url}


@public_page
def version_detail(request: HttpRequest, year: int, slug: str, number: int) -> HttpResponse:
    """Show an earlier public version, marked as such; what was taken back is gone with its text."""
    current = public_at_address(year, slug)
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
    return render_release(request, {**_page(earlier, history), "current": current})


def _not_found() -> Any:
    """Answer as for an address that never was."""
    raise Http404


def _gone_or_not_found(request: HttpRequest, year: int, slug: str, more: str = "") -> HttpResponse:
    """Answer for an address without a public version."""
    return where_it_went(request, Version.objects.once_public().filter(address__year=year, address__slug=slug), more)


def where_it_went(request: HttpRequest, once: QuerySet[Version], more: str = "") -> HttpResponse:
    """Answer for what has been public and is no longer: where the release leads, gone, or as if it never was."""
    version = once.select_related("release").first() or _not_found()
    instead = Version.objects.public().filter(release=version.release.replaced_by_id).select_related("address").first()
    if instead:
        return redirect(f"{instead.get_absolute_url()}{more}", permanent=True)
    with override(frame_language(version.language)):
        return gone(request)


def public_at_address(year: int, slug: str) -> Version | None:
    """Return the public version of the release that has, or has had, the address."""
    at = timezone.now()
    seen = Version.objects.once_public(at).filter(address__year=year, address__slug=slug)
    public = Version.objects.public(at).filter(release__in=seen.values("release"))
    return public.select_related("department", "address", "release").first()


def upcoming_page(version: Version) -> dict[str, Any]:
    """Gather what the page of a release will show when a version has appeared, for those who may read it before."""
    return _page(version, _history(version.release_id, version.visible_from)) | related_page(version)


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
