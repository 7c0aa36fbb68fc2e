"""A message is shown in its interval, and nothing has to run for it."""

import pytest
from django.db import IntegrityError, transaction

from newsroom.alert.models import Alert, AlertState
from tests.alert.support import make_alert
from tests.factories import DAY, HOUR, NOW, SECOND, make_administrator

pytestmark = pytest.mark.django_db
START, END = NOW - HOUR, NOW + HOUR


@pytest.mark.parametrize(
    ("at", "is_shown"), [(START - SECOND, False), (START, True), (END - SECOND, True), (END, False)]
)
def test_public_and_its_twin_agree_on_both_bounds(at, is_shown):
    alert = make_alert(starts_at=START, valid_until=END)

    assert Alert.objects.public(at).exists() is is_shown
    assert alert.is_public(at) is is_shown


@pytest.mark.parametrize(("closed_at", "is_shown"), [(NOW, False), (NOW + SECOND, True), (START - DAY, False)])
def test_a_message_that_was_closed_is_gone_from_that_moment(closed_at, is_shown):
    alert = make_alert(starts_at=START, valid_until=END, closed_at=closed_at)

    assert Alert.objects.public(NOW).exists() is is_shown
    assert alert.is_public(NOW) is is_shown


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({}, AlertState.SHOWN),
        ({"starts_at": NOW + HOUR, "valid_until": NOW + DAY}, AlertState.AHEAD),
        ({"starts_at": NOW + HOUR, "valid_until": NOW + DAY, "closed_at": NOW}, AlertState.CANCELLED),
        ({"starts_at": NOW - DAY, "valid_until": NOW}, AlertState.OVER),
        ({"closed_at": NOW}, AlertState.OVER),
        ({"closed_at": NOW + HOUR}, AlertState.SHOWN),
    ],
)
def test_the_state_follows_from_the_bounds(fields, state):
    alert = make_alert(**fields)

    assert alert.state_at(NOW) == state
    assert Alert.objects.ahead(NOW).exists() is (state == AlertState.AHEAD)


def test_within_finds_what_is_shown_at_some_time_of_an_interval():
    first = make_alert(starts_at=NOW, valid_until=NOW + HOUR)
    second = make_alert(starts_at=NOW + 3 * HOUR, valid_until=NOW + 4 * HOUR)
    make_alert(starts_at=NOW + 5 * HOUR, valid_until=NOW + DAY, closed_at=NOW)

    assert list(Alert.objects.within(NOW + HOUR, NOW + 3 * HOUR)) == []
    assert list(Alert.objects.within(NOW, NOW + DAY)) == [first, second]
    assert list(Alert.objects.within(NOW - DAY, NOW + SECOND)) == [first]


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "panik"},
        {"headline": ""},
        {"valid_until": START, "starts_at": START},
        {"closed_at": NOW, "closed_by": None},
        {"link_url": "/kontakter/", "link_text": ""},
    ],
)
def test_the_database_refuses_what_makes_no_sense(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_alert(**fields)


def test_a_moment_cannot_be_closed_by_nobody_else_than_a_person():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_alert(closed_by=make_administrator(), closed_at=None)


def test_it_is_called_by_its_headline():
    assert str(make_alert(headline="Stormen Alva: stanna inne")) == "Stormen Alva: stanna inne"
