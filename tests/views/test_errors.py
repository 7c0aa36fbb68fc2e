"""The pages for when something is wrong: what each says, in which language, and that they need nothing to work."""

import logging
import re

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.template import TemplateDoesNotExist
from django.test import Client, RequestFactory
from django.urls import include, path
from django.utils import translation
from django.views.decorators.http import require_POST

from config.urls import urlpatterns as real
from newsroom.views import errors
from tests.admin.support import client_of
from tests.factories import make_administrator


def raising(error):
    def view(request):
        raise error

    return view


@require_POST
def posting(request):
    raise AssertionError("a refused method never gets here")


faulty = [
    path("fel/", raising(RuntimeError("hemligt fel"))),
    path("nej/", raising(PermissionDenied("hemligt skäl"))),
    path("konstig/", raising(BadRequest("hemligt skäl"))),
    path("borta/", errors.gone),
    path("bara-post/", posting),
    path("gammalt/", errors.csrf_failure),
]
urlpatterns = [*faulty, path("en/", include(faulty)), path("admin/prov/", include(faulty)), *real]
handler400 = "newsroom.views.errors.bad_request"
handler403 = "newsroom.views.errors.forbidden"
handler404 = "newsroom.views.errors.not_found"
handler500 = "newsroom.views.errors.server_error"

PAGES = {
    400: ("konstig/", "Frågan gick inte att förstå", "We could not understand the request"),
    403: ("nej/", "Du har inte behörighet till sidan", "You may not see this page"),
    404: ("finns-inte/", "Sidan finns inte här", "Page not found"),
    405: ("bara-post/", "Sidan går inte att använda så", "The page cannot be used that way"),
    410: ("borta/", "Pressmeddelandet är återkallat", "The press release has been withdrawn"),
    500: ("fel/", "Något gick fel hos oss", "Something went wrong at our end"),
    "csrf": ("gammalt/", "Formuläret var för gammalt", "The form was too old"),
}
CASES = [pytest.param(status, *words, id=str(status)) for status, words in PAGES.items()]


def ask(address):
    return Client(raise_request_exception=False).get(address)


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(("status", "address", "swedish", "english"), CASES)
def test_each_says_what_is_wrong_and_where_to_go_without_a_database(status, address, swedish, english):
    """No database may be reached in this test: a page that had to would fail it."""
    for prefix, language, heading in (("/", "sv", swedish), ("/en/", "en", english)):
        response = ask(prefix + address)
        html = response.content.decode()
        assert response.status_code == (403 if status == "csrf" else status)
        assert f'<html lang="{language}">' in html
        assert f"<h1>{heading}</h1>" in html
        assert html.count("<h1") == 1
        assert '<meta name="robots" content="noindex">' in html
        assert "canonical" not in html
        assert "hemligt" not in html
        for way in ("pressmeddelanden/", "kontakter/", ""):
            assert re.search(rf'error-ways.*href="{prefix}{way}"', html, re.DOTALL), way
        assert response["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(("status", "address", "swedish", "english"), CASES)
def test_each_offers_a_search_that_works_without_script(status, address, swedish, english):
    for prefix in ("/", "/en/"):
        html = ask(prefix + address).content.decode()
        form = re.search(
            r'<form class="error-search" action="(.+?)" method="get" role="search">.*?</form>', html, re.DOTALL
        )
        assert form[1] == f"{prefix}sok/"
        assert re.search(r'<label [^>]*for="(.+?)".*<input [^>]*id="\1" name="q" type="search"', form[0], re.DOTALL)
        assert "value=" not in form[0]  # the address that was asked for is not repeated


KEPT = {404: True, 410: True, 400: False, 403: False, 405: False, 500: False}


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(("status", "kept"), KEPT.items())
def test_only_what_is_missing_is_kept_and_only_a_moment(status, kept):
    cache = ask("/" + PAGES[status][0])["Cache-Control"]

    assert cache == (errors.BRIEFLY if kept else "no-store")


@pytest.mark.urls(__name__)
def test_what_is_allowed_still_stands_beside_a_refusal():
    response = ask("/bara-post/")

    assert (response.status_code, response["Allow"]) == (405, "POST")


@pytest.mark.urls(__name__)
@pytest.mark.django_db
def test_the_desk_is_offered_at_the_desk_alone():
    assert 'href="/admin/"' in ask("/admin/prov/nej/").content.decode()
    assert 'href="/admin/"' not in ask("/nej/").content.decode()


@pytest.mark.django_db
def test_a_refused_page_of_the_desk_has_a_page_of_its_own():
    response = client_of(make_administrator()).get("/admin/logout/")

    assert (response.status_code, response["Allow"]) == (405, "POST, OPTIONS")
    assert "Sidan går inte att använda så" in response.content.decode()


@pytest.fixture
def _no_templates(monkeypatch):
    def render(*args, **kwargs):
        raise TemplateDoesNotExist("errors/500.html")

    monkeypatch.setattr(errors, "render", render)


@pytest.mark.urls(__name__)
@pytest.mark.usefixtures("_no_templates")
@pytest.mark.parametrize(("address", "heading"), [("/fel/", "Något gick fel hos oss"), ("/en/fel/", PAGES[500][2])])
def test_where_not_even_a_template_can_be_read_a_plain_page_answers(address, heading, caplog):
    with caplog.at_level(logging.ERROR):
        response = ask(address)

    html = response.content.decode()
    assert response.status_code == 500
    assert f"<h1>{heading}</h1>" in html
    assert '<meta name="robots" content="noindex">' in html
    assert not re.search(r"src=|style|<link", html)
    assert response["Cache-Control"] == "no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "could not be made" in caplog.text


@pytest.mark.usefixtures("_no_templates")
def test_the_plain_page_escapes_the_name_of_the_site(settings):
    settings.SITE_NAME = "<b>Å & Ö"
    with translation.override("sv"):
        html = errors.server_error(RequestFactory().get("/")).content.decode()

    assert "&lt;b&gt;Å &amp; Ö" in html
    assert '<html lang="sv">' in html
