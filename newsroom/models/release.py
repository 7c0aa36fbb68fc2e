"""A release: the lasting identity, and the working copy that the desk edits. No reader ever sees its text."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.models.text import Following, Language, ReleaseText, ReleaseType, digest_of

if TYPE_CHECKING:
    from newsroom.models.version import Version

#: What tells when a version is seen.
INTERVAL = ("release", "kind", "visible_from", "visible_until")


class Status(models.TextChoices):
    """Where a release stands: the stage of the working copy, until a version has an interval."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    APPROVED = "approved", _("approved")
    SCHEDULED = "scheduled", _("scheduled")
    PUBLISHED = "published", _("published")
    ARCHIVED = "archived", _("archived")
    WITHDRAWN = "withdrawn", _("withdrawn")


@dataclass(frozen=True)
class Standing:
    """Where a release stands: what readers see, the stage of the working copy, and whether a version is ahead."""

    public: Status | None
    stage: Status
    is_ahead: bool = False

    @property
    def status(self) -> Status:
        """Return the one word for it."""
        return self.public or self.stage


class ReleaseQuerySet(models.QuerySet["Release"]):
    """Sentences about releases, for the desk."""

    def with_status(self, at: dt.datetime | None = None) -> Self:
        """Annotate `status_then`: the status at a time (default: now). Twin of `Release.status_at`."""
        from newsroom.models.version import Version

        at = at or timezone.now()
        versions = Version.objects.filter(release=OuterRef("pk"))
        public = Exists(versions.public(at))
        return self.annotate(
            status_then=Case(
                When(Exists(versions.public(at).filter(kind="retraction")), then=Value(Status.WITHDRAWN)),
                When(public & Q(archived_at__lte=at), then=Value(Status.ARCHIVED)),
                When(public, then=Value(Status.PUBLISHED)),
                When(Exists(versions.filter(visible_from__gt=at)), then=Value(Status.SCHEDULED)),
                When(Exists(versions.filter(visible_from__lte=at)), then=Value(Status.WITHDRAWN)),
                default=F("stage"),
                output_field=models.CharField(),
            )
        )

    def to_ask_about(self) -> Self:
        """Fetch what the workflow asks about each release, and no more: where it stands, and whose it is."""
        return self.only("headline", "department", "owner", "stage", "archived_at").with_intervals()

    def with_intervals(self) -> Self:
        """Fetch along, and keep, what tells where each release stands. Not for one whose versions will change."""
        from newsroom.models.version import Version

        versions = Version.objects.only(*INTERVAL)
        return self.prefetch_related(models.Prefetch("versions", versions, to_attr="intervals"))

    def standing(self, *statuses: Status, at: dt.datetime | None = None) -> Self:
        """Return the releases that have one of the statuses at a time (default: now)."""
        found: Any = self.with_status(at)
        return found.filter(status_then__in=statuses)


class Release(ReleaseText):
    """The identity of a release and its working copy."""

    #: Written by actions alone, never by saving the working copy.
    KEPT_BY_ACTIONS = (
        *("archived_at", "lock_version", "created_at", "replaced_by", "review_interval_months"),
        "short_number",
    )

    slug = models.SlugField(
        _("address"),
        max_length=120,
        blank=True,
        help_text=_(
            "The last part of the page's address. Empty: made from the headline. Earlier addresses lead here for ever."
        ),
    )
    topics = models.ManyToManyField("newsroom.Topic", blank=True, related_name="releases", verbose_name=_("topics"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="releases",
        verbose_name=_("owner"),
        help_text=_("The person at the desk who answers for the text."),
    )
    stage = models.CharField(_("stage"), max_length=20, choices=Status, default=Status.DRAFT)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="submitted_releases",
        verbose_name=_("submitted by"),
    )
    is_returned = models.BooleanField(_("returned with a comment"), default=False, editable=False)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True, editable=False)
    #: Where the address leads when the release was withdrawn by mistake of publication.
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="replaces"
    )
    review_interval_months = models.PositiveSmallIntegerField(
        _("months between reviews"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_("Empty: the same as for the department."),
    )
    #: The number of the short address, /p/<number>: drawn by lot when a version first gets its interval.
    short_number = models.PositiveIntegerField(null=True, unique=True, editable=False)
    lock_version = models.PositiveIntegerField(default=0, editable=False)
    #: Set by `with_intervals` alone, for a page that is only looked at.
    intervals: "list[Version]"
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False, db_index=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="changed_releases",
        verbose_name=_("changed by"),
    )

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at"]
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        constraints = [
            models.CheckConstraint(condition=Q(type__in=ReleaseType.values), name="release_type_known"),
            models.CheckConstraint(
                condition=Q(stage__in=["draft", "submitted", "approved"]), name="release_stage_known"
            ),
            models.CheckConstraint(
                condition=Q(review_interval_months__isnull=True) | Q(review_interval_months__range=(1, 60)),
                name="release_review_interval_sane",
            ),
            models.CheckConstraint(condition=~Q(headline=""), name="release_has_headline"),
            models.CheckConstraint(condition=Q(language__in=Language.values), name="release_language_known"),
            models.CheckConstraint(
                condition=Q(follows=None, follows_as="") | Q(follows__isnull=False, follows_as__in=Following.values),
                name="release_following_is_whole",
                violation_error_message=_("Choose both the earlier release and what happens to it."),
            ),
            models.CheckConstraint(
                condition=~(Q(original__isnull=False, original=F("pk")) | Q(follows__isnull=False, follows=F("pk"))),
                name="release_refers_to_others",
                violation_error_message=_("A release cannot refer to itself."),
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the working copy; what other acts keep is left as it is, however old this copy may be."""
        if not self._state.adding and kwargs.get("update_fields") is None:
            fields = (field.name for field in self._meta.concrete_fields if not field.primary_key)
            kwargs["update_fields"] = [name for name in fields if name not in self.KEPT_BY_ACTIONS]
        super().save(*args, **kwargs)

    def status_at(self, at: dt.datetime | None = None) -> Status:
        """Return the status at a time (default: now). Twin of `ReleaseQuerySet.with_status`."""
        return self.standing_at(at).status

    def standing_at(self, at: dt.datetime | None = None) -> "Standing":
        """Return what readers see and what the desk does with the working copy, at a time (default: now)."""
        at = at or timezone.now()
        dated = [version for version in self._intervals() if version.visible_from]
        is_ahead = any(version.visible_from and version.visible_from > at for version in dated)
        public = next((version for version in dated if version.is_public(at)), None)
        if public is not None and public.kind != "retraction":
            is_archived = self.archived_at is not None and self.archived_at <= at
            seen: Status | None = Status.ARCHIVED if is_archived else Status.PUBLISHED
        elif public is None and is_ahead:
            seen = Status.SCHEDULED
        else:
            seen = Status.WITHDRAWN if dated else None
        return Standing(seen, Status(self.stage), is_ahead)

    def _intervals(self) -> "Iterable[Version]":
        """Return the versions, latest first, without their texts; those that were fetched along, where they were."""
        if "intervals" in self.__dict__:
            return self.intervals
        is_fetched = "versions" in getattr(self, "_prefetched_objects_cache", {})
        return self.versions.all() if is_fetched else self.versions.only(*INTERVAL)

    @property
    def status(self) -> Status:
        """Return the status now."""
        return self.status_at()

    def contact_rows(self) -> list[dict[str, Any]]:
        """Return the contacts as a version would freeze them: in order, with name and role."""
        places = self.contact_places.select_related("contact").order_by("order", "pk")
        return [place.frozen(order) for order, place in enumerate(places)]

    def digest(self) -> str:
        """Return the digest a version frozen now would have."""
        topics = list(self.topics.order_by("slug").values_list("slug", flat=True))
        return digest_of(self.text(), self.contact_rows(), topics)

    def has_been_public(self, at: dt.datetime | None = None) -> bool:
        """Tell whether a reader has ever been able to see a version."""
        return self.versions.filter(visible_from__lte=at or timezone.now()).exists()


class Placement(models.TextChoices):
    """Where on the page a contact stands."""

    CARD = "card", _("the card at the top")
    MORE = "more", _("for further information")


class ReleaseContact(models.Model):
    """A contact in the working copy: where it stands, and the role to print."""

    Placement = Placement

    release = models.ForeignKey(Release, models.CASCADE, related_name="contact_places")
    contact = models.ForeignKey(
        "newsroom.Contact", models.PROTECT, related_name="release_places", verbose_name=_("contact")
    )
    placement = models.CharField(_("placement"), max_length=10, choices=Placement, default=Placement.CARD)
    role = models.CharField(_("role"), max_length=160, blank=True, help_text=_("Empty: the contact's own title."))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [
            models.UniqueConstraint(
                fields=["release", "contact"],
                name="release_contact_once",
                violation_error_message=_("The contact is already in the list."),
            ),
            models.CheckConstraint(condition=Q(placement__in=["card", "more"]), name="release_placement_known"),
        ]

    def __str__(self) -> str:
        """Return the contact."""
        return str(self.contact)

    def frozen(self, order: int) -> dict[str, Any]:
        """Return what a version keeps of this contact, for its place in the order (0 first)."""
        return {
            "contact_id": self.contact_id,
            "name": self.contact.name,
            "role": self.role or self.contact.title,
            "organisation": self.contact.organisation,
            "party": self.contact.party,
            "placement": self.placement,
            "order": order,
        }
