"""Working together on a release: the checklist that follows the typing, autosave, and who else is here.

Everything is asked of the one object: who may change it may have their typing kept, who may see it may be seen.
Nothing here saves a release; the words that a person has typed are given back to that person alone.
"""

from uuid import UUID

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path

from newsroom.admin.release_kept import KeptForm, form_of, judged
from newsroom.admin.release_typed import draft_of_payload, read_payload
from newsroom.admin.scoped import person
from newsroom.models import Release
from newsroom.recording import Conflict
from newsroom.together import Payload, drop_autosave, keep_autosave, seen

PARTS = "admin/newsroom/release"


class LivePages(KeptForm):
    """The small answers to the script of the form, mixed into the screen of releases."""

    def get_urls(self) -> list[URLPattern]:
        """Add the addresses of the script before Django's own."""
        page = self.admin_site.admin_view
        return [
            path("checklist/", page(self.checklist), name="release_checklist"),
            path("<int:pk>/checklist/", page(self.checklist), name="release_checklist"),
            path("autosave/new/<uuid:form_key>/", page(self.autosave), name="release_autosave_new"),
            path("autosave/new/<uuid:form_key>/drop/", page(self.drop_kept), name="release_autosave_new_drop"),
            path("<int:pk>/autosave/", page(self.autosave), name="release_autosave"),
            path("<int:pk>/autosave/drop/", page(self.drop_kept), name="release_autosave_drop"),
            path("<int:pk>/presence/", page(self.presence), name="release_presence"),
            *super().get_urls(),
        ]

    # --- the answers ---------------------------------------------------------------------------------
    def checklist(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """Judge what is typed. Nothing is saved."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        release = self._to_write_in(request, pk)
        draft = draft_of_payload(self._typed(request, release), release)
        return render(request, f"{PARTS}/_checklist.html", judged(draft))

    def autosave(self, request: HttpRequest, pk: int | None = None, form_key: UUID | None = None) -> HttpResponse:
        """Keep what is typed for the person alone; 409 when somebody else has saved in between."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        release = self._to_write_in(request, pk)
        payload = self._typed(request, release)
        base = str(payload.pop("expected_version", ""))
        if not base.isdecimal() or len(base) > 9:
            raise BadRequest("No number of the save that the text started from.")
        try:
            kept = keep_autosave(
                user=person(request), payload=payload, release=release, form_key=form_key, base_version=int(base)
            )
        except Conflict:
            return HttpResponse(status=409)
        return render(request, f"{PARTS}/_kept.html", {"kept": kept})

    def drop_kept(self, request: HttpRequest, pk: int | None = None, form_key: UUID | None = None) -> HttpResponse:
        """Throw away what is kept, and go back to the form."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        release = self._to_write_in(request, pk)
        drop_autosave(user=person(request), release=release, form_key=form_key)
        return HttpResponseRedirect(form_of(release))

    def presence(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Note that the person is here, and tell who else is."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        release = self._to_see(request, pk)
        writing = request.POST.get("writing") == "yes" and self.has_change_permission(request, release)
        seen(person(request), release, writing)
        return render(request, f"{PARTS}/_presence.html", self.others(request, release))

    def _to_see(self, request: HttpRequest, pk: int) -> Release:
        """Return the release, 404 for what the person may not see."""
        release: Release | None = self.get_object(request, str(pk))
        if release is None or not self.has_view_or_change_permission(request, release):
            raise Http404
        return release

    def _to_write_in(self, request: HttpRequest, pk: int | None) -> Release | None:
        """Return the release (None: a new one) that the person may write in, 403 otherwise."""
        release = None if pk is None else self._to_see(request, pk)
        is_allowed = self.has_change_permission(request, release) if release else self.has_add_permission(request)
        if not is_allowed:
            raise PermissionDenied
        return release

    def _typed(self, request: HttpRequest, release: Release | None) -> Payload:
        """Return what is typed. Raises BadRequest for what is no field of the form, and for files."""
        if request.FILES:
            raise BadRequest("A file.")
        return read_payload(request.POST, self._fields(request, release))

    def _fields(self, request: HttpRequest, release: Release | None) -> list[str]:
        """Return the names of the fields in the form."""
        return list(self.get_form(request, release, change=release is not None).base_fields)
