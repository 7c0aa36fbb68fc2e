"""The queue: every kind of page, the most pressing first, each person's own, and a button through them."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from newsroom.admin.review_chips import LABELS, Choice, chips
from newsroom.admin.review_sight import lateness
from newsroom.admin.review_walk import Walk
from newsroom.models import Department, ReviewSubject, ReviewTask
from newsroom.reviewing import refresh_review_index, subject_of
from newsroom.signing import review, seen_version
from tests.admin.support import client_of
from tests.factories import (
    DAY,
    HOUR,
    NOW,
    make_administrator,
    make_contact,
    make_department,
    make_editor,
    make_publisher,
    make_release,
    make_reviewer,
    make_user,
    make_version,
)

pytestmark = pytest.mark.django_db
URL = "/admin/newsroom/reviewsubject/"
TODAY = timezone.localdate()


@pytest.fixture
def department():
    return make_department(name="Kulturförvaltningen")


@pytest.fixture
def reviewer(department):
    return make_reviewer(department, first_name="Mats", last_name="Granlund")


def page_due(days, department, **fields):
    """Make a public release that is due so many days from today, and return what is reviewed."""
    released = timezone.now() - 400 * DAY
    version = make_version(release=make_release(department=department, **fields), visible_from=released)
    subject = subject_of(version.release)
    ReviewSubject.objects.filter(pk=subject.pk).update(next_review_on=TODAY + dt.timedelta(days=days))
    subject.refresh_from_db()
    return subject


def change(subject, **fields):
    ReviewSubject.objects.filter(pk=subject.pk).update(**fields)


def titles(html):
    return re.findall(r'class="queue-title"><a href="[^"]*">([^<]*)<', html)


def get(person, query=""):
    response = client_of(person).get(URL + query)
    assert response.status_code == 200
    return response.content.decode()


def counts(html):
    found = re.findall(r'<a href="\?([^"]*)"[^>]*>[^<]*<span class="chip-count">(\d+)<', html)
    return {QueryDict(query.replace("&amp;", "&"))["visa"]: int(count) for query, count in found}


# --- what is there ---------------------------------------------------------------------------------
def test_releases_departments_and_contacts_stand_together_most_pressing_first(department, reviewer):
    contact = make_contact(name="Märta Ågren", title="", department=department)
    refresh_review_index(department, contact)
    page_due(3, department, headline="Snart", contacts=[])
    page_due(-9, department, headline="För nio dagar sedan", contacts=[])
    change(subject_of(contact), next_review_on=TODAY - dt.timedelta(days=30))
    change(subject_of(department), next_review_on=TODAY)

    html = get(reviewer)

    assert titles(html) == ["Märta Ågren", "För nio dagar sedan", "Kulturförvaltningen", "Snart"]
    for word in ("Pressmeddelande", "Förvaltning", "Kontakt"):
        assert f'<span class="queue-kind">{word}</span>' in html


def test_a_row_says_status_due_date_how_late_last_review_and_who_answers(department, reviewer):
    subject = page_due(-9, department)
    seen = seen_version(subject.release.versions.get())
    review(subject=subject, by=reviewer, digest=seen.digest)
    change(subject, next_review_on=TODAY - dt.timedelta(days=9), responsible=reviewer)

    html = get(reviewer)

    row = html[html.index('class="queue-title"') :]
    assert reverse("admin:review_screen", args=[subject.pk]) in row
    for words in (
        "Kulturförvaltningen",
        "Förfallen",
        "9 dagar sen",
        str(TODAY - dt.timedelta(days=9)),
        "Mats Granlund",
    ):
        assert words in row
    assert row.count("Mats Granlund") == 2  # who reviewed it last, and who answers for it


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, ""), (-1, ""), (1, "1 dag sen"), (59, "59 dagar sen"), (61, "2 månader sen"), (729, "24 månader sen"),
     (730, "2 år sen"), (2300, "6 år sen")],
)  # fmt: skip
def test_how_late_a_page_is_said_in_words(days, words):
    assert lateness(TODAY - dt.timedelta(days=days), TODAY) == words


def test_only_what_the_public_can_read_is_in_the_queue(department, reviewer):
    page_due(-1, department, headline="Publik")
    make_version(department=department, headline="Schemalagd", visible_from=NOW + DAY)
    make_version(department=department, headline="Nedplockad", visible_from=NOW - DAY, visible_until=NOW - HOUR)
    make_release(department=department, headline="Utkast")

    html = get(reviewer, "?visa=alla&typ=meddelande")

    assert titles(html) == ["Publik"]


def test_each_sees_the_pages_of_the_own_departments_and_cards_of_none(department, reviewer):
    page_due(-1, department, headline="Vår")
    page_due(-1, make_department(), headline="Deras")
    loose = make_contact(name="Lös Kontakt", title="", department=None)
    refresh_review_index(loose)
    change(subject_of(loose), next_review_on=TODAY)

    assert titles(get(reviewer)) == ["Vår", "Lös Kontakt"]
    assert sorted(titles(get(make_administrator()))) == ["Deras", "Lös Kontakt", "Vår"]


def test_the_queue_is_for_reviewers_and_publishers_alone(department):
    for person, status in (
        (make_reviewer(department), 200),
        (make_publisher(department), 200),
        (make_editor(department), 403),
        (make_user(), 403),
    ):
        assert client_of(person).get(URL).status_code == status
        assert client_of(person).get(f"{URL}next/").status_code == (302 if status == 200 else 403)


# --- the chips --------------------------------------------------------------------------------------
@pytest.fixture
def one_of_each(department, reviewer):
    """Make a page for every chip; each is overdue in 200 days unless its name says otherwise."""
    made = {name: page_due(200, department, headline=name, contacts=[]) for name in
            ("forfallna", "idag", "snart", "andrade", "atgardas", "aldrig", "undantagen", "lugn")}  # fmt: skip
    ReviewSubject.objects.filter(release=None).delete()
    other = make_reviewer(department)
    ReviewSubject.objects.update(last_reviewed_on=TODAY - 90 * DAY, responsible=other)
    change(made["forfallna"], next_review_on=TODAY - DAY)
    change(made["idag"], next_review_on=TODAY, responsible=None)
    change(made["snart"], next_review_on=TODAY + 30 * DAY, responsible=reviewer)
    change(made["andrade"], changed_on=TODAY - DAY)
    change(made["atgardas"], open_tasks=1, next_review_on=TODAY - DAY)
    change(made["aldrig"], last_reviewed_on=None)
    change(made["undantagen"], exempt_until=TODAY + DAY, exempt_reason="Minnessida", next_review_on=TODAY + DAY)
    return made


EXPECTED = {
    "granska": {"forfallna", "idag", "snart", "andrade"},
    "forfallna": {"forfallna", "atgardas"},
    "snart": {"idag", "snart", "undantagen"},
    "andrade": {"andrade"},
    "atgardas": {"atgardas"},
    "aldrig": {"aldrig"},
    "utan-ansvarig": {"idag"},
    "mina": {"snart"},
    "alla": {"forfallna", "idag", "snart", "andrade", "atgardas", "aldrig", "undantagen", "lugn"},
}


def test_the_test_knows_every_chip():
    assert set(EXPECTED) == set(LABELS)


@pytest.mark.parametrize("chip", EXPECTED)
def test_a_chip_lists_and_counts_the_same_pages(chip, one_of_each, reviewer):
    html = get(reviewer, f"?visa={chip}")

    assert set(titles(html)) == EXPECTED[chip]
    assert counts(html)[chip] == len(EXPECTED[chip])


@pytest.mark.parametrize("chip", EXPECTED)
def test_the_button_counts_and_leads_through_what_calls_for_a_reading(chip, one_of_each, reviewer):
    expected = EXPECTED[chip] & EXPECTED["granska"]
    html = get(reviewer, f"?visa={chip}")

    assert {s.release.headline for s in Choice(reviewer, chip).to_read()} == expected
    if expected:
        assert f"Börja granska ({len(expected)})" in html
        assert f"{URL}next/?ko={chip}" in html
    else:
        assert "Börja granska" not in html


def test_overdue_means_the_same_here_as_everywhere(one_of_each, reviewer):
    found, _to_read = chips(Choice(reviewer))

    assert next(c.count for c in found if "forfallna" in c.query) == ReviewSubject.objects.overdue().count()


def test_somebody_who_has_left_answers_for_nothing(one_of_each, reviewer):
    left = make_reviewer(reviewer.memberships.get().department, is_active=False)
    change(one_of_each["lugn"], responsible=left)

    assert set(titles(get(reviewer, "?visa=utan-ansvarig"))) == {"idag", "lugn"}


def test_department_kind_and_title_narrow_the_list_and_the_chips(department, reviewer):
    elsewhere = make_department(name="Miljöförvaltningen")
    reviewer.memberships.create(department=elsewhere, role="reviewer")
    page_due(-1, department, headline="Äppelträd planteras", contacts=[])
    page_due(-1, elsewhere, headline="Badvatten provtas", contacts=[])
    refresh_review_index(department)
    change(subject_of(department), next_review_on=TODAY)

    html = get(reviewer, f"?visa=granska&forvaltning={elsewhere.pk}")
    assert titles(html) == ["Badvatten provtas"]
    assert counts(html)["granska"] == 1
    assert f"forvaltning={elsewhere.pk}" in html[html.index("chips") : html.index("queue-head")]
    assert titles(get(reviewer, "?visa=granska&typ=forvaltning")) == ["Kulturförvaltningen"]
    assert titles(get(reviewer, "?visa=granska&q=badvatten")) == ["Badvatten provtas"]
    assert titles(get(reviewer, "?visa=granska&q=Kulturf")) == ["Kulturförvaltningen"]


def test_an_empty_list_says_so_and_offers_to_look_further(department, reviewer):
    assert "Inget att granska. Alla sidor är granskade i tid." in get(reviewer)
    assert "Det finns inga sådana sidor just nu." in get(reviewer, "?visa=mina")
    assert "Ingen sida här stämmer" in get(reviewer, "?q=fjäll")
    assert "?visa=alla&amp;q=fj%C3%A4ll" in get(reviewer, "?q=fjäll")
    assert "Sök bland alla sidor" not in get(reviewer, "?visa=alla")


@pytest.mark.parametrize(
    "query", ["?visa=x", "?forvaltning=x", "?forvaltning=99999999999999999999", "?typ=x", "?visa=%00", "?p=x", "?o=9"]
)
def test_nonsense_in_the_address_is_no_error(query, reviewer):
    assert client_of(reviewer).get(URL + query, follow=True).status_code == 200


# --- the walk ---------------------------------------------------------------------------------------
def test_the_walk_begins_with_the_most_pressing_page_and_knows_how_many_there_are(department, reviewer):
    page_due(5, department, contacts=[])
    first = page_due(-5, department, contacts=[])

    response = client_of(reviewer).get(f"{URL}next/?ko=granska")

    assert response.url == f"{URL}{first.pk}/review/?ko=granska&nr=1&av=2"


def test_skipping_leads_past_the_page_and_at_the_end_back_to_the_list(department, reviewer):
    first, second = page_due(-5, department, contacts=[]), page_due(-5, department, contacts=[])
    desk = client_of(reviewer)

    on = desk.get(f"{URL}next/?ko=forfallna&nr=1&av=2&efter={first.pk}").url
    assert on == f"{URL}{second.pk}/review/?ko=forfallna&nr=2&av=2"
    assert desk.get(f"{URL}next/?ko=forfallna&nr=2&av=2&efter={second.pk}").url == f"{URL}?visa=forfallna"


def test_a_walk_through_nothing_leads_to_the_list(reviewer):
    assert client_of(reviewer).get(f"{URL}next/?ko=mina").url == f"{URL}?visa=mina"


def test_a_page_of_others_cannot_be_skipped(reviewer):
    theirs = page_due(-1, make_department())

    assert client_of(reviewer).get(f"{URL}next/?ko=granska&efter={theirs.pk}").status_code == 404


@pytest.mark.parametrize("query", ["nr=x&av=y", "nr=-1", "nr=99999999999", "nr=1_0", "nr=²"])
def test_a_walk_with_nonsense_numbers_is_still_a_walk(query, reviewer):
    walk = Walk.read(QueryDict(f"ko=granska&{query}"), reviewer)

    assert walk == Walk(Choice(reviewer), 1, 0)


# --- how fast -----------------------------------------------------------------------------------------
def test_the_queue_asks_the_same_few_questions_however_long_it_is(department, reviewer):
    desk = client_of(reviewer)

    def asked():
        with CaptureQueriesContext(connection, ) as queries:  # fmt: skip
            assert desk.get(URL).status_code == 200
        return len(queries)

    for _number in range(2):
        page_due(-1, department, contacts=[])
    few = asked()
    for number in range(30):
        subject = page_due(-number, department, contacts=[])
        seen = seen_version(subject.release.versions.get())
        review(subject=subject, by=reviewer, digest=seen.digest)
        change(subject, next_review_on=TODAY - DAY, responsible=reviewer)

    assert asked() == few <= 8


# --- the cards of the start page -------------------------------------------------------------------------
def test_the_start_page_counts_every_kind_and_begins_the_walk(department, reviewer):
    contact = make_contact(name="Märta Ågren", title="", department=department)
    refresh_review_index(contact)
    change(subject_of(contact), next_review_on=TODAY - DAY)
    for _number in range(6):
        page_due(1, department, contacts=[])

    html = client_of(reviewer).get("/admin/").content.decode()

    assert "Börja granska (7)" in html
    assert f"{URL}next/?ko=granska" in html
    assert "Märta Ågren" in html
    assert f"förfallen sedan {TODAY - DAY}" in html


def task_of(department, outcome="needs_changes", comment="Numret till växeln är fel."):
    subject = page_due(-1, department, headline="Så når du växeln", contacts=[])
    seen = seen_version(subject.release.versions.get())
    review(subject=subject, by=make_administrator(), digest=seen.digest, outcome=outcome, comment=comment)
    return ReviewTask.objects.get(subject=subject)


def test_editors_find_what_reviewers_want_put_right(department):
    task = task_of(department)
    url = f"{URL}{task.subject_id}/task/{task.pk}/"

    for person, is_theirs in (
        (make_editor(department), True),
        (make_publisher(department), True),
        (make_administrator(), True),
        (make_reviewer(department), False),
        (make_editor(make_department()), False),
    ):
        html = client_of(person).get("/admin/").content.decode()
        assert ("Att åtgärda efter granskning" in html) is is_theirs
        assert (url in html) is is_theirs
        assert ("Numret till växeln är fel." in html) is is_theirs


def test_what_should_be_archived_is_for_publishers(department):
    task_of(department, "propose_archive", "Handlar om ett val som har varit.")

    assert "ett val som har varit" in client_of(make_publisher(department)).get("/admin/").content.decode()
    assert "ett val som har varit" not in client_of(make_editor(department)).get("/admin/").content.decode()


def test_saying_that_nothing_needed_to_be_changed_closes_the_task(department):
    task, editor = task_of(department), make_editor(department)
    url, desk = f"{URL}{task.subject_id}/task/{task.pk}/", client_of(editor)

    assert "Skriv varför inget behöver ändras." in desk.post(url, {"comment": " "}).content.decode()
    task.refresh_from_db()
    assert task.closed_at is None
    html = desk.post(url, {"comment": "Numret är rätt, jag har ringt."}, follow=True).content.decode()

    task.refresh_from_db()
    assert (task.closing, task.closed_by, task.closing_comment) == ("nothing", editor, "Numret är rätt, jag har ringt.")
    assert "Granskaren blir ombedd att läsa sidan igen." in html
    assert "Att åtgärda efter granskning" not in html
    page = desk.post(url, {"comment": "En gång till."}).content.decode()
    assert "Uppgiften är avslutad" in page
    assert "Numret är rätt, jag har ringt." in page


def test_a_task_is_not_found_by_who_has_no_part_in_it(department):
    task, other = task_of(department), task_of(make_department())
    url = f"{URL}{task.subject_id}/task/{task.pk}/"

    for person in (make_reviewer(department), make_editor(make_department()), make_user()):
        assert client_of(person).get(url).status_code == 404
        assert client_of(person).post(url, {"comment": "x"}).status_code == 404
    editor = client_of(make_editor(department))
    assert editor.get(f"{URL}{other.subject_id}/task/{task.pk}/").status_code == 404
    assert editor.get(f"{URL}{task.subject_id}/task/{10**12}/").status_code == 404
    task.refresh_from_db()
    assert task.closed_at is None


def test_departments_without_reviewer_offer_no_choice(department, reviewer):
    assert "queue-department" not in get(reviewer)
    assert "queue-department" in get(make_administrator()) or Department.objects.count() < 2
