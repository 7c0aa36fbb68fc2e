"""People with an account, and what they are in which department."""

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


class User(AbstractUser):
    """A person with an account. Never deleted once they have written or reviewed: deactivated."""

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        """Return the name colleagues know the person by."""
        return self.get_full_name() or self.username

    def clean(self) -> None:
        """Refuse to close an account that still answers for pages: `newsroom.leaving` hands them over."""
        super().clean()
        if self.pk is None or self.is_active:
            return
        count = self.answers_for.count() + self.releases.count()
        if count:
            text = ngettext(
                "%(name)s answers for %(count)d page. Choose a successor first.",
                "%(name)s answers for %(count)d pages. Choose a successor first.",
                count,
            )
            raise ValidationError({"is_active": text % {"name": self, "count": count}})

    @property
    def is_administrator(self) -> bool:
        """Tell whether the person may do everything, in every department."""
        return self.is_active and self.is_superuser

    def department_ids(self, *roles: "Membership.Role") -> set[int]:
        """Return the departments in which the person holds one of the roles (any role, if none is named).

        The memberships are read once for each instance, that is once a request.
        """
        if not hasattr(self, "_held"):
            self._held = list(self.memberships.values_list("department_id", "role"))
        return {department for department, role in self._held if not roles or role in roles}


class Membership(models.Model):
    """One role of one person in one department. A person may hold several."""

    class Role(models.TextChoices):
        """What a person may do in a department."""

        EDITOR = "editor", _("editor")
        REVIEWER = "reviewer", _("reviewer")
        PUBLISHER = "publisher", _("publisher")

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name=_("user"))
    department = models.ForeignKey(
        "newsroom.Department", models.CASCADE, related_name="memberships", verbose_name=_("department")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "department", "role"],
                name="membership_once",
                violation_error_message=_("The person already has that role in the department."),
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=["editor", "reviewer", "publisher"]), name="membership_role_known"
            ),
        ]

    def __str__(self) -> str:
        """Return for example "Anna Ek, redaktör, Kommunikationsavdelningen"."""
        return f"{self.user}, {self.get_role_display()}, {self.department}"
