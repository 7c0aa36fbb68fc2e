"""Working together on a text: what a person has typed and not saved, and who has the page open.

Neither is part of the record. Unsaved text belongs to the one who typed it and is shown to nobody else.
"""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AutosaveQuerySet(models.QuerySet["Autosave"]):
    """Sentences about unsaved text."""

    def recent(self, at: dt.datetime | None = None) -> Self:
        """Return what is young enough to be offered again."""
        return self.filter(updated_at__gt=(at or timezone.now()) - Autosave.KEPT_FOR)

    def outdated(self, at: dt.datetime | None = None) -> Self:
        """Return what has been left for too long."""
        return self.filter(updated_at__lte=(at or timezone.now()) - Autosave.KEPT_FOR)


class Autosave(models.Model):
    """What one person has typed in the form of one release (or of a new one, known by its key)."""

    KEPT_FOR = dt.timedelta(days=30)

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="autosaves")
    release = models.ForeignKey("newsroom.Release", models.CASCADE, null=True, related_name="autosaves")
    form_key = models.UUIDField(null=True)
    payload = models.JSONField()
    #: The number of the save that the person started from.
    base_version = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = AutosaveQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at"]
        verbose_name = _("unsaved text")
        verbose_name_plural = _("unsaved texts")
        constraints = [
            models.UniqueConstraint(fields=["user", "release"], name="autosave_once_for_release"),
            models.UniqueConstraint(fields=["user", "form_key"], name="autosave_once_for_form"),
            models.CheckConstraint(
                condition=Q(release__isnull=True, form_key__isnull=False)
                | Q(release__isnull=False, form_key__isnull=True),
                name="autosave_is_of_one_form",
            ),
        ]

    def __str__(self) -> str:
        """Return whose text it is, and nothing of what it says."""
        return str(self.user)


class PresenceQuerySet(models.QuerySet["Presence"]):
    """Sentences about who is here."""

    def here(self, at: dt.datetime | None = None) -> Self:
        """Return those who have been seen lately."""
        return self.filter(last_seen_at__gt=(at or timezone.now()) - Presence.GONE_AFTER)

    def gone(self, at: dt.datetime | None = None) -> Self:
        """Return those who have not."""
        return self.filter(last_seen_at__lte=(at or timezone.now()) - Presence.GONE_AFTER)


class Presence(models.Model):
    """A person who has the page of a release open. Information only: it locks nothing."""

    IDLE_AFTER, GONE_AFTER = dt.timedelta(minutes=10), dt.timedelta(minutes=25)

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="presences")
    release = models.ForeignKey("newsroom.Release", models.CASCADE, related_name="presences")
    last_seen_at = models.DateTimeField(default=timezone.now, db_index=True)
    #: When the person last wrote something in the form, since they came.
    wrote_at = models.DateTimeField(null=True)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        ordering = ["-last_seen_at", "pk"]
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        constraints = [models.UniqueConstraint(fields=["user", "release"], name="presence_once")]

    def __str__(self) -> str:
        """Return the person."""
        return str(self.user)

    def is_idle(self, at: dt.datetime | None = None) -> bool:
        """Tell whether the page has been out of sight for a while."""
        return self.last_seen_at <= (at or timezone.now()) - self.IDLE_AFTER
