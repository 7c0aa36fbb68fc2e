import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from newsroom import actions, signing, tasks, withdrawing
from newsroom.models import Event, Letter, ReviewSubject, ReviewTask, Version
from newsroom.reviewing import differing, subject_of
from tests.factories import (
    DAY,
    NOW,
    make_contact,
    make_department,
    make_editor,
    make_publisher,
    make_reviewer,
    make_user,
    make_version,
)

pytestmark = pytest.mark.django_db
FAULT, OUTDATED = "needs_changes", "propose_archive"


@pytest.fixture
def department():
    return make_department()


@pytest.fixture
def release(department):
    return make_version(visible_from=NOW - 90 * DAY, department=department).release


def find(thing, outcome, by=None, comment="Numret går inte fram."):
    subject = subject_of(thing)
    by = by or make_reviewer(subject.department)
    seen = signing.on_screen(subject)
    return signing.review(subject=subject, by=by, digest=seen.digest, outcome=outcome, comment=comment).task


def index(thing):
    return ReviewSubject.objects.get(pk=subject_of(thing).pk)


def change(release, by, kind="minor"):
    type(release).objects.filter(pk=release.pk).update(lead=f"Ändrad {Version.objects.count()}.")
    release.refresh_from_db()
    return {"release": release, "by": by, "kind": Version.Kind(kind), "public_note": "Numret är rättat."}


@pytest.mark.parametrize(
    ("outcome", "kind", "told"), [(FAULT, "change", {"E", "P"}), (OUTDATED, "archive", {"P"})]
)  # fmt: skip
def test_a_fault_opens_a_task_and_tells_those_who_can_do_it(outcome, kind, told, release, department):
    people = {"E": make_editor, "P": make_publisher, "R": make_reviewer}
    people = {letter: make(department, email=f"{letter}@example.se") for letter, make in people.items()}
    make_editor(make_department(), email="annan@example.se")
    make_editor(department, email="borta@example.se", is_active=False)
    task = find(release, outcome, by=people["R"])

    assert (task.kind, task.text, task.closed_at) == (kind, "Numret går inte fram.", None)
    assert task.due_on == timezone.localdate() + 14 * DAY
    assert {letter.to for letter in Letter.objects.all()} == {people[letter] for letter in told}
    assert all("Numret går inte fram." in letter.body for letter in Letter.objects.all())
    assert (index(release).open_tasks, index(release).status_at()) == (1, "action")


def test_the_page_stays_public_and_its_date_unmoved(release):
    before = index(release).next_review_on
    find(release, FAULT)

    assert release.versions.public().exists()
    assert (index(release).next_review_on, index(release).last_reviewed_on) == (before, None)


@pytest.mark.parametrize("outcome", ["ok", "deferred"])
def test_other_findings_open_none(outcome, release, department):
    subject = subject_of(release)
    signing.review(
        subject=subject, by=make_reviewer(department), digest=signing.on_screen(subject).digest, outcome=outcome,
        comment="Väntar.", deferred_until=timezone.localdate() + DAY,
    )  # fmt: skip
    assert not ReviewTask.objects.exists()


def test_a_new_version_answers_it_and_the_reviewer_is_asked_again(release, department):
    task = find(release, FAULT)
    publisher = make_publisher(department)
    actions.publish_release(**change(release, publisher))
    task.refresh_from_db()

    assert (task.closing, task.closed_by) == ("changed", publisher)
    assert (index(release).open_tasks, index(release).next_review_on) == (0, timezone.localdate() + 14 * DAY)


def test_a_change_does_not_answer_a_proposal_to_archive(release, department):
    task = find(release, OUTDATED)
    publisher = make_publisher(department)
    actions.publish_release(**change(release, publisher))
    task.refresh_from_db()
    assert task.closed_at is None

    withdrawing.archive_release(release=release, by=publisher)
    task.refresh_from_db()
    assert (task.closing, index(release).open_tasks) == ("archived", 0)


def test_a_scheduled_version_answers_it_when_it_comes_and_not_if_it_is_cancelled(release, department):
    task, publisher, start = find(release, FAULT), make_publisher(department), timezone.now() + 30 * DAY
    actions.schedule_release(**change(release, publisher), visible_from=start)
    task.refresh_from_db()
    assert (task.closing, task.closed_at) == ("changed", start)
    assert index(release).next_review_on == timezone.localdate(start) + 14 * DAY

    withdrawing.unschedule_release(release=release, by=publisher)
    task.refresh_from_db()
    assert (task.closing, task.closed_at, task.closed_by) == ("", None, None)
    assert index(release).open_tasks == 1


@pytest.mark.parametrize("way", ["archive", "withdraw", "retract"])
def test_what_is_no_longer_public_asks_nobody_and_keeps_its_reviews(way, release, department):
    task, publisher = find(release, FAULT), make_publisher(department)
    {
        "archive": lambda: withdrawing.archive_release(release=release, by=publisher),
        "withdraw": lambda: withdrawing.withdraw_release(release=release, by=publisher, reason="Fel."),
        "retract": lambda: withdrawing.retract_release(release=release, by=publisher, notice="Fel."),
    }[way]()
    task.refresh_from_db()

    assert task.closing == "archived"
    found = index(release)
    assert (found.next_review_on, found.is_current, found.status_at()) == (None, False, "not_current")
    assert found.reviews.count() == 1
    assert not ReviewSubject.objects.overdue(timezone.localdate() + 999 * DAY).filter(pk=found.pk).exists()


def test_a_card_that_is_changed_or_closed_closes_its_tasks(department):
    contact = make_contact(department=department)
    first = find(contact, FAULT)
    was = actions.card_state(contact)
    contact.telephones.update(number="070-174 06 09")
    actions.note_card(contact, None, was=was)
    first.refresh_from_db()
    assert first.closing == "changed"

    second, was = find(contact, FAULT), actions.card_state(contact)
    contact.is_active = False
    contact.save()
    actions.note_card(contact, None, was=was)
    second.refresh_from_db()
    assert (second.closing, index(contact).open_tasks) == ("archived", 0)
    assert not ReviewSubject.objects.current().filter(contact=contact).exists()


def test_nothing_needed_to_be_changed_is_said_with_a_reason_and_the_reviewer_is_asked_again(release, department):
    task, editor = find(release, FAULT), make_editor(department)
    with pytest.raises(ValidationError) as refused:
        tasks.settle_task(task=task, by=editor, comment=" ")
    assert "comment" in refused.value.message_dict

    tasks.settle_task(task=task, by=editor, comment="Växeln var nere i går.")
    assert (task.closing, task.closed_by, task.closing_comment) == ("nothing", editor, "Växeln var nere i går.")
    assert index(release).next_review_on == timezone.localdate() + 14 * DAY
    assert Event.objects.filter(kind="settled", by=editor, comment="Växeln var nere i går.").count() == 1
    assert list(differing(ReviewSubject.objects.all())) == []


def test_a_task_is_settled_once(release, department):
    task = find(release, FAULT)
    stale = ReviewTask.objects.get(pk=task.pk)
    tasks.settle_task(task=task, by=make_editor(department), comment="Allt stämmer.")

    with pytest.raises(ValidationError) as refused:
        tasks.settle_task(task=stale, by=make_editor(department), comment="Allt stämmer.")
    assert refused.value.code == "closed"
    assert Event.objects.filter(kind="settled").count() == 1


@pytest.mark.parametrize(("outcome", "allowed"), [(FAULT, "EP"), (OUTDATED, "P")])
def test_who_settles_what(outcome, allowed, release, department):
    task = find(release, outcome)
    people = {"E": make_editor(department), "P": make_publisher(department), "R": make_reviewer(department)}
    strangers = [make_user(), make_publisher(make_department()), make_publisher(department, is_active=False)]

    assert {who for who, person in people.items() if tasks.may_settle(task.subject, person, task.kind)} == set(allowed)
    for person in [*strangers, *(people[who] for who in people if who not in allowed)]:
        with pytest.raises(PermissionDenied):
            tasks.settle_task(task=task, by=person, comment="Nej.")
