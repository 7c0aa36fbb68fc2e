"""Sitemaps: valid, whole, with the right dates, and quick however many releases there are."""

import datetime as dt
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import etree

from newsroom import sitemaps
from newsroom.actions import schedule_release
from newsroom.models import Language, Version
from newsroom.withdrawing import archive_release, retract_release, withdraw_release
from tests.factories import (
    DAY,
    HOUR,
    NOW,
    SECOND,
    make_administrator,
    make_department,
    make_release,
    make_version,
)

pytestmark = pytest.mark.django_db
SCHEMAS = Path(__file__).parent / "feeds" / "schemas"
CORE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
LAST_YEAR = timezone.localtime(NOW).year - 1
SITE = "http://testserver"


def in_last_year(month=5, day=1, hour=10):
    """Return a moment of last year, on the Swedish clock."""
    return dt.datetime(LAST_YEAR, month, day, hour, tzinfo=timezone.get_current_timezone())


def ask(path):
    response = Client().get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    return etree.fromstring(response.content)


def schema_of(root):
    name = "siteindex.xsd" if root.tag == f"{CORE}sitemapindex" else "sitemaps.xsd"
    return etree.XMLSchema(file=str(SCHEMAS / name))


def urls(path):
    """Return the addresses in a valid sitemap, each with when it was changed and its twins."""
    root = ask(path)
    schema = schema_of(root)
    assert schema.validate(root), schema.error_log
    found = {}
    for url in root:
        twins = {link.get("hreflang"): link.get("href") for link in url.iter(LINK)}
        found[url.findtext(f"{CORE}loc")] = (url.findtext(f"{CORE}lastmod"), twins)
    return found


def changed(path=f"/sitemap-{LAST_YEAR}.xml"):
    """Return the paths of a year's releases with when each was changed."""
    return {loc.removeprefix(SITE): dt.datetime.fromisoformat(lastmod) for loc, (lastmod, _t) in urls(path).items()}


# --- the index -----------------------------------------------------------------------------------------
def test_the_index_names_every_shard_and_nothing_else():
    make_version(visible_from=in_last_year())
    make_version()

    found = urls("/sitemap.xml")

    year = timezone.localtime(NOW - HOUR).year
    names = ["sidor", "nyheter", str(year), str(LAST_YEAR)]
    assert list(found) == [f"{SITE}/sitemap-{name}.xml" for name in names]
    for loc in found:
        assert Client().get(loc.removeprefix(SITE)).status_code == 200


def test_an_index_of_an_empty_newsroom_is_valid():
    assert list(urls("/sitemap.xml")) == [f"{SITE}/sitemap-sidor.xml", f"{SITE}/sitemap-nyheter.xml"]


def test_the_index_tells_when_a_year_last_changed():
    version = make_version(visible_from=in_last_year(5))
    make_version(visible_from=in_last_year(6))
    lastmod = urls("/sitemap.xml")[f"{SITE}/sitemap-{LAST_YEAR}.xml"][0]
    assert dt.datetime.fromisoformat(lastmod) == in_last_year(6)

    make_version(release=version.release, kind="minor", visible_from=in_last_year(7))
    assert urls("/sitemap.xml")[f"{SITE}/sitemap-{LAST_YEAR}.xml"][0] == lastmod

    make_version(release=version.release, kind="correction", note="Fel år.", visible_from=in_last_year(8))
    assert dt.datetime.fromisoformat(urls("/sitemap.xml")[f"{SITE}/sitemap-{LAST_YEAR}.xml"][0]) == in_last_year(8)


def test_a_large_year_is_several_shards_that_hold_each_release_once(monkeypatch):
    monkeypatch.setattr(sitemaps, "PER_SHARD", 2)
    versions = [make_version(visible_from=in_last_year(month)) for month in (1, 2, 3, 4, 5)]

    names = [loc for loc in urls("/sitemap.xml") if str(LAST_YEAR) in loc]
    assert names == [f"{SITE}/sitemap-{LAST_YEAR}{part}.xml" for part in ("", "-2", "-3")]
    found = [list(changed(name.removeprefix(SITE))) for name in names]
    assert [len(paths) for paths in found] == [2, 2, 1]
    assert [path for paths in found for path in paths] == [
        version.get_absolute_url() for version in versions
    ]  # the oldest first


@pytest.mark.parametrize(
    "name", [f"{LAST_YEAR}-2", f"{LAST_YEAR}-0", f"{LAST_YEAR - 1}", "1800", "x", f"{LAST_YEAR}-1"]
)
def test_a_shard_that_there_is_not_is_not_found(name):
    make_version(visible_from=in_last_year())

    assert Client().get(f"/sitemap-{name}.xml").status_code == 404


def test_a_release_of_new_years_night_is_in_the_year_of_its_address():
    at = dt.datetime(LAST_YEAR, 12, 31, 23, 30, tzinfo=dt.UTC)  # half past midnight in Sweden
    version = make_version(visible_from=at)

    assert list(changed(f"/sitemap-{LAST_YEAR + 1}.xml")) == [version.get_absolute_url()]
    assert Client().get(f"/sitemap-{LAST_YEAR}.xml").status_code == 404


# --- releases ------------------------------------------------------------------------------------------
def test_a_release_has_changed_when_it_was_published_and_on_a_material_change():
    version = make_version(visible_from=in_last_year(5))
    path = version.get_absolute_url()
    assert changed() == {path: in_last_year(5)}

    make_version(release=version.release, kind="update", note="Ny tid.", visible_from=in_last_year(6))
    assert changed() == {path: in_last_year(6)}

    for month in (7, 8):
        make_version(release=version.release, kind="minor", visible_from=in_last_year(month))
    assert changed() == {path: in_last_year(6)}


def test_only_what_may_be_read_now_is_there():
    desk = make_administrator()
    shown = make_version(visible_from=in_last_year(5))
    archived = make_version(visible_from=in_last_year(5))
    archive_release(release=archived.release, by=desk)
    withdrawn, retracted = (make_version(visible_from=in_last_year(month)) for month in (6, 7))
    withdraw_release(release=withdrawn.release, by=desk, reason="Fel.")
    retract_release(release=retracted.release, by=desk, notice="Det stämde inte.")
    make_version(visible_from=in_last_year(5), visible_until=in_last_year(6))
    make_version(visible_from=None)
    schedule_release(release=make_release(), by=desk, visible_from=NOW + 400 * DAY, reason="Så.")

    assert set(changed()) == {shown.get_absolute_url(), archived.get_absolute_url()}
    assert f"{SITE}/sitemap-{LAST_YEAR + 2}.xml" not in urls("/sitemap.xml")


def test_a_former_address_is_not_listed():
    version = make_version(visible_from=in_last_year(5))
    release = version.release
    release.slug = "ny-adress"
    release.save()

    make_version(release=release, kind="minor", visible_from=in_last_year(6))

    assert list(changed()) == [f"/pressmeddelanden/{LAST_YEAR}/ny-adress/"]


def translation(of, language, **more):
    return make_version(release=make_release(original=of.release, language=language, **more), visible_from=NOW - DAY)


def test_translations_name_each_other_across_years():
    original = make_version(visible_from=in_last_year(5))
    alone = make_version(visible_from=in_last_year(6))
    english, finnish = translation(original, Language.ENGLISH), translation(original, Language.FINNISH)

    twins = {
        language: SITE + version.get_absolute_url()
        for language, version in (("sv", original), ("en", english), ("fi", finnish))
    }
    found = urls(f"/sitemap-{LAST_YEAR}.xml") | urls(f"/sitemap-{english.address.year}.xml")
    for loc in twins.values():
        assert found[loc][1] == twins
    assert found[SITE + alone.get_absolute_url()][1] == {}


def test_easy_to_read_swedish_is_listed_and_is_no_language_of_its_own():
    original = make_version(visible_from=in_last_year(5))
    easy = translation(original, Language.EASY_TO_READ)

    assert urls(f"/sitemap-{LAST_YEAR}.xml")[SITE + original.get_absolute_url()][1] == {}
    assert SITE + easy.get_absolute_url() in urls(f"/sitemap-{easy.address.year}.xml")


def test_a_translation_that_is_not_public_is_not_named():
    original = make_version(visible_from=in_last_year(5))
    english = make_release(original=original.release, language=Language.ENGLISH)
    schedule_release(release=english, by=make_administrator(), visible_from=NOW + DAY, reason="Så.")

    assert urls(f"/sitemap-{LAST_YEAR}.xml")[SITE + original.get_absolute_url()][1] == {}


# --- pages ---------------------------------------------------------------------------------------------
def test_the_pages_stand_there_in_both_languages_with_links_to_each_other():
    make_department(slug="oppen")
    make_department(slug="nedlagd", status="closed")
    make_department(slug="hemlig", status="prepared")

    found = urls("/sitemap-sidor.xml")

    paths = ["/", "/pressmeddelanden/", "/forvaltningar/", "/kontakter/", "/forvaltningar/oppen/"]
    for path in [*paths, "/forvaltningar/nedlagd/", "/om/", "/tillganglighet/", "/personuppgifter/"]:
        twins = {"sv": SITE + path, "en": f"{SITE}/en{path}"}
        assert found[twins["sv"]] == found[twins["en"]] == (None, twins)
    assert "hemlig" not in repr(found)
    assert not [loc for loc in found if "/sok/" in loc or not loc.endswith("/")]


def test_every_page_that_is_listed_is_there():
    make_department(slug="oppen")

    for loc in urls("/sitemap-sidor.xml"):
        response = Client().get(loc.removeprefix(SITE))
        assert response.status_code == 200, loc
        assert "noindex" not in response.content.decode().partition("</head>")[0]


# --- news ----------------------------------------------------------------------------------------------
def news():
    root = ask("/sitemap-nyheter.xml")
    if len(root):  # the schema wants at least one address; Google takes an empty list
        assert schema_of(root).validate(root), schema_of(root).error_log
    return {url.findtext(f"{CORE}loc").removeprefix(SITE): url.find(f"{NEWS}news") for url in root}


def test_the_news_are_those_of_two_days():
    fresh = make_version(visible_from=timezone.now() - 2 * DAY + HOUR, headline="Bro & <älv>")
    make_version(visible_from=timezone.now() - 2 * DAY - SECOND)

    ((path, article),) = news().items()

    assert path == fresh.get_absolute_url()
    assert article.findtext(f"{NEWS}title") == "Bro & <älv>"
    assert dt.datetime.fromisoformat(article.findtext(f"{NEWS}publication_date")) == fresh.published_at.replace(
        microsecond=0
    )
    assert article.findtext(f"{NEWS}publication/{NEWS}name") == "Trollhättans Stad"
    assert article.findtext(f"{NEWS}publication/{NEWS}language") == "sv"


def test_an_old_release_is_no_news_again_for_being_corrected():
    version = make_version(visible_from=NOW - 9 * DAY)
    make_version(release=version.release, kind="correction", note="Fel.", visible_from=NOW - HOUR)

    assert news() == {}


@pytest.mark.parametrize("type_", Version.Type.values)
def test_what_reports_something_is_news(type_):
    make_version(type=type_)

    assert bool(news()) == (type_ in ("press_release", "news", "decision", "important"))


@pytest.mark.parametrize(("language", "code"), [("sv-simple", "sv"), ("en", "en"), ("fi", "fi")])
def test_news_tell_their_language(language, code):
    make_version(language=language)

    (article,) = news().values()
    assert article.findtext(f"{NEWS}publication/{NEWS}language") == code


def test_there_are_never_more_than_google_takes(monkeypatch):
    monkeypatch.setattr(sitemaps, "MOST_NEWS", 2)
    versions = [make_version(visible_from=NOW - number * HOUR) for number in (3, 2, 1)]

    assert list(news()) == [version.get_absolute_url() for version in versions[:0:-1]]


def test_notices_and_what_is_to_come_are_no_news():
    retract_release(release=make_version().release, by=make_administrator(), notice="Det stämde inte.")
    schedule_release(release=make_release(), by=make_administrator(), visible_from=NOW + DAY, reason="Så.")

    assert news() == {}


# --- all -----------------------------------------------------------------------------------------------
@override_settings(SITE_URL="https://press.trollhattan.example")
def test_addresses_are_those_of_the_site_whoever_asks():
    make_version()

    for path in ("/sitemap.xml", "/sitemap-sidor.xml", "/sitemap-nyheter.xml", f"/sitemap-{NOW.year}.xml"):
        content = Client().get(path, headers={"host": "localhost"}).content.decode()
        assert "<loc>https://press.trollhattan.example/" in content
        assert "localhost" not in content
        assert "testserver" not in content


def test_a_sitemap_is_no_page_and_is_kept_as_other_lists():
    response = Client().get("/sitemap.xml")

    assert response["X-Robots-Tag"] == "noindex"
    assert response["Cache-Control"] == Client().get("/pressmeddelanden/")["Cache-Control"]
    again = Client().get("/sitemap.xml", headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304


def test_a_sitemap_costs_the_same_however_much_it_holds():
    def fill(count):
        for number in range(count):
            version = make_version(visible_from=in_last_year(1) + number * HOUR)
            make_version(release=version.release, kind="minor", visible_from=in_last_year(6))
            translation(version, Language.ENGLISH)
            make_department()

    def costs():
        Client().get("/sitemap.xml")  # brings the index up to date
        found = {}
        for path in ("/sitemap.xml", "/sitemap-sidor.xml", "/sitemap-nyheter.xml", f"/sitemap-{LAST_YEAR}.xml"):
            with CaptureQueriesContext(connection) as queries:
                Client().get(path)
            found[path] = len(queries)
        return found

    fill(3)
    few = costs()
    fill(12)

    assert costs() == few
    assert max(few.values()) <= 6
