"""Two pairs of eyes, by person and bound to the text."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from newsroom import approving
from newsroom.actions import publish_release, record, schedule_release
from newsroom.models import Approval, Contact, Event, Letter, Release, Topic, Version
from tests.factories import (
    DAY,
    NOW,
    make_administrator,
    make_contact,
    make_department,
    make_editor,
    make_publisher,
    make_release,
    make_topic,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def department():
    return make_department(approval="required")


@pytest.fixture
def writer(department):
    return make_editor(department, email="anna@trollhattan.example")


@pytest.fixture
def publisher(department):
    return make_publisher(department, email="sofia@trollhattan.example")


@pytest.fixture
def submitted(department, writer):
    release = make_release(department=department, headline="Ny bro")
    record(release, Event.Kind.CREATED, writer)
    approving.submit_release(release=release, by=writer, comment="Kolla siffran.")
    return release


def stored(release):
    return Release.objects.get(pk=release.pk)


def test_submitting_tells_every_publisher_but_not_the_sender(submitted, department):
    other = make_publisher(department, email="bo@trollhattan.example")
    make_publisher(make_department(), email="utanfor@trollhattan.example")
    release = make_release(department=department)
    approving.submit_release(release=release, by=other)

    assert {letter.to.email for letter in Letter.objects.all()} == set()  # nobody else was there yet
    third = make_publisher(department, email="siv@trollhattan.example")
    approving.submit_release(release=make_release(department=department), by=other, comment="Bråttom.")
    letter = Letter.objects.get()
    assert letter.to == third
    assert "Bråttom." in letter.body


def test_approval_holds_for_the_text_that_was_read(submitted, publisher):
    approval = approving.approve_release(release=submitted, by=publisher, digest=submitted.digest())

    assert approving.is_approved(stored(submitted))
    assert (approval.digest, approval.by) == (submitted.digest(), publisher)
    version = publish_release(release=stored(submitted), by=publisher)
    assert version.digest == approval.digest
    assert not approving.unapproved(version)


@pytest.mark.parametrize("change", ["headline", "body", "contact", "role", "topic", "department"])
def test_any_change_after_approval_takes_it_away(submitted, publisher, change):
    approving.approve_release(release=submitted, by=publisher)
    if change == "contact":
        submitted.contact_places.update(contact=make_contact())
    elif change == "role":
        submitted.contact_places.update(role="ny roll")
    elif change == "topic":
        submitted.topics.add(make_topic())
    else:
        new = {"headline": "Annan rubrik", "body": "<p>Annat.</p>", "department": make_department(approval="required")}
        Release.objects.filter(pk=submitted.pk).update(**{change: new[change]})

    release = stored(submitted)
    assert not approving.is_approved(release)
    with pytest.raises(ValidationError, match="godkän"):
        publish_release(release=release, by=make_administrator())
    assert not Version.objects.exists()


def test_a_change_that_is_undone_before_publication_still_is_what_was_approved(submitted, publisher):
    approving.approve_release(release=submitted, by=publisher)
    Release.objects.filter(pk=submitted.pk).update(headline="Slarv")
    Release.objects.filter(pk=submitted.pk).update(headline="Ny bro")

    assert approving.is_approved(stored(submitted))


def test_approving_what_is_no_longer_on_screen_is_refused(submitted, publisher):
    seen = submitted.digest()
    Release.objects.filter(pk=submitted.pk).update(lead="Ändrad medan du läste.")

    with pytest.raises(ValidationError):
        approving.approve_release(release=stored(submitted), by=publisher, digest=seen)
    assert not Approval.objects.exists()


def test_nobody_approves_what_they_sent(department):
    sender = make_publisher(department)
    release = make_release(department=department)
    approving.submit_release(release=release, by=sender)

    with pytest.raises(PermissionDenied):
        approving.approve_release(release=release, by=sender)


def test_nobody_approves_what_they_wrote_in_though_another_sent_it(submitted, publisher):
    record(submitted, Event.Kind.SAVED, publisher)

    with pytest.raises(PermissionDenied):
        approving.approve_release(release=submitted, by=publisher)


def test_an_administrator_is_no_exception(department):
    desk = make_administrator()
    release = make_release(department=department)
    approving.submit_release(release=release, by=desk)

    with pytest.raises(PermissionDenied):
        approving.approve_release(release=release, by=desk)


def test_having_written_an_earlier_version_does_not_stand_in_the_way(submitted, writer, publisher):
    approving.approve_release(release=submitted, by=publisher)
    release = stored(submitted)
    publish_release(release=release, by=publisher)
    Release.objects.filter(pk=release.pk).update(lead="Ny ingress.")
    other = make_publisher(release.department)
    record(release, Event.Kind.SAVED, other)
    release = stored(release)
    approving.submit_release(release=release, by=other)

    assert approving.writers(release) == {other.pk}
    approving.approve_release(release=release, by=publisher)


def test_returning_wants_a_comment_and_tells_the_sender_every_time(submitted, writer, publisher):
    with pytest.raises(ValidationError):
        approving.return_release(release=submitted, by=publisher, comment=" ")

    for comment in ("Byt rubrik.", "Byt igen."):
        approving.return_release(release=stored(submitted), by=publisher, comment=comment)
        assert (stored(submitted).stage, stored(submitted).is_returned) == ("draft", True)
        approving.submit_release(release=stored(submitted), by=writer)

    told = [letter.body for letter in Letter.objects.filter(to=writer)]
    assert len(told) == 2
    assert "Byt rubrik." in told[0]
    assert "Byt igen." in told[1]
    assert f"/admin/newsroom/release/{submitted.pk}/change/" in told[0]
    assert not stored(submitted).is_returned


def test_only_the_sender_takes_a_text_back(submitted, writer, publisher):
    with pytest.raises(PermissionDenied):
        approving.recall_release(release=submitted, by=publisher)

    approving.recall_release(release=submitted, by=writer)
    assert (stored(submitted).stage, stored(submitted).submitted_by) == ("draft", None)


@pytest.mark.parametrize("how", [publish_release, lambda **k: schedule_release(visible_from=NOW + DAY, **k)])
def test_without_approval_a_reason_is_needed_and_everybody_is_told(department, publisher, how):
    other = make_publisher(department, email="bo@trollhattan.example")
    release = make_release(department=department)

    with pytest.raises(ValidationError):
        how(release=stored(release), by=publisher)
    version = how(release=stored(release), by=publisher, reason="Vattenläcka, ingen annan svarar.")

    assert approving.unapproved(version)
    assert Event.objects.get(kind="unapproved").comment == "Vattenläcka, ingen annan svarar."
    assert [letter.to for letter in Letter.objects.all()] == [other]


def test_what_went_out_without_approval_waits_until_another_person_has_approved(department, publisher):
    version = publish_release(release=make_release(department=department), by=publisher, reason="Bråttom.")
    other = make_publisher(department)

    with pytest.raises(PermissionDenied):
        approving.approve_afterwards(version=version, by=publisher)
    approving.approve_afterwards(version=version, by=other, comment="Stämmer.")

    assert not approving.unapproved(version)
    with pytest.raises(ValidationError):
        approving.approve_afterwards(version=version, by=other)


def test_who_wrote_it_cannot_approve_it_afterwards(department, publisher):
    release, other = make_release(department=department), make_publisher(department)
    record(release, Event.Kind.SAVED, other)
    version = publish_release(release=release, by=publisher, reason="Bråttom.")

    with pytest.raises(PermissionDenied):
        approving.approve_afterwards(version=version, by=other)


@pytest.mark.parametrize("approval", ["required", "warn", "off"])
def test_each_department_decides_whether_approval_is_needed(approval):
    department = make_department(approval=approval)
    release = make_release(department=department)

    assert approving.needs_approval(release) == (approval != "off")


def test_publishing_begins_a_new_working_copy_that_nobody_has_approved(submitted, publisher):
    approving.approve_release(release=submitted, by=publisher)
    publish_release(release=stored(submitted), by=publisher)

    release = stored(submitted)
    assert (release.stage, release.submitted_by, release.is_returned) == ("draft", None, False)
    assert not approving.is_approved(release)


def test_the_seal_of_a_version_is_the_digest_of_what_was_approved(department, publisher):
    contacts = [make_contact(organisation="Högskolan Väst", party="S"), make_contact()]
    topics = [Topic.objects.create(name=name, slug=name.lower()) for name in ("Skola", "Bygga")]
    release = make_release(department=department, contacts=contacts, topics=topics)
    digest = release.digest()

    version = publish_release(release=release, by=publisher, reason="Test.")

    assert version.digest == digest
    assert Contact.objects.count() == 2
