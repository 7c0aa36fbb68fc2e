"""What can be reviewed: releases, departments and contacts, one row for each, with the index of their reviews."""

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.models.user import Membership, User

#: How many days ahead a due date is announced.
SOON_DAYS = 30


class ReviewStatus(models.TextChoices):
    """How it stands with the review of a page. The first that holds is the one."""

    NOT_CURRENT = "not_current", _("not public")
    EXEMPT = "exempt", _("exempt")
    ACTION = "action", _("being put right")
    OVERDUE = "overdue", _("is overdue")
    TODAY = "today", _("due today")
    CHANGED = "changed", _("changed after the review")
    SOON = "soon", _("due soon")
    NEVER = "never", _("has never been reviewed")
    REVIEWED = "reviewed", _("reviewed")


def _is_current(at: dt.datetime) -> Q:
    """Return the question for what the public can read at a time. Twin of `ReviewSubject.is_current_at`."""
    return Q(is_current=True, public_from__lte=at) & (Q(public_until=None) | Q(public_until__gt=at))


def past_due(today: dt.date) -> Q:
    """Return the question for a due date that has passed: the day itself has not. Everybody asks it here."""
    return Q(next_review_on__lt=today)


def belonging(person: User, *roles: Membership.Role, path: str = "") -> Q:
    """Return the question for the pages where a person holds one of the roles. Twin of `ReviewSubject.belongs_to`.

    A card that belongs to no department is anybody's who holds the role somewhere. `path` leads from what is
    asked to the page, for example "subject__".
    """
    if person.is_administrator:
        return Q()
    held = person.department_ids(*roles) if person.is_active else set()
    nobodys = Q(**{f"{path}department": None}) if held else Q()
    return Q(**{f"{path}department__in": held}) | nobodys


class SubjectQuerySet(models.QuerySet["ReviewSubject"]):
    """Sentences about what is reviewed."""

    def current(self, at: dt.datetime | None = None) -> Self:
        """Return what the public can read at a time (default: now), and is therefore kept true."""
        return self.filter(_is_current(at or timezone.now()))

    def overdue(self, today: dt.date | None = None) -> Self:
        """Return what should have been reviewed before today. Twin of `ReviewSubject.is_overdue`."""
        return self.current().filter(past_due(today or timezone.localdate()))

    def with_status(self, at: dt.datetime | None = None) -> Self:
        """Annotate `status_then`, the status at a time (default: now). Twin of `ReviewSubject.status_at`."""
        at = at or timezone.now()
        today = timezone.localdate(at)
        soon = today + dt.timedelta(days=SOON_DAYS)
        return self.annotate(
            status_then=Case(
                When(~_is_current(at), then=Value(ReviewStatus.NOT_CURRENT)),
                When(exempt_until__gt=today, then=Value(ReviewStatus.EXEMPT)),
                When(open_tasks__gt=0, then=Value(ReviewStatus.ACTION)),
                When(past_due(today), then=Value(ReviewStatus.OVERDUE)),
                When(next_review_on=today, then=Value(ReviewStatus.TODAY)),
                When(changed_on__lte=today, last_reviewed_on__isnull=False, then=Value(ReviewStatus.CHANGED)),
                When(next_review_on__lte=soon, then=Value(ReviewStatus.SOON)),
                When(last_reviewed_on=None, then=Value(ReviewStatus.NEVER)),
                default=Value(ReviewStatus.REVIEWED),
                output_field=models.CharField(),
            )
        )

    def most_pressing_first(self) -> Self:
        """Order by the due date; what has none comes last."""
        return self.order_by(F("next_review_on").asc(nulls_last=True), "pk")


class ReviewSubject(models.Model):
    """One page or card that is kept true: who answers for it, exceptions to its due date, and the index."""

    #: An index of the rows, written by newsroom.reviewing alone.
    INDEX_FIELDS = (
        "department_id",
        "is_current",
        "public_from",
        "public_until",
        "last_review_id",
        "last_reviewed_on",
        "next_review_on",
        "changed_on",
        "is_contact_changed",
        "open_tasks",
    )

    release = models.OneToOneField("newsroom.Release", models.CASCADE, null=True, related_name="subject")
    unit = models.OneToOneField("newsroom.Department", models.CASCADE, null=True, related_name="subject")
    contact = models.OneToOneField("newsroom.Contact", models.CASCADE, null=True, related_name="subject")
    begun_at = models.DateTimeField(default=timezone.now)
    #: When a department that was closed, or a contact who had left, came back. (Of a release the events tell.)
    reopened_at = models.DateTimeField(null=True, editable=False)

    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="answers_for",
        verbose_name=_("responsible reviewer"),
        help_text=_("Empty: the reviewers of the department."),
    )
    one_off_on = models.DateField(
        _("review once on"), null=True, blank=True, help_text=_("Counts until the next review; then the interval does.")
    )
    one_off_set_at = models.DateTimeField(null=True, editable=False)
    exempt_reason = models.CharField(_("reason for the exemption"), max_length=300, blank=True)
    exempt_until = models.DateField(
        _("exempt until"), null=True, blank=True, help_text=_("At most two years ahead. The page is due that day.")
    )

    #: The department that answers for the page: the one that sends the release.
    department = models.ForeignKey(
        "newsroom.Department", models.SET_NULL, null=True, editable=False, related_name="subjects"
    )
    is_current = models.BooleanField(default=False, editable=False)
    public_from = models.DateTimeField(null=True, editable=False)
    public_until = models.DateTimeField(null=True, editable=False)
    last_review = models.ForeignKey(
        "newsroom.Review", models.PROTECT, null=True, editable=False, related_name="latest_of"
    )
    last_reviewed_on = models.DateField(_("last reviewed"), null=True, editable=False)
    next_review_on = models.DateField(_("to be reviewed"), null=True, editable=False)
    #: The first change since the last review that calls for a new reading.
    changed_on = models.DateField(_("changed after the review"), null=True, editable=False)
    is_contact_changed = models.BooleanField(default=False, editable=False)
    open_tasks = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = SubjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("page to review")
        verbose_name_plural = _("pages to review")
        indexes = [
            models.Index(fields=["is_current", "next_review_on", "id"], name="subject_due"),
            models.Index(fields=["department", "is_current", "next_review_on"], name="subject_of_department"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(release__isnull=False, unit=None, contact=None)
                | Q(release=None, unit__isnull=False, contact=None)
                | Q(release=None, unit=None, contact__isnull=False),
                name="subject_is_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(exempt_until=None, exempt_reason="")
                | (Q(exempt_until__isnull=False) & ~Q(exempt_reason="")),
                name="subject_exemption_has_reason_and_end",
            ),
            models.CheckConstraint(
                condition=Q(one_off_on=None) | Q(one_off_set_at__isnull=False), name="subject_one_off_is_dated"
            ),
        ]

    def __str__(self) -> str:
        """Return the headline or the name."""
        return str(self.release.headline if self.release else self.unit or self.contact)

    @property
    def kind(self) -> str:
        """Return "release", "department" or "contact"."""
        return "release" if self.release_id else "department" if self.unit_id else "contact"

    @property
    def kind_label(self) -> str:
        """Return the Swedish word for what it is."""
        return str({"release": _("press release"), "department": _("department"), "contact": _("contact")}[self.kind])

    @property
    def owner_object(self) -> Any:
        """Return the release, the department or the contact."""
        return self.release or self.unit or self.contact

    def belongs_to(self, person: User, *roles: Membership.Role) -> bool:
        """Tell whether a person holds one of the roles where the page belongs. Twin of `belonging`."""
        held = person.department_ids(*roles) if person.is_active else set()
        is_theirs = bool(held) if self.department_id is None else self.department_id in held
        return person.is_administrator or is_theirs

    def is_current_at(self, at: dt.datetime | None = None) -> bool:
        """Tell whether the public can read it at a time. Twin of `SubjectQuerySet.current`."""
        at = at or timezone.now()
        is_open = self.public_until is None or self.public_until > at
        return self.is_current and self.public_from is not None and self.public_from <= at and is_open

    def is_changed_at(self, today: dt.date) -> bool:
        """Tell whether a change that nobody has read is there for readers to see."""
        return self.changed_on is not None and self.changed_on <= today

    def is_overdue(self, today: dt.date | None = None) -> bool:
        """Tell whether it should have been reviewed before today. Twin of `SubjectQuerySet.overdue`."""
        due = self.next_review_on
        return self.is_current_at() and due is not None and due < (today or timezone.localdate())

    def status_at(self, at: dt.datetime | None = None) -> ReviewStatus:
        """Return the status at a time (default: now). Twin of `SubjectQuerySet.with_status`."""
        at = at or timezone.now()
        today, due = timezone.localdate(at), self.next_review_on
        found = (
            (ReviewStatus.NOT_CURRENT, not self.is_current_at(at)),
            (ReviewStatus.EXEMPT, self.exempt_until is not None and self.exempt_until > today),
            (ReviewStatus.ACTION, self.open_tasks > 0),
            (ReviewStatus.OVERDUE, due is not None and due < today),
            (ReviewStatus.TODAY, due == today),
            (ReviewStatus.CHANGED, self.last_reviewed_on is not None and self.is_changed_at(today)),
            (ReviewStatus.SOON, due is not None and due <= today + dt.timedelta(days=SOON_DAYS)),
            (ReviewStatus.NEVER, self.last_reviewed_on is None),
        )
        return next((status for status, holds in found if holds), ReviewStatus.REVIEWED)
