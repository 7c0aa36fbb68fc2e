"""oEmbed: who pastes the address of a release gets the release; whoever guesses gets nothing."""

import json
import re
from urllib.parse import parse_qs, quote, urlsplit
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsroom.actions import schedule_release
from newsroom.html import clean_html
from newsroom.withdrawing import retract_release, withdraw_release
from tests.factories import DAY, HOUR, NOW, make_administrator, make_department, make_release, make_version

pytestmark = pytest.mark.django_db
SITE = "http://testserver"
#: What the specification demands of every response, and of one with a block or a picture.
REQUIRED = {"type", "version"}
WITH_BLOCK = {"html", "width", "height"}
WITH_PICTURE = {"thumbnail_url", "thumbnail_width", "thumbnail_height"}


def ask(url, **more):
    return Client().get("/oembed", {"url": url, **more})


def told(version, **more):
    response = ask(SITE + version.get_absolute_url(), **more)
    assert response.status_code == 200
    return json.loads(response.content)


@pytest.fixture
def version():
    department = make_department(name="Kulturförvaltningen", slug="kultur")
    return make_version(
        department=department, headline="Badet <öppnar> & stänger", lead='Fri "entré" i juni.', visible_from=NOW - DAY
    )


def test_a_release_is_told_with_sender_and_source(version):
    described = told(version)

    assert {name: described[name] for name in ("version", "type", "title", "author_name", "provider_name")} == {
        "version": "1.0",
        "type": "rich",
        "title": "Badet <öppnar> & stänger",
        "author_name": "Kulturförvaltningen",
        "provider_name": "Pressrum, Trollhättans Stad",
    }
    assert described["author_url"] == f"{SITE}/forvaltningar/kultur/"
    assert described["provider_url"] == f"{SITE}/"
    assert set(described) >= REQUIRED | WITH_BLOCK | WITH_PICTURE


def test_the_block_holds_no_script_and_nothing_that_sites_take_away(version):
    block = told(version)["html"]

    assert "Badet &lt;öppnar&gt; &amp; stänger" in block
    assert f'href="{SITE}{version.get_absolute_url()}"' in block
    assert set(re.findall(r"<([a-z]+)", block)) == {"blockquote", "p", "strong", "a", "footer"}
    assert not re.search(r"\son|style=|class=|src=|javascript:", block)
    assert "Badet &lt;öppnar&gt;" in clean_html(block)


def test_the_picture_of_the_response_is_there(version):
    described = told(version)

    response = Client().get(described["thumbnail_url"].removeprefix(SITE))
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert (described["thumbnail_width"], described["thumbnail_height"]) == (1200, 630)


def test_json_is_json_and_open_to_scripts_of_others(version):
    response = ask(SITE + version.get_absolute_url(), format="json")

    assert response["Content-Type"] == "application/json"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Set-Cookie" not in response


def test_xml_says_the_same(version):
    response = ask(SITE + version.get_absolute_url(), format="xml")

    root = ElementTree.fromstring(response.content)
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    assert root.tag == "oembed"
    assert {child.tag: child.text for child in root} == {name: str(value) for name, value in told(version).items()}


@pytest.mark.parametrize("size", [{"maxwidth": "400"}, {"maxwidth": "400", "maxheight": "600"}, {"maxheight": "900"}])
def test_the_block_keeps_within_what_there_is_room_for(version, size):
    described = told(version, **size)

    assert described["type"] == "rich"
    assert described["width"] <= int(size.get("maxwidth", 600))
    assert described["height"] <= int(size.get("maxheight", 10_000))


@pytest.mark.parametrize("size", [{"maxwidth": "100"}, {"maxheight": "40"}, {"maxwidth": "0"}])
def test_where_there_is_no_room_a_plain_link_is_told(version, size):
    described = told(version, **size)

    assert described["type"] == "link"
    assert not set(described) & (WITH_BLOCK | WITH_PICTURE)


@pytest.mark.parametrize("size", [{"maxwidth": "1199"}, {"maxheight": "629"}])
def test_a_picture_that_is_too_large_is_left_out(version, size):
    assert not set(told(version, **size)) & WITH_PICTURE


@pytest.mark.parametrize("limit", ["", "x", "-5", "1e9", "9" * 400, "²", "٣"])
def test_a_limit_that_is_no_number_is_none(version, limit):
    assert told(version, maxwidth=limit, maxheight=limit) == told(version)


def test_a_long_text_in_a_narrow_block_is_higher():
    version = make_version(headline="Rubrik " * 25, lead="Mening. " * 100)

    assert told(version, maxwidth=300)["height"] > told(version)["height"] > 200


@pytest.mark.parametrize(
    "change",
    [
        lambda url: url,
        lambda url: f"{url}?utm_source=brev",
        lambda url: f"{url}#presskontakt",
        lambda url: url.replace("http://", "https://"),
        lambda url: url.replace("testserver", "TestServer"),
    ],
)
def test_an_address_is_known_however_it_was_copied(version, change):
    assert ask(change(SITE + version.get_absolute_url())).status_code == 200


@pytest.mark.parametrize(
    "url",
    [
        f"{SITE}/",
        f"{SITE}/kontakter/",
        f"{SITE}/admin/",
        f"{SITE}/pressmeddelanden/2020/finns-inte/",
        "https://exempel.se/pressmeddelanden/2020/nagot/",
        "//testserver/",
        "//[",
        "http://[::1",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "http://testserver:99999/",
        "\x00",
        "å" * 5000,
        "http://testserver/" + "../" * 500,
    ],
)
def test_every_other_address_is_not_found(url):
    response = ask(url)

    assert response.status_code == 404
    assert response.content.decode() == "Det finns inget pressmeddelande på den adressen.\n"
    assert response["Content-Type"] == "text/plain; charset=utf-8"


def test_no_host_of_others_is_taken_for_ours(version):
    path = version.get_absolute_url()
    for host in ("testserver.exempel.se", "testserver@exempel.se", "exempel.se", "testserver:8000"):
        assert ask(f"http://{host}{path}").status_code == 404, host


def test_without_an_address_and_in_an_unknown_format_it_says_what_is_missing(version):
    missing = Client().get("/oembed")
    unknown = ask(SITE + version.get_absolute_url(), format="pdf")

    assert (missing.status_code, unknown.status_code) == (400, 501)
    assert missing.content.decode() == "Ange ett pressmeddelandes adress: ?url=…\n"
    assert unknown.content.decode() == "Här finns bara formaten json och xml.\n"


@pytest.mark.parametrize("state", ["draft", "scheduled", "withdrawn", "retracted"])
def test_what_is_not_public_is_answered_as_what_never_was(version, state):
    release, desk = make_release(headline="Hemlig", slug="hemlig"), make_administrator()
    path = f"/pressmeddelanden/{NOW.year}/hemlig/"
    if state == "scheduled":
        schedule_release(release=release, by=desk, visible_from=NOW + HOUR)
    if state in ("withdrawn", "retracted"):
        path = make_version(release=release).get_absolute_url()
    if state == "withdrawn":
        withdraw_release(release=release, by=desk, reason="Fel.")
    if state == "retracted":
        retract_release(release=release, by=desk, notice="Uppgifterna var fel.", reason="Fel.")
    never = ask(f"{SITE}/pressmeddelanden/2020/finns-inte/")

    response = ask(SITE + path)

    assert (response.status_code, response.content) == (404, never.content)
    assert sorted(response.items()) == sorted(never.items())


def test_a_former_address_tells_of_the_present_one(version):
    former = version.get_absolute_url()
    version.release.slug = "ny-adress"
    version.release.save()
    latest = make_version(release=version.release, kind="update", note="Ny adress.", visible_from=NOW - HOUR)
    assert latest.get_absolute_url() != former

    described = json.loads(ask(SITE + former).content)

    assert f"{SITE}{latest.get_absolute_url()}" in described["html"]
    assert f"{SITE}{former}" not in described["html"]


def test_the_short_address_tells_of_the_release_and_a_hidden_one_of_nothing(version):
    number = version.release.short_number
    assert json.loads(ask(f"{SITE}/p/{number}").content) == told(version)

    withdraw_release(release=version.release, by=make_administrator(), reason="Fel.")

    assert ask(f"{SITE}/p/{number}").content == ask(f"{SITE}/p/999999999").content


def test_without_a_department_and_with_one_that_has_no_page_the_author_leads_to_the_start():
    nobody = told(make_version(release=make_release(department=None)))
    hidden = told(make_version(release=make_release(department=make_department(name="Valnämnden", status="prepared"))))

    assert (nobody["author_name"], nobody["author_url"]) == ("Trollhättans Stad", f"{SITE}/")
    assert (hidden["author_name"], hidden["author_url"]) == ("Valnämnden", f"{SITE}/")


def test_an_english_release_is_told_in_english():
    described = told(make_version(language="en", headline="The pool opens"))

    assert described["provider_name"] == "Newsroom, Trollhättans Stad"
    assert "Press release, " in described["html"]
    assert 'lang="en"' in described["html"]


def test_the_page_of_a_release_tells_where_to_ask(version):
    page = Client().get(version.get_absolute_url()).content.decode()

    links = re.findall(r'<link rel="alternate" type="(application/json|text/xml)\+oembed" href="([^"]+)"', page)
    assert [kind for kind, _href in links] == ["application/json", "text/xml"]
    for kind, href in links:
        parts = urlsplit(href.replace("&amp;", "&"))
        assert parse_qs(parts.query)["url"] == [SITE + version.get_absolute_url()]
        response = Client().get(f"{parts.path}?{parts.query}")
        assert response["Content-Type"].startswith(kind)


def test_an_answer_costs_two_queries_at_most(version):
    with CaptureQueriesContext(connection) as queries:
        Client().get(f"/oembed?url={quote(SITE + version.get_absolute_url())}")
    with CaptureQueriesContext(connection) as elsewhere:
        ask("https://exempel.se/pressmeddelanden/2020/nagot/")

    assert (len(queries) <= 2, len(elsewhere)) == (True, 0)


def test_it_is_only_read():
    assert Client().post("/oembed").status_code == 405
