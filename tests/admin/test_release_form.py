"""Writing a release: saving, and two people at once."""

import itertools
import threading

import pytest
from django.db import connection, connections
from django.urls import reverse

from newsroom.actions import Conflict, take_lock
from newsroom.admin.release_form import ReleaseForm
from newsroom.models import Event, Release, Version
from tests.admin.support import change_url, client_of, release_data
from tests.factories import (
    make_administrator,
    make_contact,
    make_department,
    make_editor,
    make_publisher,
    make_release,
    make_version,
)

pytestmark = pytest.mark.django_db
ADD = "/admin/newsroom/release/add/"


@pytest.fixture
def department():
    return make_department()


@pytest.fixture
def editor(department):
    return make_editor(department, first_name="Anna", last_name="Ek")


def test_a_draft_saves_with_a_headline_alone(editor):
    response = client_of(editor).post(ADD, release_data(headline="Bara en rubrik", lead="", body=""))

    release = Release.objects.get()
    assert response["Location"] == change_url(release)
    assert (release.headline, str(release.status), release.changed_by) == ("Bara en rubrik", "draft", editor)
    assert [event.kind for event in release.events.all()] == ["created"]
    assert not Version.objects.exists()


def test_a_draft_without_headline_says_what_to_do_and_keeps_the_rest(editor):
    response = client_of(editor).post(ADD, release_data(headline="", lead="Det jag skrev."))

    html = response.content.decode()
    assert "Detta fält måste fyllas i" in html
    assert "Det jag skrev." in html
    assert not Release.objects.exists()


def test_the_only_department_and_the_person_are_filled_in(editor, department):
    form = client_of(editor).get(ADD).context["adminform"].form

    assert form.initial["department"] == department.pk
    assert form.initial["owner"] == editor.pk


def test_the_form_comes_in_the_order_one_writes(editor, department):
    html = client_of(editor).get(ADD).content.decode()
    places = [html.index(f'name="{name}"') for name in ("headline", "subheading", "lead", "body")]
    places += [html.index("contact_places-TOTAL_FORMS"), html.index('name="department"')]

    assert places == sorted(places)


def test_a_body_is_sanitised_on_the_way_in(editor, department):
    body = '<h1>Rubrik</h1><p style="color:red" onclick="x()">Hej <script>alert(1)</script><b>du</b></p>'

    client_of(editor).post(ADD, release_data(body=body))

    assert Release.objects.get().body == "<h2>Rubrik</h2><p>Hej <strong>du</strong></p>"


def test_saving_changes_nothing_that_readers_see(department):
    version = make_version(department=department, headline="Publik rubrik")
    publisher = make_publisher(department)

    client_of(publisher).post(change_url(version.release), release_data(version.release, headline="Nytt utkast"))

    version.release.refresh_from_db()
    assert version.release.headline == "Nytt utkast"
    assert Version.objects.public().get().headline == "Publik rubrik"


def test_saving_takes_an_approved_text_back_to_draft(department):
    release = make_release(department=department)
    Release.objects.filter(pk=release.pk).update(stage="approved")

    client_of(make_publisher(department)).post(change_url(release), release_data(release, lead="Ändrad ingress."))

    release.refresh_from_db()
    assert release.stage == "draft"


def test_contacts_are_saved_in_their_order_and_placement(editor, department):
    first, second = make_contact(), make_contact()
    rows = {"contact_places-TOTAL_FORMS": 2}
    for number, (contact, placement) in enumerate([(first, "more"), (second, "card")]):
        rows |= {
            f"contact_places-{number}-contact": contact.pk,
            f"contact_places-{number}-placement": placement,
            f"contact_places-{number}-order": 1 - number,
        }

    client_of(editor).post(ADD, release_data(**rows))

    places = Release.objects.get().contact_places.all()
    assert [(p.contact, p.placement) for p in places] == [(second, "card"), (first, "more")]


def test_the_same_contact_twice_is_refused_with_a_reason(editor):
    contact = make_contact()
    rows = {"contact_places-TOTAL_FORMS": 2}
    for number in range(2):
        rows |= {f"contact_places-{number}-contact": contact.pk, f"contact_places-{number}-placement": "card"}
        rows |= {f"contact_places-{number}-order": number}

    html = client_of(editor).post(ADD, release_data(**rows)).content.decode()

    assert not Release.objects.exists()
    assert "errorlist" in html


def test_the_later_of_two_saves_is_refused_with_both_texts(department, editor):
    release = make_release(department=department, headline="Från början", owner=editor)
    anna, bo = client_of(editor), client_of(make_publisher(department, first_name="Bo", last_name="Alm"))
    annas, bos = (release_data(release, headline=f"{name}s rubrik", lead=f"{name}s ingress") for name in ("Anna", "Bo"))

    assert anna.post(change_url(release), annas).status_code == 302
    response = bo.post(change_url(release), bos)

    html = response.content.decode()
    release.refresh_from_db()
    assert response.status_code == 200
    assert release.headline == "Annas rubrik"
    assert "Anna Ek sparade kl." in html
    for text in ("Annas rubrik", "Annas ingress", "Bos rubrik", "Bos ingress"):
        assert text in html


def test_after_having_seen_both_texts_the_person_can_save(department, editor):
    release = make_release(department=department, owner=editor)
    bo = client_of(make_publisher(department))
    stale = release_data(release, headline="Bos rubrik")
    client_of(editor).post(change_url(release), release_data(release, headline="Annas rubrik"))
    refused = bo.post(change_url(release), stale)
    number = refused.context["adminform"].form["expected_version"].value()

    bo.post(change_url(release), stale | {"expected_version": number, "headline": "Vår rubrik"})

    release.refresh_from_db()
    assert release.headline == "Vår rubrik"


@pytest.mark.parametrize("number", ["", None, "-1", "x", "99"])
def test_a_save_that_does_not_say_where_it_started_is_refused(department, editor, number):
    release = make_release(department=department, headline="Orörd")
    data = release_data(release, headline="Smygande rubrik")
    data["expected_version"] = number
    if number is None:
        del data["expected_version"]

    assert client_of(editor).post(change_url(release), data).status_code == 200
    release.refresh_from_db()
    assert release.headline == "Orörd"


def test_a_change_of_contacts_alone_counts_as_a_save(department, editor):
    release = make_release(department=department)
    stale = release_data(release, headline="För sent")
    changed = release_data(release)
    changed["contact_places-0-role"] = "ny roll"

    client_of(editor).post(change_url(release), changed)
    response = client_of(make_publisher(department)).post(change_url(release), stale)

    release.refresh_from_db()
    assert response.status_code == 200
    assert release.headline != "För sent"
    assert release.contact_places.get().role == "ny roll"


def test_a_form_with_an_error_does_not_use_up_the_number(department, editor):
    release = make_release(department=department)
    client = client_of(editor)

    client.post(change_url(release), release_data(release, headline=""))

    release.refresh_from_db()
    assert release.lock_version == 0
    assert client.post(change_url(release), release_data(release)).status_code == 302


def test_every_order_of_four_saves_by_two_people_loses_no_word(department):
    """Each save either stands in the timeline's text or was refused with the text shown to its writer."""
    for order in itertools.permutations(["a1", "a2", "b1", "b2"]):
        if order.index("a1") > order.index("a2") or order.index("b1") > order.index("b2"):
            continue
        release = make_release(department=department)
        people = {name: client_of(make_publisher(department)) for name in "ab"}
        number = dict.fromkeys("ab", release.lock_version)
        for word in order:
            client = people[word[0]]
            data = release_data(release, headline=f"Rubrik {word}", expected_version=number[word[0]])
            response = client.post(change_url(release), data)
            stored = Release.objects.get(pk=release.pk)
            if response.status_code == 302:
                assert stored.headline == f"Rubrik {word}"
                number[word[0]] = stored.lock_version
            else:
                html = response.content.decode()
                assert f"Rubrik {word}" in html
                assert stored.headline in html
                number[word[0]] = int(response.context["adminform"].form["expected_version"].value())


def test_losing_the_race_after_the_check_gives_the_same_answer(department, editor, monkeypatch):
    """Somebody saves between the form's check and the conditional update: the update decides."""
    release = make_release(department=department)
    data = release_data(release, headline="Kom efter")
    take_lock(Release.objects.get(pk=release.pk), expected=0, by=None)
    Release.objects.filter(pk=release.pk).update(headline="Hann före")
    check, calls = ReleaseForm._compare_with_stored, []

    def blind_at_first(form, cleaned):
        calls.append(1)
        if len(calls) > 1:
            check(form, cleaned)

    monkeypatch.setattr(ReleaseForm, "_compare_with_stored", blind_at_first)
    response = client_of(editor).post(change_url(release), data)

    html = response.content.decode()
    release.refresh_from_db()
    assert (response.status_code, len(calls)) == (200, 2)
    assert "Kom efter" in html
    assert "Hann före" in html
    assert release.headline == "Hann före"


def test_nobody_outside_the_department_comes_near(department):
    release = make_release(department=department)
    outsider = client_of(make_editor(make_department()))

    for path in (
        change_url(release),
        change_url(release).replace("change", "history"),
        f"/admin/newsroom/release/{release.pk}/preview/",
    ):
        assert outsider.get(path).status_code in (302, 403, 404)
        assert release.headline not in outsider.get(path, follow=True).content.decode()
    outsider.post(change_url(release), release_data(release, headline="Kapad"))
    release.refresh_from_db()
    assert release.headline != "Kapad"


def test_a_department_that_is_not_ones_own_cannot_be_chosen(editor):
    other = make_department()

    response = client_of(editor).post(ADD, release_data(department=other.pk))

    assert response.status_code == 200
    assert not Release.objects.exists()


def test_history_is_told_in_sentences(department, editor):
    client = client_of(editor)
    client.post(ADD, release_data(department=department.pk))

    html = client.get(reverse("admin:newsroom_release_history", args=[Release.objects.get().pk])).content.decode()

    assert "Anna Ek skapade pressmeddelandet" in html


def test_a_draft_can_be_deleted_and_the_timeline_remembers(department, editor):
    release = make_release(department=department, headline="Slängs")
    url = reverse("admin:newsroom_release_delete", args=[release.pk])

    client_of(editor).post(url, {"post": "yes"})

    assert not Release.objects.exists()
    assert Event.objects.get(kind="deleted").comment == "Slängs"


@pytest.mark.parametrize("make", [make_version, lambda **f: make_version(visible_from=None, **f)])
def test_what_was_public_or_frozen_cannot_be_deleted(make, department):
    release = make(department=department).release
    client = client_of(make_administrator())
    url = reverse("admin:newsroom_release_delete", args=[release.pk])

    assert client.post(url, {"post": "yes"}).status_code == 403
    assert Release.objects.filter(pk=release.pk).exists()
    assert url not in client.get(change_url(release)).content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_many_saves_at_once_exactly_one_wins(transactional_db):
    release = make_release()
    threads_can_share = not (connection.vendor == "sqlite" and connection.is_in_memory_db())
    won, lost = [], []

    def save():
        try:
            take_lock(Release.objects.get(pk=release.pk), expected=0, by=None)
            won.append(1)
        except Conflict:
            lost.append(1)
        finally:
            if threads_can_share:
                connections.close_all()

    threads = [threading.Thread(target=save) for _ in range(8)]
    if threads_can_share:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    else:
        for _ in threads:
            save()

    assert (len(won), len(lost)) == (1, 7)
