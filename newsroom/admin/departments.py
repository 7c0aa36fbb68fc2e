"""Departments: their cards, and the addresses they have had."""

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from newsroom.actions import save_department
from newsroom.admin.department_interval import IntervalPage, overdue_keys
from newsroom.admin.scoped import ScopedAdmin, person
from newsroom.models import Department, User
from newsroom.reviewing import spread, subjects_of_department


@admin.register(Department)
class DepartmentAdmin(IntervalPage, ScopedAdmin):
    """Administrators keep the departments; everybody at the desk can look."""

    list_display = ("name", "parent", "number", "status")
    list_filter = ("status",)
    list_select_related = ("parent",)
    search_fields = ("name",)
    prepopulated_fields = {"slug": ("name",)}
    fieldsets = (
        (None, {"fields": ("name", "slug", "parent", "description", "status")}),
        (
            _("Visiting card"),
            {"fields": ("street_address", "postcode", "city", "telephone", "email", "hours")},
        ),
        (_("Review"), {"fields": ("review_interval_months", "escalation_email")}),
    )

    @admin.display(description=_("telephone"), empty_value="–")
    def number(self, department: Department) -> str | None:
        """Show the number in Swedish grouping."""
        return department.telephone_display or None

    def may_delete(self, by: User, obj: Department) -> bool:
        """Delete only what has never been public."""
        return by.is_administrator and obj.status == Department.Status.PREPARED

    def save_model(self, request: HttpRequest, obj: Department, form: forms.ModelForm, change: bool) -> None:
        """Save; a changed address is remembered and leads on. Another interval is confirmed first."""
        weeks = self.confirmed_weeks(request, obj, form) if change else None
        due_already = overdue_keys(obj) if weeks else []
        save_department(obj, person(request))
        if weeks:
            spread(subjects_of_department(obj).exclude(pk__in=due_already), weeks, person(request))
