"""Important messages: what stands above every public page, and when.

A row is written once: what readers have seen is never edited, a correction is a new row that ends the one before.
All that may change of a row is when it was closed before its time, and only while that moment lies ahead. Being
shown is a question about time, so nothing has to run for a message to appear or to end.
"""

import datetime as dt
from typing import Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AlertState(models.TextChoices):
    """How it stands with a message."""

    SHOWN = "shown", _("shown now")
    AHEAD = "ahead", _("scheduled")
    CANCELLED = "cancelled", _("cancelled")
    OVER = "over", _("over")


class AlertQuerySet(models.QuerySet["Alert"]):
    """Sentences about messages."""

    def public(self, at: dt.datetime | None = None) -> Self:
        """Return what readers see at a time (default: now): one message, or none. Twin of `Alert.is_public`."""
        at = at or timezone.now()
        return self.filter(starts_at__lte=at, valid_until__gt=at).exclude(closed_at__lte=at)

    def within(self, start: dt.datetime, end: dt.datetime) -> Self:
        """Return what is shown at some time in an interval, the first first."""
        return self._ever_shown().filter(starts_at__lt=end, valid_until__gt=start).exclude(closed_at__lte=start)

    def ahead(self, at: dt.datetime | None = None) -> Self:
        """Return what is to be shown later, the first first."""
        return self._ever_shown().filter(starts_at__gt=at or timezone.now())

    def _ever_shown(self) -> Self:
        """Leave out what was cancelled before it began."""
        return self.exclude(closed_at__lte=F("starts_at")).order_by("starts_at")


class Alert(models.Model):
    """One message in one interval, with the words of both languages."""

    class Kind(models.TextChoices):
        """How grave it is; the label stands above the words."""

        MESSAGE = "message", _("important message")
        WARNING = "warning", _("warning")
        CLEAR = "clear", _("all clear")

    #: What may change after the row is written, under the rules of newsroom.alert.guards.
    CLOSING_FIELDS = ("closed_at", "closed_by_id")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.MESSAGE)
    headline = models.CharField(_("headline"), max_length=120)
    text = models.TextField(_("text"), blank=True, validators=[MaxLengthValidator(600)])
    headline_en = models.CharField(_("headline in English"), max_length=120, blank=True)
    text_en = models.TextField(_("text in English"), blank=True, validators=[MaxLengthValidator(600)])
    #: A path on this site, or an address that begins with https://.
    link_url = models.CharField(_("link"), max_length=300, blank=True)
    link_text = models.CharField(_("words of the link"), max_length=120, blank=True)
    link_text_en = models.CharField(_("words of the link in English"), max_length=120, blank=True)
    starts_at = models.DateTimeField(_("shown from"))
    #: The end that was announced.
    valid_until = models.DateTimeField(_("until"))
    #: When it ended before that; before the start when it was cancelled.
    closed_at = models.DateTimeField(_("ended before its time"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="closed_alerts",
        verbose_name=_("ended by"),
    )
    #: What this message took the place of: it was corrected, or is over.
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followers", verbose_name=_("in the place of")
    )
    created_at = models.DateTimeField(_("set at"), default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="alerts", verbose_name=_("set by")
    )

    objects = AlertQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-pk"]
        verbose_name = _("important message")
        verbose_name_plural = _("important messages")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["message", "warning", "clear"]), name="alert_kind_known"),
            models.CheckConstraint(condition=~Q(headline=""), name="alert_has_headline"),
            models.CheckConstraint(condition=Q(valid_until__gt=F("starts_at")), name="alert_interval_forward"),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None) | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="alert_closed_by_somebody",
            ),
            models.CheckConstraint(condition=Q(link_url="") | ~Q(link_text=""), name="alert_link_has_words"),
        ]

    def __str__(self) -> str:
        """Return the headline."""
        return self.headline

    def get_absolute_url(self) -> str:
        """Return the address at the desk: readers find the message on every page."""
        return reverse("admin:newsroom_alert_alert_change", args=[self.pk])

    def is_public(self, at: dt.datetime | None = None) -> bool:
        """Tell whether readers see the message at a time (default: now). Twin of `public()`."""
        return self.starts_at <= (at or timezone.now()) < self.ends_at

    @property
    def ends_at(self) -> dt.datetime:
        """Return when it ends, or ended; at its start if it was cancelled."""
        closed_at = self.closed_at or self.valid_until
        return max(self.starts_at, min(self.valid_until, closed_at))

    def state_at(self, at: dt.datetime | None = None) -> AlertState:
        """Return how it stands at a time (default: now)."""
        at = at or timezone.now()
        if self.ends_at == self.starts_at:
            return AlertState.CANCELLED
        if self.starts_at > at:
            return AlertState.AHEAD
        return AlertState.SHOWN if at < self.ends_at else AlertState.OVER

    @property
    def state(self) -> AlertState:
        """Return how it stands now."""
        return self.state_at()
