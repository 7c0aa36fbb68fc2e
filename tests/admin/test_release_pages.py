"""Preview, publish and review: each change a POST by somebody who may."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsroom.links import answer_quote, create_link
from newsroom.models import Event, Release, Review, Version
from tests.admin.page_form import sent_from
from tests.admin.support import change_url, client_of, release_data
from tests.factories import (
    make_administrator,
    make_contact,
    make_department,
    make_editor,
    make_publisher,
    make_release,
    make_reviewer,
    make_version,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def department():
    return make_department()


@pytest.fixture
def publisher(department):
    return make_publisher(department, first_name="Sofia", last_name="Hallberg")


def page(release, name):
    return f"/admin/newsroom/release/{release.pk}/{name}/"


def number(release):
    return {"expected_version": Release.objects.get(pk=release.pk).lock_version}


def test_from_the_form_to_the_reader(publisher, department, client):
    contact = make_contact()
    rows = {"contact_places-TOTAL_FORMS": 1, "contact_places-0-contact": contact.pk}
    rows |= {"contact_places-0-placement": "card", "contact_places-0-order": 0}
    desk = client_of(publisher)

    saved = desk.post(
        "/admin/newsroom/release/add/",
        release_data(headline="Alldeles ny nyhet", department=department.pk, _publish="1", **rows),
    )
    release = Release.objects.get()
    assert saved["Location"] == page(release, "publish")
    assert "Publicera nu" in desk.get(saved["Location"]).content.decode()
    done = desk.post(saved["Location"], number(release), follow=True)

    assert "Publicerat" in done.content.decode()
    assert "Alldeles ny nyhet" in client.get("/").content.decode()
    assert [e.kind for e in release.events.all()] == ["published", "created"]


def test_a_change_asks_whether_readers_need_to_know(publisher, department, client):
    release = make_version(department=department, headline="Fel rubrik").release
    desk = client_of(publisher)
    desk.post(change_url(release), release_data(release, headline="Rätt rubrik"))

    assert "Behöver läsarna veta vad som ändrats?" in desk.get(page(release, "publish")).content.decode()
    answer = {"kind": "correction", "public_note": "Rubriken var fel."} | number(release)
    desk.post(page(release, "publish"), answer)

    html = client.get(Version.objects.public().get().get_absolute_url()).content.decode()
    assert "Rätt rubrik" in html
    assert "Rubriken var fel." in html


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({}, "Detta fält måste fyllas i"),
        ({"kind": "correction", "public_note": " "}, "Berätta för läsarna vad som har ändrats."),
        ({"kind": "new"}, "giltigt"),
        ({"kind": "minor"}, "Inget har ändrats sedan den publicerade versionen."),
    ],
)
def test_an_answer_that_does_not_do_is_refused_with_a_reason(publisher, department, answer, said):
    release = make_version(department=department).release
    if said != "Inget har ändrats sedan den publicerade versionen.":
        Release.objects.filter(pk=release.pk).update(headline="Ändrad")

    html = client_of(publisher).post(page(release, "publish"), answer | number(release)).content.decode()

    assert said in html
    assert Version.objects.count() == 1
    if note := answer.get("public_note"):
        assert f">{note}" in html or note.strip() == ""


def test_publishing_refuses_with_every_fault_at_once_each_linked_to_its_field(publisher, department):
    release = make_release(department=department, lead="", body="", contacts=[], headline="Rubrik med TODO")

    html = client_of(publisher).get(page(release, "publish")).content.decode()

    for field in ("lead", "body", "headline"):
        assert f"{change_url(release)}#id_{field}" in html
    assert f"{change_url(release)}#contact_places-group" in html
    client_of(publisher).post(page(release, "publish"), number(release))
    assert not Version.objects.exists()


def test_a_text_that_somebody_changed_meanwhile_is_not_published_unseen(publisher, department):
    release = make_release(department=department)
    seen = number(release)
    client_of(make_editor(department)).post(change_url(release), release_data(release, lead="Smög sig in."))

    html = client_of(publisher).post(page(release, "publish"), seen).content.decode()

    assert "Texten ändrades medan du var här" in html
    assert not Version.objects.exists()
    assert client_of(publisher).post(page(release, "publish"), number(release)).status_code == 302


def test_publishing_twice_by_two_clicks_makes_one_version(publisher, department):
    release = make_release(department=department)
    desk, seen = client_of(publisher), number(release)

    desk.post(page(release, "publish"), seen)
    desk.post(page(release, "publish"), seen)

    assert Version.objects.count() == 1
    assert Event.objects.filter(kind="published").count() == 1


def test_an_editor_cannot_publish_and_sees_no_button(department):
    release = make_release(department=department)
    desk = client_of(make_editor(department))

    assert "_publish" not in desk.get(change_url(release)).content.decode()
    assert desk.get(page(release, "publish")).status_code == 403
    assert desk.post(page(release, "publish"), number(release)).status_code == 403
    assert not Version.objects.exists()


@pytest.mark.parametrize("name", ["preview", "publish", "review", "history"])
def test_somebody_from_another_department_finds_nothing(department, name):
    release = make_version(department=department).release
    for outsider in (make_publisher(make_department()), make_reviewer(make_department())):
        response = client_of(outsider).post(page(release, name), {"kind": "minor"} | number(release))
        assert response.status_code == 404
        assert client_of(outsider).get(page(release, name)).status_code == 404


@pytest.mark.parametrize("name", ["preview", "publish", "review", "history", "change"])
def test_nobody_gets_in_without_logging_in(client, department, name):
    release = make_version(department=department).release

    response = client.get(page(release, name))

    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")


def test_preview_shows_the_working_copy_as_the_public_would_see_it(publisher, department):
    version = make_version(department=department, headline="Publik rubrik")
    Release.objects.filter(pk=version.release_id).update(headline="Kommande rubrik")

    response = client_of(publisher).get(page(version.release, "preview"))

    html = response.content.decode()
    assert "Kommande rubrik" in html
    assert "Förhandsvisning" in html
    assert version.release.contact_places.get().contact.name in html
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]


def test_preview_works_for_a_draft_with_a_headline_alone(publisher, department):
    release = make_release(department=department, lead="", body="", contacts=[])

    assert client_of(publisher).get(page(release, "preview")).status_code == 200


def test_the_button_leads_to_the_review_screen(department):
    version, draft = make_version(department=department), make_release(department=department)
    desk = client_of(make_reviewer(department))

    assert (
        desk.get(page(version.release, "review")).url
        == f"/admin/newsroom/reviewsubject/{version.release.subject.pk}/review/"
    )
    assert desk.get(page(draft, "review")).url == change_url(draft)
    assert not Review.objects.exists()


def test_an_editor_cannot_review(department):
    version = make_version(department=department)

    assert (
        client_of(make_editor(department)).post(page(version.release, "review"), {"version": version.pk}).status_code
        == 403
    )
    assert not Review.objects.exists()


def test_a_draft_cannot_be_reviewed(department):
    release = make_release(department=department)

    client_of(make_reviewer(department)).post(page(release, "review"), {"version": 1})

    assert not Review.objects.exists()


def test_a_reviewer_can_read_the_form_but_not_save_it(department):
    release = make_version(department=department).release
    desk = client_of(make_reviewer(department))

    html = desk.get(change_url(release)).content.decode()
    desk.post(change_url(release), release_data(release, headline="Kapad"))

    assert "Markera som granskad" in html
    assert 'name="_draft"' not in html
    release.refresh_from_db()
    assert release.headline != "Kapad"


def test_an_administrator_may_do_it_everywhere():
    release = make_release()
    desk = client_of(make_administrator())

    assert desk.post(page(release, "publish"), number(release)).status_code == 302
    assert Version.objects.public().exists()


# --- quotes that somebody has been asked about ----------------------------------------------------------
QUOTE = "– Vi är glada, säger Märta Ågren."


def ask(release, by, recipient="Märta Ågren"):
    return create_link(release=release, by=by, kind="quote", recipient=recipient, quote=QUOTE)[0]


def answer(link, given="change", comment="Säg nöjda."):
    answer_quote(link=link, answer=given, digest=link.digest, comment=comment)


def test_the_publisher_sees_how_it_stands_with_every_quote(publisher, department):
    release = make_release(department=department)
    answer(ask(release, publisher, "Bo Ek"))
    answer(ask(release, publisher, "Siv Öst"), "agreed", "")
    ask(release, publisher, "Per Ås")

    html = client_of(publisher).get(page(release, "publish")).content.decode()

    assert re.findall(r"<p( class=.*?)?><strong>(.*?)</strong>: (.*?)</p>", html) == [
        (' class="standing-warning"', "Bo Ek om ”Vi är glada, säger Märta Ågren.”", "vill ändra: Säg nöjda."),
        ("", "Siv Öst om ”Vi är glada, säger Märta Ågren.”", "stämmer"),
        (' class="standing-warning"', "Per Ås om ”Vi är glada, säger Märta Ågren.”", "inväntar svar"),
    ]


def test_a_page_without_questions_says_nothing_of_quotes(publisher, department):
    html = client_of(publisher).get(page(make_release(department=department), "publish")).content.decode()

    assert "tillfrågats" not in html


def test_a_wish_that_was_on_screen_does_not_stop_the_publisher(publisher, department):
    release = make_release(department=department)
    answer(ask(release, publisher))
    desk = client_of(publisher)
    seen = re.search(r'name="wishes_seen" value="(\d+)"', desk.get(page(release, "publish")).content.decode())[1]

    assert desk.post(page(release, "publish"), number(release) | {"wishes_seen": seen}).status_code == 302
    assert Version.objects.public().exists()


def test_a_wish_that_comes_while_the_page_is_open_is_shown_before_anything_is_published(publisher, department):
    release = make_release(department=department)
    link, desk = ask(release, publisher), client_of(publisher)
    shown = sent_from(desk.get(page(release, "publish")), None)
    answer(link)

    refused = desk.post(page(release, "publish"), shown)

    assert "Någon vill ändra ett citat." in refused.content.decode()
    assert "vill ändra: Säg nöjda." in refused.content.decode()
    assert not Version.objects.exists()
    assert desk.post(page(release, "publish"), sent_from(refused, None)).status_code == 302


@pytest.mark.parametrize("given", ["agreed", None])
def test_only_a_wish_stops_the_publisher(publisher, department, given):
    release = make_release(department=department)
    link = ask(release, publisher)
    if given:
        answer(link, given, "")

    assert client_of(publisher).post(page(release, "publish"), number(release)).status_code == 302


def test_the_publish_page_costs_the_same_with_many_questions(publisher, department):
    release, desk, counts = make_release(department=department), client_of(publisher), []
    for size in (1, 9):
        for name in range(size):
            ask(release, publisher, f"Person {size} {name}")
        with CaptureQueriesContext(connection) as queries:
            desk.get(page(release, "publish"))
        counts.append(len(queries))

    assert counts[0] == counts[1]
