"""The page of figures and its two tables for Excel. Nothing here changes anything."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from newsroom.admin.scoped import person
from newsroom.figures import tables
from newsroom.figures.choosing import ChoiceForm, may_see_figures, scope_of
from newsroom.figures.counting import Scope
from newsroom.figures.page import figures_page
from newsroom.spreadsheet import spreadsheet


def _asked(request: HttpRequest) -> ChoiceForm:
    """Return what the address asks for; only for people who review."""
    if not may_see_figures(person(request)):
        raise PermissionDenied
    return ChoiceForm(person(request), timezone.localdate(), request.GET)


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Show twelve months of figures, and how it stands today."""
    form, by = _asked(request), person(request)
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Review figures"),
        "form": form,
        **figures_page(scope_of(by, form.chosen_department), form.period, timezone.localdate()),
    }
    return TemplateResponse(request, "figures/figures.html", context)


@require_safe
def review_table(request: HttpRequest) -> HttpResponse:
    """Give every review of the departments asked for, of all years."""
    scope = _exported(request)
    return spreadsheet(_("reviews"), tables.review_header(), tables.review_rows(scope))


@require_safe
def page_table(request: HttpRequest) -> HttpResponse:
    """Give every page of the departments asked for, as it stands today."""
    scope = _exported(request)
    return spreadsheet(_("pages-to-review"), tables.page_header(), tables.page_rows(scope))


def _exported(request: HttpRequest) -> Scope:
    """Return the pages that a table is about; 404 for a department that is not the person's."""
    form = _asked(request)
    if form.errors:
        raise Http404
    return scope_of(person(request), form.chosen_department)
