"""The page that puts somebody else in the place of a contact who leaves, everywhere at once."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from newsroom.admin.contact_standing import SHOWN, ContactStanding, by_department, public_pages, scheduled_pages
from newsroom.admin.scoped import person
from newsroom.models import Contact
from newsroom.models.release import Status
from newsroom.replacing import WorkingCopies, replace_contact, successors, working_copies


class SuccessorField(forms.ModelChoiceField):
    """A choice among contacts, each with the department that tells namesakes apart."""

    def label_from_instance(self, obj: Any) -> str:
        """Return name, title and department."""
        return f"{obj} – {obj.department}" if obj.department else str(obj)


class SuccessorForm(forms.Form):
    """Who is to stand in the leaver's place."""

    successor = SuccessorField(
        queryset=Contact.objects.none(),
        label=gettext_lazy("Successor"),
        empty_label=gettext_lazy("Choose a contact"),
        error_messages={
            "required": gettext_lazy("Choose the contact who takes over."),
            "invalid_choice": gettext_lazy("Choose another contact who is active."),
        },
    )

    def __init__(self, *args: Any, choices: QuerySet[Contact], **kwargs: Any) -> None:
        """Offer those whom the person may put in somebody's place."""
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = choices  # type: ignore[attr-defined]  # it is a ModelChoiceField


class ContactPages(ContactStanding):
    """The page, mixed into the screen of contacts."""

    opts: Any
    get_object: Any
    has_view_permission: Any
    log_change: Any

    def replace(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what will happen, and put the successor in the leaver's place on POST."""
        contact = self.get_object(request, str(pk))
        if contact is None or not self.has_view_permission(request, contact):
            raise Http404
        if not self.has_change_permission(request, contact):
            raise PermissionDenied
        data = request.POST if request.method == "POST" else None
        form = SuccessorForm(data, choices=successors(contact, person(request)))
        if form.is_valid() and self._replaced(request, contact, form):
            return HttpResponseRedirect(reverse("admin:newsroom_contact_change", args=[contact.pk]))
        return self._replace_page(request, contact, form)

    def _replaced(self, request: HttpRequest, leaver: Contact, form: forms.Form) -> bool:
        """Try to replace; what others have changed since the form was read ends up on it."""
        successor = form.cleaned_data["successor"]
        try:
            with transaction.atomic():
                found = replace_contact(leaver=leaver, successor=successor, by=person(request))
                self.log_change(request, leaver, _("Replaced everywhere by %(name)s.") % {"name": successor})
        except ValidationError as error:
            form.add_error(None, error.messages[0])
            return False
        _tell(request, leaver, successor, found)
        return True

    def _replace_page(self, request: HttpRequest, contact: Contact, form: forms.Form) -> HttpResponse:
        """Render the page, with all that the button does and does not do."""
        found = working_copies(contact, person(request))
        latest_first = sorted(found.editable, key=lambda release: release.changed_at, reverse=True)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": contact,
            "title": _("Replace %(name)s everywhere") % {"name": contact.name},
            "form": form,
            "copies": latest_first[:SHOWN],
            "copy_count": len(latest_first),
            "reopened_count": sum(release.stage != Status.DRAFT for release in found.editable),
            "waiting_count": len(found.waiting),
            "elsewhere_count": len(found.elsewhere),
            "elsewhere": by_department(found.elsewhere),
            "page_count": public_pages(contact).count(),
            "scheduled_count": scheduled_pages(contact).count(),
        }
        return TemplateResponse(request, "admin/newsroom/contact/replace.html", context)


def _tell(request: HttpRequest, leaver: Contact, successor: Contact, found: WorkingCopies) -> None:
    """Say what was changed, and what was not."""
    done = ngettext(
        "%(successor)s now stands in the place of %(leaver)s in %(count)d working copy.",
        "%(successor)s now stands in the place of %(leaver)s in %(count)d working copies.",
        count := len(found.editable),
    )
    messages.success(request, done % {"successor": successor.name, "leaver": leaver.name, "count": count})
    if count := len(found.elsewhere):
        left = ngettext(
            "%(count)d draft in other departments was not changed: %(departments)s.",
            "%(count)d drafts in other departments were not changed: %(departments)s.",
            count,
        )
        messages.warning(request, left % {"count": count, "departments": by_department(found.elsewhere)})
    if count := len(found.waiting):
        left = ngettext(
            "%(count)d submitted text was not changed.", "%(count)d submitted texts were not changed.", count
        )
        messages.warning(request, left % {"count": count})
