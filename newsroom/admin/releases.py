"""The screens of a release: list, form, and the pages that publish, preview and review."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom import actions, workflow
from newsroom.admin.buttons import SAVING, buttons_for, buttons_for_new
from newsroom.admin.release_bulk import BulkActions
from newsroom.admin.release_contacts import ReleaseContactInline
from newsroom.admin.release_form import ReleaseForm
from newsroom.admin.release_history import HistoryPages
from newsroom.admin.release_links import LinkPages
from newsroom.admin.release_live import LivePages
from newsroom.admin.release_relations import RelationPages, visible_to
from newsroom.admin.release_rows import ConflictRows
from newsroom.admin.release_steps import StepPages
from newsroom.admin.scoped import Role, departments_for, person
from newsroom.models import Event, Release, User
from newsroom.reviewing import refresh_review_index


@admin.register(Release)
class ReleaseAdmin(RelationPages, LivePages, LinkPages, HistoryPages, ConflictRows, StepPages, BulkActions):
    """The desk's own screen. The working copy is edited; only the pages make anything public."""

    form = ReleaseForm
    inlines = (ReleaseContactInline,)
    change_form_template = "admin/newsroom/release/change_form.html"
    filter_horizontal = ()
    fieldsets = (
        (
            gettext_lazy("Text"),
            {"fields": ("type", "headline", "subheading", "lead", "body")},
        ),
        (gettext_lazy("Sender"), {"fields": ("department", "topics", "owner")}),
        (
            gettext_lazy("Place, address and language"),
            {"classes": ("collapse",), "fields": ("dateline", "slug", "language")},
        ),
        (
            gettext_lazy("Other releases"),
            {"classes": ("collapse",), "fields": ("original", ("follows", "follows_as"))},
        ),
    )

    class Media:
        js = ("newsroom/desk.js", "newsroom/desk-live.js")

    # --- who may -------------------------------------------------------------------------------------
    def may_change(self, by: User, obj: Release | None) -> bool:
        """Ask the workflow's table for an object; any editor or publisher may try."""
        if obj is None or obj.pk is None:
            return by.is_administrator or bool(by.department_ids(Role.EDITOR, Role.PUBLISHER))
        return workflow.allows("edit", obj, by)

    def may_view(self, by: User, obj: Release | None) -> bool:
        """Let the people of the department see it, whatever their role."""
        return super().may_view(by, None) if obj is None else workflow.allows("view", obj, by)

    def may_delete(self, by: User, obj: Release) -> bool:
        """Delete only drafts that were never frozen."""
        return workflow.allows("delete", obj, by) and not obj.versions.exists()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Release]:
        """Show the releases of one's own departments, and one's own drafts without a department."""
        return self.with_columns(visible_to(person(request)))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Release | None:
        """Return one release by its key, without the columns of the list: they cost more than the release itself.

        To a page that is only looked at it keeps where it stands, since many ask; on a POST each looks for itself.
        """
        found = visible_to(person(request))
        try:
            return (found.with_intervals() if request.method == "GET" else found).get(pk=object_id)
        except (Release.DoesNotExist, ValueError):
            return None

    # --- the form ------------------------------------------------------------------------------------
    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer one's own departments, and active colleagues as owner."""
        if db_field.name == "department":
            kwargs["queryset"] = departments_for(request, Role.EDITOR, Role.PUBLISHER)
        if db_field.name == "owner":
            kwargs["queryset"] = User.objects.filter(is_active=True, is_staff=True)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the topics as boxes to tick: they are few, and every one has its name."""
        return super().formfield_for_manytomany(db_field, request, widget=forms.CheckboxSelectMultiple, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Fill in what is known: the person, and the department if there is only one."""
        mine = list(departments_for(request, Role.EDITOR, Role.PUBLISHER)[:2])
        return {"owner": person(request).pk, "department": mine[0].pk if len(mine) == 1 else None}

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form; a save that lost the race is shown both texts instead."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except actions.Conflict:
            return super().changeform_view(request, *args, **kwargs)
        except (ValueError, OverflowError) as error:  # a forged key: Django's autocomplete box takes it for a number
            raise BadRequest from error

    def save_model(self, request: HttpRequest, obj: Release, form: forms.ModelForm, change: bool) -> None:
        """Save the working copy, if nobody else has in between. What readers see is untouched."""
        by = person(request)
        if change:
            actions.take_lock(obj, expected=form.cleaned_data["expected_version"], by=by)
        else:
            obj.changed_by = by
        actions.reopen(obj)
        obj.save()
        actions.record(obj, Event.Kind.SAVED if change else Event.Kind.CREATED, by)
        if not change or "department" in form.changed_data:  # the department answers for the review
            refresh_review_index(obj)

    def delete_model(self, request: HttpRequest, obj: Release) -> None:
        """Delete a draft, and note it."""
        actions.delete_draft(release=obj, by=person(request))

    # --- where the buttons lead ----------------------------------------------------------------------
    def response_add(self, request: HttpRequest, obj: Release, post_url_continue: Any = None) -> HttpResponse:
        """Go on with the release that was just begun."""
        return self._onwards(request, obj)

    def response_change(self, request: HttpRequest, obj: Release) -> HttpResponse:
        """Stay with the release, or go to the page of the button."""
        return self._onwards(request, obj)

    def _onwards(self, request: HttpRequest, obj: Release) -> HttpResponse:
        """Say that the draft is saved, and lead on."""
        form = reverse("admin:newsroom_release_change", args=[obj.pk])
        for button, page in SAVING.items():
            if button in request.POST:
                return HttpResponseRedirect(form.replace("/change/", f"/{page}/"))
        messages.success(request, _("The draft is saved. Readers see no change until you publish."))
        return HttpResponseRedirect(form)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """Add where the release stands, what the person may do, and both texts of a conflict."""
        release = context.get("original")
        context["form_conflict"] = getattr(context["adminform"].form, "differences", [])
        if release is not None:
            context |= self.standing(request, release)
        by = person(request)
        context["buttons"] = buttons_for(release, by) if release else buttons_for_new(by)
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        """Add the pages of the buttons before Django's own."""
        page = self.admin_site.admin_view
        return [
            path("<int:pk>/preview/", page(self.preview), name="release_preview"),
            path("<int:pk>/publish/", page(self.publish), name="release_publish"),
            path("<int:pk>/review/", page(self.review), name="release_review"),
            path("<int:pk>/step/<slug:action>/", page(self.step), name="release_step"),
            path("<int:pk>/links/", page(self.links), name="release_links"),
            path("<int:pk>/links/<int:link_pk>/revoke/", page(self.revoke_link), name="release_link_revoke"),
            path("<int:pk>/compare/", page(self.compare), name="release_compare"),
            path("<int:pk>/restore/<int:number>/", page(self.restore), name="release_restore"),
            *super().get_urls(),
        ]
