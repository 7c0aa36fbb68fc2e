"""Every feed is clean: by the schemas, by the rules of the W3C's validator, and to a reader that people use."""

import json
from functools import cache
from pathlib import Path

import feedparser
import jsonschema
import pytest
from lxml import etree

from tests.factories import make_administrator, make_release, make_topic, make_version
from tests.feeds.rules import faults
from tests.feeds.support import FORMS, ask, feed, ids, newsroom, path_of

pytestmark = pytest.mark.django_db
SCHEMAS = Path(__file__).parent / "schemas"
#: Filters alone and together, the second page, and what makes no sense.
QUERIES = [
    "",
    "?sida=2",
    "?typ=news",
    "?forvaltning=barn-och-utbildning",
    "?forvaltning=tekniska-kontoret&typ=press_release&sida=9",
    "?sprak=en",
    "?sprak=sv-simple",
    "?typ=finns-inte&forvaltning=ingen&amne=inget&ar=1850&manad=13&sprak=xx&sida=-1",
    "?ar=0&sida=%F0%9F%98%80&okand=1",
]


@cache
def schema(name):
    """Return one of the schemas, ready for use."""
    path = SCHEMAS / name
    if path.suffix == ".rng":
        return etree.RelaxNG(file=str(path))
    content = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(content)
    return jsonschema.Draft202012Validator(content)


def own_address(form, content):
    """Return the address that a feed gives as its own."""
    if form == "json":
        return json.loads(content)["feed_url"]
    return etree.fromstring(content).find(".//{http://www.w3.org/2005/Atom}link[@rel='self']").get("href")


def check(form, response):
    """Find nothing to object to in a feed."""
    content, address = response.content, own_address(form, response.content)
    if form == "json":
        assert list(schema("jsonfeed.json").iter_errors(json.loads(content))) == []
        assert response["Content-Type"] == "application/feed+json; charset=utf-8"
        return
    assert faults(content, address, response["Content-Type"]) == []
    if form == "atom":
        assert schema("atom.rng").validate(etree.fromstring(content)), schema("atom.rng").error_log
    read = feedparser.parse(content, response_headers={"content-type": response["Content-Type"]})
    assert not read.bozo, read.bozo_exception
    assert [entry.id for entry in read.entries] == ids(form, address.partition(f"flode.{form}")[2])


def test_the_feed_of_every_list_is_valid():
    made = newsroom()

    for query in [*QUERIES, f"?amne={made['topic'].slug}", f"?amne={made['other'].slug}&ar=2026&manad=11&typ=news"]:
        for form in FORMS:
            check(form, feed(form, query))


@pytest.mark.parametrize("form", FORMS)
def test_a_feed_of_nothing_is_valid(form):
    check(form, feed(form))
    assert ids(form) == []


@pytest.mark.parametrize("form", FORMS)
def test_a_feed_with_a_notice_in_place_of_a_text_is_valid(form):
    from newsroom.withdrawing import retract_release

    version = make_version()
    retract_release(release=version.release, by=make_administrator(), notice="Uppgifterna <stämde> inte.")

    check(form, feed(form))
    assert len(ids(form)) == 1


@pytest.mark.parametrize("form", FORMS)
def test_words_that_look_like_html_are_words(form):
    headline = "Färre <unga & fler <b än R&D"
    make_version(release=make_release(headline=headline, topics=[make_topic("Mer <b än a> & c")]))

    check(form, feed(form))
    check(form, feed(form, "?q=%3Cunga"))
    document = feed(form).content
    words = [item["title"] for item in json.loads(document)["items"]] if form == "json" else []
    assert headline in (words or etree.fromstring(document).itertext())


@pytest.mark.parametrize("form", FORMS)
def test_characters_that_no_xml_may_hold_are_left_out(form):
    make_version(
        headline="Rubrik\u000b med\u200b skräp\u0085\uffff",
        lead="Ing\u0001ress\ufffe",
        subheading="Under\u001frubrik\ufdd0",
        body="<p>Bröd\uffff &#xFFFE; text\U0001ffff</p>",
    )

    check(form, feed(form))
    check(form, feed(form, "?q=skr%C3%A4p%EF%BF%BE%FF"))
    assert "Rubrik med skräp" in feed(form).content.decode()


def test_the_address_that_a_feed_gives_as_its_own_leads_to_it():
    newsroom()

    for query in QUERIES:
        for form in FORMS:
            response = feed(form, query)
            assert ask(path_of(own_address(form, response.content))).content == response.content
