"""Contacts: whom a journalist can call."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from newsroom.admin.contact_list import ContactColumns
from newsroom.admin.contact_pages import ContactPages
from newsroom.admin.contact_standing import is_shown
from newsroom.admin.scoped import Role, ScopedInline, departments_for
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
        """Save; whoever deactivates a contact who is shown somewhere is told where to name another."""
        super().save_model(request, obj, form, change)
        if change and "is_active" in form.changed_data and not obj.is_active and is_shown(obj):
            text = gettext("%(name)s is still named in releases, without numbers.") % {"name": obj.name}
            url, link = reverse("admin:contact_replace", args=[obj.pk]), gettext("Replace everywhere…")
            messages.warning(request, format_html('{} <a href="{}">{}</a>', text, url, link))

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """Add where the contact is shown."""
        if context.get("original") is not None:
            context["standing"] = self.standing(request, context["original"])
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        """Add the page of the button before Django's own."""
        replace = path("<int:pk>/replace/", self.admin_site.admin_view(self.replace), name="contact_replace")
        return [replace, *super().get_urls()]
