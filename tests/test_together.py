"""What is typed and not saved, and who is here."""

import datetime as dt
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from newsroom.models import Autosave, Presence, Release
from newsroom.recording import Conflict
from newsroom.together import (
    drop_autosave,
    keep_autosave,
    offered_autosave,
    others_present,
    presence_sentence,
    seen,
    stored_value,
)
from tests.factories import DAY, NOW, SECOND, make_editor, make_release, make_topic

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
TEXT_FIELDS = ("type", "language", "headline", "subheading", "lead", "body", "dateline", "department", "contacts")


@pytest.fixture
def release():
    return make_release(topics=[make_topic()])


@pytest.fixture
def anna(release):
    return make_editor(release.department, first_name="Anna", last_name="Ek")


@pytest.fixture
def bo(release):
    return make_editor(release.department, first_name="Bo", last_name="Öst")


def payload_of(release, **fields):
    return {name: stored_value(release, name) for name in (*TEXT_FIELDS, "topics", "owner")} | fields


def keep(user, release, at=NOW, **fields):
    return keep_autosave(user=user, release=release, payload=payload_of(release, **fields), at=at)


# --- autosave -------------------------------------------------------------------------------------------
def test_what_is_typed_is_offered_again_to_the_same_person_alone(release, anna, bo):
    kept = keep(anna, release, headline="Osparad rubrik")

    assert offered_autosave(anna, release) == kept
    assert offered_autosave(bo, release) is None
    assert offered_autosave(anna, make_release()) is None
    assert offered_autosave(anna, None) is None


def test_the_latest_replaces_what_was_kept_before(release, anna):
    keep(anna, release, headline="Först", at=NOW - MINUTE)
    keep(anna, release, headline="Sedan")

    assert [row.payload["headline"] for row in Autosave.objects.all()] == ["Sedan"]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"headline": "  {headline}\n"},
        {"lead": "{lead}\r\n"},
        {"body": "\n{body}\n"},
        {"expected_version": "7", "base": "x", "unknown": "y"},
    ],
)
def test_what_differs_in_nothing_is_not_offered(release, anna, fields):
    keep(anna, release, **{name: value.format_map(release.text()) for name, value in fields.items()})

    assert offered_autosave(anna, release) is None


@pytest.mark.parametrize(
    "fields",
    [
        {"headline": ""},
        {"body": "<p><strong>– Vi är glada, säger Märta Ågren.</strong></p><p>Bygget tog två år.</p>"},
        {"type": "news"},
        {"department": ""},
        {"topics": []},
        {"contacts": []},
        {"owner": "1"},
    ],
)
def test_what_differs_in_any_field_is_offered(release, anna, fields):
    kept = keep(anna, release, **fields)

    assert offered_autosave(anna, release) == kept


def test_a_role_typed_at_a_contact_is_a_difference(release, anna):
    rows = stored_value(release, "contacts")

    keep(anna, release, contacts=[{**rows[0], "role": "projektledare"}])

    assert offered_autosave(anna, release)


def test_what_somebody_has_saved_meanwhile_is_no_longer_offered(release, anna):
    keep(anna, release, headline="Samma rubrik")
    Release.objects.filter(pk=release.pk).update(headline="Samma rubrik")

    assert offered_autosave(anna, Release.objects.get(pk=release.pk)) is None


def test_what_is_older_than_thirty_days_is_neither_offered_nor_kept(release, anna, bo):
    keep(anna, release, headline="Gammal", at=NOW - 30 * DAY)

    assert offered_autosave(anna, release, at=NOW - SECOND)
    assert offered_autosave(anna, release, at=NOW) is None

    keep(bo, release)
    assert [row.user for row in Autosave.objects.all()] == [bo]


def test_nothing_is_kept_from_an_older_text(release, anna):
    Release.objects.filter(pk=release.pk).update(lock_version=3)
    release.refresh_from_db()

    with pytest.raises(Conflict):
        keep(anna, release, headline="Från förr")
    assert not Autosave.objects.exists()


def test_a_new_release_is_known_by_the_key_of_its_form(anna, bo):
    first, second = uuid4(), uuid4()
    keep_autosave(user=anna, form_key=first, payload={"headline": "Ett"}, at=NOW - MINUTE)
    kept = keep_autosave(user=anna, form_key=second, payload={"headline": "Två"}, at=NOW)
    keep_autosave(user=bo, form_key=first, payload={"headline": "Bos"}, at=NOW)

    assert offered_autosave(anna, None) == kept
    drop_autosave(user=anna, form_key=second)
    assert offered_autosave(anna, None).payload == {"headline": "Ett"}
    drop_autosave(user=anna, form_key=first)
    assert offered_autosave(anna, None) is None
    assert offered_autosave(bo, None).payload == {"headline": "Bos"}


def test_a_new_form_in_which_nothing_was_said_is_not_offered(anna):
    keep_autosave(user=anna, form_key=uuid4(), payload={"headline": " ", "department": "3", "owner": "1", "body": ""})

    assert offered_autosave(anna, None) is None


def test_dropping_touches_neither_other_people_nor_other_releases(release, anna, bo):
    other = make_release()
    for person, text in [(anna, release), (anna, other), (bo, release)]:
        keep(person, text, headline="Ny")

    drop_autosave(user=anna, release=release)

    assert set(Autosave.objects.values_list("user", "release")) == {(anna.pk, other.pk), (bo.pk, release.pk)}


def test_an_autosave_is_of_one_form(release, anna):
    for wrong in ({}, {"release": release, "form_key": uuid4()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Autosave.objects.create(user=anna, payload={}, **wrong)


def test_keeping_touches_nothing_of_the_release(release, anna):
    before = Release.objects.values().get(pk=release.pk)

    keep(anna, release, headline="Ny rubrik")

    assert Release.objects.values().get(pk=release.pk) == before
    assert not release.events.exists()
    assert not release.versions.exists()


# --- presence -------------------------------------------------------------------------------------------
def test_colleagues_are_seen_and_oneself_is_not(release, anna, bo):
    seen(anna, release, True, at=NOW)
    seen(bo, release, False, at=NOW)
    seen(bo, make_release(), False, at=NOW)

    assert [presence.user for presence in others_present(anna, release, at=NOW)] == [bo]


@pytest.mark.parametrize(
    ("minutes", "idle", "gone"),
    [(0, False, False), (9, False, False), (10, True, False), (24, True, False), (25, True, True)],
)
def test_who_is_not_heard_of_is_idle_and_then_gone(release, anna, bo, minutes, idle, gone):
    seen(anna, release, False, at=NOW)
    then = NOW + minutes * MINUTE

    assert Presence.objects.get().is_idle(then) is idle
    assert others_present(bo, release, at=then).exists() is not gone


def test_presence_is_forgotten_when_it_is_over(release, anna, bo):
    seen(anna, release, False, at=NOW - 25 * MINUTE)
    seen(bo, release, False, at=NOW)
    seen(bo, release, False, at=NOW)

    assert [presence.user for presence in Presence.objects.all()] == [bo]


@pytest.mark.parametrize(
    ("seen_ago", "wrote_ago", "sentence"),
    [
        (0, None, "Anna Ek har sidan öppen"),
        (0, 0, "Anna Ek har sidan öppen (skrev nyss)"),
        (0, 1, "Anna Ek har sidan öppen (skrev för 1 min sedan)"),
        (2, 5, "Anna Ek har sidan öppen (skrev för 5 min sedan)"),
        (12, 12, "Anna Ek hade sidan öppen för 12 minuter sedan"),
    ],
)
def test_presence_is_told_in_a_sentence(release, anna, seen_ago, wrote_ago, sentence):
    wrote = None if wrote_ago is None else NOW - wrote_ago * MINUTE
    presence = Presence(user=anna, release=release, last_seen_at=NOW - seen_ago * MINUTE, wrote_at=wrote)

    assert presence_sentence(presence, at=NOW) == sentence


def test_what_was_written_stays_known_when_the_person_only_reads(release, anna):
    seen(anna, release, True, at=NOW - 5 * MINUTE)
    seen(anna, release, False, at=NOW)

    assert Presence.objects.get().wrote_at == NOW - 5 * MINUTE


def test_a_deleted_draft_takes_both_with_it(release, anna):
    keep(anna, release, headline="Ny")
    seen(anna, release, True)

    release.delete()

    assert not Autosave.objects.exists()
    assert not Presence.objects.exists()
