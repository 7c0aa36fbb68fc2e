"""Events: the timeline of a release as an editor reads it. Written once, never changed."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """Something that happened to a release. It outlives a draft that is deleted."""

    class Kind(models.TextChoices):
        """What happened, as the verb of a sentence: "Anna Ek sparade utkastet"."""

        CREATED = "created", _("created the release")
        SAVED = "saved", _("saved the draft")
        IMPORTED = "imported", _("imported the release")
        SUBMITTED = "submitted", _("submitted the text for approval")
        RECALLED = "recalled", _("took the text back")
        RETURNED = "returned", _("returned the text")
        APPROVED = "approved", _("approved the text")
        UNAPPROVED = "unapproved", _("published without approval")
        AFTERWARDS = "afterwards", _("approved the text afterwards")
        UNSCHEDULED = "unscheduled", _("cancelled the schedule")
        SCHEDULED = "scheduled", _("scheduled the release")
        PUBLISHED = "published", _("published the release")
        CORRECTED = "corrected", _("published a correction")
        UPDATED = "updated", _("published an update")
        ADJUSTED = "adjusted", _("published a minor change")
        ARCHIVED = "archived", _("archived the release")
        UNARCHIVED = "unarchived", _("took the release out of the archive")
        WITHDRAWN = "withdrawn", _("withdrew the release")
        RETRACTED = "retracted", _("retracted the release with a notice")
        REVIEWED = "reviewed", _("marked the page as reviewed")
        FAULTED = "faulted", _("found something to put right on the page")
        DEFERRED = "deferred", _("deferred the review of the page")
        OUTDATED = "outdated", _("proposed to archive the page")
        VOIDED = "voided", _("declared a review void")
        SETTLED = "settled", _("settled a task of the review")
        DELETED = "deleted", _("deleted the draft")

    release = models.ForeignKey("newsroom.Release", models.DO_NOTHING, related_name="events", db_constraint=False)
    kind = models.CharField(_("what happened"), max_length=20, choices=Kind)
    version = models.ForeignKey("newsroom.Version", models.PROTECT, null=True, related_name="events")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="events")
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField(_("when"), default=timezone.now)
    comment = models.TextField(_("comment"), blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [models.Index(fields=["release", "-at"], name="event_timeline")]
        constraints = [models.CheckConstraint(condition=~models.Q(by_name=""), name="event_is_signed")]

    def __str__(self) -> str:
        """Return the sentence of the timeline."""
        return f"{self.by_name} {self.get_kind_display()}"
