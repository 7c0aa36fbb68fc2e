"""The desk makes links, sees how it stands with them, and takes them back."""

import re

import pytest
from django.apps import apps
from django.test import Client

from newsroom.links import answer_quote, create_link
from newsroom.models import PreviewLink, Release
from tests.admin.support import BACKEND, client_of
from tests.factories import (
    DAY,
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

pytestmark = pytest.mark.django_db
QUOTE = "– Vi är glada, säger Märta Ågren."
ADDRESS = re.compile(r"https?://[^/\s]+/forhandslank/([\w-]{43})/")


@pytest.fixture
def department():
    return make_department()


@pytest.fixture
def release(department):
    return make_release(department=department)


def page(release):
    return f"/admin/newsroom/release/{release.pk}/links/"


def revoking(link):
    return f"{page(link.release)}{link.pk}/revoke/"


def given(**fields):
    return {"kind": "preview", "recipient": "Katarina Nyman", "days": 7} | fields


def link_to(release, kind="preview", by=None, **more):
    quote = {"quote": QUOTE} if kind == "quote" else {}
    by = by or make_administrator()
    return create_link(release=release, by=by, kind=kind, recipient="Paul Åkerlund", **quote | more)[0]


def text(response):
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("kind", ["preview", "embargo", "quote"])
def test_an_editor_makes_a_link_that_opens_and_is_shown_once(release, department, kind):
    desk = client_of(make_editor(department))

    html = text(desk.post(page(release), given(kind=kind, quote=QUOTE if kind == "quote" else "")))

    address = ADDRESS.search(html)
    assert "Den kan inte visas igen" in html
    assert Client().get(f"/forhandslank/{address[1]}/").status_code == 200
    assert PreviewLink.objects.get().kind == kind
    again = text(desk.get(page(release)))
    assert "Katarina Nyman" in again
    assert address[1] not in again
    assert not ADDRESS.search(again)


def test_the_token_is_in_no_table_after_the_page_was_shown(release, department):
    html = text(client_of(make_editor(department)).post(page(release), given()))
    token = ADDRESS.search(html)[1]

    assert token not in repr([list(model._base_manager.values()) for model in apps.get_models(True)])


def test_the_quotes_of_the_text_are_offered_word_for_word(release, department):
    html = text(client_of(make_editor(department)).get(page(release)))

    assert f'value="{QUOTE}"' in html
    assert "Bygget tog två år." not in html


def test_a_text_without_quotes_says_so(department):
    release = make_release(department=department, body="<p>Inget citat.</p>")

    assert "Det finns inget citat i texten" in text(client_of(make_editor(department)).get(page(release)))


@pytest.mark.parametrize(
    "wrong",
    [
        {"recipient": " "},
        {"days": 0},
        {"days": 31},
        {"days": "x"},
        {"kind": "open"},
        {"kind": "quote"},
        {"kind": "quote", "quote": "– Hittepå."},
    ],
)
def test_what_does_not_do_is_refused_and_what_was_typed_stays(release, department, wrong):
    html = text(client_of(make_editor(department)).post(page(release), given(**wrong)))

    assert "errorlist" in html
    assert not ADDRESS.search(html)
    assert not PreviewLink.objects.exists()
    if "recipient" not in wrong:
        assert 'value="Katarina Nyman"' in html


def test_the_list_tells_how_each_link_stands(release, department):
    by = make_administrator()
    link_to(release, by=by, at=NOW - 8 * DAY)
    answered, _waiting, revoked = (link_to(release, "quote", by=by) for _ in range(3))
    answer_quote(link=answered, answer="change", digest=answered.digest, comment="Säg hellre nöjda.")
    desk = client_of(make_editor(department, first_name="Sofia", last_name="Hallberg"))
    desk.post(revoking(revoked))

    html = text(desk.get(page(release)))

    for words in (
        "Paul Åkerlund", "Länkens tid har gått ut", "Länken gäller", "Återkallad", "av Sofia Hallberg",
        "Väntar på svar", "Vill ändra", "Säg hellre nöjda.",
    ):  # fmt: skip
        assert words in html, words
    assert html.count("/revoke/") == 3

    Release.objects.filter(pk=release.pk).update(body="<p>Nytt.</p>")
    assert "Texten har ändrats sedan dess" in text(desk.get(page(release)))
    make_version(release=release)
    assert "Länken gäller inte längre" in text(desk.get(page(release)))


def test_a_link_is_revoked_by_a_post(release, department):
    editor, link = make_editor(department), link_to(release)
    desk = client_of(editor)

    assert desk.get(revoking(link)).status_code == 405
    assert PreviewLink.objects.usable().exists()
    response = desk.post(revoking(link))

    assert response["Location"] == page(release)
    link.refresh_from_db()
    assert link.revoked_by == editor
    assert not PreviewLink.objects.usable().exists()


def test_a_link_of_another_release_cannot_be_revoked_through_one_s_own(release, department):
    other = link_to(make_release())
    path = f"{page(release)}{other.pk}/revoke/"

    assert client_of(make_editor(department)).post(path).status_code == 404
    assert PreviewLink.objects.usable().exists()


@pytest.mark.parametrize(
    ("maker", "own", "reading", "writing"),
    [
        (make_editor, True, 200, True),
        (make_publisher, True, 200, True),
        (make_reviewer, True, 200, 403),
        (make_editor, False, 404, 404),
        (make_publisher, False, 404, 404),
        (make_reviewer, False, 404, 404),
    ],
)
def test_who_may(release, department, maker, own, reading, writing):
    link = link_to(release)
    desk = client_of(maker(department if own else make_department()))

    read = desk.get(page(release))
    made, taken_back = desk.post(page(release), given()), desk.post(revoking(link))

    assert read.status_code == reading
    link.refresh_from_db()
    if writing is True:
        assert (made.status_code, taken_back.status_code) == (200, 302)
        assert link.revoked_at is not None
        assert PreviewLink.objects.count() == 2
    else:
        assert (made.status_code, taken_back.status_code) == (writing, writing)
        assert link.revoked_at is None
        assert PreviewLink.objects.count() == 1
    if reading == 200:
        assert ('name="recipient"' in read.content.decode()) == (writing is True)
        assert ("/revoke/" in read.content.decode()) == (writing is True)


def test_nobody_gets_in_without_an_account_and_a_role(release):
    link = link_to(release)
    outsiders = [Client(), client_of(make_user())]

    for desk in outsiders:
        for path, send in ((page(release), "get"), (page(release), "post"), (revoking(link), "post")):
            assert getattr(desk, send)(path, given()).status_code in (302, 403, 404)

    link.refresh_from_db()
    assert link.revoked_at is None
    assert PreviewLink.objects.count() == 1


def test_every_change_wants_a_token_of_the_form(release):
    link, desk = link_to(release), Client(enforce_csrf_checks=True)
    desk.force_login(make_administrator(), backend=BACKEND)

    assert desk.post(page(release), given()).status_code == 403
    assert desk.post(revoking(link)).status_code == 403
    assert PreviewLink.objects.usable().count() == 1


def test_reading_the_page_changes_nothing(release):
    link_to(release, "quote")
    desk = client_of(make_administrator())
    models = [model for model in apps.get_models(True) if model._meta.label != "sessions.Session"]
    before = [list(model._base_manager.order_by("pk").values()) for model in models]

    desk.get(page(release))
    desk.head(page(release))

    assert [list(model._base_manager.order_by("pk").values()) for model in models] == before


def test_the_page_is_kept_by_nobody(release):
    response = client_of(make_administrator()).post(page(release), given())

    assert response["Cache-Control"] == "no-store"
    assert ADDRESS.search(response.content.decode())
