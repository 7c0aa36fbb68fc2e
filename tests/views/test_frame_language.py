"""The frame in Swedish and English: the address alone decides, and every page leads to its twin."""

import re

import pytest
from django.test import Client
from django.urls import LocalePrefixPattern, get_resolver
from django.utils import timezone
from django.utils.translation import get_language

from newsroom.withdrawing import withdraw_release
from tests.factories import (
    DAY,
    HOUR,
    NOW,
    make_administrator,
    make_contact,
    make_department,
    make_release,
    make_topic,
    make_version,
)

pytestmark = pytest.mark.django_db
YEAR = timezone.localtime(NOW - HOUR).year
LISTS = ["/", "/pressmeddelanden/", f"/pressmeddelanden/{YEAR}/", "/forvaltningar/", "/kontakter/"]


@pytest.fixture
def department():
    return make_department(
        name="Förvaltningen för vatten", slug="vatten", description="Vi sköter vattnet.", hours="Måndag till fredag"
    )


@pytest.fixture
def version(department):
    contact = make_contact(department=department, is_listed=True, kind="press_officer", hours="Vardagar")
    release = make_release(department=department, contacts=[contact], topics=[make_topic("Avfall")])
    return make_version(release=release, visible_from=NOW - HOUR)


#: The link to the frame's other language: its address, its language twice, its name.
SWITCH = re.compile(r'<a[^>]*href="([^"]*)" lang="(\w+)" hreflang="\2">(English|Svenska)</a>')


def switch_of(html):
    """Return where the frame's other language is, which it is, and its name."""
    return SWITCH.search(html).groups()


def page(path, status=200):
    response = Client().get(path)
    assert response.status_code == status, path
    return response.content.decode()


def frame_of(html):
    """Return the language of the page, and the words of its menu."""
    menu = re.search(r'<nav class="site-nav".*?</nav>', html, re.DOTALL)[0]
    return re.search(r'<html lang="([^"]*)"', html)[1], re.sub(r"<[^>]*>|\s+", " ", menu).split()


@pytest.mark.parametrize("path", LISTS)
def test_every_list_stands_in_both_languages(version, path):
    swedish, english = page(path), page(f"/en{path}")

    assert frame_of(swedish)[0] == "sv"
    assert "Förvaltningar" in frame_of(swedish)[1]
    assert frame_of(english)[0] == "en"
    assert "Departments" in frame_of(english)[1]


@pytest.mark.parametrize("path", [*LISTS, "/forvaltningar/vatten/"])
def test_the_twins_lead_to_each_other_for_people_and_machines(version, settings, path):
    swedish, english = page(path), page(f"/en{path}")

    assert switch_of(swedish) == (f"/en{path}", "en", "English")
    assert switch_of(english) == (path, "sv", "Svenska")
    for html in (swedish, english):
        assert f'<link rel="alternate" hreflang="sv" href="{settings.SITE_URL}{path}">' in html
        assert f'<link rel="alternate" hreflang="en" href="{settings.SITE_URL}/en{path}">' in html
    assert f'<link rel="canonical" href="{settings.SITE_URL}/en{path}">' in english


@pytest.mark.parametrize("path", [*LISTS, "/forvaltningar/vatten/"])
def test_links_of_the_english_frame_stay_in_english(version, path):
    html = SWITCH.sub("", page(f"/en{path}"))
    lists = ("/pressmeddelanden/", "/forvaltningar/", "/kontakter/", "/forvaltningar/vatten/", "/")

    assert not set(re.findall(r'<a[^>]*href="([^"?#]*)', html)) & set(lists)
    assert version.get_absolute_url() in html or "/kontakter/" in path or path == "/forvaltningar/"


@pytest.mark.parametrize("accept", ["en", "en-GB,en;q=0.9", "fi", "*", ""])
def test_the_address_alone_decides(version, accept):
    for path in ("/", "/en/", version.get_absolute_url()):
        plain, asked = Client().get(path), Client().get(path, headers={"accept-language": accept})
        cookie = Client().get(path, headers={"cookie": "django_language=en"})
        assert plain.content == asked.content == cookie.content
        assert "accept-language" not in plain.get("Vary", "").lower()


def test_the_desk_is_always_swedish():
    response = Client().get("/admin/login/", headers={"accept-language": "en"})

    assert '<html lang="sv"' in response.content.decode()


def test_an_answer_leaves_no_language_behind(version):
    for path in ("/en/", "/en/finns-inte/", version.get_absolute_url()):
        before = get_language()
        Client().get(path)
        assert get_language() == before == "sv"


def test_a_release_has_one_address(version):
    page(f"/en{version.get_absolute_url()}", status=404)


@pytest.mark.parametrize(("language", "frame"), [("sv", "sv"), ("sv-simple", "sv"), ("fi", "sv"), ("en", "en")])
def test_a_release_stands_in_the_frame_of_its_language(department, language, frame):
    version = make_version(department=department, language=language, visible_from=NOW - DAY)

    html = page(version.get_absolute_url())

    assert frame_of(html)[0] == frame
    assert f'<article class="release" lang="{language}">' in html
    lists = "/en/pressmeddelanden/" if frame == "en" else "/pressmeddelanden/"
    assert f'<li><a href="{lists}" aria-current="true">' in html


def test_earlier_versions_and_what_is_gone_speak_the_language_of_the_text(department):
    first = make_version(department=department, language="en", visible_from=NOW - DAY)
    make_version(release=first.release, kind="correction", note="Wrong figure.", visible_from=NOW - HOUR)
    path = first.get_absolute_url()

    assert "This is an earlier version of the press release." in page(f"{path}version/1/")
    withdraw_release(release=first.release, by=make_administrator(), reason="Fel.")
    assert "The press release has been withdrawn" in page(path, status=410)


def test_dates_are_written_as_the_frame_writes_them(department):
    at = timezone.make_aware(timezone.datetime(2026, 3, 5, 14, 7))
    english = make_version(type="important", department=department, language="en", visible_from=at)
    swedish = make_version(type="important", department=department, visible_from=at)

    assert "5 March 2026 at 14:07" in page(english.get_absolute_url())
    assert "2026-03-05 kl. 14.07" in page(swedish.get_absolute_url())
    assert ">5 March 2026</time>" in page("/en/pressmeddelanden/")


def test_swedish_parts_of_the_english_frame_are_marked(version):
    department, contacts = page("/en/forvaltningar/vatten/"), page("/en/kontakter/")
    listed = page("/en/pressmeddelanden/")

    assert '<h1 lang="sv">Förvaltningen för vatten</h1>' in department
    assert '<p class="page-intro" lang="sv">Vi sköter vattnet.</p>' in department
    assert '<address class="department-card" lang="sv">' in department
    assert 'lang="sv">pressekreterare</p>' in contacts
    assert '<p class="contact-hours" lang="sv">Vardagar</p>' in contacts
    assert '<span class="release-card-sender" lang="sv">Förvaltningen för vatten</span>' in listed
    assert '<div class="release-card-text" lang="sv">' in listed


def test_no_part_of_the_swedish_frame_says_that_it_is_swedish(version):
    for path in LISTS:
        assert 'lang="sv"' not in page(path).replace('<html lang="sv"', "").replace('hreflang="sv"', "")


def test_a_role_of_that_day_is_in_the_language_of_the_text_and_a_title_in_swedish(department):
    own, printed = make_contact(title="pressekreterare", is_listed=True), make_contact(title="enhetschef")
    release = make_release(department=department, contacts=[own, printed], language="en")
    release.contact_places.filter(contact=printed).update(role="head of unit")

    html = page(make_version(release=release).get_absolute_url())

    assert '<p class="contact-role" lang="sv">pressekreterare</p>' in html
    assert '<p class="contact-role">head of unit</p>' in html


@pytest.mark.parametrize("path", ["/finns-inte/", "/en/finns-inte/", "/en/forvaltningar/finns-inte/", "/en/x"])
def test_what_is_not_found_leads_to_the_other_start_page_and_says_the_same_everywhere(path):
    english = path.startswith("/en/")
    html, other = page(path, status=404), page("/en/nagot/" if english else "/nagot/", status=404)

    assert html == other
    assert frame_of(html)[0] == ("en" if english else "sv")
    assert switch_of(html)[0] == ("/" if english else "/en/")
    assert 'rel="alternate"' not in html


def test_en_alone_leads_to_the_english_start_page():
    assert Client().get("/en")["Location"] == "/en/"


def test_a_former_address_of_a_department_leads_on_in_the_same_language(department):
    department.former_slugs.create(slug="va")

    assert Client().get("/en/forvaltningar/va/")["Location"] == "/en/forvaltningar/vatten/"
    assert Client().get("/forvaltningar/va/")["Location"] == "/forvaltningar/vatten/"


def test_pages_that_belong_to_the_frame_are_all_translated():
    entry = next(e for e in get_resolver().url_patterns if isinstance(e.pattern, LocalePrefixPattern))
    names = {pattern.name for pattern in entry.url_patterns}

    assert names >= {"start", "release_list", "release_year", "department_list", "department_detail", "contact_list"}
    assert not names & {"release_detail", "version_detail", "robots", "healthz", "theme", "preview_link"}


#: Words of the frame that would stand out as untranslated. Names and texts of the test data are elsewhere.
SWEDISH = re.compile(r"\b(?:och|för|till|alla|pressmeddelanden?|läs|sök|visa|språk|ämne|kontakta|publicerat)\b", re.I)


@pytest.mark.parametrize("path", [*LISTS, "/forvaltningar/vatten/", "/finns-inte/"])
def test_the_english_frame_has_no_swedish_words_of_its_own(path):
    make_department(name="Vatten", slug="vatten", telephone="")
    make_version(language="en", department=None, headline="Boil your water", lead="Boil it.", body="<p>Now.</p>")

    html = Client().get(f"/en{path}").content.decode()
    words = re.sub(r'<(\w+)[^>]* lang="sv"[^>]*>.*?</\1>', " ", html, flags=re.DOTALL)
    words = re.sub(r"<script.*?</script>|<style.*?</style>", " ", words, flags=re.DOTALL)
    shown = re.sub(r"<[^>]*>", " ", words) + " ".join(re.findall(r'(?:aria-label|title|placeholder)="([^"]*)"', words))

    assert SWEDISH.findall(shown) == []
