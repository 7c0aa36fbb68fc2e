"""The page on which an account is closed: somebody takes over, or the departments share what is left."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from newsroom.admin.release_pages import show_faults
from newsroom.admin.scoped import person, posted
from newsroom.leaving import duties_of, hand_over
from newsroom.models import User


class LeavingForm(forms.Form):
    """Who takes over."""

    successor = forms.ModelChoiceField(
        queryset=User.objects.none(),
        required=False,
        label=gettext_lazy("Successor"),
        empty_label=gettext_lazy("Choose a colleague"),
        error_messages={"invalid_choice": gettext_lazy("Choose another person, whose account is active.")},
    )
    to_department = forms.BooleanField(
        required=False,
        label=gettext_lazy("Leave the pages to the departments: their reviewers share them"),
    )

    def __init__(self, leaver: User, data: Any = None) -> None:
        """Offer the colleagues who are there."""
        super().__init__(data)
        colleagues: Any = self.fields["successor"]
        there = User.objects.filter(is_active=True, is_staff=True).exclude(pk=leaver.pk)
        colleagues.queryset = there.order_by("first_name", "last_name", "username")

    def clean(self) -> None:
        """Refuse two answers to one question."""
        super().clean()
        if self.cleaned_data.get("successor") and self.cleaned_data.get("to_department"):
            self.add_error(None, _("Choose a successor, or leave the pages to the departments. Not both."))


def duties_in_words(user: User) -> list[str]:
    """Say what a person answers for: "Sofia Hallberg ansvarar för 23 pressmeddelanden."."""
    releases, names = user.answers_for.exclude(release=None).count(), {"name": user}
    duties = duties_of(user)
    others = duties.pages - releases
    found = [
        (releases, ngettext("%(name)s answers for %(count)d press release.",
                            "%(name)s answers for %(count)d press releases.", releases)),
        (others, ngettext("%(name)s also answers for %(count)d department or contact.",
                          "%(name)s also answers for %(count)d departments and contacts.", others)),
        (duties.releases, ngettext("%(name)s owns %(count)d text.", "%(name)s owns %(count)d texts.", duties.releases)),
    ]  # fmt: skip
    return [text % {**names, "count": count} for count, text in found if count]


class LeavingPages:
    """The page, mixed into the screen of people."""

    admin_site: Any
    opts: Any
    get_object: Any
    log_change: Any
    has_change_permission: Any

    def leave(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what the person answers for; on POST hand it over and close the account."""
        leaver = self.get_object(request, str(pk)) if self.has_change_permission(request) else None
        if leaver is None and not self.has_change_permission(request):
            raise PermissionDenied
        if leaver is None:
            raise Http404
        back = HttpResponseRedirect(reverse("admin:newsroom_user_change", args=[leaver.pk]))
        if not leaver.is_active:
            messages.info(request, _("The account is closed already."))
            return back
        form = LeavingForm(leaver, posted(request))
        if request.method == "POST" and form.is_valid() and self._left(request, leaver, form):
            return back
        return self._leave_page(request, leaver, form)

    def _left(self, request: HttpRequest, leaver: User, form: LeavingForm) -> bool:
        """Try to close the account; what stands in the way ends up on the form."""
        successor = form.cleaned_data["successor"]
        try:
            with transaction.atomic():
                hand_over(user=leaver, by=person(request), **form.cleaned_data)
                name = successor or _("the reviewers of the department")
                self.log_change(request, leaver, _("The closed account was handed over to %(name)s.") % {"name": name})
        except ValidationError as error:
            show_faults(form, error)
            return False
        messages.success(request, _("The account of %(name)s is closed.") % {"name": leaver})
        return True

    def _leave_page(self, request: HttpRequest, leaver: User, form: LeavingForm) -> HttpResponse:
        """Render the page."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": leaver,
            "title": _("%(name)s leaves") % {"name": leaver},
            "duties": duties_in_words(leaver),
            "form": form,
        }
        return TemplateResponse(request, "admin/newsroom/user/leave.html", context)
