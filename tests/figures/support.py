"""An office of pages and reviews made at random, and what a slow reader would count in it."""

import datetime as dt
import statistics
from collections import defaultdict
from types import SimpleNamespace

from django.utils import timezone

from newsroom.models import Review, ReviewSubject
from tests.factories import make_contact, make_department, make_user, make_version

READ = ("ok", "needs_changes", "propose_archive")


def noon(day):
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


def make_subject(department=None, **index):
    """Make a public page whose index says what the test wants."""
    version = make_version(department=department or make_department())
    subject = version.release.subject
    ReviewSubject.objects.filter(pk=subject.pk).update(**index)
    subject.refresh_from_db()
    return subject


def make_row(subject, on, **fields):
    """Write a review straight into the log."""
    values = {"outcome": "ok", "reviewer_name": "Åsa Öberg", "reviewed_at": noon(on), "method": "import"}
    if fields.get("outcome", "ok") != "ok":
        values["comment"] = "Därför."
    if fields.get("outcome") == "deferred":
        values["deferred_until"] = on + dt.timedelta(days=10)
    version = subject.release.versions.first() if subject.release else None
    return Review.objects.create(subject=subject, version=version, reviewed_on=on, **values | fields)


def declare_void(review, on=None):
    return make_row(review.subject, on or review.reviewed_on, outcome="void", voids=review)


def random_office(random, today, *, departments=3, pages=12, reviews=60):
    """Fill the database with pages, cards and reviews of every sort, some of them void."""
    units = [make_department() for _number in range(departments)]
    people = [make_user() for _number in range(3)]
    subjects = [_random_subject(random, random.choice(units), today, people) for _number in range(pages)]
    subjects += [ReviewSubject.objects.create(contact=make_contact(), is_current=True, public_from=noon(today))]
    days = [today - dt.timedelta(days=number) for number in range(420)]
    for _number in range(reviews):
        _random_review(random, random.choice(subjects), days, people)
    return SimpleNamespace(units=units, people=people, subjects=subjects)


def _random_subject(random, unit, today, people):
    def some(*choices):
        return random.choice([None, *choices])

    def near():
        return today + dt.timedelta(days=random.randint(-400, 80))

    exempt = some(near())
    return make_subject(
        unit,
        is_current=random.random() < 0.85,
        next_review_on=some(near(), near(), today),
        last_reviewed_on=some(near()),
        responsible=some(*people),
        exempt_until=exempt,
        exempt_reason="Valåret" if exempt else "",
    )


def _random_review(random, subject, days, people):
    on, by = random.choice(days), random.choice(people)
    due = random.choice([None, subject.next_review_on, on, *(on + dt.timedelta(days=d) for d in (-9, -1, 1, 30))])
    earlier = list(subject.reviews.exclude(due_on=None))
    if earlier and random.random() < 0.3:
        due = random.choice(earlier).due_on
    outcome = random.choice(["ok", "ok", "ok", "needs_changes", "deferred", "propose_archive"])
    is_own = outcome == "ok" and random.random() < 0.2
    method = random.choice(["admin", "queue", "bulk", "page"])
    row = make_row(subject, on, outcome=outcome, due_on=due, reviewer=by, method=method, is_own_text=is_own)
    if random.random() < 0.15:
        declare_void(row)


# --- the slow reader ----------------------------------------------------------------------------------
def valid_rows():
    rows = list(Review.objects.order_by("pk"))
    void = {row.voids_id for row in rows}
    return [row for row in rows if row.pk not in void and row.outcome != "void"]


def is_open(subject, today):
    return bool(
        subject.is_current
        and subject.public_from
        and subject.public_from <= timezone.now()
        and subject.next_review_on
        and subject.next_review_on < today
    )


def slow_grid(today, first, last):
    """Count obligations one by one: {(department, month): [in time, late, unread]}."""
    subjects = {subject.pk: subject for subject in ReviewSubject.objects.all()}
    answers = defaultdict(list)
    for row in valid_rows():
        if row.outcome == "ok" and row.due_on:
            answers[row.subject_id, row.due_on].append(row)
    grid = defaultdict(lambda: [0, 0, 0])
    for (pk, due), rows in answers.items():
        subject = subjects[pk]
        if first <= due <= last and due < today and not (is_open(subject, today) and subject.next_review_on == due):
            final = max(rows, key=lambda row: (row.reviewed_on, row.pk))
            grid[subject.department_id, due.replace(day=1)][0 if final.reviewed_on <= due else 1] += 1
    for subject in subjects.values():
        if is_open(subject, today) and first <= subject.next_review_on <= last:
            grid[subject.department_id, subject.next_review_on.replace(day=1)][2] += 1
    return dict(grid)


def slow_standing(today):
    """Count the public pages one by one."""
    pages = [
        s for s in ReviewSubject.objects.all() if s.is_current and s.public_from and s.public_from <= timezone.now()
    ]
    late = [(today - subject.next_review_on).days for subject in pages if is_open(subject, today)]
    soon = today + dt.timedelta(days=60)
    return {
        "current": len(pages),
        "overdue": len(late),
        "never": sum(s.last_reviewed_on is None for s in pages),
        "without_responsible": sum(s.responsible is None or not s.responsible.is_active for s in pages),
        "exemptions_ending": sum(s.exempt_until is not None and today < s.exempt_until <= soon for s in pages),
        "own_texts": sum(_waits_for_another(subject) for subject in pages),
        "median_days_late": int(statistics.median(late)) if late else None,
    }


def _waits_for_another(subject):
    rows = [row for row in valid_rows() if row.subject_id == subject.pk and row.outcome in READ]
    return any(
        own.is_own_text
        and own.outcome == "ok"
        and not any(
            row.pk > own.pk
            and row.reviewed_on >= own.reviewed_on
            and (row.reviewer_id is None or row.reviewer_id != own.reviewer_id)
            for row in rows
        )
        for own in rows
    )


def slow_readings(first, last):
    rows = [row for row in valid_rows() if row.outcome in READ and first <= row.reviewed_on <= last]
    return {
        "total": len(rows),
        "ok": sum(row.outcome == "ok" for row in rows),
        "bulk": sum(row.method == "bulk" for row in rows),
        "needs_changes": sum(row.outcome == "needs_changes" for row in rows),
        "own_text": sum(row.is_own_text for row in rows),
    }
