"""What is asked for: pages that are due, soon will be, or are to be put right. By state alone, at one moment."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from newsroom.models import SOON_DAYS, ReviewStatus, ReviewSubject, ReviewTask, Version

#: The sections of a mail, in their order.
OVERDUE, SOON, ACTION = "overdue", "soon", "action"
SECTIONS = (OVERDUE, SOON, ACTION)
#: A row of a mail as it is kept in `Reminder.items`.
Item = dict[str, Any]


def pages(at: dt.datetime) -> QuerySet[ReviewSubject]:
    """Return the public pages that are due within 30 days or that somebody is to put right, the oldest first."""
    soon = timezone.localdate(at) + dt.timedelta(days=SOON_DAYS)
    wanted = ReviewSubject.objects.current(at).filter(Q(next_review_on__lte=soon) | Q(open_tasks__gt=0))
    return wanted.select_related("unit", "contact", "last_review").most_pressing_first()


def section_of(subject: ReviewSubject, at: dt.datetime) -> str:
    """Return where in a mail a page of `pages` stands, or "" if nobody is asked about it (an exempt page)."""
    status = subject.status_at(at)
    if status in (ReviewStatus.NOT_CURRENT, ReviewStatus.EXEMPT):
        return ""
    return {ReviewStatus.ACTION: ACTION, ReviewStatus.OVERDUE: OVERDUE}.get(status, SOON)


def days_late(subject: ReviewSubject, at: dt.datetime) -> int:
    """Return how many days ago the page should have been reviewed (0: it is not late)."""
    due = subject.next_review_on
    return max((timezone.localdate(at) - due).days, 0) if due else 0


def select(at: dt.datetime) -> Iterator[tuple[ReviewSubject, Item, list[ReviewTask]]]:
    """Yield each page with its row of a mail and its open tasks."""
    wanted = pages(at)
    keys = wanted.order_by().values("pk")
    public = Version.objects.public(at).filter(release__subject__in=keys)
    headlines = dict(public.values_list("release__subject", "headline"))
    tasks: dict[int, list[ReviewTask]] = defaultdict(list)
    for task in ReviewTask.objects.filter(closed_at=None, subject__in=keys):
        tasks[task.subject_id].append(task)
    for subject in wanted:
        if section := section_of(subject, at):
            title = headlines.get(subject.pk) or str(subject)
            yield subject, item_of(subject, section, title, at), tasks[subject.pk]


def item_of(subject: ReviewSubject, section: str, title: str, at: dt.datetime) -> Item:
    """Return the row of a page: what a reader of the mail needs to know before opening it."""
    last = subject.last_review
    return {
        "subject": subject.pk,
        "section": section,
        "what": subject.kind_label,
        "title": title,
        "published": timezone.localdate(subject.public_from).isoformat() if subject.public_from else "",
        "due": subject.next_review_on.isoformat() if subject.next_review_on else "",
        "days_late": days_late(subject, at),
        "reviewed": last.reviewed_on.isoformat() if last else "",
        "reviewer": last.reviewer_name if last else "",
        "asked": [],
        "is_new": False,
    }
