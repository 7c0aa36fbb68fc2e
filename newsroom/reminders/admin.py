"""The log of reminders, for administrators: what was sent, what failed and why, which addresses bounce."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from newsroom.admin.scoped import ScopedAdmin, person
from newsroom.models import User
from newsroom.reminders.mails import subject_of
from newsroom.reminders.models import Reminder, ReminderState
from newsroom.reminders.sending import try_again


class StateFilter(admin.SimpleListFilter):
    """Filter by how it went."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Offer every state."""
        return ReminderState.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep those in the state."""
        state = self.value()
        if state not in ReminderState.values:
            return queryset
        return queryset.filter(pk__in=Reminder.objects.standing(str(state)).values("pk"))


@admin.register(Reminder)
class ReminderAdmin(ScopedAdmin):
    """Read only: the rows are what happened. Those that failed can be tried again."""

    list_display = ("address", "state_label", "kind", "period", "sent", "last_error")
    list_filter = (StateFilter, "kind")
    search_fields = ("address", "user__first_name", "user__last_name", "period")
    actions = ("try_again",)
    fields = (
        "address",
        "user",
        "kind",
        "period",
        "headline",
        "listed",
        "state_label",
        "sent",
        "attempts",
        "last_error",
    )

    def may_view(self, by: User, obj: Any) -> bool:
        """Show the addresses of colleagues to administrators alone."""
        return by.is_administrator

    def may_change(self, by: User, obj: Any) -> bool:
        """Change nothing by hand."""
        return False

    def has_retry_permission(self, request: HttpRequest) -> bool:
        """Let administrators try again."""
        return person(request).is_administrator

    @admin.display(description=_("state"))
    def state_label(self, reminder: Reminder) -> str:
        """Show how it stands."""
        return str(reminder.state.label)

    @admin.display(description=_("sent"), ordering="sent_at")
    def sent(self, reminder: Reminder) -> str:
        """Show when it was sent."""
        return timezone.localtime(reminder.sent_at).strftime("%Y-%m-%d %H.%M") if reminder.sent_at else ""

    @admin.display(description=_("subject"))
    def headline(self, reminder: Reminder) -> str:
        """Show the subject line."""
        return subject_of(reminder)

    @admin.display(description=_("pages"))
    def listed(self, reminder: Reminder) -> SafeString:
        """Show the titles of the pages."""
        return format_html_join("", "<div>{} ({})</div>", ((i["title"], i["due"]) for i in reminder.items))

    @admin.action(description=_("Try again"), permissions=["retry"])
    def try_again(self, request: HttpRequest, queryset: QuerySet[Reminder]) -> None:
        """Take the chosen addresses up again: the next run sends."""
        count = try_again(queryset, timezone.now())
        text = ngettext(
            "%(count)d reminder is sent the next time the reminders run.",
            "%(count)d reminders are sent the next time the reminders run.",
            count,
        )
        nothing = _("There was nothing to try again: what was chosen is sent, or is being sent.")
        self.message_user(
            request, text % {"count": count} if count else nothing, messages.SUCCESS if count else messages.WARNING
        )
