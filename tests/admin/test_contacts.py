"""The form of a contact: where it is shown, and the page that replaces one who leaves."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from newsroom.admin.contact_standing import SHOWN
from newsroom.models import CardChange, Contact, Release
from newsroom.reviewing import subject_of
from tests.admin.support import BACKEND, change_url, client_of, release_data
from tests.factories import (
    HOUR,
    NOW,
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
LIST = "/admin/newsroom/contact/"


@pytest.fixture
def department():
    return make_department(name="Kultur- och fritidsförvaltningen")


@pytest.fixture
def leaver(department):
    return make_contact(department=department, name="Märta Ågren")


@pytest.fixture
def successor(department):
    return make_contact(department=department, name="Bo Öst", title="presschef")


def form_url(contact):
    return reverse("admin:newsroom_contact_change", args=[contact.pk])


def replace_url(contact):
    return f"{LIST}{contact.pk}/replace/"


def show(contact, count=1, **more):
    return [make_version(release=make_release(contacts=[contact]), **more) for _number in range(count)]


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


# --- the panel ---------------------------------------------------------------------------------------
def test_the_panel_links_the_pages_and_the_drafts(department, leaver):
    version = show(leaver)[0]
    draft = make_release(department=department, contacts=[leaver], headline="Utkastet")

    response = client_of(make_editor(department)).get(form_url(leaver))
    html = response.content.decode()

    assert f'href="{version.get_absolute_url()}"' in html
    assert f'href="{change_url(draft)}"' in html
    assert "Visas på 1 publicerad sida" in html
    assert "Kommer att visas i 1 utkast" in html
    assert "Ersätt överallt…" in html


def test_the_panel_shows_twenty_and_counts_the_rest(department, leaver):
    for version in show(leaver, SHOWN + 3):
        assert version.get_absolute_url()
    for number in range(SHOWN + 1):
        make_release(department=department, contacts=[leaver], headline=f"Utkast {number}")

    response = client_of(make_publisher(department)).get(form_url(leaver))
    standing = response.context["standing"]

    assert (len(standing["pages"]), len(standing["drafts"])) == (SHOWN, SHOWN)
    for text in ("Visas på 23 publicerade sidor", "De 20 senaste av 23.", "i 21 utkast", "20 av 21."):
        assert text in text_of(response)


def test_the_panel_costs_the_same_with_many(department, leaver, django_assert_max_num_queries):
    for _number in range(15):
        make_version(release=make_release(department=department, contacts=[leaver]))
        make_release(department=department, contacts=[leaver])
    client = client_of(make_publisher(department))

    with django_assert_max_num_queries(22):
        client.get(form_url(leaver))


def test_drafts_of_other_departments_are_counted_and_never_named(department, leaver):
    make_release(contacts=[leaver], headline="Hemligt hos andra")
    make_release(department=None, contacts=[leaver], headline="Någon annans lösa utkast")
    make_version(release=make_release(contacts=[leaver], headline="Hemligt schemalagt"), visible_from=NOW + HOUR)

    for url in (form_url(leaver), replace_url(leaver)):
        text = text_of(client_of(make_editor(department)).get(url))
        assert "3 utkast i andra förvaltningar" in text
        for headline in ("Hemligt hos andra", "Någon annans", "Hemligt schemalagt"):
            assert headline not in text


def test_a_contact_whom_nobody_shows_has_nothing_to_replace(department, leaver):
    html = client_of(make_editor(department)).get(form_url(leaver)).content.decode()

    assert "Visas inte på någon publicerad sida." in html
    assert replace_url(leaver) not in html


def test_who_has_left_and_stands_in_no_draft_is_done_with(department, leaver):
    show(leaver)[0].release.contact_places.all().delete()
    client = client_of(make_editor(department))
    assert replace_url(leaver) in client.get(form_url(leaver)).content.decode()

    Contact.objects.filter(pk=leaver.pk).update(is_active=False)

    html = client.get(form_url(leaver)).content.decode()
    assert replace_url(leaver) not in html
    assert "Inte aktiv: sidorna visar namnet, men inga nummer." in html


def test_a_new_contact_has_no_panel(department):
    assert "standing" not in client_of(make_editor(department)).get(f"{LIST}add/").content.decode()


def test_who_may_not_change_the_contact_sees_the_panel_without_the_button(department, leaver):
    show(leaver)

    for person in (make_reviewer(department), make_editor(make_department())):
        html = client_of(person).get(form_url(leaver)).content.decode()
        assert "Visas på 1 publicerad sida" in html
        assert replace_url(leaver) not in html


# --- deactivating in the form ------------------------------------------------------------------------
def contact_data(contact, **fields):
    data = {"name": contact.name, "title": contact.title, "kind": contact.kind, "department": contact.department_id}
    data |= {"telephones-TOTAL_FORMS": 0, "telephones-INITIAL_FORMS": 0, "telephones-MIN_NUM_FORMS": 0}
    return data | {"telephones-MAX_NUM_FORMS": 1000} | fields


@pytest.mark.parametrize("shown", ["public", "scheduled", "draft"])
def test_who_is_shown_stays_active_until_a_successor_is_named_on_the_page(department, leaver, shown):
    if shown == "draft":
        make_release(contacts=[leaver])
    else:
        version = show(leaver, visible_from=NOW - HOUR if shown == "public" else NOW + HOUR)[0]
        version.release.contact_places.all().delete()

    data = contact_data(leaver, title="talesperson")
    response = client_of(make_editor(department)).post(form_url(leaver), data, follow=True)

    leaver.refresh_from_db()
    assert (leaver.is_active, leaver.title) == (True, "talesperson")
    assert response.redirect_chain[-1][0] == replace_url(leaver)
    assert "Märta Ågren står i pressmeddelanden och är kvar som aktiv tills du har valt en efterträdare här." in (
        text_of(response)
    )


def test_a_new_number_and_a_new_name_are_noted_after_the_rows_are_saved(department, leaver):
    version = show(leaver)[0]
    number = leaver.telephones.get()
    rows = {
        "telephones-TOTAL_FORMS": 1,
        "telephones-INITIAL_FORMS": 1,
        "telephones-0-id": number.pk,
        "telephones-0-contact": leaver.pk,
        "telephones-0-number": "070-174 06 99",
        "telephones-0-order": 0,
    }
    editor = make_editor(department)

    client_of(editor).post(form_url(leaver), contact_data(leaver, is_active="on") | rows)

    change = CardChange.objects.get()
    assert (change.what, change.by) == ("number", editor)
    assert subject_of(version.release).is_contact_changed
    client_of(editor).post(form_url(leaver), contact_data(leaver, is_active="on") | rows)
    assert CardChange.objects.count() == 1


def test_a_new_contact_is_a_page_to_review_and_no_change(department):
    data = contact_data(make_contact(department=department), name="Ny Person", is_active="on")
    data["department"] = department.pk

    client_of(make_editor(department)).post(f"{LIST}add/", data)

    contact = Contact.objects.get(name="Ny Person")
    assert contact.subject.is_current
    assert not CardChange.objects.exists()


def test_deactivating_somebody_whom_nobody_shows_says_nothing(department, leaver):
    response = client_of(make_editor(department)).post(form_url(leaver), contact_data(leaver), follow=True)

    assert replace_url(leaver) not in response.content.decode()


def test_other_changes_of_somebody_who_is_shown_say_nothing(department, leaver):
    show(leaver)
    client = client_of(make_editor(department))

    changed = client.post(form_url(leaver), contact_data(leaver, title="talesperson", is_active="on"), follow=True)
    Contact.objects.filter(pk=leaver.pk).update(is_active=False)
    still_inactive = client.post(form_url(leaver), contact_data(leaver, title="f.d."), follow=True)

    for response in (changed, still_inactive):
        assert replace_url(leaver) not in response.content.decode()


def test_a_name_with_markup_stays_text_in_the_warning(department, leaver):
    show(leaver)

    data = contact_data(leaver, name="<b onclick=x>Ågren</b>")
    html = client_of(make_editor(department)).post(form_url(leaver), data, follow=True).content.decode()

    assert "<b onclick" not in html
    assert "&lt;b onclick=x&gt;Ågren&lt;/b&gt; står i pressmeddelanden" in html


# --- the page ----------------------------------------------------------------------------------------
def test_the_page_tells_what_will_happen(department, leaver, successor):
    for version in show(leaver, 2):
        assert version.release.department_id != department.pk
    make_version(release=make_release(department=department, contacts=[leaver]), visible_from=NOW + HOUR)
    approved = make_release(department=department, contacts=[leaver], headline="Godkänt utkast")
    Release.objects.filter(pk=approved.pk).update(stage="approved")

    text = text_of(client_of(make_publisher(department)).get(replace_url(leaver)))

    for sentence in (
        "Ersätt Märta Ågren överallt",
        "2 utkast (även publicerade pressmeddelanden har ett) får efterträdaren i stället.",
        "Godkänt utkast",
        "1 av dem är inskickat eller godkänt.",
        "Nummer och e-postadress försvinner genast",
        "2 publicerade sidor behåller namnet: det som är publicerat skrivs aldrig om.",
        "1 schemalagd version är redan låst med namnet",
        "2 utkast i andra förvaltningar ändras inte: Förvaltningen för ärende",
        "Bo Öst, presschef – Kultur- och fritidsförvaltningen",
    ):
        assert sentence in text


def test_the_post_replaces_deactivates_and_tells(department, leaver, successor):
    mine = [make_release(department=department, contacts=[leaver]) for _number in range(2)]
    park = make_department(name="Parkförvaltningen")
    for _number in range(3):
        make_release(department=park, contacts=[leaver])
    submitted = make_release(department=department, contacts=[leaver])
    Release.objects.filter(pk=submitted.pk).update(stage="submitted")

    response = client_of(make_editor(department)).post(replace_url(leaver), {"successor": successor.pk}, follow=True)

    leaver.refresh_from_db()
    assert response.redirect_chain == [(form_url(leaver), 302)]
    assert not leaver.is_active
    assert all(release.contact_places.get().contact == successor for release in mine)
    for sentence in (
        "Bo Öst står nu i stället för Märta Ågren i 2 utkast.",
        "3 utkast i andra förvaltningar ändrades inte: Parkförvaltningen (3).",
        "1 inskickad text ändrades inte.",
    ):
        assert sentence in text_of(response)


def test_the_contacts_own_history_tells_who_took_over(department, leaver, successor):
    client = client_of(make_editor(department))
    client.post(replace_url(leaver), {"successor": successor.pk})

    history = client.get(reverse("admin:newsroom_contact_history", args=[leaver.pk])).content.decode()

    assert "Ersatt överallt av Bo Öst, presschef." in history


def test_numbers_disappear_from_the_public_page_at_once_and_the_name_stays(department, successor):
    leaver = make_contact(department=department, name="Märta Ågren", numbers=["070-174 06 99"])
    version = show(leaver)[0]
    client = client_of(make_editor(department))
    assert "070-174 06 99" in Client().get(version.get_absolute_url()).content.decode()

    client.post(replace_url(leaver), {"successor": successor.pk})

    page = Client().get(version.get_absolute_url()).content.decode()
    assert "070-174 06 99" not in page
    assert "Märta Ågren" in page
    assert "Bo Öst" not in page


def test_an_open_form_cannot_put_the_leaver_back_unseen(department, leaver, successor):
    release = make_release(department=department, contacts=[leaver])
    stale = release_data(release, lead="Skrivet medan kontakten byttes.")
    client = client_of(make_publisher(department))
    client.post(replace_url(leaver), {"successor": successor.pk})

    response = client.post(change_url(release), stale)

    release.refresh_from_db()
    assert response.status_code == 200
    assert release.lead != "Skrivet medan kontakten byttes."
    assert release.contact_places.get().contact == successor


@pytest.mark.parametrize("chosen", ["same", "inactive", "foreign", "none", "nonsense", "missing"])
def test_a_choice_that_is_none_is_refused_with_a_reason(department, leaver, successor, chosen):
    release = make_release(department=department, contacts=[leaver])
    values = {
        "same": leaver.pk,
        "inactive": make_contact(department=department, is_active=False).pk,
        "foreign": make_contact(department=make_department()).pk,
        "none": "",
        "nonsense": "x",
    }
    data = {"successor": values[chosen]} if chosen in values else {}

    response = client_of(make_editor(department)).post(replace_url(leaver), data)

    leaver.refresh_from_db()
    assert response.status_code == 200
    assert 'class="errorlist' in response.content.decode()
    assert leaver.is_active
    assert release.contact_places.get().contact == leaver


def test_a_successor_who_leaves_in_between_is_refused_on_the_page(department, leaver, successor, monkeypatch):
    """The form finds the successor active; under the lock that is no longer so."""
    from newsroom.admin import contact_pages

    act = contact_pages.replace_contact

    def late(**everything):
        Contact.objects.filter(pk=successor.pk).update(is_active=False)
        return act(**everything)

    monkeypatch.setattr(contact_pages, "replace_contact", late)
    response = client_of(make_editor(department)).post(replace_url(leaver), {"successor": successor.pk})

    assert response.status_code == 200
    assert "Välj en annan kontakt som är aktiv." in text_of(response)


def test_without_anybody_to_choose_the_page_says_so(department, leaver):
    make_contact(department=make_department())

    response = client_of(make_editor(department)).get(replace_url(leaver))

    assert "Det finns ingen annan aktiv kontakt som du kan välja." in text_of(response)
    assert 'type="submit" class="default"' not in response.content.decode()


def test_who_may_not_change_the_contact_is_refused(department, leaver, successor):
    release = make_release(department=department, contacts=[leaver])
    nobody = make_administrator(is_superuser=False)

    for person, status in [(make_reviewer(department), 403), (make_editor(make_department()), 403), (nobody, 404)]:
        client = client_of(person)
        assert client.get(replace_url(leaver)).status_code == status
        assert client.post(replace_url(leaver), {"successor": successor.pk}).status_code == status
    assert Client().post(replace_url(leaver), {"successor": successor.pk}).status_code == 302
    leaver.refresh_from_db()
    assert leaver.is_active
    assert release.contact_places.get().contact == leaver


def test_a_contact_that_does_not_exist_is_404(department):
    assert client_of(make_administrator()).get(f"{LIST}999999/replace/").status_code == 404


def test_reading_the_page_changes_nothing_and_the_post_wants_a_token(department, leaver, successor):
    make_release(department=department, contacts=[leaver])
    before = [list(model.objects.order_by("pk").values()) for model in (Contact, Release)]
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_publisher(department), backend=BACKEND)

    assert client.get(replace_url(leaver), {"successor": successor.pk}).status_code == 200
    assert client.head(replace_url(leaver)).status_code == 200
    assert client.post(replace_url(leaver), {"successor": successor.pk}).status_code == 403
    assert [list(model.objects.order_by("pk").values()) for model in (Contact, Release)] == before
