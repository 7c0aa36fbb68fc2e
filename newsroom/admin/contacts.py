"""Contacts: whom a journalist can call."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from newsroom.admin.scoped import Role, ScopedAdmin, ScopedInline, departments_for
from newsroom.models import Contact, Telephone, User


class TelephoneInline(ScopedInline):
    """The numbers, in order."""

    model = Telephone
    fields = (("label", "number", "order"),)


@admin.register(Contact)
class ContactAdmin(ScopedAdmin):
    """Editors and publishers keep the contacts of their departments."""

    list_display = ("name", "title", "department", "kind", "is_active", "is_listed")
    list_filter = ("is_active", "kind", "department")
    list_select_related = ("department",)
    search_fields = ("name", "title", "organisation", "department__name")
    inlines = (TelephoneInline,)
    fieldsets = (
        (None, {"fields": ("name", "title", "party", "kind", "department", "organisation")}),
        (_("How to reach"), {"fields": ("email", "hours", "is_active", "is_listed")}),
    )

    def may_change(self, by: User, obj: Contact | None) -> bool:
        """Let the people of the contact's department change it."""
        mine = by.department_ids(Role.EDITOR, Role.PUBLISHER)
        return by.is_administrator or (bool(mine) if obj is None else obj.department_id in mine)

    def may_delete(self, by: User, obj: Contact) -> bool:
        """Delete only whom no reader has ever seen, and no release needs."""
        seen = Contact.objects.ever_public().filter(pk=obj.pk).exists()
        return self.may_change(by, obj) and not seen and not obj.release_places.exists()

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer only departments in which the person may keep contacts."""
        if db_field.name == "department":
            kwargs["queryset"] = departments_for(request, Role.EDITOR, Role.PUBLISHER)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
