import pytest
from django.utils import timezone

from newsroom import actions, signing
from newsroom.cards import card_state, digest_of_shown, releases_showing, shown
from newsroom.models import CardChange, Contact, ReviewSubject
from newsroom.replacing import replace_contact
from newsroom.reviewing import differing, subject_of
from tests.factories import (
    DAY,
    HOUR,
    NOW,
    make_administrator,
    make_contact,
    make_department,
    make_publisher,
    make_release,
    make_reviewer,
    make_topic,
    make_version,
)

pytestmark = pytest.mark.django_db


def index(thing):
    return ReviewSubject.objects.get(pk=subject_of(thing).pk)


def note(card, by=None, **fields):
    """Save a card as the desk does."""
    was = card_state(type(card).objects.get(pk=card.pk))
    numbers = fields.pop("numbers", None)
    for name, value in fields.items():
        setattr(card, name, value)
    card.save()
    if numbers:
        card.telephones.update(number=numbers)
    actions.note_card(card, by, was=was)
    return CardChange.objects.order_by("pk").last()


def showing(contact, **fields):
    return make_version(release=make_release(contacts=[contact], **fields), visible_from=NOW - 90 * DAY).release


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        ({"title": "pressekreterare i Västerort"}, "text"),
        ({"hours": "Vardagar 8–16"}, "text"),
        ({"email": "marta@example.se"}, "number"),
        ({"numbers": "070-174 06 09"}, "number"),
        ({"title": "presschef", "numbers": "070-174 06 09"}, "number"),
        ({"is_active": False}, "left"),
        ({"is_active": False, "title": "f.d. presschef"}, "left"),
        ({"is_listed": True}, None),
        ({}, None),
    ],
)
def test_what_sort_of_change_it_is(fields, what):
    contact = make_contact()
    change = note(contact, make_administrator(), **fields)

    assert (change.what if change else None) == what
    assert change is None or change.digest == digest_of_shown(shown(contact))


def test_a_new_card_is_no_change_and_has_its_row():
    contact = make_contact()
    actions.note_card(contact, None, was=None)

    assert not CardChange.objects.exists()
    found = ReviewSubject.objects.get(contact=contact)
    assert (found.is_current, found.changed_on) == (True, None)


def test_a_changed_card_is_read_within_fourteen_days():
    contact = make_contact()
    note(contact, hours="Vardagar 8–16")

    assert index(contact).next_review_on == timezone.localdate() + 14 * DAY
    assert index(contact).changed_on == timezone.localdate()


@pytest.mark.parametrize(
    ("fields", "is_flagged"),
    [
        ({"numbers": "070-174 06 09"}, True),
        ({"email": "marta@example.se"}, True),
        ({"is_active": False}, True),
        ({"title": "presschef"}, False),
        ({"hours": "Vardagar 8–16"}, False),
    ],
)
def test_a_number_that_changes_flags_every_release_that_shows_it(fields, is_flagged):
    contact = make_contact()
    shown_in, others = [showing(contact) for _each in range(3)], showing(make_contact())
    before = [index(release).next_review_on for release in shown_in]
    note(contact, **fields)

    for release in shown_in:
        found = index(release)
        assert (found.is_contact_changed, found.changed_on is not None) == (is_flagged, is_flagged)
    assert [index(release).next_review_on for release in shown_in] == before
    assert not index(others).is_contact_changed


def test_the_flag_is_taken_away_by_a_reading_or_by_a_version_made_since():
    contact, by = make_contact(), make_administrator()
    read, changed = showing(contact), showing(contact)
    note(contact, numbers="070-174 06 09")
    subject = index(read)
    signing.review(subject=subject, by=by, digest=signing.on_screen(subject).digest, override_reason="Ensam.")
    make_version(release=changed, visible_from=timezone.now(), kind="minor")

    assert (index(read).is_contact_changed, index(changed).is_contact_changed) == (False, False)
    note(contact, numbers="070-174 06 10")
    assert (index(read).is_contact_changed, index(changed).is_contact_changed) == (True, True)


def test_a_scheduled_version_is_flagged_for_what_changed_since_it_was_made():
    contact = make_contact()
    release = showing(contact)
    make_version(release=release, visible_from=timezone.now() + 9 * DAY, kind="minor")
    note(contact, numbers="070-174 06 09")

    assert index(release).is_contact_changed
    assert list(releases_showing(contact)) == [release]


def test_a_release_with_an_end_is_flagged_until_then():
    contact = make_contact()
    ending = make_release(contacts=[contact])
    make_version(release=ending, visible_from=NOW - DAY, visible_until=NOW + DAY)
    ended = make_release(contacts=[contact])
    make_version(release=ended, visible_from=NOW - DAY, visible_until=NOW - HOUR)
    note(contact, numbers="070-174 06 09")

    assert (index(ending).is_contact_changed, index(ended).is_contact_changed) == (True, False)
    assert list(differing(ReviewSubject.objects.all())) == []


def test_who_no_longer_stands_in_the_public_version_flags_nothing():
    contact = make_contact()
    release = showing(contact)
    release.contact_places.update(contact=make_contact())
    make_version(release=release, visible_from=NOW - HOUR, kind="minor")
    note(contact, numbers="070-174 06 09")

    assert not index(release).is_contact_changed


def test_who_is_replaced_everywhere_has_left():
    department = make_department()
    leaver, successor = make_contact(department=department), make_contact(department=department)
    release, by = showing(leaver, department=department), make_publisher(department)
    replace_contact(leaver=leaver, successor=successor, by=by)

    change = CardChange.objects.get()
    assert (change.what, change.by, change.subject.contact) == ("left", by, leaver)
    assert (index(leaver).is_current, index(leaver).next_review_on) == (False, None)
    assert index(release).is_contact_changed


def test_who_comes_back_has_numbers_again_and_fourteen_days():
    contact = make_contact()
    release = showing(contact)
    ReviewSubject.objects.filter(pk=subject_of(contact).pk).update(begun_at=NOW - 900 * DAY)
    note(contact, is_active=False)
    subject = index(release)
    signing.review(subject=subject, by=make_administrator(), digest=signing.on_screen(subject).digest)
    note(contact, is_active=True)

    assert index(release).is_contact_changed
    assert (index(contact).is_current, index(contact).next_review_on) == (True, timezone.localdate() + 14 * DAY)


def test_a_department_that_closes_and_opens_is_another_only_by_its_words():
    department = make_department()
    ReviewSubject.objects.filter(pk=subject_of(department).pk).update(begun_at=NOW - 900 * DAY)
    note(department, status="closed")
    assert (index(department).is_current, index(department).next_review_on) == (False, None)

    note(department, status="open")
    assert index(department).next_review_on == timezone.localdate() + 14 * DAY
    assert not CardChange.objects.exists()
    assert note(department, telephone="031-390 06 09").what == "number"
    assert not index(showing(make_contact(), department=department)).is_contact_changed


def test_a_department_that_was_opened_with_new_words_is_changed():
    department = make_department(status="prepared")
    assert note(department, description="Vi utreder.") is None

    assert note(department, status="open", description="Vi sköter skolor.").what == "text"


@pytest.mark.parametrize("field", ["name", "description", "street_address", "postcode", "city", "telephone", "hours"])
def test_what_the_card_of_a_department_shows_is_in_the_digest(field):
    department = make_department()
    before = digest_of_shown(shown(department))
    setattr(department, field, "annat")

    assert digest_of_shown(shown(department)) != before


def test_the_order_of_keys_makes_no_difference():
    assert digest_of_shown({"a": 1, "å": [2]}) == digest_of_shown({"å": [2], "a": 1})


def test_a_card_is_signed_with_what_it_showed():
    contact = make_contact(email="marta@example.se", department=make_department())
    make_topic()
    subject = subject_of(contact)
    seen = signing.on_screen(subject)
    review = signing.review(subject=subject, by=make_reviewer(contact.department), digest=seen.digest)

    assert review.shown["telephones"] == [["", "070-174 06 05"]]
    assert review.shown["email"] == "marta@example.se"
    assert index(contact).last_review == review
    Contact.objects.update(is_active=False)
    assert signing.on_screen(index(contact)) is None
