"""The rows that due dates depend on, read for many pages at once. `newsroom.due_dates` is the function of them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from newsroom.due_dates import Change, Reading, ReviewRows
from newsroom.models import (
    CardChange,
    Contact,
    Department,
    Event,
    Release,
    Review,
    ReviewSubject,
    ReviewTask,
    Version,
    VersionContact,
)

Grouped = dict[int, list[Any]]
#: When a release was public without a break: from, and until (None: for good).
Run = tuple[dt.datetime, dt.datetime | None]


def interval_months(subject: ReviewSubject) -> int:
    """Return the months between reviews: the release's own, else its department's, else the site's."""
    own = subject.release.review_interval_months if subject.release else None
    department = department_of(subject)
    inherited = department.review_interval_months if department else None
    return own or inherited or settings.REVIEW_INTERVAL_MONTHS


def department_of(subject: ReviewSubject) -> Department | None:
    """Return the department that answers for the page."""
    if subject.unit:
        return subject.unit
    thing = subject.release or subject.contact
    assert thing is not None
    return thing.department


def is_in_use(card: Department | Contact) -> bool:
    """Tell whether a department is at work, or a contact can be reached."""
    return card.status == Department.Status.OPEN if isinstance(card, Department) else card.is_active


def rows_of(subjects: Iterable[ReviewSubject]) -> dict[int, ReviewRows]:
    """Read everything the due dates depend on, with the same number of queries however many pages there are."""
    subjects = list(subjects)
    keys = [subject.pk for subject in subjects]
    releases = [subject.release_id for subject in subjects if subject.release_id]
    read = {
        "versions": _grouped(_versions(releases), "release_id"),
        "reviews": _grouped(_reviews(keys), "subject_id"),
        "tasks": _grouped(ReviewTask.objects.filter(subject__in=keys), "subject_id"),
        "cards": _grouped(CardChange.objects.filter(subject__in=keys).order_by("at", "pk"), "subject_id"),
        "events": _grouped(_events(releases), "release_id"),
    }
    read["contacts"] = _contact_changes(read["versions"])
    return {subject.pk: _rows(subject, read) for subject in subjects}


def _grouped(rows: Iterable[Any], name: str) -> Grouped:
    """Return the rows by what they belong to."""
    found: Grouped = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


def _versions(releases: list[int]) -> QuerySet[Version]:
    """Return the versions that have an interval, in the order of time, without their texts."""
    dated = Version.objects.filter(release__in=releases).exclude(visible_from=None).order_by("visible_from")
    return dated.only("release_id", "number", "kind", "created_at", "visible_from", "visible_until")


def _reviews(keys: list[int]) -> QuerySet[Review]:
    """Return the valid reviews with the number of the version that each read."""
    return Review.objects.valid().filter(subject__in=keys).select_related("version").only(
        "subject_id", "outcome", "reviewed_on", "reviewed_at", "deferred_until", "version__number"
    )  # fmt: skip


def _events(releases: list[int]) -> QuerySet[Event]:
    """Return when releases came out of the archive, and when they were withdrawn."""
    kinds = (Event.Kind.UNARCHIVED, Event.Kind.WITHDRAWN)
    return Event.objects.filter(release__in=releases, kind__in=kinds).only("release_id", "kind", "at")


def _contact_changes(versions: Grouped) -> Grouped:
    """Return, by release, the changes of contacts that its latest version shows, since that version was made."""
    latest = {rows[-1].pk: rows[-1] for rows in versions.values()}
    places = VersionContact.objects.filter(version__in=latest).values_list("version_id", "contact_id")
    shown: dict[int, set[int]] = defaultdict(set)
    for version, contact in places:
        shown[contact].add(version)
    flagging = CardChange.objects.filter(subject__contact__in=shown, what__in=CardChange.FLAGGING)
    found: Grouped = defaultdict(list)
    for change in flagging.select_related("subject").order_by("at", "pk"):
        for version in (latest[key] for key in shown[change.subject.contact_id or 0]):
            if _concerns(change, version):
                found[version.release_id].append(change)
    return found


def _concerns(change: CardChange, version: Version) -> bool:
    """Tell whether a contact was changed after the version was made and before it ended."""
    assert version.visible_from is not None
    made = min(version.created_at, version.visible_from)
    return made < change.at and (version.visible_until is None or change.at < version.visible_until)


def _rows(subject: ReviewSubject, read: dict[str, Grouped]) -> ReviewRows:
    """Put together what concerns one page."""
    tasks = read["tasks"][subject.pk]
    common: dict[str, Any] = {
        "months": interval_months(subject),
        "readings": tuple(_reading(review) for review in read["reviews"][subject.pk]),
        "settled": tuple(_at(task.closed_at) for task in tasks if task.closing in ReviewTask.ASKED_AGAIN),
        "open_tasks": sum(task.closed_at is None for task in tasks),
        "one_off_on": subject.one_off_on,
        "one_off_set_at": subject.one_off_set_at,
        "exempt_until": subject.exempt_until,
    }
    if subject.release:
        return ReviewRows(**common, **_release_rows(subject.release, read))
    return ReviewRows(**common, **_card_rows(subject, read["cards"][subject.pk]))


def _reading(review: Review) -> Reading:
    """Return a review as the function wants it."""
    number = review.version.number if review.version else 0
    return Reading(review.pk, review.outcome, review.reviewed_on, review.reviewed_at, number, review.deferred_until)


def _at(moment: dt.datetime | None, number: int = 0) -> Change:
    """Return something that happened, on its Swedish calendar date."""
    assert moment is not None
    return Change(timezone.localdate(moment), moment, number)


# --- a release --------------------------------------------------------------------------------------
def _release_rows(release: Release, read: dict[str, Grouped]) -> dict[str, Any]:
    """Return what is particular to a release: its intervals, its changes, its contacts."""
    versions, events = read["versions"][release.pk], read["events"][release.pk]
    if not versions:
        return {"is_current": False}
    runs = _runs(versions)
    returns = [event.at for event in events if event.kind == Event.Kind.UNARCHIVED]
    returns += [start for start, _end in runs[1:]]
    return {
        "is_current": _is_current(release, versions, events),
        "public_from": runs[-1][0],
        "public_until": runs[-1][1],
        "opened_on": timezone.localdate(versions[0].visible_from),
        "reopened_on": max(map(timezone.localdate, returns), default=None),
        "changes": tuple(_at(version.visible_from, version.number) for version in _changing(versions)),
        "contact_changes": tuple(_at(change.at) for change in read["contacts"][release.pk]),
    }


def _is_current(release: Release, versions: list[Version], events: list[Event]) -> bool:
    """Tell whether the release is kept true: what was archived, withdrawn or retracted is not reviewed.

    An end that was set beforehand is another thing: until then the page is public and can be wrong.
    """
    last = versions[-1]
    withdrawn = {event.at for event in events if event.kind == Event.Kind.WITHDRAWN}
    is_taken_back = last.kind == Version.Kind.RETRACTION or last.visible_until in withdrawn
    return release.archived_at is None and not is_taken_back


def _runs(versions: list[Version]) -> list[Run]:
    """Return when the text was public: at first, and again after each time away. A notice is no text."""
    runs: list[Run] = []
    for version in versions:
        assert version.visible_from is not None
        if version.kind == Version.Kind.RETRACTION:
            continue
        start = version.visible_from
        if runs and runs[-1][1] == start:
            start = runs.pop()[0]
        runs.append((start, version.visible_until))
    return runs


def _changing(versions: list[Version]) -> list[Version]:
    """Return the versions that a reader must know of: material ones, and what came in place of a notice."""
    before = [None, *versions]
    return [
        version
        for version, last in zip(versions, before, strict=False)
        if version.is_material or (last is not None and last.kind == Version.Kind.RETRACTION)
    ]


# --- a card -----------------------------------------------------------------------------------------
def _card_rows(subject: ReviewSubject, changes: list[CardChange]) -> dict[str, Any]:
    """Return what is particular to a department or a contact."""
    card = subject.unit or subject.contact
    assert card is not None
    return {
        "is_current": is_in_use(card),
        "public_from": subject.begun_at,
        "opened_on": timezone.localdate(subject.begun_at),
        "reopened_on": timezone.localdate(subject.reopened_at) if subject.reopened_at else None,
        "changes": tuple(_at(change.at) for change in changes),
    }
