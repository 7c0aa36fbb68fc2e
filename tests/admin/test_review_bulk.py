"""Several pages at once: each signed for itself, what fails is said, and the rest is stored."""

import html
import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from newsroom.models import Review, ReviewSubject
from newsroom.reviewing import refresh_review_index, subject_of, wrong_subjects
from newsroom.withdrawing import archive_release
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
    make_version,
)

pytestmark = pytest.mark.django_db
LIST = reverse("admin:newsroom_reviewsubject_changelist")
TODAY = timezone.localdate()


def url(name):
    return reverse(f"admin:review_bulk_{name}")


@pytest.fixture
def department():
    return make_department()


@pytest.fixture
def reviewer(department):
    return make_reviewer(department)


@pytest.fixture
def client(reviewer):
    return client_of(reviewer)


@pytest.fixture
def subjects(department):
    """Three releases of the department."""
    return [subject_of(make_version(department=department).release) for _ in range(3)]


def update(subject):
    """Publish another text while somebody reads the old one."""
    subject.release.lead = "Nya tider gäller från i dag."
    subject.release.save()
    make_version(release=subject.release, kind="update", note="Nya tider.", visible_from=timezone.now())


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def ask(client, action, subjects, view="?visa=alla"):
    data = {"action": f"{action}_action", "_selected_action": [subject.pk for subject in subjects], "index": 0}
    return client.post(LIST + view, data, follow=True)


def ticked(response, subjects, **more):
    """Return what the browser sends when the rows are ticked and the statement is made."""
    return sent_from(response, "bulk_form") | {"row": [s.pk for s in subjects], "have_read": "on"} | more


# --- marking ----------------------------------------------------------------------------------------
def test_the_question_lists_each_page_with_its_last_change_a_link_and_an_empty_tick(client, subjects):
    changed = make_version(
        release=subjects[0].release, kind="correction", note="Siffran var fel.", visible_from=timezone.now()
    )
    page = ask(client, "several", subjects)
    source = page.content.decode()

    for subject in subjects:
        assert subject.release.headline in source
        assert f'href="{subject.release.versions.first().get_absolute_url()}"' in source
    assert f"Senast ändrad {TODAY}, Siffran var fel." in words(page)
    assert changed.get_absolute_url() in source
    assert source.count('name="row"') == 3
    assert not re.search(r'type="checkbox"[^>]*checked', source)
    assert not Review.objects.exists()


def test_each_page_gets_its_own_review_with_a_common_batch(client, subjects, reviewer):
    page = ask(client, "several", subjects)
    done = client.post(url("several"), ticked(page, subjects), follow=True)

    assert "3 sidor är markerade som granskade." in words(done)
    reviews = Review.objects.all()
    assert {review.subject_id for review in reviews} == {subject.pk for subject in subjects}
    assert {(r.method, r.outcome, r.reviewer, r.batch) for r in reviews} == {("bulk", "ok", reviewer, reviews[0].batch)}
    assert reviews[0].batch is not None
    assert not [subject for subject in wrong_subjects() if subject.pk]


def test_only_what_is_ticked_is_marked(client, subjects):
    page = ask(client, "several", subjects)
    client.post(url("several"), ticked(page, subjects[:1]))

    assert [review.subject_id for review in Review.objects.all()] == [subjects[0].pk]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"have_read": ""}, "Bekräfta att du har läst igenom samtliga."),
        ({"row": []}, "Kryssa för de sidor som du har läst och som stämmer."),
    ],
)
def test_without_the_statement_or_a_tick_nothing_is_stored_and_the_ticks_stand(change, message, client, subjects):
    page = ask(client, "several", subjects)
    data = ticked(page, subjects[:2], **change)
    again = client.post(url("several"), data)

    assert message in words(again)
    assert not Review.objects.exists()
    assert len(re.findall(r'name="row"[^>]* checked', again.content.decode())) == len(data["row"])


def test_a_page_that_changed_meanwhile_is_refused_and_the_others_are_stored(client, subjects):
    page = ask(client, "several", subjects)
    update(subjects[1])

    answer = client.post(url("several"), ticked(page, subjects))

    assert "Sidan ändrades medan du läste." in words(answer)
    assert "2 sidor är markerade som granskade." in words(answer)
    assert "1 sida markerades inte." in words(answer)
    assert {review.subject_id for review in Review.objects.all()} == {subjects[0].pk, subjects[2].pk}
    assert answer.content.decode().count('name="row"') == 1
    client.post(url("several"), ticked(answer, subjects[1:2]))
    assert Review.objects.filter(subject=subjects[1]).get().version.kind == "update"


def test_a_digest_stays_the_one_that_was_on_screen_when_the_form_comes_back(client, subjects):
    page = ask(client, "several", subjects)
    update(subjects[1])
    again = client.post(url("several"), ticked(page, subjects, have_read=""))

    answer = client.post(url("several"), ticked(again, subjects))

    assert not Review.objects.filter(subject=subjects[1]).exists()
    assert "Sidan ändrades medan du läste." in words(answer)


def test_one_s_own_text_is_refused_here_too(department, subjects):
    publisher = make_publisher(department)
    own = subject_of(make_version(department=department, by=publisher).release)
    client = client_of(publisher)
    page = ask(client, "several", [*subjects, own])

    answer = client.post(url("several"), ticked(page, [*subjects, own]))

    reason = gettext("You made the latest change. Say why nobody else can review the page.")
    assert reason in html.unescape(words(answer))
    assert not Review.objects.filter(subject=own).exists()
    assert Review.objects.count() == 3


def test_the_same_form_twice_writes_each_row_once(client, subjects):
    page = ask(client, "several", subjects)
    for _ in range(2):
        client.post(url("several"), ticked(page, subjects))

    assert Review.objects.count() == 3


def test_two_people_with_the_same_form_write_their_own_rows(client, subjects, department):
    data = ticked(ask(client, "several", subjects), subjects)
    client.post(url("several"), data)
    client_of(make_reviewer(department)).post(url("several"), data)

    assert Review.objects.count() == 6


def test_twenty_at_once_and_not_one_more(client, department):
    subjects = [subject_of(make_version(department=department).release) for _ in range(21)]
    refused = ask(client, "several", subjects)
    assert "Välj högst 20 sidor åt gången. Du har valt 21." in words(refused)

    page = ask(client, "several", subjects[:20])
    forged = ticked(page, subjects) | {"pks": ".".join(str(subject.pk) for subject in subjects)}
    client.post(url("several"), forged)
    assert not Review.objects.exists()
    client.post(url("several"), ticked(page, subjects[:20]))
    assert Review.objects.count() == 20


def test_departments_and_contacts_can_be_among_them(client, department, subjects):
    contact = make_contact(department=department)
    refresh_review_index(department, contact)
    cards = [subject_of(department), subject_of(contact)]
    page = ask(client, "several", [*subjects, *cards])

    client.post(url("several"), ticked(page, [*subjects, *cards]))

    assert Review.objects.exclude(digest="").count() == 5


def test_a_page_that_is_not_public_any_more_says_so(client, subjects):
    page = ask(client, "several", subjects)
    archive_release(release=subjects[0].release, by=make_administrator())

    answer = client.post(url("several"), ticked(page, subjects))

    assert "Bara en publicerad sida kan granskas." in words(answer)
    assert Review.objects.count() == 2


@pytest.mark.parametrize("pks", ["", "x", "1.2.x", "9" * 400, "-1", "²", "\x00"])
@pytest.mark.parametrize("name", ["several", "assign", "defer"])
def test_odd_requests_do_no_harm(name, pks, client, subjects):
    data = {"pks": pks, "batch": "x", "row": ["x", "9" * 40, "\x00"], "have_read": "on"}
    for sent in (data, {**data, "pks": f"{subjects[0].pk}"}, {**data, "pks": f"{subjects[0].pk}", "batch": ""}):
        assert client.post(url(name), sent).status_code in (200, 302)
    assert client.get(url(name)).status_code == 302
    assert not Review.objects.exists()


# --- who --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["several", "assign", "defer"])
def test_pages_of_others_are_neither_shown_nor_touched(name, subjects):
    stranger = client_of(make_reviewer(make_department()))
    digests = {f"digest-{subject.pk}": "x" for subject in subjects}
    data = {
        "pks": ".".join(str(subject.pk) for subject in subjects),
        "batch": str(uuid.uuid4()),
        "row": [subject.pk for subject in subjects],
        "have_read": "on",
        "deferred_until": TODAY + DAY,
        "comment": "Jul.",
        "responsible": "",
    }

    answer = stranger.post(url(name), data | digests)

    assert subjects[0].release.headline not in words(answer)
    assert not Review.objects.exists()
    assert client_of(make_editor(subjects[0].department)).post(url(name), data).status_code == 403
    assert Client().post(url(name), data).status_code == 302


# --- assigning and deferring ------------------------------------------------------------------------
def test_a_publisher_gives_pages_to_somebody(department, subjects, reviewer):
    client = client_of(make_publisher(department))
    page = ask(client, "assign", subjects[:2])

    done = client.post(url("assign"), sent_from(page, "bulk_form") | {"responsible": reviewer.pk}, follow=True)

    assert f"{reviewer} ansvarar nu för 2 sidor." in words(done)
    assert ReviewSubject.objects.filter(responsible=reviewer).count() == 2


def test_pages_that_the_person_may_not_review_are_left_and_counted(department, subjects):
    client, outsider = client_of(make_publisher(department)), make_reviewer(make_department())
    page = ask(client, "assign", subjects)

    done = client.post(url("assign"), sent_from(page, "bulk_form") | {"responsible": outsider.pk}, follow=True)

    assert "3 sidor lämnades som de var" in words(done)
    assert not ReviewSubject.objects.exclude(responsible=None).exists()


def test_a_reviewer_is_not_offered_to_give_pages_away(client, subjects):
    page = client.get(f"{LIST}?visa=alla").content.decode()

    assert 'value="defer_action"' in page
    assert 'value="assign_action"' not in page
    ReviewSubject.objects.update(responsible=make_reviewer(subjects[0].department))
    client.post(url("assign"), {"pks": str(subjects[0].pk), "responsible": ""})
    assert not ReviewSubject.objects.filter(responsible=None, release__isnull=False).exists()


def test_reviews_are_deferred_with_a_reason(client, subjects):
    until = TODAY + 20 * DAY
    page = ask(client, "defer", subjects)
    answer = {"deferred_until": until, "comment": "Väntar på nämnden."}

    done = client.post(url("defer"), sent_from(page, "bulk_form") | answer, follow=True)

    assert "3 granskningar är uppskjutna." in words(done)
    assert {(r.outcome, r.deferred_until, r.method) for r in Review.objects.all()} == {("deferred", until, "bulk")}


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ({"deferred_until": "", "comment": "Jul."}, "Detta fält måste fyllas i."),
        ({"deferred_until": TODAY + DAY, "comment": " "}, "Detta fält måste fyllas i."),
        ({"deferred_until": TODAY + 31 * DAY, "comment": "Jul."}, "30 dag"),
    ],
)
def test_a_deferral_without_a_day_or_a_reason_is_refused(answer, message, client, subjects):
    page = ask(client, "defer", subjects)

    again = client.post(url("defer"), sent_from(page, "bulk_form") | answer, follow=True)

    assert message in words(again)
    assert not Review.objects.exists()


def test_a_third_deferral_is_refused_for_that_page_alone(client, subjects):
    page = ask(client, "defer", subjects[:1])
    answer = {"deferred_until": TODAY + DAY, "comment": "Jul."}
    for _ in range(2):
        client.post(url("defer"), sent_from(page, "bulk_form") | answer)
    page = ask(client, "defer", subjects)

    done = client.post(url("defer"), sent_from(page, "bulk_form") | answer, follow=True)

    assert gettext("The review has been deferred twice already. Read the page now.") in words(done)
    assert "2 granskningar är uppskjutna." in words(done)
    assert Review.objects.count() == 4


def test_the_question_costs_the_same_for_each_page(client, department):
    def cost(count):
        subjects = [subject_of(make_version(release=make_release(department=department)).release) for _ in range(count)]
        with CaptureQueriesContext(connection) as queries:
            ask(client, "several", subjects)
        return len(queries)

    cost(1)
    assert cost(12) - cost(6) <= 6 * 6
