"""The screen of important messages: a log of what has stood above the pages, and the way to a new one."""

from typing import Any

from django.contrib import admin
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from newsroom.admin.scoped import ScopedAdmin
from newsroom.alert.actions import may_set
from newsroom.alert.models import Alert
from newsroom.alert.pages import AlertPages
from newsroom.models import User


@admin.register(Alert)
class AlertAdmin(AlertPages, ScopedAdmin):
    """Publishers of any department and administrators. Nothing that was written is changed or deleted."""

    list_display = ("headline", "standing", "kind", "shown_from", "shown_until", "created_by", "closed_by")
    list_filter = ("kind",)
    list_select_related = ("created_by", "closed_by")
    search_fields = ("headline", "text", "headline_en", "text_en")

    def get_urls(self) -> list[URLPattern]:
        """Add the pages of one message before the admin's own."""
        pages = {"correct": self.correct, "clear": self.clear, "end": self.end}
        own = [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(view), name=f"alert_{name}")
            for name, view in pages.items()
        ]
        return [*own, *super().get_urls()]

    def may_view(self, by: User, obj: Any) -> bool:
        """Show the messages, also those that lie ahead, to those who may set one."""
        return may_set(by)

    def may_change(self, by: User, obj: Any) -> bool:
        """Change nothing in the admin's own form: a correction is a new message."""
        return False

    def may_add(self, by: User) -> bool:
        """Let publishers set one."""
        return may_set(by)

    @admin.display(description=_("state"))
    def standing(self, alert: Alert) -> SafeString:
        """Show how it stands, as a word."""
        state = alert.state
        css = "status status-published" if alert.is_public() else "status"
        return format_html('<span class="{}">{}</span>', css, capfirst(str(state.label)))

    @admin.display(description=_("shown from"), ordering="starts_at")
    def shown_from(self, alert: Alert) -> str:
        """Show when it began."""
        return timezone.localtime(alert.starts_at).strftime("%Y-%m-%d %H.%M")

    @admin.display(description=_("until"), ordering="valid_until")
    def shown_until(self, alert: Alert) -> str:
        """Show when it ended, or will."""
        return timezone.localtime(alert.ends_at).strftime("%Y-%m-%d %H.%M")
