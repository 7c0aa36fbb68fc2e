"""The accessibility statement: one row for each assessment. What has been shown never changes."""

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

NEVER_CHANGES = _("A statement that has been shown never changes. Begin a new assessment instead.")


class StatementQuerySet(models.QuerySet["Statement"]):
    """Sentences about statements."""

    def shown(self) -> Self:
        """Return those that the public has been able to read, latest first."""
        return self.exclude(shown_at=None).order_by("-shown_at", "-pk")

    def current(self) -> "Statement | None":
        """Return the one that stands on the page, with its deficiencies; none before the first assessment."""
        return self.shown().prefetch_related("deficiencies").first()


class Statement(models.Model):
    """What an assessment found, as the law on accessibility (2018:1937) wants it told."""

    class Compliance(models.TextChoices):
        """The three words that the law knows."""

        WHOLLY = "wholly", _("wholly compliant")
        PARTLY = "partly", _("partly compliant")
        NOT = "not", _("not compliant")

    class Method(models.TextChoices):
        """Who looked."""

        SELF = "self", _("self-assessment")
        EXTERNAL = "external", _("assessment by an external party")
        BOTH = "both", _("self-assessment and assessment by an external party")

    actor = models.CharField(_("public actor"), max_length=120, blank=True)
    service = models.CharField(_("name of the service"), max_length=160, blank=True)
    compliance = models.CharField(_("compliance"), max_length=20, choices=Compliance, blank=True)
    assessed_on = models.DateField(_("date of the assessment"), null=True, blank=True)
    method = models.CharField(_("who made the assessment"), max_length=20, choices=Method, blank=True)
    method_text = models.TextField(
        _("how it was done"),
        blank=True,
        validators=[MaxLengthValidator(2000)],
        help_text=_("What was looked at, with which tools and aids, and by whom."),
    )
    claims_no_burden = models.BooleanField(_("nothing is left out as an unreasonable burden (12 §)"), default=False)
    has_nothing_outside = models.BooleanField(_("nothing lies outside the law (9 §)"), default=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    shown_at = models.DateTimeField(_("shown since"), null=True, editable=False)
    shown_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="statements",
        verbose_name=_("shown by"),
    )

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("accessibility statement")
        verbose_name_plural = _("accessibility statements")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(compliance__in=["", "wholly", "partly", "not"]), name="statement_compliance_known"
            ),
            models.CheckConstraint(
                condition=models.Q(method__in=["", "self", "external", "both"]), name="statement_method_known"
            ),
            models.CheckConstraint(
                condition=models.Q(shown_at=None, shown_by=None)
                | models.Q(shown_at__isnull=False, shown_by__isnull=False),
                name="statement_is_signed",
            ),
        ]

    def __str__(self) -> str:
        """Return the date of the assessment."""
        return self.assessed_on.isoformat() if self.assessed_on else str(_("without a date yet"))

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; refuse what has been shown."""
        refuse_shown(self.pk)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete a draft; refuse what has been shown."""
        refuse_shown(self.pk)
        return super().delete(*args, **kwargs)

    def clean(self) -> None:
        """Refuse a date to come."""
        if self.assessed_on and self.assessed_on > timezone.localdate():
            raise ValidationError({"assessed_on": _("The assessment cannot have been made on a day to come.")})

    @property
    def updated_on(self) -> dt.date | None:
        """Return the day the statement was last updated: the day it was shown, for it has not changed since."""
        return timezone.localdate(self.shown_at) if self.shown_at else None

    def rows(self, kind: "Deficiency.Kind") -> list["Deficiency"]:
        """Return the deficiencies of a kind, in their order (one query for all kinds, or none if prefetched)."""
        return [row for row in self.deficiencies.all() if row.kind == kind]


def refuse_shown(pk: int | None) -> None:
    """Refuse to touch a statement that has been shown."""
    if pk and Statement.objects.shown().filter(pk=pk).exists():
        raise ValidationError(NEVER_CHANGES)


class Deficiency(models.Model):
    """Something that not everybody can use, and why. It belongs to its statement for ever."""

    class Kind(models.TextChoices):
        """The three reasons that the law knows."""

        FAULT = "fault", _("does not comply with the law")
        BURDEN = "burden", _("an unreasonable burden (12 §)")
        OUTSIDE = "outside", _("outside the law (9 §)")

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="deficiencies")
    kind = models.CharField(_("reason"), max_length=20, choices=Kind, default=Kind.FAULT)
    what = models.TextField(_("what cannot be used"), validators=[MaxLengthValidator(600)])
    whom = models.CharField(
        _("whom it concerns"), max_length=160, blank=True, help_text=_("For example: people who read with speech")
    )
    requirement = models.CharField(
        _("requirement"), max_length=160, blank=True, help_text=_("For example: WCAG 1.3.1, EN 301 549 9.1.3.1")
    )
    why = models.TextField(_("why"), blank=True, validators=[MaxLengthValidator(2000)])
    fixed_by = models.DateField(_("to be put right by"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("deficiency")
        verbose_name_plural = _("deficiencies")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["fault", "burden", "outside"]), name="deficiency_kind_known"
            ),
        ]

    def __str__(self) -> str:
        """Return what cannot be used, in short."""
        return self.what if len(self.what) <= 60 else f"{self.what[:59]}…"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; refuse to change what has been shown."""
        refuse_shown(self.statement_id)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete a row of a draft; refuse what has been shown."""
        refuse_shown(self.statement_id)
        return super().delete(*args, **kwargs)
