import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError

from newsroom.models import Review
from newsroom.reviewing import subject_of
from tests.factories import make_review, make_reviewer, make_version

pytestmark = pytest.mark.django_db

DAY = dt.date(2019, 8, 5)


def raw_review(**fields):
    version = fields.pop("version", None) or make_version()
    values = {"reviewer_name": "Per Ivarsson", "reviewed_on": DAY, "method": "import"}
    return Review.objects.create(**{"version": version, "subject": subject_of(version.release)} | values | fields)


LATER = DAY + dt.timedelta(14)
SICK = {"comment": "Sjuk."}
BROKEN = [
    ("review_is_signed", {"reviewer_name": ""}),
    ("review_outcome_known", {"outcome": "kanske"} | SICK),
    ("review_has_an_account", {"method": "admin"}),
    ("review_is_explained", {"outcome": "needs_changes"}),
    ("review_is_explained", {"outcome": "propose_archive"}),
    ("review_is_explained", {"outcome": "deferred", "deferred_until": LATER}),
    ("review_void_points_at_one", {"outcome": "void"} | SICK),
    ("review_void_points_at_one", {"outcome": "ok", "voids": True}),
    ("review_deferral_has_an_end", {"outcome": "deferred"} | SICK),
    ("review_deferral_has_an_end", {"outcome": "deferred", "deferred_until": DAY} | SICK),
    ("review_deferral_has_an_end", {"outcome": "ok", "deferred_until": LATER}),
]


@pytest.mark.parametrize(("name", "fields"), BROKEN)
def test_the_database_refuses_a_review_that_breaks_a_constraint(name, fields):
    if "voids" in fields:
        fields = fields | {"voids": raw_review()}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        raw_review(**fields)


def test_a_void_without_a_comment_is_refused_and_a_review_is_void_once():
    review = raw_review()
    with pytest.raises(IntegrityError, match="review_is_explained"), transaction.atomic():
        raw_review(outcome="void", voids=review)

    raw_review(outcome="void", voids=review, **SICK)
    with pytest.raises(IntegrityError), transaction.atomic():
        raw_review(outcome="void", voids=review, **SICK)
    assert not Review.objects.valid().exists()


def test_a_key_is_used_once():
    key = uuid.uuid4()
    raw_review(key=key)

    with pytest.raises(IntegrityError), transaction.atomic():
        raw_review(key=key)


def test_a_review_belongs_to_a_page():
    with pytest.raises(IntegrityError), transaction.atomic():
        raw_review(subject=None)


def test_every_check_of_a_review_is_broken_above():
    checks = {c.name for c in Review._meta.constraints if isinstance(c, models.CheckConstraint)}

    assert checks == {name for name, _fields in BROKEN}


def test_latest_first_goes_by_the_date_of_the_review_then_by_when_it_was_recorded():
    version = make_version()
    dates = [DAY, DAY + dt.timedelta(1), DAY - dt.timedelta(9), DAY + dt.timedelta(1)]
    first, second, third, fourth = (make_review(version, on) for on in dates)

    assert list(Review.objects.latest_first()) == [fourth, second, first, third]
    assert list(Review.objects.all()) == [fourth, second, first, third]


def test_approving_are_those_that_found_the_page_right():
    review = make_review(make_version(), DAY)

    assert list(Review.objects.approving()) == [review]
    assert not Review.objects.approving().exclude(outcome="ok").exists()


def test_a_review_is_written_with_date_and_name():
    assert str(raw_review()).startswith("2019-08-05 ")
    assert str(raw_review()).endswith(" Per Ivarsson")


@pytest.mark.parametrize(("due", "late"), [(None, 0), (DAY - dt.timedelta(1), 1), (DAY, 0), (DAY + dt.timedelta(1), 0)])
def test_a_review_is_late_after_the_day_it_was_due(due, late):
    assert raw_review(due_on=due).is_late == bool(late)


def test_a_person_who_has_reviewed_cannot_be_deleted_and_keeps_the_name_of_the_day():
    version = make_version()
    person = make_reviewer(version.department, first_name="Per", last_name="Ivarsson")
    review = raw_review(version=version, reviewer=person, method="admin")
    person.last_name = "Öst"
    person.save()

    with pytest.raises(ProtectedError):
        person.delete()
    review.refresh_from_db()
    assert review.reviewer_name == "Per Ivarsson"


def test_a_version_that_was_reviewed_is_protected():
    review = raw_review()

    with pytest.raises(ProtectedError):
        review.version.delete()
