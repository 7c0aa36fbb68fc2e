"""Public pages are the same bytes for everyone: no cookie read or set, nothing by who reads."""

import pytest
from django.test import Client

from tests.factories import make_administrator, make_department, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def paths():
    department = make_department()
    version = make_version(department=department)
    return [
        "/",
        "/pressmeddelanden/",
        f"/pressmeddelanden/{version.address.year}/",
        version.get_absolute_url(),
        *(f"{version.get_absolute_url()}{more}" for more in ("text.txt", "utskrift/", "qr.svg")),
        f"/p/{version.release.short_number}",
        f"/kontakter/{version.contact_places.first().contact.short_number}.vcf",
        department.get_absolute_url(),
        "/forvaltningar/",
        "/kontakter/",
        *("/en/", "/en/pressmeddelanden/", "/en/forvaltningar/", "/en/kontakter/", "/en/finns-inte/"),
        f"/en{department.get_absolute_url()}",
        "/finns-inte/",
        "/robots.txt",
        "/.well-known/security.txt",
        "/pressmeddelanden/flode.atom",
        "/pressmeddelanden/flode.rss",
        "/pressmeddelanden/flode.json",
        "/sitemap.xml",
        "/sitemap-sidor.xml",
        f"/sitemap-{version.address.year}.xml",
        "/sitemap-nyheter.xml",
        "/healthz",
        "/tema.css",
    ]


def answer(client, path, **headers):
    response = client.get(path, headers=headers)
    return response.status_code, response.content, dict(response.items())


def test_a_person_who_is_logged_in_gets_the_same_as_anybody(paths):
    logged_in = Client()
    logged_in.force_login(make_administrator(), backend="django.contrib.auth.backends.ModelBackend")

    for path in paths:
        assert answer(logged_in, path) == answer(Client(), path)


def test_nothing_that_a_reader_sends_changes_a_page(paths):
    for path in paths:
        plain = answer(Client(), path)
        assert answer(Client(), path, accept_language="en", user_agent="x", cookie="a=b", referer="http://x/") == plain
        assert answer(Client(), f"{path}?utm_source=brev")[1] == plain[1] or "sida" in path


def test_no_cookie_is_set_and_no_answer_varies_by_one(paths):
    for path in paths:
        response = Client().get(path)
        assert not response.cookies
        assert "cookie" not in response.get("Vary", "").lower()


def test_pages_ask_for_nothing_elsewhere(paths):
    for path in paths:
        html = Client().get(path).content.decode().replace('<script type="application/ld+json">', "")  # only data
        html = html.replace('<script src="/static/newsroom/', "")  # our own files
        for word in ("<script", 'style="', "<style", "onclick", "//cdn", "fonts.googleapis"):
            assert word not in html


def test_a_page_that_has_not_changed_is_answered_304():
    version = make_version()
    first = Client().get(version.get_absolute_url())

    again = Client().get(version.get_absolute_url(), headers={"if-none-match": first["ETag"]})

    assert again.status_code == 304
    assert not again.content


def test_a_change_gives_another_tag():
    version = make_version()
    before = Client().get("/pressmeddelanden/")["ETag"]
    make_version()

    assert Client().get("/pressmeddelanden/")["ETag"] != before
    assert Client().get(version.get_absolute_url())["ETag"]
