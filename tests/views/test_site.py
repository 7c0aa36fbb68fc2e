"""Small answers for machines, and the pages for when something is wrong."""

import pytest
from django.test import Client, override_settings
from django.urls import path


def test_healthz_answers_without_a_database(client, django_assert_num_queries):
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")


def test_robots_keeps_out_of_the_admin(client):
    assert b"Disallow: /admin/" in client.get("/robots.txt").content


@override_settings(SITE_COLOUR="#ffee00")
def test_a_pale_colour_is_made_readable(client):
    css = client.get("/tema.css").content.decode()

    assert "--accent-light" in css
    assert "#ffee00" not in css.split("--accent-dark")[0]


def test_not_found_is_in_swedish_with_a_way_back_and_asks_for_the_important_message_alone(
    client, django_assert_num_queries, db
):
    with django_assert_num_queries(1):
        response = client.get("/hemlig-rubrik-som-inte-finns/")

    html = response.content.decode()
    assert response.status_code == 404
    assert 'href="/pressmeddelanden/"' in html
    assert "hemlig-rubrik" not in html
    assert '<html lang="sv"' in html


def broken(request):
    raise RuntimeError("hemligt fel")


def forbidden(request):
    from django.core.exceptions import PermissionDenied

    raise PermissionDenied("hemligt skäl")


def odd(request):
    from django.core.exceptions import BadRequest

    raise BadRequest("hemligt skäl")


from config.urls import urlpatterns as real  # noqa: E402

urlpatterns = [path("fel/", broken), path("nej/", forbidden), path("konstig/", odd), *real]
handler400 = "newsroom.views.errors.bad_request"
handler403 = "newsroom.views.errors.forbidden"
handler404 = "newsroom.views.errors.not_found"
handler500 = "newsroom.views.errors.server_error"


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(("address", "status"), [("/fel/", 500), ("/nej/", 403), ("/konstig/", 400)])
def test_errors_are_plain_swedish_pages_that_tell_nothing(address, status):
    response = Client(raise_request_exception=False).get(address)

    html = response.content.decode()
    assert response.status_code == status
    assert "hemligt" not in html
    assert 'href="/pressmeddelanden/"' in html
    assert response["Content-Security-Policy"].startswith("default-src 'none'")


def test_a_host_that_is_not_ours_is_refused(client):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400
