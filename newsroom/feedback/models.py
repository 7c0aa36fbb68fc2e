"""Answers of readers: what they said of a page, and nothing of who they are. Kept as public records.

No name, no address of a computer, no cookie; the moment is the hour, so that no log of a server tells whose it was.
"""

import datetime as dt
import uuid
from typing import Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from newsroom.models import User

MOST_CHARACTERS = 1000


def hour_of(moment: dt.datetime) -> dt.datetime:
    """Return the hour of a moment."""
    return moment.replace(minute=0, second=0, microsecond=0)


class AnswerQuerySet(models.QuerySet["Answer"]):
    """Sentences about answers."""

    def of(self, by: User) -> Self:
        """Return the answers of the departments in which the person holds a role. Twin of `Answer.is_for`."""
        return self if by.is_administrator else self.filter(department__in=by.department_ids())

    def in_words(self) -> Self:
        """Return those that say something: they are read, one by one."""
        return self.exclude(text="")

    def waiting(self) -> Self:
        """Return those in words that nobody has dealt with."""
        return self.in_words().filter(handled_at=None)


class Answer(models.Model):
    """What one reader said of one page: of a release, or of a department."""

    class Kind(models.TextChoices):
        """The button that was pressed, or neither: words alone."""

        YES = "yes", _("it helped")
        NO = "no", _("it did not help")
        REMARK = "remark", _("a fault or a remark")

    #: Drawn by lot: the receipt holds it, and a number that counted would tell how many have answered.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    release = models.ForeignKey(
        "newsroom.Release", models.PROTECT, null=True, related_name="answers", verbose_name=_("release")
    )
    #: What the reader had before them.
    version = models.ForeignKey("newsroom.Version", models.PROTECT, null=True, related_name="answers")
    #: Whose page it was that day; without one it is the administrators'.
    department = models.ForeignKey(
        "newsroom.Department", models.PROTECT, null=True, related_name="answers", verbose_name=_("department")
    )
    kind = models.CharField(_("answer"), max_length=10, choices=Kind)
    text = models.TextField(_("words"), blank=True, validators=[MaxLengthValidator(MOST_CHARACTERS)])
    received_at = models.DateTimeField(_("received"))
    handled_at = models.DateTimeField(_("handled"), null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="handled_answers",
        verbose_name=_("handled by"),
    )
    #: When the department was told that there are words to read.
    told_at = models.DateTimeField(null=True, editable=False)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "pk"]
        verbose_name = _("answer of a reader")
        verbose_name_plural = _("answers of readers")
        indexes = [
            models.Index(fields=["department", "-received_at"], name="answer_of_department"),
            models.Index(fields=["release", "kind"], name="answer_of_release"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["yes", "no", "remark"]), name="answer_kind_known"),
            models.CheckConstraint(condition=~Q(kind="remark", text=""), name="answer_remark_has_words"),
            models.CheckConstraint(
                condition=Q(release__isnull=False, version__isnull=False)
                | Q(release=None, version=None, department__isnull=False),
                name="answer_is_about_a_page",
            ),
            models.CheckConstraint(
                condition=Q(handled_at=None, handled_by=None) | Q(handled_at__isnull=False, handled_by__isnull=False),
                name="answer_handled_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        """Return the title of the page."""
        return self.title

    @property
    def title(self) -> str:
        """Return what the page is called: the headline that was read, or the department."""
        return str(self.version or self.department)

    def is_for(self, by: User) -> bool:
        """Tell whether the person may read the answer. Twin of `AnswerQuerySet.of`."""
        return by.is_administrator or (self.department_id is not None and self.department_id in by.department_ids())


class Quota(models.Model):
    """How many answers came from somewhere in an hour. The key is a hash that tells nobody where (see quota.py)."""

    key = models.CharField(max_length=64, unique=True)
    hour = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        """Return the count."""
        return str(self.count)
