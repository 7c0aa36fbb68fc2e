"""The contacts in the form of a release: forty cost as many questions to the database as three."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsroom.models import ReleaseContact
from tests.admin.support import change_url, client_of, release_data
from tests.factories import HOUR, NOW, make_contact, make_department, make_editor, make_publisher, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def department():
    return make_department()


def questions(client, release):
    """Return how many questions the form asks, and its page."""
    client.get(change_url(release))
    with CaptureQueriesContext(connection) as queries:
        page = client.get(change_url(release)).content.decode()
    return len(queries), page


@pytest.mark.parametrize("make", [make_editor, make_publisher])
def test_the_form_costs_the_same_with_forty_contacts_and_a_long_history(make, department):
    client = client_of(make(department))
    few = make_version(department=department, contacts=[make_contact() for _ in range(3)]).release
    many = make_version(department=department, contacts=[make_contact() for _ in range(40)]).release
    for number in range(8):
        make_version(release=many, kind="update", note="Nytt.", visible_from=NOW - HOUR + (number + 1) * HOUR / 10)

    assert questions(client, few)[0] == questions(client, many)[0] <= 30


def test_every_contact_that_is_chosen_is_named_also_one_who_has_left(department):
    contacts = [make_contact(name="Märta Ågren"), make_contact(name="Bo <Ek> & son", is_active=False)]
    release = make_version(department=department, contacts=contacts).release

    _count, page = questions(client_of(make_editor(department)), release)

    for contact, name in zip(contacts, ("Märta Ågren", "Bo &lt;Ek&gt; &amp; son"), strict=True):
        assert f'<option value="{contact.pk}" selected>{name}' in page


def test_another_contact_that_was_chosen_is_named_when_the_form_comes_back_with_a_fault(department):
    release = make_version(department=department, contacts=[make_contact(name="Märta Ågren")]).release
    other = make_contact(name="Eva Berg")
    data = release_data(release, headline="") | {"contact_places-0-contact": str(other.pk)}

    response = client_of(make_editor(department)).post(change_url(release), data)

    assert response.status_code == 200
    assert f'<option value="{other.pk}" selected>Eva Berg' in response.content.decode()
    assert ReleaseContact.objects.get(release=release).contact.name == "Märta Ågren"


def test_a_contact_that_is_none_comes_back_with_a_message(department):
    release = make_version(department=department).release
    data = release_data(release) | {"contact_places-0-contact": "999999999"}

    response = client_of(make_editor(department)).post(change_url(release), data)

    assert response.status_code == 200
    assert response.context["inline_admin_formsets"][0].formset.errors[0].keys() == {"contact"}
