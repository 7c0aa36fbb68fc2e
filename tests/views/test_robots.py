"""robots.txt and security.txt: what robots may ask for, and whom to tell of a hole in the fence."""

import datetime as dt
import re
from unittest import mock

import pytest
from django.test import Client, override_settings

from tests.factories import make_version

DAY = dt.timedelta(days=1)


def rules():
    """Return the rules for all robots: whether each allows, and its pattern."""
    lines = Client().get("/robots.txt").content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    pairs = [line.split(": ", 1) for line in lines[1:] if line]
    return [(name == "Allow", pattern) for name, pattern in pairs if name in ("Allow", "Disallow")]


def may(path):
    """Tell whether a robot may ask for a path, as RFC 9309 has it: the longest pattern decides, and allows on a tie."""
    found = [
        (len(pattern), allows)
        for allows, pattern in rules()
        if re.match(
            re.escape(pattern).replace(r"\*", ".*").removesuffix(r"\$") + ("\\Z" if pattern[-1] == "$" else ""), path
        )
    ]
    return max(found)[1] if found else True


@pytest.mark.parametrize("frame", ["", "/en"])
@pytest.mark.parametrize(
    "path",
    [
        *("/", "/pressmeddelanden/", "/pressmeddelanden/?sida=2", "/pressmeddelanden/2026/"),
        *("/pressmeddelanden/2026/?sida=3", "/forvaltningar/kommunikation/", "/forvaltningar/kommunikation/?sida=2"),
        *("/kontakter/", "/om/", "/tillganglighet/", "/sok/", "/pressmeddelanden/?typ=news"),
    ],
)
def test_robots_may_read_the_pages(frame, path):
    assert may(frame + path)


@pytest.mark.parametrize(
    "path",
    [
        *("/pressmeddelanden/2026/ny-forskola/", "/pressmeddelanden/2026/ny-forskola/version/1/"),
        *("/pressmeddelanden/flode.atom", "/pressmeddelanden/flode.json", "/sitemap.xml", "/sitemap-2026-2.xml"),
        *("/static/newsroom/base.css", "/.well-known/security.txt", "/p/123456"),
    ],
)
def test_robots_may_read_what_has_one_address(path):
    assert may(path)


@pytest.mark.parametrize("frame", ["", "/en"])
@pytest.mark.parametrize(
    "path",
    [
        *("/sok/?q=bro", "/sok/forslag/?q=b", "/pressmeddelanden/?q=bro", "/pressmeddelanden/?q=bro&sida=2"),
        *("/pressmeddelanden/?amne=skola&ar=2026", "/pressmeddelanden/2026/?typ=news"),
    ],
)
def test_robots_stay_out_of_searches_and_combinations_of_filters(frame, path):
    assert not may(frame + path)


@pytest.mark.parametrize(
    "path",
    [
        *("/admin/", "/admin/login/?next=/admin/", f"/forhandslank/{'x' * 43}/", "/kontakter/granska/"),
        *("/pressmeddelanden/2026/ny-forskola/granska/", "/pressmeddelanden/flode.atom?typ=news"),
        "/pressmeddelanden/flode.json?sida=2",
    ],
)
def test_robots_stay_out_of_the_desk_and_of_what_is_there_twice(path):
    assert not may(path)


@override_settings(SITE_URL="https://press.trollhattan.example")
def test_robots_are_told_where_the_sitemaps_are():
    content = Client().get("/robots.txt").content.decode()

    assert re.findall(r"^Sitemap: (.+)$", content, re.MULTILINE) == [
        "https://press.trollhattan.example/sitemap.xml",
        "https://press.trollhattan.example/sitemap-nyheter.xml",
    ]


def test_robots_txt_is_plain_text_and_ends_with_a_line_break():
    response = Client().get("/robots.txt")

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.endswith(b"\n")


# --- security.txt --------------------------------------------------------------------------------------
def fields():
    """Return the fields of security.txt, as RFC 9116 has them: one a line, a name, a colon, a space, a value."""
    response = Client().get("/.well-known/security.txt")
    assert (response.status_code, response["Content-Type"]) == (200, "text/plain; charset=utf-8")
    content = response.content.decode("ascii")
    assert content.endswith("\n")
    return [tuple(re.fullmatch(r"([A-Za-z-]+): (\S.*)", line).groups()) for line in content.splitlines()]


@override_settings(SITE_URL="https://press.trollhattan.example", SECURITY_CONTACT=["mailto:it@trollhattan.example"])
def test_security_txt_has_what_the_standard_asks_for():
    found = fields()

    assert [name for name, _value in found] == ["Contact", "Expires", "Preferred-Languages", "Canonical"]
    values = dict(found)
    assert values["Contact"] == "mailto:it@trollhattan.example"
    assert values["Preferred-Languages"] == "sv, en"
    assert values["Canonical"] == "https://press.trollhattan.example/.well-known/security.txt"


@override_settings(SECURITY_CONTACT=["mailto:it@trollhattan.example", "https://trollhattan.example/sakerhet"])
def test_contacts_stand_in_the_order_in_which_they_are_preferred():
    assert [value for name, value in fields() if name == "Contact"] == [
        "mailto:it@trollhattan.example",
        "https://trollhattan.example/sakerhet",
    ]


def test_the_default_contact_is_an_address_of_ours(settings):
    (contact,) = settings.SECURITY_CONTACT

    assert contact == f"mailto:{settings.DEFAULT_FROM_EMAIL}"


def test_it_expires_within_a_year_and_says_the_same_all_day():
    now = dt.datetime.now(dt.UTC)
    expires = dt.datetime.fromisoformat(dict(fields())["Expires"])
    assert now + 100 * DAY < expires < now + 365 * DAY

    midnight = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
    told = []
    for moment in (midnight, midnight + DAY - dt.timedelta(seconds=1), midnight + DAY):
        with mock.patch("django.utils.timezone.now", return_value=moment):
            told.append(Client().get("/.well-known/security.txt").content)
    assert told[0] == told[1]
    assert told[1] != told[2]


@pytest.mark.django_db
def test_nothing_that_is_published_changes_what_robots_are_told():
    before = [Client().get(path).content for path in ("/robots.txt", "/.well-known/security.txt")]

    make_version()

    assert [Client().get(path).content for path in ("/robots.txt", "/.well-known/security.txt")] == before
