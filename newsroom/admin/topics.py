"""Topics: what releases are about."""

from typing import Any

from django.contrib import admin

from newsroom.admin.scoped import Role, ScopedAdmin
from newsroom.models import Topic, User


@admin.register(Topic)
class TopicAdmin(ScopedAdmin):
    """Publishers keep the list of topics."""

    list_display = ("name", "slug")
    search_fields = ("name",)
    prepopulated_fields = {"slug": ("name",)}

    def may_change(self, by: User, obj: Any) -> bool:
        """Let publishers, of whichever department, keep the list."""
        return by.is_administrator or bool(by.department_ids(Role.PUBLISHER))

    def may_delete(self, by: User, obj: Topic) -> bool:
        """Keep what a version shows."""
        return self.may_change(by, obj) and not obj.versions.exists()
