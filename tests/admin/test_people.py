"""Accounts: nobody is closed out while they answer for something, and everybody names who stands in."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from newsroom.models import Release, ReviewSubject, Substitution, User
from newsroom.reviewing import subject_of
from tests.admin.page_form import sent_from
from tests.admin.support import client_of
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
    return make_department()


@pytest.fixture
def client():
    return client_of(make_administrator())


@pytest.fixture
def sofia(department):
    """A publisher who answers for two releases and a contact, and owns a text."""
    person = make_publisher(department, first_name="Sofia", last_name="Hallberg")
    pages = [subject_of(make_version(department=department).release) for _ in range(2)]
    pages.append(subject_of(make_contact(department=department)))
    ReviewSubject.objects.filter(pk__in=[page.pk for page in pages]).update(responsible=person)
    make_release(department=department, owner=person)
    return person


def form_url(person):
    return reverse("admin:newsroom_user_change", args=[person.pk])


def leave_url(person):
    return reverse("admin:user_leave", args=[person.pk])


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def closing(client, person):
    """Return what the browser sends when the tick for an active account is taken away."""
    data = sent_from(client.get(form_url(person)), "user_form")
    data.pop("is_active")
    return data


# --- who leaves -------------------------------------------------------------------------------------
def test_taking_the_tick_away_leads_to_the_page_and_closes_nothing(client, sofia):
    answer = client.post(form_url(sofia), closing(client, sofia) | {"last_name": "Öst"}, follow=True)

    assert answer.redirect_chain[-1][0] == leave_url(sofia)
    assert "Sofia Öst är kvar som aktiv tills du har valt vem som tar över." in words(answer)
    assert User.objects.get(pk=sofia.pk).is_active


def test_the_page_says_what_the_person_answers_for(client, sofia):
    said = words(client.get(leave_url(sofia)))

    assert "Sofia Hallberg ansvarar för 2 pressmeddelanden." in said
    assert "Sofia Hallberg ansvarar också för 1 förvaltning eller kontakt." in said
    assert "Sofia Hallberg är ägare till 1 text." in said


def test_who_answers_for_nothing_is_closed_at_once(client, department):
    person = make_reviewer(department)

    client.post(form_url(person), closing(client, person))

    assert not User.objects.get(pk=person.pk).is_active


def test_without_a_successor_nothing_happens(client, sofia):
    answer = client.post(leave_url(sofia), {})

    assert "Välj en efterträdare eller lägg sidorna på avdelningen." in words(answer)
    assert User.objects.get(pk=sofia.pk).is_active


def test_a_successor_takes_over(client, sofia, department):
    successor = make_publisher(department)

    answer = client.post(leave_url(sofia), {"successor": successor.pk}, follow=True)

    assert "Kontot för Sofia Hallberg är stängt." in words(answer)
    assert not User.objects.get(pk=sofia.pk).is_active
    assert successor.answers_for.count() == 3
    assert Release.objects.filter(owner=successor).count() == 1


def test_the_pages_can_be_left_to_the_departments(client, sofia):
    client.post(leave_url(sofia), {"to_department": "on"})

    assert not User.objects.get(pk=sofia.pk).is_active
    assert not ReviewSubject.objects.exclude(responsible=None).exists()


@pytest.mark.parametrize("who", ["elsewhere", "inactive", "herself", "both", "nonsense"])
def test_a_successor_who_cannot_is_refused(who, client, sofia, department):
    people = {
        "elsewhere": {"successor": make_reviewer(make_department()).pk},
        "inactive": {"successor": make_reviewer(department, is_active=False).pk},
        "herself": {"successor": sofia.pk},
        "both": {"successor": make_reviewer(department).pk, "to_department": "on"},
        "nonsense": {"successor": "9" * 40},
    }
    answer = client.post(leave_url(sofia), people[who])

    assert answer.status_code == 200
    assert 'class="errorlist' in answer.content.decode()
    assert sofia.answers_for.count() == 3
    assert User.objects.get(pk=sofia.pk).is_active


def test_nobody_closes_their_own_account(department):
    by = make_administrator()
    client = client_of(by)
    client.post(form_url(by), closing(client, by))
    answer = client.post(leave_url(by), {"to_department": "on"})

    assert "Du kan inte stänga ditt eget konto." in words(answer)
    assert User.objects.get(pk=by.pk).is_active


def test_old_reviews_keep_the_name(client, sofia, department):
    version = make_version(department=department)
    review_version(version=version, by=sofia)
    client.post(leave_url(sofia), {"to_department": "on"})
    User.objects.filter(pk=sofia.pk).update(last_name="Annan")

    assert "av Sofia Hallberg</p>" in Client().get(version.get_absolute_url()).content.decode()


def test_the_page_is_for_administrators(sofia, department):
    for person in (make_publisher(department), sofia):
        assert client_of(person).get(leave_url(sofia)).status_code in (403, 404)
        assert client_of(person).post(leave_url(sofia), {"to_department": "on"}).status_code in (403, 404)
    assert User.objects.get(pk=sofia.pk).is_active


# --- who stands in ----------------------------------------------------------------------------------
ADD = "/admin/newsroom/substitution/add/"


def away(substitute, starts=TODAY, ends=TODAY + 7 * DAY):
    return {"substitute": substitute.pk, "starts_on": starts, "ends_on": ends}


def test_a_reviewer_names_who_stands_in(department):
    reviewer, other = make_reviewer(department), make_reviewer(department)

    client_of(reviewer).post(ADD, away(other))

    row = Substitution.objects.get()
    assert (row.user, row.substitute) == (reviewer, other)


def test_nobody_goes_away_in_another_s_name(department):
    reviewer, other, third = (make_reviewer(department) for _ in range(3))

    client_of(reviewer).post(ADD, away(other) | {"user": third.pk})

    assert Substitution.objects.get().user == reviewer


@pytest.mark.parametrize("fault", ["oneself", "backwards", "nobody", "an editor", "gone"])
def test_a_substitution_that_makes_no_sense_is_refused(fault, department):
    reviewer, other = make_reviewer(department), make_reviewer(department)
    data = {
        "oneself": away(reviewer),
        "backwards": away(other, ends=TODAY - DAY),
        "nobody": away(other) | {"substitute": ""},
        "an editor": away(make_editor(department)),
        "gone": away(make_reviewer(department, is_active=False)),
    }[fault]

    answer = client_of(reviewer).post(ADD, data)

    assert answer.status_code == 200
    assert 'class="errorlist' in answer.content.decode()
    assert not Substitution.objects.exists()


def test_each_sees_and_takes_back_their_own(department):
    reviewer, other = make_reviewer(department), make_reviewer(department)
    row = Substitution.objects.create(user=reviewer, substitute=other, starts_on=TODAY, ends_on=TODAY)
    paths = [f"/admin/newsroom/substitution/{row.pk}/{page}/" for page in ("change", "delete")]

    for path in paths:
        assert client_of(other).get(path, follow=True).status_code in (200, 403)
        client_of(other).post(path, away(other) | {"post": "yes"})
        assert Substitution.objects.count() == 1
        assert client_of(reviewer).get(path).status_code == 200
    client_of(reviewer).post(paths[1], {"post": "yes"})
    assert not Substitution.objects.exists()


def test_who_reviews_nothing_has_no_such_screen(department):
    for person in (make_editor(department), make_user()):
        assert client_of(person).get(ADD).status_code == 403


def test_an_administrator_keeps_everybody_s_on_the_person_and_on_the_screen(client, department):
    reviewer, other = make_reviewer(department), make_reviewer(department)
    client.post(ADD, away(other) | {"user": reviewer.pk})

    page = client.get(form_url(reviewer)).content.decode()

    assert Substitution.objects.get().user == reviewer
    assert 'name="substitutions-0-substitute"' in page
