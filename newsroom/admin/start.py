"""The start page of the desk: only the cards that have something in them, for the person who looks."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom.approving import is_own_text
from newsroom.models import Membership, Release, User, Version
from newsroom.models.release import ReleaseQuerySet, Status
from newsroom.moments import in_words

Role = Membership.Role
SHOWN = 5
#: How far ahead a due review is shown.
SOON = dt.timedelta(days=30)


@dataclass(frozen=True)
class Row:
    """One release on a card, with what there is to know beside it."""

    release: Release
    note: str
    url: str


@dataclass(frozen=True)
class Card:
    """One heap of work: how many, the first few, and where all of them are."""

    title: str | Promise
    count: int
    rows: list[Row] = field(default_factory=list)
    more: str = ""


def cards_for(by: User) -> list[Card]:
    """Return the cards that have something in them, the most pressing first."""
    cards = [_to_approve(by), _returned(by), _unapproved(by), _scheduled(by), _to_review(by), _drafts(by)]
    return [card for card in cards if card.count]


def _mine(by: User, *roles: Membership.Role) -> ReleaseQuerySet:
    """Return the releases of the departments in which the person holds a role, with their status."""
    releases = Release.objects.select_related("department", "submitted_by")
    return releases if by.is_administrator else releases.filter(department__in=by.department_ids(*roles))


def _card(title: str | Promise, releases: Any, note: Any, more: str = "", page: str = "") -> Card:
    """Make a card of some releases: `note` says what stands beside each, `page` which of its pages opens."""
    found = list(releases)
    rows = [Row(release, str(note(release)), _url(release, page)) for release in found[:SHOWN]]
    address = reverse("admin:newsroom_release_changelist") + more if more else ""
    return Card(title, len(found), rows, address if len(found) > SHOWN else "")


def _url(release: Release, page: str) -> str:
    """Return the address of the release's form, or of another of its pages."""
    return reverse("admin:newsroom_release_change", args=[release.pk]).replace("change/", page or "change/")


def _to_approve(by: User) -> Card:
    """Texts that wait for the person's approval: submitted, and not their own."""
    waiting = _mine(by, Role.PUBLISHER).filter(stage=Status.SUBMITTED).exclude(submitted_by=by)
    releases = [release for release in waiting if not is_own_text(release, by)]
    note = lambda release: _("from %s") % release.submitted_by if release.submitted_by else ""  # noqa: E731
    return _card(gettext_lazy("Waiting for my approval"), releases, note, "?steg=submitted", "step/approve/")


def _returned(by: User) -> Card:
    """Texts that came back to the person."""
    releases = Release.objects.filter(is_returned=True, stage=Status.DRAFT)
    mine = releases.filter(Q(submitted_by=by) | Q(submitted_by=None, owner=by)).prefetch_related("approvals")
    return _card(gettext_lazy("To be changed by me"), mine, _comment)


def _comment(release: Release) -> str:
    """Return the comment with which a text came back."""
    return next((approval.comment for approval in release.approvals.all() if approval.decision == "returned"), "")


def _unapproved(by: User) -> Card:
    """What went out without approval and still waits for it."""
    waiting = Version.objects.filter(events__kind="unapproved").exclude(approvals__decision="afterwards")
    releases = _mine(by, Role.PUBLISHER).filter(versions__in=waiting).distinct()
    note = lambda release: release.events.filter(kind="unapproved").first().comment  # noqa: E731
    return _card(gettext_lazy("Published without approval"), releases, note)


def _scheduled(by: User) -> Card:
    """What appears by itself."""
    ahead = _mine(by, Role.EDITOR, Role.PUBLISHER).filter(versions__visible_from__gt=timezone.now()).distinct()
    releases = sorted(ahead.prefetch_related("versions"), key=_appears)
    return _card(gettext_lazy("Scheduled"), releases, lambda release: in_words(_appears(release)))


def _appears(release: Release) -> dt.datetime:
    """Return when the next version of a release appears."""
    now = timezone.now()
    return min(v.visible_from for v in release.versions.all() if v.visible_from and v.visible_from > now)


def _to_review(by: User) -> Card:
    """Public pages that are due, or soon will be."""
    today = timezone.localdate()
    public = _mine(by, Role.REVIEWER, Role.PUBLISHER).standing(Status.PUBLISHED, Status.ARCHIVED)
    releases = public.filter(next_review_on__lte=today + SOON).order_by("next_review_on")
    note = lambda release: _due(release.next_review_on, today)  # noqa: E731
    return _card(gettext_lazy("To review"), releases, note, "?granskning=overdue", "review/")


def _due(day: dt.date, today: dt.date) -> str:
    """Say when a page is, or was, due."""
    return str((_("overdue since %s") if day < today else _("due %s")) % day.isoformat())


def _drafts(by: User) -> Card:
    """What the person has begun."""
    mine = Release.objects.standing(Status.DRAFT).filter(Q(owner=by) | Q(changed_by=by))
    releases = mine.filter(is_returned=False).order_by("-changed_at")
    note = lambda release: _("saved %s") % timezone.localtime(release.changed_at).strftime("%Y-%m-%d %H.%M")  # noqa: E731
    return _card(gettext_lazy("My drafts"), releases, note, "?mina=1&status=draft")
