"""Links for people without an account: a text before it is public, or a quote to check."""

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.models.version import Version


def _changes_what_readers_see(since: Any, at: dt.datetime) -> Q:
    """Tell of a version whether, between two times, it appeared or went: published, replaced or withdrawn.

    A version written after the link and dated back before it counts as well.
    """
    appeared = Q(visible_from__gt=since) | Q(created_at__gt=since)
    return Q(visible_from__lte=at) & appeared | Q(visible_until__gt=since, visible_until__lte=at)


def _is_overtaken(at: dt.datetime | None) -> Exists:
    """Ask whether what readers see of the release has changed since the link was made."""
    changes = _changes_what_readers_see(OuterRef("created_at"), at or timezone.now())
    return Exists(Version.objects.filter(changes, release=OuterRef("release")))


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    """Sentences about links."""

    def usable(self, at: dt.datetime | None = None) -> Self:
        """Return the links that open at a time (default: now). Twin of `PreviewLink.is_usable`."""
        at = at or timezone.now()
        return self.filter(~_is_overtaken(at), revoked_at=None, expires_at__gt=at)

    def not_moot(self, at: dt.datetime | None = None) -> Self:
        """Leave out the questions that publication left unanswered."""
        answers = QuoteAnswer.objects.filter(link=OuterRef("pk"))
        return self.filter(Exists(answers) | ~_is_overtaken(at))


class PreviewLink(models.Model):
    """A link to one release for one named person. It ends when what readers see of the release changes."""

    class Kind(models.TextChoices):
        """What the link shows: the working copy, the text that is to appear, or a single quote."""

        PREVIEW = "preview", _("preview")
        EMBARGO = "embargo", _("embargo")
        QUOTE = "quote", _("quote to check")

    class State(models.TextChoices):
        """Whether the link opens, and if not why. Only the desk learns which."""

        USABLE = "usable", _("The link works.")
        REVOKED = "revoked", _("The link is revoked.")
        EXPIRED = "expired", _("The link has expired.")
        OVERTAKEN = "overtaken", _("The link no longer works: the release was published, changed or withdrawn.")

    release = models.ForeignKey("newsroom.Release", models.CASCADE, related_name="links")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    #: SHA-256 (hexadecimal) of the token in the address. The token itself is stored nowhere.
    token_hash = models.CharField(max_length=64, unique=True)
    recipient = models.CharField(_("recipient"), max_length=120)
    #: The very words that are shown, for a quote to check, and their digest.
    quote = models.TextField(_("quote"), blank=True)
    digest = models.CharField(max_length=64, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="links")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(_("works until"))
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="revoked_links")

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["preview", "embargo", "quote"]), name="link_kind_known"),
            models.CheckConstraint(condition=~Q(recipient=""), name="link_has_recipient"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="link_expires_later"),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="link_revoked_by_someone",
            ),
            models.CheckConstraint(
                condition=(Q(kind="quote") & ~Q(quote="") & ~Q(digest=""))
                | (~Q(kind="quote") & Q(quote="", digest="")),
                name="link_quote_is_whole",
            ),
        ]

    def __str__(self) -> str:
        """Return the kind and the recipient."""
        return f"{self.get_kind_display()}, {self.recipient}"

    def state_at(self, at: dt.datetime | None = None) -> State:
        """Return whether the link opens at a time (default: now), and if not why."""
        at = at or timezone.now()
        if self.revoked_at is not None:
            return self.State.REVOKED
        if self.is_overtaken(at):
            return self.State.OVERTAKEN
        return self.State.USABLE if self.expires_at > at else self.State.EXPIRED

    def is_usable(self, at: dt.datetime | None = None) -> bool:
        """Tell whether the link opens at a time (default: now). Twin of `usable()`."""
        return self.state_at(at) == self.State.USABLE

    def is_overtaken(self, at: dt.datetime | None = None) -> bool:
        """Tell whether what readers see of the release has changed since the link was made."""
        changes = _changes_what_readers_see(self.created_at, at or timezone.now())
        return Version.objects.filter(changes, release=self.release_id).exists()


class QuoteAnswer(models.Model):
    """What the person quoted answered, about exactly the words shown. Written once; the last one counts."""

    class Answer(models.TextChoices):
        """The two buttons of the page."""

        AGREED = "agreed", _("agreed")
        CHANGE = "change", _("wants a change")

    link = models.ForeignKey(PreviewLink, models.PROTECT, related_name="answers")
    answer = models.CharField(_("answer"), max_length=10, choices=Answer)
    comment = models.TextField(_("comment"), blank=True, validators=[MaxLengthValidator(2000)])
    answered_name = models.CharField(max_length=120)
    answered_at = models.DateTimeField(default=timezone.now)
    #: SHA-256 (hexadecimal) of the quote that was on screen.
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["answered_at", "pk"]
        verbose_name = _("answer about a quote")
        verbose_name_plural = _("answers about quotes")
        constraints = [
            models.CheckConstraint(condition=Q(answer__in=["agreed", "change"]), name="quote_answer_known"),
            models.CheckConstraint(condition=~Q(answered_name=""), name="quote_answer_is_signed"),
            models.CheckConstraint(condition=~Q(digest=""), name="quote_answer_is_pinned"),
            models.CheckConstraint(condition=~Q(answer="change") | ~Q(comment=""), name="quote_change_is_explained"),
        ]

    def __str__(self) -> str:
        """Return the answer and by whom."""
        return f"{self.answered_name}: {self.get_answer_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row; refuse to write it again."""
        if not self._state.adding:
            raise IntegrityError("an answer about a quote is append-only")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Refuse: an answer stays."""
        raise IntegrityError("an answer about a quote is append-only")
