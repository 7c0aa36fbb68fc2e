"""The start page of the desk: only the cards that have something in them, for the person who looks."""

import datetime as dt
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom.admin.review_chips import Choice
from newsroom.admin.review_walk import begin_url, queue_url, screen_url
from newsroom.approving import is_own_text
from newsroom.models import Membership, Release, ReviewTask, User, Version, belonging
from newsroom.models.release import ReleaseQuerySet, Status
from newsroom.moments import in_words
from newsroom.tasks import TASKS_FOR

Role = Membership.Role
SHOWN = 5


@dataclass(frozen=True)
class Row:
    """One page on a card, with what there is to know beside it."""

    title: str
    note: str
    url: str


@dataclass(frozen=True)
class Card:
    """One heap of work: how many, the first few, and where all of them are."""

    title: str | Promise
    count: int
    rows: list[Row] = field(default_factory=list)
    more: str = ""
    #: Where the work of the heap begins.
    begin: str = ""


def cards_for(by: User) -> list[Card]:
    """Return the cards that have something in them, the most pressing first."""
    cards = [_to_approve(by), _returned(by), _unapproved(by), _to_review(by)]
    cards += [_tasks(by), _scheduled(by), _drafts(by)]
    return [card for card in cards if card.count]


def _mine(by: User, *roles: Membership.Role) -> ReleaseQuerySet:
    """Return the releases of the departments in which the person holds a role, with their status."""
    releases = Release.objects.select_related("department", "submitted_by")
    return releases if by.is_administrator else releases.filter(department__in=by.department_ids(*roles))


def _card(title: str | Promise, releases: Any, note: Any, more: str = "", page: str = "") -> Card:
    """Make a card of some releases: `note` says what stands beside each, `page` which of its pages opens."""
    found = list(releases)
    rows = [Row(release.headline, str(note(release)), _url(release, page)) for release in found[:SHOWN]]
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
    """Public pages that call for a reading, of whatever kind: the queue."""
    choice, today = Choice(by), timezone.localdate()
    waiting = choice.to_read(today).select_related("release", "unit", "contact")
    found = list(waiting.defer("release__body", "release__lead")[:SHOWN])
    rows = [Row(str(subject), _due(subject.next_review_on, today), screen_url(subject)) for subject in found]
    count = waiting.count() if len(found) == SHOWN else len(found)
    return Card(gettext_lazy("To review"), count, rows, queue_url(choice), begin_url(choice))


def _tasks(by: User) -> Card:
    """What reviewers have asked the person to put right, or to archive."""
    found = list(_open_tasks(by).select_related("subject__release", "subject__unit", "subject__contact"))
    rows = [Row(str(task.subject), _wanted(task), _task_url(task)) for task in found]
    return Card(gettext_lazy("To put right after a review"), len(rows), rows)


def _open_tasks(by: User) -> QuerySet[ReviewTask]:
    """Return the open tasks that are the person's. Twin of `tasks.may_settle`."""
    mine = (Q(kind=kind) & belonging(by, *roles, path="subject__") for kind, roles in TASKS_FOR.items())
    return ReviewTask.objects.filter(reduce(or_, mine), closed_at=None)


def _wanted(task: ReviewTask) -> str:
    """Return what is asked for, in short, and until when."""
    text = Truncator(task.text).chars(90)
    return str(_("by %(date)s: %(text)s") % {"date": task.due_on.isoformat(), "text": text})


def _task_url(task: ReviewTask) -> str:
    """Return the address of the task's page."""
    return reverse("admin:review_task", args=[task.subject_id, task.pk])


def _due(day: dt.date | None, today: dt.date) -> str:
    """Say when a page is, or was, due."""
    if day is None:
        return ""
    return str((_("overdue since %s") if day < today else _("due %s")) % day.isoformat())


def _drafts(by: User) -> Card:
    """What the person has begun."""
    mine = Release.objects.standing(Status.DRAFT).filter(Q(owner=by) | Q(changed_by=by))
    releases = mine.filter(is_returned=False).order_by("-changed_at")
    note = lambda release: _("saved %s") % timezone.localtime(release.changed_at).strftime("%Y-%m-%d %H.%M")  # noqa: E731
    return _card(gettext_lazy("My drafts"), releases, note, "?mina=1&status=draft")
