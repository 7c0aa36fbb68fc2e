import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from newsroom.models import Event
from tests.factories import HOUR, NOW, make_release, make_user, make_version

pytestmark = pytest.mark.django_db


def make_event(release, **fields):
    return Event.objects.create(**{"release": release, "kind": "saved", "by_name": "Anna Ek"} | fields)


def test_an_event_is_a_sentence():
    event = make_event(make_release())

    assert str(event) == f"Anna Ek {Event.Kind.SAVED.label}"


def test_an_event_is_signed():
    with pytest.raises(IntegrityError, match="event_is_signed"), transaction.atomic():
        make_event(make_release(), by_name="")


def test_the_timeline_reads_from_the_newest():
    release = make_release()
    first = make_event(release, at=NOW - HOUR)
    third, fourth = make_event(release, at=NOW), make_event(release, at=NOW)
    second = make_event(release, at=NOW - HOUR / 2)

    assert list(release.events.all()) == [fourth, third, second, first]


def test_events_outlive_the_draft_they_tell_of():
    release = make_release()
    event = make_event(release)
    release.delete()

    event.refresh_from_db()
    assert event.release_id


def test_a_person_in_the_timeline_cannot_be_deleted():
    event = make_event(make_release(), by=make_user())

    with pytest.raises(ProtectedError):
        event.by.delete()


def test_a_version_in_the_timeline_is_protected():
    version = make_version()
    make_event(version.release, version=version)

    with pytest.raises(ProtectedError):
        version.delete()
