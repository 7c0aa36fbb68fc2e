"""The card of a contact: for those whom a reader can see today, with what a reader can see."""

import pytest
from django.test import Client
from django.utils import timezone

from newsroom.actions import schedule_release
from newsroom.models import Contact
from newsroom.views.contact_card import file_name
from newsroom.withdrawing import withdraw_release
from tests.factories import (
    DAY,
    HOUR,
    NOW,
    make_administrator,
    make_contact,
    make_department,
    make_release,
    make_version,
)

pytestmark = pytest.mark.django_db


def path_of(contact):
    return f"/kontakter/{contact.short_number}.vcf"


def answer(path):
    response = Client().get(path)
    return response.status_code, response.content, sorted(response.items())


def card_of(contact):
    """Return the lines of a card, unfolded."""
    response = Client().get(path_of(contact))
    assert response.status_code == 200
    return response.content.decode().replace("\r\n ", "").split("\r\n")


def is_found(contact):
    return Client().get(path_of(contact)).status_code == 200


def test_a_listed_contact_has_a_card():
    department = make_department(name="Kommunikationsavdelningen")
    contact = make_contact(
        name="Märta Ågren",
        title="pressekreterare",
        party="S",
        department=department,
        email="marta.agren@trollhattan.example",
        hours="Vardagar 8–16.30",
        numbers=["0520-49 59 29", "070-174 06 05", "112"],
        is_listed=True,
    )
    url = f"http://testserver{path_of(contact)}"

    assert card_of(contact) == [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "N;CHARSET=UTF-8:Ågren;Märta;;;",
        "FN;CHARSET=UTF-8:Märta Ågren",
        "ORG;CHARSET=UTF-8:Trollhättans Stad;Kommunikationsavdelningen",
        "TITLE;LANGUAGE=sv:pressekreterare (S)",
        "TEL;TYPE=WORK,VOICE:+46520495929",
        "TEL;TYPE=WORK,CELL:+46701740605",
        "TEL;TYPE=WORK,VOICE:112",
        "EMAIL;TYPE=INTERNET,WORK:marta.agren@trollhattan.example",
        "URL;TYPE=WORK:http://testserver/kontakter/",
        "NOTE;LANGUAGE=sv;CHARSET=UTF-8:Vardagar 8–16.30",
        f"SOURCE:{url}",
        f"UID:{url}",
        "END:VCARD",
        "",
    ]


def test_the_file_has_the_name_of_the_contact():
    contact = make_contact(name="Märta Ågren", is_listed=True)

    response = Client().get(path_of(contact))

    assert response["Content-Type"] == "text/vcard; charset=utf-8"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''M%C3%A4rta%20%C3%85gren.vcf"
    assert response["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Märta Ågren", "Märta Ågren.vcf"),
        ("Anna-Lena von Essen", "Anna-Lena von Essen.vcf"),
        ('Press "jouren" / dygnet runt', "Press jouren  dygnet runt.vcf"),
        ("../../etc/passwd", "etcpasswd.vcf"),
        ("a\r\nX-Header: 1", "aX-Header 1.vcf"),
        ("***", "kontakt.vcf"),
    ],
)
def test_a_file_name_has_nothing_that_a_file_system_minds(name, file):
    assert file_name(name).replace("\n", "").replace("\r", "") == file
    assert "\n" not in file_name(name)


def test_a_function_has_no_family_name():
    assert "N:Pressjouren;;;;" in card_of(make_contact(name="Pressjouren", kind="function", is_listed=True))


def test_somebody_from_elsewhere_belongs_there():
    department = make_department(name="Kommunikationsavdelningen")
    contact = make_contact(organisation="Räddningstjänsten", department=department, is_listed=True)

    assert "ORG;CHARSET=UTF-8:Räddningstjänsten" in card_of(contact)


def test_a_department_without_a_page_is_not_named():
    contact = make_contact(department=make_department(name="Ny enhet", status="prepared"), is_listed=True)

    assert "ORG;CHARSET=UTF-8:Trollhättans Stad" in card_of(contact)


def test_who_stands_in_a_public_release_has_a_card_as_it_says_there():
    contact = make_contact(name="Åsa Öst", title="rektor", department=make_department(name="Skolan"))
    make_version(contacts=[contact], visible_from=NOW - 2 * DAY)
    newest = make_version(contacts=[contact], visible_from=NOW - DAY, language="en")
    contact.title, contact.organisation = "kommundirektör", "Ny arbetsgivare"
    contact.save()

    lines = card_of(contact)

    assert "TITLE;LANGUAGE=en:rektor" in lines
    assert "ORG;CHARSET=UTF-8:Trollhättans Stad" in lines
    assert f"URL;TYPE=WORK:http://testserver{newest.get_absolute_url()}" in lines


@pytest.mark.parametrize("visible_from", [timezone.now() + HOUR, None], ids=["scheduled", "frozen"])
def test_a_role_that_nobody_has_read_yet_stays_unread(visible_from):
    contact = make_contact(title="rektor")
    make_version(contacts=[contact], visible_from=NOW - DAY)
    before = answer(path_of(contact))
    contact.title = "kommundirektör"
    contact.save()

    make_version(contacts=[contact], visible_from=visible_from)

    assert answer(path_of(contact)) == before


def test_a_number_that_changes_changes_in_the_card_at_once():
    contact = make_contact(numbers=["0520-49 59 29"])
    make_version(contacts=[contact])
    contact.telephones.update(number="0520-49 50 00")

    assert "TEL;TYPE=WORK,VOICE:+46520495000" in card_of(contact)


def test_who_stands_under_for_further_information_has_a_card():
    contact = make_contact()
    release = make_release(contacts=[contact])
    release.contact_places.update(placement="more")
    make_version(release=release)

    assert is_found(contact)


def draft(contact):
    make_release(contacts=[contact])


def scheduled(contact):
    release = make_release(contacts=[contact])
    schedule_release(release=release, by=make_administrator(), visible_from=timezone.now() + HOUR)


def frozen(contact):
    make_version(contacts=[contact], visible_from=None)


def withdrawn(contact):
    version = make_version(contacts=[contact])
    assert is_found(contact)
    withdraw_release(release=version.release, by=make_administrator(), reason="Fel person.")


def only_in_an_earlier_version(contact):
    version = make_version(contacts=[contact], visible_from=NOW - DAY)
    version.release.contact_places.all().delete()
    make_version(release=version.release, kind="update", note="Ny kontakt.", visible_from=NOW - HOUR)


def left_and_listed(contact):
    Contact.objects.filter(pk=contact.pk).update(is_active=False, is_listed=True)


def left_and_in_a_release(contact):
    make_version(contacts=[contact])
    Contact.objects.filter(pk=contact.pk).update(is_active=False)


def nowhere(contact):
    pass


@pytest.mark.parametrize(
    "hide",
    [draft, scheduled, frozen, withdrawn, only_in_an_earlier_version, left_and_listed, left_and_in_a_release, nowhere],
)
def test_who_cannot_be_seen_is_answered_as_nobody(hide):
    contact = make_contact(name="Hemlig Person")

    hide(contact)

    assert answer(path_of(contact)) == answer("/kontakter/999999999.vcf") == answer("/finns-inte/")
    assert not Contact.objects.reachable().filter(pk=contact.pk).exists()


def test_reachable_asks_about_the_time():
    contact = make_contact()
    make_version(contacts=[contact], visible_from=NOW - HOUR)

    assert contact in Contact.objects.reachable()
    assert contact not in Contact.objects.reachable(at=NOW - 2 * HOUR)


def test_reachable_names_each_contact_once():
    contact = make_contact(is_listed=True)
    for _ in range(3):
        make_version(contacts=[contact])

    assert list(Contact.objects.reachable()) == [contact]


def test_pages_link_to_the_cards_of_those_who_can_be_reached():
    listed = make_contact(is_listed=True, kind="press_officer")
    left = make_contact()
    version = make_version(contacts=[listed, left])
    Contact.objects.filter(pk=left.pk).update(is_active=False)

    for path in ("/", "/kontakter/", version.get_absolute_url()):
        page = Client().get(path).content.decode()
        assert f'<a href="{path_of(listed)}">Spara kontakt (vCard)' in page
        assert path_of(left) not in page


def test_a_card_costs_three_queries(django_assert_max_num_queries):
    contact = make_contact(numbers=["0520-49 59 29"] * 5)
    for _ in range(5):
        make_version(contacts=[contact])

    with django_assert_max_num_queries(3):
        assert is_found(contact)
