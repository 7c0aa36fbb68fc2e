"""How a feed is asked for: headers, conditional requests, methods, cost, and how readers find it."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.http import parse_http_date

from newsroom.feeds import selection
from newsroom.withdrawing import retract_release, withdraw_release
from tests.factories import DAY, HOUR, NOW, make_administrator, make_department, make_release, make_topic, make_version
from tests.feeds.support import FORMS, ask, feed, newsroom

pytestmark = pytest.mark.django_db
#: Queries of a feed: the index, two for the filters' names, what was changed, what was retracted (and of which topic),
#: the versions, their topics and histories, and the last end.
LIMIT = 10


def modified(form="atom", query=""):
    return parse_http_date(feed(form, query)["Last-Modified"])


@pytest.mark.parametrize("form", FORMS)
def test_programs_of_other_sites_may_read_a_feed(form):
    response = feed(form)

    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Cache-Control"] == ask("/pressmeddelanden/")["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response.get("Vary", "Accept-Encoding") == "Accept-Encoding"
    assert not response.cookies


def test_only_feeds_are_open_to_other_sites():
    assert "Access-Control-Allow-Origin" not in ask("/pressmeddelanden/")
    assert ask("/pressmeddelanden/")["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("form", FORMS)
def test_a_head_request_gets_the_headers_alone(form):
    make_version()
    whole = feed(form)

    response = Client().head(f"/pressmeddelanden/flode.{form}")

    assert (response.status_code, response.content) == (200, b"")
    for name in ("Content-Type", "Content-Length", "Last-Modified", "Access-Control-Allow-Origin"):
        assert response[name] == whole[name]


@pytest.mark.parametrize("form", FORMS)
def test_nothing_can_be_sent_to_a_feed(form):
    assert Client().post(f"/pressmeddelanden/flode.{form}").status_code == 405


@pytest.mark.parametrize("path", ["flode", "flode.xml", "flode.ATOM", "flode.atom/", "2026/flode.atom"])
def test_other_addresses_are_not_found(path):
    assert ask(f"/pressmeddelanden/{path}").status_code == 404


@pytest.mark.parametrize("form", FORMS)
def test_who_has_the_feed_gets_a_304(form):
    make_version()
    first, path = feed(form), f"/pressmeddelanden/flode.{form}"

    for headers in ({"if_none_match": first["ETag"]}, {"if_modified_since": first["Last-Modified"]}):
        again = ask(path, **headers)
        assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("form", FORMS)
def test_a_new_release_is_told_to_who_has_the_feed(form):
    make_version(visible_from=NOW - DAY)
    first, path = feed(form), f"/pressmeddelanden/flode.{form}"

    make_version(visible_from=NOW - HOUR)

    for headers in ({"if_none_match": first["ETag"]}, {"if_modified_since": first["Last-Modified"]}):
        assert ask(path, **headers).status_code == 200


def test_last_modified_is_when_the_newest_version_appeared_a_minor_one_too():
    version = make_version(visible_from=NOW - 3 * DAY)
    assert modified() == (NOW - 3 * DAY).timestamp()

    make_version(release=version.release, kind="minor", visible_from=NOW - 2 * DAY)

    assert modified() == (NOW - 2 * DAY).timestamp()


def test_last_modified_moves_when_something_disappears():
    make_version(visible_from=NOW - 3 * DAY)
    version = make_version(visible_from=NOW - 2 * DAY)

    withdraw_release(release=version.release, by=make_administrator(), reason="Fel.", at=NOW - DAY)

    assert modified() == (NOW - DAY).timestamp()


def test_last_modified_tells_nothing_of_what_is_to_come():
    make_version(visible_from=NOW - 3 * DAY, visible_until=NOW + DAY)
    make_version(visible_from=NOW + HOUR)

    assert modified() == (NOW - 3 * DAY).timestamp()


def test_an_empty_feed_has_a_date_that_stays():
    assert modified() == selection.NEVER.timestamp()


# --- cost ----------------------------------------------------------------------------------------------
def cost(path):
    with CaptureQueriesContext(connection) as queries:
        assert ask(path).status_code == 200
    return len(queries)


def test_a_feed_costs_the_same_however_much_it_holds(monkeypatch):
    monkeypatch.setattr(selection, "PER_PAGE", 5)
    desk, department = make_administrator(), make_department(slug="kommunikation")
    topics = [make_topic() for _ in range(3)]

    def fill(count):
        for number in range(count):
            release = make_release(department=department, topics=topics)
            version = make_version(release=release, visible_from=NOW - (number + 3) * DAY)
            if number % 3 == 0:
                make_version(release=release, kind="update", note="Nytt.", visible_from=NOW - DAY)
            if number % 7 == 6:
                retract_release(release=version.release, by=desk, notice="Det stämde inte.")

    paths = [
        f"/pressmeddelanden/flode.{form}{query}"
        for form in FORMS
        for query in ("", "?sida=2", f"?forvaltning=kommunikation&amne={topics[0].slug}&typ=press_release")
    ]
    fill(14)
    ask(paths[0])  # brings the index up to date
    few = [cost(path) for path in paths]
    fill(28)
    ask(paths[0])

    assert [cost(path) for path in paths] == few
    assert max(few) <= LIMIT


# --- being found ---------------------------------------------------------------------------------------
def found_on(path):
    """Return the feeds that a page names, by their types."""
    head = ask(path).content.decode().partition("</head>")[0]
    links = re.findall(r'<link rel="alternate" type="([^"]+)" title="([^"]*)" href="([^"]+)">', head)
    return {type_: (title, href.replace("&amp;", "&")) for type_, title, href in links}


@pytest.mark.parametrize("frame", ["", "/en"])
def test_the_page_of_a_department_names_its_feeds(frame):
    make_version(department=make_department(name="Barn & utbildning", slug="barn"))

    found = found_on(f"{frame}/forvaltningar/barn/")

    assert {type_: href for type_, (_title, href) in found.items()} == {
        "application/atom+xml": "/pressmeddelanden/flode.atom?forvaltning=barn",
        "application/rss+xml": "/pressmeddelanden/flode.rss?forvaltning=barn",
        "application/feed+json": "/pressmeddelanden/flode.json?forvaltning=barn",
    }
    title = "Press releases" if frame else "Pressmeddelanden"
    assert found["application/atom+xml"][0] == f"{title}: Barn &amp; utbildning (Atom)"


def test_the_feeds_that_pages_name_are_there():
    newsroom()

    for path in ("/forvaltningar/barn-och-utbildning/",):
        for type_, (_title, href) in found_on(path).items():
            assert ask(href)["Content-Type"].startswith(f"{type_};")
