"""The checklist that follows the typing, autosave, and who else is here: who may, and what it never does."""

import json
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from newsroom.links import answer_quote, create_link
from newsroom.models import Autosave, Event, Presence, Release, Version
from newsroom.together import keep_autosave, seen
from tests.admin.support import BACKEND, change_url, client_of, release_data
from tests.admin.test_get_changes_nothing import dump
from tests.factories import (
    make_administrator,
    make_contact,
    make_department,
    make_editor,
    make_publisher,
    make_release,
    make_reviewer,
    make_topic,
    make_user,
    make_version,
)

pytestmark = pytest.mark.django_db
ADD = "/admin/newsroom/release/add/"


@pytest.fixture
def department():
    return make_department()


@pytest.fixture
def anna(department):
    return make_editor(department, first_name="Anna", last_name="Ek")


@pytest.fixture
def bo(department):
    return make_publisher(department, first_name="Bo", last_name="Öst")


@pytest.fixture
def release(department):
    return make_release(department=department, topics=[make_topic()])


def url_of(name, release=None, key=None):
    args = [key] if key else [release.pk] if release else []
    return reverse(f"admin:release_{name}", args=args)


def writing_urls(release):
    key = uuid4()
    return [
        url_of("checklist"),
        url_of("checklist", release),
        url_of("autosave", release),
        url_of("autosave_drop", release),
        url_of("autosave_new", key=key),
        url_of("autosave_new_drop", key=key),
    ]


def kept_of(user, release, **payload):
    base = release.lock_version if release else 0
    key = None if release else uuid4()
    return keep_autosave(user=user, release=release, form_key=key, payload=payload, base_version=base)


# --- who may --------------------------------------------------------------------------------------------
def people(department):
    elsewhere = make_department()
    return {
        "editor": make_editor(department),
        "publisher": make_publisher(department),
        "administrator": make_administrator(),
        "reviewer": make_reviewer(department),
        "editor elsewhere": make_editor(elsewhere),
        "publisher elsewhere": make_publisher(elsewhere),
        "nobody in particular": make_user(),
    }


@pytest.mark.parametrize("who", ["editor", "publisher", "administrator"])
def test_who_may_write_in_a_release_has_their_typing_kept_and_judged(department, release, who):
    client, data = client_of(people(department)[who]), release_data(release)

    assert client.post(url_of("checklist", release), data).status_code == 200
    assert client.post(url_of("autosave", release), data).status_code == 200
    assert client.post(url_of("presence", release)).status_code == 200
    assert client.post(url_of("autosave_drop", release)).status_code == 302


@pytest.mark.parametrize("who", ["reviewer", "editor elsewhere", "publisher elsewhere", "nobody in particular"])
def test_who_may_not_write_is_refused_and_nothing_is_kept(department, release, who):
    client, before = client_of(people(department)[who]), dump()
    expected = 403 if who == "reviewer" else 404

    for name in ("checklist", "autosave", "autosave_drop"):
        assert client.post(url_of(name, release), release_data(release)).status_code == expected, name
    assert dump()["newsroom.Autosave"] == before["newsroom.Autosave"]


@pytest.mark.parametrize("who", ["reviewer", "nobody in particular"])
def test_who_may_not_begin_a_release_has_nothing_kept_of_one(department, release, who):
    client = client_of(people(department)[who])

    for url in (url_of("checklist"), url_of("autosave_new", key=uuid4()), url_of("autosave_new_drop", key=uuid4())):
        assert client.post(url, release_data()).status_code == 403, url
    assert not Autosave.objects.exists()


def test_a_reader_of_the_department_is_seen_but_writes_nothing(department, release):
    reviewer = make_reviewer(department)

    assert client_of(reviewer).post(url_of("presence", release), {"writing": "yes"}).status_code == 200
    assert Presence.objects.get().wrote_at is None


@pytest.mark.parametrize("who", ["editor elsewhere", "publisher elsewhere", "nobody in particular"])
def test_who_may_not_see_a_release_learns_nothing_of_who_is_there(department, release, anna, who):
    seen(anna, release, True)
    client = client_of(people(department)[who])

    assert client.post(url_of("presence", release)).status_code == 404
    assert client.post(f"/admin/newsroom/release/{release.pk + 99}/presence/").status_code == 404
    assert Presence.objects.count() == 1


def test_a_submitted_text_is_not_kept_for_an_editor_who_may_not_change_it(department, release, anna):
    Release.objects.filter(pk=release.pk).update(stage="submitted")

    assert client_of(anna).post(url_of("autosave", release), release_data(release)).status_code == 403


def test_nothing_answers_those_who_are_not_logged_in_or_send_no_token(release, anna):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(anna, backend=BACKEND)

    for url in [*writing_urls(release), url_of("presence", release)]:
        assert Client().post(url, release_data(release)).status_code == 302, url
        assert strict.post(url, release_data(release)).status_code == 403, url
    assert not Autosave.objects.exists()
    assert not Presence.objects.exists()


@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_only_a_post_is_answered(release, anna, method):
    for url in [*writing_urls(release), url_of("presence", release)]:
        response = getattr(client_of(anna), method)(url)
        assert (response.status_code, response.get("Allow")) == (405, "POST"), url


# --- the checklist --------------------------------------------------------------------------------------
def test_the_checklist_judges_what_is_typed_and_saves_nothing(release, anna):
    client = client_of(anna)
    before = dump()
    data = release_data(release, headline="Öppnar den XX maj", lead="", department="")

    html = client.post(url_of("checklist", release), data).content.decode()

    assert "3 saker saknas före publicering." in html
    assert 'href="#id_lead"' in html
    assert "”XX”" in html
    assert "17 av 90 tecken" in html
    assert "<html" not in html
    assert dump() == before


def test_a_text_that_lacks_nothing_says_so(release, anna):
    html = client_of(anna).post(url_of("checklist", release), release_data(release)).content.decode()

    assert "Inget saknas." in html


def test_contacts_count_as_they_stand_in_the_form(release, anna):
    client, url = client_of(anna), url_of("checklist", release)
    gone, here = make_contact(is_active=False), make_contact()
    rows = {"contact_places-TOTAL_FORMS": 1, "contact_places-INITIAL_FORMS": 0}

    def is_reached(**fields):
        data = release_data() | {"department": release.department_id} | rows | fields
        return "Inget saknas." in client.post(url, data).content.decode()

    assert is_reached(**{"contact_places-0-contact": here.pk})
    assert not is_reached(**{"contact_places-0-contact": gone.pk})
    assert not is_reached(**{"contact_places-0-contact": here.pk, "contact_places-0-DELETE": "on"})
    assert not is_reached(**{"contact_places-1-contact": here.pk})
    assert not is_reached(**{"contact_places-0-contact": "²"})
    assert not is_reached(**{"contact_places-0-contact": "9" * 40})
    assert not is_reached()


def test_a_headline_that_the_release_itself_has_is_its_own(anna, department):
    release = make_version(department=department, headline="Öppet hus").release
    said = "Samma rubrik publicerades"
    data = release_data(release)

    assert said not in client_of(anna).post(url_of("checklist", release), data).content.decode()
    assert said in client_of(anna).post(url_of("checklist"), data).content.decode()


def test_what_is_typed_is_escaped(release, anna):
    data = release_data(release, body="<p>– <b onclick=x>&lt;script&gt; XX</b><script>alert(1)</script></p>")

    html = client_of(anna).post(url_of("checklist", release), data).content.decode()

    assert "<script" not in html
    assert "onclick" not in html


def test_the_form_shows_the_stored_state_without_script(release, anna):
    html = client_of(anna).get(change_url(release)).content.decode()

    assert 'id="live"' in html
    assert "Inget saknas." in html
    assert "newsroom/desk-live.js" in html
    assert f'data-autosave="{url_of("autosave", release)}"' in html


def test_the_form_that_was_refused_shows_what_was_typed(release, anna):
    html = client_of(anna).post(change_url(release), release_data(release, headline="", lead="")).content.decode()

    assert "2 saker saknas" in html
    assert 'data-unsaved="yes"' in html


def test_a_reviewer_has_neither_checklist_nor_autosave(release, department):
    html = client_of(make_reviewer(department)).get(change_url(release)).content.decode()

    assert 'id="live"' not in html
    assert 'id="presence"' in html


# --- autosave -------------------------------------------------------------------------------------------
def test_autosave_keeps_the_text_and_touches_nothing_else(release, anna):
    client = client_of(anna)
    before = dump()

    response = client.post(url_of("autosave", release), release_data(release, headline="Osparad\x00 rubrik\u202e"))

    after = dump()
    assert after.pop("newsroom.Autosave") != before.pop("newsroom.Autosave")
    assert after == before
    kept = Autosave.objects.get()
    assert (kept.user, kept.release, kept.base_version) == (anna, release, release.lock_version)
    assert kept.payload["headline"] == "Osparad rubrik"
    assert kept.payload["topics"] == [str(release.topics.get().pk)]
    assert kept.payload["contacts"][0]["contact"] == str(release.contact_places.get().contact_id)
    assert "Sparat bara för dig" in response.content.decode()
    assert not Event.objects.filter(release=release).exists()
    assert not Version.objects.exists()


def test_a_published_page_is_the_same_after_autosave(anna, department, client):
    version = make_version(department=department)
    url = version.get_absolute_url()
    before = client.get(url).content

    client_of(anna).post(url_of("autosave", version.release), release_data(version.release, headline="Hemligt"))

    assert client.get(url).content == before


def test_a_body_is_kept_clean(release, anna):
    client_of(anna).post(url_of("autosave", release), release_data(release, body="<p>Hej<script>x</script></p>"))

    assert Autosave.objects.get().payload["body"] == "<p>Hej</p>"


def test_what_one_person_types_is_never_shown_to_another(release, anna, bo):
    secret = "Hemligt utkast om flytten"
    client_of(anna).post(url_of("autosave", release), release_data(release, headline=secret))
    client_of(anna).post(url_of("autosave_new", key=uuid4()), release_data(headline=secret, expected_version=0))
    base = f"/admin/newsroom/release/{release.pk}"

    for client in (client_of(bo), client_of(make_administrator())):
        client.post(url_of("autosave_drop", release))
        for path in ("/admin/", ADD, f"{ADD}?aterstall=1", *(f"{base}/{p}/" for p in ("change", "history", "preview"))):
            assert secret not in client.get(path).content.decode(), path
        for path in (f"{base}/change/?aterstall=1", f"{base}/delete/", "/admin/newsroom/release/?q=Hemligt"):
            assert f"{secret}" not in client.get(path).content.decode(), path
        for name in ("checklist", "autosave", "presence"):
            assert secret not in client.post(url_of(name, release), release_data(release)).content.decode()
    assert Autosave.objects.filter(user=anna).count() == 2


def test_it_is_offered_on_return_with_what_differs(release, anna):
    kept_of(anna, release, headline="Osparad rubrik", lead=release.lead)

    html = client_of(anna).get(change_url(release)).content.decode()

    assert "Osparade ändringar från" in html
    assert "Osparad" in html
    assert release.headline in html
    assert 'data-is-open="yes"' in html


def test_it_is_not_offered_when_nothing_differs_nor_where_the_form_was_just_sent(release, anna):
    kept_of(anna, release, headline=release.headline, lead=release.lead)
    assert 'id="offer"' not in client_of(anna).get(change_url(release)).content.decode()

    kept_of(anna, release, headline="Osparad")
    assert 'id="offer"' in client_of(anna).get(change_url(release)).content.decode()
    refused = client_of(anna).post(change_url(release), release_data(release, headline=""))
    assert 'id="offer"' not in refused.content.decode()


def test_it_is_not_offered_to_one_who_may_no_longer_write(release, anna):
    kept_of(anna, release, headline="Osparad")
    anna.memberships.update(role="reviewer")

    for query in ("", "?aterstall=1"):
        html = client_of(anna).get(change_url(release) + query).content.decode()
        assert "Osparad" not in html


def test_restoring_fills_the_form_and_saves_nothing(release, anna):
    topic, gone, new = make_topic(), release.contact_places.get(), make_contact()
    row = {"contact": str(new.pk), "placement": "more", "role": "projektledare", "order": "3"}
    kept_of(
        anna,
        release,
        headline="Osparad rubrik",
        body="<p>Osparad text</p>",
        topics=[str(topic.pk)],
        contacts=[row],
        type="news",
        department=str(release.department_id),
        base="den text jag började med",
    )
    client = client_of(anna)
    before = dump()

    response = client.get(change_url(release) + "?aterstall=1")

    form, rows = response.context["adminform"].form, response.context["inline_admin_formsets"][0].formset
    assert form["headline"].value() == "Osparad rubrik"
    assert form["body"].value() == "<p>Osparad text</p>"
    assert form["topics"].value() == [str(topic.pk)]
    assert form["type"].value() == "news"
    assert form["base"].value() == "den text jag började med"
    assert form["expected_version"].value() == 0
    assert [(r["contact"].value(), r["DELETE"].value()) for r in rows.forms] == [
        (str(gone.contact_id), True),
        (str(new.pk), False),
    ]
    assert rows.forms[1]["role"].value() == "projektledare"
    assert "Återställt, men inte sparat" in response.content.decode()
    assert "errornote" not in response.content.decode()
    assert dump() == before


def test_a_restored_text_that_somebody_has_overtaken_ends_in_the_conflict_of_both(release, anna, bo):
    kept_of(anna, release, headline="Annas rubrik")
    client_of(bo).post(change_url(release), release_data(release, headline="Bos rubrik"))

    form = client_of(anna).get(change_url(release) + "?aterstall=1").context["adminform"].form
    data = release_data(release, headline="Annas rubrik", expected_version=form["expected_version"].value())
    response = client_of(anna).post(change_url(release), data)

    assert [d.name for d in response.context["form_conflict"]] == ["headline"]
    release.refresh_from_db()
    assert release.headline == "Bos rubrik"


def test_a_text_that_somebody_has_overtaken_is_not_kept(release, anna, bo):
    data = release_data(release, headline="Annas rubrik")
    client_of(bo).post(change_url(release), release_data(release, headline="Bos rubrik"))

    assert client_of(anna).post(url_of("autosave", release), data).status_code == 409
    assert not Autosave.objects.exists()


def test_a_real_save_removes_it(release, anna, bo):
    kept_of(anna, release, headline="Osparad")
    kept_of(bo, release, headline="Bos osparade")

    client_of(anna).post(change_url(release), release_data(release, headline=""))
    assert Autosave.objects.count() == 2

    client_of(anna).post(change_url(release), release_data(release, headline="Sparad"))
    assert [kept.user for kept in Autosave.objects.all()] == [bo]


def test_a_new_release_is_kept_offered_restored_and_removed_when_it_is_saved(anna, department):
    client, key = client_of(anna), uuid4()
    data = release_data(headline="Ny osparad", department=department.pk, expected_version=0)
    assert client.post(url_of("autosave_new", key=key), data).status_code == 200
    assert not Release.objects.exists()

    assert "Osparade ändringar från" in client.get(ADD).content.decode()
    restored = client.get(f"{ADD}?aterstall=1")
    assert restored.context["adminform"].form["headline"].value() == "Ny osparad"
    assert f'name="form_key" value="{key}"' in restored.content.decode()

    client.post(ADD, data | {"form_key": str(key)})
    assert Release.objects.get().headline == "Ny osparad"
    assert not Autosave.objects.exists()


def test_a_refused_new_form_keeps_its_key(anna, department):
    key = uuid4()
    html = client_of(anna).post(ADD, release_data(headline="", form_key=str(key))).content.decode()

    assert f'value="{key}"' in html
    assert client_of(anna).post(ADD, release_data(headline="", form_key="nej")).status_code == 200


def test_throwing_away_forgets_it_and_leads_back(release, anna):
    kept, new = kept_of(anna, release, headline="Osparad"), kept_of(anna, None, headline="Ny")

    assert client_of(anna).post(url_of("autosave_drop", release))["Location"] == change_url(release)
    assert list(Autosave.objects.all()) == [new]
    assert client_of(anna).post(url_of("autosave_new_drop", key=new.form_key))["Location"] == ADD
    assert not Autosave.objects.filter(pk=kept.pk).exists()


# --- what is refused ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "more",
    [
        {"stage": "approved"},
        {"lock_version": "7"},
        {"contact_places-0-hemligt": "x"},
        {"contact_places-x-contact": "1"},
        {"contact_places-99999-contact": "1"},
        {"_publish": "1"},
        {"expected_version": ""},
        {"expected_version": "-1"},
        {"expected_version": "9" * 30},
        {"body": "å" * 160_000},
        {"headline": "x" * 300_000},
    ],
)
def test_what_is_no_field_of_the_form_or_too_much_is_refused(release, anna, more):
    response = client_of(anna).post(url_of("autosave", release), release_data(release) | more)

    assert response.status_code == 400
    assert not Autosave.objects.exists()


def test_a_long_text_is_kept(release, anna):
    body = f"<p>{'å' * 99_000}</p>"

    assert client_of(anna).post(url_of("autosave", release), release_data(release, body=body)).status_code == 200
    assert len(json.dumps(Autosave.objects.get().payload, ensure_ascii=False).encode()) < 300_000


def test_a_file_is_refused(release, anna, tmp_path):
    path = tmp_path / "bild.png"
    path.write_bytes(b"x")
    with path.open("rb") as file:
        response = client_of(anna).post(url_of("autosave", release), release_data(release) | {"lead": file})

    assert response.status_code == 400


@pytest.mark.parametrize(
    "odd",
    [
        {"contact_places-TOTAL_FORMS": "x"},
        {"contact_places-TOTAL_FORMS": "99999999999999999999"},
        {"department": "Robert'); DROP TABLE"},
        {"topics": ["x", "²", "9" * 40]},
        {"owner": "x", "type": "inget", "language": "klingonska"},
    ],
)
def test_odd_values_are_kept_shown_and_judged_without_an_error(release, anna, odd):
    client, data = client_of(anna), release_data(release, headline="Osparad") | odd

    assert client.post(url_of("checklist", release), data).status_code == 200
    assert client.post(url_of("autosave", release), data).status_code == 200
    assert client.get(change_url(release)).status_code == 200
    assert client.get(change_url(release) + "?aterstall=1").status_code == 200


# --- presence -------------------------------------------------------------------------------------------
def test_a_second_person_is_told_of_the_first(release, anna, bo):
    client_of(anna).post(url_of("presence", release), {"writing": "yes"})

    html = client_of(bo).get(change_url(release)).content.decode()
    answer = client_of(bo).post(url_of("presence", release), {"writing": "no"}).content.decode()

    assert "Anna Ek har sidan öppen (skrev nyss)" in html
    assert "Anna Ek har sidan öppen (skrev nyss)" in answer
    assert "Bo Öst" not in answer
    assert "Bo Öst har sidan öppen" in client_of(anna).get(change_url(release)).content.decode()


def test_opening_the_page_notes_nothing(release, anna):
    client_of(anna).get(change_url(release))

    assert not Presence.objects.exists()


def test_names_in_presence_are_escaped(release, department, anna):
    seen(make_editor(department, first_name="<b>", last_name="x"), release, False)

    assert "<b>" not in client_of(anna).post(url_of("presence", release)).content.decode()


# --- quotes that somebody has been asked about ----------------------------------------------------------
QUOTE = "– Vi är glada, säger Märta Ågren."


def asked_about(release, by, answer="", comment=""):
    link, _token = create_link(release=release, by=by, kind="quote", recipient="Märta Ågren", quote=QUOTE)
    if answer:
        answer_quote(link=link, answer=answer, digest=link.digest, comment=comment)
    return link


def test_a_quote_is_judged_as_it_is_typed_not_as_it_is_saved(release, anna):
    asked_about(release, anna, "agreed")
    client, url = client_of(anna), url_of("checklist", release)

    kept = client.post(url, release_data(release)).content.decode()
    changed = client.post(url, release_data(release, body="<p>– Vi är nöjda.</p>")).content.decode()

    for html in (client.get(change_url(release)).content.decode(), kept):
        assert "Märta Ågren om ”Vi är glada, säger Märta Ågren.”" in html
        assert "stämmer" in html
        assert "texten har ändrats" not in html
    assert "texten har ändrats sedan frågan ställdes" in changed


def test_a_quote_that_is_typed_back_stands_again(release, anna):
    asked_about(release, anna, "agreed")
    Release.objects.filter(pk=release.pk).update(body="<p>Inget citat.</p>")

    saved = client_of(anna).get(change_url(release)).content.decode()
    typed = client_of(anna).post(url_of("checklist", release), release_data(release, body=f"<p>{QUOTE}</p>"))

    assert "texten har ändrats sedan frågan ställdes" in saved
    assert "texten har ändrats" not in typed.content.decode()


def test_a_wish_stands_escaped_in_the_checklist(release, anna):
    asked_about(release, anna, "change", "<b>Säg</b> nöjda.")

    html = client_of(anna).post(url_of("checklist", release), release_data(release)).content.decode()

    assert "vill ändra: &lt;b&gt;Säg&lt;/b&gt; nöjda." in html


def test_a_form_that_is_shown_again_judges_the_quote_that_was_sent(release, anna):
    asked_about(release, anna, "agreed")

    html = client_of(anna).post(change_url(release), release_data(release, headline="", body="<p>x</p>"))

    assert "texten har ändrats sedan frågan ställdes" in html.content.decode()


def test_the_checklist_costs_the_same_with_many_questions(release, anna):
    client, url, counts = client_of(anna), url_of("checklist", release), []
    for size in (1, 9):
        for _time in range(size):
            asked_about(release, anna)
        with CaptureQueriesContext(connection) as queries:
            client.post(url, release_data(release))
        counts.append(len(queries))

    assert counts[0] == counts[1]
