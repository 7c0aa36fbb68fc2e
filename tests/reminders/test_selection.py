"""Which pages are asked about, and under which heading."""

import pytest
from django.utils import timezone

from newsroom.models import SOON_DAYS, ReviewSubject
from newsroom.reminders.models import week_of
from newsroom.reminders.selection import ACTION, OVERDUE, SOON, section_of, select
from tests.factories import DAY, HOUR, NOW, make_department, make_reviewer, make_version, review_version
from tests.reminders.pages import AT, TODAY, local, make_page, make_task

pytestmark = pytest.mark.django_db


def selected(at=AT):
    return {item["subject"]: item["section"] for _subject, item, _tasks in select(at)}


@pytest.mark.parametrize(
    ("late", "section"), [(1, OVERDUE), (400, OVERDUE), (0, SOON), (-1, SOON), (-30, SOON), (-31, None), (-300, None)]
)
def test_a_page_is_asked_about_from_thirty_days_before_it_is_due(late, section):
    page = make_page(late=late)

    assert selected().get(page.pk) == section


def test_what_is_overdue_in_a_mail_is_what_is_overdue_everywhere():
    make_page(late=1), make_page(late=0), make_page(late=-40), make_page(late=90)
    now = timezone.now()
    late = {subject.pk for subject in ReviewSubject.objects.all() if section_of(subject, now) == OVERDUE}

    assert late == set(ReviewSubject.objects.overdue().values_list("pk", flat=True))


@pytest.mark.parametrize(
    "fields",
    [
        {"is_current": False},
        {"public_from": AT + HOUR},
        {"exempt_until": TODAY + DAY, "exempt_reason": "Rättsfall pågår"},
        {"next_review_on": None},
    ],
    ids=["archived", "scheduled", "exempt", "never due"],
)
def test_nobody_is_asked_about(fields):
    make_page(late=100, **fields)

    assert selected() == {}


def test_an_exempt_page_with_a_task_is_left_alone_too():
    make_task(make_page(late=100, exempt_until=TODAY + DAY, exempt_reason="Rättsfall pågår"))

    assert selected() == {}


def test_an_exemption_that_ends_today_is_over():
    page = make_page(late=0, exempt_until=TODAY, exempt_reason="Rättsfall pågår")

    assert selected() == {page.pk: SOON}


@pytest.mark.parametrize("late", [100, -100])
def test_a_page_that_is_being_put_right_stands_under_that(late):
    page = make_page(late=late)
    make_task(page, text="Byt numret.")

    ((_subject, item, tasks),) = select(AT)

    assert (item["subject"], item["section"]) == (page.pk, ACTION)
    assert [task.text for task in tasks] == ["Byt numret."]


def test_a_task_that_is_closed_asks_nothing():
    page = make_page(late=-100)
    task = make_task(page)
    type(task).objects.update(closed_at=AT, closing="nothing")
    ReviewSubject.objects.update(open_tasks=0)

    assert selected() == {}


def test_the_oldest_stands_first():
    pages = [make_page(late=late) for late in (5, 50, 20)]

    assert list(selected()) == [pages[1].pk, pages[2].pk, pages[0].pk]


def test_a_release_is_named_as_readers_see_it_with_its_dates_and_its_last_reviewer():
    department = make_department()
    version = make_version(department=department, headline="Ny bro över älven", visible_from=NOW - 700 * DAY)
    reviewer = make_reviewer(department, first_name="Anna", last_name="Ek")
    review_version(version=version, by=reviewer, at=NOW - 400 * DAY)
    type(version.release).objects.update(headline="Hemlig ny rubrik")

    ((_subject, item, _tasks),) = select(NOW)

    assert item["title"] == "Ny bro över älven"
    assert item["what"] == "pressmeddelande"
    assert item["published"] == timezone.localdate(NOW - 700 * DAY).isoformat()
    assert item["reviewed"] == timezone.localdate(NOW - 400 * DAY).isoformat()
    assert item["reviewer"] == "Anna Ek"
    assert item["days_late"] == (timezone.localdate(NOW) - ReviewSubject.objects.get().next_review_on).days > 0


def test_the_selection_costs_the_same_with_many(django_assert_num_queries):
    for _ in range(40):
        make_page()
    make_task(make_page())

    with django_assert_num_queries(3):
        assert len(list(select(AT))) == 41


def test_pages_are_announced_as_far_ahead_as_the_queue_does():
    assert SOON_DAYS == 30


@pytest.mark.parametrize(
    ("moment", "week"),
    [
        ((2026, 11, 23, 0, 0), "2026-W48"),
        ((2026, 11, 22, 23, 59), "2026-W47"),
        ((2026, 12, 31, 12, 0), "2026-W53"),
        ((2027, 1, 3, 23, 59), "2026-W53"),
        ((2027, 1, 4, 0, 0), "2027-W01"),
        ((2024, 12, 30, 0, 30), "2025-W01"),
    ],
)
def test_the_week_is_the_iso_week_in_sweden(moment, week):
    assert week_of(local(*moment)) == week
