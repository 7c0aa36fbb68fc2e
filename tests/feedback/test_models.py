"""What an answer is, and whose."""

import pytest
from django.db import IntegrityError, transaction

from newsroom.feedback.models import Answer
from tests.factories import (
    NOW,
    make_administrator,
    make_department,
    make_editor,
    make_publisher,
    make_release,
    make_reviewer,
    make_user,
    make_version,
)
from tests.feedback.support import make_answer

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "kanske"},
        {"kind": "remark", "text": ""},
        {"version": None, "release": None, "department": None},
        {"version": None},
        {"handled_at": NOW},
    ],
)
def test_the_database_refuses_what_makes_no_sense(fields):
    version = make_version()
    about = {"version": version, "release": version.release, "department": version.department}

    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.create(**about | {"kind": "no", "text": "Ord.", "received_at": NOW} | fields)


def test_nothing_stored_can_tell_who_it_was():
    names = {field.name for field in Answer._meta.get_fields() if field.concrete}

    assert names == {
        *("id", "release", "version", "department", "kind", "text", "received_at"),
        *("handled_at", "handled_by", "told_at"),
    }


def test_an_answer_is_for_those_with_a_role_in_the_department():
    department = make_department()
    answer = make_answer(department=department)
    orphan = make_answer(version=make_version(release=make_release(department=None)))
    people = [make_editor(department), make_reviewer(department), make_publisher(department)]
    strangers = [make_publisher(make_department()), make_user()]

    for person in people:
        assert list(Answer.objects.of(person)) == [answer]
        assert (answer.is_for(person), orphan.is_for(person)) == (True, False)
    for person in strangers:
        assert not Answer.objects.of(person).exists()
        assert not answer.is_for(person)
    assert set(Answer.objects.of(make_administrator())) == {answer, orphan}


def test_waiting_is_what_is_said_in_words_and_not_dealt_with():
    by = make_administrator()
    waiting = make_answer()
    make_answer(text="")
    make_answer(handled_at=NOW, handled_by=by)

    assert list(Answer.objects.waiting()) == [waiting]


def test_it_is_called_by_the_headline_that_was_read():
    version = make_version(headline="Ny förskola öppnar")
    make_version(
        release=version.release, headline="Ny förskola öppnar i höst", kind="update", note="Ny tid.", visible_from=NOW
    )
    department = make_department(name="Kansliet")

    assert str(make_answer(version=version)) == "Ny förskola öppnar"
    assert str(make_answer(department=department, about_department=True)) == "Kansliet"
