import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext

from newsroom import actions, approving, withdrawing
from newsroom.models import Department, DepartmentSlug, Event, Release, Review, Version
from newsroom.signals import release_withdrawn, version_published
from tests.factories import (
    DAY,
    HOUR,
    NOW,
    SECOND,
    facts_of,
    make_administrator,
    make_department,
    make_editor,
    make_publisher,
    make_release,
    make_reviewer,
    make_topic,
    make_user,
    make_version,
    review_version,
)

pytestmark = pytest.mark.django_db

Kind = Version.Kind


@pytest.fixture
def release():
    return make_release(topics=[make_topic()])


@pytest.fixture
def publisher(release):
    return make_publisher(release.department, first_name="Åsa", last_name="Öberg")


@pytest.fixture
def sent():
    """Return what the signals carried, in order."""
    heard = []

    def hear(sender, **kwargs):
        heard.append(kwargs.get("version") or kwargs.get("release"))

    for signal in (version_published, release_withdrawn):
        signal.connect(hear)
    yield heard
    for signal in (version_published, release_withdrawn):
        signal.disconnect(hear)


def publish(release, by, lead=None, **more):
    if lead:
        release.lead = lead
        release.save()
    return actions.publish_release(release=release, by=by, **more)


def last_event(release):
    return Event.objects.filter(release_id=release.pk).order_by("-pk").first()


def stored(release):
    return Release.objects.get(pk=release.pk)


def rows():
    return [list(model.objects.order_by("pk").values()) for model in (Release, Version, Event, Review)]


def test_record_writes_the_name_of_the_day(release, publisher):
    actions.record(release, Event.Kind.SAVED, publisher, comment="Rättade stavfel.")
    publisher.last_name = "Öst"
    publisher.save()

    event = last_event(release)
    assert (event.kind, event.by, event.by_name, event.comment) == (
        "saved",
        publisher,
        "Åsa Öberg",
        "Rättade stavfel.",
    )


def test_record_without_a_person_names_the_system_or_what_it_is_told(release):
    assert actions.record(release, Event.Kind.SAVED, None).by_name == gettext("The system")
    assert actions.record(release, Event.Kind.IMPORTED, None, by_name="Importen").by_name == "Importen"


def test_take_lock_counts_and_notes_who_and_when(release, publisher):
    actions.take_lock(release, expected=0, by=publisher)

    assert (release.lock_version, stored(release).lock_version) == (1, 1)
    assert stored(release).changed_by == publisher
    assert stored(release).changed_at >= NOW


@pytest.mark.parametrize("expected", [0, 2, 99])
def test_a_stale_number_is_a_conflict_that_shows_what_is_stored(release, publisher, expected):
    actions.take_lock(release, expected=0, by=publisher)
    Release.objects.update(lead="Sparat av någon annan.")
    before = rows()

    with pytest.raises(actions.Conflict) as lost:
        actions.take_lock(release, expected=expected, by=publisher)
    assert lost.value.current == release
    assert lost.value.current.lead == "Sparat av någon annan."
    assert rows() == before


def test_of_two_who_publish_from_the_same_number_one_loses(release, publisher):
    seen = stored(release)
    publish(release, publisher, expected=0)
    seen.lead = "Från den andra skärmen."
    before = rows()

    with pytest.raises(actions.Conflict):
        actions.publish_release(release=seen, by=publisher, kind=Kind.MINOR, expected=0)
    assert rows() == before


def test_freeze_copies_everything_and_makes_nothing_public(release, publisher):
    version = actions.freeze(release=release, by=publisher, kind=Kind.UPDATE, public_note=" Ny tid. ", at=NOW)

    assert version.text() == release.text()
    assert list(version.topics.all()) == list(release.topics.all())
    assert version.contact_places.count() == 1
    assert (version.number, version.public_note, version.created_at) == (1, "Ny tid.", NOW)
    assert (version.author, version.author_name) == (publisher, "Åsa Öberg")
    assert (version.visible_from, version.address) == (None, None)
    assert len(version.digest) == 64


def test_submitting_asks_for_approval(release):
    editor = make_editor(release.department)
    approving.submit_release(release=release, by=editor, comment="Klar för läsning.")

    assert (release.stage, stored(release).stage, stored(release).status) == ("submitted",) * 3
    assert (last_event(release).kind, last_event(release).by) == ("submitted", editor)
    assert last_event(release).comment == "Klar för läsning."
    assert not release.versions.exists()


def test_submitting_what_is_not_finished_is_refused_with_every_fault(release, publisher):
    Release.objects.update(lead="", body="")
    before = rows()

    with pytest.raises(ValidationError) as refused:
        approving.submit_release(release=stored(release), by=publisher)
    assert set(refused.value.message_dict) == {"lead", "body"}
    assert rows() == before


def test_reopening_takes_the_approval_away(release, publisher):
    release.stage = "approved"
    actions.reopen(release)

    assert release.stage == "draft"


def test_publishing_freezes_the_text_and_shows_it_at_once(release, publisher, sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        version = publish(release, publisher, at=NOW)
        assert sent == []

    assert sent == [version]
    assert not Version.objects.public(NOW - SECOND).exists()
    assert list(Version.objects.public(NOW)) == [version]
    assert (version.kind, version.number, version.published_at, version.visible_until) == ("new", 1, NOW, None)
    assert version.address.release == release
    assert stored(release).stage == "draft"
    event = last_event(release)
    assert (event.kind, event.version, event.by, event.at) == ("published", version, publisher, NOW)


def test_publishing_starts_the_clock_but_counts_as_no_review(release, publisher):
    publish(release, publisher, at=dt.datetime(2026, 1, 31, 12, tzinfo=dt.UTC))

    assert not Review.objects.exists()
    assert (stored(release).subject.last_reviewed_on, stored(release).subject.next_review_on) == (
        None,
        dt.date(2027, 1, 31),
    )


def test_publishing_counts_the_save_it_was_asked_for(release, publisher):
    publish(release, publisher, expected=0)

    assert stored(release).lock_version == 1


def test_what_is_not_finished_is_not_published(release, publisher, sent, django_capture_on_commit_callbacks):
    Release.objects.update(lead="", department=release.department)
    before = rows()

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ValidationError) as refused:
        publish(stored(release), publisher)
    assert set(refused.value.message_dict) == {"lead"}
    assert (rows(), sent) == (before, [])


@pytest.mark.parametrize(
    ("kind", "note", "event"),
    [
        (Kind.CORRECTION, "Antalet platser är rättat.", "corrected"),
        (Kind.UPDATE, "Ny tid för invigningen.", "updated"),
        (Kind.MINOR, "", "adjusted"),
    ],
)
def test_a_change_follows_without_a_gap_and_the_earlier_version_stays(release, publisher, kind, note, event):
    first = publish(release, publisher, at=NOW - HOUR)
    second = publish(release, publisher, "Nittio barn får plats.", kind=kind, public_note=note, at=NOW)
    first.refresh_from_db()

    assert (first.visible_until, second.visible_from, second.visible_until) == (NOW, NOW, None)
    assert [Version.objects.public(at).get() for at in (NOW - SECOND, NOW)] == [first, second]
    assert (second.published_at, second.address) == (first.published_at, first.address)
    assert (second.kind, second.public_note) == (kind, note)
    assert (last_event(release).kind, last_event(release).comment) == (event, note)
    assert set(Version.objects.once_public(NOW)) == {first, second}


@pytest.mark.parametrize("kind", [Kind.CORRECTION, Kind.UPDATE])
@pytest.mark.parametrize("note", ["", "  \n"])
def test_a_material_change_needs_a_note(release, publisher, kind, note):
    publish(release, publisher)
    before = Version.objects.count()

    with pytest.raises(ValidationError, match="public_note"):
        publish(release, publisher, "Nittio barn får plats.", kind=kind, public_note=note)
    assert Version.objects.count() == before


@pytest.mark.parametrize("kind", [Kind.CORRECTION, Kind.UPDATE, Kind.MINOR])
def test_what_was_never_public_can_only_be_new(release, publisher, kind):
    with pytest.raises(ValidationError, match="kind"):
        publish(release, publisher, kind=kind, public_note="Rättat.")


def test_what_has_been_public_is_never_new_again(release, publisher):
    publish(release, publisher)

    with pytest.raises(ValidationError, match="kind"):
        publish(release, publisher, "Nittio barn får plats.")


@pytest.mark.parametrize("kind", [Kind.CORRECTION, Kind.UPDATE, Kind.MINOR])
def test_the_same_text_is_not_published_twice(release, publisher, kind):
    publish(release, publisher)
    before = rows()

    with pytest.raises(ValidationError) as refused:
        publish(release, publisher, kind=kind, public_note="Rättat.")
    assert refused.value.code == "unchanged"
    assert rows() == before


def test_two_versions_cannot_start_at_the_same_moment(release, publisher):
    publish(release, publisher, at=NOW)

    with pytest.raises(ValidationError):
        publish(release, publisher, "Nittio barn får plats.", kind=Kind.MINOR, at=NOW)
    assert Version.objects.count() == 1


def test_a_scheduled_release_appears_by_itself(release, publisher, sent, django_capture_on_commit_callbacks):
    opens = NOW + DAY
    with django_capture_on_commit_callbacks(execute=True):
        version = actions.schedule_release(release=release, by=publisher, visible_from=opens)

    assert not Version.objects.public().exists()
    assert not Version.objects.public(opens - SECOND).exists()
    assert list(Version.objects.public(opens)) == [version]
    assert [stored(release).status_at(at) for at in (opens - SECOND, opens)] == ["scheduled", "published"]
    assert (version.published_at, sent) == (opens, [version])
    assert (last_event(release).kind, last_event(release).version) == ("scheduled", version)


@pytest.mark.parametrize("late", [dt.timedelta(0), SECOND, DAY])
def test_nothing_is_scheduled_for_a_time_that_has_come(release, publisher, late):
    with pytest.raises(ValidationError, match="visible_from"):
        actions.schedule_release(release=release, by=publisher, visible_from=NOW - late, at=NOW)
    assert not Version.objects.exists()


def test_what_is_not_finished_is_not_scheduled(release, publisher):
    release.contact_places.all().delete()

    with pytest.raises(ValidationError, match="contacts"):
        actions.schedule_release(release=release, by=publisher, visible_from=NOW + DAY)


def test_archiving_leaves_the_page_readable(release, publisher):
    version = publish(release, publisher, at=NOW - DAY)
    withdrawing.archive_release(release=release, by=publisher, at=NOW)

    assert [stored(release).status_at(at) for at in (NOW - SECOND, NOW)] == ["published", "archived"]
    assert list(Version.objects.public(NOW)) == [version]
    assert (last_event(release).kind, last_event(release).at) == ("archived", NOW)


def test_withdrawing_ends_what_is_public(release, publisher, sent, django_capture_on_commit_callbacks):
    version = publish(release, publisher, at=NOW - DAY)
    with django_capture_on_commit_callbacks(execute=True):
        withdrawing.withdraw_release(release=release, by=publisher, reason="Uppgifterna var fel.", at=NOW)
        assert sent == []
    version.refresh_from_db()

    assert sent == [release]
    assert version.visible_until == NOW
    assert [Version.objects.public(at).count() for at in (NOW - SECOND, NOW, NOW + DAY)] == [1, 0, 0]
    assert (stored(release).status, stored(release).subject.next_review_on) == ("withdrawn", None)
    event = last_event(release)
    assert (event.kind, event.comment) == ("withdrawn", "Uppgifterna var fel.")


@pytest.mark.parametrize("reason", ["", " \n"])
def test_withdrawing_needs_a_reason(release, publisher, reason):
    publish(release, publisher)

    with pytest.raises(ValidationError, match="reason"):
        withdrawing.withdraw_release(release=release, by=publisher, reason=reason)
    assert Version.objects.public().exists()


def test_what_was_withdrawn_can_be_published_again_with_the_same_text(release, publisher):
    first = publish(release, publisher, at=NOW - 2 * DAY)
    withdrawing.withdraw_release(release=release, by=publisher, reason="Av misstag.", at=NOW - DAY)
    again = publish(release, publisher, kind=Kind.MINOR, at=NOW)

    assert (again.published_at, again.address) == (first.published_at, first.address)
    assert [Version.objects.public(at).count() for at in (NOW - SECOND, NOW)] == [0, 1]
    assert stored(release).status == "published"


def test_a_review_is_signed_on_the_public_version(release, publisher):
    reviewer = make_reviewer(release.department, first_name="Per", last_name="Ivarsson")
    version = publish(release, publisher, at=NOW - DAY)
    due = stored(release).subject.next_review_on
    review = review_version(version=version, by=reviewer, comment="Numren stämmer.")

    assert (review.version, review.reviewer, review.reviewer_name) == (version, reviewer, "Per Ivarsson")
    assert (review.outcome, review.method, review.due_on) == ("ok", "admin", due)
    assert review.reviewed_on == stored(release).subject.last_reviewed_on == timezone.localdate()
    event = last_event(release)
    assert (event.kind, event.version, event.by_name) == ("reviewed", version, "Per Ivarsson")


def test_a_version_that_is_no_longer_public_is_not_reviewed(release, publisher):
    first = publish(release, publisher, at=NOW - DAY)
    publish(release, publisher, "Nittio barn får plats.", kind=Kind.MINOR, at=NOW - HOUR)

    with pytest.raises(ValidationError) as refused:
        review_version(version=Version.objects.get(pk=first.pk), by=publisher)
    assert refused.value.code == "stale"
    assert not Review.objects.exists()


def test_a_version_that_was_replaced_since_it_was_read_is_not_reviewed(release, publisher):
    read = publish(release, publisher, at=NOW - DAY)
    publish(release, publisher, "Nittio barn får plats.", kind=Kind.MINOR, at=NOW - HOUR)

    with pytest.raises(ValidationError):
        review_version(version=read, by=publisher)


def test_two_who_review_at_once_leave_two_rows(release, publisher):
    version = publish(release, publisher, at=NOW - DAY)
    for reviewer in (publisher, make_reviewer(release.department)):
        review_version(version=version, by=reviewer)

    assert version.reviews.count() == 2


def test_saving_an_old_copy_of_a_release_leaves_the_review_dates_alone(release, publisher):
    version = publish(release, publisher, at=NOW - DAY)
    opened_before = stored(release)
    review_version(version=version, by=publisher)
    opened_before.save()

    facts = facts_of(release)
    assert (stored(release).subject.last_reviewed_on, stored(release).subject.next_review_on) == (
        facts.last_reviewed_on,
        facts.next_review_on,
    )


def test_deleting_a_draft_keeps_the_timeline(release, publisher):
    actions.record(release, Event.Kind.CREATED, publisher)
    key, headline = release.pk, release.headline
    actions.delete_draft(release=release, by=publisher)

    assert not Release.objects.exists()
    assert list(Event.objects.order_by("pk").values_list("release_id", "kind", "comment")) == [
        (key, "created", ""),
        (key, "deleted", headline),
    ]


def test_what_was_frozen_is_never_deleted(release, publisher):
    actions.freeze(release=release, by=publisher)

    with pytest.raises(PermissionDenied):
        actions.delete_draft(release=release, by=publisher)
    assert Release.objects.filter(pk=release.pk).exists()


CALLS = {
    "submit": lambda r, by: approving.submit_release(release=r, by=by),
    "approve": lambda r, by: approving.approve_release(release=r, by=by),
    "publish": lambda r, by: actions.publish_release(release=r, by=by, kind=Kind.MINOR),
    "schedule": lambda r, by: actions.schedule_release(release=r, by=by, visible_from=NOW + DAY),
    "archive": lambda r, by: withdrawing.archive_release(release=r, by=by),
    "withdraw": lambda r, by: withdrawing.withdraw_release(release=r, by=by, reason="Fel uppgifter."),
    "review": lambda r, by: review_version(version=r.versions.first(), by=by),
    "delete": lambda r, by: actions.delete_draft(release=r, by=by),
}


@pytest.mark.parametrize("action", CALLS)
def test_every_action_asks_who_does_it(action):
    release = make_version(visible_from=NOW - HOUR).release
    Release.objects.update(lead="Nittio barn får plats.")
    strangers = [make_user(), make_publisher(make_department()), make_administrator(is_active=False)]
    before = rows()

    for stranger in strangers:
        with pytest.raises(PermissionDenied):
            CALLS[action](stored(release), stranger)
    assert rows() == before


@pytest.mark.parametrize(
    ("action", "start"),
    [
        ("approve", None),
        ("schedule", NOW + HOUR),
        ("publish", NOW + HOUR),
        ("archive", None),
        ("archive", NOW + HOUR),
        ("withdraw", None),
        ("withdraw", NOW + HOUR),
        ("review", None),
        ("review", NOW + HOUR),
        ("delete", NOW - HOUR),
        ("delete", NOW + HOUR),
    ],
)
def test_every_action_asks_where_the_release_stands(action, start):
    release = make_version(visible_from=start).release
    Release.objects.update(lead="Nittio barn får plats.")
    before = rows()

    with pytest.raises(ValidationError) as refused:
        CALLS[action](stored(release), make_publisher(release.department))
    assert refused.value.code == ("not_public" if action == "review" else "wrong_status")
    assert rows() == before


def test_an_address_that_a_department_had_is_kept():
    department = make_department(slug="barn-och-utbildning")
    for slug in ("barn", "utbildning"):
        department.slug = slug
        actions.save_department(department)

    assert set(department.former_slugs.values_list("slug", flat=True)) == {"barn-och-utbildning", "barn"}
    assert Department.objects.get().slug == "utbildning"


def test_a_department_that_takes_its_address_back_has_it_once():
    department = make_department(slug="kultur")
    for slug in ("kultur-och-fritid", "kultur", "kultur-och-fritid", "kultur"):
        department.slug = slug
        actions.save_department(department)

    assert [former.slug for former in DepartmentSlug.objects.all()] == ["kultur-och-fritid"]


@pytest.mark.parametrize(("status", "kept"), [("prepared", 0), ("open", 1), ("closed", 1)])
def test_only_addresses_that_were_public_are_kept(status, kept):
    department = make_department(slug="miljo", status=status)
    department.slug, department.status = "miljo-och-klimat", "open"
    actions.save_department(department)

    assert DepartmentSlug.objects.count() == kept


def test_saving_a_new_department_or_one_that_keeps_its_address_notes_nothing():
    department = Department(name="Stadens hus", slug="stadens-hus")
    actions.save_department(department)
    department.name = "Stadshuset"
    actions.save_department(department)

    assert not DepartmentSlug.objects.exists()
    assert Department.objects.get().name == "Stadshuset"
