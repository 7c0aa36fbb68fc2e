"""From the address of a public page to what is reviewed there. Only our own public paths are understood."""

from typing import Literal

from django.urls import Resolver404, resolve

from newsroom.models import Department, ReviewSubject, Version


def subject_at(path: str) -> ReviewSubject | Literal["contacts"] | None:
    """Return the page at a public address, "contacts" for the list of them, or None."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    if match.url_name in ("release_detail", "version_detail"):
        return _release(match.kwargs["year"], match.kwargs["slug"])
    if match.url_name == "department_detail":
        return _department(match.kwargs["slug"])
    return "contacts" if match.url_name == "contact_list" else None


def _release(year: int, slug: str) -> ReviewSubject | None:
    """Return the release that has, or has had, the address in public."""
    seen = Version.objects.once_public().filter(address__year=year, address__slug=slug)
    return ReviewSubject.objects.filter(release__in=seen.values("release")).first()


def _department(slug: str) -> ReviewSubject | None:
    """Return the department that has, or has had, the address in public."""
    public = Department.objects.public()
    found = public.filter(slug=slug) | public.filter(former_slugs__slug=slug)
    return ReviewSubject.objects.filter(unit__in=found.values("pk")).first()
