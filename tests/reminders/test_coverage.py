"""The coverage property: every overdue public page is in a digest, whoever is inactive, away or out of reach."""

import random

import pytest
from django.core import mail

from newsroom.models import Department, Membership, ReviewSubject, Substitution
from newsroom.reminders.models import Reminder
from tests.factories import DAY, make_administrator, make_department, make_user
from tests.reminders.pages import AT, TODAY, WEEK, make_page, make_task, run

pytestmark = pytest.mark.django_db


def random_office(dice, settings):
    """Make a municipality in disorder: an administrator or a group is all that is certain."""
    departments = []
    for _ in range(6):
        departments.append(make_department(parent=dice.choice([None, *departments])))
        departments[-1].escalation_email = dice.choice(["", f"chef{len(departments)}@t.example"])
        departments[-1].save()
    people = [
        make_user(is_active=dice.random() < 0.6, email=dice.choice(["", f"person{number}@t.example"]))
        for number in range(12)
    ]
    for person in people:
        Membership.objects.get_or_create(
            user=person, department=dice.choice(departments), role=dice.choice(Membership.Role.values)
        )
    for _ in range(4):
        away, substitute = dice.sample(people, 2)
        starts = TODAY + dice.randint(-9, 2) * DAY
        Substitution.objects.create(user=away, substitute=substitute, starts_on=starts, ends_on=starts + 5 * DAY)
    settings.REVIEW_FALLBACK_EMAIL = dice.choice([[], ["grupp@t.example"]])
    if not settings.REVIEW_FALLBACK_EMAIL:
        make_administrator(email="admin@t.example")
    return departments, people


def random_pages(dice, departments, people):
    """Make pages of every standing, some of them exempt, archived or being put right."""
    for _ in range(20):
        page = make_page(
            dice.choice([None, *departments]),
            late=dice.randint(-60, 100),
            responsible=dice.choice([None, *people]),
            is_current=dice.random() < 0.9,
            exempt_until=(exempt := dice.choice([None, None, None, TODAY + DAY])),
            exempt_reason="Rättsfall pågår" if exempt else "",
        )
        if dice.random() < 0.3:
            make_task(page, kind=dice.choice(["change", "archive"]))


def in_digests(period):
    """Return the pages in the digests that were sent in a week."""
    rows = Reminder.objects.filter(kind="digest", period=period).exclude(sent_at=None)
    return {item["subject"] for row in rows for item in row.items}


@pytest.mark.parametrize("seed", range(25))
def test_every_overdue_public_page_is_in_a_digest(seed, settings):
    dice = random.Random(seed)
    departments, people = random_office(dice, settings)
    random_pages(dice, departments, people)
    done = run()

    pages = ReviewSubject.objects.with_status(AT)
    overdue = pages.filter(is_current=True, next_review_on__lt=TODAY).exclude(exempt_until__gt=TODAY)
    silent = pages.filter(status_then__in=["not_current", "exempt"])
    found = in_digests("2026-W48")
    assert {page.pk for page in overdue} <= found
    assert not {page.pk for page in silent} & found
    assert done.orphans == ()
    inactive = {person.email for person in people if not person.is_active} - {""}
    assert not inactive & {message.to[0] for message in mail.outbox}
    assert len({(message.to[0], message.subject) for message in mail.outbox}) == len(mail.outbox)


@pytest.mark.parametrize("seed", range(5))
def test_the_same_when_every_person_has_left(seed, settings):
    dice = random.Random(100 + seed)
    departments, people = random_office(dice, settings)
    random_pages(dice, departments, people)
    type(people[0]).objects.filter(is_superuser=False).update(is_active=False)
    Department.objects.update(escalation_email="")
    run()

    overdue = ReviewSubject.objects.with_status(AT).filter(status_then__in=["overdue", "action"])
    assert {page.pk for page in overdue} <= in_digests("2026-W48")
    assert {message.to[0] for message in mail.outbox} <= {"grupp@t.example", "admin@t.example"}


@pytest.mark.parametrize("seed", range(5))
def test_the_same_the_week_after_some_addresses_began_to_bounce(seed, settings):
    dice = random.Random(200 + seed)
    departments, people = random_office(dice, settings)
    random_pages(dice, departments, people)
    run()
    for row in Reminder.objects.order_by("pk"):
        if dice.random() < 0.5:
            Reminder.objects.filter(pk=row.pk).update(sent_at=None, bounced_at=AT)
    run(AT + WEEK)

    overdue = ReviewSubject.objects.with_status(AT + WEEK).filter(status_then__in=["overdue", "action"])
    assert {page.pk for page in overdue} <= in_digests("2026-W49")
