"""Versions: frozen copies of what a reader sees, each with the interval in which it is public."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.models.release import Placement, Release
from newsroom.models.text import Following, Language, ReleaseText, ReleaseType, digest_of


class Address(models.Model):
    """An address under /pressmeddelanden/ that a release has, has had, or will have."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="addresses")
    year = models.PositiveSmallIntegerField()
    slug = models.SlugField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["year", "slug"], name="address_once")]

    def __str__(self) -> str:
        """Return year and slug."""
        return f"{self.year}/{self.slug}"

    def get_absolute_url(self) -> str:
        """Return the path of the page."""
        return reverse("release_detail", args=[self.year, self.slug])


class VersionQuerySet(models.QuerySet["Version"]):
    """Sentences about versions. `public` is the one question that decides what anybody may read."""

    def public(self, at: dt.datetime | None = None) -> Self:
        """Return the versions anyone may read at a time (default: now). Twin of `Version.is_public`."""
        at = at or timezone.now()
        return self.filter(visible_from__lte=at).exclude(visible_until__lte=at)

    def once_public(self, at: dt.datetime | None = None) -> Self:
        """Return the versions that are public or have been."""
        return self.filter(visible_from__lte=at or timezone.now())

    def newest_first(self) -> Self:
        """Order by when the release was first published; a correction moves nothing."""
        return self.order_by("-published_at", "-pk")


class Version(ReleaseText):
    """An immutable copy of a release. Only the interval may change, and only while it lies ahead."""

    class Kind(models.TextChoices):
        """What sort of change the version is, for the reader and for the review date."""

        NEW = "new", _("new")
        CORRECTION = "correction", _("correction")
        UPDATE = "update", _("update")
        MINOR = "minor", _("minor")
        RETRACTION = "retraction", _("retraction")

    MATERIAL = (Kind.CORRECTION, Kind.UPDATE)
    #: What may change after the version is sealed, each under the rules of newsroom.guards.
    INTERVAL_FIELDS = ("visible_from", "visible_until", "published_at", "address_id")

    release = models.ForeignKey(Release, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("kind of change"), max_length=20, choices=Kind, default=Kind.NEW)
    public_note = models.CharField(_("public note"), max_length=300, blank=True)
    topics = models.ManyToManyField("newsroom.Topic", blank=True, related_name="versions")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="versions")
    author_name = models.CharField(max_length=150, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    #: SHA-256 of the content; empty only while contacts and topics are being added.
    digest = models.CharField(max_length=64, blank=True)
    address = models.ForeignKey(Address, models.PROTECT, null=True, related_name="versions")
    #: When the release was first public: what lists are ordered by.
    published_at = models.DateTimeField(_("published"), null=True)
    visible_from = models.DateTimeField(_("visible from"), null=True)
    visible_until = models.DateTimeField(_("visible until"), null=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        indexes = [
            models.Index(fields=["-published_at", "-id"], name="version_newest_first"),
            models.Index(fields=["department", "-published_at", "-id"], name="version_of_department"),
            models.Index(fields=["visible_from", "visible_until"], name="version_interval"),
            models.Index(fields=["visible_until"], condition=Q(visible_until__isnull=False), name="version_ends"),
            models.Index(fields=["kind", "visible_from", "release"], name="version_of_kind"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(type__in=ReleaseType.values), name="version_type_known"),
            models.UniqueConstraint(fields=["release", "number"], name="version_number_once"),
            models.CheckConstraint(condition=Q(language__in=Language.values), name="version_language_known"),
            models.CheckConstraint(
                condition=Q(follows=None, follows_as="") | Q(follows__isnull=False, follows_as__in=Following.values),
                name="version_following_is_whole",
                violation_error_message=_("Choose both the earlier release and what happens to it."),
            ),
            models.CheckConstraint(
                condition=~(
                    Q(original__isnull=False, original=F("release")) | Q(follows__isnull=False, follows=F("release"))
                ),
                name="version_refers_to_others",
                violation_error_message=_("A release cannot refer to itself."),
            ),
            models.CheckConstraint(
                condition=Q(visible_until=None) | Q(visible_until__gt=F("visible_from")),
                name="version_interval_forward",
            ),
            models.CheckConstraint(
                condition=Q(visible_from=None, published_at=None, visible_until=None)
                | (Q(visible_from__isnull=False, published_at__isnull=False, address__isnull=False) & ~Q(digest="")),
                name="version_public_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["new", "correction", "update", "minor", "retraction"]), name="version_kind_known"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["correction", "update", "retraction"]) | ~Q(public_note=""),
                name="version_change_is_explained",
            ),
        ]

    def get_absolute_url(self) -> str:
        """Return the path of the page, whichever version of it is public. Only what has an interval has one."""
        assert self.address is not None
        return self.address.get_absolute_url()

    #: Which of the versions that have been public this is, 1 first; set by those who list them. The number
    #: would tell how many versions readers never saw.
    ordinal = 0

    def get_version_url(self) -> str:
        """Return the path of this very version, for one whose `ordinal` is set."""
        assert self.address is not None
        return reverse("version_detail", args=[self.address.year, self.address.slug, self.ordinal])

    def is_public(self, at: dt.datetime | None = None) -> bool:
        """Tell whether anyone may read the version at a time (default: now). Twin of `public()`."""
        at = at or timezone.now()
        if self.visible_from is None or self.visible_from > at:
            return False
        return self.visible_until is None or self.visible_until > at

    def seal(self) -> None:
        """Store the digest of what the version holds: from now on nothing of it can change."""
        rows = self.contact_places.order_by("order").values(
            "contact_id", "name", "role", "organisation", "party", "placement", "order"
        )
        self.digest = digest_of(
            self.text(), [dict(row) for row in rows], list(self.topics.values_list("slug", flat=True))
        )
        self.save(update_fields=["digest"])

    def is_at(self, year: int, slug: str) -> bool:
        """Tell whether this is the address the version has."""
        return self.address is not None and (self.address.year, self.address.slug) == (year, slug)

    @property
    def is_material(self) -> bool:
        """Tell whether readers need to know what changed."""
        return self.kind in self.MATERIAL

    @property
    def published_on(self) -> dt.date:
        """Return the Swedish calendar date of the first publication."""
        return timezone.localdate(self.published_at)


class VersionContact(models.Model):
    """A contact as it stood in a version: the name and role of that day."""

    Placement = Placement

    version = models.ForeignKey(Version, models.PROTECT, related_name="contact_places")
    contact = models.ForeignKey("newsroom.Contact", models.PROTECT, related_name="version_places")
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=160, blank=True)
    organisation = models.CharField(max_length=120, blank=True)
    party = models.CharField(max_length=40, blank=True)
    placement = models.CharField(max_length=10, choices=Placement)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["version", "order"], name="version_contact_order"),
            models.CheckConstraint(condition=Q(placement__in=["card", "more"]), name="version_placement_known"),
        ]

    def __str__(self) -> str:
        """Return name and role."""
        return f"{self.name}, {self.role}" if self.role else self.name

    @property
    def shown_role(self) -> str:
        """Return role and organisation as one phrase."""
        return ", ".join(part for part in (self.role, self.organisation) if part)
