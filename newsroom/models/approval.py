"""Approvals: a second person's word on a text, bound to its digest. Written once, never changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Approval(models.Model):
    """A decision on a text that was submitted, or that was published without approval."""

    class Decision(models.TextChoices):
        """What was decided."""

        APPROVED = "approved", _("approved")
        RETURNED = "returned", _("returned")
        AFTERWARDS = "afterwards", _("approved afterwards")

    release = models.ForeignKey("newsroom.Release", models.PROTECT, related_name="approvals")
    decision = models.CharField(_("decision"), max_length=20, choices=Decision)
    #: The digest of the text that was read (SHA-256, hexadecimal): an approval holds for nothing else.
    digest = models.CharField(max_length=64)
    #: Which published version, for an approval afterwards.
    version = models.ForeignKey("newsroom.Version", models.PROTECT, null=True, related_name="approvals")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="approvals")
    by_name = models.CharField(max_length=150)
    comment = models.TextField(_("comment"), blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        indexes = [models.Index(fields=["release", "digest"], name="approval_of_text")]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision__in=["approved", "returned", "afterwards"]), name="approval_decision_known"
            ),
            models.CheckConstraint(
                condition=~Q(decision="returned") | ~Q(comment=""), name="approval_return_is_explained"
            ),
            models.CheckConstraint(condition=~Q(digest=""), name="approval_is_bound"),
            models.CheckConstraint(
                condition=~Q(decision="afterwards") | Q(version__isnull=False), name="approval_afterwards_of_version"
            ),
        ]

    def __str__(self) -> str:
        """Return the decision and by whom."""
        return f"{self.get_decision_display()}, {self.by_name}"
