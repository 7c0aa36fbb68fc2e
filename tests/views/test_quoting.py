"""For those who quote: plain text, paper, code, short address, and the part of the page that leads to them."""

import re
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsroom.actions import schedule_release
from newsroom.links import create_link
from newsroom.models import Release
from newsroom.withdrawing import archive_release, retract_release, withdraw_release
from tests.factories import (
    DAY,
    HOUR,
    NOW,
    make_administrator,
    make_contact,
    make_department,
    make_release,
    make_review,
    make_version,
)

pytestmark = pytest.mark.django_db
MORE = ["text.txt", "utskrift/", "qr.svg"]


def answer(path):
    response = Client().get(path)
    return response.status_code, response.content, sorted(response.items())


def text_of(version):
    response = Client().get(f"{version.get_absolute_url()}text.txt")
    assert response.status_code == 200
    return response.content.decode()


def page_of(path):
    response = Client().get(path)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def whole():
    """A release with everything that its page can show."""
    department = make_department(
        name="Kommunikationsavdelningen", email="press@trollhattan.example", hours="Vardagar kl. 8–16.30"
    )
    marta = make_contact(
        name="Märta Ågren", email="marta.agren@trollhattan.example", hours="Dygnet runt", numbers=["0520-495929"]
    )
    marta.telephones.update(label="direkt")
    left = make_contact(name="Bo Öst", title="rektor", party="S", organisation="Lärarförbundet")
    release = make_release(
        department=department,
        contacts=[marta, left],
        headline="Ny förskola öppnar på Källvägen",
        subheading="Åttio barn får plats",
        lead="Förskolan öppnar i höst.\r\nDen är byggd i trä.",
        body="<p>– Vi är glada, säger Märta Ågren.</p><h2>Så byggdes den</h2>"
        "<ul><li>Ett år</li><li>Två våningar</li></ul>"
        '<p>Läs <a href="/kontakter/">mer</a>.</p>',
    )
    release.contact_places.filter(contact=left).update(placement="more")
    version = make_version(release=release, visible_from=NOW - 3 * DAY)
    left.is_active = False
    left.save()
    return version


# --- plain text ------------------------------------------------------------------------------------------


def test_the_plain_text_says_all_that_the_page_says(whole):
    make_review(whole, timezone.localdate(NOW - DAY))
    day = whole.published_on.isoformat()

    expected = f"""Pressmeddelande, {day}

Ny förskola öppnar på Källvägen

Åttio barn får plats

Förskolan öppnar i höst.
Den är byggd i trä.

– Vi är glada, säger Märta Ågren.

Så byggdes den

• Ett år
• Två våningar

Läs mer (http://testserver/kontakter/).

Presskontakt
Märta Ågren
pressekreterare
direkt 0520-49 59 29
marta.agren@trollhattan.example
Dygnet runt

För ytterligare information
Bo Öst (S)
rektor, Lärarförbundet
Nås inte längre via pressrummet.

Avsändare
Kommunikationsavdelningen
Gärdhemsvägen 9
461 83 Trollhättan
031-390 06 01
press@trollhattan.example
Vardagar kl. 8–16.30

Senast granskad {timezone.localdate(NOW - DAY)} av Per Ivarsson

Trollhättans Stad
http://testserver{whole.get_absolute_url()}
Kort adress: testserver/p/{whole.release.short_number}
"""

    assert text_of(whole) == expected


def test_corrections_and_notices_stand_first(whole):
    make_version(release=whole.release, kind="correction", note="Förskolan har 80 platser.", visible_from=NOW - 2 * DAY)
    latest = make_version(release=whole.release, kind="update", note="Ny öppningsdag.", visible_from=NOW - DAY)
    archive_release(release=whole.release, by=make_administrator())

    first, second, third, kicker = text_of(latest).split("\n\n")[:4]

    assert first == "Arkiverat pressmeddelande. Uppgifterna gällde när det publicerades."
    assert second == f"Uppdatering {timezone.localdate(NOW - DAY)}: Ny öppningsdag."
    assert third == f"Rättelse {timezone.localdate(NOW - 2 * DAY)}: Förskolan har 80 platser."
    assert kicker.startswith("Pressmeddelande, ")


def test_an_old_release_says_so_first():
    version = make_version(visible_from=NOW - 900 * DAY)
    year = timezone.localtime(NOW - 900 * DAY).year

    assert text_of(version).startswith(f"Det här pressmeddelandet är från {year}. Uppgifter kan ha ändrats.\n\n")


def test_the_text_of_what_replaced_it_is_named_with_its_address():
    old = make_version(headline="Vattnet ska kokas", visible_from=NOW - DAY)
    new = make_release(headline="Vattnet går att dricka", follows=old.release, follows_as="ends")
    newer = make_version(release=new)

    notice = text_of(old).partition("Vattnet ska")[0]
    assert f"Vattnet går att dricka (http://testserver{newer.get_absolute_url()})" in notice


def test_a_text_with_nothing_but_a_headline_is_a_text():
    version = make_version(
        release=make_release(headline="Bara en rubrik", lead="", body="", contacts=[], department=None)
    )

    parts = text_of(version).strip().split("\n\n")

    assert parts[1:2] == ["Bara en rubrik"]
    assert len(parts) == 3


def test_an_english_text_has_english_labels():
    text = text_of(make_version(language="en", headline="New preschool opens"))

    assert "Press release, " in text
    assert "\n\nPress contact\n" in text
    assert "\nShort address: " in text


def test_the_plain_text_is_text_and_left_to_the_page_by_search_engines(whole):
    response = Client().get(f"{whole.get_absolute_url()}text.txt")

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Link"] == f'<http://testserver{whole.get_absolute_url()}>; rel="canonical"'
    assert "public" in response["Cache-Control"]


def test_what_looks_like_markup_stays_text():
    text = text_of(make_version(headline="<b>Öppet</b> & klart", body="<p>1 &lt; 2 &amp; 3</p>"))

    assert "\n<b>Öppet</b> & klart\n" in text
    assert "\n1 < 2 & 3\n" in text


# --- paper -----------------------------------------------------------------------------------------------


def test_the_paper_has_text_contacts_address_and_code(whole):
    page = page_of(f"{whole.get_absolute_url()}utskrift/")

    assert page.count("<h1>Ny förskola öppnar på Källvägen</h1>") == 1
    for words in ("Åttio barn får plats", "säger Märta Ågren", "0520-49 59 29", "Lärarförbundet", "Gärdhemsvägen 9"):
        assert words in page
    assert f'src="{whole.get_absolute_url()}qr.svg"' in page
    assert f'alt="QR-kod som leder till testserver/p/{whole.release.short_number}"' in page
    assert f"Så har texten lytt sedan {timezone.localdate(NOW - 3 * DAY)}." in page
    assert '<meta name="robots" content="noindex">' in page
    assert f'<link rel="canonical" href="http://testserver{whole.get_absolute_url()}">' in page
    assert "vCard" not in page
    assert "data-copy" not in page


def test_the_paper_tells_of_corrections_review_and_age(whole):
    make_version(release=whole.release, kind="correction", note="Förskolan har 80 platser.", visible_from=NOW - 2 * DAY)
    make_review(whole, timezone.localdate(NOW - DAY))

    page = page_of(f"{whole.get_absolute_url()}utskrift/")

    change = re.search(r'<p class="paper-change"[^>]*>(.*?)</p>', page, re.DOTALL)[1]
    day = timezone.localdate(NOW - 2 * DAY)
    assert " ".join(re.sub("<[^>]*>", " ", change).split()) == f"Rättelse {day} : Förskolan har 80 platser."
    assert "Senast granskad" in page


def test_the_paper_of_an_english_text_is_english_all_through():
    page = page_of(f"{make_version(language='en').get_absolute_url()}utskrift/")

    assert '<html lang="en">' in page
    assert "Press contact" in page


def test_the_code_is_a_drawing_without_style_or_script():
    version = make_version()
    response = Client().get(f"{version.get_absolute_url()}qr.svg")

    assert response["Content-Type"] == "image/svg+xml"
    drawing = ElementTree.fromstring(response.content)
    assert {part.tag.rpartition("}")[2] for part in drawing.iter()} == {"svg", "path"}
    assert not [name for part in drawing.iter() for name in part.attrib if name in ("style", "class", "onload")]
    width = float(drawing.get("viewBox").split()[2])
    background, modules = drawing
    assert background.get("d").startswith(f"M0 0h{width:g}v")  # white to the edge of the quiet zone
    assert modules.get("d").startswith("M4 4.5h7")


def test_each_release_has_a_code_of_its_own():
    first, second = make_version(), make_version()

    codes = {Client().get(f"{version.get_absolute_url()}qr.svg").content for version in (first, second)}

    assert len(codes) == 2


# --- short address ---------------------------------------------------------------------------------------


def test_the_short_address_leads_to_the_release_for_the_time_being():
    version = make_version()

    response = Client().get(f"/p/{version.release.short_number}")

    assert (response.status_code, response["Location"]) == (302, version.get_absolute_url())
    assert "max-age=0" in response["Cache-Control"]


def test_the_short_address_follows_a_release_that_moves():
    version = make_version(visible_from=NOW - DAY)
    version.release.slug = "en-annan-adress"
    version.release.save()
    moved = make_version(release=version.release, kind="minor", visible_from=NOW - HOUR)

    assert moved.get_absolute_url() != version.get_absolute_url()
    assert Client().get(f"/p/{version.release.short_number}")["Location"] == moved.get_absolute_url()
    for more in MORE:
        response = Client().get(f"{version.get_absolute_url()}{more}")
        assert (response.status_code, response["Location"]) == (301, f"{moved.get_absolute_url()}{more}")


def test_a_withdrawn_release_is_gone_at_every_address_with_all_its_words():
    version = make_version(headline="Hemligheten", body="<p>– Hemligheten, säger Märta Ågren.</p>")
    withdraw_release(release=version.release, by=make_administrator(), reason="Hemligt skäl.")
    page = answer(version.get_absolute_url())
    assert page[0] == 410

    paths = [f"{version.get_absolute_url()}{more}" for more in MORE]
    for path in [*paths, f"/p/{version.release.short_number}"]:
        assert answer(path)[:2] == page[:2]


def test_what_was_published_instead_is_where_a_withdrawn_one_leads():
    wrong, right = make_version(), make_version()
    withdraw_release(release=wrong.release, by=make_administrator(), reason="Fel text.", replaced_by=right.release)

    response = Client().get(f"/p/{wrong.release.short_number}")
    assert response["Location"] == right.get_absolute_url()
    assert Client().get(f"{wrong.get_absolute_url()}text.txt")["Location"] == f"{right.get_absolute_url()}text.txt"


def test_a_retraction_is_what_can_be_quoted_after_it():
    version = make_version(body="<p>Det gamla felet.</p>")
    retract_release(release=version.release, by=make_administrator(), notice="Uppgifterna var fel och har tagits bort.")

    for more in ("text.txt", "utskrift/"):
        page = page_of(f"{version.get_absolute_url()}{more}")
        assert "Uppgifterna var fel och har tagits bort." in page
        assert "Det gamla felet" not in page


@pytest.mark.parametrize("state", ["draft", "scheduled", "frozen"])
def test_what_is_not_public_is_answered_as_what_never_was(state):
    release = make_release(slug="hemlig-adress")
    if state == "scheduled":
        schedule_release(release=release, by=make_administrator(), visible_from=timezone.now() + HOUR)
    elif state == "frozen":
        make_version(release=release, visible_from=None)
    if state != "scheduled":
        Release.objects.filter(pk=release.pk).update(short_number=482913)
    release.refresh_from_db()
    unknown = answer("/finns-inte/")
    year = timezone.localtime().year

    assert unknown[0] == 404
    assert answer(f"/p/{release.short_number}") == answer("/p/999999999") == unknown
    for more in MORE:
        assert answer(f"/pressmeddelanden/{year}/hemlig-adress/{more}") == unknown


@pytest.mark.parametrize(
    "number", ["0", "012345", "12345", "9999999999", "٤٨٢٩١٣", "48291a", "-482913", "1e5", "482913/", ""]
)
def test_a_number_that_is_none_is_not_found(number):
    make_version()

    assert answer(f"/p/{number}") == answer("/finns-inte/")


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_none_of_it_can_be_written_to(method):
    version = make_version()

    for path in [*(f"{version.get_absolute_url()}{more}" for more in MORE), f"/p/{version.release.short_number}"]:
        assert getattr(Client(), method)(path).status_code == 405


# --- the part of the page --------------------------------------------------------------------------------


def test_the_page_leads_to_all_of_it(whole):
    page = page_of(whole.get_absolute_url())
    path, number = whole.get_absolute_url(), whole.release.short_number

    assert "Citera och dela" in page
    assert f'<a class="quoting-address" href="http://testserver/p/{number}">testserver/p/{number}</a>' in page
    assert f'<a href="{path}text.txt">' in page
    assert f'<a href="{path}utskrift/">' in page
    assert '<a href="mailto:?subject=Ny%20f%C3%B6rskola%20' in page
    assert f'data-copy="http://testserver/p/{number}" hidden>' in page


def test_each_quote_holds_what_its_button_copies(whole):
    page = page_of(whole.get_absolute_url())
    source = f"Källa: Trollhättans Stad, pressmeddelande {whole.published_on}, http://testserver/p/{whole.release.short_number}"

    assert re.findall(r'<p class="quote" data-copy="([^"]*)"', page) == [
        f"– Vi är glada, säger Märta Ågren.\n\nMärta Ågren, pressekreterare. {source}"
    ]


def test_signs_of_markup_in_a_quote_stay_within_what_is_copied():
    body = '<p>– Ett "citat" &lt;b&gt; &amp; mer, säger Märta Ågren.</p>'

    page = page_of(make_version(body=body).get_absolute_url())

    assert 'data-copy="– Ett &quot;citat&quot; &lt;b&gt; &amp; mer, säger Märta Ågren.' in page


def test_a_page_without_quotes_does_not_speak_of_them():
    page = page_of(make_version(body="<p>Bygget är klart.</p>").get_absolute_url())

    assert "Citera och dela" in page
    assert "Knappen bredvid ett citat" not in page


def test_an_earlier_version_is_not_for_quoting(whole):
    make_version(release=whole.release, kind="correction", note="Fel siffra.", visible_from=NOW - DAY)

    page = page_of(f"{whole.get_absolute_url()}version/1/")

    for words in ("Citera och dela", "data-copy", "copy.js", "vCard", f"/p/{whole.release.short_number}"):
        assert words not in page
    assert "säger Märta Ågren" in page


@pytest.mark.parametrize("kind", ["preview", "embargo"])
def test_a_link_to_what_is_not_public_has_nothing_to_share(kind):
    release = make_release()
    schedule_release(release=release, by=make_administrator(), visible_from=timezone.now() + HOUR)
    release.refresh_from_db()
    _link, token = create_link(release=release, by=make_administrator(), kind=kind, recipient="Anna Öst, P4 Väst")

    page = page_of(f"/forhandslank/{token}/")

    for words in ("Citera och dela", "data-copy", "copy.js", "vCard", f"/p/{release.short_number}", "Kort adress"):
        assert words not in page


def test_it_costs_no_query_however_many_quotes_there_are():
    few = make_version(body="<p>– Ett, säger Märta Ågren.</p>")
    many = make_version(body="<p>– Ett, säger Märta Ågren.</p>" * 200, contacts=[make_contact() for _ in range(30)])
    for more, limit in {"": 9, "text.txt": 9, "utskrift/": 9, "qr.svg": 2}.items():
        counts = []
        for version in (few, many):
            Client().get(version.get_absolute_url() + more)
            with CaptureQueriesContext(connection) as queries:
                assert Client().get(version.get_absolute_url() + more).status_code == 200
            counts.append(len(queries))
        assert counts[0] == counts[1] <= limit, (more, counts)


def test_the_short_address_costs_one_query_and_what_is_not_found_two(django_assert_max_num_queries):
    version = make_version()

    with django_assert_max_num_queries(1):
        Client().get(f"/p/{version.release.short_number}")
    with django_assert_max_num_queries(3):  # the last one is the important message on the page of errors
        Client().get("/p/999999999")
