import itertools
import re
from pathlib import Path

import pytest
from django.db import IntegrityError, models, transaction
from django.utils import timezone

import newsroom
from newsroom.models import ReviewStatus, ReviewSubject
from newsroom.reviewing import subject_of
from tests.factories import DAY, HOUR, NOW, make_contact, make_department, make_release

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOW)
#: Every column that the status depends on, with values on both sides of each bound.
COLUMNS = {
    "is_current": [True, False],
    "public_from": [NOW - HOUR, NOW, NOW + HOUR],
    "public_until": [None, NOW, NOW + HOUR],
    "exempt_until": [None, TODAY, TODAY + DAY],
    "open_tasks": [0, 1],
    "next_review_on": [None, TODAY - DAY, TODAY, TODAY + DAY, TODAY + 30 * DAY, TODAY + 31 * DAY],
    "changed_on": [None, TODAY, TODAY + DAY],
    "last_reviewed_on": [None, TODAY - DAY],
}
PLAIN = {"is_current": True, "public_from": NOW - DAY, "public_until": None}


def rows():
    """Return rows with every pair of values of any two columns."""
    found = [dict(zip(COLUMNS, values, strict=True)) for values in itertools.product(*COLUMNS.values())]
    return found[:: max(1, len(found) // 900)] + [
        PLAIN | {one: a, other: b}
        for one, other in itertools.combinations(COLUMNS, 2)
        for a in COLUMNS[one]
        for b in COLUMNS[other]
    ]


def make_subjects():
    subject = subject_of(make_contact())
    fields = {f.name: getattr(subject, f.name) for f in ReviewSubject._meta.concrete_fields if f.name not in COLUMNS}
    fields |= {"id": None, "contact": None, "unit": None}
    made = []
    for row in rows():
        reason = "Arkivsida." if row.get("exempt_until") else ""
        release = make_release(contacts=[], department=None)
        made.append(ReviewSubject(**fields | {"exempt_until": None, "release": release, "exempt_reason": reason} | row))
    return ReviewSubject.objects.bulk_create(made)


def test_the_questions_to_the_database_and_to_one_page_are_the_same():
    subjects = make_subjects()
    status = dict(ReviewSubject.objects.with_status(NOW).values_list("pk", "status_then"))
    current = set(ReviewSubject.objects.current(NOW).values_list("pk", flat=True))
    overdue = set(ReviewSubject.objects.overdue(TODAY + DAY).values_list("pk", flat=True))

    for subject in subjects:
        assert status[subject.pk] == subject.status_at(NOW), vars(subject)
        assert (subject.pk in current) == subject.is_current_at(NOW)
        assert (subject.pk in overdue) == subject.is_overdue(TODAY + DAY)
    assert set(status.values()) == set(ReviewStatus.values)
    assert 0 < len(overdue) < len(current) < len(subjects)


@pytest.mark.parametrize(
    ("row", "status"),
    [
        ({}, "never"),
        ({"last_reviewed_on": TODAY}, "reviewed"),
        ({"next_review_on": TODAY + 30 * DAY}, "soon"),
        ({"next_review_on": TODAY + 31 * DAY, "last_reviewed_on": TODAY}, "reviewed"),
        ({"changed_on": TODAY, "last_reviewed_on": TODAY, "next_review_on": TODAY + DAY}, "changed"),
        ({"changed_on": TODAY, "next_review_on": TODAY + 31 * DAY}, "never"),
        ({"changed_on": TODAY + DAY, "last_reviewed_on": TODAY}, "reviewed"),
        ({"next_review_on": TODAY, "changed_on": TODAY, "last_reviewed_on": TODAY}, "today"),
        ({"next_review_on": TODAY - DAY, "changed_on": TODAY}, "overdue"),
        ({"open_tasks": 1, "next_review_on": TODAY - DAY}, "action"),
        ({"exempt_until": TODAY + DAY, "open_tasks": 1}, "exempt"),
        ({"exempt_until": TODAY, "next_review_on": TODAY}, "today"),
        ({"is_current": False, "exempt_until": TODAY + DAY}, "not_current"),
        ({"public_from": NOW + HOUR}, "not_current"),
        ({"public_until": NOW}, "not_current"),
    ],
)
def test_the_first_status_that_holds_is_the_one(row, status):
    assert ReviewSubject(**PLAIN | row).status_at(NOW) == status


def test_overdue_is_the_day_after_the_due_date():
    subject = ReviewSubject(**PLAIN | {"next_review_on": TODAY})

    assert (subject.is_overdue(TODAY), subject.is_overdue(TODAY + DAY)) == (False, True)


def test_what_has_no_date_comes_last():
    dates = [None, TODAY, TODAY - DAY]
    subjects = [subject_of(make_contact()) for _each in dates]
    for subject, due in zip(subjects, dates, strict=True):
        ReviewSubject.objects.filter(pk=subject.pk).update(next_review_on=due)

    assert list(ReviewSubject.objects.most_pressing_first()) == subjects[::-1]


BROKEN = {
    "subject_is_one_thing": {"release": None},
    "subject_exemption_has_reason_and_end": {"exempt_until": TODAY},
    "subject_one_off_is_dated": {"one_off_on": TODAY},
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses_a_page_that_breaks_a_constraint(name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        ReviewSubject.objects.create(**{"release": make_release()} | BROKEN[name])


def test_every_check_of_a_page_is_broken_above():
    checks = {c.name for c in ReviewSubject._meta.constraints if isinstance(c, models.CheckConstraint)}

    assert checks == set(BROKEN)


@pytest.mark.parametrize("fields", [{"exempt_reason": "Arkivsida."}, {"exempt_reason": "", "exempt_until": TODAY}])
def test_an_exemption_has_a_reason_and_an_end(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewSubject.objects.create(release=make_release(), **fields)


def test_a_page_is_one_thing_once():
    release = make_release()
    subject_of(release)

    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewSubject.objects.create(release=release)
    with pytest.raises(IntegrityError, match="subject_is_one_thing"), transaction.atomic():
        ReviewSubject.objects.create(release=make_release(), contact=make_contact())


def test_what_a_page_is_called():
    release, department, contact = make_release(), make_department(), make_contact()
    found = [subject_of(thing) for thing in (release, department, contact)]

    assert [subject.kind for subject in found] == ["release", "department", "contact"]
    assert [subject.kind_label for subject in found] == ["pressmeddelande", "förvaltning", "kontakt"]
    assert [str(subject) for subject in found] == [release.headline, department.name, str(contact)]
    assert [subject.owner_object for subject in found] == [release, department, contact]


def test_overdue_is_defined_in_one_place():
    root = Path(newsroom.__file__).parent
    asked = re.compile(r"next_review_on__lt=|next_review_on\s*<|next_review_on if .* <")
    found = {path.name for path in root.rglob("*.py") if asked.search(path.read_text(encoding="utf-8"))}

    assert found <= {"subject.py"}
