"""Setting, replacing, clearing and ending: who may, what is written, what is refused."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from newsroom.alert.actions import AFTER, MOST, REPLACE, Meets, clear_alert, clear_words, end_alert, may_set
from newsroom.alert.models import Alert, AlertState
from tests.alert.support import put_up
from tests.factories import (
    DAY,
    HOUR,
    SECOND,
    make_administrator,
    make_department,
    make_editor,
    make_publisher,
    make_reviewer,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    """The real time: a guard lets nothing be closed in the past."""
    return timezone.now()


@pytest.fixture
def officer():
    return make_publisher(make_department())


def test_publishers_of_any_department_and_administrators_may():
    department = make_department()
    able = [make_publisher(department), make_administrator()]
    unable = [
        make_editor(department),
        make_reviewer(department),
        make_user(),
        make_publisher(department, is_active=False),
    ]

    assert [may_set(person) for person in able] == [True, True]
    assert [may_set(person) for person in unable] == [False] * 4
    assert not may_set(None)


@pytest.mark.parametrize("act", ["set", "clear", "end"])
def test_the_others_may_not(act, now):
    alert, editor = put_up(at=now), make_editor(make_department())
    acts = {
        "set": lambda: put_up(editor, at=now, others=REPLACE),
        "clear": lambda: clear_alert(alert=alert, by=editor, words=clear_words(alert)),
        "end": lambda: end_alert(alert=alert, by=editor),
    }

    with pytest.raises(PermissionDenied):
        acts[act]()

    assert list(Alert.objects.values_list("pk", "closed_at")) == [(alert.pk, None)]


def test_a_message_is_shown_at_once_or_from_its_time(officer, now):
    put_up(officer, at=now, valid_until=now + HOUR)
    later = put_up(officer, at=now, starts_at=now + 2 * HOUR, valid_until=now + DAY)

    assert Alert.objects.public(now).get().created_by == officer
    assert not Alert.objects.public(later.starts_at - SECOND).exists()
    assert Alert.objects.public(later.starts_at).get() == later


@pytest.mark.parametrize("until", [-HOUR, 0 * HOUR, MOST + SECOND])
def test_an_end_must_lie_ahead_and_not_too_far(officer, now, until):
    with pytest.raises(ValidationError) as error:
        put_up(officer, at=now, valid_until=now + until)

    assert "valid_until" in error.value.message_dict
    assert not Alert.objects.exists()


def test_a_message_without_a_headline_is_refused(officer, now):
    with pytest.raises(ValidationError):
        put_up(officer, at=now, words={"headline": ""})


def test_a_second_message_asks_what_becomes_of_the_first(officer, now):
    first = put_up(officer, at=now)

    with pytest.raises(Meets) as question:
        put_up(officer, at=now)

    assert question.value.others == [first]
    assert Alert.objects.get() == first


def test_the_second_takes_the_place_of_the_first(officer, now):
    first = put_up(at=now - HOUR, valid_until=now + DAY)

    second = put_up(officer, at=now, others=REPLACE)

    first.refresh_from_db()
    assert (first.closed_at, first.closed_by) == (now, officer)
    assert (second.starts_at, second.follows) == (now, first)
    assert Alert.objects.public(now).get() == second


def test_the_second_waits_until_the_first_has_ended(officer, now):
    first = put_up(officer, at=now, valid_until=now + HOUR)

    second = put_up(officer, at=now, others=AFTER, valid_until=now + 3 * HOUR)

    first.refresh_from_db()
    assert first.closed_at is None
    assert second.starts_at == first.valid_until
    assert second.follows is None


def test_one_that_would_wait_past_its_own_end_is_refused(officer, now):
    put_up(officer, at=now, valid_until=now + 3 * HOUR)

    with pytest.raises(ValidationError, match="innan det börjar"):
        put_up(officer, at=now, others=AFTER, valid_until=now + 2 * HOUR)

    assert Alert.objects.count() == 1


def test_replacing_cancels_what_was_scheduled_within(officer, now):
    running = put_up(officer, at=now, valid_until=now + HOUR)
    scheduled = put_up(officer, at=now, starts_at=now + 2 * HOUR, valid_until=now + 3 * HOUR)

    put_up(officer, at=now, others=REPLACE)

    for alert in (running, scheduled):
        alert.refresh_from_db()
    assert scheduled.state_at(now) == AlertState.CANCELLED
    assert running.state_at(now) in (AlertState.CANCELLED, AlertState.OVER)
    assert Alert.objects.public(now + 2 * HOUR).get().follows != scheduled


def test_an_answer_holds_only_for_the_messages_that_were_on_screen(officer, now):
    first = put_up(officer, at=now, valid_until=now + HOUR)
    second = put_up(officer, at=now, starts_at=now + 2 * HOUR, valid_until=now + 3 * HOUR)

    with pytest.raises(Meets) as question:
        put_up(officer, at=now, others=REPLACE, seen={first.pk})

    assert question.value.others == [first, second]
    assert put_up(officer, at=now, others=REPLACE, seen={first.pk, second.pk})


def test_the_all_clear_ends_the_message_and_stands_for_two_hours(officer, now):
    alert = put_up(at=now - HOUR, valid_until=now + DAY)

    clear = clear_alert(alert=alert, by=officer, words=clear_words(alert), at=now)

    alert.refresh_from_db()
    assert (alert.closed_at, alert.closed_by) == (now, officer)
    assert (clear.kind, clear.follows, clear.headline) == ("clear", alert, "Faran är över")
    assert clear.text == "Meddelandet ”Koka vattnet i Sylte” gäller inte längre."
    assert Alert.objects.public(now).get() == clear
    assert Alert.objects.public(now + 2 * HOUR - SECOND).get() == clear
    assert not Alert.objects.public(now + 2 * HOUR).exists()


def test_an_all_clear_in_english_only_where_the_message_had_english():
    alert = Alert(headline="Koka vattnet", headline_en="Boil the water")

    words = clear_words(alert)

    assert words["headline_en"] == "The danger is over"
    assert words["text_en"] == "The message “Boil the water” no longer applies."
    assert clear_words(Alert(headline="Koka vattnet"))["headline_en"] == ""


def test_an_all_clear_gives_way_to_what_is_scheduled(officer, now):
    alert = put_up(officer, at=now, valid_until=now + HOUR)
    later = put_up(officer, at=now, starts_at=now + HOUR, valid_until=now + DAY)

    clear = clear_alert(alert=alert, by=officer, words=clear_words(alert), at=now + SECOND)

    assert clear.valid_until == later.starts_at


def test_what_is_over_or_not_yet_shown_or_an_all_clear_itself_is_not_cleared(officer, now):
    ahead = put_up(officer, at=now, starts_at=now + HOUR, valid_until=now + 2 * HOUR)
    over = put_up(officer, at=now - DAY, valid_until=now - HOUR)
    alert = put_up(officer, at=now - HOUR, valid_until=now + HOUR)
    clear = clear_alert(alert=alert, by=officer, words=clear_words(alert), at=now)
    rows = list(Alert.objects.values())

    for refused in (ahead, over, clear, alert):
        refused.refresh_from_db()
        with pytest.raises(ValidationError):
            clear_alert(alert=refused, by=officer, words=clear_words(alert), at=now)

    assert list(Alert.objects.values()) == rows


def test_a_message_ends_without_a_word(officer, now):
    alert = put_up(at=now - HOUR, valid_until=now + DAY)

    end_alert(alert=alert, by=officer, at=now)

    alert.refresh_from_db()
    assert (alert.closed_at, alert.closed_by) == (now, officer)
    assert Alert.objects.count() == 1
    with pytest.raises(ValidationError, match="redan avslutat"):
        end_alert(alert=alert, by=officer, at=now)


def test_cancelling_what_was_to_replace_a_message_lets_it_stand(officer, now):
    shown = put_up(officer, at=now, valid_until=now + DAY)
    later = put_up(officer, at=now, starts_at=now + HOUR, valid_until=now + 2 * HOUR, others=REPLACE)
    shown.refresh_from_db()
    assert shown.closed_at == later.starts_at

    end_alert(alert=later, by=officer)

    shown.refresh_from_db()
    later.refresh_from_db()
    assert (shown.closed_at, shown.closed_by) == (None, None)
    assert later.state == AlertState.CANCELLED


def test_a_guard_that_refuses_becomes_a_sentence(officer, now, monkeypatch):
    put_up(officer, at=now)
    monkeypatch.setattr(Alert.objects, "within", lambda start, end: [])

    with pytest.raises(ValidationError, match="En kollega har just"):
        put_up(officer, at=now)

    assert Alert.objects.count() == 1
