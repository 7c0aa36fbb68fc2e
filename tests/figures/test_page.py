"""The page of figures: who may see it, what it says, what the address may ask."""

import random
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from newsroom.admin.review_chips import Choice, question
from newsroom.figures.choosing import scope_of
from newsroom.figures.counting import Scope
from newsroom.figures.standing import standing
from newsroom.models import Department, Membership, ReviewSubject
from tests.admin.support import client_of
from tests.factories import (
    DAY,
    make_administrator,
    make_department,
    make_editor,
    make_publisher,
    make_reviewer,
    make_user,
)
from tests.figures.support import make_row, make_subject, random_office

pytestmark = pytest.mark.django_db
PAGE, REVIEWS, PAGES = (reverse(f"figures:{name}") for name in ("figures", "review_table", "page_table"))


@pytest.fixture
def today():
    return timezone.localdate()


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


# --- who ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("path", [PAGE, REVIEWS, PAGES])
def test_only_who_reviews_sees_figures(path):
    department = make_department()
    allowed = [make_administrator(), make_reviewer(department), make_publisher(department)]
    refused = [make_editor(department), make_user(), make_reviewer(department, is_active=False)]

    assert [client_of(person).get(path).status_code for person in allowed] == [200] * 3
    assert [client_of(person).get(path).status_code for person in refused] == [403, 403, 302]
    assert Client().get(path).status_code == 302
    assert client_of(make_reviewer(department, is_staff=False)).get(path).status_code == 302


def test_a_reviewer_sees_the_figures_of_their_own_departments_alone(today):
    mine, other = make_department(name="Kultur och fritid"), make_department(name="Hemliga kansliet")
    make_subject(mine, next_review_on=today - 3 * DAY)
    for _number in range(4):
        make_subject(other, next_review_on=today - 400 * DAY)
    client = client_of(make_reviewer(mine))

    text = words(client.get(PAGE))
    assert "Hemliga kansliet" not in text
    assert "förfallna 1 100 % av 1 publika sidor; median: 3 dagar sen" in text

    asked = client.get(PAGE, {"forvaltning": other.pk})
    assert "Välj en av förvaltningarna i listan." in words(asked)
    assert "Hemliga kansliet" not in words(asked)
    for path in (REVIEWS, PAGES):
        assert client.get(path, {"forvaltning": other.pk}).status_code == 404


def test_who_edits_in_one_department_and_reviews_in_another_sees_the_other(today):
    edits, reviews = make_department(), make_department()
    person = make_editor(edits)
    Membership.objects.create(user=person, department=reviews, role="reviewer")

    assert scope_of(person, None) == Scope(frozenset([reviews.pk]), with_nobodys=True)
    offered = client_of(person).get(PAGE).context["form"]["department"].field.queryset
    assert list(offered) == [reviews]


def test_the_start_page_leads_reviewers_to_the_figures():
    department = make_department()

    assert PAGE in client_of(make_reviewer(department)).get("/admin/").content.decode()
    assert PAGE not in client_of(make_editor(department)).get("/admin/").content.decode()


@pytest.mark.parametrize("path", [PAGE, REVIEWS, PAGES])
def test_nothing_can_be_posted(path):
    assert client_of(make_administrator()).post(path).status_code == 405


# --- what ---------------------------------------------------------------------------------------------
def test_r23_the_page_says_that_the_unread_count_as_late(today):
    department = make_department(name="Kultur och fritid")
    make_row(make_subject(department, next_review_on=None), today - 5 * DAY, due_on=today - DAY)
    for _number in range(3):
        make_subject(department, next_review_on=today - DAY)
    client = client_of(make_administrator())

    text = words(client.get(PAGE))

    assert "25 % i tid: 1 av 4 förfallna sidor. 3 är ännu ogranskade och räknas som för sena." in text
    assert "Kultur och fritid 4 1 0 3 25 %" in text
    assert "Tillsammans 4 1 0 3 25 %" in text


def test_the_table_holds_the_same_numbers_as_the_chart(today):
    random_office(random.Random(3), today)
    response = client_of(make_administrator()).get(PAGE)
    chart, months = response.context["month_chart"], response.context["months"]

    assert [column.value for column in chart.columns] == [
        "–" if d.percent is None else str(d.percent) for _m, d in months
    ]
    table = re.search(r"<caption>Per månad.*?</table>", response.content.decode(), re.DOTALL).group(0)
    rows = re.findall(r"<tr><th.*?</tr>", table, re.DOTALL)[1:13]
    assert [[int(n) for n in re.findall(r">(\d+)</td>", row)] for row in rows] == [
        [due.total, due.in_time, due.late, due.unread] for _month, due in months
    ]


def test_every_chart_is_a_figure_with_a_caption_and_a_table_beside_it(today):
    random_office(random.Random(3), today)
    html = client_of(make_administrator()).get(PAGE).content.decode()

    pairs = re.findall(r'<div class="figure-pair">.*?</table>', html, re.DOTALL)
    assert len(pairs) == html.count('<svg class="chart"') == 3
    for pair in pairs:
        assert re.search(r"<figure .*<figcaption.*<svg .*role=\"img\".*<table>.*<caption>", pair, re.DOTALL)


def test_a_year_and_a_department_are_chosen_in_the_address(today):
    one, other = make_department(), make_department()
    last_year = today.replace(year=today.year - 1, month=3, day=3)
    make_row(make_subject(one, next_review_on=None), last_year, due_on=last_year)
    make_row(make_subject(other, next_review_on=None), last_year, due_on=last_year)
    client = client_of(make_administrator())

    page = client.get(PAGE, {"forvaltning": one.pk, "ar": last_year.year}).context

    assert page["total"].total == 1
    assert page["months"][2][1].in_time == 1
    assert page["period"].first == last_year.replace(month=1, day=1)
    assert [name for name, _due in page["departments"]] == [one.name]
    assert client.get(PAGE, {"ar": today.year}).context["total"].total == 0


@pytest.mark.parametrize(
    "query",
    [
        "ar=abc", "ar=1066", "ar=99999999999999999999", "ar=%00", "forvaltning=x", "forvaltning=%00", "forvaltning=-1",
        "forvaltning=99999999999999999999999", "forvaltning=1&forvaltning=x", "ar=&forvaltning=",
    ],
)  # fmt: skip
def test_nonsense_in_the_address_is_said_and_never_an_error(query, today):
    make_subject(next_review_on=today - DAY)
    client = client_of(make_administrator())

    response = client.get(f"{PAGE}?{query}")

    assert response.status_code == 200
    assert response.context["figures"][0].number == 1
    is_understood = query in ("ar=&forvaltning=",)
    said = any(text in words(response) for text in ("i listan.", "Null-tecken är inte tillåtna."))
    assert said is not is_understood
    assert client.get(f"{REVIEWS}?{query}").status_code == (200 if is_understood else 404)


def test_an_office_without_anything_has_a_page_too():
    Department.objects.all().delete()
    text = words(client_of(make_administrator()).get(PAGE))

    assert "Ingen sida förföll under de här månaderna." in text


def test_there_are_no_figures_by_person(today):
    person = make_reviewer(make_department(), first_name="Torborg", last_name="Rönnqvist")
    make_row(make_subject(), today, reviewer=person, reviewer_name=str(person), due_on=today - DAY)

    assert "Rönnqvist" not in words(client_of(make_administrator()).get(PAGE))


# --- what it leads to ---------------------------------------------------------------------------------
def test_the_figures_of_today_are_those_of_the_queue(today):
    office = random_office(random.Random(5), today, pages=30)
    reviewer = make_reviewer(office.units[0])
    for person in (make_administrator(), reviewer):
        now = standing(scope_of(person, None), today)
        for chip, number in (
            ("forfallna", now.overdue),
            ("aldrig", now.never),
            ("utan-ansvarig", now.without_responsible),
        ):
            assert Choice(person, chip).narrowed().filter(question(chip, person, today)).count() == number


def test_the_shares_lead_to_just_those_rows_of_the_log(today):
    random_office(random.Random(8), today, reviews=120)
    client = client_of(make_administrator())
    page = client.get(PAGE).context
    linked = [share for share in page["shares"] if share.url]

    assert len(linked) == 3
    for share in linked:
        assert share.count > 0
        assert client.get(share.url).context["cl"].result_count == share.count


# --- how many questions -------------------------------------------------------------------------------
def asked(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
        list(response)
    assert response.status_code == 200
    return len(queries)


@pytest.mark.parametrize("path", [PAGE, REVIEWS, PAGES])
def test_the_number_of_questions_does_not_grow(path, today):
    client, found = client_of(make_administrator()), []
    for size in (20, 60):
        random_office(
            random.Random(size), today, departments=size // 20, pages=size - ReviewSubject.objects.count(), reviews=size
        )
        found.append(asked(client, path))

    assert found[0] == found[1] <= 15
