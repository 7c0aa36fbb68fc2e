"""The list of contacts: how many published releases show each, the filter, and the search by number."""

import pytest
from django.urls import reverse

from newsroom.admin.contact_list import figures
from tests.admin.support import client_of
from tests.factories import DAY, HOUR, NOW, make_contact, make_department, make_editor, make_release, make_version

pytestmark = pytest.mark.django_db
LIST = "/admin/newsroom/contact/"


@pytest.fixture
def department():
    return make_department()


def show(contact, count=1, **more):
    return [make_version(release=make_release(contacts=[contact]), **more) for _number in range(count)]


def names(response):
    return {contact.name for contact in response.context["cl"].queryset}


def test_the_list_counts_the_releases_that_show_each_contact_now(department):
    shown, unseen = make_contact(name="Syns"), make_contact(name="Syns inte")
    show(shown, 2)
    for more in ({"visible_from": NOW + HOUR}, {"visible_from": None}, {"visible_until": NOW - HOUR / 2}):
        for contact in (shown, unseen):
            show(contact, **more)
    make_release(contacts=[shown])

    found = client_of(make_editor(department)).get(LIST).context["cl"].queryset

    assert {c.name: c.public_count for c in found if c in (shown, unseen)} == {"Syns": 2, "Syns inte": 0}


def test_only_the_version_that_is_public_now_counts(department):
    earlier, later = make_contact(name="Förr"), make_contact(name="Nu")
    release = make_release(contacts=[earlier])
    make_version(release=release, visible_from=NOW - DAY)
    release.contact_places.update(contact=later)
    make_version(release=release, kind="update", note="Ny kontakt.")

    found = client_of(make_editor(department)).get(LIST).context["cl"].queryset

    assert {c.name: c.public_count for c in found} == {"Förr": 0, "Nu": 1}


@pytest.mark.parametrize(
    ("query", "expected"), [("ja", {"Syns"}), ("nej", {"Syns inte"}), ("x", {"Syns", "Syns inte"})]
)
def test_the_filter_asks_whether_readers_see_the_contact(department, query, expected):
    show(make_contact(name="Syns"))
    make_contact(name="Syns inte")

    assert names(client_of(make_editor(department)).get(f"{LIST}?visas={query}")) == expected


@pytest.mark.parametrize("number", [1, 30])
def test_the_list_costs_the_same_with_many(department, number, django_assert_max_num_queries):
    for _number in range(number):
        show(make_contact(department=department))
    client = client_of(make_editor(department))

    with django_assert_max_num_queries(8):
        client.get(LIST)
    with django_assert_max_num_queries(9):
        client.get(f"{LIST}?q=070174&visas=ja&o=5")


@pytest.mark.parametrize(
    "typed",
    [
        "070554",
        "070-554 44 56",
        "0705544456",
        "070 554",
        "54 44 56",
        "+46 70 554 44 56",
        "+46(0)705544456",
        "004670554",
    ],
)
def test_a_number_is_found_however_it_is_written(department, typed):
    make_contact(name="Rätt", numbers=["031-390 06 01", "070-554 44 56"])
    make_contact(name="Fel", numbers=["070-174 06 05"])

    assert names(client_of(make_editor(department)).get(LIST, {"q": typed})) == {"Rätt"}


def test_a_number_stored_with_the_country_is_found_by_its_area_code(department):
    make_contact(name="Rätt", numbers=["+46 520 49 50 00"])

    client = client_of(make_editor(department))
    assert names(client.get(LIST, {"q": "0520-49"})) == {"Rätt"}
    assert names(client.get(LIST, {"q": "+46 520"})) == {"Rätt"}


def test_the_search_for_words_is_as_before(department):
    make_contact(name="Räddningstjänsten 112", numbers=["031-390 06 01"])
    make_contact(name="Växeln", numbers=["031-112 06 01"])
    make_contact(name="Siv", title="Enhetschef 5", numbers=["070-555 55 55"])
    client = client_of(make_editor(department))

    assert names(client.get(LIST, {"q": "112"})) == {"Räddningstjänsten 112", "Växeln"}
    assert names(client.get(LIST, {"q": "siv"})) == {"Siv"}
    assert names(client.get(LIST, {"q": "tjänsten 112"})) == {"Räddningstjänsten 112"}
    assert names(client.get(LIST, {"q": "55"})) == set()
    assert names(client.get(LIST, {"q": "%"})) == set()


def test_a_number_finds_the_contact_in_the_box_of_a_release_too(department):
    make_contact(name="Rätt", numbers=["070-554 44 56"])
    url = reverse("admin:autocomplete")
    query = {"app_label": "newsroom", "model_name": "releasecontact", "field_name": "contact", "term": "070554"}

    found = client_of(make_editor(department)).get(url, query).json()["results"]

    assert [row["text"].split(",")[0] for row in found] == ["Rätt"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("+46 70-554", "070554"), ("+46(0)70", "070"), ("0046 70", "070"), ("(0520) 49", "052049"), ("+358 9", "3589")],
)
def test_figures(typed, expected):
    assert figures(typed) == expected
