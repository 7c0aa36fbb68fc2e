"""Pages as schema.org describes them: right in shape, true to the page, silent about everything else."""

import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsroom.models import Contact
from newsroom.views.machines import contact_point, e164
from newsroom.withdrawing import archive_release, retract_release
from tests.factories import (
    DAY,
    HOUR,
    NOW,
    make_administrator,
    make_contact,
    make_department,
    make_release,
    make_review,
    make_topic,
    make_version,
)
from tests.views.schema import faults

pytestmark = pytest.mark.django_db
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def described(path):
    """Return what a page says to machines; there is exactly one block, and it is right in shape."""
    response = Client().get(path)
    assert response.status_code == 200
    (block,) = BLOCK.findall(response.content.decode())
    description = json.loads(block)
    assert faults(description) == []
    return description


def node(path, kind):
    """Return the one node of a kind that the page has."""
    (found,) = [each for each in described(path)["@graph"] if each["@type"] == kind]
    return found


def article(version):
    return node(version.get_absolute_url(), "NewsArticle")


@pytest.fixture
def version():
    """A release with everything that a release can have."""
    department = make_department(name="Kultur- och fritidsförvaltningen", slug="kultur", email="kultur@stad.example")
    contacts = [
        make_contact(name="Märta Ågren", title="pressekreterare", numbers=["0520-49 50 00", "070-174 06 05"]),
        make_contact(name="Nils Öst", title="", numbers=[], email="nils@stad.example"),
        make_contact(name="Larmcentralen", numbers=["112"]),
    ]
    release = make_release(
        department=department, contacts=contacts, topics=[make_topic("Bad"), make_topic("Älvrummet")],
        headline="Badet öppnar", subheading="Fri entré i juni", lead="Älvhögsbadet öppnar i sommar.",
    )  # fmt: skip
    return make_version(release=release, visible_from=NOW - 5 * DAY)


# --- the shape of every page kind ----------------------------------------------------------------------
def test_every_kind_of_page_is_right_in_shape(version):
    make_contact(name="Pressjouren", kind="function", is_listed=True)
    year = version.address.year
    for path in (
        *("/", "/en/", "/kontakter/", "/en/kontakter/", "/forvaltningar/", "/en/forvaltningar/"),
        *("/pressmeddelanden/", "/en/pressmeddelanden/", f"/pressmeddelanden/{year}/", "/pressmeddelanden/?amne=x"),
        *(version.get_absolute_url(), "/forvaltningar/kultur/", "/en/forvaltningar/kultur/"),
    ):
        assert described(path)["@graph"], path


@pytest.mark.parametrize(
    "broken",
    [
        {"@type": "NewsArticle"},
        {"@type": "Newsarticle", "headline": "x"},
        {"@type": "BreadcrumbList", "itemListElement": []},
        {"@type": "ContactPoint", "name": "Märta", "telephone": "0520-49 50 00"},
        {"@type": "WebPage", "url": "/kontakter/", "name": "Kontakter", "inLanguage": "sv"},
        {"@type": "CorrectionComment", "text": "", "datePublished": "2026-01-01T10:00:00+01:00"},
        {"@type": "WebPage", "url": "http://a/", "name": "x", "inLanguage": "sv", "lastReviewed": "5 augusti"},
        {"@type": "GovernmentOrganization", "name": "x", "phone": "+46520495000"},
    ],
)
def test_the_check_itself_finds_what_is_wrong(broken):
    assert faults({"@context": "https://schema.org", "@graph": [broken]}) != []


# --- a release -------------------------------------------------------------------------------------------
def test_a_release_is_an_article_with_all_that_its_page_says(version):
    found = article(version)

    url = f"http://testserver{version.get_absolute_url()}"
    assert found["headline"] == "Badet öppnar"
    assert found["alternativeHeadline"] == "Fri entré i juni"
    assert found["description"] == "Älvhögsbadet öppnar i sommar."
    assert found["mainEntityOfPage"] == {"@id": url}
    assert found["keywords"] == ["Bad", "Älvrummet"]
    assert found["datePublished"] == timezone.localtime(NOW - 5 * DAY).isoformat()
    assert found["image"][0].startswith(f"{url}bild.png?v=")
    assert "articleBody" not in found
    assert "dateModified" not in found


def test_publisher_and_author_are_the_municipality_and_the_sender_its_department(version):
    found, whole = article(version), described(version.get_absolute_url())["@graph"]

    (owner,) = [each for each in whole if each.get("@id") == found["publisher"]["@id"]]
    assert found["author"] == found["publisher"]
    assert (owner["@type"], owner["name"], owner["url"]) == (
        "GovernmentOrganization",
        "Trollhättans Stad",
        "http://testserver/",
    )
    assert found["sourceOrganization"]["name"] == "Kultur- och fritidsförvaltningen"
    assert found["sourceOrganization"]["url"] == "http://testserver/forvaltningar/kultur/"


def test_without_a_department_the_municipality_sends_and_can_be_called():
    version = make_version(release=make_release(department=None, contacts=[make_contact(name="Åsa Ek")]))

    sender = article(version)["sourceOrganization"]

    assert sender["@id"] == "http://testserver/#kommun"
    assert [point["name"] for point in sender["contactPoint"]] == ["Åsa Ek"]


def test_contacts_are_those_that_can_be_reached_today_with_international_numbers(version):
    points = article(version)["sourceOrganization"]["contactPoint"]

    assert points == [
        {
            "@type": "ContactPoint",
            "name": "Märta Ågren",
            "contactType": "pressekreterare",
            "telephone": ["+46520495000", "+46701740605"],
        },
        {"@type": "ContactPoint", "name": "Nils Öst", "email": "nils@stad.example"},
    ]


def test_who_has_left_is_no_contact_any_more(version):
    Contact.objects.filter(name="Märta Ågren").update(is_active=False)

    page = Client().get(version.get_absolute_url()).content.decode()

    assert "+46520495000" not in page
    assert [point["name"] for point in article(version)["sourceOrganization"]["contactPoint"]] == ["Nils Öst"]


def test_the_role_is_that_of_the_day_as_on_the_page(version):
    Contact.objects.filter(name="Märta Ågren").update(title="kommunikationschef")

    assert article(version)["sourceOrganization"]["contactPoint"][0]["contactType"] == "pressekreterare"


@pytest.mark.parametrize(
    ("uri", "number"),
    [
        ("tel:+46520495000", "+46520495000"),
        ("tel:+46520495000;ext=12", "+46520495000"),
        ("tel:112", ""),
        ("", ""),
    ],
)
def test_a_number_is_international_or_none(uri, number):
    assert e164(uri) == number


def test_who_has_neither_number_nor_address_is_no_way_to_reach_anybody():
    assert contact_point(make_contact(numbers=[]), "Ingen", "chef") is None


def test_each_correction_is_a_comment_and_updates_and_minor_changes_are_not(version):
    for hour, kind in ((3, "correction"), (2, "update"), (1, "minor")):
        note = "" if kind == "minor" else f"Ändring {kind}."
        latest = make_version(release=version.release, kind=kind, note=note, visible_from=NOW - hour * HOUR)

    found = article(latest)

    (correction,) = found["correction"]
    assert correction["text"] == "Ändring correction."
    assert correction["datePublished"] == timezone.localtime(NOW - 3 * HOUR).isoformat()
    assert found["dateModified"] == timezone.localtime(NOW - 2 * HOUR).isoformat()


def test_a_minor_change_is_no_change_to_machines(version):
    latest = make_version(release=version.release, kind="minor", visible_from=NOW - HOUR)

    assert "dateModified" not in article(latest)
    assert "dateModified" not in node(latest.get_absolute_url(), "WebPage")


def test_a_correction_to_come_is_not_told(version):
    before = Client().get(version.get_absolute_url()).content
    make_version(release=version.release, kind="correction", note="Hemlig.", visible_from=NOW + DAY)

    assert Client().get(version.get_absolute_url()).content == before
    assert "correction" not in article(version)


def test_a_notice_in_the_text_s_place_is_a_page_and_no_article(version):
    make_version(release=version.release, kind="correction", note="Fel dag.", visible_from=NOW - 2 * HOUR)
    retract_release(release=version.release, by=make_administrator(), notice="Uppgifterna var fel.", reason="Fel.")

    description = described(version.get_absolute_url())

    assert {each["@type"] for each in description["@graph"]} == {"WebPage", "BreadcrumbList"}
    assert "Älvhögsbadet" not in json.dumps(description, ensure_ascii=False)
    assert "Fel dag" not in json.dumps(description, ensure_ascii=False)


def test_an_archived_release_is_still_an_article(version):
    archive_release(release=version.release, by=make_administrator())

    assert article(version)["headline"] == "Badet öppnar"


def test_the_way_to_a_release_goes_through_the_archive_and_its_year(version):
    steps = node(version.get_absolute_url(), "BreadcrumbList")["itemListElement"]

    year = version.published_on.year
    assert [step["name"] for step in steps] == ["Pressrum", "Pressmeddelanden", str(year), "Badet öppnar"]
    assert steps[2]["item"] == f"http://testserver/pressmeddelanden/{year}/"


def test_what_the_review_line_says_stands_on_the_page_node(version):
    make_review(version, timezone.localdate(NOW - DAY))

    page = node(version.get_absolute_url(), "WebPage")

    assert page["lastReviewed"] == timezone.localdate(NOW - DAY).isoformat()
    assert page["reviewedBy"] == {"@type": "Person", "name": "Per Ivarsson"}


# --- translations --------------------------------------------------------------------------------------------
def translated(version, language="en", **fields):
    fields = {"headline": "The pool opens", "language": language, "original": version.release} | fields
    return make_version(release=make_release(**fields), visible_from=fields.pop("at", NOW - 4 * DAY))


def test_a_translation_and_its_original_point_at_each_other(version):
    english = translated(version)

    assert article(english)["translationOfWork"]["url"] == f"http://testserver{version.get_absolute_url()}"
    assert article(english)["inLanguage"] == "en"
    (there,) = article(version)["workTranslation"]
    assert (there["url"], there["inLanguage"]) == (f"http://testserver{english.get_absolute_url()}", "en")
    assert there["@id"] == article(english)["@id"]


def test_a_translation_that_is_not_public_is_not_told(version):
    before = Client().get(version.get_absolute_url()).content
    make_release(headline="The pool opens", language="en", original=version.release)
    make_version(
        release=make_release(headline="Uimala avataan", language="fi", original=version.release),
        visible_from=NOW + DAY,
    )

    assert Client().get(version.get_absolute_url()).content == before


def test_an_english_release_speaks_english_to_machines_too(version):
    english = translated(version)

    steps = node(english.get_absolute_url(), "BreadcrumbList")["itemListElement"]
    assert [step["name"] for step in steps][:2] == ["Newsroom", "Press releases"]
    assert steps[1]["item"] == "http://testserver/en/pressmeddelanden/"


# --- departments, and the frame ------------------------------------------------------------------------------
def unit_of(path):
    (unit,) = [each for each in described(path)["@graph"] if each.get("@id", "").endswith("#forvaltning")]
    return unit


def test_a_department_has_its_card_and_what_it_is_part_of():
    parent = make_department(name="Stadsbyggnadsförvaltningen", slug="stadsbyggnad")
    make_department(
        name="Trafikkontoret", slug="trafik", parent=parent, description="Gator och vägar.", email="trafik@stad.example"
    )

    assert unit_of("/forvaltningar/trafik/") == {
        "@type": "GovernmentOrganization",
        "@id": "http://testserver/forvaltningar/trafik/#forvaltning",
        "name": "Trafikkontoret",
        "url": "http://testserver/forvaltningar/trafik/",
        "description": "Gator och vägar.",
        "parentOrganization": {
            "@type": "GovernmentOrganization",
            "@id": "http://testserver/forvaltningar/stadsbyggnad/#forvaltning",
            "name": "Stadsbyggnadsförvaltningen",
            "url": "http://testserver/forvaltningar/stadsbyggnad/",
        },
        "address": {
            "@type": "PostalAddress",
            "streetAddress": "Gärdhemsvägen 9",
            "postalCode": "461 83",
            "addressLocality": "Trollhättan",
            "addressCountry": "SE",
        },
        "telephone": "+46313900601",
        "email": "trafik@stad.example",
    }


def test_a_department_below_one_that_is_not_public_is_the_municipality_s():
    hidden = make_department(name="Hemliga förvaltningen", status="prepared")
    make_department(slug="trafik", parent=hidden)

    description = described("/forvaltningar/trafik/")

    assert "Hemliga" not in json.dumps(description, ensure_ascii=False)
    assert {"@id": "http://testserver/#kommun"} in [each.get("parentOrganization") for each in description["@graph"]]


def test_a_sender_without_a_page_is_named_as_on_the_page_and_not_linked():
    version = make_version(release=make_release(department=make_department(name="Valnämnden", status="prepared")))

    sender = article(version)["sourceOrganization"]

    assert sender["name"] == "Valnämnden"
    assert "url" not in sender
    assert "@id" not in sender


def test_a_department_without_a_card_has_no_empty_one():
    make_department(slug="valnamnden", street_address="", postcode="", city="", telephone="")

    assert set(unit_of("/forvaltningar/valnamnden/")) == {"@type", "@id", "name", "url", "parentOrganization"}


def test_the_start_page_tells_how_to_search():
    action = node("/", "WebSite")["potentialAction"]

    assert action["target"]["urlTemplate"] == "http://testserver/sok/?q={search_term_string}"
    assert action["query-input"] == "required name=search_term_string"


def test_the_contact_page_tells_whom_the_press_calls_and_nobody_unlisted():
    make_contact(name="Pressjouren", title="", kind="function", is_listed=True, numbers=["0520-49 50 00"])
    make_contact(name="Hemlig Person", kind="press_officer", is_listed=False)
    make_contact(name="Expert Öberg", kind="expert", is_listed=True)

    points = node("/kontakter/", "GovernmentOrganization")["contactPoint"]

    assert points == [{"@type": "ContactPoint", "name": "Pressjouren", "telephone": "+46520495000"}]


def test_a_page_of_a_list_names_its_own_address():
    department = make_department()
    for hour in range(1, 23):
        make_version(department=department, visible_from=NOW - hour * HOUR)

    assert node("/pressmeddelanden/?sida=2", "CollectionPage")["url"] == "http://testserver/pressmeddelanden/?sida=2"
    assert node("/pressmeddelanden/?sida=99&x=1", "CollectionPage")["url"].endswith("/pressmeddelanden/?sida=2")


def test_an_earlier_version_says_nothing_to_machines(version):
    make_version(release=version.release, kind="correction", note="Fel siffra.", visible_from=NOW - HOUR)

    earlier = Client().get(f"{version.get_absolute_url()}version/1/").content.decode()

    assert BLOCK.findall(earlier) == []
    assert "og:" not in earlier


def test_the_description_costs_no_query_of_its_own(version, monkeypatch):
    with CaptureQueriesContext(connection) as with_it:
        Client().get(version.get_absolute_url())
    monkeypatch.setattr("newsroom.views.releases.of_release", lambda *page: {})
    monkeypatch.setattr("newsroom.views.releases.release_head", lambda *page: {})
    with CaptureQueriesContext(connection) as without_it:
        Client().get(version.get_absolute_url())

    assert len(with_it) == len(without_it)


@pytest.mark.parametrize("text", ["</script><b>", 'en "rubrik" & <i>mer</i>', "rad\u2028skiljare"])
def test_no_text_breaks_out_of_the_description(text):
    version = make_version(headline=text, subheading=text, lead=text)

    assert article(version)["headline"] == text
    assert article(version)["alternativeHeadline"] == text
