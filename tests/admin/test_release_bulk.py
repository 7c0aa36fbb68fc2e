"""What is done to many releases at once from the list: who may, what is left as it was, and what is said."""

import datetime as dt

import pytest
from django.contrib import admin
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsroom.admin import release_bulk
from newsroom.models import Event, Release, ReviewSubject
from newsroom.reviewing import wrong_subjects
from tests.admin import test_get_changes_nothing
from tests.admin.support import client_of
from tests.factories import (
    DAY,
    HOUR,
    NOW,
    make_administrator,
    make_department,
    make_editor,
    make_publisher,
    make_release,
    make_review,
    make_reviewer,
    make_user,
    make_version,
    review_version,
)
from tests.test_spreadsheet import table

pytestmark = pytest.mark.django_db
LIST = "/admin/newsroom/release/"
ROLE = "Du saknar rollen för detta i förvaltningen."


@pytest.fixture
def department():
    return make_department(name="Utbildningsförvaltningen")


@pytest.fixture
def publisher(department):
    return make_publisher(department)


def live(department, headline="Publik rubrik", **fields):
    return make_version(department=department, headline=headline, **fields).release


def run(person, action, *pks, query="", **more):
    """Post what the list posts."""
    data = {"action": action, "index": 0, "select_across": 0, "_selected_action": pks, **more}
    return client_of(person).post(LIST + query, data, follow=True)


def dump():
    """Return all that is stored, but when people last logged in."""
    stored = test_get_changes_nothing.dump()
    stored["newsroom.User"] = [row | {"last_login": None} for row in stored["newsroom.User"]]
    return stored


def said(response):
    return [str(message) for message in response.context["messages"]]


def archived():
    return set(Release.objects.exclude(archived_at=None).values_list("headline", flat=True))


def exported(response):
    """Return the headlines in the file."""
    assert response["Content-Type"].startswith("text/csv")
    return [row[2] for row in table(response)[1:]]


# --- archive --------------------------------------------------------------------------------------------
def test_what_is_chosen_is_archived_and_noted_and_nothing_else_is(department, publisher):
    one, two, _other = live(department, "Ett"), live(department, "Två"), live(department, "Tre")
    before = dump()

    response = run(publisher, "archive_chosen", one.pk, two.pk)

    assert archived() == {"Ett", "Två"}
    assert said(response) == ["2 pressmeddelanden är arkiverade."]
    events = Event.objects.filter(kind="archived").order_by("release")
    assert list(events.values_list("release", "by", "by_name")) == [
        (one.pk, publisher.pk, str(publisher)),
        (two.pk, publisher.pk, str(publisher)),
    ]
    after = dump()
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"newsroom.Release", "newsroom.Event", "newsroom.ReviewSubject"}


@pytest.mark.parametrize(
    "make",
    [make_editor, make_reviewer, lambda department: make_user(), lambda department: make_publisher(make_department())],
    ids=["editor", "reviewer", "nobody in particular", "publisher elsewhere"],
)
def test_who_may_not_archive_changes_nothing(department, make):
    release, person = live(department), make(department)
    before = dump()

    run(person, "archive_chosen", release.pk)

    assert dump() == before


def test_an_administrator_archives_in_every_department(department):
    releases = [live(department, "Ett"), live(make_department(), "Två")]

    response = run(make_administrator(), "archive_chosen", *(release.pk for release in releases))

    assert archived() == {"Ett", "Två"}
    assert said(response) == ["2 pressmeddelanden är arkiverade."]


def test_of_a_mixed_selection_what_may_be_done_is_done_and_the_rest_is_told_with_its_reason(department, publisher):
    elsewhere = make_department()
    publisher.memberships.create(department=elsewhere, role="editor")
    chosen = {
        "Publik": live(department, "Publik"),
        "Utkast": make_release(department=department, headline="Utkast"),
        "Redan": live(department, "Redan"),
        "Bara redaktör här": live(elsewhere, "Bara redaktör här"),
        "Eget löst": make_release(department=None, owner=publisher, headline="Eget löst"),
    }
    Release.objects.filter(headline="Redan").update(archived_at=NOW - HOUR)
    before = dump()["newsroom.Release"]

    response = run(publisher, "archive_chosen", *(release.pk for release in chosen.values()))

    assert said(response) == [
        "1 pressmeddelande är arkiverat.",
        "Inte arkiverade: ”Utkast”, ”Eget löst”. Det går inte att göra när statusen är ”utkast”.",
        "Inte arkiverade: ”Redan”. Det går inte att göra när statusen är ”arkiverat”.",
        f"Inte arkiverade: ”Bara redaktör här”. {ROLE}",
    ]
    after = dump()["newsroom.Release"]
    changed = [row["headline"] for row, was in zip(after, before, strict=True) if row != was]
    assert changed == ["Publik"]
    assert list(Event.objects.filter(kind="archived").values_list("release", flat=True)) == [chosen["Publik"].pk]


def test_keys_out_of_reach_are_neither_changed_nor_exported_nor_named(department, publisher):
    own, hidden = live(department, "Vår egen"), live(make_department(), "Hemligt hos andra")
    draft = make_release(department=None, headline="Hemligt utkast")
    for action in ("archive_chosen", "export_chosen"):
        response = run(publisher, action, own.pk, hidden.pk, draft.pk, 10**15)

        assert "Hemligt" not in response.content.decode()
    assert archived() == {"Vår egen"}
    assert exported(response) == ["Vår egen"]


def test_only_keys_out_of_reach_change_nothing_and_give_an_empty_table(publisher):
    hidden = live(make_department(), "Hemligt hos andra")
    before = dump()

    assert exported(run(publisher, "export_chosen", hidden.pk)) == []
    assert said(run(publisher, "archive_chosen", hidden.pk)) == []
    assert dump() == before


@pytest.mark.parametrize("key", ["x", "", "-1", "1.5", "9" * 19, "²", "1 OR 1=1", "\x00"])
@pytest.mark.parametrize("action", ["archive_chosen", "export_chosen", "nonsens", ""])
def test_a_key_that_is_none_is_refused(department, publisher, key, action):
    release = live(department)
    before = dump()

    assert run(publisher, action, release.pk, key).status_code == 400
    assert dump() == before


@pytest.mark.parametrize("action", ["archive_chosen", "export_chosen", "nonsens", ""])
@pytest.mark.parametrize("across", [0, 1])
def test_without_a_selection_nothing_happens_and_it_is_said(department, publisher, action, across):
    live(department)
    before = dump()

    response = run(publisher, action, select_across=across)

    assert said(response) == ["Bocka först för minst ett pressmeddelande i listan. Inget har ändrats."]
    assert dump() == before


@pytest.mark.parametrize("action", ["nonsens", "", "delete_selected"])
def test_an_action_that_is_none_changes_nothing(department, publisher, action):
    release = live(department)
    before = dump()

    assert run(publisher, action, release.pk).status_code == 200
    assert dump() == before


def test_archiving_needs_a_post_with_a_token(department, publisher):
    release = live(department)
    client = client_of(publisher)
    client.handler.enforce_csrf_checks = True
    data = {"action": "archive_chosen", "index": 0, "_selected_action": [release.pk]}

    assert client.post(LIST, data).status_code == 403
    client.get(LIST, data)
    assert archived() == set()


def test_all_across_the_pages_means_all_that_the_filter_shows_and_no_more(department, publisher):
    for number in range(60):
        live(department, f"Publik {number}", type="news" if number else "decision")
    live(make_department(), "De andras", type="news")
    first = Release.objects.get(headline="Publik 1")

    found = exported(run(publisher, "export_chosen", first.pk, query="?type__exact=news", select_across=1))
    response = run(publisher, "archive_chosen", first.pk, query="?type__exact=news", select_across=1)

    assert sorted(found) == sorted(f"Publik {number}" for number in range(1, 60))
    assert archived() == set(found)
    assert said(response) == ["59 pressmeddelanden är arkiverade."]


def test_across_the_pages_also_follows_the_search(department, publisher):
    one, _two = live(department, "Ny badplats"), live(department, "Ny lekplats")

    assert exported(run(publisher, "export_chosen", one.pk, query="?q=badplats", select_across=1)) == ["Ny badplats"]


@pytest.mark.parametrize("action", ["archive_chosen", "export_chosen"])
def test_more_than_can_be_done_at_once_is_refused_whole(department, publisher, action, monkeypatch):
    monkeypatch.setattr(release_bulk, "MOST_CHOSEN", 2)
    pks = [live(department).pk for _ in range(3)]
    before = dump()

    response = run(publisher, action, *pks)

    assert said(response) == ["Välj högst 2 pressmeddelanden åt gången. Inget har gjorts."]
    assert dump() == before
    assert run(publisher, action, *pks[:2]).status_code == 200
    assert (archived() != set()) is (action == "archive_chosen")


def test_of_very_many_that_are_left_the_first_are_named_and_the_others_counted(department, publisher, monkeypatch):
    monkeypatch.setattr(release_bulk, "MOST_NAMED", 2)
    pks = [make_release(department=department, headline=f"Utkast {number}").pk for number in range(5)]

    (message,) = said(run(publisher, "archive_chosen", *pks))

    assert "”Utkast 0”, ”Utkast 1” och 3 till." in message


def test_a_headline_is_no_markup_in_the_message(department, publisher):
    release = make_release(department=department, headline="<b>Fet</b> %(x)s")

    html = run(publisher, "archive_chosen", release.pk).content.decode()

    assert "”&lt;b&gt;Fet&lt;/b&gt; %(x)s”" in html


# --- export ---------------------------------------------------------------------------------------------
def test_the_table_says_what_the_list_says(department, publisher, settings):
    settings.SITE_URL = "https://press.trollhattan.se"
    start = dt.datetime(2026, 1, 1, 23, 30, tzinfo=dt.UTC)
    version = make_version(department=department, headline="Ny förskola", visible_from=start)
    make_review(version, dt.date(2026, 3, 4))
    Release.objects.update(changed_by=publisher)
    ReviewSubject.objects.update(next_review_on=dt.date(2026, 9, 4))

    response = run(publisher, "export_chosen", version.release.pk)

    header, row = table(response)
    assert header == [
        "Nummer",
        "Typ",
        "Rubrik",
        "Förvaltning",
        "Status",
        "Publicerat",
        "Senast granskad",
        "Ska granskas",
        "Ändrat av",
        "Publik adress",
    ]
    assert row == [
        str(version.release.pk),
        "Pressmeddelande",
        "Ny förskola",
        "Utbildningsförvaltningen",
        "publicerat",
        "2026-01-02",
        "2026-03-04",
        "2026-09-04",
        str(publisher),
        "https://press.trollhattan.se" + version.get_absolute_url(),
    ]


def test_the_file_opens_in_excel_and_is_kept_by_nobody(department, publisher):
    release = live(department, "Åäö")

    response = run(publisher, "export_chosen", release.pk)

    assert response.content.startswith(b"\xef\xbb\xbfNummer;Typ;Rubrik;")
    today = timezone.localdate().isoformat()
    assert response["Content-Disposition"] == f'attachment; filename="pressmeddelanden-{today}.csv"'
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("headline", ["=1+1", "+46", "-1", "@SUM(A1)", "＝1"])
def test_a_headline_that_is_a_formula_does_not_run(department, publisher, headline):
    release = make_release(department=department, headline=headline)

    assert exported(run(publisher, "export_chosen", release.pk)) == [f"'{headline}"]


def test_the_address_stands_only_while_the_page_answers_at_it(department, publisher):
    draft = make_release(department=department)
    ahead = live(department, visible_from=NOW + DAY)
    gone = live(department, visible_from=NOW - 2 * DAY, visible_until=NOW - DAY)
    ReviewSubject.objects.update(next_review_on=dt.date(2026, 9, 4))

    rows = table(run(publisher, "export_chosen", draft.pk, ahead.pk, gone.pk))[1:]

    assert {row[0]: (row[4], row[7], row[9]) for row in rows} == {
        str(draft.pk): ("utkast", "", ""),
        str(ahead.pk): ("schemalagt", "", ""),
        str(gone.pk): ("avpublicerat", "", ""),
    }


@pytest.mark.parametrize("make", [make_editor, make_reviewer, make_publisher])
def test_whoever_may_see_a_release_may_export_it(department, make):
    own, person = live(department, "Vår egen"), make(department)
    draft = make_release(department=None, owner=person, headline="Eget löst utkast")
    other = make_release(headline="De andras")

    found = exported(run(person, "export_chosen", own.pk, draft.pk, other.pk))

    assert sorted(found) == ["Eget löst utkast", "Vår egen"]


def test_seeing_is_asked_for_each_release_whatever_the_list_would_have_shown(department, publisher):
    live(department, "Vår egen")
    live(make_department(), "Hemligt hos andra")
    screen = admin.site._registry[Release]
    request = RequestFactory().post(LIST)
    request.user = publisher

    response = screen.export_chosen(request, screen.with_columns(Release.objects.all()))

    assert exported(response) == ["Vår egen"]


# --- what it costs, and what it looks like --------------------------------------------------------------
@pytest.mark.parametrize("action", ["archive_chosen", "export_chosen"])
def test_many_cost_as_many_queries_as_one(department, publisher, action):
    client, counts = client_of(publisher), []
    for size in (1, 30):
        pks = [live(department).pk for _ in range(size)] + [make_release(department=department).pk for _ in range(size)]
        data = {"action": action, "index": 0, "_selected_action": pks}
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.post(LIST, data)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_the_list_offers_what_the_person_may_do_as_an_ordinary_form(department, publisher):
    release = live(department)
    html = client_of(publisher).get(LIST).content.decode()

    assert '<option value="archive_chosen">Arkivera</option>' in html
    assert '<option value="export_chosen">Exportera till Excel (CSV)</option>' in html
    assert f'name="_selected_action" value="{release.pk}"' in html
    assert "delete_selected" not in html
    assert "archive_chosen" not in client_of(make_editor(department)).get(LIST).content.decode()


def test_what_is_archived_in_bulk_is_no_longer_asked_for(department, publisher):
    version = make_version(department=department, visible_from=NOW - DAY)
    review_version(version=version, by=make_reviewer(department), outcome="needs_changes", comment="Numret är fel.")
    run(publisher, "archive_chosen", version.release.pk)

    subject = ReviewSubject.objects.get(release=version.release)
    assert (subject.is_current, subject.next_review_on, subject.open_tasks) == (False, None, 0)
    assert [(task.closing, task.closed_by) for task in subject.tasks.all()] == [("archived", publisher)]
    assert subject not in wrong_subjects()
