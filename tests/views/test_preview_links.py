"""What a link opens, and that whatever does not open is answered as an address that never was."""

import datetime as dt
import hashlib
import re

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from newsroom.links import create_link, revoke_link
from newsroom.models import PreviewLink, QuoteAnswer, Release
from newsroom.withdrawing import withdraw_release
from tests.factories import (
    DAY,
    HOUR,
    NOW,
    SECOND,
    make_administrator,
    make_contact,
    make_release,
    make_version,
)

pytestmark = pytest.mark.django_db
KINDS = ["preview", "embargo", "quote"]
QUOTE = "– Vi är glada, säger Märta Ågren."
TUESDAY = dt.datetime(2026, 11, 24, 8, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def desk():
    return make_administrator()


def link_to(release, by, kind="preview", **more):
    """Make a link; return it with its address."""
    quote = {"quote": QUOTE} if kind == "quote" else {}
    link, token = create_link(release=release, by=by, kind=kind, recipient="Katarina Nyman", **quote | more)
    return link, f"/forhandslank/{token}/"


def html(path, status=200):
    response = Client().get(path)
    assert response.status_code == status
    return response.content.decode()


def answer(path, method="get", data=None, **more):
    response = getattr(Client(), method)(path, data, **more) if data else getattr(Client(), method)(path, **more)
    return response.status_code, response.content, sorted(response.items())


# --- what does not open --------------------------------------------------------------------------------
def expired(desk, kind):
    return [link_to(make_release(), desk, kind, at=NOW - 8 * DAY)[1]]


def revoked(desk, kind):
    link, path = link_to(make_release(), desk, kind)
    revoke_link(link=link, by=desk)
    return [path]


def regenerated(desk, kind):
    release = make_release()
    link, path = link_to(release, desk, kind)
    revoke_link(link=link, by=desk)
    link_to(release, desk, kind)
    return [path]


def tampered(desk, kind):
    """Flip each bit of some characters: the first, some in between, and the last, two of whose bits are padding."""
    token = link_to(make_release(), desk, kind)[1].split("/")[2]
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    flipped = [
        token[:place] + alphabet[alphabet.index(token[place]) ^ (1 << bit)] + token[place + 1 :]
        for place in (0, 1, 7, 20, 41, 42)
        for bit in range(6)
    ]
    return [f"/forhandslank/{other}/" for other in [*flipped, token.swapcase(), token[::-1]]]


def of_a_release_that_was_deleted(desk, kind):
    release = make_release()
    path = link_to(release, desk, kind)[1]
    release.delete()
    return [path]


def of_a_change_that_was_published(desk, kind):
    release = make_version(visible_from=NOW - DAY).release
    path = link_to(release, desk, kind)[1]
    make_version(release=release, kind="minor", visible_from=timezone.now())
    return [path]


def after_publication(desk, kind):
    release = make_release()
    path = link_to(release, desk, kind)[1]
    make_version(release=release)
    return [path]


def after_withdrawal(desk, kind):
    release = make_release()
    paths = [link_to(release, desk, kind)[1]]
    make_version(release=release, visible_from=NOW - HOUR)
    paths.append(link_to(release, desk, kind)[1])
    withdraw_release(release=release, by=desk, reason="Fel siffra.")
    return paths


def its_hash_or_another_salt(desk, kind):
    link, path = link_to(make_release(), desk, kind)
    salted = hashlib.sha256(b"newsroom.preview" + path.split("/")[2].encode()).hexdigest()
    return [f"/forhandslank/{word}/" for word in (link.token_hash, link.token_hash[:43], salted[:43], link.pk)]


def truncated_or_longer(desk, kind):
    token = link_to(make_release(), desk, kind)[1].split("/")[2]
    words = [token[:-1], token[1:], token[:20], f"{token}A", f"{token}=", f"{token}.", f"{token}%00", f"%20{token}"]
    return [f"/forhandslank/{word}/" for word in words] + [f"/forhandslank/{token[:-1]}"]


def doubled_or_elsewhere(desk, kind):
    link, path = link_to(make_release(), desk, kind)
    token = path.split("/")[2]
    return [
        f"/forhandslank/{token}/{token}/",
        f"/forhandslank/?token={token}&token={token}",
        f"/forhandslank//{token}/",
        f"/Forhandslank/{token}/",
        f"/pressmeddelanden/{token}/",
        f"/forhandslank/{'x' * 43}/?release={link.release_id}&token={token}",
    ]


def unknown(desk, kind):
    link_to(make_release(), desk, kind)
    return [f"/forhandslank/{'x' * 43}/", f"/forhandslank/{'-' * 43}/", "/forhandslank/x/", "/forhandslank/"]


CLOSED = {
    function.__name__: function
    for function in (
        unknown, expired, revoked, regenerated, tampered, of_a_release_that_was_deleted,
        of_a_change_that_was_published, after_publication, after_withdrawal, its_hash_or_another_salt,
        truncated_or_longer, doubled_or_elsewhere,
    )
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("state", CLOSED)
def test_what_does_not_open_is_the_404_of_any_address(desk, state, kind):
    paths = CLOSED[state](desk, kind)
    digest = hashlib.sha256(QUOTE.encode()).hexdigest()

    for method, data in (("get", None), ("head", None), ("post", {"answer": "agreed", "digest": digest})):
        nowhere = answer("/nagot-som-aldrig-har-funnits/", method, data)
        assert nowhere[0] == 404
        assert [path for path in paths if answer(path, method, data) != nowhere] == []
    assert not QuoteAnswer.objects.exists()


@pytest.mark.parametrize("kind", ["preview", "embargo"])
def test_a_link_of_another_kind_takes_no_answer(desk, kind):
    link, path = link_to(make_release(), desk, kind)
    data = {"answer": "agreed", "digest": link.digest}

    assert answer(path, "post", data) == answer("/nagot-som-aldrig-har-funnits/", "post", data)
    assert not QuoteAnswer.objects.exists()


def test_a_link_opens_on_no_host_but_ours(desk):
    path = link_to(make_release(), desk)[1]
    headers = {"host": "ond.example"}

    assert answer(path, headers=headers) == answer("/nagot/", headers=headers)
    assert answer(path, headers=headers)[0] == 400


def test_a_link_opens_nothing_but_its_own_release(desk):
    other = make_release(headline="Den andra rubriken")
    path = link_to(make_release(), desk)[1]

    assert "Den andra rubriken" not in html(f"{path}?release={other.pk}&pk={other.pk}&link=2")


@pytest.mark.parametrize("kind", KINDS)
def test_a_link_closes_on_the_second_its_release_is_public(desk, kind, monkeypatch):
    release = make_release()
    path = link_to(release, desk, kind)[1]
    version = make_version(release=release, visible_from=NOW + DAY)

    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + DAY - SECOND)
    before = html(path)
    assert answer(version.get_absolute_url())[0] == 404
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + DAY)

    assert before
    assert answer(path) == answer("/nagot-som-aldrig-har-funnits/")
    assert answer(version.get_absolute_url())[0] == 200


# --- what opens ----------------------------------------------------------------------------------------
def test_a_preview_shows_the_working_copy_as_the_public_will_see_it(desk):
    contact = make_contact(name="Katarina Öst", numbers=["0520-49 50 00"])
    release = make_release(headline="Kommande rubrik", lead="Kommande ingress.", contacts=[contact])
    page = html(link_to(release, desk)[1])

    for words in ("Kommande rubrik", "Kommande ingress.", QUOTE.removeprefix("– "), "Katarina Öst", "0520-49 50 00"):
        assert words in page
    assert "FÖRHANDSVISNING – inte publicerat" in page
    assert "personlig för Katarina Nyman" in page
    assert "/admin/" not in page


def test_a_preview_of_a_draft_with_a_headline_alone_opens(desk):
    release = make_release(department=None, lead="", body="", contacts=[])

    assert release.headline in html(link_to(release, desk)[1])


def test_a_preview_of_a_live_release_shows_the_change_not_what_is_public(desk):
    version = make_version(headline="Publik rubrik")
    path = link_to(version.release, desk)[1]
    Release.objects.filter(pk=version.release_id).update(headline="Ny rubrik i arbetskopian")

    assert "Ny rubrik i arbetskopian" in html(path)
    assert "Ny rubrik i arbetskopian" not in html(version.get_absolute_url())


def test_an_embargo_shows_the_version_that_is_to_appear_not_what_is_written_since(desk, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: TUESDAY - DAY)
    release = make_release(headline="Schemalagd rubrik")
    path = link_to(release, desk, "embargo")[1]
    make_version(release=release, visible_from=TUESDAY)
    Release.objects.filter(pk=release.pk).update(headline="Skriven efteråt")

    page = html(path)

    assert "EMBARGO till tisdag 24 november kl. 08.00 – mottagare: Katarina Nyman" in page
    assert "Schemalagd rubrik" in page
    assert "Skriven efteråt" not in page
    assert release.contact_places.get().contact.name in page


def test_an_embargo_before_anything_is_scheduled_shows_the_working_copy(desk):
    page = html(link_to(make_release(headline="Ännu ett utkast"), desk, "embargo")[1])

    assert "EMBARGO tills texten publiceras – mottagare: Katarina Nyman" in page
    assert "Ännu ett utkast" in page


def test_an_embargoed_change_is_shown_with_its_note(desk):
    release = make_version(visible_from=NOW - DAY).release
    path = link_to(release, desk, "embargo")[1]
    make_version(release=release, kind="correction", note="Det är nittio barn.", visible_from=NOW + DAY)

    page = html(path)

    assert "Det är nittio barn." in page
    assert "EMBARGO till" in page


def test_names_of_recipients_are_text_and_no_more(desk):
    _link, token = create_link(release=make_release(), by=desk, kind="preview", recipient="<b>Åsa</b> & 'Öst'")

    page = html(f"/forhandslank/{token}/")

    assert "&lt;b&gt;Åsa&lt;/b&gt; &amp;" in page
    assert "<b>Åsa" not in page


# --- how it is sent ------------------------------------------------------------------------------------
@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_page_is_kept_by_nobody_indexed_by_nobody_and_tells_nobody_its_address(desk, kind, method):
    response = getattr(Client(), method)(link_to(make_release(), desk, kind)[1])

    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert not response.cookies
    for name in ("ETag", "Last-Modified", "Set-Cookie"):
        assert name not in response
    assert "cookie" not in response.get("Vary", "").lower()


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_has_no_token_no_script_and_nothing_from_elsewhere(desk, kind, settings):
    settings.SITE_URL = "http://testserver"
    path = link_to(make_release(), desk, kind)[1]
    page = html(path)

    assert path.split("/")[2] not in page
    assert "forhandslank" not in page
    assert '<meta name="referrer" content="no-referrer">' in page
    assert '<meta name="robots" content="noindex">' in page
    for word in ("<script", "<style", 'style="', "onclick"):
        assert word not in page
    for address in re.findall(r'(?:href|src|action)="([^"]+)"', page):
        assert address.startswith(("/", "#", "tel:", "mailto:", "http://testserver/")), address


def test_the_public_pages_keep_their_own_headers(desk):
    page = Client().get(make_version().get_absolute_url())

    assert page["Referrer-Policy"] == "same-origin"
    assert "X-Robots-Tag" not in page
    assert 'name="referrer"' not in page.content.decode()


def test_a_person_who_is_logged_in_sees_the_same_page(desk):
    path = link_to(make_release(), desk)[1]
    logged_in = Client()
    logged_in.force_login(desk, backend="django.contrib.auth.backends.ModelBackend")

    assert logged_in.get(path).content == Client().get(path).content


def dump():
    return {m._meta.label: list(m._base_manager.order_by("pk").values()) for m in apps.get_models(True)}


@pytest.mark.parametrize("kind", KINDS)
def test_reading_changes_no_row_also_by_robots(desk, kind):
    path, before = link_to(make_release(), desk, kind)[1], dump()

    for agent in ("Mozilla/5.0", "Slackbot-LinkExpanding 1.0", "facebookexternalhit/1.1", "SafeLinks", ""):
        for method in ("get", "head"):
            query = {"answer": "agreed"}
            assert getattr(Client(headers={"user-agent": agent}), method)(path, query).status_code == 200

    assert dump() == before


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_other_methods_are_refused_whatever_the_token(desk, method):
    path = link_to(make_release(), desk, "quote")[1]

    assert answer(path, method) == answer(f"/forhandslank/{'x' * 43}/", method)
    assert answer(path, method)[0] == 405


@pytest.mark.parametrize("level", ["DEBUG", "WARNING"])
def test_no_token_is_logged(desk, caplog, level):
    caplog.set_level(level)
    live, closed = link_to(make_release(), desk)[1], expired(desk, "preview")[0]

    for path in (live, closed):
        Client().get(path)
        Client().put(path)
        Client().post(path, {"answer": "agreed"}, headers={"origin": "https://ond.example"})
        Client().get(path, headers={"host": "ond.example"})
        Client().get(f"{path.rstrip('/')}.")

    own = [record for record in caplog.records if record.name.startswith("django.") and "db" not in record.name]
    assert sum("/forhandslank/***" in record.getMessage() for record in own) >= 6
    for record in own:
        for path in (live, closed):
            assert path.split("/")[2] not in record.getMessage()


# --- quotes --------------------------------------------------------------------------------------------
def test_a_quote_link_shows_the_quote_the_speaker_the_headline_and_no_more(desk):
    contact = make_contact(name="Hemlig Kontaktperson")
    release = make_release(headline="Förskolan öppnar", lead="Hemlig ingress.", contacts=[contact])
    page = html(link_to(release, desk, "quote")[1])

    for words in (QUOTE, "Katarina Nyman", "Förskolan öppnar", "Stämmer", "Ändra"):
        assert words in page
    for words in ("Hemlig ingress.", "Bygget tog två år.", "Hemlig Kontaktperson", release.department.name):
        assert words not in page


def test_a_quote_link_shows_the_words_that_were_asked_about_also_when_the_text_has_changed(desk):
    release = make_release()
    path = link_to(release, desk, "quote")[1]
    Release.objects.filter(pk=release.pk).update(body="<p>– Något helt annat.</p>")

    page = html(path)

    assert QUOTE in page
    assert "Något helt annat." not in page


@pytest.mark.parametrize(("given", "comment"), [("agreed", ""), ("change", "Säg hellre nöjda.")])
def test_an_answer_is_recorded_and_shown(desk, given, comment):
    link, path = link_to(make_release(), desk, "quote")

    response = Client().post(path, {"answer": given, "comment": comment, "digest": link.digest})

    assert (response.status_code, response["Location"]) == (302, path)
    assert response["Referrer-Policy"] == "no-referrer"
    row = QuoteAnswer.objects.get()
    assert (row.link, row.answer, row.comment, row.digest) == (link, given, comment, link.digest)
    assert row.answered_name == "Katarina Nyman"
    page = html(path)
    assert "Ditt svar har nått redaktionen" in page
    assert comment in page


def test_answering_twice_records_both_and_the_last_is_shown(desk):
    link, path = link_to(make_release(), desk, "quote")
    Client().post(path, {"answer": "agreed", "digest": link.digest})
    Client().post(path, {"answer": "change", "comment": "Nej, förresten.", "digest": link.digest})

    assert list(QuoteAnswer.objects.values_list("answer", flat=True)) == ["agreed", "change"]
    assert "Nej, förresten." in html(path)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"answer": "change", "comment": " "}, "Skriv vad som ska ändras."),
        ({"answer": "agreed", "digest": "0" * 64}, "Citatet är inte det som visades. Läs det igen."),
        ({"answer": "agreed", "digest": ""}, ""),
        ({"answer": "nja"}, ""),
        ({}, ""),
        ({"answer": "change", "comment": "å" * 2001}, "2000"),
    ],
)
def test_an_answer_that_does_not_do_is_refused_with_a_reason_and_what_was_typed_stays(desk, given, said):
    link, path = link_to(make_release(), desk, "quote")

    response = Client().post(path, {"digest": link.digest} | given)

    page = response.content.decode()
    assert response.status_code == 200
    assert said in page
    assert given.get("comment", "") in page
    assert page.count(f'value="{link.digest}"') == 2
    assert response["Cache-Control"] == "no-store"
    assert not QuoteAnswer.objects.exists()


HOME, AWAY = "http://testserver", "https://ond.example"


@pytest.mark.parametrize(
    ("headers", "may"),
    [
        ({}, True),
        ({"origin": HOME}, True),
        ({"origin": "null"}, True),  # a browser before Sec-Fetch-Site, told to send no referrer
        ({"origin": "null", "sec-fetch-site": "same-origin"}, True),
        ({"origin": HOME, "sec-fetch-site": "none"}, True),
        ({"origin": AWAY}, False),
        ({"origin": "http://testserver:8080"}, False),
        ({"origin": "https://testserver"}, False),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "same-site"}, False),
        ({"origin": "null", "sec-fetch-site": "cross-site"}, False),
        ({"origin": HOME, "sec-fetch-site": "cross-site"}, False),
    ],
)
def test_a_form_of_another_site_is_refused(desk, headers, may):
    link, path = link_to(make_release(), desk, "quote")
    data = {"answer": "agreed", "digest": link.digest}

    response = Client(enforce_csrf_checks=True).post(path, data, headers=headers)

    assert response.status_code == (302 if may else 403)
    assert QuoteAnswer.objects.exists() == may
    if not may:
        assert response["Referrer-Policy"] == "no-referrer"
        assert answer(path, "post", data, headers=headers) == answer(
            f"/forhandslank/{'x' * 43}/", "post", data, headers=headers
        )


def test_a_link_that_closes_between_the_page_and_the_button_is_not_found(desk, monkeypatch):
    link, path = link_to(make_release(), desk, "quote")
    find = "newsroom.views.links.find_link"
    monkeypatch.setattr(find, lambda token: PreviewLink.objects.get(pk=link.pk))
    revoke_link(link=link, by=desk)
    data = {"answer": "agreed", "digest": link.digest}

    assert answer(path, "post", data) == answer("/nagot-som-aldrig-har-funnits/", "post", data)
    assert not QuoteAnswer.objects.exists()
