"""The accessibility statement at the desk: a checklist of eleven items, and one button that shows it."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from newsroom.about.actions import begin_assessment, show_statement
from newsroom.about.items import items
from newsroom.about.models import Authority, Deficiency, Statement
from newsroom.admin.scoped import ScopedAdmin, ScopedInline, person
from newsroom.models import User

SMALL: Any = {models.TextField: {"widget": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})}}


class DeficiencyInline(ScopedInline):
    """What cannot be used, row by row."""

    model = Deficiency
    formfield_overrides = SMALL
    fields = ("kind", "what", "whom", "requirement", "why", ("fixed_by", "order"))


@admin.register(Statement)
class StatementAdmin(ScopedAdmin):
    """One row for each assessment. What has been shown can be read, and be the start of the next."""

    change_form_template = "admin/newsroom_about/statement/change_form.html"
    inlines = (DeficiencyInline,)
    formfield_overrides = SMALL
    list_display = ("__str__", "standing", "compliance", "shown_at", "shown_by")
    list_select_related = ("shown_by",)
    fieldsets = (
        (None, {"fields": ("actor", "service", "compliance")}),
        (gettext_lazy("The assessment"), {"fields": ("assessed_on", "method", "method_text")}),
        (gettext_lazy("Exceptions"), {"fields": ("claims_no_burden", "has_nothing_outside")}),
    )

    def may_view(self, by: User, obj: Any) -> bool:
        """Show it to administrators."""
        return by.is_administrator

    def may_change(self, by: User, obj: Statement | None) -> bool:
        """Leave alone what has been shown."""
        return by.is_administrator and (obj is None or obj.shown_at is None)

    def may_delete(self, by: User, obj: Statement) -> bool:
        """Delete drafts."""
        return self.may_change(by, obj)

    @admin.display(description=gettext_lazy("status"))
    def standing(self, statement: Statement) -> str:
        """Tell the draft, the one on the page, and those before it apart."""
        if statement.shown_at is None:
            return _("draft")
        return _("on the page") if statement == Statement.objects.shown().first() else _("earlier")

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Offer what is known of the newsroom itself: it has to be true of this one too."""
        known = _(
            "The pages are tested with every change of the program: with axe (WCAG 2.2, A and AA) in light and dark "
            "and at a width of 320 pixels, with the HTML checker of W3C, by keyboard alone and without JavaScript. "
            "Besides, we have …"
        )
        return {
            "actor": str(Authority.objects.current()),
            "service": _("the newsroom of %(name)s") % {"name": settings.SITE_NAME},
            "method": Statement.Method.SELF,
            "method_text": known,
        }

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """Add the eleven items, as they stand in what is stored."""
        statement = context.get("original")
        if statement is not None:
            context["items"] = items(statement, Authority.objects.current())
            context["missing_count"] = sum(1 for item in context["items"] if item.missing)
        return super().render_change_form(request, context, *args, **kwargs)

    def response_add(self, request: HttpRequest, obj: Statement, post_url_continue: Any = None) -> HttpResponse:
        """Go on with the draft that was just begun."""
        return self._onwards(request, obj)

    def response_change(self, request: HttpRequest, obj: Statement) -> HttpResponse:
        """Stay with the draft, or show it."""
        return self._onwards(request, obj)

    def _onwards(self, request: HttpRequest, obj: Statement) -> HttpResponse:
        """Say that it is saved; where the button asked for it, show it or say what is missing."""
        if "_show" not in request.POST:
            messages.success(request, _("The draft is saved. Readers see no change until you show it."))
        else:
            self._show(request, obj)
        return HttpResponseRedirect(reverse("admin:newsroom_about_statement_change", args=[obj.pk]))

    def _show(self, request: HttpRequest, obj: Statement) -> None:
        """Show it, or say what is missing; what was typed is saved either way."""
        try:
            show_statement(statement=obj, by=person(request))
        except ValidationError as error:
            text = _("The draft is saved, but cannot be shown yet. What is missing: %(sentences)s")
            messages.error(request, text % {"sentences": " ".join(error.messages)})
        else:
            messages.success(request, _("The statement stands on the page now, and stays as it is."))

    def get_urls(self) -> list[URLPattern]:
        """Add the button that begins the next assessment."""
        begin = self.admin_site.admin_view(require_POST(self.begin))
        return [path("<int:pk>/begin/", begin, name="statement_begin"), *super().get_urls()]

    def begin(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Begin the next assessment from this one."""
        if not person(request).is_administrator:
            raise PermissionDenied
        draft = begin_assessment(earlier=get_object_or_404(Statement, pk=pk), by=person(request))
        messages.success(request, _("A new assessment is begun from the earlier one. Go through every row."))
        return HttpResponseRedirect(reverse("admin:newsroom_about_statement_change", args=[draft.pk]))
