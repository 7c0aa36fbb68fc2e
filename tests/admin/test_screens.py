"""The other screens: lists, contacts, departments, topics, people."""

import pytest
from django.contrib import admin
from django.urls import reverse

from newsroom.admin.scoped import ScopedAdmin
from newsroom.models import Contact, Department, Topic, User
from tests.admin.support import client_of
from tests.factories import (
    HOUR,
    NOW,
    make_administrator,
    make_contact,
    make_department,
    make_editor,
    make_publisher,
    make_release,
    make_reviewer,
    make_topic,
    make_version,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def department():
    return make_department()


def test_every_screen_asks_for_each_object():
    unscoped = [model for model, screen in admin.site._registry.items() if not isinstance(screen, ScopedAdmin)]

    assert unscoped == []


def test_the_desk_is_in_swedish_under_its_own_name(settings):
    settings.SITE_NAME = "Trollhättans Stad"
    html = client_of(make_administrator()).get("/admin/").content.decode()

    for text in ("Trollhättans Stad", "Pressrum – redaktion", "Nytt pressmeddelande", "Pressmeddelanden", "Logga ut"):
        assert text in html


def test_a_person_without_any_role_sees_no_screen():
    html = client_of(make_reviewer(make_department())).get("/admin/").content.decode()
    nobody = client_of(make_administrator(is_superuser=False))

    assert "/admin/newsroom/release/" in html
    assert nobody.get("/admin/newsroom/release/").status_code == 403
    assert "/admin/newsroom/contact/" not in nobody.get("/admin/").content.decode()


def test_the_list_shows_only_ones_own_departments(department):
    make_release(department=department, headline="Vår egen")
    make_release(headline="De andras")
    editor = make_editor(department)
    make_release(department=None, owner=editor, headline="Mitt lösa utkast")
    make_release(department=None, headline="Någon annans lösa utkast")

    html = client_of(editor).get("/admin/newsroom/release/").content.decode()

    assert "Vår egen" in html
    assert "Mitt lösa utkast" in html
    assert "De andras" not in html
    assert "Någon annans" not in html


def test_search_and_filters_do_not_reach_beyond_ones_departments(department):
    make_release(headline="Hemligt hos andra")
    client = client_of(make_editor(department))

    for query in ("?q=Hemligt", "?status=draft", "?type=press_release", "?granskning=never"):
        assert "Hemligt hos andra" not in client.get(f"/admin/newsroom/release/{query}").content.decode()


@pytest.mark.parametrize(
    "query", ["?status=draft", "?status=nonsens", "?granskning=overdue", "?q=förskola", "?p=999", "?o=9.1"]
)
def test_the_list_bears_any_question(query):
    make_release()
    make_version()

    assert client_of(make_administrator()).get(f"/admin/newsroom/release/{query}").status_code in (200, 302)


def test_the_list_tells_where_each_release_stands(department):
    make_version(department=department)
    make_version(department=department, visible_from=NOW + HOUR)
    make_release(department=department)

    html = client_of(make_publisher(department)).get("/admin/newsroom/release/").content.decode()

    for status in ("publicerat", "schemalagt", "utkast"):
        assert status in html


def test_the_list_costs_the_same_with_many(department, django_assert_max_num_queries):
    for _ in range(30):
        make_version(department=department)
    client = client_of(make_publisher(department))

    with django_assert_max_num_queries(10):
        client.get("/admin/newsroom/release/")


@pytest.mark.parametrize("path", ["contact/add/", "contact/", "department/", "topic/", "release/add/"])
def test_screens_open_for_a_publisher(department, path):
    assert client_of(make_publisher(department)).get(f"/admin/newsroom/{path}").status_code == 200


@pytest.mark.parametrize("path", ["user/", "user/add/", "department/add/"])
def test_accounts_and_departments_are_the_administrators(department, path):
    assert client_of(make_publisher(department)).get(f"/admin/newsroom/{path}").status_code == 403
    assert client_of(make_administrator()).get(f"/admin/newsroom/{path}").status_code == 200


def contact_data(contact, **fields):
    data = {
        "name": contact.name,
        "title": contact.title,
        "kind": contact.kind,
        "department": contact.department_id or "",
    }
    data |= {"is_active": "on", "telephones-TOTAL_FORMS": 0, "telephones-INITIAL_FORMS": 0}
    return data | {"telephones-MIN_NUM_FORMS": 0, "telephones-MAX_NUM_FORMS": 1000} | fields


def test_a_contact_of_another_department_can_be_seen_but_not_changed(department):
    contact = make_contact(department=make_department(), name="Siv Öst")
    client, url = client_of(make_editor(department)), None
    url = reverse("admin:newsroom_contact_change", args=[contact.pk])

    assert client.get(url).status_code == 200
    assert client.post(url, contact_data(contact, name="Kapad")).status_code == 403
    contact.refresh_from_db()
    assert contact.name == "Siv Öst"


def test_a_telephone_number_that_is_none_says_how_to_write_it(department):
    contact = make_contact(department=department, numbers=[])
    url = reverse("admin:newsroom_contact_change", args=[contact.pk])
    rows = {"telephones-TOTAL_FORMS": 1, "telephones-0-number": "ring mig", "telephones-0-order": 0}

    html = client_of(make_editor(department)).post(url, contact_data(contact, **rows)).content.decode()

    assert "”ring mig” är inget telefonnummer" in html
    assert 'value="ring mig"' in html


def test_a_number_is_stored_as_typed_and_shown_in_swedish_grouping(department):
    contact = make_contact(department=department, numbers=[])
    url = reverse("admin:newsroom_contact_change", args=[contact.pk])
    rows = {"telephones-TOTAL_FORMS": 1, "telephones-0-number": "0520495000", "telephones-0-order": 0}

    client_of(make_editor(department)).post(url, contact_data(contact, **rows))

    number = contact.telephones.get()
    assert (number.number, number.display, number.uri) == ("0520495000", "0520-49 50 00", "tel:+46520495000")


def test_who_has_been_seen_by_readers_cannot_be_deleted(department):
    seen, unseen = make_contact(department=department), make_contact(department=department)
    make_version(release=make_release(department=department, contacts=[seen]))
    client = client_of(make_publisher(department))

    for contact in (seen, unseen):
        client.post(reverse("admin:newsroom_contact_delete", args=[contact.pk]), {"post": "yes"})

    assert list(Contact.objects.filter(pk__in=[seen.pk, unseen.pk])) == [seen]


def test_a_department_that_has_been_public_cannot_be_deleted_or_hidden(department):
    client = client_of(make_administrator())
    url = reverse("admin:newsroom_department_change", args=[department.pk])

    assert (
        client.post(reverse("admin:newsroom_department_delete", args=[department.pk]), {"post": "yes"}).status_code
        == 403
    )
    html = client.post(url, {"name": department.name, "slug": department.slug, "status": "prepared"}).content.decode()
    assert "Välj ”avvecklad” i stället." in html
    assert Department.objects.get().status == "open"


def test_a_topic_in_use_stays_and_an_unused_one_can_go(department):
    used, unused = make_topic(), make_topic()
    make_version(release=make_release(topics=[used]))
    client = client_of(make_publisher(department))

    for topic in (used, unused):
        client.post(reverse("admin:newsroom_topic_delete", args=[topic.pk]), {"post": "yes"})

    assert list(Topic.objects.all()) == [used]


def test_a_person_is_never_deleted():
    person, client = make_reviewer(make_department()), client_of(make_administrator())

    assert client.post(reverse("admin:newsroom_user_delete", args=[person.pk]), {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=person.pk).exists()


def test_nothing_can_be_deleted_in_bulk(department):
    release = make_release(department=department)
    client = client_of(make_administrator())

    for model in ("release", "contact", "department", "topic", "user"):
        data = {"action": "delete_selected", "_selected_action": [1, release.pk], "post": "yes"}
        client.post(f"/admin/newsroom/{model}/", data)

    assert type(release).objects.filter(pk=release.pk).exists()
    assert User.objects.exists()


def test_five_wrong_passwords_close_the_login_with_an_explanation(client, settings):
    make_administrator(username="karin")
    for _ in range(5):
        response = client.post("/admin/login/", {"username": "karin", "password": "fel"})

    assert response.status_code == 429
    assert "femton minuter" in response.content.decode()
    response = client.post("/admin/login/", {"username": "karin", "password": "lösenord-för-test"})
    assert response.status_code == 429


def test_a_name_from_another_office_is_not_locked_out_by_it(client):
    make_administrator(username="karin")
    for _ in range(5):
        client.post("/admin/login/", {"username": "karin", "password": "fel"}, REMOTE_ADDR="10.0.0.9")

    response = client.post(
        "/admin/login/", {"username": "karin", "password": "lösenord-för-test"}, REMOTE_ADDR="10.0.0.8"
    )

    assert response.status_code == 302


def test_on_a_phone_each_value_of_a_list_has_the_name_of_its_column(department):
    make_contact(department=department, title="")
    desk = client_of(make_administrator())

    page = desk.get(reverse("admin:newsroom_contact_changelist")).content.decode()
    departments = desk.get(reverse("admin:newsroom_department_changelist")).content.decode()

    assert 'data-label="Titel" data-empty' in page
    assert 'alt="Ja"' in page
    assert 'alt="True"' not in page
    assert 'data-label="Telefon"' in departments


@pytest.mark.parametrize("name", ["release", "contact", "department", "topic", "user"])
def test_a_search_without_hits_leads_back_to_all(name, department):
    desk = client_of(make_administrator())

    page = desk.get(reverse(f"admin:newsroom_{name}_changelist"), {"q": "zzzz"}).content.decode()

    assert "Här finns inget att visa." in page


def test_the_login_bears_the_name_of_the_site(client, settings):
    settings.SITE_NAME = "Provköpings kommun"

    assert "Provköpings kommun" in client.get("/admin/login/").content.decode()
