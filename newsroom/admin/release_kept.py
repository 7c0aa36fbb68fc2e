"""The form of a release when several write: what a person typed and did not save is offered again, to them alone.

Showing the form saves nothing. Only a real save forgets what was kept.
"""

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest
from django.urls import reverse

from newsroom.admin.release_rows import PREFIX
from newsroom.admin.release_typed import draft_of_payload, fill_in, rows_of, typed, unsaved_changes
from newsroom.admin.scoped import ScopedAdmin, person
from newsroom.models import Autosave, Release
from newsroom.requirements import Draft, draft_of, points
from newsroom.together import drop_autosave, offered_autosave, others_present, presence_sentence

#: What a form is asked in its address: to show the text that the person typed and did not save.
RESTORE = "aterstall"


class KeptForm(ScopedAdmin):
    """The form with its live parts, mixed into the screen of releases."""

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        """Show the contacts that were typed and not saved, when they are asked for."""
        kwargs: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        if prefix == PREFIX and (kept := self._asked_for(request, obj)):
            kwargs["data"] = rows_of(kept.payload, obj)
        return kwargs

    def _asked_for(self, request: HttpRequest, obj: Release | None) -> Autosave | None:
        """Return what was typed and not saved, when the address asks for it and the person may write here."""
        release = obj if obj is not None and obj.pk else None
        if request.method != "GET" or RESTORE not in request.GET:
            return None
        is_allowed = self.has_change_permission(request, release) if release else self.has_add_permission(request)
        return offered_autosave(person(request), release) if is_allowed else None

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """Add the checklist, what is offered again, and who else is here."""
        release: Release | None = context.get("original")
        may_write = self.has_change_permission(request, release) if release else self.has_add_permission(request)
        if release is not None:
            context |= self.others(request, release)
        if may_write:
            context |= self._live(request, context["adminform"].form, release)
        return super().render_change_form(request, context, *args, **kwargs)

    def _live(self, request: HttpRequest, form: Any, release: Release | None) -> dict[str, Any]:
        """Return what the live parts of the form show."""
        offer = offered_autosave(person(request), release) if request.method == "GET" else None
        restored = offer if RESTORE in request.GET else None
        if restored:
            fill_in(form, restored.payload, restored.base_version)
        live = {
            "fields": " ".join([*form.fields, f"{PREFIX}-"]),
            "form_key": (restored and restored.form_key) or _posted_key(request) or uuid4(),
            "offer": offer,
            "is_restored": restored is not None,
            "changes": unsaved_changes(offer.payload, release) if offer else [],
            "form_url": form_of(release),
            "restore": RESTORE,
        }
        return {"live": live, **judged(_shown(form, release, restored))}

    def others(self, request: HttpRequest, release: Release) -> dict[str, Any]:
        """Return a sentence for each colleague who has the page open."""
        return {"others": [presence_sentence(other) for other in others_present(person(request), release)]}

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Forget what was kept of the form, now that all of it is saved."""
        super().save_related(request, form, formsets, change)
        drop_autosave(user=person(request), release=form.instance, form_key=_posted_key(request))


def _shown(form: Any, release: Release | None, restored: Autosave | None) -> Draft:
    """Return the text that stands in the form when it is shown."""
    if form.is_bound:
        return draft_of_payload(typed(form.data, form.fields), release)
    if restored:
        return draft_of_payload(restored.payload, release)
    return draft_of(release) if release else draft_of_payload(form.initial, None)


def _posted_key(request: HttpRequest) -> UUID | None:
    """Return the key of a new form that was sent."""
    try:
        return UUID(request.POST.get("form_key", ""))
    except ValueError:
        return None


def form_of(release: Release | None) -> str:
    """Return the address of the form."""
    if release is None:
        return reverse("admin:newsroom_release_add")
    return reverse("admin:newsroom_release_change", args=[release.pk])


def judged(draft: Draft) -> dict[str, Any]:
    """Return the checklist of a draft, for the template."""
    found = points(draft)
    return {
        "required": [point for point in found if point.is_required],
        "recommended": [point for point in found if not point.is_required],
        "missing": sum(point.is_required and not point.is_met for point in found),
    }
