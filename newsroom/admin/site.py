"""The desk: Django's admin, in Swedish, under our policy."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class NewsroomAdminSite(admin.AdminSite):
    """Django's own admin with our names. Open to staff who are active."""

    site_header = _("Newsroom – the desk")
    site_title = _("Newsroom")
    index_title = _("Start")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Let in active staff."""
        return bool(request.user.is_active and request.user.is_staff)  # type: ignore[union-attr]
