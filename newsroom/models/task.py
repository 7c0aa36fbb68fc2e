"""Tasks that a review leaves behind, changes of cards, and who stands in for whom."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ReviewTask(models.Model):
    """Something a reviewer wants put right, or a page that should go to the archive."""

    class Kind(models.TextChoices):
        """What is asked for."""

        CHANGE = "change", _("put right")
        ARCHIVE = "archive", _("archive")

    class Closing(models.TextChoices):
        """How a task came to an end."""

        CHANGED = "changed", _("changed")
        NOTHING = "nothing", _("nothing needed to be changed")
        ARCHIVED = "archived", _("no longer public")
        VOIDED = "voided", _("the review was declared void")

    #: Endings after which the reviewer is asked to read the page again.
    ASKED_AGAIN = (Closing.CHANGED, Closing.NOTHING)

    subject = models.ForeignKey("newsroom.ReviewSubject", models.CASCADE, related_name="tasks")
    review = models.OneToOneField("newsroom.Review", models.PROTECT, related_name="task")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.CHANGE)
    text = models.TextField(_("what is asked for"))
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    due_on = models.DateField(_("to be done by"))
    closed_at = models.DateTimeField(_("closed"), null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="closed_tasks")
    closing = models.CharField(_("how it ended"), max_length=20, choices=Closing, blank=True)
    closing_comment = models.TextField(_("comment"), blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="task_says_what"),
            models.CheckConstraint(
                condition=Q(closed_at=None, closing="") | (Q(closed_at__isnull=False) & ~Q(closing="")),
                name="task_closing_is_whole",
            ),
        ]

    def __str__(self) -> str:
        """Return what is asked for."""
        return self.text


class CardChange(models.Model):
    """What a department's or a contact's card shows was changed. Written once."""

    class What(models.TextChoices):
        """What sort of change it was."""

        TEXT = "text", _("the text")
        NUMBER = "number", _("a telephone number or e-mail address")
        LEFT = "left", _("the contact has left")

    #: Changes for which releases that show the contact must be read again.
    FLAGGING = (What.NUMBER, What.LEFT)

    subject = models.ForeignKey("newsroom.ReviewSubject", models.PROTECT, related_name="card_changes")
    what = models.CharField(max_length=20, choices=What)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="card_changes")

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["subject", "-at"], name="card_change_of_subject")]

    def __str__(self) -> str:
        """Return what was changed."""
        return str(self.get_what_display())

    @property
    def flags_releases(self) -> bool:
        """Tell whether releases that show the contact must be read again."""
        return self.what in self.FLAGGING


class Substitution(models.Model):
    """Somebody who reviews in another's place for a time: reminders go there."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="substitutions", verbose_name=_("absent")
    )
    substitute = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="stands_in", verbose_name=_("substitute")
    )
    starts_on = models.DateField(_("from and including"))
    ends_on = models.DateField(_("up to and including"))

    class Meta:
        ordering = ["-starts_on"]
        verbose_name = _("substitution")
        verbose_name_plural = _("substitutions")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="substitution_forward",
                violation_error_message=_("Choose an end that comes after the beginning."),
            ),
            models.CheckConstraint(
                condition=~Q(user=F("substitute")),
                name="substitution_by_another",
                violation_error_message=_("Choose another person."),
            ),
        ]

    def __str__(self) -> str:
        """Return who stands in for whom."""
        return f"{self.substitute} ← {self.user}"
