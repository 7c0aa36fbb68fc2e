"""Departments and press contacts."""

import pytest

from newsroom.actions import save_department
from tests.factories import make_contact, make_department, make_version

pytestmark = pytest.mark.django_db


def html(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def test_the_list_shows_departments_at_work_with_their_units(client):
    parent = make_department(name="Samhällsbyggnad")
    make_department(name="Vatten och avlopp", parent=parent)
    make_department(name="Nedlagda nämnden", status="closed")
    make_department(name="Hemlig omorganisation", status="prepared")

    page = html(client, "/forvaltningar/")

    assert page.index("Samhällsbyggnad") < page.index("Vatten och avlopp")
    assert "Nedlagda" not in page
    assert "Hemlig omorganisation" not in page


def test_a_department_shows_card_contacts_and_releases(client):
    department = make_department(telephone="031-390 06 44", hours="Måndag–fredag 8–16")
    make_contact(name="Siv Öst", department=department, is_listed=True, numbers=["070-174 06 33"])
    make_contact(name="Olistad Person", department=department, is_listed=False)
    make_version(headline="Nytt från oss", department=department)
    make_version(headline="Andras nyhet")

    page = html(client, department.get_absolute_url())

    for text in ("Gärdhemsvägen 9", "461 83", "031-390 06 44", "Måndag–fredag 8–16", "Siv Öst", "Nytt från oss"):
        assert text in page
    assert "Olistad Person" not in page
    assert "Andras nyhet" not in page


def test_a_department_without_anything_says_so(client):
    assert "inte publicerat något" in html(client, make_department().get_absolute_url())


def test_a_department_being_prepared_is_not_found(client):
    html(client, make_department(status="prepared").get_absolute_url(), status=404)


def test_a_closed_department_keeps_its_page_and_says_so(client):
    assert "har upphört" in html(client, make_department(status="closed").get_absolute_url())


def test_a_former_address_leads_on(client):
    department = make_department(slug="gamla-namnet")
    department.slug = "nya-namnet"
    save_department(department)

    response = client.get("/forvaltningar/gamla-namnet/")

    assert (response.status_code, response["Location"]) == (301, "/forvaltningar/nya-namnet/")


def test_contacts_stand_by_department_with_those_for_the_press_first(client):
    department = make_department(name="Barn och utbildning")
    make_contact(name="Experten Ek", kind="expert", department=department, is_listed=True)
    make_contact(name="Presskontakten Park", kind="press_officer", department=department, is_listed=True)
    make_contact(name="Har Slutat", is_listed=True, is_active=False)

    page = html(client, "/kontakter/")

    assert page.index("Presskontakten Park") < page.index("Experten Ek")
    assert "Barn och utbildning" in page
    assert "Har Slutat" not in page


def test_no_contacts_says_so(client):
    assert "inga presskontakter" in html(client, "/kontakter/")


def test_forty_contacts_with_long_names_are_all_there(client):
    for number in range(40):
        make_contact(
            name=f"Anna-Maria Långtefternamnsson-Bergenstråhle {number}.", is_listed=True, kind="press_officer"
        )

    page = html(client, "/kontakter/")

    assert all(f"Bergenstråhle {number}." in page for number in range(40))


def test_a_listed_contact_of_a_department_being_prepared_does_not_tell_of_it(client):
    make_contact(
        name="Linnea Ek",
        is_listed=True,
        kind="expert",
        department=make_department(name="Nya nämnden", status="prepared"),
    )

    page = client.get("/kontakter/").content.decode()

    assert "Linnea Ek" in page
    assert "Nya nämnden" not in page
