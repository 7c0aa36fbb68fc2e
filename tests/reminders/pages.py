"""Pages to be reminded of, by their index alone, and the week in which the tests take place."""

import datetime as dt

from django.core import mail
from django.utils import timezone

from newsroom.models import Review, ReviewSubject, ReviewTask
from newsroom.reminders.sending import Sender
from tests.factories import DAY, make_contact, make_department, make_user

#: A Monday morning in week 48, in Sweden.
AT = dt.datetime(2026, 11, 23, 7, 30, tzinfo=dt.timezone(dt.timedelta(hours=1)))
TODAY = AT.date()
WEEK = 7 * DAY


def make_page(department=None, *, late=10, **fields):
    """Make a public page that should have been reviewed some days ago (negative: is to be reviewed)."""
    contact = make_contact(department=department, numbers=[], name=fields.pop("title", "Siv Öst"), title="")
    values = {
        "department": department,
        "is_current": True,
        "public_from": AT - 400 * DAY,
        "next_review_on": TODAY - late * DAY,
    }
    subject, _made = ReviewSubject.objects.update_or_create(contact=contact, defaults=values | fields)
    return subject


def make_task(subject, *, kind="change", text="Numret är fel."):
    """Ask for something about a page, as the index shows it."""
    found = {"change": "needs_changes", "archive": "propose_archive"}[kind]
    review = Review.objects.create(
        subject=subject,
        outcome=found,
        comment=text,
        reviewer=make_user(),
        reviewer_name="Per Ivarsson",
        reviewed_on=TODAY - DAY,
    )
    ReviewSubject.objects.filter(pk=subject.pk).update(open_tasks=1)
    return ReviewTask.objects.create(subject=subject, review=review, kind=kind, text=text, due_on=TODAY + WEEK)


def make_office(**fields):
    """Make a department with the address of its head."""
    return make_department(**{"escalation_email": "chef@trollhattan.example"} | fields)


def run(at=AT):
    """Send the reminders of a time."""
    return Sender(at).run()


def sent():
    """Return who has been sent what: address and subject line, in order."""
    return [(message.to[0], message.subject) for message in mail.outbox]


def addresses():
    """Return who has been sent something, in order."""
    return sorted(message.to[0] for message in mail.outbox)


def local(*moment):
    """Return a time in Sweden."""
    return timezone.make_aware(dt.datetime(*moment))
