"""The number of queries does not grow with what there is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsroom.models import Contact
from tests.factories import HOUR, NOW, make_contact, make_department, make_release, make_topic, make_version

pytestmark = pytest.mark.django_db
LIMITS = {"list": 6, "release": 9, "department": 8, "start": 6, "year": 6, "contacts": 6, "departments": 3}


def fill(count, department, topics, contacts):
    for number in range(count):
        release = make_release(department=department, topics=topics, contacts=contacts)
        make_version(release=release, visible_from=NOW - (number + 2) * HOUR)


def counts(client, department, version):
    paths = {
        "list": "/pressmeddelanden/?sida=2",
        "release": version.get_absolute_url(),
        "department": department.get_absolute_url(),
        "start": "/",
        "year": f"/pressmeddelanden/{version.address.year}/",
        "contacts": "/kontakter/",
        "departments": "/forvaltningar/",
    }
    client.get("/")  # whoever comes first after a change reads what has changed
    found = {}
    for name, path in paths.items():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        found[name] = len(queries)
    return found


def test_pages_cost_the_same_with_30_and_with_120_releases(client):
    department = make_department()
    topics = [make_topic() for _ in range(3)]
    contacts = [make_contact(department=department, is_listed=True, kind="press_officer") for _ in range(3)]
    make_contact(department=department, is_listed=True, kind="expert")
    version = make_version(release=make_release(department=department, topics=topics, contacts=contacts))
    fill(30, department, topics, contacts)
    few = counts(client, department, version)

    fill(90, department, topics, contacts)
    for _ in range(20):
        make_contact(department=department, is_listed=True, numbers=["070-174 06 05", "031-390 06 05"])
        make_department(parent=department)
    many = counts(client, department, version)

    assert few == many
    assert {name: count for name, count in many.items() if count > LIMITS[name]} == {}
    assert Contact.objects.count() == 24


def test_a_release_with_a_long_history_and_forty_contacts_costs_the_same(client):
    release = make_release(contacts=[make_contact() for _ in range(40)], topics=[make_topic() for _ in range(10)])
    first = make_version(release=release, visible_from=NOW - 30 * HOUR)
    for number in range(12):
        make_version(release=release, visible_from=NOW - (20 - number) * HOUR, kind="update", note="Nya uppgifter.")

    with CaptureQueriesContext(connection) as queries:
        client.get(first.get_absolute_url())

    assert len(queries) <= LIMITS["release"]
