"""Reviews: signatures on what was read. A row, never a field; written once, never changed."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.models.version import Version


class ReviewQuerySet(models.QuerySet["Review"]):
    """Sentences about reviews."""

    def approving(self) -> Self:
        """Return the reviews that found the page right: the only ones that move the public date."""
        return self.filter(outcome=Review.Outcome.OK)

    def latest_first(self) -> Self:
        """Order by the date of the review, and by when it was recorded."""
        return self.order_by("-reviewed_on", "-pk")


class Review(models.Model):
    """One reading of one version, by one person, on one Swedish calendar date."""

    class Outcome(models.TextChoices):
        """What the reviewer found."""

        OK = "ok", _("reviewed, correct")

    class Method(models.TextChoices):
        """How the review came to be recorded."""

        ADMIN = "admin", _("in the admin")
        IMPORTED = "import", _("imported")

    version = models.ForeignKey(Version, models.PROTECT, related_name="reviews")
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
    reviewed_at = models.DateTimeField(_("recorded"), default=timezone.now)
    reviewed_on = models.DateField(_("reviewed on"))
    due_on = models.DateField(_("answered the due date"), null=True)
    comment = models.TextField(_("comment"), blank=True, validators=[MaxLengthValidator(2000)])
    method = models.CharField(_("method"), max_length=20, choices=Method, default=Method.ADMIN)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-reviewed_on", "-pk"]
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        constraints = [
            models.CheckConstraint(condition=~Q(reviewer_name=""), name="review_is_signed"),
            models.CheckConstraint(condition=Q(outcome__in=["ok"]), name="review_outcome_known"),
            models.CheckConstraint(
                condition=Q(method="import") | Q(reviewer__isnull=False), name="review_has_an_account"
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
