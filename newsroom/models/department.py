"""Departments: who sends a release, and where a reader can turn."""

from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from newsroom.telephone import display_telephone, telephone_uri, validate_telephone


class DepartmentQuerySet(models.QuerySet["Department"]):
    """Sentences about departments."""

    def public(self) -> Self:
        """Return the departments that have a page of their own, open or closed down."""
        return self.exclude(status=Department.Status.PREPARED)

    def listed(self) -> Self:
        """Return the departments that are at work today."""
        return self.filter(status=Department.Status.OPEN)


class Department(models.Model):
    """A unit of the municipality, in a tree, with its visiting card."""

    class Status(models.TextChoices):
        """A page once public never disappears: a department is closed, not hidden again."""

        PREPARED = "prepared", _("being prepared, not public")
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed down")

    class Approving(models.TextChoices):
        """Whether somebody else must approve a text before it is published."""

        REQUIRED = "required", _("required")
        WARN = "warn", _("can be left out when nobody else is there")
        OFF = "off", _("not needed")

    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(
        _("address"), max_length=120, unique=True, help_text=_("The last part of the page's address.")
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="units", verbose_name=_("part of")
    )
    description = models.TextField(_("description"), blank=True, validators=[MaxLengthValidator(600)])
    street_address = models.CharField(_("street address"), max_length=120, blank=True)
    postcode = models.CharField(
        _("postcode"),
        max_length=6,
        blank=True,
        validators=[RegexValidator(r"^\d{3} ?\d{2}\Z", _("Write the postcode as 461 83."))],
    )
    city = models.CharField(_("city"), max_length=60, blank=True)
    telephone = models.CharField(_("telephone"), max_length=40, blank=True, validators=[validate_telephone])
    email = models.EmailField(_("e-mail"), blank=True)
    hours = models.CharField(
        _("hours"), max_length=200, blank=True, help_text=_("For example: Monday to Friday 8–16.30")
    )
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.OPEN)
    review_interval_months = models.PositiveSmallIntegerField(
        _("months between reviews"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_("Empty: the same as for the whole newsroom."),
    )

    #: Where reminders go when nobody else can take them.
    escalation_email = models.EmailField(
        _("e-mail of the head"),
        blank=True,
        help_text=_("Is told when a review is more than 30 days late. Never public."),
    )

    approval = models.CharField(
        _("approval before publication"),
        max_length=20,
        choices=Approving,
        default=Approving.REQUIRED,
        help_text=_(
            "Emergencies can always be published with a reason, and are listed until somebody else has approved."
        ),
    )

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(approval__in=["required", "warn", "off"]), name="department_approval_known"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["prepared", "open", "closed"]), name="department_status_known"
            ),
            models.CheckConstraint(
                condition=models.Q(review_interval_months__isnull=True)
                | models.Q(review_interval_months__range=(1, 60)),
                name="department_review_interval_sane",
            ),
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the department's page."""
        return reverse("department_detail", args=[self.slug])

    def clean(self) -> None:
        """Refuse a circle in the tree, and hiding a page that has been public."""
        if self._is_in_a_circle():
            raise ValidationError({"parent": _("A department cannot be part of itself.")})
        if DepartmentSlug.objects.filter(slug=self.slug).exclude(department_id=self.pk).exists():
            raise ValidationError({"slug": _("Another department has had this address, and it still leads there.")})
        was = Department.objects.filter(pk=self.pk).values_list("status", flat=True).first()
        if self.status == self.Status.PREPARED and was not in (None, self.Status.PREPARED):
            raise ValidationError(
                {"status": _("The page has been public and keeps its address. Choose “closed down” instead.")}
            )

    def _is_in_a_circle(self) -> bool:
        """Follow the parents upwards and see whether they lead back here."""
        seen, above = {self.pk}, self.parent
        while above is not None:
            if above.pk in seen and above.pk is not None:
                return True
            seen.add(above.pk)
            above = above.parent
        return False

    @property
    def is_public(self) -> bool:
        """Tell whether the department has a page of its own (the twin of `public()`)."""
        return self.status != self.Status.PREPARED

    @property
    def telephone_display(self) -> str:
        """Return the number in Swedish grouping."""
        return display_telephone(self.telephone) if self.telephone else ""

    @property
    def telephone_uri(self) -> str:
        """Return the number as a link (RFC 3966)."""
        return telephone_uri(self.telephone) if self.telephone else ""


class DepartmentSlug(models.Model):
    """An address a department has had. It redirects for ever and is never given to another."""

    department = models.ForeignKey(Department, models.CASCADE, related_name="former_slugs")
    slug = models.SlugField(max_length=120, unique=True)

    def __str__(self) -> str:
        """Return the slug."""
        return self.slug
