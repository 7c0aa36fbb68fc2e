"""Restoring: the text of a version in the working copy again, and nothing else."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from newsroom.comparing import compare
from newsroom.models import Release, ReleaseContact, Version
from newsroom.recording import Conflict
from newsroom.restoring import restore_version
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
    make_topic,
    make_version,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def department():
    return make_department()


@pytest.fixture
def editor(department):
    return make_editor(department, first_name="Anna", last_name="Ek")


@pytest.fixture
def version(department):
    contacts = [make_contact(name="Märta Ågren"), make_contact(name="Per Ek")]
    return make_version(department=department, headline="Som det var", topics=[make_topic("Skola")], contacts=contacts)


def rewrite(release):
    """Change everything that a version holds."""
    Release.objects.filter(pk=release.pk).update(
        headline="Som det blev",
        subheading="Ny",
        lead="Ny.",
        body="<p>Ny.</p>",
        type="news",
        language="en",
        dateline="x",
    )
    release.contact_places.all().delete()
    ReleaseContact.objects.create(release=release, contact=make_contact(), role="ny")
    release.topics.set([make_topic("Vägar")])
    return Release.objects.get(pk=release.pk)


def restore(release, version, by, expected=None):
    expected = Release.objects.get(pk=release.pk).lock_version if expected is None else expected
    restore_version(release=release, version=version, by=by, expected=expected)
    return Release.objects.get(pk=release.pk)


def test_everything_the_version_says_is_in_the_working_copy_again(version, editor):
    release = restore(rewrite(version.release), version, editor)

    assert release.digest() == version.digest
    assert not [field for field in compare(version, release) if field.is_changed]
    assert (release.lock_version, release.changed_by) == (1, editor)


def test_what_readers_see_is_not_touched(version, editor):
    release = rewrite(version.release)
    before = list(Version.objects.order_by("pk").values())

    restore(release, version, editor)

    assert list(Version.objects.order_by("pk").values()) == before
    assert Version.objects.public().get() == version


def test_the_timeline_tells_by_whom_and_which(version, editor):
    release = restore(rewrite(version.release), version, editor)

    event = release.events.first()
    assert (event.kind, event.by, event.version) == ("saved", editor, version)
    assert event.comment == "Återställde version 1"


def test_an_earlier_version_can_be_restored_after_a_later_one(department, editor):
    first = make_version(department=department, headline="Första", visible_from=NOW - 2 * HOUR)
    Release.objects.update(headline="Andra")
    second = make_version(release=Release.objects.get(), kind="minor")

    assert restore(first.release, first, editor).headline == "Första"
    assert restore(first.release, second, editor).headline == "Andra"


def test_a_contact_who_has_left_comes_back_with_the_role_of_then(department, editor):
    contact = make_contact(name="Siv Öst", title="rektor")
    version = make_version(department=department, contacts=[contact])
    release = version.release
    release.contact_places.all().delete()
    contact.is_active, contact.title = False, ""
    contact.save()

    release = restore(release, version, editor)

    place = release.contact_places.get()
    assert (place.contact, place.role) == (contact, "rektor")
    assert not place.contact.is_active


def test_rows_of_contacts_who_stay_are_the_same_rows(version, editor):
    before = list(version.release.contact_places.values_list("pk", flat=True))
    version.release.contact_places.update(role="annan roll")

    release = restore(version.release, version, editor)

    assert list(release.contact_places.values_list("pk", "role")) == [(pk, "") for pk in before]


def test_an_approved_text_is_a_draft_again(version, editor):
    Release.objects.filter(pk=version.release_id).update(stage="approved")

    assert restore(Release.objects.get(), version, editor).stage == "draft"


def test_what_no_version_holds_stays(version, editor):
    Release.objects.update(slug="min-adress", owner=editor, review_interval_months=3)
    stale = version.release

    release = restore(stale, version, editor)

    assert (release.slug, release.owner, release.review_interval_months) == ("min-adress", editor, 3)


@pytest.mark.parametrize("expected", [0, 2, 99, -1])
def test_a_save_in_between_stops_it_and_changes_nothing(version, editor, expected):
    release = rewrite(version.release)
    Release.objects.update(lock_version=1)

    with pytest.raises(Conflict):
        restore(release, version, editor, expected)

    release.refresh_from_db()
    assert (release.headline, release.lock_version, release.events.filter(kind="saved").count()) == (
        "Som det blev",
        1,
        0,
    )


def test_a_version_of_another_release_is_refused(version, editor, department):
    other = make_release(department=department)

    with pytest.raises(ValidationError, match="annat pressmeddelande"):
        restore(other, version, editor)

    assert Release.objects.get(pk=other.pk).lock_version == 0


@pytest.mark.parametrize("make", [make_reviewer, lambda _own: make_editor(make_department())])
def test_who_may_not_edit_may_not_restore(version, department, make):
    by = make(department)
    release = rewrite(version.release)

    with pytest.raises(PermissionDenied):
        restore(release, version, by)

    assert Release.objects.get().headline == "Som det blev"


def test_an_editor_waits_while_the_text_is_with_a_publisher(version, editor, department):
    Release.objects.update(stage="submitted", headline="Inskickad")

    with pytest.raises(PermissionDenied):
        restore(Release.objects.get(), version, editor)

    assert restore(Release.objects.get(), version, make_publisher(department)).headline == "Som det var"


def test_the_department_follows_only_where_one_may_write(version, editor, department):
    other = make_department()
    Release.objects.update(department=other)
    both = make_editor(other)

    assert restore(Release.objects.get(), version, both).department == other
    assert restore(Release.objects.get(), version, make_administrator()).department == department


def test_a_department_that_is_closed_does_not_come_back(version):
    other = make_department()
    Release.objects.update(department=other)
    version.department.status = "closed"
    version.department.save()

    assert restore(Release.objects.get(), version, make_administrator()).department == other
