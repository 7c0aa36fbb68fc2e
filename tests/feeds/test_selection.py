"""Which releases stand in a feed: those of the list, and on the first page what has been changed since."""

import json

import pytest
from django.core.paginator import Paginator
from lxml import etree

from newsroom.feeds import selection
from newsroom.feeds.selection import PER_PAGE
from newsroom.withdrawing import retract_release
from tests.factories import DAY, HOUR, NOW, make_administrator, make_department, make_release, make_topic, make_version
from tests.feeds.support import ATOM, FORMS, ask, feed, ids, items, newsroom, path_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(monkeypatch):
    """Let pages be small, so that few releases fill many."""
    monkeypatch.setattr(selection, "PER_PAGE", 3)


def several(count, **fields):
    """Publish some releases, the oldest first, a day apart and the last one yesterday."""
    return [make_version(visible_from=NOW - (count - number) * DAY, **fields) for number in range(count)]


def titles(query=""):
    return list(items(query))


def archive(query):
    """Return the titles of all pages of the archive, as it shows them."""
    found, number = [], 1
    while True:
        page = ask(f"/pressmeddelanden/{query}{'&' if query else '?'}sida={number}").context["page"]
        found += [version.headline for version in page]
        if not page.has_next():
            return found
        number += 1


def test_a_feed_holds_what_the_list_holds_for_every_combination():
    made = newsroom()
    topic = made["other"].slug
    queries = [
        *("", "?typ=news", "?forvaltning=barn-och-utbildning", "?sprak=fi", "?ar=1850", "?typ=hittepa&sprak=en"),
        *(f"?amne={topic}&typ=press_release", f"?amne={topic}&forvaltning=tekniska-kontoret&typ=news"),
    ]

    for query in queries:
        wanted = archive(query)
        for form in FORMS:
            found = []
            for number in Paginator(wanted, PER_PAGE).page_range:
                found += ids(form, f"{query}{'&' if query else '?'}sida={number}")
            assert len(set(found)) == len(wanted), query
        assert {*items(query), *items(f"{query}{'&' if query else '?'}sida=2")} == set(wanted), query


def test_one_number_for_all_feeds_thirty_entries_a_page():
    assert PER_PAGE == 30
    several(31)

    assert [len(ids(form)) for form in FORMS] == [30, 30, 30]
    assert [len(ids(form, "?sida=2")) for form in FORMS] == [1, 1, 1]


def test_the_pages_of_a_feed_lead_to_one_another(small):
    several(8)

    root = etree.fromstring(feed("atom", "?typ=press_release&sida=2").content)
    links = {link.get("rel"): path_of(link.get("href")) for link in root.findall(f"{ATOM}link")}
    base = "/pressmeddelanden/flode.atom?typ=press_release"
    assert links == {
        "alternate": "/pressmeddelanden/?typ=press_release",
        "self": f"{base}&sida=2",
        "first": base,
        "previous": base,
        "next": f"{base}&sida=3",
        "last": f"{base}&sida=3",
    }
    assert json.loads(feed("json").content)["next_url"] == "http://testserver/pressmeddelanden/flode.json?sida=2"
    assert "next_url" not in json.loads(feed("json", "?sida=3").content)


def test_following_next_finds_everything_once(small):
    wanted = several(8)
    path, found = "/pressmeddelanden/flode.json", []

    while path:
        page = json.loads(ask(path).content)
        found += [item["title"] for item in page["items"]]
        path = path_of(page["next_url"]) if "next_url" in page else None

    assert found == [version.headline for version in reversed(wanted)]


def test_all_pages_have_the_id_of_the_feed(small):
    several(4)

    first, second = (etree.fromstring(feed("atom", query).content).findtext(f"{ATOM}id") for query in ("", "?sida=2"))
    assert first == second == "tag:testserver,2026:flode"


def test_lists_with_other_filters_have_other_ids_and_titles():
    made = newsroom()
    queries = ["", "?typ=news", "?forvaltning=tekniska-kontoret", f"?amne={made['topic'].slug}"]

    roots = [etree.fromstring(feed("atom", query).content) for query in queries]

    assert len({root.findtext(f"{ATOM}id") for root in roots}) == 4
    assert [root.findtext(f"{ATOM}title") for root in roots] == [
        "Pressmeddelanden från Trollhättans Stad",
        "Pressmeddelanden från Trollhättans Stad: Nyhet",
        "Pressmeddelanden från Trollhättans Stad: Tekniska kontoret",
        "Pressmeddelanden från Trollhättans Stad: Skola & <förskola>",
    ]


def test_a_former_address_of_a_department_gives_its_feed():
    from newsroom.actions import save_department

    department = make_department(slug="gammal")
    make_version(department=department, headline="Från förvaltningen")
    make_version(headline="Från en annan")
    department.slug = "ny"
    save_department(department)

    assert titles("?forvaltning=gammal") == ["Från förvaltningen"]


# --- changed and taken back ----------------------------------------------------------------------------
def test_an_old_release_that_was_corrected_stands_first_again(small):
    versions = several(8)
    make_version(release=versions[0].release, kind="correction", note="Fel år.", visible_from=NOW - HOUR)

    assert titles() == [versions[0].headline, *(version.headline for version in versions[:4:-1])]
    assert versions[0].headline in titles("?sida=3")  # and where it always stood


@pytest.mark.parametrize(("kind", "at"), [("minor", NOW - HOUR), ("correction", NOW - 6 * DAY)])
def test_an_old_release_does_not_return_for_a_minor_change_or_one_older_than_the_page(small, kind, at):
    versions = several(8)

    make_version(release=versions[0].release, kind=kind, note="Något.", visible_from=at)

    assert titles() == [version.headline for version in versions[:4:-1]]


def test_a_correction_in_the_page_is_no_second_entry(small):
    versions = several(8)
    make_version(release=versions[-1].release, kind="correction", note="Fel år.", visible_from=NOW - HOUR)

    assert len(ids("atom")) == 3


def test_a_corrected_release_of_another_list_does_not_come_here(small):
    versions = several(8)
    make_version(release=versions[0].release, kind="correction", note="Fel år.", visible_from=NOW - HOUR)
    department = make_department(slug="en-annan")
    several(5, department=department)

    assert versions[0].headline not in titles("?forvaltning=en-annan")


def test_however_many_were_corrected_a_feed_has_its_measure(small, monkeypatch):
    monkeypatch.setattr(selection, "MOST_RESURFACED", 2)
    versions = several(9)
    for number, version in enumerate(versions[:4]):
        make_version(release=version.release, kind="update", note="Nytt.", visible_from=NOW - (9 - number) * HOUR)

    assert titles()[:2] == [versions[3].headline, versions[2].headline]
    assert len(ids("rss")) == 5


def test_a_notice_stands_in_the_feeds_where_its_text_stood(small):
    department, topic = make_department(slug="kommunikation"), make_topic()
    release = make_release(department=department, topics=[topic], type="news")
    make_version(release=release, visible_from=NOW - 30 * DAY)
    make_version(release=make_release(department=department, topics=[topic], type="news"), visible_from=NOW - 2 * DAY)
    several(6, headline="Annat", type="decision")
    retract_release(release=release, by=make_administrator(), notice="Det stämde inte.")
    year, month = (NOW - 30 * DAY).year, (NOW - 30 * DAY).month
    notice = "Pressmeddelandet är tillbakadraget"

    for query in ("", "?forvaltning=kommunikation", f"?amne={topic.slug}", "?typ=news", "?sprak=sv"):
        assert notice in titles(query), query
    for query in ("?typ=decision", "?forvaltning=kommunikation&sprak=sv&sida=2", "?sida=2"):
        assert notice not in titles(query) or "kommunikation" in query, query
    other = f"?ar={year}&manad={month}"  # a month that shows nothing else is no filter
    assert notice in titles(other)


def test_a_notice_older_than_the_page_is_not_there(small):
    release = several(1)[0].release
    retract_release(release=release, by=make_administrator(), notice="Det stämde inte.", at=NOW - 20 * HOUR)
    assert len(ids("atom")) == 1
    for number in range(4):
        make_version(visible_from=NOW - (4 - number) * HOUR)

    assert len(ids("atom")) == 3


def test_words_that_were_retracted_answer_to_no_search():
    version = make_version(headline="Hemligheten")
    retract_release(release=version.release, by=make_administrator(), notice="Det stämde inte.")
    make_version(headline="Något annat")

    assert "Pressmeddelandet är tillbakadraget" not in titles("?q=Hemligheten")
    assert "Pressmeddelandet är tillbakadraget" not in titles("?q=tillbakadraget")
