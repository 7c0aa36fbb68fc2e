"""Every step, from every standing, by everybody: what the table does not allow is refused and changes nothing."""

import pytest
from django.db import connection, transaction
from django.urls import reverse

from newsroom.models import Approval, Event, Letter, Release, Version
from tests.admin.support import change_url, client_of, release_data
from tests.factories import NOW, make_department, make_editor, make_publisher, make_reviewer, make_user
from tests.test_workflow import STANDINGS, oracle, release_at

pytestmark = pytest.mark.django_db
#: What a person would type for each step; the others want nothing.
TYPED = {
    "return": {"comment": "Byt rubrik."},
    "withdraw": {"reason": "Fel uppgifter."},
    "retract": {"notice": "Uppgifterna var fel."},
}
STEPS = (
    "submit",
    "recall",
    "return",
    "approve",
    "unschedule",
    "approve_afterwards",
    "archive",
    "unarchive",
    "withdraw",
    "retract",
)


def rows():
    """Return what is stored, asked as plainly as can be: it is asked three thousand times."""
    found = []
    with connection.cursor() as cursor:
        for model in (Release, Version, Approval, Event, Letter):
            cursor.execute(f"SELECT * FROM {model._meta.db_table} ORDER BY id")
            found.append(cursor.fetchall())
    return found


def step_url(release, action):
    return reverse("admin:release_step", args=[release.pk, action])


def changes(client, path, data):
    """Post, tell whether anything changed, and take it back."""
    before = rows()
    with transaction.atomic():
        response = client.post(path, data)
        assert response.status_code in (200, 302, 403, 404)
        found = rows() != before
        transaction.set_rollback(True)
    return found


@pytest.fixture
def people():
    department, elsewhere = make_department(), make_department()
    makers = {"E": make_editor, "R": make_reviewer, "P": make_publisher}
    own = {letter: make(department) for letter, make in makers.items()}
    return department, own, [make_publisher(elsewhere), make_user()]


def prepare(standing, department, sender):
    """Make a release that stands so, with a change that can be published, sent by somebody."""
    release = release_at(*standing, department)
    Release.objects.filter(pk=release.pk).update(lead="En ny ingress.", submitted_by=sender)
    return Release.objects.get(pk=release.pk)


@pytest.mark.parametrize("standing", STANDINGS, ids=lambda s: "-".join(map(str, s)))
def test_each_step_is_taken_by_those_the_oracle_names_and_nobody_else(standing, people):
    department, own, strangers = people
    release = prepare(standing, department, own["E"])
    allowed = oracle(*standing)
    for letter, person in own.items():
        client = client_of(person)
        for action in STEPS:
            data = {"digest": release.digest()} | TYPED.get(action, {})
            expected = letter in allowed[action]
            if action == "recall":
                expected = expected and letter == "E"  # only who sent it
            if action == "approve_afterwards":
                expected = False  # nothing waits for it
            assert changes(client, step_url(release, action), data) == expected, (action, letter)
    for stranger in strangers:
        client = client_of(stranger)
        for action in filter(allowed.get, STEPS):  # what the standing lets nobody do is refused already
            data = {"digest": release.digest()} | TYPED.get(action, {})
            assert not changes(client, step_url(release, action), data), (action, stranger)


@pytest.mark.parametrize("standing", STANDINGS, ids=lambda s: "-".join(map(str, s)))
def test_publishing_scheduling_saving_and_deleting_likewise(standing, people):
    department, own, strangers = people
    release = prepare(standing, department, own["E"])
    allowed = oracle(*standing)
    seen = {"expected_version": release.lock_version}
    later = {"when": "later", "visible_from_day": f"{NOW.year + 1}-05-05", "visible_from_clock": "08:00"}
    base = f"/admin/newsroom/release/{release.pk}/"
    posts = {
        "publish": (f"{base}publish/", seen | {"kind": "minor", "when": "now"}),
        "schedule": (f"{base}publish/", seen | {"kind": "minor"} | later),
        "edit": (change_url(release), release_data(release, headline="Kapad rubrik")),
        "delete": (f"{base}delete/", {"post": "yes"}),
    }
    for letter, person in own.items():
        client = client_of(person)
        for action, (path, data) in posts.items():
            assert changes(client, path, data) == (letter in allowed[action]), (action, letter)
    for stranger in strangers:
        client = client_of(stranger)
        for action, (path, data) in posts.items():
            if not allowed[action]:  # what the standing lets nobody do is refused already
                continue
            assert not changes(client, path, data), (action, stranger)


@pytest.mark.parametrize("action", ["return", "withdraw", "retract"])
def test_a_step_that_wants_words_says_so_and_keeps_what_was_typed(action, people):
    department, own, _strangers = people
    standing = ("never", "submitted", False) if action == "return" else ("published", "draft", False)
    release = prepare(standing, department, own["E"])
    client = client_of(own["P"])

    html = client.post(step_url(release, action), {"reason": "Internt skäl."}).content.decode()

    if action != "withdraw":
        assert "Detta fält måste fyllas i" in html
    assert client.get(step_url(release, action)).status_code == 200


def test_a_step_that_cannot_be_taken_explains_why(people):
    department, own, _strangers = people
    release = prepare(("never", "draft", False), department, own["E"])

    html = client_of(own["P"]).get(step_url(release, "archive")).content.decode()

    assert "Det går inte att göra när statusen är ”utkast”." in html


def test_an_unknown_step_is_not_found(people):
    department, own, _strangers = people
    release = prepare(("never", "draft", False), department, own["E"])

    assert client_of(own["P"]).get(step_url(release, "explode")).status_code == 404


def test_approving_ones_own_text_is_refused_with_an_explanation(people):
    department, own, _strangers = people
    release = prepare(("never", "submitted", False), department, own["P"])

    response = client_of(own["P"]).post(step_url(release, "approve"), {"digest": release.digest()})

    assert "Någon annan måste godkänna den." in response.content.decode()
    assert not Approval.objects.exists()


def test_approving_what_was_changed_while_one_read_is_refused_and_the_new_text_is_shown(people):
    department, own, _strangers = people
    release = prepare(("never", "submitted", False), department, own["E"])
    seen = release.digest()
    Release.objects.filter(pk=release.pk).update(lead="Ändrad medan du läste.")

    html = client_of(own["P"]).post(step_url(release, "approve"), {"digest": seen}).content.decode()

    assert "Texten ändrades medan du läste." in html
    assert "Ändrad medan du läste." in html
    assert not Approval.objects.exists()


def test_the_way_of_a_text_from_draft_to_public_by_three_people(people, client):
    department, own, _strangers = people
    type(department).objects.filter(pk=department.pk).update(approval="required")
    release = prepare(("never", "draft", False), department, None)
    anna, bo = client_of(own["E"]), client_of(own["P"])
    anna.post(change_url(release), release_data(release, headline="Tre personers text"))
    anna.post(step_url(release, "submit"), {"comment": "Klar."})
    bo.post(step_url(release, "return"), {"comment": "Mer siffror."})
    anna.post(step_url(release, "submit"), {})
    stored = Release.objects.get(pk=release.pk)
    bo.post(step_url(release, "approve"), {"digest": stored.digest()})
    seen = Release.objects.get(pk=release.pk).lock_version
    bo.post(f"/admin/newsroom/release/{release.pk}/publish/", {"expected_version": seen, "when": "now"})

    assert "Tre personers text" in client.get("/").content.decode()
    kinds = [event.kind for event in Event.objects.filter(release=release).order_by("pk")]
    assert kinds[-6:] == ["saved", "submitted", "returned", "submitted", "approved", "published"]
    assert "unapproved" not in kinds


@pytest.mark.parametrize(("approval", "answer"), [("required", {"reason": "Vattenläcka."}), ("warn", {"alone": "on"})])
def test_without_approval_the_form_asks_and_the_release_waits_for_somebody_else(approval, answer, people):
    department, own, _strangers = people
    type(department).objects.filter(pk=department.pk).update(approval=approval)
    release = prepare(("never", "draft", False), department, None)
    client = client_of(own["P"])
    path = f"/admin/newsroom/release/{release.pk}/publish/"
    seen = {"expected_version": release.lock_version, "when": "now"}

    assert client.post(path, seen).status_code == 200
    assert not Version.objects.exists()
    assert client.post(path, seen | answer).status_code == 302
    assert Event.objects.filter(kind="unapproved").count() == 1
    other = client_of(make_publisher(department))
    assert "Publicerat utan godkännande" in other.get("/admin/").content.decode()
    other.post(step_url(release, "approve_afterwards"), {})
    assert "Publicerat utan godkännande" not in other.get("/admin/").content.decode()


def test_scheduling_says_when_with_the_weekday(people):
    department, own, _strangers = people
    release = prepare(("never", "draft", False), department, None)
    data = {"expected_version": 0, "when": "later", "visible_from_day": "2099-11-24", "visible_from_clock": "08.00"}

    response = client_of(own["P"]).post(f"/admin/newsroom/release/{release.pk}/publish/", data, follow=True)

    assert "tisdag 24 november 2099 kl. 08.00" in response.content.decode()


@pytest.mark.parametrize(("day", "clock"), [("2027-03-28", "02:30"), ("2026-10-25", "02:30"), ("2020-01-01", "08:00")])
def test_a_time_that_does_not_exist_comes_twice_or_has_been_is_refused_with_the_typed_kept(day, clock, people):
    department, own, _strangers = people
    release = prepare(("never", "draft", False), department, None)
    data = {"expected_version": 0, "when": "later", "visible_from_day": day, "visible_from_clock": clock}

    html = client_of(own["P"]).post(f"/admin/newsroom/release/{release.pk}/publish/", data).content.decode()

    assert "errorlist" in html
    assert f'value="{day}"' in html
    assert f'value="{clock}"' in html
    assert not Version.objects.exists()
