"""People with an account, and their roles. Only administrators come here."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from newsroom.admin.people_leaving import LeavingPages
from newsroom.admin.scoped import ScopedAdmin, ScopedInline, person
from newsroom.admin.substitutions import SubstitutionInline
from newsroom.leaving import duties_of
from newsroom.models import Membership, User


class MembershipInline(ScopedInline):
    """What the person is, where."""

    model = Membership
    fields = (("department", "role"),)


class PersonForm(UserChangeForm):
    """The account. Who answers for something stays active until the page "Leaves" has asked who takes over.

    One's own account is not closed by a tick either: the page says so.
    """

    #: Who has the form open.
    by: User

    def clean(self) -> None:
        """Keep the account open, and remember that it was to be closed, if it answers for something."""
        super().clean()
        user = self.instance
        is_closed = user.is_active and self.cleaned_data.get("is_active") is False
        if is_closed and (user.pk == self.by.pk or duties_of(user)):
            user.is_needed = self.cleaned_data["is_active"] = True


@admin.register(User)
class PersonAdmin(LeavingPages, ScopedAdmin, UserAdmin):
    """Accounts are deactivated when somebody leaves, never deleted: history names them."""

    list_display = ("username", "first_name", "last_name", "email", "is_active", "is_superuser")
    list_filter = ("is_active", "is_superuser")
    filter_horizontal = ()
    inlines = (MembershipInline, SubstitutionInline)
    form = PersonForm
    change_form_template = "admin/newsroom/user/change_form.html"
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

    def get_form(self, request: HttpRequest, obj: Any = None, *args: Any, **kwargs: Any) -> Any:
        """Tell the form who has it open."""
        form: Any = super().get_form(request, obj, **kwargs)
        form.by = person(request)
        return form

    def response_change(self, request: HttpRequest, obj: User) -> HttpResponse:
        """Go on as Django does, or to the page that asks who takes over."""
        if not getattr(obj, "is_needed", False):
            return super().response_change(request, obj)
        text = gettext("%(name)s stays active until you have chosen who takes over.")
        messages.warning(request, text % {"name": obj})
        return HttpResponseRedirect(reverse("admin:user_leave", args=[obj.pk]))

    def get_urls(self) -> list[URLPattern]:
        """Add the page that closes an account before Django's own."""
        leave = path("<int:pk>/leave/", self.admin_site.admin_view(self.leave), name="user_leave")
        return [leave, *super().get_urls()]


admin.site.unregister(Group)
