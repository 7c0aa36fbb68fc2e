"""The desk: Django's admin, in Swedish, under our policy.

Not in newsroom.admin: the site must exist before the screens there register with it.
"""

from typing import cast

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.views.i18n import JavaScriptCatalog


class NewsroomAdminSite(admin.AdminSite):
    """Django's own admin with our names. Open to staff who are active."""

    site_header = _("Newsroom – the desk")
    site_title = _("Newsroom")
    index_title = _("Start")
    enable_nav_sidebar = False

    def index(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> TemplateResponse:
        """Show the person's own work first."""
        # The screens register with this site, so they cannot be imported before it is there.
        from newsroom.admin.scoped import person
        from newsroom.admin.start import cards_for

        return super().index(request, {"cards": cards_for(person(request)), **(extra_context or {})})

    def login(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        """Name the site: Django's own view would call it by the address in the request."""
        return super().login(request, {"site_name": settings.SITE_NAME, **(extra_context or {})})

    def i18n_javascript(self, request: HttpRequest, extra_context: object = None) -> HttpResponse:
        """Give the scripts their Swedish words: Django's, and ours for the editor."""
        catalogue = JavaScriptCatalog.as_view(packages=["django.contrib.admin", "newsroom"])
        return cast("HttpResponse", catalogue(request))

    def has_permission(self, request: HttpRequest) -> bool:
        """Let in active staff."""
        return bool(request.user.is_active and request.user.is_staff)
