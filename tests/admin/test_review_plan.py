"""The page of a plan: the effect first, then the same POST again to confirm it."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from newsroom.due_dates import add_months
from newsroom.models import Release, ReviewSubject
from newsroom.reviewing import refresh_review_index, subject_of
from tests.admin.page_form import sent_from
from tests.admin.support import change_url, client_of
from tests.factories import (
    DAY,
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
TODAY = timezone.localdate()
SHOW, SAVE = {"_show": "Visa följden"}, {"_save": "Spara planen"}


@pytest.fixture
def department():
    return make_department(name="Kultur och fritid")


@pytest.fixture
def subject(department):
    return subject_of(make_version(department=department).release)


@pytest.fixture
def client(department):
    return client_of(make_publisher(department))


def url(subject):
    return reverse("admin:review_plan", args=[subject.pk])


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def typed(response, **fields):
    """Return what the browser would send of the page, with what the person typed."""
    return sent_from(response, "plan_form") | {name: str(value) for name, value in fields.items()}


def stored():
    return list(ReviewSubject.objects.order_by("pk").values()), list(Release.objects.values())


def test_the_page_says_where_the_interval_comes_from(client, subject, department):
    assert "12 månader (som för hela pressrummet)" in words(client.get(url(subject)))
    department.review_interval_months = 6
    department.save()
    assert "6 månader (ärvt från Kultur och fritid)" in words(client.get(url(subject)))
    Release.objects.update(review_interval_months=1)
    shown = words(client.get(url(subject)))
    assert "1 månad (sidans eget)" in shown
    assert "Tomt: 6 månader (ärvt från Kultur och fritid)." in shown


def test_the_effect_is_shown_before_anything_is_saved_and_the_second_post_saves(client, subject):
    day, before = TODAY + 9 * DAY, stored()
    shown = client.post(url(subject), typed(client.get(url(subject)), one_off_on=day) | SHOW)

    assert f"Nästa granskning blir {day}" in words(shown)
    assert f"Nu är det {add_months(TODAY, 12)}." in words(shown)
    assert stored() == before

    saved = client.post(url(subject), typed(shown) | SAVE, follow=True)

    assert f"Planen är sparad. Nästa granskning: {day}." in words(saved)
    subject.refresh_from_db()
    assert (subject.one_off_on, subject.next_review_on) == (day, day)


def test_nothing_is_saved_without_the_effect_having_been_on_screen(client, subject):
    before = stored()
    response = client.post(url(subject), typed(client.get(url(subject)), months=2) | SAVE)

    assert "Nästa granskning blir" in words(response)
    assert stored() == before


def test_another_choice_after_the_effect_is_shown_again(client, subject):
    shown = client.post(url(subject), typed(client.get(url(subject)), months=2) | SHOW)
    before = stored()

    again = client.post(url(subject), typed(shown, months=3) | SAVE)

    assert "Något har ändrats sedan följden visades" in words(again)
    assert f"Nästa granskning blir {add_months(TODAY, 3)}" in words(again)
    assert stored() == before
    client.post(url(subject), typed(again) | SAVE)
    assert Release.objects.get().review_interval_months == 3


def test_another_effect_than_the_one_shown_is_shown_again(client, subject, department):
    shown = client.post(url(subject), typed(client.get(url(subject))) | SHOW)
    department.review_interval_months = 4
    department.save()
    refresh_review_index(subject.release)
    before = stored()

    again = client.post(url(subject), typed(shown) | SAVE)

    assert f"Nästa granskning blir {add_months(TODAY, 4)}" in words(again)
    assert stored() == before


def test_who_answers_for_a_page_is_one_who_may_review_it(client, subject, department):
    reviewer, editor = make_reviewer(department), make_editor(department)
    page = client.get(url(subject))
    assert str(reviewer) in words(page)
    assert str(editor) not in words(page)

    refused = client.post(url(subject), typed(page, responsible=editor.pk) | SHOW)
    assert "Välj någon som får granska sidan." in words(refused)
    shown = client.post(url(subject), typed(page, responsible=reviewer.pk) | SHOW)
    client.post(url(subject), typed(shown) | SAVE)
    subject.refresh_from_db()
    assert subject.responsible == reviewer


def test_who_answers_now_but_may_not_review_any_more_is_not_lost_by_saving(client, subject, department):
    gone = make_reviewer(department, is_active=False)
    ReviewSubject.objects.update(responsible=gone)

    shown = client.post(url(subject), typed(client.get(url(subject)), months=2) | SHOW)
    client.post(url(subject), typed(shown) | SAVE)

    subject.refresh_from_db()
    assert subject.responsible == gone
    assert subject.next_review_on == add_months(TODAY, 2)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"one_off_on": TODAY - DAY}, "Välj i dag eller en dag framåt"),
        ({"one_off_on": "i morgon"}, "Fyll i ett giltigt datum."),
        ({"months": "0"}, "större än eller lika med 1"),
        ({"months": "99999999999999999999"}, "mindre än eller lika med 60"),
        ({"months": "tre"}, "Fyll i ett heltal."),
        ({"exempt_until": TODAY + DAY, "exempt_reason": ""}, "Ange varför sidan inte ska granskas till dess."),
        ({"exempt_reason": "Val."}, "Ett undantag har ett slut."),
        ({"exempt_until": "9999-12-31", "exempt_reason": "Val."}, "högst två år bort"),
        ({"exempt_until": "0001-01-01", "exempt_reason": "Val."}, "högst två år bort"),
        ({"responsible": "9" * 40}, "Välj någon som får granska sidan."),
        ({"responsible": "x\x00"}, "Null-tecken är inte tillåtna."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(fields, message, client, subject):
    before = stored()
    data = typed(client.get(url(subject)), exempt_reason="Ett långt skäl") | {k: str(v) for k, v in fields.items()}
    for button in (SHOW, SAVE):
        response = client.post(url(subject), data | button)

        assert response.status_code == 200
        assert message in words(response)
        assert typed(response)["exempt_reason"] == data["exempt_reason"]
        assert typed(response)["one_off_on"] == data["one_off_on"]
    assert stored() == before


def test_a_date_that_does_not_get_its_way_is_explained(client, subject):
    make_version(release=subject.release, kind="correction", note="Fel siffra.", visible_from=timezone.now())
    shown = client.post(url(subject), typed(client.get(url(subject)), one_off_on=TODAY + 90 * DAY) | SHOW)

    assert f"Nästa granskning blir {TODAY + 14 * DAY}" in words(shown)
    assert "Något annat går före dagen du valde" in words(shown)


def test_a_department_and_a_contact_have_plans_without_an_interval(department, client):
    for thing in (department, make_contact(department=department)):
        refresh_review_index(thing)
        page = client.get(url(subject_of(thing)))
        assert "months" not in typed(page)
        shown = client.post(url(subject_of(thing)), typed(page, one_off_on=TODAY + DAY) | SHOW)
        client.post(url(subject_of(thing)), typed(shown) | SAVE)
        assert subject_of(thing).next_review_on == TODAY + DAY


def test_the_change_is_written_down(client, subject):
    shown = client.post(
        url(subject),
        typed(client.get(url(subject)), exempt_until=TODAY + DAY, exempt_reason="Bygget är stoppat") | SHOW,
    )
    client.post(url(subject), typed(shown) | SAVE)

    entry = LogEntry.objects.get()
    assert f"undantagen till: {TODAY + DAY}; Bygget är stoppat" in entry.get_change_message()


@pytest.mark.parametrize(("make", "status"), [(make_reviewer, 403), (make_editor, 404), (make_publisher, 200)])
def test_who_may(make, status, subject, department):
    client = client_of(make(department))

    assert client.get(url(subject)).status_code == status
    assert client.post(url(subject), SAVE).status_code == status


def test_nobody_from_elsewhere_sees_it(subject):
    assert client_of(make_publisher(make_department())).get(url(subject)).status_code == 404
    assert Client().get(url(subject)).status_code == 302
    assert client_of(make_administrator()).get(url(subject)).status_code == 200
    assert client_of(make_administrator()).get(url(ReviewSubject(pk=2**70))).status_code == 404


def test_the_form_of_a_release_leads_there_and_has_no_interval_of_its_own(subject, department, client):
    page = client.get(change_url(subject.release)).content.decode()

    assert url(subject) in page
    assert "review_interval_months" not in page
    editors = client_of(make_editor(department)).get(change_url(subject.release)).content.decode()
    assert url(subject) not in editors


def test_looking_at_a_draft_makes_no_row(department, client):
    release = make_release(department=department)

    client.get(change_url(release))

    assert not ReviewSubject.objects.filter(release=release).exists()
