"""The three pages as the public reads them."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsroom.about import views
from newsroom.about.models import Authority, Page
from tests.about.support import BURDEN, FAULT, OUTSIDE, make_authority, make_shown, make_statement
from tests.factories import DAY, NOW, make_contact

pytestmark = pytest.mark.django_db
PAGES = {"about": "/om/", "privacy": "/personuppgifter/", "statement": "/tillganglighet/"}


def read(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def words(html):
    """Return the page's text in one line, without its elements."""
    return " ".join(re.sub(r"<[^>]+>", " ", html.split("<main")[1].split("<footer")[0]).split())


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_each_page_is_public_in_both_languages_and_changes_nothing(client, path):
    make_authority()

    for prefix, language in (("", "sv"), ("/en", "en")):
        response = client.get(prefix + path)
        html = response.content.decode()
        assert response.status_code == 200
        assert f'<html lang="{language}">' in html
        assert html.count("<h1>") == 1
        assert f'<link rel="canonical" href="http://testserver{prefix}{path}">' in html
        assert "max-age=0" in response["Cache-Control"]
        assert not response.cookies
    assert client.head(path).status_code == 200


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_each_page_says_something_where_nobody_has_written_anything(client, path):
    assert "Trollhättans Stad" in words(read(client, path))


@pytest.mark.parametrize("path", ["/", "/pressmeddelanden/", "/kontakter/", "/finns-inte/", "/en/", *PAGES.values()])
def test_every_page_leads_to_the_three_from_its_footer(client, path):
    footer = client.get(path).content.decode().split("<footer")[1]
    prefix = "/en" if path.startswith("/en/") else ""

    for target in PAGES.values():
        assert f'href="{prefix}{target}"' in footer


def test_the_pages_cost_the_same_whatever_there_is(client):
    def count():
        found = []
        for path in PAGES.values():
            with CaptureQueriesContext(connection) as queries:
                read(client, path)
            found.append(len(queries))
        return found

    make_shown([FAULT], at=NOW - 400 * DAY)
    few = count()
    make_shown([FAULT | {"what": f"Brist {number}"} for number in range(30)] + [BURDEN, OUTSIDE])

    assert count() == few
    assert max(few) <= 5


# --- about the newsroom, and personal data ------------------------------------------------------------


def test_the_authority_is_named_with_its_address_and_numbers(client):
    make_authority()

    for path in ("/om/", "/personuppgifter/"):
        html = read(client, path)
        assert "Nybrogatan 8<br>871 80 Härnösand" in html
        assert 'href="tel:+46611348000">0611-34 80 00' in html
        assert 'href="mailto:kommun@harnosand.example"' in html


def test_about_leads_to_every_feed(client):
    html = read(client, "/om/")

    for form in ("atom", "rss", "json"):
        assert f'href="/pressmeddelanden/flode.{form}"' in html


def test_personal_data_tells_what_article_13_demands(client):
    make_authority()
    text = words(read(client, "/personuppgifter/"))

    for told in (
        "Härnösands kommun är personuppgiftsansvarig",
        "Organisationsnummer 212000-2403",
        "dataskydd@harnosand.example",
        "artikel 6.1 e",
        "Inga beslut om någon fattas automatiskt",
        "i alla länder",
        "Dina rättigheter",
        "Integritetsskyddsmyndigheten",
        "arkivlagen",
        "(2022:482)",
    ):
        assert told in text, told


def test_without_an_officer_the_press_contacts_lead_on(client):
    make_authority(officer_email="", officer_telephone="")
    html = read(client, "/personuppgifter/")

    assert "dataskydd@" not in html
    assert "så får du veta hur du når ombudet" in html


@pytest.mark.parametrize("key", ["about", "privacy"])
@pytest.mark.parametrize(("placement", "keeps"), [("before", True), ("after", True), ("instead", False)])
def test_own_words_stand_beside_or_instead_of_those_that_come_along(client, key, placement, keeps):
    path, ours = PAGES[key], "Inga kakor"
    assert ours in words(read(client, path))

    Page.objects.create(key=key, placement=placement, body="<p>Jouren svarar <strong>alltid</strong>.</p>")

    text = words(read(client, path))
    assert (ours in text) == keeps
    assert "Jouren svarar alltid ." in text
    if keeps:
        assert (text.index("Jouren") < text.index(ours)) == (placement == "before")


def test_own_words_are_those_of_the_page_and_the_language(client):
    Page.objects.create(key="about", placement="instead", body="<p>Bara på svenska.</p>")
    Page.objects.create(key="privacy", language="en", body="<p>English alone.</p>")

    assert "Bara på svenska" in read(client, "/om/")
    assert "Bara på svenska" not in read(client, "/en/om/")
    assert "Bara på svenska" not in read(client, "/personuppgifter/")
    assert "English alone" in read(client, "/en/personuppgifter/")
    assert "English alone" not in read(client, "/personuppgifter/")


def test_own_words_are_cleaned_once_more_on_the_way_out(client):
    page = Page.objects.create(key="about", body="<p>Hej</p>")
    Page.objects.filter(pk=page.pk).update(body='<p>Hej<script>alert("kapad")</script></p>')

    assert "kapad" not in read(client, "/om/")


def test_the_pages_say_when_they_were_last_updated(client, monkeypatch):
    def shown():
        return re.search(r'Senast uppdaterad <time datetime="(.+?)">\1</time>', read(client, "/om/"))[1]

    monkeypatch.setattr(views, "TEXTS_REVISED_ON", dt.date(2020, 3, 2))
    assert shown() == "2020-03-02"
    make_authority()
    Authority.objects.update(changed_at=dt.datetime(2021, 5, 3, 23, 30, tzinfo=dt.UTC))
    assert shown() == "2021-05-04"
    Page.objects.create(key="about", body="<p>Hej</p>")
    assert shown() == timezone.localdate().isoformat()


# --- the accessibility statement ----------------------------------------------------------------------


def test_all_eleven_items_stand_on_the_page(client):
    at = dt.datetime(2026, 10, 8, 9, tzinfo=dt.UTC)
    make_shown([FAULT, BURDEN, OUTSIDE], at=at)
    html = read(client, "/tillganglighet/")
    text = words(html)

    assert "Härnösands kommun står bakom pressrummet i Härnösand" in text  # 1, 2
    assert "är <strong>delvis förenligt</strong> med lagen" in html  # 3
    assert all(FAULT[part] in text for part in ("what", "whom", "requirement", "why"))  # 4
    assert "Åtgärdas senast 2027-03-01" in text
    assert "bedömningen gjordes 2026-10-05" in text  # 5
    assert "uppdaterades senast 2026-10-08" in text  # 6
    assert "har gjort en självskattning" in text  # 7
    assert "Vi gick igenom tjugo sidor med NVDA." in text
    assert 'href="mailto:tillganglighet@harnosand.example"' in html  # 8
    assert "svar inom två arbetsdagar" in text
    assert 'href="https://www.digg.se/tdosanmalan"' in html  # 9
    assert "åberopar Härnösands kommun undantaget" in text  # 10
    assert BURDEN["why"] in text
    assert "Det här omfattas inte av lagen (9 §)" in text  # 11
    assert OUTSIDE["why"] in text


@pytest.mark.parametrize(
    ("compliance", "rows", "word"),
    [("wholly", [], "helt förenligt"), ("partly", [FAULT], "delvis förenligt"), ("not", [FAULT], "inte förenligt")],
)
def test_the_three_words_of_the_law(client, compliance, rows, word):
    make_shown(rows, compliance=compliance)

    assert f"Pressrummet i Härnösand är <strong>{word}</strong>" in read(client, "/tillganglighet/")


@pytest.mark.parametrize(
    ("method", "said"),
    [
        ("self", "har gjort en självskattning."),
        ("external", "En extern part har gjort"),
        ("both", "och en extern part"),
    ],
)
def test_who_made_the_assessment(client, method, said):
    make_shown(method=method)

    assert said in read(client, "/tillganglighet/")


def test_where_there_is_nothing_to_list_the_page_says_so(client):
    make_shown([], compliance="wholly")
    text = words(read(client, "/tillganglighet/"))

    assert "Vi känner inte till något som brister" in text
    assert "Vi undantar inget som oskäligt betungande" in text
    assert "Det finns inget här som är undantaget" in text


def test_before_the_first_assessment_the_page_is_honest_and_still_of_use(client):
    make_contact(name="Åke Öhman", kind="press_officer", is_listed=True, numbers=["0611-34 80 11"])
    make_contact(name="Siv Dold", kind="press_officer", is_listed=False)
    html = read(client, "/tillganglighet/")

    assert "Någon bedömning av pressrummet är inte gjord än" in html
    assert "förenligt" not in html
    assert "Åke Öhman" in html
    assert "0611-34 80 11" in html
    assert "Siv Dold" not in html
    assert 'href="https://www.digg.se/tdosanmalan"' in html
    assert "Senast uppdaterad" not in html


def test_where_there_is_an_address_for_reports_it_is_the_one_that_stands_there(client):
    make_contact(name="Åke Öhman", kind="press_officer", is_listed=True)
    make_authority(report_telephone="0611-34 80 99", report_form="https://harnosand.example/brister/")
    html = read(client, "/tillganglighet/")

    assert "Åke Öhman" not in html
    assert "0611-34 80 99" in html
    assert 'href="https://harnosand.example/brister/"' in html


def test_the_latest_shown_is_read_and_no_draft(client):
    make_shown(at=NOW - 400 * DAY, service="det gamla pressrummet")
    make_shown(at=NOW - DAY, service="det nya pressrummet")
    make_statement(service="det hemliga pressrummet")
    html = read(client, "/tillganglighet/")

    assert "det nya pressrummet" in html
    assert "det gamla" not in html.replace(FAULT["why"], "")
    assert "hemliga" not in html


def test_what_is_typed_is_text_and_no_html(client):
    make_shown([FAULT | {"what": "<script>alert(1)</script>"}], method_text="<b>fet</b>\n\nNästa stycke")
    html = read(client, "/tillganglighet/")

    assert "<script>alert" not in html
    assert "&lt;b&gt;fet" in html
    assert "<p>Nästa stycke</p>" in html


def test_the_english_frame_names_the_language_of_what_is_in_swedish(client):
    make_shown()
    html = read(client, "/en/tillganglighet/")

    assert "is <strong>partly compliant</strong>" in html
    assert f'<p class="deficiency-what" lang="sv">{FAULT["what"]}</p>' in html
