"""Preview, publish, review and history: real pages, each change a POST that asks the workflow."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom import actions, workflow
from newsroom.admin.release_form import replace_posted
from newsroom.admin.scoped import person
from newsroom.models import Release, Review, Version
from newsroom.preview import preview_page
from newsroom.requirements import missing_for_publication

Kind = Version.Kind


class FirstForm(forms.Form):
    """The text that was on screen; nothing to answer the first time."""

    expected_version = forms.IntegerField(widget=forms.HiddenInput)


class ChangeForm(FirstForm):
    """What a publisher answers before a change becomes public."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Do the readers need to know what has changed?"),
        choices=[
            (Kind.CORRECTION, gettext_lazy("Yes, a correction: something was wrong")),
            (Kind.UPDATE, gettext_lazy("Yes, an update: something is new")),
            (Kind.MINOR, gettext_lazy("No, only language or form")),
        ],
        widget=forms.RadioSelect,
    )
    public_note = forms.CharField(
        label=gettext_lazy("What has changed? The readers see this."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReviewForm(forms.Form):
    """The version that was read, and a comment for colleagues."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    comment = forms.CharField(
        label=gettext_lazy("Comment for colleagues"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReleasePages:
    """The pages, mixed into the screen of releases."""

    admin_site: Any
    opts: Any
    get_object: Any

    def _release(self, request: HttpRequest, pk: int, action: str) -> Release:
        """Return the release, 404 for what the person may not see, 403 for what they may not do."""
        release = self.get_object(request, str(pk))
        if release is None or not workflow.allows("view", release, person(request)):
            raise Http404
        if not workflow.has_role(action, release, person(request)):
            raise PermissionDenied
        return release

    def _page(self, request: HttpRequest, release: Release, template: str, **more: Any) -> HttpResponse:
        """Render a page of the desk."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": release,
            "change_url": reverse("admin:newsroom_release_change", args=[release.pk]),
            **more,
        }
        return TemplateResponse(request, f"admin/newsroom/release/{template}.html", context)

    def _back(self, request: HttpRequest, release: Release, message: str) -> HttpResponse:
        """Go back to the form with a message."""
        messages.success(request, message)
        return HttpResponseRedirect(reverse("admin:newsroom_release_change", args=[release.pk]))

    def standing(self, request: HttpRequest, release: Release) -> dict[str, Any]:
        """Return where the release stands, for the strip above the form."""
        by, public = person(request), release.versions.public().select_related("address").first()
        return {
            "status": release.status,
            "public_version": public,
            "has_changes": public is not None and public.digest != release.digest(),
            "scheduled": release.versions.filter(visible_from__gt=timezone.now()).first(),
            "reviews": Review.objects.filter(version__release=release).select_related("version")[:5],
            "can": {action: workflow.allows(action, release, by) for action in ("publish", "review")},
        }

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the working copy as the public would see it. Only for people of the department."""
        release = self._release(request, pk, "view")
        return preview_page(request, release)

    def publish(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask what sort of change it is, show every fault, and publish on POST."""
        release = self._release(request, pk, "publish")
        is_new = not release.has_been_public()
        started = {"expected_version": release.lock_version}
        form = (FirstForm if is_new else ChangeForm)(request.POST or None, initial=started)
        if request.method == "POST" and form.is_valid() and self._published(request, release, form):
            return self._back(request, release, _("Published. The page is public now."))
        faults = missing_for_publication(release)
        return self._page(request, release, "publish", title=_("Publish"), form=form, faults=faults, is_new=is_new)

    def _published(self, request: HttpRequest, release: Release, form: forms.Form) -> bool:
        """Try to publish; faults end up on the form."""
        kind, note = form.cleaned_data.get("kind", Kind.NEW), form.cleaned_data.get("public_note", "")
        try:
            actions.publish_release(
                release=release,
                by=person(request),
                kind=Kind(kind),
                public_note=note,
                expected=form.cleaned_data["expected_version"],
            )
        except actions.Conflict as conflict:
            replace_posted(form, "expected_version", conflict.current.lock_version)
            form.add_error(None, _("The text was changed while you were here. Preview it, then publish."))
            return False
        except ValidationError as error:
            _show(form, error)
            return False
        return True

    def review(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the public page, and sign that it is right on POST."""
        release = self._release(request, pk, "review")
        version = release.versions.public().select_related("address", "department").first()
        if version is None:
            return self._back(request, release, _("Only a public page can be reviewed."))
        form = ReviewForm(request.POST or None, initial={"version": version.pk})
        if request.method == "POST" and form.is_valid() and self._reviewed(request, release, form):
            return self._back(request, release, _("Reviewed by you %s.") % timezone.localdate().isoformat())
        if form.is_bound:
            replace_posted(form, "version", version.pk)
        reviews = Review.objects.filter(version__release=release).select_related("version")[:5]
        return self._page(
            request,
            release,
            "review",
            title=_("Mark as reviewed"),
            form=form,
            version=version,
            reviews=reviews,
            places=version.contact_places.select_related("contact").prefetch_related("contact__telephones"),
        )

    def _reviewed(self, request: HttpRequest, release: Release, form: forms.Form) -> bool:
        """Try to sign the version that was on screen."""
        version = release.versions.filter(pk=form.cleaned_data["version"]).first()
        try:
            if version is None:
                raise ValidationError(_("The page changed while you read it. Read the version that is public now."))
            actions.review_version(version=version, by=person(request), comment=form.cleaned_data["comment"])
        except ValidationError as error:
            _show(form, error)
            return False
        return True

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Show the timeline in sentences instead of Django's log."""
        release = self._release(request, int(object_id), "view") if object_id.isdecimal() else None
        if release is None:
            raise Http404
        events = release.events.select_related("version")
        return self._page(request, release, "history", title=_("History"), events=events)


def _show(form: forms.Form, error: ValidationError) -> None:
    """Put what went wrong on the form: on its fields where it has them, above it otherwise."""
    faults = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    for field, texts in faults.items():
        for text in texts:
            form.add_error(field if field in form.fields else None, text)
