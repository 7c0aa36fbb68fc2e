"""The desk's screens for the three pages. Administrators alone keep them: they speak for the whole municipality."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom.about import admin_statement
from newsroom.about.models import Authority, Page
from newsroom.admin.editor import BodyField
from newsroom.admin.scoped import ScopedAdmin, person
from newsroom.models import User

__all__ = ["AuthorityAdmin", "PageAdmin", "admin_statement"]


class OursAlone(ScopedAdmin):
    """A screen that only administrators see."""

    def may_view(self, by: User, obj: Any) -> bool:
        """Show it to administrators."""
        return by.is_administrator


@admin.register(Authority)
class AuthorityAdmin(OursAlone):
    """One row: the list leads straight to it."""

    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    fieldsets = (
        (
            None,
            {
                "fields": ("name", "registration_number", "address", "email", "telephone"),
                "description": gettext_lazy("Everything here is public: on the pages about the newsroom."),
            },
        ),
        (gettext_lazy("Personal data"), {"fields": ("officer", "officer_email", "officer_telephone")}),
        (
            gettext_lazy("Accessibility"),
            {"fields": ("report_email", "report_telephone", "report_form", "answer_time")},
        ),
    )

    def may_add(self, by: User) -> bool:
        """Let there be one."""
        return by.is_administrator and not Authority.objects.exists()

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Lead to the row, or to the form that makes it."""
        if not person(request).is_administrator:
            return super().changelist_view(request, extra_context)  # which refuses
        row = Authority.objects.first()
        page = "change" if row else "add"
        return HttpResponseRedirect(reverse(f"admin:newsroom_about_authority_{page}", args=[row.pk] if row else []))


class PageForm(forms.ModelForm):
    """The words of a page, in the editor of the releases."""

    body = BodyField(label=gettext_lazy("Body"))

    class Meta:
        model = Page
        fields = ("key", "language", "placement", "body")


@admin.register(Page)
class PageAdmin(OursAlone):
    """The municipality's own words on the pages about the newsroom and about personal data."""

    form = PageForm
    change_form_template = "admin/newsroom_about/page/change_form.html"
    list_display = ("__str__", "placement", "changed_at", "changed_by")
    list_select_related = ("changed_by",)

    def may_delete(self, by: User, obj: Page) -> bool:
        """Let the words that come with the newsroom stand alone again."""
        return by.is_administrator

    def save_model(self, request: HttpRequest, obj: Page, form: forms.ModelForm, change: bool) -> None:
        """Save, and remember who wrote."""
        obj.changed_by = person(request)
        super().save_model(request, obj, form, change)
        messages.info(request, _("Readers see the text at once, on %(page)s.") % {"page": obj.get_key_display()})
