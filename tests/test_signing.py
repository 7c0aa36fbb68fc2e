import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsroom import actions, signing, withdrawing
from newsroom.cards import card_state
from newsroom.models import CardChange, Event, Review, ReviewSubject, ReviewTask, Telephone, Version
from newsroom.reviewing import refresh_review_index, subject_of
from tests.factories import (
    DAY,
    HOUR,
    NOW,
    facts_of,
    make_administrator,
    make_contact,
    make_department,
    make_editor,
    make_publisher,
    make_release,
    make_review,
    make_reviewer,
    make_user,
    make_version,
)
from tests.test_workflow import STANDINGS, oracle, release_at

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
SAID = {
    "needs_changes": {"comment": "Numret går inte fram."},
    "propose_archive": {"comment": "Evenemanget är över."},
    "deferred": {"comment": "Väntar på nämnden.", "deferred_until": NOW.date() + 14 * DAY},
}


@pytest.fixture
def version():
    return make_version(visible_from=NOW - 400 * DAY)


@pytest.fixture
def subject(version):
    return subject_of(version.release)


@pytest.fixture
def reviewer(version):
    return make_reviewer(version.department, first_name="Per", last_name="Ivarsson")


def read(subject, by, **more):
    subject = ReviewSubject.objects.get(pk=subject.pk)
    return signing.review(subject=subject, by=by, digest=signing.on_screen(subject).digest, **more)


def fresh(thing):
    return subject_of(type(thing).objects.get(pk=thing.pk))


# --- what is signed ------------------------------------------------------------------------------------
def test_a_review_keeps_what_was_on_screen_who_read_it_and_the_date_it_answered(version, subject, reviewer):
    due = subject.next_review_on
    review = read(subject, reviewer, checklist=["contacts", "links"], method="queue")

    assert (review.version, review.reviewer, review.reviewer_name) == (version, reviewer, "Per Ivarsson")
    assert (review.reviewed_on, review.due_on, review.is_late) == (TODAY(), due, True)
    assert (review.checklist, review.method) == (["contacts", "links"], "queue")
    assert review.reviewer_unit == version.department.name
    assert review.shown["contacts"][0]["telephones"] == [["", "070-174 06 05"]]
    assert len(review.digest) == 64
    assert fresh(version.release).last_review == review


@pytest.mark.parametrize("outcome", SAID)
def test_only_correct_moves_the_public_date(outcome, version, subject, reviewer):
    make_review(version, NOW.date() - 380 * DAY)
    before = facts_of(version.release)
    review = read(subject, reviewer, outcome=outcome, **SAID[outcome])

    after = facts_of(version.release)
    assert (after.last_review, after.last_reviewed_on) == (before.last_review, before.last_reviewed_on)
    assert fresh(version.release).last_reviewed_on == NOW.date() - 380 * DAY
    assert review.outcome == outcome
    read(subject, reviewer)
    assert fresh(version.release).last_reviewed_on == TODAY()


def test_nothing_but_reviewing_writes_a_review(version):
    publisher, release = make_publisher(version.department), version.release
    release.lead = "Nittio barn får plats."
    release.save()
    actions.publish_release(release=release, by=publisher, kind=Version.Kind.UPDATE, public_note="Fler platser.")
    withdrawing.archive_release(release=release, by=publisher)
    withdrawing.unarchive_release(release=release, by=publisher)
    actions.save_department(version.department, publisher)
    refresh_review_index(release)

    assert not Review.objects.exists()
    assert facts_of(release).last_reviewed_on is None


@pytest.mark.parametrize("outcome", SAID)
@pytest.mark.parametrize("comment", ["", "  \n"])
def test_what_is_not_correct_is_explained(outcome, comment, subject, reviewer):
    with pytest.raises(ValidationError) as refused:
        read(subject, reviewer, outcome=outcome, **SAID[outcome] | {"comment": comment})
    assert "comment" in refused.value.message_dict
    assert not Review.objects.exists()


@pytest.mark.parametrize("outcome", ["void", "kanske", ""])
def test_an_outcome_that_cannot_be_chosen_is_refused(outcome, subject, reviewer):
    with pytest.raises(ValidationError) as refused:
        read(subject, reviewer, outcome=outcome, comment="Nej.")
    assert "outcome" in refused.value.message_dict


def test_a_page_that_changed_meanwhile_is_not_signed(version, subject, reviewer):
    seen = signing.on_screen(subject).digest
    make_version(release=version.release, visible_from=NOW - HOUR, kind="minor", headline="Ny rubrik")

    with pytest.raises(ValidationError) as refused:
        signing.review(subject=subject, by=reviewer, digest=seen)
    assert refused.value.code == "stale"


def test_a_number_that_changed_meanwhile_is_a_change_of_the_page(version, subject, reviewer):
    seen = signing.on_screen(subject).digest
    Telephone.objects.update(number="031-390 06 01")

    with pytest.raises(ValidationError) as refused:
        signing.review(subject=subject, by=reviewer, digest=seen)
    assert refused.value.code == "stale"


@pytest.mark.parametrize("standing", STANDINGS, ids=lambda s: "-".join(map(str, s)))
def test_each_page_is_reviewed_by_those_the_oracle_names_from_where_it_stands(standing):
    department = make_department()
    release = release_at(*standing, department)
    subject, allowed = subject_of(release), oracle(*standing)["review"]
    shown = release.versions.order_by("number").first()
    seen = signing.on_screen(subject) or (signing.seen_version(shown) if shown else None)
    for letter, make in {"E": make_editor, "R": make_reviewer, "P": make_publisher}.items():
        person = make(department)
        if seen and letter in allowed:
            signing.review(subject=subject, by=person, digest=seen.digest)
        else:
            with pytest.raises((ValidationError, PermissionDenied)):
                signing.review(subject=subject, by=person, digest=seen.digest if seen else "")
    assert Review.objects.count() == len(allowed)


@pytest.mark.parametrize("number", [1, 3])
def test_only_the_public_version_is_reviewed(number, version, subject, reviewer):
    for kind, start in (("update", NOW - DAY), ("update", NOW + DAY)):
        make_version(release=version.release, visible_from=start, kind=kind, note="Ny tid.")
    other = signing.seen_version(version.release.versions.get(number=number))

    with pytest.raises(ValidationError) as refused:
        signing.review(subject=subject, by=reviewer, digest=other.digest)
    assert refused.value.code == "stale"


# --- by whom -------------------------------------------------------------------------------------------
def test_who_reviews_what(version, subject):
    elsewhere = make_department()
    strangers = [
        make_user(),
        make_editor(version.department),
        make_reviewer(elsewhere),
        make_publisher(elsewhere),
        make_reviewer(version.department, is_active=False),
        make_administrator(is_active=False),
    ]
    for stranger in strangers:
        assert not signing.may_review(subject, stranger)
        with pytest.raises(PermissionDenied):
            read(subject, stranger)
    for person in (make_reviewer(version.department), make_publisher(version.department), make_administrator()):
        assert signing.may_review(subject, person)
        assert read(subject, person)


def test_who_answers_for_the_reviews(subject, version):
    assert not signing.may_override(subject, make_reviewer(version.department))
    assert not signing.may_override(subject, make_publisher(make_department()))
    assert signing.may_override(subject, make_publisher(version.department))
    assert signing.may_override(subject, make_administrator())


def test_a_contact_of_no_department_is_anybodys_and_one_of_a_department_is_not():
    department = make_department()
    nobodys, theirs = make_contact(), make_contact(department=department)
    stranger, editor = make_reviewer(make_department()), make_editor(department)

    assert signing.may_review(subject_of(nobodys), stranger)
    assert not signing.may_review(subject_of(nobodys), editor)
    assert not signing.may_review(subject_of(theirs), stranger)
    with pytest.raises(PermissionDenied):
        read(subject_of(theirs), stranger)


def test_a_stale_index_opens_no_door(version, subject):
    stranger = make_reviewer(make_department())
    ReviewSubject.objects.update(department=None)

    with pytest.raises(PermissionDenied):
        read(subject, stranger)


# --- four eyes -------------------------------------------------------------------------------------------
def write(release, by):
    release.lead = f"{by} skrev {Event.objects.count()}."
    release.save()
    Event.objects.create(release=release, kind="saved", by=by, by_name=str(by), at=timezone.now())


def is_refused_as_own(subject, by):
    try:
        read(subject, by)
    except ValidationError as error:
        faults = error.error_dict["override_reason"] if hasattr(error, "error_dict") else error.error_list
        return faults[0].code == "own"
    return False


def publish(release, by, kind="update", at=NOW - HOUR):
    return make_version(release=release, by=by, kind=kind, note="Ny tid.", visible_from=at)


def test_ones_own_latest_text_is_read_by_somebody_else(version, subject, reviewer):
    write(version.release, reviewer)
    publish(version.release, make_publisher(version.department))

    with pytest.raises(ValidationError) as refused:
        read(subject, reviewer, override_reason="Ensam i tjänst.")
    assert refused.value.code == "own"
    assert read(subject, make_reviewer(version.department)).is_own_text is False


def test_who_published_it_made_it(version, subject):
    publisher = make_publisher(version.department)
    publish(version.release, publisher)

    with pytest.raises(ValidationError) as refused:
        read(subject, publisher, override_reason=" ")
    assert refused.value.error_dict["override_reason"][0].code == "own"
    review = read(subject, publisher, override_reason="Ensam i tjänst.")
    assert (review.is_own_text, review.override_reason) == (True, "Ensam i tjänst.")


@pytest.mark.parametrize(("policy", "is_own"), [("warn", True), ("off", False)])
def test_the_site_can_ask_for_less(policy, is_own, settings, version, subject):
    settings.REVIEW_SECOND_PERSON = policy
    publisher = make_publisher(version.department)
    publish(version.release, publisher)

    assert read(subject, publisher).is_own_text == is_own


def test_what_is_not_correct_may_be_said_of_ones_own_text(version, subject):
    publisher = make_publisher(version.department)
    publish(version.release, publisher)

    assert read(subject, publisher, outcome="needs_changes", comment="Jag skrev fel.").is_own_text is False


def test_a_comma_makes_it_nobodys_own(version, subject, reviewer):
    publish(version.release, reviewer, kind="minor")

    assert read(subject, reviewer).is_own_text is False


def test_a_minor_change_does_not_hide_the_material_one_before(version, subject, reviewer):
    publish(version.release, reviewer, at=NOW - 2 * HOUR)
    version.release.lead = "Kommatecknet rättat."
    version.release.save()
    publish(version.release, make_publisher(version.department), kind="minor")

    assert is_refused_as_own(subject, reviewer)


def test_a_change_that_was_never_public_is_no_text_of_anybody(version, subject):
    first, second = make_publisher(version.department), make_publisher(version.department)
    publish(version.release, first, at=NOW - 3 * HOUR)
    publish(version.release, second, at=NOW + DAY)
    withdrawing.unschedule_release(release=version.release, by=first)
    publish(version.release, make_publisher(version.department), kind="minor")

    assert is_refused_as_own(subject, first)
    assert read(subject, second)


def test_after_a_notice_the_whole_text_is_new_whatever_it_is_called(version, subject):
    publisher, other = make_publisher(version.department), make_publisher(version.department)
    publish(version.release, other, kind="retraction", at=NOW - 2 * HOUR)
    publish(version.release, publisher, kind="minor")

    assert is_refused_as_own(subject, publisher)
    assert read(subject, other)


def test_who_changed_the_card_does_not_sign_it():
    department = make_department()
    publisher, reviewer = make_publisher(department), make_reviewer(department)
    was = card_state(department)
    department.telephone = "031-390 06 02"
    department.save()
    actions.note_card(department, publisher, was=was)

    assert is_refused_as_own(subject_of(department), publisher)
    review = read(subject_of(department), reviewer)
    assert (review.version, review.shown["telephone"]) == (None, "031-390 06 02")


# --- putting off ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(("days", "allowed"), [(-1, 0), (0, 0), (1, 1), (30, 1), (31, 0), (None, 0)])
def test_a_review_is_put_off_for_thirty_days_at_most(days, allowed, subject, reviewer):
    until = None if days is None else TODAY() + days * DAY
    said = {"outcome": "deferred", "comment": "Väntar på nämnden.", "deferred_until": until}
    if allowed:
        read(subject, reviewer, **said)
        assert fresh(subject.release).next_review_on == until
        return
    with pytest.raises(ValidationError) as refused:
        read(subject, reviewer, **said)
    assert "deferred_until" in refused.value.message_dict
    assert not Review.objects.exists()


def test_a_review_is_put_off_twice_in_a_row_at_most(subject, reviewer):
    said = {"outcome": "deferred", "comment": "Väntar.", "deferred_until": TODAY() + DAY}
    rows = [read(subject, reviewer, **said) for _each in range(2)]
    with pytest.raises(ValidationError) as refused:
        read(subject, reviewer, **said)
    assert refused.value.code == "deferred"

    signing.void_review(review=rows[-1], by=reviewer, comment="Fel sida.")
    read(subject, reviewer, **said)
    read(subject, reviewer)
    read(subject, reviewer, **said)


def test_only_a_deferral_has_a_day(subject, reviewer):
    assert read(subject, reviewer, deferred_until=TODAY() + DAY).deferred_until is None


# --- once ----------------------------------------------------------------------------------------------
def test_the_same_key_twice_is_one_row(subject, reviewer):
    key = uuid.uuid4()
    first = read(subject, reviewer, key=key)

    assert read(subject, reviewer, key=key) == first
    assert signing.review(subject=subject, by=reviewer, digest="något annat", key=key) == first
    assert Review.objects.count() == 1
    read(subject, reviewer, key=uuid.uuid4())
    assert Review.objects.count() == 2


def test_a_key_that_another_form_has_used_is_refused_in_words(subject, reviewer):
    key, other = uuid.uuid4(), make_version(department=subject.department)
    read(subject, reviewer, key=key)

    for page, person in ((subject_of(other.release), reviewer), (subject, make_reviewer(subject.department))):
        with pytest.raises(ValidationError) as refused:
            read(page, person, key=key)
        assert refused.value.code == "key"


def test_two_who_review_at_once_leave_two_rows_and_the_later_wins(version, subject, reviewer):
    other, seen = make_reviewer(version.department), signing.on_screen(subject).digest
    rows = [signing.review(subject=subject, by=person, digest=seen) for person in (reviewer, other)]

    assert fresh(version.release).last_review == rows[1]
    assert Review.objects.count() == 2


# --- when ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("ahead", [{"on": TODAY() + DAY}, {"at": timezone.now() + 2 * DAY}])
def test_nothing_is_signed_in_the_future(ahead, version):
    dated = {"on": TODAY(), "at": timezone.now()} | ahead
    with pytest.raises(ValidationError):
        signing.sign(seen=signing.seen_version(version), by=None, name="Per", method="import", **dated)
    assert not Review.objects.exists()


def test_only_an_import_is_dated_on_another_day(version, reviewer):
    dated = {"on": TODAY() - DAY, "at": timezone.now()}
    with pytest.raises(ValidationError) as refused:
        signing.sign(seen=signing.seen_version(version), by=reviewer, name="Per", **dated)
    assert refused.value.code == "backdated"
    assert signing.sign(seen=signing.seen_version(version), by=None, name="Per", method="import", **dated)


def test_the_seed_in_figures():
    midnight = dt.datetime(2018, 6, 26, tzinfo=timezone.get_current_timezone())
    version = make_version(visible_from=midnight)
    review = make_review(version, dt.date(2019, 8, 5))

    assert (review.due_on, review.is_late) == (dt.date(2019, 6, 26), True)
    assert fresh(version.release).next_review_on == dt.date(2020, 8, 5)
    assert str(review) == "2019-08-05 av Per Ivarsson"


# --- declared void -------------------------------------------------------------------------------------
def test_a_void_brings_back_the_review_before_or_none(version, subject, reviewer):
    old = make_review(version, NOW.date() - 380 * DAY)
    wrong = read(subject, reviewer)
    signing.void_review(review=wrong, by=reviewer, comment="Fel sida.")
    assert fresh(version.release).last_review == old

    signing.void_review(review=old, by=make_administrator(), comment="Fel sida.")
    found = fresh(version.release)
    assert (found.last_review, found.last_reviewed_on) == (None, None)
    assert Review.objects.count() == 4


def test_what_is_void_stays_void_and_a_void_is_not_voided(subject, reviewer):
    wrong = read(subject, reviewer)
    void = signing.void_review(review=wrong, by=reviewer, comment="Fel sida.")

    for row in (wrong, void):
        with pytest.raises(ValidationError) as refused:
            signing.void_review(review=row, by=make_administrator(), comment="Igen.")
        assert refused.value.code == "void"
    assert Review.objects.count() == 2


def test_a_void_wants_a_reason(subject, reviewer):
    wrong = read(subject, reviewer)

    with pytest.raises(ValidationError) as refused:
        signing.void_review(review=wrong, by=reviewer, comment=" ")
    assert "comment" in refused.value.message_dict


@pytest.mark.parametrize(("minutes", "allowed"), [(0, True), (10, True), (11, False)])
def test_who_wrote_it_takes_it_back_for_ten_minutes(minutes, allowed, subject, reviewer):
    wrong = read(subject, reviewer, at=NOW)
    at = NOW + dt.timedelta(minutes=minutes)

    assert signing.may_void(wrong, reviewer, at) == allowed
    if allowed:
        assert signing.void_review(review=wrong, by=reviewer, comment="Fel.", at=at)
    else:
        with pytest.raises(PermissionDenied):
            signing.void_review(review=wrong, by=reviewer, comment="Fel.", at=at)


def test_later_only_who_answers_for_the_reviews_and_nobody_elses_reviewer(version, subject, reviewer):
    wrong = read(subject, reviewer)
    for stranger in (make_reviewer(version.department), make_publisher(make_department()), make_user()):
        with pytest.raises(PermissionDenied):
            signing.void_review(review=wrong, by=stranger, comment="Fel.")
    assert signing.void_review(review=wrong, by=make_publisher(version.department), comment="Fel.")


def test_a_void_closes_the_task(subject, reviewer):
    review = read(subject, reviewer, outcome="needs_changes", comment="Numret.")
    assert fresh(subject.release).open_tasks == 1
    signing.void_review(review=review, by=reviewer, comment="Fel sida.")

    assert ReviewTask.objects.get().closing == "voided"
    assert fresh(subject.release).open_tasks == 0


# --- what stays ----------------------------------------------------------------------------------------
def test_who_has_reviewed_is_never_deleted_and_old_lines_keep_the_name(subject, reviewer):
    review = read(subject, reviewer)
    reviewer.last_name = "Öst"
    reviewer.is_active = False
    reviewer.save()

    with pytest.raises(ProtectedError):
        reviewer.delete()
    review.refresh_from_db()
    assert review.reviewer_name == "Per Ivarsson"
    assert str(review).endswith(" av Per Ivarsson")


def test_every_outcome_is_noted_in_the_timeline(subject, reviewer):
    for outcome, said in {"ok": {}, **SAID}.items():
        read(subject, reviewer, outcome=outcome, **said)
    signing.void_review(review=Review.objects.order_by("pk").last(), by=reviewer, comment="Fel.")

    kinds = [event.kind for event in Event.objects.filter(by=reviewer).order_by("pk")]
    assert kinds == ["reviewed", "faulted", "outdated", "deferred", "voided"]


def test_looking_changes_nothing(subject, reviewer):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        seen = signing.on_screen(subject)
        signing.is_own_material(seen, reviewer)
        signing.may_review(subject, reviewer)

    assert {query["sql"].split()[0] for query in queries} == {"SELECT"}
    assert not CardChange.objects.exists()


def test_what_is_on_screen_has_the_numbers_of_today_and_none_of_who_left():
    contact = make_contact(email="marta@example.se")
    version = make_version(release=make_release(contacts=[contact]))
    contact.is_active = False
    contact.save()

    seen = signing.on_screen(subject_of(version.release))
    assert seen.shown == {"contacts": [{"name": contact.name, "telephones": [], "email": ""}]}
