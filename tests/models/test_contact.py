import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from newsroom.models import Contact, Telephone
from tests.factories import DAY, HOUR, NOW, SECOND, make_contact, make_release, make_version

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "active", "listed", "press"),
    [
        ({"kind": "press_officer", "is_listed": True}, 1, 1, 1),
        ({"kind": "function", "is_listed": True}, 1, 1, 1),
        ({"kind": "expert", "is_listed": True}, 1, 1, 0),
        ({"kind": "politician", "is_listed": True}, 1, 1, 0),
        ({"kind": "press_officer", "is_listed": False}, 1, 0, 0),
        ({"kind": "press_officer", "is_listed": True, "is_active": False}, 0, 0, 0),
    ],
)
def test_who_can_be_reached_who_is_listed_and_whom_the_press_calls(fields, active, listed, press):
    make_contact(**fields)
    found = [Contact.objects.active(), Contact.objects.listed(), Contact.objects.press()]

    assert [queryset.count() for queryset in found] == [active, listed, press]


def test_the_press_calls_functions_first_then_press_officers_by_name():
    for kind, name in [("press_officer", "Bo Ek"), ("function", "Presstjänsten"), ("press_officer", "Anna Ek")]:
        make_contact(kind=kind, name=name, is_listed=True)

    assert [contact.name for contact in Contact.objects.press()] == ["Presstjänsten", "Anna Ek", "Bo Ek"]


def test_ever_public_follows_listing_and_public_versions():
    listed, published, withdrawn, scheduled, drafted, alone = (make_contact() for _number in range(6))
    Contact.objects.filter(pk=listed.pk).update(is_listed=True)
    make_version(release=make_release(contacts=[published]))
    make_version(release=make_release(contacts=[withdrawn]), visible_from=NOW - DAY, visible_until=NOW - HOUR)
    make_version(release=make_release(contacts=[scheduled]), visible_from=NOW + HOUR)
    make_version(release=make_release(contacts=[drafted]), visible_from=None)

    assert set(Contact.objects.ever_public()) == {listed, published, withdrawn}
    assert set(Contact.objects.ever_public(NOW + HOUR - SECOND)) == {listed, published, withdrawn}
    assert set(Contact.objects.ever_public(NOW + HOUR)) == {listed, published, withdrawn, scheduled}
    assert alone in Contact.objects.active()


def test_ever_public_names_each_contact_once():
    contact = make_contact(is_listed=True)
    for _number in range(3):
        make_version(release=make_release(contacts=[contact]))

    assert list(Contact.objects.ever_public()) == [contact]


def test_the_kind_of_a_contact_is_known():
    with pytest.raises(IntegrityError, match="contact_kind_known"), transaction.atomic():
        make_contact(kind="vikarie")


def test_a_contact_that_a_release_or_a_version_names_cannot_be_deleted():
    contact = make_contact()
    version = make_version(release=make_release(contacts=[contact]))

    with pytest.raises(ProtectedError):
        contact.delete()
    version.release.contact_places.all().delete()
    with pytest.raises(ProtectedError):
        contact.delete()


def test_numbers_stand_in_order_grouped_and_linked():
    contact = make_contact(numbers=["+46 70 174 06 05", "031 3900601"])

    assert [str(telephone) for telephone in contact.telephones.all()] == ["070-174 06 05", "031-390 06 01"]
    assert [telephone.uri for telephone in contact.telephones.all()] == ["tel:+46701740605", "tel:+46313900601"]


def test_numbers_are_stored_as_typed_and_checked():
    telephone = Telephone(contact=make_contact(), number="070 1740605")
    telephone.full_clean()
    telephone.save()
    telephone.refresh_from_db()
    assert telephone.number == "070 1740605"

    telephone.number = "ring växeln"
    with pytest.raises(ValidationError, match="number"):
        telephone.full_clean()


@pytest.mark.parametrize(("title", "shown"), [("rektor", "Åke Öst, rektor"), ("", "Åke Öst")])
def test_a_contact_is_written_with_the_title_if_there_is_one(title, shown):
    assert str(make_contact(name="Åke Öst", title=title)) == shown
