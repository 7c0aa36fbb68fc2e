"""Word to the departments: once, at most once a day, and nothing of what was written."""

import threading

import pytest
from django.core.management import call_command
from django.db import connection

from newsroom.feedback.letters import tell_departments
from newsroom.feedback.models import Answer
from newsroom.models import Letter
from tests.factories import (
    DAY,
    HOUR,
    NOW,
    make_administrator,
    make_department,
    make_editor,
    make_publisher,
    make_release,
    make_reviewer,
    make_version,
)
from tests.feedback.support import make_answer

pytestmark = pytest.mark.django_db
SECRET = "kanarie4711"


@pytest.fixture
def department():
    return make_department(name="Kultur- och fritidsförvaltningen")


@pytest.fixture
def publisher(department):
    return make_publisher(department, email="utgivare@trollhattan.example")


def test_publishers_and_editors_are_told_how_many_and_where(department, publisher, settings):
    editor = make_editor(department, email="redaktor@trollhattan.example")
    make_reviewer(department, email="granskare@trollhattan.example")
    make_publisher(make_department(), email="annan@trollhattan.example")
    make_publisher(department, email="borta@trollhattan.example", is_active=False)
    version = make_version(department=department, headline="Badhuset öppnar igen")
    for _ in range(2):
        make_answer(version=version, text=SECRET)

    assert tell_departments(NOW) == 2

    assert set(Letter.objects.values_list("to", flat=True)) == {publisher.pk, editor.pk}
    letter = Letter.objects.first()
    assert letter.subject == "2 läsare har skrivit"
    assert letter.body.count("Badhuset öppnar igen") == 1
    assert f"{settings.SITE_URL}/admin/newsroom_feedback/answer/" in letter.body
    assert "Kultur- och fritidsförvaltningen" in letter.body
    assert SECRET not in letter.body + letter.subject


def test_buttons_alone_and_what_is_handled_are_told_to_nobody(department, publisher):
    make_answer(department=department, text="")
    make_answer(department=department, handled_at=NOW, handled_by=publisher)

    assert tell_departments(NOW) == 0
    assert not Letter.objects.exists()


def test_a_second_run_writes_nothing_and_what_comes_later_waits_for_tomorrow(department, publisher):
    make_answer(department=department)
    assert tell_departments(NOW) == 1
    assert tell_departments(NOW) == 0

    make_answer(department=department)
    assert tell_departments(NOW) == 0
    assert tell_departments(NOW + DAY) == 1
    assert tell_departments(NOW + DAY + HOUR) == 0
    assert [letter.subject for letter in Letter.objects.all()] == ["1 läsare har skrivit"] * 2


def test_each_department_gets_its_own(department, publisher):
    other = make_publisher(make_department(), email="annan@trollhattan.example")
    make_answer(department=department)
    make_answer(department=other.memberships.get().department)

    assert tell_departments(NOW) == 2
    assert set(Letter.objects.values_list("to", flat=True)) == {publisher.pk, other.pk}


def test_the_administrators_get_what_nobody_else_can_take(department):
    administrator = make_administrator(email="admin@trollhattan.example")
    make_answer(version=make_version(release=make_release(department=None)))
    make_answer(department=department)

    assert tell_departments(NOW) == 2
    assert set(Letter.objects.values_list("to", flat=True)) == {administrator.pk}
    assert "Sidor utan förvaltning" in Letter.objects.first().body + Letter.objects.last().body


def test_where_there_is_nobody_yet_the_answers_wait(department):
    make_answer(department=department)
    assert tell_departments(NOW) == 0
    make_publisher(department, email="utgivare@trollhattan.example")

    assert tell_departments(NOW) == 1


def test_a_run_that_fails_half_way_has_told_nobody(department, publisher, monkeypatch):
    make_answer(department=department)
    with monkeypatch.context() as broken:
        broken.setattr("newsroom.feedback.letters.Answer.objects.filter", lambda **kw: 1 / 0, raising=False)
        with pytest.raises(ZeroDivisionError):
            tell_departments(NOW)

    assert not Letter.objects.exists()
    assert tell_departments(NOW) == 1


def test_the_command_says_how_many(department, publisher, capsys):
    make_answer(department=department)

    call_command("tell_of_answers")

    assert "Skrivna brev: 1." in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time")
def test_several_at_once_write_one_letter(department, publisher):
    for _ in range(20):
        make_answer(department=department)
    barrier, written = threading.Barrier(6), []

    def run():
        barrier.wait()
        written.append(tell_departments(NOW))
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(written) == [0, 0, 0, 0, 0, 1]
    assert Letter.objects.get().subject == "20 läsare har skrivit"
    assert not Answer.objects.filter(told_at=None).exists()
