"""Another interval for a department: nothing is saved before its effect has been on screen."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from newsroom.due_dates import add_months
from newsroom.models import CardChange, Department, ReviewSubject
from newsroom.reviewing import make_missing_subjects, subject_of, wrong_subjects
from tests.admin.page_form import sent_from
from tests.admin.support import client_of
from tests.factories import DAY, NOW, make_administrator, make_contact, make_department, make_release, make_version

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def department():
    """A department with three old releases, one with an interval of its own, and a contact."""
    department = make_department(name="Kultur och fritid")
    for days in (100, 200, 20):
        make_version(department=department, visible_from=NOW - days * DAY)
    own = make_release(department=department, review_interval_months=12)
    make_version(release=own, visible_from=NOW - 300 * DAY)
    make_contact(department=department)
    make_missing_subjects()
    return department


@pytest.fixture
def client():
    return client_of(make_administrator())


def url(department):
    return reverse("admin:newsroom_department_change", args=[department.pk])


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def ask(client, department, months=3, **more):
    data = sent_from(client.get(url(department)), "department_form")
    return client.post(url(department), data | {"review_interval_months": months} | more)


def confirm(client, department, page, **more):
    return client.post(url(department), sent_from(page, "interval_form") | more)


def stored():
    return list(Department.objects.values()), list(ReviewSubject.objects.order_by("pk").values())


def test_the_effect_is_shown_and_nothing_is_saved(client, department):
    before = stored()
    page = ask(client, department, telephone="031-390 06 77")

    assert "Påverkar 3 pressmeddelanden, 2 blir förfallna direkt." in words(page)
    assert "Nytt intervall för förvaltningens sidor: 3 månader." in words(page)
    assert stored() == before


def test_the_second_post_saves_all_that_was_typed(client, department):
    page = ask(client, department, telephone="031-390 06 77")
    confirm(client, department, page)

    department.refresh_from_db()
    assert (department.review_interval_months, department.telephone) == (3, "031-390 06 77")
    assert sum(subject.is_overdue() for subject in ReviewSubject.objects.all()) == 2
    assert not [subject for subject in wrong_subjects() if subject.pk]
    assert CardChange.objects.get().by.is_superuser


def test_what_falls_due_is_spread_over_the_weeks(client, department):
    page = ask(client, department)
    confirm(client, department, page, spread_weeks=4)

    spread = ReviewSubject.objects.exclude(one_off_on=None).order_by("one_off_on")
    assert [subject.one_off_on for subject in spread] == [TODAY + DAY, TODAY + 15 * DAY]
    assert not any(subject.is_overdue() for subject in ReviewSubject.objects.all())


def test_what_was_overdue_before_is_not_put_off(client, department):
    late = subject_of(make_version(department=department, visible_from=NOW - 500 * DAY).release)
    assert late.is_overdue()

    confirm(client, department, ask(client, department), spread_weeks=4)

    late.refresh_from_db()
    assert late.one_off_on is None
    assert late.is_overdue()


@pytest.mark.parametrize("weeks", ["0", "27", "x", "-1", "9" * 30])
def test_weeks_that_make_no_sense_are_asked_for_again(weeks, client, department):
    page = ask(client, department, telephone="031-390 06 77")
    before = stored()

    again = confirm(client, department, page, spread_weeks=weeks)

    assert 'class="errorlist' in again.content.decode()
    assert sent_from(again, "interval_form")["telephone"] == "031-390 06 77"
    assert sent_from(again, "interval_form")["spread_weeks"] == weeks
    assert stored() == before


def test_another_effect_than_the_one_shown_is_shown_again(client, department):
    page = ask(client, department)
    make_version(department=department, visible_from=NOW - 150 * DAY)
    before = stored()

    again = confirm(client, department, page)

    assert "Påverkar 4 pressmeddelanden, 3 blir förfallna direkt." in words(again)
    assert stored() == before


def test_the_seal_alone_saves_nothing_for_another_interval(client, department):
    page = ask(client, department)
    before = stored()

    confirm(client, department, page, review_interval_months=1)

    assert stored() == before


def test_an_interval_that_moves_nothing_asks_nothing(client, department):
    ask(client, department, months=12)

    department.refresh_from_db()
    assert department.review_interval_months == 12


def test_other_changes_ask_nothing(client, department):
    data = sent_from(client.get(url(department)), "department_form")
    client.post(url(department), data | {"hours": "Vardagar 8–16"})

    department.refresh_from_db()
    assert department.hours == "Vardagar 8–16"


def test_back_to_the_site_s_interval_is_shown_too(client, department):
    confirm(client, department, ask(client, department))
    page = ask(client, department, months="")

    assert "lika ofta som resten av pressrummet" in words(page)
    assert "0 blir förfallna direkt." in words(page)
    confirm(client, department, page)
    moved = ReviewSubject.objects.filter(release__review_interval_months=None).exclude(release=None)
    assert {s.next_review_on for s in moved} == {add_months(timezone.localdate(s.public_from), 12) for s in moved}


def test_a_form_with_a_fault_shows_the_fault_first(client, department):
    page = ask(client, department, postcode="hej")

    assert "Skriv postnumret som 461 83." in words(page)
    assert "Påverkar" not in words(page)
