"""The log of reviews: who reads what in it, that nothing in it changes, and how a row is declared void."""

import re
import uuid
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from newsroom.admin.review_signed import card_lines, checklist_words, is_intact, lateness
from newsroom.models import Membership, Review, ReviewSubject, Telephone
from newsroom.reviewing import refresh_review_index, subject_of
from newsroom.signing import on_screen
from newsroom.signing import review as sign_review
from tests.admin.support import client_of
from tests.factories import (
    DAY,
    NOW,
    make_administrator,
    make_contact,
    make_department,
    make_editor,
    make_publisher,
    make_review,
    make_reviewer,
    make_user,
    make_version,
    review_version,
)

pytestmark = pytest.mark.django_db
LOG = "/admin/newsroom/review/"


@pytest.fixture
def department():
    return make_department(name="Kultur och fritid")


@pytest.fixture
def version(department):
    return make_version(department=department, by=make_editor(department), visible_from=NOW - 400 * DAY)


@pytest.fixture
def review(version, department):
    return review_version(version=version, by=make_reviewer(department), checklist=["contacts", "facts"])


def words(response):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))).replace(" ,", ",")


def page_of(review, page="change"):
    return f"{LOG}{review.pk}/{page}/"


def listed(client, **query):
    response = client.get(LOG, query)
    assert response.status_code == 200
    return list(response.context["cl"].result_list.values_list("pk", flat=True))


def review_card(thing, by, **more):
    refresh_review_index(thing)
    seen = on_screen(subject_of(thing))
    return sign_review(subject=seen.subject, by=by, digest=seen.digest, **more)


# --- who ----------------------------------------------------------------------------------------------
def test_reviewers_and_publishers_read_the_log_of_their_departments_and_administrators_all(review, department):
    other = make_version()
    foreign = make_review(other, timezone.localdate())

    for person in (make_reviewer(department), make_publisher(department)):
        assert listed(client_of(person)) == [review.pk]
        assert client_of(person).get(page_of(review)).status_code == 200
        assert client_of(person).get(page_of(foreign)).status_code == 404
        assert client_of(person).get(page_of(foreign, "void")).status_code == 404
    assert set(listed(client_of(make_administrator()))) == {review.pk, foreign.pk}


@pytest.mark.parametrize("page", ["change", "void", "history", "delete"])
def test_who_does_not_review_reads_nothing(review, department, page):
    for person in (make_editor(department), make_user()):
        client = client_of(person)
        assert client.get(LOG).status_code == 403
        assert client.get(page_of(review, page)).status_code == 403
        assert "Kultur och fritid" not in client.get(page_of(review, page)).content.decode()


def test_who_edits_here_and_reviews_elsewhere_reads_elsewhere(review, department):
    person = make_editor(department)
    Membership.objects.create(user=person, department=make_department(), role="reviewer")

    assert listed(client_of(person)) == []
    assert client_of(person).get(page_of(review)).status_code == 404


def test_a_card_of_no_department_is_in_every_reviewers_log(department):
    row = review_card(make_contact(is_listed=True), make_administrator())

    assert row.subject.department is None
    assert listed(client_of(make_reviewer(department))) == [row.pk]
    assert client_of(make_reviewer(department)).get(page_of(row)).status_code == 200


# --- nothing changes ----------------------------------------------------------------------------------
def test_not_even_an_administrator_adds_changes_or_deletes(review):
    client, before = client_of(make_administrator()), list(Review.objects.values())
    data = {"comment": "Ändrad", "outcome": "ok", "post": "yes", "_save": "1"}

    answers = [
        client.get(f"{LOG}add/").status_code,
        client.post(f"{LOG}add/", data).status_code,
        client.post(page_of(review), data).status_code,
        client.get(page_of(review, "delete")).status_code,
        client.post(page_of(review, "delete"), data).status_code,
        client.post(LOG, {"action": "delete_selected", "_selected_action": [review.pk], **data}).status_code,
    ]

    assert answers[:5] == [403, 403, 405, 403, 403]
    assert answers[5] in (200, 302, 403)
    assert list(Review.objects.values()) == before
    assert client.get(page_of(review, "history")).url == page_of(review)


@pytest.mark.parametrize("number", ["0", "abc", "9" * 30, "1%00"])
def test_a_review_that_is_none_is_not_found(number):
    assert client_of(make_administrator()).get(f"{LOG}{number}/change/").status_code == 404


# --- the list -----------------------------------------------------------------------------------------
def test_a_row_says_when_what_who_outcome_and_how_late(version, review):
    html = client_of(make_administrator()).get(LOG).content.decode()
    row = re.search(r"<tbody>.*?</tbody>", html, re.DOTALL).group(0)
    text = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", row)))

    due = review.due_on
    late = (review.reviewed_on - due).days
    assert late > 20
    assert f"{due.isoformat()} {late} dagar försenad" in text
    assert "Kultur och fritid" in text
    assert review.reviewer_name in text
    assert review.reviewed_on.isoformat() in text
    assert f'<a href="{version.get_absolute_url()}">' in row
    assert f'<a href="{page_of(review)}#read">version {version.number}</a>' in row


def test_newest_first_also_when_recorded_the_other_way(version):
    today = timezone.localdate()
    rows = [make_review(version, today - days * DAY) for days in (5, 1, 9, 1)]

    assert listed(client_of(make_administrator())) == [rows[3].pk, rows[1].pk, rows[0].pk, rows[2].pk]


def test_the_list_is_narrowed_by_department_outcome_method_days_and_own_text(version, review, department):
    today = timezone.localdate()
    writer = make_publisher(department)
    own = review_version(version=make_version(department=department, by=writer), by=writer)
    wrong = review_version(
        version=version, by=make_reviewer(department), outcome="needs_changes", comment="Fel nummer.", method="queue"
    )
    old = make_review(make_version(), today - 30 * DAY)
    client = client_of(make_administrator())

    assert listed(client, forvaltning=department.pk) == [wrong.pk, own.pk, review.pk]
    assert listed(client, outcome__exact="needs_changes") == [wrong.pk]
    assert listed(client, method__exact="import") == [old.pk]
    assert listed(client, is_own_text__exact="1") == [own.pk]
    assert listed(client, fran=today.isoformat()) == [wrong.pk, own.pk, review.pk]
    assert listed(client, till=(today - DAY).isoformat()) == [old.pk]
    assert listed(client, fran=(today - 30 * DAY).isoformat(), till=(today - 30 * DAY).isoformat()) == [old.pk]
    assert listed(client, q="Ivarsson") == [old.pk]
    assert set(listed(client, q=version.headline)) == {wrong.pk, review.pk}


def test_what_counts_and_what_is_void_are_told_apart(version, review, department):
    publisher = make_publisher(department)
    later = review_version(
        version=version, by=publisher, outcome="deferred", comment="Ledig", deferred_until=timezone.localdate() + DAY
    )
    client = client_of(publisher)
    client.post(page_of(review, "void"), {"comment": "Fel sida."})
    void = Review.objects.get(outcome="void")

    assert listed(client, galler="ja") == [later.pk]
    assert listed(client, galler="last") == []
    assert listed(client, galler="nej") == [review.pk]
    assert listed(client) == [void.pk, later.pk, review.pk]
    assert "ogiltigförklarad" in words(client.get(LOG, {"galler": "nej"}))


def test_a_department_that_is_not_offered_has_no_rows(review):
    foreign = make_reviewer(make_department())

    assert listed(client_of(foreign), forvaltning=review.subject.department_id) == []
    assert "Kultur och fritid" not in words(client_of(foreign).get(LOG))


@pytest.mark.parametrize("query", ["fran=i+går", "till=2026-13-45", "fran=%00", "fran=2026-1-1&till=x"])
def test_a_day_that_is_none_is_said_and_kept(review, query):
    response = client_of(make_administrator()).get(f"{LOG}?{query}")

    assert response.status_code == 200
    assert "Skriv dagen som 2026-11-23." in words(response)
    assert 'type="text" name="' in response.content.decode()  # a field for dates would lose what was typed
    assert list(response.context["cl"].result_list) == [review]


@pytest.mark.parametrize(
    "query", ["batch=x", "forvaltning=%00", "reviewed_on__gte=x", "p=99999", "o=99.x", "galler=%00"]
)
def test_nonsense_in_the_address_is_no_error(review, query):
    assert client_of(make_administrator()).get(f"{LOG}?{query}").status_code in (200, 302)


def test_the_form_of_days_keeps_the_other_filters(review):
    html = client_of(make_administrator()).get(LOG, {"outcome__exact": "ok", "fran": "2020-01-01"}).content.decode()
    form = re.search(r'<form method="get" class="log-days">.*?</form>', html, re.DOTALL).group(0)

    assert '<input type="hidden" name="outcome__exact" value="ok">' in form
    assert 'value="2020-01-01"' in form
    assert '<a href="?outcome__exact=ok">' in form


def test_the_number_of_questions_does_not_grow_with_the_rows(department):
    reviewer, client, found = make_reviewer(department), client_of(make_reviewer(department)), []
    for size in (3, 27):
        for _number in range(size):
            review_version(version=make_version(department=department), by=reviewer)
        client.get(LOG)
        with CaptureQueriesContext(connection) as queries:
            assert len(client.get(LOG).context["cl"].result_list) == Review.objects.count()
        found.append(len(queries))

    assert found[0] == found[1] <= 12


# --- one review ---------------------------------------------------------------------------------------
def test_the_page_of_a_review_shows_the_very_version_that_was_signed(version, review, department):
    response = client_of(make_reviewer(department)).get(page_of(review))
    text = words(response)

    assert version.headline in text
    assert "Bygget tog två år." in text
    assert "070-174 06 05" in text
    assert review.digest in text
    assert "det är detta som skrevs under" in text


def test_the_numbers_are_those_of_the_day_of_the_review_not_of_today(version, review, department):
    Telephone.objects.update(number="0520-49 50 00")

    text = words(client_of(make_reviewer(department)).get(page_of(review)))

    assert "070-174 06 05" in text
    assert "0520-49 50 00" not in text


def test_a_former_version_is_shown_as_it_was_when_another_has_been_published(department):
    first = make_version(department=department, visible_from=NOW - 9 * DAY, visible_until=NOW - DAY)
    row = make_review(first, timezone.localdate() - 5 * DAY)
    first.release.headline = "En alldeles ny rubrik"
    first.release.save()
    make_version(release=first.release, visible_from=NOW - DAY, kind="update", note="Ny rubrik")

    article = re.search(
        r"<article.*?</article>", client_of(make_reviewer(department)).get(page_of(row)).content.decode(), re.DOTALL
    ).group(0)

    assert first.headline in article
    assert "En alldeles ny rubrik" not in article


def test_a_card_is_shown_field_by_field_in_words(department):
    contact = make_contact(name="Märta Ågren", email="marta@example.se", department=department)
    row = review_card(contact, make_reviewer(department))

    assert card_lines(row) == [
        ("namn", "Märta Ågren"),
        ("titel", "pressekreterare"),
        ("e-post", "marta@example.se"),
        ("telefon", "070-174 06 05"),
    ]
    text = words(client_of(make_reviewer(department)).get(page_of(row)))
    assert "marta@example.se" in text
    assert "det är detta som skrevs under" in text


def test_a_department_is_shown_too(department):
    row = review_card(department, make_publisher(department))

    text = words(client_of(make_reviewer(department)).get(page_of(row)))

    assert "Gärdhemsvägen 9" in text
    assert dict(card_lines(row))["namn"] == "Kultur och fritid"


def test_a_digest_that_is_not_of_what_stands_here_is_said(review, department):
    assert is_intact(review) is True
    review.shown = {"contacts": [{"name": "Någon annan", "telephones": [], "email": ""}]}
    assert is_intact(review) is False
    review.digest = ""
    assert is_intact(review) is None


def test_the_checklist_is_said_in_words_with_points_of_former_days(review):
    review.checklist = ["facts", "former"]
    found = checklist_words(review)

    assert [is_ticked for _label, is_ticked in found] == [False, False, True, False, False, True]
    assert found[-1] == ("former", True)
    assert all("facts" not in label for label, _ticked in found)


@pytest.mark.parametrize(("days", "expected"), [(-3, "i tid"), (0, "i tid"), (1, "1 dag"), (12, "12 dagar")])
def test_how_late_is_said_in_words(review, days, expected):
    review.due_on = review.reviewed_on - days * DAY

    assert lateness(review).startswith(expected)


def test_what_was_recorded_together_is_linked(department):
    batch, reviewer = uuid.uuid4(), make_reviewer(department)
    rows = [
        review_version(version=make_version(department=department), by=reviewer, batch=batch, method="bulk")
        for _number in range(3)
    ]
    client = client_of(reviewer)

    response = client.get(page_of(rows[0]))

    assert f'href="{LOG}?batch={batch}"' in response.content.decode()
    assert "3 sidor tillsammans" in words(response)
    assert set(listed(client, batch=str(batch))) == {row.pk for row in rows}


def test_markup_in_a_comment_is_text(version, department):
    row = review_version(
        version=version, by=make_reviewer(department), outcome="needs_changes", comment="<script>alert(1)</script>"
    )
    client = client_of(make_reviewer(department))

    for path in (LOG, page_of(row), page_of(row, "void")):
        assert "<script>alert" not in client.get(path).content.decode()


# --- declaring void -----------------------------------------------------------------------------------
def test_a_publisher_declares_a_review_void_with_a_reason(version, review, department):
    publisher = make_publisher(department)
    client = client_of(publisher)
    assert ReviewSubject.objects.get(release=version.release).last_reviewed_on
    form = words(client.get(page_of(review, "void")))
    assert "Varför räknas inte granskningen?" in form

    response = client.post(page_of(review, "void"), {"comment": "Fel sida lästes."}, follow=True)

    void = Review.objects.get(voids=review)
    assert (void.comment, void.reviewer, void.outcome) == ("Fel sida lästes.", publisher, "void")
    assert response.redirect_chain == [(page_of(review), 302)]
    text = words(response)
    assert "Granskningen är ogiltigförklarad." in text
    assert "Fel sida lästes." in text
    assert "Ogiltigförklara…" not in text
    assert ReviewSubject.objects.get(release=version.release).last_reviewed_on is None


def test_void_without_a_reason_is_refused_in_words(review, department):
    client = client_of(make_publisher(department))
    for comment in ("", "   "):
        response = client.post(page_of(review, "void"), {"comment": comment})
        assert response.status_code == 200
        assert "Skriv varför granskningen inte räknas." in words(response)
    too_long = client.post(page_of(review, "void"), {"comment": "å" * 2001})
    assert "å" * 2001 in too_long.content.decode()

    assert Review.objects.count() == 1


def test_the_reviewer_undoes_it_within_ten_minutes_and_no_other_reviewer_does(version, department):
    reviewer, other = make_reviewer(department), make_reviewer(department)
    review = review_version(version=version, by=reviewer)
    assert "Ogiltigförklara…" in words(client_of(reviewer).get(page_of(review)))
    assert "Ogiltigförklara…" not in words(client_of(other).get(page_of(review)))

    for method in ("get", "post"):
        assert getattr(client_of(other), method)(page_of(review, "void"), {"comment": "x"}).status_code == 403
    assert client_of(reviewer).post(page_of(review, "void"), {"comment": "Slant."}).status_code == 302
    assert Review.objects.filter(voids=review).count() == 1


def test_after_ten_minutes_the_reviewer_asks_a_publisher(version, department):
    reviewer = make_reviewer(department)
    review = review_version(version=version, by=reviewer, at=timezone.now() - 11 * DAY / (24 * 60))

    assert client_of(reviewer).post(page_of(review, "void"), {"comment": "Slant."}).status_code == 403
    assert "Ogiltigförklara…" not in words(client_of(reviewer).get(page_of(review)))
    assert client_of(make_publisher(department)).get(page_of(review, "void")).status_code == 200
    assert not Review.objects.filter(voids=review).exists()


def test_a_review_is_declared_void_once_and_a_void_never(review, department):
    client = client_of(make_publisher(department))
    client.post(page_of(review, "void"), {"comment": "Fel sida."})
    void = Review.objects.get(voids=review)

    for row in (review, void):
        response = client.post(page_of(row, "void"), {"comment": "En gång till."})
        assert response.status_code == 200
        assert "redan ogiltigförklarad" in words(response)
        assert "redan ogiltigförklarad" in words(client.get(page_of(row, "void")))
    assert Review.objects.count() == 2


def test_the_row_that_declares_void_leads_to_the_one_it_is_about(review, department):
    client = client_of(make_publisher(department))
    client.post(page_of(review, "void"), {"comment": "Fel sida."})
    void = Review.objects.get(voids=review)

    html = client.get(page_of(void)).content.decode()

    assert page_of(review) in html
    assert "Fel sida." in html
    assert reverse("admin:newsroom_review_change", args=[void.pk]) in client.get(page_of(review)).content.decode()
