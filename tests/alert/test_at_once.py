"""Two officers at the very same time, on a database that lets them: there is one message."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from newsroom.alert.actions import clear_alert, clear_words
from newsroom.alert.models import Alert
from tests.alert.support import put_up
from tests.factories import make_administrator
from tests.test_reviewing_at_once import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time"),
]


def test_of_those_who_set_a_message_at_once_one_does():
    people, start = [make_administrator() for _each in range(6)], threading.Barrier(6)

    def setting(person):
        def act():
            start.wait()
            put_up(person, at=timezone.now())

        return act

    faults = at_once(*map(setting, people))

    assert Alert.objects.count() == 1
    assert len(faults) == 5
    assert all(isinstance(fault, ValidationError) for fault in faults)


def test_of_those_who_sound_the_all_clear_at_once_one_does():
    alert, by = put_up(at=timezone.now()), make_administrator()
    words = clear_words(alert)

    faults = at_once(*[lambda: clear_alert(alert=alert, by=by, words=words)] * 5)

    assert Alert.objects.filter(kind="clear").count() == 1
    assert len(faults) == 4
    assert all(isinstance(fault, ValidationError) for fault in faults)
    assert Alert.objects.public().get().kind == "clear"
