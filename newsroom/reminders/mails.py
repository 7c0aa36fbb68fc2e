"""The mail itself: text and HTML from one row of the outbox. Its links need a login and carry no token."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsroom.emails import review_address
from newsroom.models import SOON_DAYS, ReviewSubject
from newsroom.reminders.models import Reminder
from newsroom.reminders.planning import DAYS_TO_GROUP, DAYS_TO_HEAD
from newsroom.reminders.selection import ACTION, OVERDUE, SECTIONS, SOON, Item

Kind = Reminder.Kind


@dataclass(frozen=True)
class Row:
    """One page as it stands in a mail."""

    title: str
    what: str
    is_new: bool
    facts: list[str]
    asked: list[str]
    url: str


@dataclass(frozen=True)
class Section:
    """A heading and the pages under it."""

    title: str
    rows: list[Row]


def message_of(reminder: Reminder, connection: Any = None) -> EmailMultiAlternatives:
    """Return the mail of a reminder. The same row always has the same Message-ID, so that a mail system can drop
    the second of two if a sender dies between sending and noting that it did.
    """
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    context = _context(reminder)
    message = EmailMultiAlternatives(
        context["subject"],
        render_to_string("reminders/reminder.txt", context),
        to=[reminder.address],
        reply_to=[settings.REVIEW_REPLY_TO],
        connection=connection,
        headers={
            "Auto-Submitted": "auto-generated",
            "List-Id": f"<granskning.{host}>",
            "Message-ID": f"<granskning.{reminder.period}.{reminder.pk}@{host}>",
        },
    )
    message.attach_alternative(render_to_string("reminders/reminder.html", context), "text/html")
    return message


def _context(reminder: Reminder) -> dict[str, Any]:
    """Return what the templates show."""
    return {
        "subject": subject_of(reminder),
        "greeting": _("Hello %s,") % reminder.user if reminder.user else _("Hello,"),
        "intro": _intro(reminder),
        "sections": list(_sections(reminder.items)),
        "queue": settings.SITE_URL + reverse("admin:newsroom_reviewsubject_changelist"),
        "site": settings.SITE_NAME,
    }


def subject_of(reminder: Reminder) -> str:
    """Return the subject line: what there is to do, in figures."""
    count = {name: sum(item["section"] == name for item in reminder.items) for name in SECTIONS}
    if reminder.kind != Kind.DIGEST:
        late = ngettext(
            "%(count)d page at least %(days)d days late", "%(count)d pages at least %(days)d days late", count[OVERDUE]
        )
        return _("Late review: %s") % (late % {"count": count[OVERDUE], "days": _days(reminder)})
    parts = (
        (OVERDUE, ngettext("%(count)d overdue page", "%(count)d overdue pages", count[OVERDUE])),
        (SOON, _("%(count)d due within 30 days")),
        (ACTION, _("%(count)d to be put right")),
    )
    return _("To review: %s") % ", ".join(text % {"count": count[name]} for name, text in parts if count[name])


def _days(reminder: Reminder) -> int:
    """Return how late the pages of an escalation are at least."""
    return {Kind.ESCALATION1: DAYS_TO_HEAD, Kind.ESCALATION2: DAYS_TO_GROUP}[Kind(reminder.kind)]


def _intro(reminder: Reminder) -> str:
    """Say why the mail has come."""
    if reminder.kind == Kind.ESCALATION1:
        text = _(
            "These pages of yours should have been reviewed at least %(days)d days ago. "
            "Those who review them have been reminded every week."
        )
        return text % {"days": _days(reminder)}
    if reminder.kind == Kind.ESCALATION2:
        text = _(
            "These pages should have been reviewed at least %(days)d days ago. "
            "The departments and their heads have been reminded."
        )
        return text % {"days": _days(reminder)}
    return _("This is what you are asked to look at, week %(week)d.") % {"week": int(reminder.period[-2:])}


def _sections(items: list[Item]) -> Any:
    """Yield the sections that have something in them."""
    titles = {
        OVERDUE: _("Overdue"),
        SOON: _("Due within %(days)d days") % {"days": SOON_DAYS},
        ACTION: _("For you to put right"),
    }
    for name in SECTIONS:
        if rows := [_row(item) for item in items if item["section"] == name]:
            yield Section(f"{titles[name]} ({len(rows)})", rows)


def _row(item: Item) -> Row:
    """Return a page with the sentences about it."""
    url = review_address(ReviewSubject(pk=item["subject"]))
    return Row(item["title"], item["what"], item["is_new"], list(_facts(item)), item["asked"], url)


def _facts(item: Item) -> Any:
    """Yield what there is to know: when it was published, when it is due, and who read it last."""
    if item["published"]:
        yield _("Published %(date)s.") % {"date": item["published"]}
    if late := item["days_late"]:
        days = ngettext("%(days)d day late", "%(days)d days late", late) % {"days": late}
        yield _("Should have been reviewed by %(date)s, %(late)s.") % {"date": item["due"], "late": days}
    elif item["due"]:
        yield _("To be reviewed by %(date)s.") % {"date": item["due"]}
    if item["reviewed"]:
        yield _("Last reviewed %(date)s by %(name)s.") % {"date": item["reviewed"], "name": item["reviewer"]}
    else:
        yield _("Nobody has reviewed the page yet.")
