"""The desk's screens: administrators alone, nothing typed is lost, and what has been shown is read only."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from newsroom.about.models import Authority, Page, Statement
from tests.about.support import FAULT, make_authority, make_shown, make_statement
from tests.admin.support import BACKEND, client_of
from tests.factories import make_administrator, make_department, make_editor, make_publisher, make_reviewer

pytestmark = pytest.mark.django_db
ADD = "/admin/newsroom_about/statement/add/"


def change(statement):
    return reverse("admin:newsroom_about_statement_change", args=[statement.pk])


def form(statement=None, rows=(), **fields):
    """Return what the form of a statement posts, with its rows as they are stored and some new ones."""
    data = {
        "actor": "Härnösands kommun",
        "service": "pressrummet i Härnösand",
        "compliance": "partly",
        "assessed_on": "2026-10-05",
        "method": "self",
        "method_text": "Vi gick igenom tjugo sidor.",
        "claims_no_burden": "on",
        "has_nothing_outside": "on",
    }
    stored = list(statement.deficiencies.values()) if statement else []
    for number, row in enumerate([*stored, *rows]):
        values = {key: value for key, value in row.items() if value is not None} | {"order": number}
        data |= {f"deficiencies-{number}-{key.removesuffix('_id')}": value for key, value in values.items()}
    data |= {"deficiencies-TOTAL_FORMS": len(stored) + len(rows), "deficiencies-INITIAL_FORMS": len(stored)}
    return data | fields


@pytest.fixture
def desk():
    return client_of(make_administrator())


def text_of(response):
    return response.content.decode()


@pytest.mark.parametrize("make", [make_publisher, make_editor, make_reviewer])
def test_nobody_but_administrators_sees_or_does_anything(make):
    make_authority()
    Page.objects.create(key="about", body="<p>Hej</p>")
    shown, draft, client = make_shown(), make_statement(), client_of(make(make_department()))
    bases = [f"/admin/newsroom_about/{name}/" for name in ("authority", "page", "statement")]
    pks = {"authority": 1, "page": Page.objects.get().pk, "statement": draft.pk}
    before = [list(model.objects.order_by("pk").values()) for model in (Authority, Page, Statement)]

    paths = [*bases, *(base + "add/" for base in bases)]
    paths += [f"/admin/newsroom_about/{name}/{pk}/{page}/" for name, pk in pks.items() for page in ("change", "delete")]
    for path in paths:
        for response in (client.get(path), client.post(path, form(_show="1") | {"post": "yes"})):
            assert response.status_code == 403, path
    assert client.post(reverse("admin:statement_begin", args=[shown.pk])).status_code == 403
    assert "newsroom_about" not in text_of(client.get("/admin/"))
    assert [list(model.objects.order_by("pk").values()) for model in (Authority, Page, Statement)] == before


# --- the statement ------------------------------------------------------------------------------------


def test_a_new_one_starts_from_what_is_known(desk):
    make_authority()
    html = text_of(desk.get(ADD))

    assert 'value="Härnösands kommun"' in html
    assert "med axe (WCAG 2.2, A och AA)" in html
    assert 'value="pressrummet för Trollhättans Stad"' in html


def test_a_draft_is_saved_however_little_is_in_it(desk):
    empty = dict.fromkeys(("actor", "service", "compliance", "assessed_on", "method", "method_text"), "")

    response = desk.post(ADD, form(**empty, claims_no_burden="", _draft="1"), follow=True)

    draft = Statement.objects.get()
    assert (draft.actor, draft.shown_at) == ("", None)
    assert "Läsarna ser ingen skillnad" in text_of(response)
    assert "av elva uppgifter är inte klara" in text_of(response)


def test_the_button_shows_a_whole_statement(desk):
    make_authority()

    response = desk.post(ADD, form(rows=[FAULT], _show="1"), follow=True)

    shown = Statement.objects.current()
    assert (shown.deficiencies.get().what, shown.assessed_on) == (FAULT["what"], dt.date(2026, 10, 5))
    assert shown.shown_by.is_administrator
    assert "visas nu på sidan" in text_of(response)


def test_what_is_missing_is_said_and_nothing_typed_is_lost(desk):
    draft = make_statement()

    response = desk.post(change(draft), form(draft, actor="", service="Nytt namn", _show="1"), follow=True)

    draft.refresh_from_db()
    html = text_of(response)
    assert (draft.service, draft.shown_at) == ("Nytt namn", None)
    assert "kan inte visas än" in html
    assert "Skriv vilken kommun eller vilket bolag" in html
    assert "under ”Myndigheten”" in html
    assert "2 av elva uppgifter är inte klara" in html


def test_a_broken_date_is_refused_with_what_was_typed(desk):
    draft = make_statement()
    html = text_of(desk.post(change(draft), form(draft, assessed_on="i går", service="Nytt namn")))

    assert 'value="i går"' in html
    assert 'value="Nytt namn"' in html
    assert "errorlist" in html


def test_all_eleven_are_ticked_off(desk):
    make_authority()
    html = text_of(desk.get(change(make_statement())))

    assert "Alla elva uppgifter finns." in html
    assert html.count('class="point is-met"') == 11


def test_what_has_been_shown_is_read_only(desk):
    shown = make_shown()
    html = text_of(desk.get(change(shown)))

    assert "Den ändras aldrig" in html
    assert 'name="actor"' not in html
    assert 'name="_show"' not in html
    assert desk.post(change(shown), form(shown, actor="Kapad")).status_code == 403
    assert desk.post(change(shown).replace("/change/", "/delete/"), {"post": "yes"}).status_code == 403
    assert Statement.objects.get().actor == "Härnösands kommun"


def test_a_draft_can_be_deleted(desk):
    draft = make_statement()

    desk.post(change(draft).replace("/change/", "/delete/"), {"post": "yes"})

    assert not Statement.objects.exists()


def test_the_next_assessment_begins_from_an_earlier_one(desk):
    shown = make_shown()

    response = desk.post(reverse("admin:statement_begin", args=[shown.pk]), follow=True)

    draft = Statement.objects.exclude(pk=shown.pk).get()
    assert response.redirect_chain[-1][0] == change(draft)
    assert FAULT["what"] in text_of(response)
    assert "Gå igenom varje rad" in text_of(response)


def test_beginning_wants_a_post_a_token_and_something_to_begin_from(desk):
    shown = make_shown()
    url = reverse("admin:statement_begin", args=[shown.pk])
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_administrator(), backend=BACKEND)

    assert desk.get(url).status_code == 405
    assert desk.post(reverse("admin:statement_begin", args=[shown.pk + 99])).status_code == 404
    assert strict.post(url).status_code == 403
    assert Statement.objects.count() == 1


def test_the_list_tells_the_draft_the_current_and_the_earlier_apart(desk):
    make_shown()
    make_shown()
    make_statement()
    html = text_of(desk.get("/admin/newsroom_about/statement/"))

    assert re.findall(r'field-standing"[^>]*>([^<]+)<', html) == ["utkast", "visas på sidan", "tidigare"]


# --- the authority and the pages ----------------------------------------------------------------------


def test_the_list_of_the_authority_leads_to_the_form_that_makes_it_and_then_to_the_row(desk):
    base = "/admin/newsroom_about/authority/"
    assert desk.get(base)["Location"] == f"{base}add/"

    desk.post(f"{base}add/", {"name": "Härnösands kommun", "report_form": "harnosand.example/brister"})

    assert Authority.objects.current().report_form == "https://harnosand.example/brister"
    assert desk.get(base)["Location"] == f"{base}1/change/"
    assert desk.get(f"{base}add/").status_code == 403


@pytest.mark.parametrize("typed", ["javascript:alert(1)", "ftp://harnosand.example/", "//"])
def test_a_form_for_reports_has_an_address_of_the_web(desk, typed):
    html = text_of(desk.post("/admin/newsroom_about/authority/add/", {"name": "X", "report_form": typed}))

    assert "errorlist" in html
    assert not Authority.objects.exists()


def test_a_text_is_written_in_the_editor_signed_and_public_at_once(desk, client):
    response = desk.post(
        "/admin/newsroom_about/page/add/",
        {"key": "about", "language": "sv", "placement": "after", "body": "<p>Jour<script>x</script></p>"},
        follow=True,
    )

    page = Page.objects.get()
    assert (page.body, page.changed_by.is_administrator) == ("<p>Jour</p>", True)
    assert "Läsarna ser texten genast" in text_of(response)
    assert "<p>Jour</p>" in text_of(client.get("/om/"))
    assert "data-tiptap-style nonce" in text_of(desk.get(f"/admin/newsroom_about/page/{page.pk}/change/"))


def test_an_empty_text_is_refused(desk):
    data = {"key": "about", "language": "sv", "placement": "after", "body": "<p></p>"}

    assert "errorlist" in text_of(desk.post("/admin/newsroom_about/page/add/", data))
    assert not Page.objects.exists()


def test_a_text_is_deleted_and_the_one_that_comes_along_stands_alone(desk, client):
    page = Page.objects.create(key="about", placement="instead", body="<p>Vårt eget.</p>")

    desk.post(f"/admin/newsroom_about/page/{page.pk}/delete/", {"post": "yes"})

    assert "Inga kakor" in text_of(client.get("/om/"))
