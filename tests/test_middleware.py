import re

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from newsroom import middleware
from tests.factories import make_administrator

pytestmark = pytest.mark.django_db

NONCE = re.compile(r"'nonce-([\w-]{20,})'")
#: One address for each kind of answer: how it is asked for, and the status.
ANSWERS = {
    "a page": ("/tema.css", {}, 200),
    "plain text": ("/robots.txt", {}, 200),
    "moved": ("/kontakter", {}, 301),
    "not found": ("/finns-inte/", {}, 404),
    "a static file": ("/static/newsroom/admin.css", {}, 200),
    "no static file": ("/static/newsroom/finns-inte.css", {}, 404),
    "the login": ("/admin/login/", {}, 200),
    "the admin without a login": ("/admin/", {}, 302),
    "a page of the admin that is not there": ("/admin/finns-inte/", {}, 302),
    "a wrong host": ("/", {"headers": {"host": "ond.se"}}, 400),
}
EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}


def policy_of(response):
    """Return the policy as a dictionary of directives."""
    parts = response.headers["Content-Security-Policy"].split("; ")
    return dict(part.partition(" ")[::2] for part in parts)


def check_headers(response):
    assert {name: response.headers.get(name) for name in EXPECTED} == EXPECTED
    assert "geolocation=()" in response.headers["Permissions-Policy"]
    policy = policy_of(response)
    for name in ("default-src", "base-uri", "frame-ancestors"):
        assert policy[name] == "'none'"
    assert policy["form-action"] == "'self'"
    assert not re.search(r"unsafe|\*|https?:|data:|blob:", response.headers["Content-Security-Policy"])


@pytest.mark.parametrize("kind", ANSWERS)
def test_every_answer_carries_the_headers(client, kind):
    path, more, status = ANSWERS[kind]
    response = client.get(path, **more)

    assert response.status_code == status
    check_headers(response)


def test_a_refused_method_carries_the_headers(client):
    response = client.post("/robots.txt")

    assert response.status_code == 405
    check_headers(response)


def test_who_has_the_page_already_gets_304_with_the_headers(client):
    etag = client.get("/tema.css").headers["ETag"]
    response = client.get("/tema.css", headers={"if-none-match": etag})

    assert (response.status_code, response.content) == (304, b"")
    check_headers(response)
    assert client.get("/tema.css", headers={"if-none-match": '"annan"'}).status_code == 200


def test_a_redirect_to_https_carries_the_headers(client, settings):
    settings.SECURE_SSL_REDIRECT = settings.HTTPS = True
    response = client.get("/robots.txt")

    assert response.status_code == 301
    check_headers(response)
    assert "upgrade-insecure-requests" in policy_of(response)
    assert "upgrade-insecure-requests" not in middleware.PUBLIC_POLICY


def test_an_error_of_ours_carries_the_headers(client, monkeypatch):
    def fail(*args):
        raise RuntimeError("lösenordet är hemligt")

    monkeypatch.setattr("newsroom.views.site.theme_css", fail)
    client.raise_request_exception = False
    response = client.get("/tema.css")

    assert response.status_code == 500
    assert "hemligt" not in response.content.decode()
    check_headers(response)


def test_the_public_policy_is_the_same_for_all_and_has_no_nonce(client):
    answers = [client.get(path) for path in ("/tema.css", "/robots.txt", "/static/newsroom/admin.css")]

    assert {answer.headers["Content-Security-Policy"] for answer in answers} == {middleware.PUBLIC_POLICY}
    assert "nonce" not in middleware.PUBLIC_POLICY
    assert policy_of(answers[0])["script-src"] == policy_of(answers[0])["style-src"] == "'self'"


def test_each_answer_of_the_admin_has_a_nonce_of_its_own(client):
    client.force_login(make_administrator())
    nonces = []
    for path in ["/admin/", "/admin/", "/admin/newsroom/topic/add/", "/admin/newsroom/topic/"]:
        policy = policy_of(client.get(path))
        assert NONCE.findall(policy["script-src"]) == NONCE.findall(policy["style-src"])
        nonces += NONCE.findall(policy["script-src"])

    assert len(set(nonces)) == 4


@pytest.mark.parametrize(
    "path",
    ["/admin/", "/admin/login/", "/admin/newsroom/release/", "/admin/finns-inte/", "/admin/jsi18n/", "/admin/logout/"],
)
@pytest.mark.parametrize("logged_in", [True, False])
def test_nothing_of_the_admin_is_kept_or_indexed(client, path, logged_in):
    if logged_in:
        client.force_login(make_administrator())
    for response in (client.get(path), client.post(path), client.head(path)):
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
        assert "ETag" not in response.headers
        check_headers(response)


@pytest.mark.parametrize("path", ["/tema.css", "/robots.txt", "/healthz", "/finns-inte/", "/static/newsroom/admin.css"])
@pytest.mark.parametrize("cookie", ["a" * 32, "x"])
def test_public_answers_neither_read_nor_set_a_cookie(client, path, cookie):
    plain = client.get(path)
    client.cookies["session"] = client.cookies["csrf"] = client.cookies["messages"] = cookie
    response = client.get(path)

    assert not response.cookies
    assert "cookie" not in response.headers.get("Vary", "").lower()
    assert (b"".join(response), dict(response.headers)) == (b"".join(plain), dict(plain.headers))


def test_a_view_that_says_more_about_itself_is_left_alone():
    answer = HttpResponse(headers={"Content-Security-Policy": "sandbox", "X-Frame-Options": "SAMEORIGIN"})
    response = middleware.SecurityHeadersMiddleware(lambda request: answer)(RequestFactory().get("/bilder/1"))

    assert response.headers["Content-Security-Policy"] == "sandbox"
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, None, "192.0.2.1"),
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.66, 203.0.113.9", "203.0.113.9"),
        (1, "falsk,203.0.113.9 ", "203.0.113.9"),
        (1, None, "192.0.2.1"),
        (1, "", "192.0.2.1"),
        (1, " , ", "192.0.2.1"),
        (2, "203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "198.51.100.66, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "203.0.113.9", "192.0.2.1"),
    ],
)
def test_the_client_is_the_address_before_our_own_proxies(settings, proxies, forwarded, address):
    settings.TRUSTED_PROXIES = proxies
    headers = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}

    assert middleware.client_address(RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", **headers)) == address
