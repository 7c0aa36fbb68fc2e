"""Preview, publish and review: real pages, each change a POST that asks the workflow."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from newsroom import actions, workflow
from newsroom.admin.publish_form import PublishForm
from newsroom.admin.release_form import replace_posted
from newsroom.admin.scoped import person, posted
from newsroom.models import Release, Review, User
from newsroom.moments import in_words
from newsroom.preview import preview_page
from newsroom.requirements import asked_points, missing_for_publication
from newsroom.signing import may_override


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
            "reviews": Review.objects.approving().filter(subject__release=release).select_related("version")[:5],
            "can": {"review": workflow.allows("review", release, by), "plan": _may_plan(release, by)},
            "unapproved": _unapproved(release),
            "may_approve_afterwards": workflow.has_role("approve_afterwards", release, by),
            "returned": release.approvals.filter(decision="returned").first() if release.is_returned else None,
        }

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the working copy as the public would see it. Only for people of the department."""
        release = self._release(request, pk, "view")
        return preview_page(request, release)

    def publish(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask what sort of change it is and when, show every fault, and publish on POST."""
        release = self._release(request, pk, "publish")
        form = PublishForm(release, posted(request))
        if request.method == "POST" and form.is_valid() and (done := self._published(request, release, form)):
            return self._back(request, release, done)
        blocked = None if workflow.allows("publish", release, person(request)) else release.status.label
        context = {"form": form, "faults": missing_for_publication(release), "is_new": form.is_new, "blocked": blocked}
        return self._page(request, release, "publish", title=_("Publish"), asked=asked_points(form.quotes), **context)

    def _published(self, request: HttpRequest, release: Release, form: PublishForm) -> str:
        """Try to publish or schedule, and return what to say; faults end up on the form, and then "" is returned."""
        arguments = form.arguments()
        act = actions.schedule_release if "visible_from" in arguments else actions.publish_release
        try:
            act(release=release, by=person(request), **arguments)
        except actions.Conflict as conflict:
            replace_posted(form, "expected_version", conflict.current.lock_version)
            form.add_error(None, _("The text was changed while you were here. Preview it, then publish."))
            return ""
        except ValidationError as error:
            show_faults(form, error)
            return ""
        if start := arguments.get("visible_from"):
            return _("Scheduled. The page appears %s.") % in_words(start)
        return _("Published. The page is public now.")

    def review(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Lead on to the review screen of the page; what was never public has none."""
        release = self._release(request, pk, "review")
        subject = getattr(release, "subject", None)
        if subject is None:
            return HttpResponseRedirect(reverse("admin:newsroom_release_change", args=[release.pk]))
        return HttpResponseRedirect(reverse("admin:review_screen", args=[subject.pk]))


def _may_plan(release: Release, by: User) -> bool:
    """Tell whether the person plans the reviews of the release, once there is something to review."""
    subject = getattr(release, "subject", None)
    return subject is not None and subject.is_current and may_override(subject, by)


def _unapproved(release: Release) -> Any:
    """Return the event of a publication that still waits for approval, with its reason, or None."""
    events = release.events.filter(kind="unapproved").exclude(version__approvals__decision="afterwards")
    return events.select_related("version").first()


def show_faults(form: forms.Form, error: ValidationError) -> None:
    """Put what went wrong on the form: on its fields where it has them, above it otherwise."""
    faults = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    for field, texts in faults.items():
        for text in texts:
            form.add_error(field if field in form.fields else None, text)
