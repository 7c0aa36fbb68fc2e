"""Replacing a contact who leaves, in every working copy at once."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from newsroom.actions import Conflict, take_lock
from newsroom.models import Contact, Event, Release, Version
from newsroom.replacing import may_keep, replace_contact, successors, working_copies
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
    make_version,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def department():
    return make_department()


@pytest.fixture
def leaver(department):
    return make_contact(department=department, name="Märta Ågren", title="pressekreterare")


@pytest.fixture
def successor(department):
    return make_contact(department=department, name="Bo Öst", title="presschef")


@pytest.fixture
def publisher(department):
    return make_publisher(department)


def rows(release):
    return [(place.contact, place.role) for place in release.contact_places.all()]


def test_the_successor_stands_where_the_leaver_stood(department, leaver, successor, publisher):
    first, last = make_contact(), make_contact()
    release = make_release(department=department, contacts=[first, leaver, last])
    place = release.contact_places.get(contact=leaver)
    release.contact_places.filter(pk=place.pk).update(placement="more")

    found = replace_contact(leaver=leaver, successor=successor, by=publisher)

    assert found.editable == [release]
    assert rows(release) == [(first, ""), (successor, ""), (last, "")]
    stored = release.contact_places.get(contact=successor)
    assert (stored.pk, stored.placement, stored.order) == (place.pk, "more", 1)


def test_where_the_successor_stands_already_the_leaver_is_only_removed(department, leaver, successor, publisher):
    other = make_contact()
    release = make_release(department=department, contacts=[leaver, other, successor])
    release.contact_places.filter(contact=successor).update(role="talesperson")

    replace_contact(leaver=leaver, successor=successor, by=publisher)

    assert rows(release) == [(other, ""), (successor, "talesperson")]


@pytest.mark.parametrize(
    ("role", "kept"),
    [("", ""), ("pressekreterare", ""), ("Pressekreterare ", ""), ("projektledare", "projektledare")],
)
def test_the_leavers_own_title_goes_and_a_role_in_the_matter_stays(
    department, leaver, successor, publisher, role, kept
):
    release = make_release(department=department, contacts=[leaver])
    release.contact_places.update(role=role)

    replace_contact(leaver=leaver, successor=successor, by=publisher)

    assert rows(release) == [(successor, kept)]
    assert release.contact_rows()[0]["role"] == (kept or "presschef")


def test_the_leaver_is_inactive_afterwards_and_the_successor_is_not(leaver, successor, publisher):
    replace_contact(leaver=leaver, successor=successor, by=publisher)

    assert list(Contact.objects.active().filter(pk__in=[leaver.pk, successor.pk])) == [successor]


def test_somebody_who_has_left_already_can_still_be_replaced(department, leaver, successor, publisher):
    Contact.objects.filter(pk=leaver.pk).update(is_active=False)
    release = make_release(department=department, contacts=[leaver])

    replace_contact(leaver=leaver, successor=successor, by=publisher)

    assert rows(release) == [(successor, "")]


def test_what_is_published_or_frozen_keeps_the_name(department, leaver, successor, publisher):
    public = make_version(release=make_release(department=department, contacts=[leaver]))
    planned = make_version(release=make_release(department=department, contacts=[leaver]), visible_from=NOW + HOUR)

    replace_contact(leaver=leaver, successor=successor, by=publisher)

    for version in (public, planned):
        assert [place.contact for place in version.contact_places.all()] == [leaver]
        assert Version.objects.get(pk=version.pk).digest == version.digest
        assert rows(version.release) == [(successor, "")]
        assert version.release.digest() != version.digest


def test_each_changed_release_counts_a_save_and_notes_it(department, leaver, successor, publisher):
    changed = [make_release(department=department, contacts=[leaver]) for _number in range(3)]
    untouched = make_release(department=department)

    replace_contact(leaver=leaver, successor=successor, by=publisher)

    for release in changed:
        stale = release.lock_version
        release.refresh_from_db()
        event = release.events.get(kind=Event.Kind.SAVED)
        assert (release.lock_version, release.changed_by) == (stale + 1, publisher)
        assert (event.by, event.comment) == (publisher, "Märta Ågren ersattes av Bo Öst.")
        with pytest.raises(Conflict):
            take_lock(release, expected=stale, by=None)
    untouched.refresh_from_db()
    assert (untouched.lock_version, untouched.events.count()) == (0, 0)


@pytest.mark.parametrize("stage", ["submitted", "approved"])
def test_an_approval_does_not_hold_for_the_changed_text(department, leaver, successor, publisher, stage):
    release = make_release(department=department, contacts=[leaver])
    Release.objects.filter(pk=release.pk).update(stage=stage)

    replace_contact(leaver=leaver, successor=successor, by=publisher)

    release.refresh_from_db()
    assert release.stage == "draft"


def test_no_other_field_of_the_release_is_written(department, leaver, successor, publisher):
    release = make_release(department=department, contacts=[leaver])
    moving = {"lock_version", "changed_at", "changed_by_id", "stage"}
    before = Release.objects.filter(pk=release.pk).values().get()

    replace_contact(leaver=leaver, successor=successor, by=publisher)

    after = Release.objects.filter(pk=release.pk).values().get()
    assert {name for name in before if before[name] != after[name]} <= moving


def test_releases_beyond_ones_reach_are_left_alone_and_told_of(department, leaver, successor):
    editor = make_editor(department)
    mine = make_release(department=department, contacts=[leaver])
    submitted = make_release(department=department, contacts=[leaver])
    Release.objects.filter(pk=submitted.pk).update(stage="submitted")
    theirs = make_release(contacts=[leaver])
    loose = make_release(department=None, contacts=[leaver])
    own_loose = make_release(department=None, owner=editor, contacts=[leaver])

    found = replace_contact(leaver=leaver, successor=successor, by=editor)

    assert (found.editable, found.waiting, found.elsewhere) == ([mine, own_loose], [submitted], [theirs, loose])
    for release in (submitted, theirs, loose):
        lock, events = release.lock_version, release.events.count()
        release.refresh_from_db()
        assert (rows(release), release.lock_version, events) == ([(leaver, "")], lock, 0)


def test_an_administrator_reaches_everything(leaver, successor):
    for _number in range(3):
        make_release(contacts=[leaver])

    found = replace_contact(leaver=leaver, successor=successor, by=make_administrator())

    assert (len(found.editable), found.waiting, found.elsewhere) == (3, [], [])
    assert not leaver.release_places.exists()


@pytest.mark.parametrize("foreign", ["leaver", "successor", "both"])
def test_both_contacts_must_be_ones_own(department, foreign):
    elsewhere = make_department()
    pair = {name: make_contact(department=department) for name in ("leaver", "successor")}
    for name, contact in pair.items():
        if foreign in (name, "both"):
            contact.department = elsewhere
            contact.save()
    release = make_release(department=department, contacts=[pair["leaver"]])

    with pytest.raises(PermissionDenied):
        replace_contact(**pair, by=make_publisher(department))
    assert rows(release) == [(pair["leaver"], "")]
    assert Contact.objects.get(pk=pair["leaver"].pk).is_active


@pytest.mark.parametrize("make", [make_reviewer, lambda department: make_administrator(is_superuser=False)])
def test_a_reviewer_and_a_person_without_role_may_not(department, leaver, successor, make):
    with pytest.raises(PermissionDenied):
        replace_contact(leaver=leaver, successor=successor, by=make(department))


def test_a_successor_who_has_left_or_is_the_same_is_refused(department, leaver, successor, publisher):
    Contact.objects.filter(pk=successor.pk).update(is_active=False)

    for chosen in (successor, leaver):
        with pytest.raises(ValidationError, match="Välj en annan kontakt som är aktiv"):
            replace_contact(leaver=leaver, successor=chosen, by=publisher)
    leaver.refresh_from_db()
    assert leaver.is_active


def test_a_failure_half_way_leaves_nothing_changed(department, leaver, successor, publisher, monkeypatch):
    releases = [make_release(department=department, contacts=[leaver]) for _number in range(2)]
    from newsroom import actions

    record, calls = actions.record, []

    def failing(*args, **kwargs):
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError
        return record(*args, **kwargs)

    monkeypatch.setattr(actions, "record", failing)
    with pytest.raises(RuntimeError):
        replace_contact(leaver=leaver, successor=successor, by=publisher)

    for release in releases:
        assert rows(release) == [(leaver, "")]
        assert not release.events.exists()
    assert Contact.objects.get(pk=leaver.pk).is_active


def test_doing_it_twice_changes_nothing_more(department, leaver, successor, publisher):
    release = make_release(department=department, contacts=[leaver])
    replace_contact(leaver=leaver, successor=successor, by=publisher)
    events = release.events.count()

    assert replace_contact(leaver=leaver, successor=successor, by=publisher).editable == []
    assert release.events.count() == events


def test_who_can_succeed(department, leaver, successor, publisher):
    make_contact(department=department, is_active=False)
    foreign, common = make_contact(department=make_department()), make_contact()

    assert list(successors(leaver, publisher)) == [successor]
    assert set(successors(leaver, make_administrator())) == {successor, foreign, common}
    assert not successors(leaver, make_reviewer(department)).exists()


def test_who_keeps_a_contact_is_said_once(department, leaver):
    assert [may_keep(make(department), leaver) for make in (make_editor, make_publisher, make_reviewer)] == [
        True,
        True,
        False,
    ]
    assert not may_keep(make_editor(make_department()), leaver)
    assert not may_keep(make_editor(department), make_contact())
    assert may_keep(make_administrator(), make_contact())


def test_sorting_costs_the_same_with_many(department, leaver, publisher, django_assert_max_num_queries):
    for _number in range(15):
        make_version(release=make_release(department=department, contacts=[leaver]))

    with django_assert_max_num_queries(4):
        assert len(working_copies(leaver, publisher).editable) == 15
