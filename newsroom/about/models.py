"""Who runs the newsroom, the municipality's own words about it, and the pages that show them."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, RegexValidator, URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from newsroom.about.statement import Deficiency, Statement
from newsroom.html import clean_html
from newsroom.telephone import display_telephone, telephone_uri, validate_telephone

__all__ = ["Authority", "Deficiency", "Page", "Statement"]


class AuthorityQuerySet(models.QuerySet["Authority"]):
    """Sentences about the authority."""

    def current(self) -> "Authority":
        """Return the authority; an empty one where nobody has written anything."""
        return self.first() or Authority()


class Authority(models.Model):
    """The public authority that runs the newsroom: one row, living as contacts are. Everything here is public."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField(_("name"), max_length=120, blank=True, help_text=_("Empty: the name of the site."))
    registration_number = models.CharField(
        _("registration number"),
        max_length=11,
        blank=True,
        validators=[RegexValidator(r"^\d{6}-\d{4}\Z", _("Write the registration number as 212000-1546."))],
    )
    address = models.TextField(_("postal address"), blank=True, validators=[MaxLengthValidator(300)])
    email = models.EmailField(_("e-mail"), blank=True)
    telephone = models.CharField(_("telephone"), max_length=40, blank=True, validators=[validate_telephone])
    officer = models.CharField(
        _("data protection officer"), max_length=120, blank=True, help_text=_("A name, or only the function.")
    )
    officer_email = models.EmailField(_("e-mail of the data protection officer"), blank=True)
    officer_telephone = models.CharField(
        _("telephone of the data protection officer"), max_length=40, blank=True, validators=[validate_telephone]
    )
    report_email = models.EmailField(_("e-mail for reports on accessibility"), blank=True)
    report_telephone = models.CharField(
        _("telephone for reports on accessibility"), max_length=40, blank=True, validators=[validate_telephone]
    )
    report_form = models.URLField(
        _("form for reports on accessibility"), blank=True, validators=[URLValidator(["https", "http"])]
    )
    answer_time = models.CharField(
        _("time to answer"), max_length=80, blank=True, help_text=_("For example: two working days")
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = AuthorityQuerySet.as_manager()

    class Meta:
        verbose_name = _("the authority")
        verbose_name_plural = _("the authority")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="authority_is_one")]

    def __str__(self) -> str:
        """Return the name, or what the site is called."""
        return self.name or str(settings.SITE_NAME)

    @property
    def can_be_told(self) -> bool:
        """Tell whether there is a way of its own to report what cannot be used."""
        return bool(self.report_email or self.report_telephone or self.report_form)

    @property
    def has_officer(self) -> bool:
        """Tell whether the data protection officer can be reached."""
        return bool(self.officer_email or self.officer_telephone)

    def numbers(self) -> dict[str, dict[str, str]]:
        """Return every number as it is shown and as a link (RFC 3966), by its field; none that is empty."""
        fields = ("telephone", "officer_telephone", "report_telephone")
        typed = {field: getattr(self, field) for field in fields if getattr(self, field)}
        return {field: {"text": display_telephone(n), "uri": telephone_uri(n)} for field, n in typed.items()}


class Page(models.Model):
    """The municipality's own words on a page, beside or instead of the text that comes with the newsroom."""

    class Key(models.TextChoices):
        """The pages that can have words of their own."""

        ABOUT = "about", _("About the newsroom")
        PRIVACY = "privacy", _("Personal data")

    class Placement(models.TextChoices):
        """Where the words stand."""

        BEFORE = "before", _("above the text that comes with the newsroom")
        AFTER = "after", _("below the text that comes with the newsroom")
        INSTEAD = "instead", _("instead of the text that comes with the newsroom")

    class Language(models.TextChoices):
        """The languages of the frame."""

        SWEDISH = "sv", _("Swedish")
        ENGLISH = "en", _("English")

    key = models.CharField(_("page"), max_length=20, choices=Key)
    language = models.CharField(_("language"), max_length=10, choices=Language, default=Language.SWEDISH)
    placement = models.CharField(_("placement"), max_length=20, choices=Placement, default=Placement.BEFORE)
    body = models.TextField(_("text"), validators=[MaxLengthValidator(50_000)])
    changed_at = models.DateTimeField(_("changed"), auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="about_pages", verbose_name=_("changed by")
    )

    class Meta:
        ordering = ["key", "-language"]
        verbose_name = _("own text")
        verbose_name_plural = _("own texts")
        constraints = [
            models.UniqueConstraint(
                fields=["key", "language"],
                name="about_page_once",
                violation_error_message=_("The page has a text in that language already. Change it instead."),
            ),
            models.CheckConstraint(condition=models.Q(key__in=["about", "privacy"]), name="about_page_known"),
            models.CheckConstraint(condition=models.Q(language__in=["sv", "en"]), name="about_page_language_known"),
            models.CheckConstraint(
                condition=models.Q(placement__in=["before", "after", "instead"]), name="about_page_placement_known"
            ),
        ]

    def __str__(self) -> str:
        """Return for example "Personuppgifter, svenska"."""
        return f"{self.get_key_display()}, {self.get_language_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; the text is sanitised on every way in."""
        self.body = clean_html(self.body)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Refuse a text that says nothing once it is sanitised."""
        if not clean_html(self.body):
            raise ValidationError({"body": _("Write a text, or delete this one.")})
