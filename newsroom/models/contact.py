"""Contacts: the people and functions a journalist can call. Living objects: the number shown is today's."""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.models.short_number import draw_number
from newsroom.telephone import display_telephone, telephone_uri, validate_telephone


class ContactQuerySet(models.QuerySet["Contact"]):
    """Sentences about contacts."""

    def active(self) -> Self:
        """Return those who can be reached."""
        return self.filter(is_active=True)

    def listed(self) -> Self:
        """Return those who stand on the public page of press contacts."""
        return self.filter(is_active=True, is_listed=True)

    def reachable(self, at: dt.datetime | None = None) -> Self:
        """Return those whose numbers a reader can see: listed, or in a release that is public."""
        from newsroom.models.version import Version, VersionContact

        shown = VersionContact.objects.filter(contact=models.OuterRef("pk"), version__in=Version.objects.public(at))
        return self.active().filter(models.Q(is_listed=True) | models.Exists(shown))

    def press(self) -> Self:
        """Return those whom the press calls first: functions on duty, then press officers."""
        return self.listed().filter(kind__in=Contact.PRESS).order_by("kind", "name")

    def ever_public(self, at: dt.datetime | None = None) -> Self:
        """Return those whom a reader has been able to see: listed, or in a version that has been public."""
        at = at or timezone.now()
        return self.filter(
            models.Q(is_listed=True) | models.Q(version_places__version__visible_from__lte=at)
        ).distinct()


class Contact(models.Model):
    """A person, or a function such as the press officer on duty."""

    class Kind(models.TextChoices):
        """What a journalist can expect of the contact."""

        PRESS_OFFICER = "press_officer", _("press officer")
        EXPERT = "expert", _("expert")
        POLITICIAN = "politician", _("politician")
        FUNCTION = "function", _("function")

    name = models.CharField(_("name"), max_length=120)
    title = models.CharField(_("title"), max_length=160, blank=True)
    organisation = models.CharField(
        _("organisation"), max_length=120, blank=True, help_text=_("Only when it is not our own.")
    )
    party = models.CharField(_("party"), max_length=40, blank=True, help_text=_("For example S, M or C."))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.EXPERT)
    department = models.ForeignKey(
        "newsroom.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contacts",
        verbose_name=_("department"),
    )
    email = models.EmailField(_("e-mail"), blank=True)
    hours = models.CharField(
        _("hours"), max_length=200, blank=True, help_text=_("For example: Monday to Friday 8–16.30")
    )
    is_listed = models.BooleanField(
        _("on the page of press contacts"),
        default=False,
        help_text=_("Everybody can see the contact, also apart from any release."),
    )
    is_active = models.BooleanField(
        _("active"),
        default=True,
        help_text=_(
            "Remove the tick when the person leaves: the numbers disappear everywhere at once, "
            "the name stays in history."
        ),
    )

    #: The number in the address of the contact's card: drawn by lot.
    short_number = models.PositiveIntegerField(null=True, unique=True, editable=False)

    PRESS = (Kind.PRESS_OFFICER, Kind.FUNCTION)

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["press_officer", "expert", "politician", "function"]),
                name="contact_kind_known",
            ),
        ]

    def __str__(self) -> str:
        """Return the name, and the title where there is one."""
        return f"{self.name}, {self.title}" if self.title else self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a new contact gets its number."""
        if self._state.adding and self.short_number is None:
            self.short_number = draw_number(Contact)
        super().save(*args, **kwargs)


class Telephone(models.Model):
    """One number of a contact, as typed, with what it is for."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="telephones")
    label = models.CharField(
        _("label"), max_length=40, blank=True, help_text=_("For example direct, mobile or switchboard.")
    )
    number = models.CharField(_("number"), max_length=40, validators=[validate_telephone])
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("telephone number")
        verbose_name_plural = _("telephone numbers")

    def __str__(self) -> str:
        """Return the number in Swedish grouping."""
        return self.display

    @property
    def display(self) -> str:
        """Return the number in Swedish grouping."""
        return display_telephone(self.number)

    @property
    def uri(self) -> str:
        """Return the number as a link (RFC 3966)."""
        return telephone_uri(self.number)
