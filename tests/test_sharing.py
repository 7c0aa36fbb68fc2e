from urllib.parse import parse_qs, urlsplit

import pytest

from newsroom.sharing import cited_quotes, sharing_of, short_url, source_of, without_scheme
from tests.factories import NOW, make_contact, make_release, make_version

pytestmark = pytest.mark.django_db


def places(version):
    return list(version.contact_places.all())


def test_the_short_address_is_written_without_its_scheme(settings):
    settings.SITE_URL = "https://press.trollhattan.example"
    version = make_version()
    number = version.release.short_number

    sharing = sharing_of(version)

    assert sharing.url == short_url(version) == f"https://press.trollhattan.example/p/{number}"
    assert sharing.written == f"press.trollhattan.example/p/{number}"


@pytest.mark.parametrize(
    ("url", "written"), [("http://127.0.0.1:8000/p/1", "127.0.0.1:8000/p/1"), ("kommunen.se", "kommunen.se")]
)
def test_an_address_as_people_write_it(url, written):
    assert without_scheme(url) == written


def test_a_quote_is_copied_word_for_word_with_speaker_and_source(settings):
    settings.SITE_URL = "https://press.trollhattan.example"
    marta = make_contact(name="Märta Ågren", title="pressekreterare", party="S", organisation="Räddningstjänsten")
    body = "<p>– Vi är <strong>glada</strong>, säger Märta Ågren.</p><p>Bygget är klart.</p><p>– Ja!</p>"
    version = make_version(contacts=[marta], body=body, visible_from=NOW.replace(year=2025, month=3, day=5, hour=12))
    source = (
        "Källa: Trollhättans Stad, pressmeddelande 2025-03-05, "
        f"https://press.trollhattan.example/p/{version.release.short_number}"
    )

    assert cited_quotes(version, places(version)) == [
        f"– Vi är glada, säger Märta Ågren.\n\nMärta Ågren (S), pressekreterare, Räddningstjänsten. {source}",
        f"– Ja!\n\n{source}",
    ]


def test_the_speaker_has_the_role_of_the_day_of_publication():
    version = make_version()
    place = places(version)[0]
    place.contact.title = "kommundirektör"
    place.contact.save()
    quote = f"<p>– Vi är glada, säger {place.name}.</p>"
    version.body = quote

    assert f"\n\n{place.name}, pressekreterare. Källa: " in cited_quotes(version, places(version))[0]


@pytest.mark.parametrize(
    ("language", "start"),
    [
        ("sv", "Källa: Trollhättans Stad, pressmeddelande 2"),
        ("sv-simple", "Källa: Trollhättans Stad, pressmeddelande 2"),
        ("fi", "Källa: Trollhättans Stad, pressmeddelande 2"),
        ("en", "Source: Trollhättans Stad, press release 2"),
    ],
)
def test_the_source_speaks_the_language_of_the_text_or_swedish(language, start):
    assert source_of(make_version(language=language)).startswith(start)


def test_the_source_names_the_type():
    assert "Trollhättans Stad, viktigt meddelande 2" in source_of(make_version(type="important"))


def test_an_email_opens_with_subject_and_body():
    version = make_version(headline="Räksmörgås & 50 % för åtta – “så här”? #1", type="news")

    mail = urlsplit(sharing_of(version).mail)

    assert (mail.scheme, mail.netloc, mail.path, mail.fragment) == ("mailto", "", "", "")
    assert "+" not in mail.query
    found = parse_qs(mail.query, strict_parsing=True)
    assert found["subject"] == [version.headline]
    assert found["body"][0].split("\r\n\r\n") == [
        version.headline,
        short_url(version),
        f"Källa: Trollhättans Stad, nyhet {version.published_on.isoformat()}",
    ]


def test_no_line_break_comes_into_the_subject():
    version = make_version(release=make_release(headline="Ett\r\nBcc: nagon@example.se"))

    assert "%0D%0ABcc" not in sharing_of(version).mail.partition("&body=")[0]
