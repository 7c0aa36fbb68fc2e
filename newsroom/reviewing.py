"""The index of reviews: what the rows say of each page, kept in columns that lists can ask.

`newsroom.due_dates` is the function, `newsroom.review_rows` reads its arguments; here its answer is stored,
compared, and worked out for an interval that nobody has chosen yet.
"""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from newsroom.due_dates import ReviewFacts, ReviewRows, review_facts
from newsroom.models import Contact, Department, Membership, Release, ReviewSubject, User
from newsroom.review_rows import department_of, interval_months, is_in_use, rows_of

__all__ = [
    "Effect",
    "department_of",
    "differing",
    "effect_of_interval",
    "index_of",
    "interval_months",
    "is_in_use",
    "make_missing_subjects",
    "missing_subjects",
    "rebuild",
    "rebuild_after_migrate",
    "refresh_review_index",
    "refresh_subjects",
    "rows_of",
    "spread",
    "subject_of",
    "subjects_of_department",
    "subjects_of_site",
    "wrong_subjects",
]

#: Pages read at once: few enough for SQLite's limit of variables, many enough for few queries.
CHUNK = 500
THINGS = (("release", Release), ("unit", Department), ("contact", Contact))


def subject_of(thing: Release | Department | Contact) -> ReviewSubject:
    """Return the row under which something is reviewed, and make it if it is not there."""
    found, made = _row_of(thing)
    if made:
        _store(ReviewSubject.objects.filter(pk=found.pk))
        found.refresh_from_db()
    return found


def _row_of(thing: Release | Department | Contact) -> tuple[ReviewSubject, bool]:
    """Return the row of something, and whether it had to be made: then its index is yet to be stored."""
    field = {Release: "release", Department: "unit", Contact: "contact"}[type(thing)]
    wanted: dict[str, Any] = {field: thing}
    return ReviewSubject.objects.get_or_create(**wanted)


# --- the index --------------------------------------------------------------------------------------
def index_of(subjects: Iterable[ReviewSubject]) -> dict[int, dict[str, Any]]:
    """Work out every column of the index, without storing it."""
    subjects = list(subjects)
    rows = rows_of(subjects)
    return {subject.pk: _columns(subject, rows[subject.pk], review_facts(rows[subject.pk])) for subject in subjects}


def _columns(subject: ReviewSubject, rows: ReviewRows, facts: ReviewFacts) -> dict[str, Any]:
    """Return the columns of one page."""
    department = department_of(subject)
    return {
        "department_id": department.pk if department else None,
        "is_current": rows.is_current,
        "public_from": rows.public_from,
        "public_until": rows.public_until,
        "last_review_id": facts.last_review,
        "last_reviewed_on": facts.last_reviewed_on,
        "next_review_on": facts.next_review_on,
        "changed_on": facts.changed_on,
        "is_contact_changed": facts.is_contact_changed,
        "open_tasks": rows.open_tasks,
    }


@transaction.atomic
def refresh_review_index(*things: Release | Department | Contact) -> None:
    """Store what the rows say of some pages. The only place that writes these columns, with `rebuild`."""
    rows = [_row_of(thing) for thing in things]
    _store(ReviewSubject.objects.filter(pk__in=[subject.pk for subject, _made in rows]))
    for subject in (subject for subject, made in rows if made):
        subject.refresh_from_db()  # the thing has it at hand from now on


@transaction.atomic
def refresh_subjects(subjects: QuerySet[ReviewSubject]) -> None:
    """Store what the rows say of the pages that a question finds, some at a time, all or none."""
    _store_some(_keys(subjects))


def _keys(subjects: QuerySet[ReviewSubject]) -> list[int]:
    """Return the keys of some pages, each once, in the order in which everybody locks them."""
    return sorted(set(subjects.order_by().values_list("pk", flat=True)))


def _chunks(keys: list[int]) -> Iterator[QuerySet[ReviewSubject]]:
    """Yield the pages some at a time."""
    for start in range(0, len(keys), CHUNK):
        yield ReviewSubject.objects.filter(pk__in=keys[start : start + CHUNK])


def _store_some(keys: list[int]) -> int:
    """Store what the rows say of the pages with these keys; return how many were wrong."""
    return sum(_store(chunk) for chunk in _chunks(keys))


@transaction.atomic
def _store(subjects: QuerySet[ReviewSubject]) -> int:
    """Write the columns that are not what they should be, and return how many rows that were.

    The pages are locked before their rows are read: of two who write at once, the later reads what the first wrote.
    """
    list(subjects.order_by("pk").select_for_update(no_key=True).values_list("pk"))
    stale = []
    for subject, columns in differing(subjects):
        for name, value in columns.items():
            setattr(subject, name, value)
        stale.append(subject)
    fields = [name.removesuffix("_id") for name in ReviewSubject.INDEX_FIELDS]
    if len(stale) == 1:  # what publishing and reviewing do, without the long question for many
        stale[0].save(update_fields=fields)
    else:
        ReviewSubject.objects.bulk_update(stale, fields, batch_size=100)
    return len(stale)


def differing(subjects: QuerySet[ReviewSubject]) -> Iterator[tuple[ReviewSubject, dict[str, Any]]]:
    """Yield the pages whose stored columns are not what the rows say, with what they should be."""
    found = list(subjects.select_related("release__department", "unit", "contact__department"))
    index = index_of(found)
    for subject in found:
        if any(getattr(subject, name) != value for name, value in index[subject.pk].items()):
            yield subject, index[subject.pk]


def missing_subjects() -> list[ReviewSubject]:
    """Return a row, not stored yet, for every release, department and contact that lacks one."""
    return [
        ReviewSubject(**{f"{field}_id": pk})
        for field, model in THINGS
        for pk in model.objects.filter(subject=None).order_by("pk").values_list("pk", flat=True)
    ]


@transaction.atomic
def make_missing_subjects() -> int:
    """Give every release, department and contact its row, with its index; return how many were missing."""
    made = ReviewSubject.objects.bulk_create(missing_subjects(), batch_size=CHUNK)
    _store_some([subject.pk for subject in made])
    return len(made)


def wrong_subjects() -> Iterator[ReviewSubject]:
    """Yield the pages that lack a row, and those whose stored columns are not what the rows say. Stores nothing."""
    yield from missing_subjects()
    for chunk in _chunks(_all_keys()):
        with transaction.atomic():
            found = [subject for subject, _differing in differing(chunk)]
        yield from found


def rebuild(*, check: bool = False) -> int:
    """Work out the whole index anew; return how many pages were wrong. `check` stores nothing."""
    if check:
        return sum(1 for _subject in wrong_subjects())
    return make_missing_subjects() + _store_some(_all_keys())


def rebuild_after_migrate(using: str, **kwargs: Any) -> None:
    """Handle post_migrate: what a migration moved, and another interval for the site, end up in the index."""
    if using != DEFAULT_DB_ALIAS:
        return
    executor = MigrationExecutor(connections[using])
    targets = [node for node in executor.loader.graph.leaf_nodes() if node[0] == "newsroom"]
    if not executor.migration_plan(targets):  # the tables are those of the models
        rebuild()


def _all_keys() -> list[int]:
    """Return the keys of every page."""
    return _keys(ReviewSubject.objects.all())


# --- what if ----------------------------------------------------------------------------------------
@dataclasses.dataclass(frozen=True)
class Effect:
    """What another interval would do: how many due dates move, and how many pages fall due at once."""

    affected: int
    overdue_now: int


def subjects_of_department(department: Department) -> QuerySet[ReviewSubject]:
    """Return the pages whose interval a department sets: its own, its releases' and its contacts'."""
    mine = Q(unit=department) | Q(release__department=department) | Q(contact__department=department)
    return ReviewSubject.objects.filter(mine)


def subjects_of_site() -> QuerySet[ReviewSubject]:
    """Return the pages whose interval the site sets: those of departments without one, and of no department."""
    own = Q(unit__review_interval_months__isnull=False) | Q(contact__department__review_interval_months__isnull=False)
    theirs = Q(release__department__review_interval_months__isnull=False)
    return ReviewSubject.objects.exclude(own | theirs)


def effect_of_interval(subjects: QuerySet[ReviewSubject], months: int | None, today: dt.date | None = None) -> Effect:
    """Count what would happen if the interval that some pages inherit were another (None: the site's).

    Releases with an interval of their own keep it. Stores nothing.
    """
    moved = list(_moved(subjects, months or settings.REVIEW_INTERVAL_MONTHS))
    today = today or timezone.localdate()
    late = [subject for subject, due in moved if due < today and not subject.is_overdue(today)]
    return Effect(len(moved), sum(subject.is_current_at() for subject in late))


def _moved(subjects: QuerySet[ReviewSubject], months: int) -> Iterator[tuple[ReviewSubject, dt.date]]:
    """Yield the pages that would be due on another day, with that day."""
    for chunk in _chunks(_keys(subjects.exclude(release__review_interval_months__isnull=False))):
        found = list(chunk.select_related("release__department", "unit", "contact__department"))
        rows = rows_of(found)
        for subject in found:
            due = review_facts(dataclasses.replace(rows[subject.pk], months=months)).next_review_on
            if due is not None and due != subject.next_review_on:
                yield subject, due


@transaction.atomic
def spread(
    subjects: QuerySet[ReviewSubject], weeks: int, by: User | None, at: dt.datetime | None = None
) -> list[ReviewSubject]:
    """Give the pages that are overdue a day each, evenly over some weeks from tomorrow: the oldest date first.

    Each day counts until the next review of the page. Returns the pages that got one; raises PermissionDenied
    where the person does not answer for the reviews (None: the system).
    """
    now = at or timezone.now()
    today = timezone.localdate(now)
    if by is not None and not _plans_all(by, subjects):
        raise PermissionDenied(_("Only who answers for the department's reviews can change the plan."))
    late = [subject for chunk in _chunks(_keys(_late(subjects, today))) for subject in chunk]
    late.sort(key=lambda subject: (subject.next_review_on, subject.pk))
    for place, subject in enumerate(late):
        subject.one_off_on = today + dt.timedelta(days=1 + place * weeks * 7 // len(late))
        subject.one_off_set_at = now
    ReviewSubject.objects.bulk_update(late, ["one_off_on", "one_off_set_at"], batch_size=100)
    _store_some([subject.pk for subject in late])
    return late


def _plans_all(by: User, subjects: QuerySet[ReviewSubject]) -> bool:
    """Tell whether the person answers for the reviews of every one of the pages."""
    held = by.department_ids(Membership.Role.PUBLISHER) if by.is_active else set()
    return by.is_administrator or set(subjects.order_by().values_list("department_id", flat=True)) <= held


def _late(subjects: QuerySet[ReviewSubject], today: dt.date) -> QuerySet[ReviewSubject]:
    """Return those of the pages that are overdue."""
    return ReviewSubject.objects.overdue(today).filter(pk__in=subjects.order_by().values("pk"))
