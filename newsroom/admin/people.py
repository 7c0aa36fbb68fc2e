"""People with an account, and their roles. Only administrators come here."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from newsroom.admin.scoped import ScopedAdmin, ScopedInline
from newsroom.models import Membership, User


class MembershipInline(ScopedInline):
    """What the person is, where."""

    model = Membership
    fields = (("department", "role"),)


@admin.register(User)
class PersonAdmin(ScopedAdmin, UserAdmin):
    """Accounts are deactivated when somebody leaves, never deleted: history names them."""

    list_display = ("username", "first_name", "last_name", "email", "is_active", "is_superuser")
    list_filter = ("is_active", "is_superuser")
    filter_horizontal = ()
    inlines = (MembershipInline,)
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email")}),
        (_("Access"), {"fields": ("is_active", "is_staff", "is_superuser", "last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "usable_password", "password1", "password2")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email", "is_staff")}),
    )

    def may_view(self, by: User, obj: Any) -> bool:
        """Keep everybody else out."""
        return by.is_administrator


admin.site.unregister(Group)
