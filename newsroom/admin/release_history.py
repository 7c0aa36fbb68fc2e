"""History, comparison and restoring: what happened to a release, what differs, and the way back."""

import datetime as dt
from collections.abc import Iterable
from itertools import groupby, zip_longest
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom import workflow
from newsroom.admin.release_form import replace_posted
from newsroom.admin.release_pages import ReleasePages
from newsroom.admin.scoped import person, posted
from newsroom.comparing import FieldComparison, Side, compare
from newsroom.models import Event, Release, Version
from newsroom.recording import Conflict
from newsroom.restoring import restore_version, restored_text

Kind = Event.Kind
#: How the working copy is named in an address.
WORKING_COPY = "arbetskopia"
APPROVALS = {Kind.SUBMITTED, Kind.RECALLED, Kind.RETURNED, Kind.APPROVED, Kind.UNAPPROVED, Kind.AFTERWARDS}
REVIEWS = {Kind.REVIEWED}
WRITING = {Kind.CREATED, Kind.SAVED, Kind.IMPORTED, Kind.DELETED}
#: What the timeline can be narrowed to, by the word in the address. Every kind of event is in one of them.
FILTERS = {
    "allt": (gettext_lazy("Everything"), set(Kind)),
    "publiceringar": (gettext_lazy("Publications"), set(Kind) - APPROVALS - REVIEWS - WRITING),
    "godkannanden": (gettext_lazy("Approvals"), APPROVALS),
    "granskningar": (gettext_lazy("Reviews"), REVIEWS),
}


class RestoreForm(forms.Form):
    """The number of the save that was on screen. Without one nothing is done."""

    expected_version = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_expected_version(self) -> int:
        """Return the number; one that no save has for what is none."""
        number = self.cleaned_data["expected_version"]
        return int(number) if number.isdecimal() and len(number) < 10 else -1


class HistoryPages(ReleasePages):
    """The pages, mixed into the screen of releases."""

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Show the timeline in sentences, day by day, and every version, instead of Django's log."""
        release = self._release(request, int(object_id), "view") if object_id.isdecimal() else None
        if release is None:
            raise Http404
        chosen = request.GET.get("visa", "allt")
        chosen = chosen if chosen in FILTERS else "allt"
        events = release.events.select_related("version").filter(kind__in=FILTERS[chosen][1])
        return self._page(
            request,
            release,
            "history",
            title=_("History"),
            days=by_day(events),
            filters=[(word, label, word == chosen) for word, (label, _kinds) in FILTERS.items()],
            versions=described(release),
            can_restore=workflow.allows("edit", release, person(request)),
        )

    def compare(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show two versions, or a version and the working copy, word by word."""
        release = self._release(request, pk, "view")
        versions = list(release.versions.all())
        old, new, is_asked = chosen_sides(release, versions, request.GET)
        return self._page(
            request,
            release,
            "compare",
            title=_("Compare"),
            versions=versions,
            old=old,
            new=new,
            is_asked=is_asked,
            can_restore=workflow.allows("edit", release, person(request)),
            **compared(old, new),
        )

    def restore(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """Show what restoring a version would change in the working copy, and do it on POST."""
        release = self._release(request, pk, "edit")
        version = release.versions.filter(number=number).first() if number < 2**31 else None
        if version is None:
            raise Http404
        if not workflow.allows("edit", release, person(request)):
            raise PermissionDenied
        form = RestoreForm(posted(request), initial={"expected_version": release.lock_version})
        if request.method == "POST" and form.is_valid() and self._restored(request, release, version, form):
            said = _("Version %(number)s is in the working copy now. Readers see no change until you publish.")
            return self._back(request, release, said % {"number": version.number})
        title = _("Restore version %(number)s") % {"number": version.number}
        release = Release.objects.get(pk=release.pk)
        kept = restored_text(release, version, person(request))["department_id"] != version.department_id
        context = {"form": form, "version": version, "keeps_department": kept, **compared(release, version)}
        return self._page(request, release, "restore", title=title, **context)

    def _restored(self, request: HttpRequest, release: Release, version: Version, form: forms.Form) -> bool:
        """Try to restore; what stands in the way ends up on the form."""
        expected = form.cleaned_data["expected_version"]
        try:
            restore_version(release=release, version=version, by=person(request), expected=expected)
        except Conflict as conflict:
            replace_posted(form, "expected_version", conflict.current.lock_version)
            form.add_error(None, _("The text was changed while you were here. Read below what differs now."))
            return False
        except ValidationError as error:
            form.add_error(None, error)
            return False
        return True


def by_day(events: Iterable[Event]) -> list[tuple[dt.date, list[Event]]]:
    """Return the events under the Swedish day they happened."""
    return [(day, list(group)) for day, group in groupby(events, key=lambda event: timezone.localdate(event.at))]


def described(release: Release) -> list[dict[str, Any]]:
    """Return the versions, latest first, each with its interval in words and the one before it."""
    versions, now = list(release.versions.all()), timezone.now()
    return [
        {
            "version": version,
            "interval": interval_words(version, now),
            "is_public": version.is_public(now),
            "before": before,
        }
        for version, before in zip_longest(versions, versions[1:])
    ]


def interval_words(version: Version, now: dt.datetime) -> str:
    """Return when readers could see the version, as a phrase."""
    if version.visible_from is None:
        return _("never published")
    if version.visible_from > now:
        words = _("appears %(start)s until %(end)s") if version.visible_until else _("appears %(start)s")
    else:
        words = _("published %(start)s until %(end)s") if version.visible_until else _("published since %(start)s")
    return words % {"start": _moment(version.visible_from), "end": _moment(version.visible_until)}


def _moment(at: dt.datetime | None) -> str:
    """Return Swedish local time as it is written at the desk; "" for no time."""
    return timezone.localtime(at).strftime("%Y-%m-%d %H.%M") if at else ""


def chosen_sides(release: Release, versions: list[Version], asked: Any) -> tuple[Version | None, Side, bool]:
    """Return the two sides an address asks for, and whether it made sense.

    Otherwise, and without a question: the public version (or else the latest) and the working copy.
    """
    sides: dict[str, Side] = {str(version.number): version for version in versions} | {WORKING_COPY: release}
    public = next((version for version in versions if version.is_public()), None)
    usual = public or (versions[0] if versions else None)
    wanted = asked.get("fran") or str(usual.number if usual else ""), asked.get("till") or WORKING_COPY
    old, new = sides.get(wanted[0]), sides.get(wanted[1])
    if isinstance(old, Version) and new is not None:
        return old, new, True
    return usual, release, not ("fran" in asked or "till" in asked)


def compared(old: Side | None, new: Side) -> dict[str, Any]:
    """Return what a page shows of two sides: the fields that differ, and the names of those that do not."""
    fields: list[FieldComparison] = compare(old, new) if old else []
    return {
        "changed": [field.shortened() for field in fields if field.is_changed],
        "unchanged": [field.label for field in fields if not field.is_changed],
    }
