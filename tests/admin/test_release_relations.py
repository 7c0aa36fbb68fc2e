"""What a release refers to, at the desk: chosen, kept, compared, restored, autosaved, and shown in a conflict."""

import pytest
from django.urls import reverse

from newsroom.comparing import compare
from newsroom.models import Autosave, Release
from newsroom.restoring import restore_version
from tests.admin.page_form import sent_from
from tests.admin.support import change_url, client_of, release_data
from tests.factories import (
    make_department,
    make_editor,
    make_release,
    make_reviewer,
    make_user,
    make_version,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def department():
    return make_department()


@pytest.fixture
def anna(department):
    return make_editor(department, first_name="Anna", last_name="Ek")


@pytest.fixture
def earlier(department):
    return make_release(department=department, headline="Koka vattnet i Sjuntorp")


@pytest.fixture
def release(department):
    return make_release(department=department, headline="Vattnet i Sjuntorp kan drickas igen")


def translate_url(release):
    return reverse("admin:release_translate", args=[release.pk])


def stored(release):
    return Release.objects.values_list("original", "follows", "follows_as").get(pk=release.pk)


def test_what_is_chosen_is_saved(anna, release, earlier):
    data = release_data(release, follows=earlier.pk, follows_as="ends")

    assert client_of(anna).post(change_url(release), data).status_code == 302

    assert stored(release) == (None, earlier.pk, "ends")


def test_a_save_of_the_form_as_it_stands_keeps_it(anna, release, earlier):
    Release.objects.filter(pk=release.pk).update(follows=earlier, follows_as="replaces")
    client = client_of(anna)

    response = client.post(change_url(release), sent_from(client.get(change_url(release))) | {"_draft": "1"})

    assert response.status_code == 302
    assert stored(release) == (None, earlier.pk, "replaces")


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"follows": "earlier"}, "Ange vad som händer med det tidigare"),
        ({"follows_as": "ends"}, "Välj det tidigare meddelandet"),
        ({"follows": "release", "follows_as": "ends"}, "kan inte följa på sig självt"),
        ({"original": "release"}, "översättning av sig självt"),
        ({"original": "earlier"}, "på samma språk"),
    ],
)
def test_what_makes_no_sense_is_refused_beside_the_field_and_nothing_typed_is_lost(
    anna, release, earlier, fields, fault
):
    known = {"release": release.pk, "earlier": earlier.pk}
    data = release_data(release, lead="Det jag skrev.", **{name: known.get(v, v) for name, v in fields.items()})

    html = client_of(anna).post(change_url(release), data).content.decode()

    assert fault in html
    assert "Det jag skrev." in html
    assert stored(release) == (None, None, "")


@pytest.mark.parametrize("field", ["original", "follows"])
def test_what_the_person_may_not_see_cannot_be_named(anna, release, field):
    elsewhere = make_release(department=make_department(), headline="Hemligt utkast", language="en")
    data = release_data(release, **{field: elsewhere.pk, "follows_as": "ends" if field == "follows" else ""})

    response = client_of(anna).post(change_url(release), data)

    assert response.status_code == 200
    assert "Hemligt utkast" not in response.content.decode()
    assert stored(release) == (None, None, "")


def test_what_everybody_reads_can_be_named_and_is_found(anna, release):
    public = make_version(department=make_department(), headline="Trafikstopp på Drottninggatan")
    make_release(department=make_department(), headline="Trafikstopp som ingen vet om")
    asked = {"term": "Trafikstopp", "app_label": "newsroom", "model_name": "release", "field_name": "follows"}

    found = client_of(anna).get(reverse("admin:autocomplete"), asked).json()["results"]
    client_of(anna).post(change_url(release), release_data(release, follows=public.release_id, follows_as="ends"))

    assert [row["id"] for row in found] == [str(public.release_id)]
    assert stored(release) == (None, public.release_id, "ends")


def test_the_list_of_releases_still_shows_ones_own_alone(anna):
    make_version(department=make_department(), headline="Trafikstopp på Drottninggatan")

    html = client_of(anna).get(reverse("admin:newsroom_release_changelist"), {"q": "Trafikstopp"}).content.decode()

    assert "Drottninggatan" not in html


def test_nobody_without_a_role_is_told_of_any_release(release):
    asked = {"term": "", "app_label": "newsroom", "model_name": "release", "field_name": "follows"}

    assert client_of(make_user()).get(reverse("admin:autocomplete"), asked).status_code == 403


def test_what_a_colleague_chose_elsewhere_stays_when_one_saves(anna, release):
    unseen = make_release(department=make_department(), headline="Annan förvaltnings utkast")
    Release.objects.filter(pk=release.pk).update(follows=unseen, follows_as="replaces")
    client = client_of(anna)

    client.post(change_url(release), sent_from(client.get(change_url(release))) | {"_draft": "1"})

    assert stored(release) == (None, unseen.pk, "replaces")


# --- versions -------------------------------------------------------------------------------------------
def test_a_version_freezes_and_a_comparison_shows_what_it_refers_to(release, earlier):
    version = make_version(release=release)
    release.follows, release.follows_as = earlier, "ends"
    release.save()

    changed = {field.label: field for field in compare(version, release) if field.is_changed}

    assert set(changed) == {"Tidigare meddelande", "Vad som händer med det tidigare meddelandet"}
    assert "".join(piece.text for piece in changed["Tidigare meddelande"].pieces) == "Koka vattnet i Sjuntorp"
    assert version.digest != release.digest()


def test_restoring_a_version_brings_it_back(anna, release, earlier):
    Release.objects.filter(pk=release.pk).update(follows=earlier, follows_as="ends")
    release.refresh_from_db()
    version = make_version(release=release)
    Release.objects.filter(pk=release.pk).update(follows=None, follows_as="")

    restore_version(release=release, version=version, by=anna, expected=release.lock_version)

    assert stored(release) == (None, earlier.pk, "ends")


# --- two people, and what is not saved ------------------------------------------------------------------
def test_a_conflict_shows_the_headlines_and_lets_one_choose(department, anna, release, earlier):
    bo = make_editor(department, first_name="Bo", last_name="Ask")
    other = make_release(department=department, headline="Vattenläcka på Strandgatan")
    clients = client_of(anna), client_of(bo)
    annas, bos = (sent_from(client.get(change_url(release))) for client in clients)
    clients[0].post(change_url(release), annas | {"follows": earlier.pk, "follows_as": "ends"})

    response = clients[1].post(change_url(release), bos | {"follows": other.pk, "follows_as": "replaces"})
    shown = {d.name: (d.mine, d.stored, d.before) for d in response.context["form_conflict"]}
    again = sent_from(response) | {"choose-follows": "theirs", "choose-follows_as": "theirs"}
    clients[1].post(change_url(release), again)

    assert shown["follows"] == ("Vattenläcka på Strandgatan", "Koka vattnet i Sjuntorp", "")
    assert shown["follows_as"] == ("ersätter", "avslutar", "")
    assert stored(release) == (None, earlier.pk, "ends")


def test_it_is_autosaved_offered_and_put_back(anna, release, earlier):
    client = client_of(anna)
    typed = sent_from(client.get(change_url(release))) | {"follows": earlier.pk, "follows_as": "ends"}
    fields = {name: value for name, value in typed.items() if name != "form_key"}

    kept = client.post(reverse("admin:release_autosave", args=[release.pk]), fields)
    offered = client.get(change_url(release)).content.decode()
    restored = sent_from(client.get(change_url(release), {"aterstall": "1"}))

    assert kept.status_code == 200
    assert Autosave.objects.get().payload["follows"] == str(earlier.pk)
    assert "Koka vattnet i Sjuntorp" in offered
    assert (restored["follows"], restored["follows_as"]) == (str(earlier.pk), "ends")
    assert stored(release) == (None, None, "")


@pytest.mark.parametrize("odd", ["abc", "-1", "9" * 30, "٣", "1 OR 1"])
def test_odd_keys_are_refused_without_an_error(anna, release, odd):
    response = client_of(anna).post(change_url(release), release_data(release, follows=odd, follows_as="ends"))

    assert response.status_code == 200
    assert "errorlist" in response.content.decode()
    assert stored(release) == (None, None, "")


# --- a new translation ----------------------------------------------------------------------------------
def test_a_translation_is_begun_by_a_post_and_opened(anna, release):
    client = client_of(anna)

    page = client.get(translate_url(release)).content.decode()
    response = client.post(translate_url(release), {"language": "sv-simple"})

    draft = Release.objects.get(original=release)
    assert "Lättläst svenska" in page
    assert 'value="sv"' not in page
    assert response["Location"] == change_url(draft)
    assert (draft.language, draft.headline) == ("sv-simple", release.headline)


def test_looking_at_the_page_begins_nothing(anna, release):
    client_of(anna).get(translate_url(release))

    assert Release.objects.count() == 1


def test_without_a_language_the_page_says_so(anna, release):
    html = client_of(anna).post(translate_url(release), {"language": ""}).content.decode()

    assert "Detta fält måste fyllas i" in html
    assert Release.objects.count() == 1


def test_when_every_language_is_there_the_page_says_so(anna, release):
    for code in ("sv-simple", "en", "fi"):
        client_of(anna).post(translate_url(release), {"language": code})

    assert "finns redan på alla språk" in client_of(anna).get(translate_url(release)).content.decode()


def test_the_form_leads_to_the_page_for_those_who_may_write(department, anna, release):
    assert translate_url(release) in client_of(anna).get(change_url(release)).content.decode()
    assert translate_url(release) not in client_of(make_reviewer(department)).get(change_url(release)).content.decode()


@pytest.mark.parametrize(("who", "status"), [("reviewer", 403), ("elsewhere", 404)])
def test_others_begin_nothing(department, release, who, status):
    person = make_reviewer(department) if who == "reviewer" else make_editor(make_department())

    assert client_of(person).post(translate_url(release), {"language": "en"}).status_code == status
    assert Release.objects.count() == 1
