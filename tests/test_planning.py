"""Plans: who answers for a page, and exceptions to its due date."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from newsroom.due_dates import add_months
from newsroom.models import Release, ReviewSubject
from newsroom.planning import Plan, assign, due_with, inherited_months, plan_of, reviewers_for, save_plan
from newsroom.reviewing import refresh_review_index, subject_of, wrong_subjects
from newsroom.signing import may_review
from newsroom.withdrawing import archive_release
from tests.factories import (
    DAY,
    make_administrator,
    make_contact,
    make_department,
    make_editor,
    make_publisher,
    make_release,
    make_reviewer,
    make_user,
    make_version,
    review_version,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def department():
    return make_department(name="Kultur och fritid")


@pytest.fixture
def publisher(department):
    return make_publisher(department)


@pytest.fixture
def version(department):
    return make_version(department=department)


@pytest.fixture
def subject(version):
    return subject_of(version.release)


def save(subject, by, **plan):
    return save_plan(subject=subject, by=by, plan=Plan(**plan))


# --- what it does -----------------------------------------------------------------------------------
def test_a_one_off_date_is_the_next_review(subject, publisher):
    assert save(subject, publisher, one_off_on=TODAY + 9 * DAY).next_review_on == TODAY + 9 * DAY


def test_a_one_off_date_counts_once(subject, publisher, version, department):
    save(subject, publisher, one_off_on=TODAY + 9 * DAY)

    review_version(version=version, by=make_reviewer(department))

    subject.refresh_from_db()
    assert subject.next_review_on == add_months(TODAY, 12)
    assert plan_of(subject).one_off_on is None


def test_saving_something_else_does_not_set_an_answered_date_anew(subject, publisher, version, department):
    save(subject, publisher, one_off_on=TODAY + 9 * DAY)
    review_version(version=version, by=make_reviewer(department))
    subject.refresh_from_db()

    saved = save_plan(subject=subject, by=publisher, plan=plan_of(subject))

    assert (saved.one_off_on, saved.next_review_on) == (None, add_months(TODAY, 12))


def test_a_date_that_stands_keeps_when_it_was_set(subject, publisher):
    first = save(subject, publisher, one_off_on=TODAY + 9 * DAY).one_off_set_at

    again = save(subject, publisher, one_off_on=TODAY + 9 * DAY, exempt_until=TODAY + 20 * DAY, exempt_reason="Val.")

    assert again.one_off_set_at == first
    assert again.next_review_on == TODAY + 20 * DAY


def test_a_release_has_an_interval_of_its_own(subject, publisher):
    saved = save(subject, publisher, months=2)

    assert saved.next_review_on == add_months(TODAY, 2)
    assert Release.objects.get().review_interval_months == 2
    assert save(saved, publisher).next_review_on == add_months(TODAY, 12)


def test_a_form_that_was_open_meanwhile_does_not_undo_the_interval(subject, publisher):
    stale = Release.objects.get()
    save(subject, publisher, months=2)

    stale.headline = "Ny rubrik"
    stale.save()

    assert Release.objects.get().review_interval_months == 2


def test_an_exempt_page_is_due_when_the_exemption_ends(subject, publisher):
    saved = save(subject, publisher, exempt_until=add_months(TODAY, 20), exempt_reason="Bygget är stoppat.")

    assert saved.status_at().value == "exempt"
    assert saved.next_review_on == add_months(TODAY, 20)


def test_a_plan_for_what_is_not_public_waits(publisher, department):
    release = make_release(department=department)
    refresh_review_index(release)
    saved = save(subject_of(release), publisher, months=3)

    assert saved.next_review_on is None
    make_version(release=release)
    assert subject_of(release).next_review_on == add_months(TODAY, 3)


def test_archived_stays_without_a_due_date_whatever_the_plan(subject, publisher, version):
    archive_release(release=version.release, by=publisher)
    subject.refresh_from_db()

    assert save(subject, publisher, one_off_on=TODAY + DAY).next_review_on is None


@pytest.mark.parametrize(
    "plan",
    [
        {},
        {"months": 1},
        {"one_off_on": TODAY + 40 * DAY},
        {"exempt_until": TODAY + 400 * DAY, "exempt_reason": "Val."},
        {"months": 3, "one_off_on": TODAY + 5 * DAY, "exempt_until": TODAY + 9 * DAY, "exempt_reason": "Val."},
    ],
)
@pytest.mark.parametrize("is_changed", [False, True])
def test_what_is_shown_before_is_what_comes_and_the_index_agrees(plan, is_changed, subject, publisher, version):
    if is_changed:
        make_version(release=version.release, kind="correction", note="Fel siffra.", visible_from=timezone.now())
        subject.refresh_from_db()
    shown = due_with(subject, Plan(**plan))
    before = ReviewSubject.objects.values().get(pk=subject.pk)
    assert ReviewSubject.objects.values().get(pk=subject.pk) == before

    saved = save(subject, publisher, **plan)

    assert saved.next_review_on == shown
    assert not [subject for subject in wrong_subjects() if subject.pk]


def test_departments_and_contacts_have_plans_too(department, publisher):
    for thing in (department, make_contact(department=department)):
        refresh_review_index(thing)
        assert save(subject_of(thing), publisher, one_off_on=TODAY + DAY).next_review_on == TODAY + DAY


def test_the_interval_is_the_department_s_else_the_site_s(subject, department, settings):
    settings.REVIEW_INTERVAL_MONTHS = 7
    assert inherited_months(subject) == 7
    department.review_interval_months = 5
    department.save()
    subject = ReviewSubject.objects.get(pk=subject.pk)
    assert inherited_months(subject) == 5


# --- what it refuses --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("plan", "field"),
    [
        ({"one_off_on": TODAY - DAY}, "one_off_on"),
        ({"one_off_on": add_months(TODAY, 60) + DAY}, "one_off_on"),
        ({"one_off_on": dt.date.max}, "one_off_on"),
        ({"months": 0}, "months"),
        ({"months": 61}, "months"),
        ({"exempt_until": TODAY + DAY}, "exempt_reason"),
        ({"exempt_until": TODAY + DAY, "exempt_reason": "  "}, "exempt_reason"),
        ({"exempt_reason": "Val."}, "exempt_until"),
        ({"exempt_until": TODAY, "exempt_reason": "Val."}, "exempt_until"),
        ({"exempt_until": add_months(TODAY, 24) + DAY, "exempt_reason": "Val."}, "exempt_until"),
    ],
)
def test_dates_that_make_no_sense_are_refused_and_nothing_is_stored(plan, field, subject, publisher):
    before = ReviewSubject.objects.values().get(pk=subject.pk)
    with pytest.raises(ValidationError) as refusal:
        save(subject, publisher, **plan)

    assert list(refusal.value.message_dict) == [field]
    assert ReviewSubject.objects.values().get(pk=subject.pk) == before


@pytest.mark.parametrize("edge", [{"one_off_on": TODAY}, {"one_off_on": add_months(TODAY, 60)}])
def test_the_edges_are_allowed(edge, subject, publisher):
    save(subject, publisher, **edge)
    save(subject, publisher, exempt_until=add_months(TODAY, 24), exempt_reason="Val.")


def test_an_exemption_that_has_ended_can_stand(subject, publisher):
    ended = {"exempt_until": TODAY - 3 * DAY, "exempt_reason": "Val."}
    ReviewSubject.objects.filter(pk=subject.pk).update(**ended)
    subject.refresh_from_db()

    saved = save(subject, publisher, months=6, **ended)

    assert saved.exempt_until == TODAY - 3 * DAY


def test_a_department_has_no_interval_here(department, publisher):
    refresh_review_index(department)
    with pytest.raises(ValidationError, match="1 till 60"):
        save(subject_of(department), publisher, months=3)


@pytest.mark.parametrize("make", [make_reviewer, make_editor])
def test_only_who_answers_for_the_reviews_plans(make, subject, department):
    for by in (make(department), make_publisher(make_department()), make_administrator(is_active=False)):
        with pytest.raises(PermissionDenied):
            save(subject, by, one_off_on=TODAY + DAY)
    save(subject, make_administrator(), one_off_on=TODAY + DAY)


def test_only_who_may_review_there_answers_for_a_page(subject, department, publisher):
    elsewhere = make_department()
    for person in (make_editor(department), make_reviewer(elsewhere), make_reviewer(department, is_active=False)):
        with pytest.raises(ValidationError, match="får granska"):
            save(subject, publisher, responsible=person)
    reviewer = make_reviewer(department)
    assert save(subject, publisher, responsible=reviewer).responsible == reviewer


@pytest.mark.parametrize("is_anybodys", [False, True])
def test_whom_the_form_offers_are_those_who_may_review(is_anybodys, department):
    thing = make_contact(department=None) if is_anybodys else make_version(department=department).release
    refresh_review_index(thing)
    subject = subject_of(thing)
    people = [
        make_reviewer(department),
        make_publisher(department),
        make_editor(department),
        make_reviewer(make_department()),
        make_user(),
        make_administrator(),
        make_administrator(is_active=False),
        make_reviewer(department, is_active=False),
    ]

    assert set(reviewers_for(subject)) == {person for person in people if may_review(subject, person)}


# --- several at once --------------------------------------------------------------------------------
def test_several_pages_get_the_same_person_where_that_is_possible(department, publisher):
    reviewer, elsewhere = make_reviewer(department), make_department()
    mine = [make_version(department=department).release for _ in range(2)]
    theirs = make_version(department=elsewhere).release

    done = assign(subjects=ReviewSubject.objects.exclude(release=None), responsible=reviewer, by=publisher)

    assert done == (2, 1)
    assert {subject_of(release).responsible for release in mine} == {reviewer}
    assert subject_of(theirs).responsible is None


def test_an_administrator_cannot_give_a_page_to_who_may_not_review_it(department):
    outsider = make_reviewer(make_department())
    make_version(department=department)

    assert assign(subjects=ReviewSubject.objects.all(), responsible=outsider, by=make_administrator())[0] == 0


def test_pages_can_be_laid_on_the_department(subject, department, publisher):
    save(subject, publisher, responsible=make_reviewer(department))

    assert assign(subjects=ReviewSubject.objects.filter(pk=subject.pk), responsible=None, by=publisher) == (1, 0)
    subject.refresh_from_db()
    assert subject.responsible is None


def test_a_reviewer_gives_nothing_away(subject, department):
    reviewer = make_reviewer(department)

    assert assign(subjects=ReviewSubject.objects.all(), responsible=reviewer, by=reviewer)[0] == 0
