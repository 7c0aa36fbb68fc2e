"""Contacts: whom a journalist can call."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from newsroom.actions import note_card
from newsroom.admin.contact_list import ContactColumns
from newsroom.admin.contact_pages import ContactPages
from newsroom.admin.contact_standing import is_replaceable
from newsroom.admin.scoped import Role, ScopedInline, departments_for, person
from newsroom.cards import card_state
from newsroom.models import Contact, Telephone, User
from newsroom.replacing import may_keep


class TelephoneInline(ScopedInline):
    """The numbers, in order."""

    model = Telephone
    fields = (("label", "number", "order"),)


@admin.register(Contact)
class ContactAdmin(ContactPages, ContactColumns):
    """Editors and publishers keep the contacts of their departments."""

    inlines = (TelephoneInline,)
    change_form_template = "admin/newsroom/contact/change_form.html"
    fieldsets = (
        (None, {"fields": ("name", "title", "party", "kind", "department", "organisation")}),
        (_("How to reach"), {"fields": ("email", "hours", "is_active", "is_listed")}),
    )

    def may_change(self, by: User, obj: Contact | None) -> bool:
        """Let the people of the contact's department change it."""
        return may_keep(by, obj)

    def may_delete(self, by: User, obj: Contact) -> bool:
        """Delete only whom no reader has ever seen, and no release needs."""
        seen = Contact.objects.ever_public().filter(pk=obj.pk).exists()
        return self.may_change(by, obj) and not seen and not obj.release_places.exists()

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer only departments in which the person may keep contacts."""
        if db_field.name == "department":
            kwargs["queryset"] = departments_for(request, Role.EDITOR, Role.PUBLISHER)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Contact, form: forms.ModelForm, change: bool) -> None:
        """Save. Who stands in releases leaves by the page that names a successor, and until then stays active."""
        form.was = card_state(Contact.objects.get(pk=obj.pk)) if change else None  # type: ignore[attr-defined]
        if change and "is_active" in form.changed_data and not obj.is_active:
            obj.is_active = True
            form.needs_successor = is_replaceable(obj)  # type: ignore[attr-defined]
            obj.is_active = form.needs_successor  # type: ignore[attr-defined]
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the numbers too, and then note what the card shows: whoever shows it must read it again."""
        super().save_related(request, form, formsets, change)
        note_card(Contact.objects.get(pk=form.instance.pk), person(request), was=form.was)
        if getattr(form, "needs_successor", False):
            request.leads_to = reverse("admin:contact_replace", args=[form.instance.pk])  # type: ignore[attr-defined]

    def response_change(self, request: HttpRequest, obj: Contact) -> HttpResponse:
        """Go on as Django does, or to the page that names a successor."""
        leads_to = getattr(request, "leads_to", "")
        if not leads_to:
            return super().response_change(request, obj)
        text = gettext("%(name)s stands in releases and stays active until you have chosen a successor here.")
        messages.warning(request, text % {"name": obj.name})
        return HttpResponseRedirect(leads_to)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """Add where the contact is shown."""
        if context.get("original") is not None:
            context["standing"] = self.standing(request, context["original"])
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        """Add the page of the button before Django's own."""
        replace = path("<int:pk>/replace/", self.admin_site.admin_view(self.replace), name="contact_replace")
        return [replace, *super().get_urls()]
