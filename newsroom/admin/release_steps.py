"""The steps of the workflow that need a question: one page for each, one POST that asks the table again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from newsroom import approving, withdrawing, workflow
from newsroom.admin.release_form import replace_posted
from newsroom.admin.release_pages import ReleasePages, show_faults
from newsroom.admin.scoped import person, posted
from newsroom.models import Release, User

Words = Any  # a text, translated when it is shown


def _text(label: Words, *, required: bool = True, help_text: Words = "") -> forms.CharField:
    """Return a field for a few sentences."""
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, required=required, max_length=1000, help_text=help_text, widget=area)


class Nothing(forms.Form):
    """A step without a question."""


class Comment(forms.Form):
    """A step with a comment that may be left out."""

    comment = _text(_("Comment for colleagues"), required=False)


class Return(forms.Form):
    """What is to be changed."""

    comment = _text(_("What is to be changed?"))


class Approve(Comment):
    """The text that was on screen, by its digest."""

    digest = forms.CharField(widget=forms.HiddenInput)


class Withdraw(forms.Form):
    """Why, and where the address leads from now on."""

    reason = _text(_("Why? Only the desk sees this."))
    replaced_by = forms.ModelChoiceField(
        label=_("Lead readers to another release"), queryset=Release.objects.none(), required=False
    )


class Retract(forms.Form):
    """What readers see instead."""

    notice = _text(_("What shall readers see instead?"), help_text=_("For example what was wrong, and whom to ask."))
    reason = _text(_("Why? Only the desk sees this."), required=False)


@dataclass(frozen=True)
class StepPage:
    """One step: its words, its form, and what it does."""

    title: Words
    text: Words
    button: Words
    done: Words
    form: type[forms.Form]
    act: Callable[[Release, User, dict[str, Any]], Any]


PAGES = {
    "submit": StepPage(
        _("Send for approval"),
        _("A publisher reads the text. You cannot change it meanwhile, but you can take it back."),
        _("Send for approval"),
        _("The text has been sent for approval."),
        Comment,
        lambda release, by, data: approving.submit_release(release=release, by=by, comment=data["comment"]),
    ),
    "recall": StepPage(
        _("Take back"),
        _("You can write on, and send the text again."),
        _("Take back"),
        _("The text is yours again."),
        Nothing,
        lambda release, by, data: approving.recall_release(release=release, by=by),
    ),
    "return": StepPage(
        _("Return"),
        _("Who sent the text gets your comment by mail."),
        _("Return the text"),
        _("The text has been returned."),
        Return,
        lambda release, by, data: approving.return_release(release=release, by=by, comment=data["comment"]),
    ),
    "approve": StepPage(
        _("Approve"),
        _("Your approval holds for the text below. If it is changed, it must be approved again."),
        _("Approve"),
        _("Approved. Now it can be published."),
        Approve,
        lambda release, by, data: approving.approve_release(
            release=release, by=by, digest=data["digest"], comment=data["comment"]
        ),
    ),
    "unschedule": StepPage(
        _("Cancel the schedule"),
        _("The version that lies ahead will not appear. The text stays here."),
        _("Cancel the schedule"),
        _("The schedule is cancelled."),
        Nothing,
        lambda release, by, data: withdrawing.unschedule_release(release=release, by=by),
    ),
    "approve_afterwards": StepPage(
        _("Approve afterwards"),
        _("The release was published without approval. Read the public page before you approve."),
        _("Approve afterwards"),
        _("Approved afterwards."),
        Comment,
        lambda release, by, data: approving.approve_afterwards(
            version=waiting_version(release), by=by, comment=data["comment"]
        ),
    ),
    "archive": StepPage(
        _("Archive the release"),
        _("The release leaves the news but stays at its address, under a notice."),
        _("Archive the release"),
        _("The release is archived."),
        Nothing,
        lambda release, by, data: withdrawing.archive_release(release=release, by=by),
    ),
    "unarchive": StepPage(
        _("Take out of the archive"),
        _("The release is shown among the news again."),
        _("Take out of the archive"),
        _("The release is out of the archive."),
        Nothing,
        lambda release, by, data: withdrawing.unarchive_release(release=release, by=by),
    ),
    "withdraw": StepPage(
        _("Withdraw what was published by mistake"),
        _("The address answers that the page is gone, or leads to another release."),
        _("Withdraw"),
        _("The release is withdrawn."),
        Withdraw,
        lambda release, by, data: withdrawing.withdraw_release(release=release, by=by, **data),
    ),
    "retract": StepPage(
        _("Retract with a public notice"),
        _("The address stays, but shows your notice instead of the text."),
        _("Retract and show the notice"),
        _("The release is retracted."),
        Retract,
        lambda release, by, data: withdrawing.retract_release(release=release, by=by, **data),
    ),
}


def waiting_version(release: Release) -> Any:
    """Return the newest version that was published without approval and still waits for it."""
    for version in release.versions.filter(events__kind="unapproved").order_by("-number"):
        if approving.unapproved(version):
            return version
    raise ValidationError(_("The version does not wait for approval."))


class StepPages(ReleasePages):
    """The pages, mixed into the screen of releases."""

    def step(self, request: HttpRequest, pk: int, action: str) -> HttpResponse:
        """Ask, and act on POST. What the table does not allow is refused with a reason."""
        if action not in PAGES:
            raise Http404
        release, by, page = self._release(request, pk, action), person(request), PAGES[action]
        form = page.form(posted(request), initial={"digest": release.digest()})
        if "replaced_by" in form.fields:
            form.fields["replaced_by"].queryset = _others(release)  # type: ignore[attr-defined]
        if request.method == "POST" and form.is_valid():
            try:
                page.act(release, by, form.cleaned_data)
            except ValidationError as error:
                show_faults(form, error)
            except PermissionDenied as error:
                form.add_error(None, str(error) or str(_("You lack the role for this in the department.")))
            else:
                return self._back(request, release, str(page.done))
        if form.is_bound and "digest" in form.fields:
            replace_posted(form, "digest", release.digest())
        blocked = None if workflow.allows(action, release, by) else release.status.label
        shown = self._text(release) if action in ("approve", "approve_afterwards") else {}
        return self._page(
            request, release, "step", title=page.title, step=page, form=form, blocked=blocked, action=action, **shown
        )

    def _text(self, release: Release) -> dict[str, Any]:
        """Return the working copy, to be read before a decision."""
        return {"text": release, "places": release.contact_places.select_related("contact")}


def _others(release: Release) -> Any:
    """Return the releases that are public now, except this one."""
    public = Release.objects.filter(versions__in=_public_versions()).exclude(pk=release.pk)
    return public.distinct().order_by("headline")


def _public_versions() -> Any:
    """Return the versions that readers see now."""
    from newsroom.models import Version

    return Version.objects.public()
