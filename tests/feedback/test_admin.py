"""The answers at the desk: for the department they went to, and for nobody else."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from newsroom.feedback.counting import share
from newsroom.feedback.models import Answer
from tests.admin.support import BACKEND, client_of
from tests.factories import (
    NOW,
    make_administrator,
    make_department,
    make_editor,
    make_publisher,
    make_reviewer,
    make_user,
    make_version,
)
from tests.feedback.support import make_answer

pytestmark = pytest.mark.django_db
LIST = "/admin/newsroom_feedback/answer/"
COUNTS = f"{LIST}sidor/"
SECRET = "hemligt-ord-4711"


@pytest.fixture
def department():
    return make_department(name="Kultur- och fritidsförvaltningen")


@pytest.fixture
def editor(department):
    return make_editor(department)


@pytest.fixture
def desk(editor):
    return client_of(editor)


def change(answer):
    return reverse("admin:newsroom_feedback_answer_change", args=[answer.pk])


def button(answer):
    return reverse("admin:answer_handle", args=[answer.pk])


def test_everybody_with_a_role_reads_what_was_written(department):
    answer = make_answer(department=department, text=f"Fel tid, {SECRET}")

    for person in (
        make_editor(department),
        make_reviewer(department),
        make_publisher(department),
        make_administrator(),
    ):
        assert SECRET in client_of(person).get(LIST).content.decode()
        assert SECRET in client_of(person).get(change(answer)).content.decode()
        assert answer.title in client_of(person).get(COUNTS).content.decode()


def test_others_read_nothing_and_mark_nothing(department):
    answer = make_answer(make_version(department=department, headline=SECRET), text=SECRET)

    for person in (make_publisher(make_department()), make_user()):
        client = client_of(person)
        for path in (LIST, f"{LIST}?q=hemligt", COUNTS, change(answer)):
            response = client.get(path)
            assert response.status_code in (200, 302, 403)
            assert SECRET not in response.content.decode(), path
        assert client.post(button(answer)).status_code in (403, 404)
        client.post(LIST, {"action": "mark_handled", "_selected_action": [answer.pk]})

    answer.refresh_from_db()
    assert answer.handled_at is None


def test_buttons_alone_are_counted_and_not_listed(desk, department):
    version = make_version(department=department, headline="Badhuset öppnar igen")
    for kind, text in (("yes", ""), ("yes", ""), ("yes", "Tack!"), ("no", ""), ("remark", "Fel adress.")):
        make_answer(version=version, kind=kind, text=text)
    make_answer(department=department, about_department=True, kind="no", text="")

    listed, counted = desk.get(LIST).content.decode(), desk.get(COUNTS).content.decode()

    assert listed.count('class="action-select"') == 2
    cells = "<td>3</td><td>1</td><td>75\N{NO-BREAK SPACE}%</td><td>2</td>"
    assert "Badhuset öppnar igen" in counted
    assert cells in counted
    assert "Förvaltningens sida" in counted
    assert "<td>0</td><td>1</td><td>0\N{NO-BREAK SPACE}%</td><td>0</td>" in counted


@pytest.mark.parametrize(
    ("yes", "no", "said"), [(0, 0, ""), (1, 2, "33\N{NO-BREAK SPACE}%"), (5, 0, "100\N{NO-BREAK SPACE}%")]
)
def test_a_share_is_in_whole_percent(yes, no, said):
    assert share(yes, no) == said


def test_the_list_is_filtered_and_searched(desk, department, editor):
    make_answer(department=department, text="Alfa")
    make_answer(department=department, text="Beta", handled_at=NOW, handled_by=editor, kind="remark")

    for query, shown, hidden in (
        ("?lage=ohanterade", "Alfa", "Beta"),
        ("?lage=hanterade", "Beta", "Alfa"),
        ("?kind__exact=remark", "Beta", "Alfa"),
        ("?q=alfa", "Alfa", "Beta"),
    ):
        html = desk.get(LIST + query).content.decode()
        assert shown in html
        assert hidden not in html
    assert desk.get(f"{LIST}?lage=nonsens").status_code == 200


def test_one_button_marks_it_and_marks_it_back(desk, editor, department):
    answer = make_answer(department=department)
    assert f'formaction="{button(answer)}"' in desk.get(change(answer)).content.decode()

    desk.post(button(answer))
    answer.refresh_from_db()
    assert answer.handled_by == editor
    assert "Markera som oläst" in desk.get(change(answer)).content.decode()

    desk.post(button(answer))
    answer.refresh_from_db()
    assert (answer.handled_at, answer.handled_by) == (None, None)


def test_several_are_marked_at_once(desk, editor, department):
    answers = [make_answer(department=department) for _ in range(3)]
    elsewhere = make_answer()
    chosen = [answer.pk for answer in (*answers[:2], elsewhere)]

    html = desk.post(LIST, {"action": "mark_handled", "_selected_action": chosen}, follow=True).content.decode()

    assert "2 svar är markerade." in html
    assert Answer.objects.exclude(handled_at=None).count() == 2
    desk.post(LIST, {"action": "mark_unhandled", "_selected_action": chosen})
    assert not Answer.objects.exclude(handled_at=None).exists()


def test_a_get_marks_nothing_and_a_post_wants_a_token(desk, editor, department):
    answer = make_answer(department=department)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor, backend=BACKEND)

    assert desk.get(button(answer)).status_code == 405
    assert strict.post(button(answer)).status_code == 403
    answer.refresh_from_db()
    assert answer.handled_at is None


def test_what_came_in_is_neither_changed_nor_deleted(department):
    answer, desk = make_answer(department=department), client_of(make_administrator())

    desk.post(change(answer), {"text": "Annat", "kind": "yes", "_save": "x"})
    assert (
        desk.post(reverse("admin:newsroom_feedback_answer_delete", args=[answer.pk]), {"post": "yes"}).status_code
        == 403
    )
    assert desk.get(f"{LIST}add/").status_code == 403

    assert Answer.objects.values_list("text", "kind").get() == (answer.text, answer.kind)


def test_markup_is_shown_as_it_was_typed(desk, department):
    answer = make_answer(department=department, text='<script>alert(1)</script> <a href="javascript:x">klicka</a>')

    for path in (LIST, change(answer)):
        html = desk.get(path).content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
        assert "<script>alert" not in html
        assert 'href="javascript:' not in html


def test_the_start_page_tells_how_many_wait(desk, department, editor):
    assert "svar från" not in desk.get("/admin/").content.decode().split('id="content-main"')[0]
    make_answer(department=department)
    make_answer(department=department, handled_at=NOW, handled_by=editor)
    make_answer()

    assert "1 svar från en läsare att läsa" in desk.get("/admin/").content.decode()


@pytest.mark.parametrize("path", [LIST, COUNTS])
def test_the_screens_cost_the_same_with_many(desk, department, path):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            desk.get(path)
        return len(queries)

    make_answer(department=department)
    make_answer(department=department)
    few = asked()
    for _ in range(12):
        make_answer(department=department)

    assert asked() == few


def test_a_day_without_answers_says_so(desk):
    assert "Ingen läsare har svarat än." in desk.get(COUNTS).content.decode()
    assert desk.get(f"{COUNTS}?sida=x").status_code == 200
