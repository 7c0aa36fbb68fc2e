"""Reminders: the log and the outbox in one. A row is one mail to one address in one week."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

#: After this long a claim was left behind by a sender that died.
STALE = dt.timedelta(minutes=10)


def week_of(at: dt.datetime) -> str:
    """Return the ISO week of a moment in Sweden, as "2026-W48"."""
    year, week, _day = timezone.localdate(at).isocalendar()
    return f"{year}-W{week:02}"


class ReminderState(models.TextChoices):
    """How it stands with a reminder. The first that holds is the one."""

    SENT = "sent", _("sent")
    BOUNCING = "bouncing", _("bounces")
    FAILED = "failed", _("failed, is tried again")
    WAITING = "waiting", _("not sent yet")


class ReminderQuerySet(models.QuerySet["Reminder"]):
    """Sentences about reminders."""

    def waiting(self, at: dt.datetime) -> Self:
        """Return what nobody has sent or is sending; a claim that is stale was left by a sender that died."""
        free = Q(claimed_at=None) | Q(claimed_at__lt=at - STALE)
        return self.filter(free, sent_at=None, bounced_at=None)

    def standing(self, state: str) -> Self:
        """Return the reminders in a state. Twin of `Reminder.state`."""
        return {
            ReminderState.SENT: self.exclude(sent_at=None),
            ReminderState.BOUNCING: self.exclude(bounced_at=None),
            ReminderState.FAILED: self.filter(sent_at=None, bounced_at=None).exclude(last_error=""),
            ReminderState.WAITING: self.filter(sent_at=None, bounced_at=None, last_error=""),
        }[ReminderState(state)]

    def bouncing_addresses(self) -> set[str]:
        """Return the addresses that refused their mail and have taken none since."""
        later = self.model.objects.filter(address=OuterRef("address"), sent_at__gt=OuterRef("bounced_at"))
        return set(self.exclude(bounced_at=None).exclude(Exists(later)).values_list("address", flat=True))


class Reminder(models.Model):
    """One mail to one address in one week: what it says, and how it went."""

    class Kind(models.TextChoices):
        """The weekly list of one's own, or word that somebody else's is long overdue."""

        DIGEST = "digest", _("weekly list")
        ESCALATION1 = "escalation1", _("30 days late, to the head")
        ESCALATION2 = "escalation2", _("60 days late, to the head of communications")

    #: In lower case, so that a person gets one mail however the address is written.
    address = models.EmailField(_("address"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="reminders",
        verbose_name=_("person"),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    period = models.CharField(_("week"), max_length=8)
    #: What the mail lists, as `newsroom.reminders.selection` writes it.
    items = models.JSONField(_("pages"), default=list)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    claimed_at = models.DateTimeField(_("taken by a sender"), null=True)
    sent_at = models.DateTimeField(_("sent"), null=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    #: How many of the attempts failed for a reason that lies with the address.
    refusals = models.PositiveSmallIntegerField(_("refusals"), default=0)
    bounced_at = models.DateTimeField(_("given up"), null=True)
    last_error = models.CharField(_("what went wrong"), max_length=300, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["-period", "address", "kind"]
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [
            models.UniqueConstraint(fields=["address", "kind", "period"], name="reminder_once_a_week"),
            models.CheckConstraint(
                condition=Q(kind__in=["digest", "escalation1", "escalation2"]), name="reminder_kind_known"
            ),
            models.CheckConstraint(condition=~Q(address=""), name="reminder_has_an_address"),
            models.CheckConstraint(condition=Q(sent_at=None) | Q(bounced_at=None), name="reminder_sent_or_given_up"),
        ]

    def __str__(self) -> str:
        """Return for example "anna@kommunen.se, 2026-W48"."""
        return f"{self.address}, {self.period}"

    @property
    def state(self) -> ReminderState:
        """Return how it stands. Twin of `ReminderQuerySet.standing`."""
        if self.sent_at:
            return ReminderState.SENT
        if self.bounced_at:
            return ReminderState.BOUNCING
        return ReminderState.FAILED if self.last_error else ReminderState.WAITING
