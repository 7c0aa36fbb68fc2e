"""The tables for Excel. R22: every row, as Swedish Excel opens it, and no formula runs."""

import csv
import io
import random

import pytest
from django.urls import reverse
from django.utils import timezone

from newsroom.figures import tables
from newsroom.models import Review, ReviewSubject
from newsroom.reviewing import refresh_review_index
from tests.admin.support import client_of
from tests.factories import (
    DAY,
    make_administrator,
    make_contact,
    make_department,
    make_publisher,
    make_release,
    make_review,
    make_reviewer,
    make_version,
    review_version,
)
from tests.figures.support import declare_void, make_row, make_subject, random_office

pytestmark = pytest.mark.django_db
REVIEWS, PAGES = (reverse(f"figures:{name}") for name in ("review_table", "page_table"))


@pytest.fixture
def today():
    return timezone.localdate()


def read(response):
    """Read a file as Excel does: the mark first, then semicolons."""
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in response["Content-Disposition"]
    assert response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def table(path, by=None, **query):
    return read(client_of(by or make_administrator()).get(path, query))


def test_r22_every_review_is_a_row_also_what_is_void(today):
    random_office(random.Random(2), today, reviews=80)

    rows = table(REVIEWS)

    assert sorted(int(row["Granskning nr"]) for row in rows) == list(
        Review.objects.order_by("pk").values_list("pk", flat=True)
    )
    void = {row["Ogiltigförklarad av"] for row in rows} - {""}
    assert void == {str(pk) for pk in Review.objects.filter(outcome="void").values_list("pk", flat=True)}


def test_r22_every_field_of_a_review_is_in_the_table():
    stored = {field.name for field in Review._meta.concrete_fields} - {"id"}
    asked = {name.split("__")[0].removesuffix("_id") for name in tables.REVIEW_FIELDS} - {"pk", "voided_by"}

    assert asked == stored


def test_a_row_says_everything_in_words(today):
    department = make_department(name="Kultur och fritid")
    writer = make_publisher(department, username="asa")
    version = make_version(department=department, by=writer, visible_from=timezone.now() - 400 * DAY)
    due = version.release.subject.next_review_on
    review = review_version(version=version, by=writer, checklist=["links", "facts"], comment="Läst; allt stämmer")

    [row] = table(REVIEWS)

    assert row == {
        "Granskning nr": str(review.pk),
        "Sida nr": str(review.subject_id),
        "Slag av sida": "pressmeddelande",
        "Sida": version.headline,
        "Förvaltning": "Kultur och fritid",
        "Version": str(version.number),
        "Utfall": str(review.get_outcome_display()),
        "Granskad den": today.isoformat(),
        "Registrerad": timezone.localtime(review.reviewed_at).strftime("%Y-%m-%d %H:%M"),
        "Svarade mot förfallodag": due.isoformat(),
        "Dagar sen": str((today - due).days),
        "Konto": "asa",
        "Granskarens namn": str(writer),
        "Granskarens funktion": "Kultur och fritid",
        "Kommentar": "Läst; allt stämmer",
        "Checklista": "links, facts",
        "Skjuten till": "",
        "Ogiltigförklarar": "",
        "Ogiltigförklarad av": "",
        "Egen text": "ja",
        "Skäl till egen text": "Ingen annan är i tjänst.",
        "Sätt": str(review.get_method_display()),
        "Omgång": "",
        "Formulärets nyckel": "",
        "Kontrollsumma (SHA-256)": review.digest,
        "Vad som visades": row["Vad som visades"],
    }
    assert "070-174 06 05" in row["Vad som visades"]


@pytest.mark.parametrize("formula", ["=1+1", "+46", "-1", "@SUMMA(A1)", "\t=1", "＝HYPERLINK()"])
def test_r22_formulas_are_neutralised_in_both_tables(formula, today):
    version = make_version(headline=f"{formula}|rubrik")
    row = make_row(version.release.subject, today, comment=formula, reviewer_name=formula)
    release = version.release
    assert row.comment == formula

    reviews, pages = table(REVIEWS), table(PAGES)

    assert [reviews[0][name] for name in ("Kommentar", "Granskarens namn")] == [f"'{formula}"] * 2
    assert [r["Sida"] for r in pages if r["Slag av sida"] == "pressmeddelande"] == [f"'{release.headline}"]


def test_a_comment_of_several_lines_with_semicolons_and_quotes_stays_one_cell(today):
    text = 'Rad ett; "citat"\nRad två'
    make_row(make_subject(), today, comment=text)

    assert table(REVIEWS)[0]["Kommentar"] == text


def test_every_page_that_has_been_public_is_a_row_as_it_stands(today):
    department = make_department(name="Kultur och fritid", slug="kultur")
    reviewer = make_reviewer(department, first_name="Mats", last_name="Granlund")
    version = make_version(department=department, visible_from=timezone.now() - 900 * DAY)
    subject = version.release.subject
    make_review(version, today - 500 * DAY)
    ReviewSubject.objects.filter(pk=subject.pk).update(responsible=reviewer)
    make_version(visible_from=timezone.now() + DAY)
    make_release(department=department)
    subject.refresh_from_db()

    rows = {row["Sida nr"]: row for row in table(PAGES)}

    row = rows[str(subject.pk)]
    assert row["Adress"].endswith(version.get_absolute_url())
    assert (row["Senast granskad"], row["Senast granskad av"]) == ((today - 500 * DAY).isoformat(), "Per Ivarsson")
    assert row["Ska granskas"] == subject.next_review_on.isoformat()
    assert row["Dagar sen"] == str((today - subject.next_review_on).days)
    assert (row["Ansvarig granskare"], row["Status"]) == ("Mats Granlund", str(subject.status_at().label))
    assert (row["Kontakt ändrad"], row["Öppna uppgifter"]) == ("nej", "0")
    ever_public = ReviewSubject.objects.exclude(public_from=None)
    assert {int(pk) for pk in rows} == set(ever_public.values_list("pk", flat=True))


def test_departments_and_contacts_are_rows_with_their_own_address():
    department, contact = make_department(slug="kultur"), make_contact()
    refresh_review_index(department, contact)

    kinds = {row["Slag av sida"]: row for row in table(PAGES)}

    assert kinds["förvaltning"]["Adress"].endswith("/forvaltningar/kultur/")
    assert kinds["kontakt"]["Sida"] == contact.name
    assert kinds["kontakt"]["Adress"].endswith("/kontakter/")


def test_the_tables_are_of_the_persons_departments_or_the_one_chosen(today):
    mine, other = make_department(name="Min"), make_department(name="Annans")
    for department in (mine, other):
        make_row(make_subject(department), today)
    reviewer = make_reviewer(mine)

    for path in (REVIEWS, PAGES):
        assert {row["Förvaltning"] for row in table(path, reviewer)} - {""} == {"Min"}
        assert {row["Förvaltning"] for row in table(path)} >= {"Min", "Annans"}
        assert {row["Förvaltning"] for row in table(path, forvaltning=other.pk)} == {"Annans"}


def test_void_and_overdue_rows_are_marked(today):
    subject = make_subject(next_review_on=today - 5 * DAY)
    void = declare_void(make_row(subject, today, due_on=today + DAY))

    first, second = table(REVIEWS)

    assert (first["Ogiltigförklarad av"], second["Ogiltigförklarar"]) == (str(void.pk), str(void.voids_id))
    assert first["Dagar sen"] == "0"
    assert next(row for row in table(PAGES) if row["Sida nr"] == str(subject.pk))["Dagar sen"] == "5"
