"""The fields a reader sees, the same in the working copy and in every version."""

import hashlib
import json
from typing import Any

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from newsroom.html import clean_html


class ReleaseType(models.TextChoices):
    """What kind of text it is. The labels are the field's own words."""

    PRESS_RELEASE = "press_release", pgettext_lazy("release type", "press release")
    INVITATION = "invitation", _("press invitation")
    NEWS = "news", _("news")
    DECISION = "decision", _("decision in brief")
    CORRECTION = "correction", _("correction of the record")
    ANSWER = "answer", _("the municipality answers")
    IMPORTANT = "important", _("important message")


class Language(models.TextChoices):
    """What a text is written in, as BCP 47 names it; easy-to-read Swedish is a kind of its own."""

    SWEDISH = "sv", _("Swedish")
    EASY_TO_READ = "sv-simple", _("easy-to-read Swedish")
    ENGLISH = "en", _("English")
    FINNISH = "fi", _("Finnish")


class Following(models.TextChoices):
    """What a text does to the earlier one that it follows."""

    REPLACES = "replaces", _("replaces")
    ENDS = "ends", _("ends")


class ReleaseText(models.Model):
    """What a release says. `TEXT_FIELDS` names every field, for copying, comparing and the digest."""

    Type = ReleaseType
    Language = Language
    Following = Following
    #: Fields that came later: left out of the digest while empty, so that what was sealed before them still holds.
    LATER_FIELDS = ("original_id", "follows_id", "follows_as")
    TEXT_FIELDS = (
        *("type", "language", "headline", "subheading", "lead", "body", "dateline", "department_id"),
        *LATER_FIELDS,
    )

    type = models.CharField(_("type"), max_length=20, choices=ReleaseType, default=ReleaseType.PRESS_RELEASE)
    language = models.CharField(_("language"), max_length=10, choices=Language, default=Language.SWEDISH)
    headline = models.CharField(_("headline"), max_length=200)
    subheading = models.CharField(_("subheading"), max_length=300, blank=True)
    lead = models.TextField(_("lead"), blank=True, validators=[MaxLengthValidator(1000)])
    body = models.TextField(_("body"), blank=True, validators=[MaxLengthValidator(100_000)])
    dateline = models.CharField(
        _("dateline"),
        max_length=120,
        blank=True,
        help_text=_("The line above the text. Empty: the type and the date of publication."),
    )
    department = models.ForeignKey(
        "newsroom.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("department"),
    )
    original = models.ForeignKey(
        "newsroom.Release",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)s_translations",
        verbose_name=_("translation of"),
        help_text=_("The release that says the same in its first language."),
    )
    follows = models.ForeignKey(
        "newsroom.Release",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)s_followers",
        verbose_name=_("earlier release"),
        help_text=_("The release that this one replaces or ends. Both pages tell of it."),
    )
    follows_as = models.CharField(
        _("what happens to the earlier release"), max_length=10, choices=Following, blank=True
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        """Return the headline."""
        return self.headline

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; the body is sanitised on every way in."""
        self.body = clean_html(self.body)
        super().save(*args, **kwargs)

    def text(self) -> dict[str, Any]:
        """Return every field of the text by name."""
        return {name: getattr(self, name) for name in self.TEXT_FIELDS}

    @property
    def type_label(self) -> str:
        """Return the type with a capital letter, as a reader sees it."""
        label = str(self.get_type_display())
        return label[:1].upper() + label[1:]


def digest_of(text: dict[str, Any], contacts: list[dict[str, Any]], topics: list[str]) -> str:
    """Return the SHA-256 (hexadecimal) of all that a reader sees: text, contacts in order, topics."""
    text = {name: value for name, value in text.items() if value or name not in ReleaseText.LATER_FIELDS}
    content = {"text": text, "contacts": contacts, "topics": sorted(topics)}
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
