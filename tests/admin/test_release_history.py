"""History, comparison and restoring at the desk."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from newsroom.admin.release_history import FILTERS, interval_words
from newsroom.models import Event, Release, Version
from newsroom.recording import record
from tests.admin.page_form import sent_from
from tests.admin.support import change_url, client_of, release_data
from tests.admin.test_get_changes_nothing import dump
from tests.factories import (
    DAY,
    HOUR,
    NOW,
    make_contact,
    make_department,
    make_editor,
    make_publisher,
    make_release,
    make_reviewer,
    make_version,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def department():
    return make_department()


@pytest.fixture
def editor(department):
    return make_editor(department, first_name="Anna", last_name="Ek")


@pytest.fixture
def version(department):
    return make_version(department=department, headline="Rubriken som den var", lead="Ingressen som den var.")


def page(release, name, query=""):
    return f"/admin/newsroom/release/{release.pk}/{name}/{query}"


def html_of(client, *where):
    response = client.get(page(*where))
    assert response.status_code == 200
    return response.content.decode()


def words_of(html):
    """Return what a screen reader would say."""
    return " ".join(re.sub(r"<[^>]*>", "", html).split())


# --- history ----------------------------------------------------------------------------------------------
def test_the_timeline_tells_sentences_under_the_day_they_happened(version, editor):
    at = dt.datetime(2024, 3, 1, 23, 30, tzinfo=dt.UTC)  # already Saturday in Sweden
    record(version.release, Event.Kind.SAVED, editor, at=at, comment="kolla siffran")

    html = html_of(client_of(editor), version.release, "history")

    said = words_of(html)
    assert "Lördag 2 mars 2024 00.30 Anna Ek sparade utkastet. kolla siffran" in said
    assert html.index('datetime="2024-03-02"') > html.index(f'datetime="{timezone.localdate()}"')


@pytest.mark.parametrize(
    ("word", "kept"),
    [
        ("allt", {"saved", "published", "approved", "returned", "reviewed"}),
        ("publiceringar", {"published"}),
        ("godkannanden", {"approved", "returned"}),
        ("granskningar", {"reviewed"}),
        ("nonsens", {"saved", "published", "approved", "returned", "reviewed"}),
    ],
)
def test_the_timeline_can_be_narrowed(version, editor, word, kept):
    for kind in ("saved", "approved", "returned", "reviewed"):
        record(version.release, Event.Kind(kind), editor)

    response = client_of(editor).get(page(version.release, "history", f"?visa={word}"))

    assert {event.kind for _day, events in response.context["days"] for event in events} == kept
    assert response.content.decode().count('aria-current="page"') == 1


def test_every_kind_of_event_can_be_found_by_some_filter():
    narrow = [kinds for word, (_label, kinds) in FILTERS.items() if word != "allt"]

    assert FILTERS["allt"][1] == set(Event.Kind)
    assert set(Event.Kind) - set().union(*narrow) == {"created", "saved", "imported", "deleted"}
    assert sum(map(len, narrow)) == len(set().union(*narrow))


START, END = dt.datetime(2024, 3, 1, 8, tzinfo=dt.UTC), dt.datetime(2024, 3, 2, 9, 15, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("start", "end", "now", "words"),
    [
        (None, None, NOW, "aldrig publicerad"),
        (START, END, NOW, "publicerad 2024-03-01 09.00 till 2024-03-02 10.15"),
        (START, None, NOW, "publicerad sedan 2024-03-01 09.00"),
        (START, None, START - DAY, "visas från 2024-03-01 09.00"),
        (START, END, START - DAY, "visas från 2024-03-01 09.00 till 2024-03-02 10.15"),
    ],
)
def test_the_interval_of_a_version_in_words(start, end, now, words):
    assert interval_words(Version(visible_from=start, visible_until=end), now) == words


def test_every_version_is_listed_with_its_links(version, editor):
    Release.objects.update(headline="Andra rubriken")
    make_version(
        release=Release.objects.get(), kind="correction", note="Rubriken var fel.", visible_from=timezone.now()
    )

    html = html_of(client_of(editor), version.release, "history")

    said = words_of(html)
    assert "Version 2, rättelse Publicerad sedan" in said
    assert "Rubriken var fel." in said
    assert "Version 1, ny Publicerad" in said
    compare, restore = page(version.release, "compare"), page(version.release, "restore")
    for link in (
        f"{compare}?fran=2&amp;till=arbetskopia",
        f"{compare}?fran=1&amp;till=2",
        f"{compare}?fran=1&amp;till=arbetskopia",
        f"{restore}1/",
        f"{restore}2/",
    ):
        assert f'href="{link}"' in html


def test_a_draft_says_that_there_is_no_version_yet(department, editor):
    release = make_release(department=department)

    assert "Det finns ingen version ännu" in html_of(client_of(editor), release, "history")
    assert "ingen version att jämföra med" in html_of(client_of(editor), release, "compare")


# --- comparison -------------------------------------------------------------------------------------------
def test_what_came_and_went_can_be_read_without_colour(version, editor):
    Release.objects.update(headline="Rubriken som den blev")

    html = html_of(client_of(editor), version.release, "compare")

    assert "Rubriken som den borttaget: var tillagt: blev" in words_of(html)
    assert re.search(r"<del>.*var</del><ins>.*blev</ins>", html)
    assert "Lika: underrubrik, ingress" in words_of(html)


def test_usually_the_public_version_is_compared_with_the_working_copy(version, editor):
    Release.objects.update(headline="Nummer två")
    make_version(release=Release.objects.get(), kind="minor", visible_from=NOW + HOUR)

    response = client_of(editor).get(page(version.release, "compare"))

    assert (response.context["old"], response.context["new"]) == (version, version.release)
    assert response.context["is_asked"]


@pytest.mark.parametrize(
    ("query", "old", "new"), [("?fran=1&till=2", 1, 2), ("?fran=2&till=1", 2, 1), ("?fran=2", 2, 0), ("?till=1", 2, 1)]
)
def test_any_two_can_be_compared(version, editor, query, old, new):
    Release.objects.update(headline="Nummer två")
    make_version(release=Release.objects.get(), kind="minor", visible_from=timezone.now())

    response = client_of(editor).get(page(version.release, "compare", query))

    assert response.context["old"].number == old
    assert getattr(response.context["new"], "number", 0) == new


@pytest.mark.parametrize(
    "query",
    [
        "?fran=99",
        "?fran=x&till=y",
        "?fran=1&till=99",
        "?fran=arbetskopia",
        "?fran=-1",
        f"?fran={'9' * 30}",
        "?till=%00",
    ],
)
def test_nonsense_gives_the_usual_comparison_with_a_note(version, editor, query):
    response = client_of(editor).get(page(version.release, "compare", query))

    assert response.status_code == 200
    assert (response.context["old"], response.context["new"]) == (version, version.release)
    assert "De versionerna finns inte" in response.content.decode()


@pytest.mark.parametrize("query", ["?fran=&till=", "", "?fran=1", "?till=arbetskopia"])
def test_what_makes_sense_gets_no_note(version, editor, query):
    assert "De versionerna finns inte" not in html_of(client_of(editor), version.release, "compare", query)


def test_what_says_the_same_is_said_to(version, editor):
    assert "De säger samma sak." in html_of(client_of(editor), version.release, "compare")


def test_html_in_a_text_is_shown_as_text(version, editor):
    Release.objects.update(headline="Rubriken <script>alert(1)</script> blev")

    html = html_of(client_of(editor), version.release, "compare")

    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


def test_long_unchanged_stretches_are_left_out(version, editor):
    text = "<p>" + "Samma mening om och om igen. " * 200 + "</p>"
    long = make_version(department=version.department, body=f"<p>Början.</p>{text}<p>Slutet var så.</p>")
    Release.objects.filter(pk=long.release_id).update(body=f"<p>Början.</p>{text}<p>Slutet blev så.</p>")

    said = words_of(html_of(client_of(editor), long.release, "compare"))

    assert "[…]" in said
    assert said.count("Samma mening") < 20


# --- restoring --------------------------------------------------------------------------------------------
def test_restoring_shows_what_changes_and_wants_a_press_of_a_button(version, editor):
    Release.objects.update(headline="Rubriken som den blev")
    client, before = client_of(editor), dump()

    html = html_of(client, version.release, "restore/1")

    assert "Rubriken som den borttaget: blev tillagt: var" in words_of(html)
    assert dump() == before


def test_restoring_puts_the_version_in_the_working_copy(version, editor):
    Release.objects.update(headline="Rubriken som den blev")
    client = client_of(editor)
    url = page(version.release, "restore/1")

    done = client.post(url, sent_from(client.get(url), "restore_form"), follow=True)

    assert "Version 1 ligger nu i arbetskopian" in done.content.decode()
    assert Release.objects.get().headline == "Rubriken som den var"
    assert "sparade utkastet (version 1). Återställde version 1" in words_of(
        html_of(client, version.release, "history")
    )


def test_restoring_over_a_save_in_between_is_refused_and_the_words_are_shown(version, editor, department):
    Release.objects.update(headline="Rubriken som den blev")
    client, url = client_of(editor), page(version.release, "restore/1")
    data = sent_from(client.get(url), "restore_form")
    release = Release.objects.get()
    client_of(make_publisher(department)).post(change_url(release), release_data(release, headline="Smög sig emellan"))

    response = client.post(url, data)

    assert response.status_code == 200
    assert "Texten ändrades medan du var här" in response.content.decode()
    assert "Smög sig emellan" in words_of(response.content.decode())
    assert Release.objects.get().headline == "Smög sig emellan"
    client.post(url, sent_from(response, "restore_form"))
    assert Release.objects.get().headline == "Rubriken som den var"


@pytest.mark.parametrize("number", ["", "x", "-1", None])
def test_restoring_without_saying_what_was_on_screen_changes_nothing(version, editor, number):
    Release.objects.update(headline="Rubriken som den blev")
    data = {} if number is None else {"expected_version": number}

    client, url = client_of(editor), page(version.release, "restore/1")
    response = client.post(url, data)

    assert "Texten ändrades medan du var här" in response.content.decode()
    assert Release.objects.get().headline == "Rubriken som den blev"
    assert client.post(url, sent_from(response, "restore_form")).status_code == 302


def test_a_stale_form_meets_what_was_restored(version, editor, department):
    """The form's contacts are found again although the rows were made anew."""
    release = version.release
    release.contact_places.all().delete()
    release.contact_places.create(contact=make_contact(name="Ulf Åberg"))
    bo = client_of(make_publisher(department))
    his = sent_from(bo.get(change_url(release)))
    client = client_of(editor)
    client.post(page(release, "restore/1"), sent_from(client.get(page(release, "restore/1")), "restore_form"))

    refused = bo.post(change_url(release), his | {"contact_places-0-role": "Bos roll"})

    assert refused.status_code == 200
    assert "Bos roll" in refused.content.decode()
    assert bo.post(change_url(release), sent_from(refused)).status_code == 302
    assert "Bos roll" in [place.role for place in release.contact_places.all()]


def test_nothing_to_restore_is_said(version, editor):
    html = html_of(client_of(editor), version.release, "restore/1")

    assert "Arbetskopian säger redan samma sak." in html
    assert "restore_form" not in html


@pytest.mark.parametrize("number", ["0", "2", "9" * 30])
def test_a_version_that_is_not_there_is_not_found(version, editor, number):
    assert client_of(editor).get(page(version.release, f"restore/{number}")).status_code == 404
    assert client_of(editor).post(page(version.release, f"restore/{number}")).status_code == 404


# --- who may ----------------------------------------------------------------------------------------------
PAGES = ["history", "compare", "restore/1"]


@pytest.mark.parametrize("name", PAGES)
def test_somebody_from_another_department_finds_nothing(version, name):
    for outsider in (make_publisher(make_department()), make_reviewer(make_department())):
        for method in ("get", "post"):
            assert getattr(client_of(outsider), method)(page(version.release, name)).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_nobody_gets_in_without_logging_in(client, version, name):
    assert client.get(page(version.release, name))["Location"].startswith("/admin/login/")


def test_a_reviewer_reads_but_does_not_restore(version, department):
    Release.objects.update(headline="Rubriken som den blev")
    client = client_of(make_reviewer(department))

    for name in ("history", "compare"):
        assert "restore/" not in html_of(client, version.release, name)
    assert client.get(page(version.release, "restore/1")).status_code == 403
    assert client.post(page(version.release, "restore/1"), {"expected_version": 0}).status_code == 403
    assert Release.objects.get().headline == "Rubriken som den blev"


def test_an_editor_does_not_restore_what_is_with_a_publisher(version, editor):
    Release.objects.update(headline="Inskickad", stage="submitted")

    assert client_of(editor).post(page(version.release, "restore/1"), {"expected_version": 0}).status_code == 403
    assert Release.objects.get().headline == "Inskickad"


@pytest.mark.parametrize("method", ["get", "head"])
def test_reading_the_pages_changes_nothing(version, editor, method):
    Release.objects.update(headline="Ändrad")
    client, before = client_of(editor), dump()

    for name in PAGES:
        assert getattr(client, method)(page(version.release, name)).status_code == 200

    assert dump() == before


def test_the_pages_cost_the_same_with_many_versions(version, editor, django_assert_max_num_queries):
    for number in range(12):
        Release.objects.update(headline=f"Rubrik {number}")
        make_version(release=Release.objects.get(), kind="minor", visible_from=NOW + number * HOUR + HOUR)
    client = client_of(editor)

    for name in ("history", "compare"):
        with django_assert_max_num_queries(25):
            client.get(page(version.release, name))
