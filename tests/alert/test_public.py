"""The banner on the public pages: on every one, from one query, and never at the cost of the page."""

import re

import pytest
from django.db import OperationalError, connection
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsroom.alert.models import AlertQuerySet
from tests.alert.support import make_alert
from tests.factories import DAY, HOUR, NOW, make_department, make_version

pytestmark = pytest.mark.django_db
SECRET = "kanarie4711"


@pytest.fixture
def paths():
    version = make_version(department=make_department(slug="kommunikation"))
    return [
        "/",
        "/en/",
        "/pressmeddelanden/",
        version.get_absolute_url(),
        "/forvaltningar/",
        "/forvaltningar/kommunikation/",
        "/kontakter/",
        "/finns-inte/",
    ]


def test_every_page_shows_it_first_after_the_skip_link(paths):
    make_alert(headline="Koka vattnet i Sylte", link_url="/kontakter/", link_text="Ring oss")

    for path in paths:
        html = Client().get(path).content.decode()
        body = html[html.index("<body>") :]
        first = re.search(r"</a>\s*(<section[^>]*>)", body)
        assert first, path
        assert body.index("skip-link") < first.start(1) < body.index('class="site-header"'), path
        assert first[1].startswith('<section class="alert alert-message" aria-label='), path
        assert "Koka vattnet i Sylte" in html, path
        assert '<a href="/kontakter/"' in html, path


def test_without_a_message_nothing_of_it_is_there(paths):
    for path in paths:
        assert "alert" not in Client().get(path).content.decode(), path


@pytest.mark.parametrize(
    "fields",
    [
        {"starts_at": NOW + HOUR, "valid_until": NOW + DAY},
        {"starts_at": NOW - DAY, "valid_until": NOW - HOUR},
        {"closed_at": NOW},
        {"starts_at": NOW + HOUR, "valid_until": NOW + DAY, "closed_at": NOW},
    ],
    ids=["scheduled", "over", "ended", "cancelled"],
)
def test_what_is_not_shown_now_changes_no_byte(paths, fields):
    before = [(answer.content, sorted(answer.items())) for answer in map(Client().get, paths)]

    make_alert(headline=SECRET, text=SECRET, headline_en=SECRET, link_url="/kontakter/", link_text=SECRET, **fields)

    assert [(answer.content, sorted(answer.items())) for answer in map(Client().get, paths)] == before


def test_a_page_costs_one_query_for_it_shown_or_not(paths):
    def asked():
        found = []
        for path in paths:
            with CaptureQueriesContext(connection) as queries:
                Client().get(path)
            found.append((len(queries), sum("newsroom_alert_alert" in query["sql"] for query in queries)))
        return found

    Client().get("/")  # what a process reads once
    without = asked()
    make_alert()

    assert asked() == without
    assert {count for _all, count in without} == {1}


def test_who_set_it_is_not_told(paths):
    alert = make_alert()
    alert.created_by.first_name = SECRET
    alert.created_by.save()

    assert all(SECRET not in Client().get(path).content.decode() for path in paths)


def test_words_are_words_and_no_markup(paths):
    make_alert(headline="<b>Koka</b>", text="<script>alert(1)</script>\n\nAndra stycket & mer")

    html = Client().get("/").content.decode()

    assert "&lt;b&gt;Koka&lt;/b&gt;" in html
    assert "<script>alert" not in html
    assert "<p>Andra stycket &amp; mer</p>" in html


def test_a_database_that_is_away_costs_the_banner_and_not_the_page(monkeypatch, client):
    def away(*args, **kwargs):
        raise OperationalError("could not connect")

    before = client.get("/finns-inte/")
    make_alert()
    monkeypatch.setattr(AlertQuerySet, "public", away)

    answer = client.get("/finns-inte/")

    assert answer.status_code == 404
    assert answer.content == before.content


@pytest.mark.django_db(False)
def test_an_error_page_is_made_without_any_database(rf):
    from newsroom.views.errors import server_error

    response = server_error(rf.get("/"))

    assert response.status_code == 500
    assert "Något gick fel hos oss" in response.content.decode()


def test_a_page_without_a_request_can_show_it_too():
    make_alert(headline="Koka vattnet")

    assert "Koka vattnet" in Template('{% include "alert/_alert.html" %}').render(Context())


def test_the_page_changes_as_the_message_does(client):
    plain = client.get("/")["ETag"]
    alert = make_alert()
    shown = client.get("/")["ETag"]
    type(alert).objects.filter(pk=alert.pk).update(closed_at=NOW + HOUR, closed_by=alert.created_by)

    assert plain != shown
    assert client.get("/")["ETag"] == shown  # that it will be closed is not told
