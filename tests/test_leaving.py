import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from newsroom.leaving import Duties, duties_of, hand_over
from newsroom.models import Release, ReviewSubject, User
from newsroom.reviewing import subject_of
from tests.factories import (
    make_administrator,
    make_contact,
    make_department,
    make_editor,
    make_publisher,
    make_release,
    make_reviewer,
    make_version,
    review_version,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def department():
    return make_department()


@pytest.fixture
def leaver(department):
    """Return a reviewer who answers for two pages and owns one release."""
    person = make_reviewer(department, first_name="Per", last_name="Ivarsson")
    for thing in (make_version(department=department).release, make_contact(department=department)):
        ReviewSubject.objects.filter(pk=subject_of(thing).pk).update(responsible=person)
    make_release(department=department, owner=person)
    return person


def test_what_somebody_answers_for_is_counted(leaver, department):
    assert duties_of(leaver) == Duties(pages=2, releases=1)
    assert not duties_of(make_reviewer(department))


def test_nobody_leaves_without_a_successor(leaver):
    with pytest.raises(ValidationError) as refused:
        hand_over(user=leaver, successor=None, by=make_administrator())
    assert "successor" in refused.value.message_dict
    assert User.objects.get(pk=leaver.pk).is_active
    assert duties_of(leaver) == Duties(2, 1)


def test_a_successor_takes_all_of_it(leaver, department):
    successor = make_reviewer(department)

    assert hand_over(user=leaver, successor=successor, by=make_administrator()) == Duties(2, 1)
    assert not duties_of(leaver)
    assert duties_of(successor) == Duties(2, 1)
    assert not User.objects.get(pk=leaver.pk).is_active


def test_or_the_department_does(leaver):
    hand_over(user=leaver, successor=None, by=make_administrator(), to_department=True)

    assert not User.objects.get(pk=leaver.pk).is_active
    assert not ReviewSubject.objects.exclude(responsible=None).exists()
    assert not Release.objects.exclude(owner=None).exists()


def test_who_answers_for_nothing_leaves_freely(department):
    person = make_editor(department)
    hand_over(user=person, successor=None, by=make_administrator())

    assert not User.objects.get(pk=person.pk).is_active


def test_a_successor_is_there_and_may_review_the_pages(leaver, department):
    unable = [
        make_reviewer(make_department()),
        make_editor(department),
        make_reviewer(department, is_active=False),
        make_administrator(is_active=False),
        leaver,
    ]
    for successor in unable:
        with pytest.raises(ValidationError) as refused:
            hand_over(user=leaver, successor=successor, by=make_administrator())
        assert "successor" in refused.value.message_dict
    assert duties_of(leaver) == Duties(2, 1)
    for successor in (make_publisher(department), make_administrator()):
        assert hand_over(user=leaver, successor=successor, by=make_administrator())
        leaver = successor


def test_only_an_administrator_closes_an_account_and_not_the_own(leaver, department):
    successor, boss = make_reviewer(department), make_administrator()
    for by in (make_publisher(department), leaver, make_administrator(is_active=False)):
        with pytest.raises(PermissionDenied):
            hand_over(user=leaver, successor=successor, by=by)
    with pytest.raises(ValidationError) as refused:
        hand_over(user=boss, successor=None, by=boss)
    assert refused.value.code == "self"


def test_old_lines_keep_the_name(leaver, department):
    review = review_version(version=make_version(department=department), by=leaver)
    hand_over(user=leaver, successor=make_reviewer(department), by=make_administrator())
    review.refresh_from_db()

    assert (review.reviewer, review.reviewer_name) == (leaver, "Per Ivarsson")


@pytest.mark.parametrize("duty", ["page", "release"])
def test_a_form_cannot_close_the_account_of_who_answers_for_something(duty, department):
    person = make_reviewer(department)
    release = make_release(department=department, owner=person if duty == "release" else None)
    if duty == "page":
        ReviewSubject.objects.filter(pk=subject_of(release).pk).update(responsible=person)
    person.full_clean()
    person.is_active = False

    with pytest.raises(ValidationError) as refused:
        person.full_clean()
    assert set(refused.value.message_dict) == {"is_active"}


def test_a_form_closes_the_account_of_who_answers_for_nothing(department):
    person = make_reviewer(department)
    person.is_active = False
    person.full_clean()
    User(username="ny", password="x", is_active=False).full_clean()


def test_the_form_of_the_admin_does_not_close_it_either(leaver, client):
    client.force_login(make_administrator())
    response = client.post(
        f"/admin/newsroom/user/{leaver.pk}/change/",
        {
            "username": leaver.username, "first_name": "Per", "last_name": "Ivarsson", "is_staff": "on",
            "memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0,
        },
    )  # fmt: skip

    assert response.status_code in (200, 302)
    assert User.objects.get(pk=leaver.pk).is_active
