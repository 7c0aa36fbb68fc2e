"""Reviews: signatures on what was read. A row, never a field; written once, never changed.

Only the outcome "correct" moves the public date. A review that was wrong is declared void by another row.
"""

import datetime as dt
from typing import Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.models.version import Version


class ReviewQuerySet(models.QuerySet["Review"]):
    """Sentences about reviews."""

    def valid(self) -> Self:
        """Return the reviews that have not been declared void, without the rows that do so."""
        # A list made once, not a join: SQLite would read the whole table for every row. Void rows are few.
        void = Review.objects.filter(voids__isnull=False).order_by().values("voids")
        return self.exclude(pk__in=void).exclude(outcome=Review.Outcome.VOID)

    def approving(self) -> Self:
        """Return the valid reviews that found the page right: the only ones that move the public date."""
        return self.valid().filter(outcome=Review.Outcome.OK)

    def latest_first(self) -> Self:
        """Order by the date of the review, and by when it was recorded."""
        return self.order_by("-reviewed_on", "-pk")


class Review(models.Model):
    """One reading of what the public saw, by one person, on one Swedish calendar date."""

    class Outcome(models.TextChoices):
        """What the reviewer found."""

        OK = "ok", _("reviewed, correct")
        NEEDS_CHANGES = "needs_changes", _("must be put right")
        PROPOSE_ARCHIVE = "propose_archive", _("should be archived")
        DEFERRED = "deferred", _("deferred")
        VOID = "void", _("declared void")

    class Method(models.TextChoices):
        """How the review came to be recorded."""

        ADMIN = "admin", _("in the admin")
        QUEUE = "queue", _("in the queue")
        PAGE = "page", _("from the public page")
        BULK = "bulk", _("several at once")
        IMPORTED = "import", _("imported")

    #: Outcomes that say nothing without a comment.
    EXPLAINED = (Outcome.NEEDS_CHANGES, Outcome.PROPOSE_ARCHIVE, Outcome.DEFERRED, Outcome.VOID)

    subject = models.ForeignKey("newsroom.ReviewSubject", models.PROTECT, related_name="reviews")
    #: The version of a release that was on screen; departments and contacts have none.
    version = models.ForeignKey(Version, models.PROTECT, null=True, related_name="reviews")
    #: What a card showed, or the telephone numbers that a release showed, and the SHA-256 of it.
    shown = models.JSONField(_("what was shown"), default=dict)
    digest = models.CharField(max_length=64, blank=True)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome, default=Outcome.OK)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="reviews",
        verbose_name=_("reviewer"),
    )
    #: As printed. The person may lack an account (imported) or change name later.
    reviewer_name = models.CharField(_("name of the reviewer"), max_length=150)
    #: The function that can stand in the name's place, for example the department.
    reviewer_unit = models.CharField(_("function of the reviewer"), max_length=150, blank=True)
    reviewed_at = models.DateTimeField(_("recorded"), default=timezone.now)
    reviewed_on = models.DateField(_("reviewed on"))
    due_on = models.DateField(_("answered the due date"), null=True)
    comment = models.TextField(_("comment"), blank=True, validators=[MaxLengthValidator(2000)])
    #: What the reviewer ticked, by key; it blocks nothing.
    checklist = models.JSONField(_("checklist"), default=list, blank=True)
    #: How long a review is put off.
    deferred_until = models.DateField(_("deferred until"), null=True)
    voids = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="voided_by", verbose_name=_("declares void")
    )
    #: One's own text, read with a reason. Listed until somebody else has read the page.
    is_own_text = models.BooleanField(_("one's own text"), default=False)
    override_reason = models.CharField(_("reason for reviewing one's own text"), max_length=300, blank=True)
    method = models.CharField(_("method"), max_length=20, choices=Method, default=Method.ADMIN)
    batch = models.UUIDField(null=True, db_index=True)
    #: From the form, so that a double click writes one row.
    key = models.UUIDField(null=True, unique=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-reviewed_on", "-pk"]
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        indexes = [
            models.Index(fields=["subject", "-reviewed_on", "-id"], name="review_of_subject"),
            models.Index(fields=["-reviewed_on", "-id"], name="review_latest_first"),
            models.Index(fields=["due_on"], name="review_due_on"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(reviewer_name=""), name="review_is_signed"),
            models.CheckConstraint(
                condition=Q(outcome__in=["ok", "needs_changes", "propose_archive", "deferred", "void"]),
                name="review_outcome_known",
            ),
            models.CheckConstraint(
                condition=Q(method="import") | Q(reviewer__isnull=False), name="review_has_an_account"
            ),
            models.CheckConstraint(condition=Q(outcome="ok") | ~Q(comment=""), name="review_is_explained"),
            models.CheckConstraint(
                condition=Q(outcome="void", voids__isnull=False) | (~Q(outcome="void") & Q(voids=None)),
                name="review_void_points_at_one",
            ),
            models.CheckConstraint(
                condition=Q(outcome="deferred", deferred_until__isnull=False, deferred_until__gt=F("reviewed_on"))
                | (~Q(outcome="deferred") & Q(deferred_until=None)),
                name="review_deferral_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        """Return for example "2019-08-05 av Per Ivarsson"."""
        return _("%(date)s by %(name)s") % {"date": self.reviewed_on.isoformat(), "name": self.reviewer_name}

    @property
    def is_late(self) -> bool:
        """Tell whether the review came after the due date it answered."""
        due: dt.date | None = self.due_on
        return due is not None and self.reviewed_on > due
