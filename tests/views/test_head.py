"""The head of every page: one canonical address, its twins in other languages, and what a shared link shows."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.utils import timezone

from newsroom.links import create_link
from newsroom.views.head import kicker
from newsroom.withdrawing import retract_release, withdraw_release
from tests.factories import (
    DAY,
    HOUR,
    NOW,
    make_administrator,
    make_department,
    make_release,
    make_topic,
    make_version,
)
from tests.views import test_leaks

pytestmark = pytest.mark.django_db
SITE = "http://testserver"
#: The fixture that has enough for every kind of page.
shown = test_leaks.shown
YEAR = timezone.localtime(NOW - HOUR).year


class Head(HTMLParser):
    """The links and metas of a page, in order."""

    def __init__(self, html):
        super().__init__()
        self.rows = []
        self.feed(html[: html.index("</head>")])

    def handle_starttag(self, tag, attributes):
        self.rows.append((tag, dict(attributes)))

    def all(self, tag, **wanted):
        return [a for t, a in self.rows if t == tag and all(a.get(name) == value for name, value in wanted.items())]

    def meta(self, name):
        """Return what a meta says; None without it. Tags apart, each stands once."""
        found = self.all("meta", property=name) + self.all("meta", name=name)
        assert len(found) <= 1 or name == "article:tag"
        return found[0]["content"] if found else None

    @property
    def canonical(self):
        (link,) = self.all("link", rel="canonical")
        return link["href"].removeprefix(SITE)

    @property
    def twins(self):
        return {a["hreflang"]: a["href"].removeprefix(SITE) for t, a in self.rows if t == "link" and "hreflang" in a}


def head_of(path, status=200):
    response = Client().get(path)
    assert response.status_code == status
    return Head(response.content.decode())


def department_of_many():
    department = make_department(name="Kulturförvaltningen", slug="kultur")
    topic = make_topic("Bad")
    for hour in range(1, 23):
        release = make_release(department=department, topics=[topic])
        make_version(release=release, visible_from=NOW - hour * HOUR)
    return topic


# --- canonical ------------------------------------------------------------------------------------------
def test_the_canonical_address_of_a_list_is_its_own_without_what_means_nothing():
    topic = department_of_many()
    for asked, canonical in {
        "/": "/",
        "/?utm_source=x": "/",
        "/en/?x=1": "/en/",
        "/kontakter/?sida=3": "/kontakter/",
        "/pressmeddelanden/": "/pressmeddelanden/",
        "/pressmeddelanden/?sida=1": "/pressmeddelanden/",
        "/pressmeddelanden/?sida=2&utm_source=x": "/pressmeddelanden/?sida=2",
        "/pressmeddelanden/?sida=99": "/pressmeddelanden/?sida=2",
        "/pressmeddelanden/?sida=x&typ=finns-inte": "/pressmeddelanden/",
        f"/pressmeddelanden/?x=1&amne={topic.slug}": f"/pressmeddelanden/?amne={topic.slug}",
        f"/pressmeddelanden/?sida=2&amne={topic.slug}": f"/pressmeddelanden/?amne={topic.slug}&sida=2",
        f"/pressmeddelanden/?ar={YEAR}": f"/pressmeddelanden/{YEAR}/",
        f"/pressmeddelanden/?ar={YEAR}&sida=2": f"/pressmeddelanden/{YEAR}/?sida=2",
        f"/pressmeddelanden/{YEAR}/?sida=2": f"/pressmeddelanden/{YEAR}/?sida=2",
        f"/pressmeddelanden/{YEAR}/?typ=press_release": f"/pressmeddelanden/?typ=press_release&ar={YEAR}",
        "/forvaltningar/kultur/?sida=2": "/forvaltningar/kultur/?sida=2",
        "/forvaltningar/kultur/?sida=0": "/forvaltningar/kultur/?sida=2",
    }.items():
        assert head_of(asked).canonical == canonical, asked


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("", True),
        ("?typ=press_release", True),
        ("?typ=press_release&sida=2", True),
        ("?typ=press_release&forvaltning=kultur", False),
        ("?q=bad", False),
    ],
)
def test_search_engines_keep_lists_with_one_choice_alone(query, kept):
    department_of_many()

    robots = head_of(f"/pressmeddelanden/{query}").meta("robots")

    assert robots == (None if kept else "noindex")


def test_an_earlier_version_points_at_the_one_that_applies_and_is_not_kept():
    version = make_version(visible_from=NOW - DAY)
    make_version(release=version.release, kind="correction", note="Fel siffra.", visible_from=NOW - HOUR)

    head = head_of(f"{version.get_absolute_url()}version/1/")

    assert head.canonical == version.get_absolute_url()
    assert head.meta("robots") == "noindex"
    assert head.twins == {}


@pytest.mark.parametrize("path", ["/finns-inte/", "/pressmeddelanden/2020/finns-inte/", "/en/finns-inte/"])
def test_an_error_page_has_no_address_and_is_not_kept(path):
    head = head_of(path, 404)

    assert head.all("link", rel="canonical") == []
    assert head.meta("robots") == "noindex"
    assert head.meta("og:url") is None
    assert head.twins == {}


def test_a_withdrawn_release_has_no_picture_and_no_title_to_share():
    version = make_version(headline="Det som togs bort")
    withdraw_release(release=version.release, by=make_administrator(), reason="Fel.")

    page = Client().get(version.get_absolute_url())

    assert page.status_code == 410
    assert b"og:" not in page.content


def test_a_preview_is_not_kept_and_shows_no_picture(client):
    release, desk = make_release(headline="Ännu hemligt"), make_administrator()
    _link, token = create_link(release=release, by=desk, kind="preview", recipient="Nils Öst", quote="")

    head = head_of(f"/forhandslank/{token}/")

    assert head.meta("robots") == "noindex"
    assert head.meta("og:title") is None
    assert head.twins == {}


def test_every_page_says_each_thing_once(shown):
    """Whatever page somebody adds: one title, one description, one address, which leads to the page itself."""
    for path in [path for paths in test_leaks.public_addresses(shown).values() for path in paths]:
        response = Client().get(path)
        if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
            continue
        head = Head(response.content.decode())
        there = Head(Client().get(head.canonical).content.decode())
        assert there.canonical == head.canonical, path
        assert len(head.all("title")) == 1, path
        if head.meta("robots") is None:
            names = ("description", "og:title", "og:description", "og:url", "og:type", "og:image", "og:locale")
            assert [name for name in names if not head.meta(name)] == [], path
            assert head.meta("og:url") == SITE + head.canonical, path


# --- twins ----------------------------------------------------------------------------------------------
def test_a_page_of_the_frame_and_its_twin_name_each_other():
    topic = department_of_many()
    for path in (
        *("/", "/kontakter/", "/forvaltningar/", "/forvaltningar/kultur/?sida=2", f"/pressmeddelanden/{YEAR}/"),
        *("/pressmeddelanden/?sida=2", f"/pressmeddelanden/?amne={topic.slug}&sida=2"),
    ):
        swedish, english = head_of(path), head_of(f"/en{path}")
        assert swedish.twins == english.twins == {"sv": path, "en": f"/en{path}"}
        assert (swedish.canonical, english.canonical) == (path, f"/en{path}")


def test_a_list_that_is_not_kept_has_no_twins():
    department_of_many()

    assert head_of("/pressmeddelanden/?q=bad").twins == {}
    assert head_of(f"/pressmeddelanden/?ar={YEAR}").twins == {}


def test_a_release_in_one_language_has_no_twins():
    assert head_of(make_version().get_absolute_url()).twins == {}


def family():
    swedish = make_version(headline="Badet öppnar", visible_from=NOW - 5 * DAY)
    others = {
        language: make_version(
            release=make_release(headline=headline, language=language, original=swedish.release),
            visible_from=NOW - 4 * DAY,
        )
        for language, headline in (("en", "The pool opens"), ("fi", "Uimala avataan"), ("sv-simple", "Nu kan du bada"))
    }
    return {"sv": swedish, **others}


def test_translations_name_each_other_and_the_original_is_for_everybody_else():
    texts = family()
    wanted = {language: text.get_absolute_url() for language, text in texts.items()}
    wanted["x-default"] = wanted["sv"]

    for text in texts.values():
        assert head_of(text.get_absolute_url()).twins == wanted
        assert head_of(text.get_absolute_url()).canonical == text.get_absolute_url()


def test_a_translation_that_was_withdrawn_or_is_to_come_is_not_named():
    texts, desk = family(), make_administrator()
    withdraw_release(release=texts["fi"].release, by=desk, reason="Fel.")
    make_version(
        release=make_release(headline="Arabiska", language="en", original=texts["sv"].release), visible_from=NOW + DAY
    )

    assert set(head_of(texts["sv"].get_absolute_url()).twins) == {"sv", "en", "sv-simple", "x-default"}


def test_without_its_original_a_translation_is_for_everybody():
    texts = family()
    withdraw_release(release=texts["sv"].release, by=make_administrator(), reason="Fel.")

    twins = head_of(texts["en"].get_absolute_url()).twins

    assert set(twins) == {"en", "fi", "sv-simple", "x-default"}
    assert len({head_of(texts[code].get_absolute_url()).twins["x-default"] for code in ("en", "fi")}) == 1


def test_a_notice_is_no_translation_in_either_direction():
    texts = family()
    retract_release(release=texts["sv"].release, by=make_administrator(), notice="Uppgifterna var fel.", reason="Fel.")

    assert head_of(texts["sv"].get_absolute_url()).twins == {}
    assert "sv" not in head_of(texts["en"].get_absolute_url()).twins


# --- what a shared link shows ---------------------------------------------------------------------------------
def test_a_release_shared_shows_its_headline_lead_picture_and_dates():
    department, topics = make_department(name="Kulturförvaltningen"), [make_topic("Bad"), make_topic("Älven")]
    release = make_release(
        department=department, topics=topics, headline='Badet "Älvhög" öppnar & stänger', lead="Fri <entré>."
    )
    make_version(release=release, visible_from=NOW - 2 * DAY)
    version = make_version(release=release, kind="update", note="Ny tid.", visible_from=NOW - DAY)

    head = head_of(version.get_absolute_url())

    wanted = {
        "description": "Fri <entré>.",
        "og:title": 'Badet "Älvhög" öppnar & stänger',
        "og:description": "Fri <entré>.",
        "og:type": "article",
        "og:url": SITE + version.get_absolute_url(),
        "og:site_name": "Pressrum, Trollhättans Stad",
        "og:locale": "sv_SE",
        "og:image:alt": 'Pressmeddelande, Trollhättans Stad: Badet "Älvhög" öppnar & stänger',
        "og:image:type": "image/png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "article:published_time": timezone.localtime(NOW - 2 * DAY).isoformat(),
        "article:modified_time": timezone.localtime(NOW - DAY).isoformat(),
        "article:section": "Kulturförvaltningen",
        "twitter:card": "summary_large_image",
    }
    assert {name: head.meta(name) for name in wanted} == wanted
    assert {row["content"] for row in head.all("meta", property="article:tag")} == {"Bad", "Älven"}


def test_without_a_lead_there_is_no_empty_description_and_without_a_change_no_date_of_one():
    head = head_of(make_version(lead="", department=None).get_absolute_url())

    for name in ("description", "og:description", "article:modified_time", "article:section", "article:tag"):
        assert head.meta(name) is None


@pytest.mark.parametrize(("language", "locale"), [("en", "en_GB"), ("fi", "fi_FI"), ("sv-simple", "sv_SE")])
def test_the_locale_is_that_of_the_text(language, locale):
    assert head_of(make_version(language=language).get_absolute_url()).meta("og:locale") == locale


FRAME = ["/", "/en/", "/pressmeddelanden/", "/forvaltningar/", "/en/forvaltningar/kultur/", "/kontakter/"]


@pytest.mark.parametrize("path", FRAME)
def test_every_other_page_has_title_description_and_the_newsroom_s_picture(path):
    department_of_many()

    head = head_of(path)

    assert head.meta("og:type") == "website"
    assert head.meta("og:title")
    assert head.meta("og:url") == SITE + path
    assert head.meta("description") == head.meta("og:description") != ""
    assert head.meta("og:locale") == ("en_GB" if path.startswith("/en/") else "sv_SE")
    frame = "/en" if path.startswith("/en/") else ""
    assert head.meta("og:image").startswith(f"{SITE}{frame}/bild.png?v=")


def test_no_two_kinds_of_page_share_a_description():
    department_of_many()
    paths = ["/", "/pressmeddelanden/", "/forvaltningar/", "/forvaltningar/kultur/", "/kontakter/"]

    assert len({head_of(path).meta("description") for path in paths}) == len(paths)


def test_the_picture_named_is_there_and_its_address_changes_with_it_alone(settings):
    version = make_version(headline="Första rubriken", visible_from=NOW - DAY)
    first = head_of(version.get_absolute_url()).meta("og:image")
    version.release.lead = "En ny ingress."
    version.release.save()
    make_version(release=version.release, kind="minor", visible_from=NOW - 2 * HOUR)
    same = head_of(version.get_absolute_url()).meta("og:image")
    version.release.headline = "Andra rubriken"
    version.release.save()
    make_version(release=version.release, kind="correction", note="Rubriken.", visible_from=NOW - HOUR)
    other = head_of(version.get_absolute_url()).meta("og:image")
    settings.SITE_COLOUR = "#c8102e"

    assert first == same != other
    assert head_of(version.get_absolute_url()).meta("og:image") != other
    assert Client().get(other.removeprefix(SITE))["Content-Type"] == "image/png"


# --- the line above the headline ---------------------------------------------------------------------------------
def test_the_picture_has_the_page_s_own_line_above_the_headline():
    plain = make_version(type="invitation")
    important = make_version(type="important")
    own = make_version(dateline="Trollhättan den 5 maj")

    for version in (plain, important, own):
        page = Client().get(version.get_absolute_url()).content.decode()
        line = re.search(r'<p class="kicker">(.*?)</p>', page, re.DOTALL)[1]
        assert " ".join(re.sub(r"<[^>]+>", "", line).split()) == kicker(version)
