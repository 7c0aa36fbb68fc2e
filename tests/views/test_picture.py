"""The picture of a release is where its page is, and nowhere else; anybody may show it."""

import io
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from newsroom.actions import schedule_release
from newsroom.pictures import Words, picture
from newsroom.views.head import release_words, site_words
from newsroom.withdrawing import retract_release, withdraw_release
from tests.factories import DAY, HOUR, NOW, make_administrator, make_release, make_version

pytestmark = pytest.mark.django_db
YEAR = timezone.localtime(NOW - HOUR).year


def path_of(version):
    return f"{version.get_absolute_url()}bild.png"


def get(path, **headers):
    return Client().get(path, headers=headers)


def test_a_release_has_a_picture_that_anybody_may_show():
    response = get(path_of(make_version()))

    assert response.status_code == 200
    assert response["Content-Type"] == "image/png"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert Image.open(io.BytesIO(response.content)).size == (1200, 630)


def test_the_picture_shows_the_version_and_not_the_working_copy(settings):
    version = make_version(headline="Det som publicerades")
    before = get(path_of(version)).content
    version.release.headline = "Det som skrivs just nu"
    version.release.save()

    assert get(path_of(version)).content == before
    assert before == picture(release_words(version), settings.SITE_COLOUR)


def test_a_correction_gives_another_picture_and_what_follows_the_address_none():
    version = make_version(headline="Öppnar 1 maj", visible_from=NOW - DAY)
    before = get(path_of(version)).content
    version.release.headline = "Öppnar 2 maj"
    version.release.save()
    make_version(release=version.release, kind="correction", note="Fel dag.", visible_from=NOW - HOUR)

    assert get(path_of(version)).content != before
    assert get(f"{path_of(version)}?v=aaaaaaaa&x=1").content == get(path_of(version)).content


def test_the_picture_speaks_the_language_of_the_text():
    assert (release_words(make_version()).newsroom, release_words(make_version(language="en")).newsroom) == (
        "Pressrum",
        "Newsroom",
    )
    assert release_words(make_version(language="en")).kicker.startswith("Press release, ")
    assert release_words(make_version(language="fi")).kicker.startswith("Pressmeddelande, ")


def test_a_former_address_leads_to_the_picture_at_the_present_one():
    version = make_version(visible_from=NOW - DAY)
    former = path_of(version)
    version.release.slug = "ny-adress"
    version.release.save()
    # A release keeps its address once public; only an editor's own change of it moves the page.
    latest = make_version(release=version.release, kind="update", note="Ny adress.", visible_from=NOW - HOUR)

    response = get(former)

    assert path_of(latest) != former
    assert response.status_code == 301
    assert response["Location"] == path_of(latest)
    assert get(response["Location"]).status_code == 200


@pytest.mark.parametrize("state", ["draft", "scheduled", "unknown"])
def test_what_is_not_public_is_answered_as_what_never_was(state):
    slug = "hemlig"
    if state != "unknown":
        release = make_release(headline="Hemlig", slug=slug)
    if state == "scheduled":
        schedule_release(release=release, by=make_administrator(), visible_from=timezone.now() + HOUR)

    response, page = get(f"/pressmeddelanden/{YEAR}/{slug}/bild.png"), get(f"/pressmeddelanden/{YEAR}/{slug}/")

    assert response.status_code == 404
    assert (response.content, sorted(response.items())) == (page.content, sorted(page.items()))


def test_what_was_withdrawn_is_gone_and_so_is_its_picture():
    version = make_version()
    withdraw_release(release=version.release, by=make_administrator(), reason="Fel.")

    response, page = get(path_of(version)), get(version.get_absolute_url())

    assert response.status_code == page.status_code == 410
    assert response.content == page.content


def test_what_was_replaced_leads_to_the_picture_of_the_other():
    version, other = make_version(), make_version()
    withdraw_release(release=version.release, by=make_administrator(), reason="Dubblett.", replaced_by=other.release)

    assert get(path_of(version))["Location"] == path_of(other)


def test_a_notice_has_the_picture_of_the_notice():
    version = make_version(headline="Det som var fel")
    before = get(path_of(version)).content
    retract_release(release=version.release, by=make_administrator(), notice="Uppgifterna var fel.", reason="Fel.")

    response = get(path_of(version))

    assert response.status_code == 200
    assert response.content == picture(release_words(version.release.versions.public().get()), "#00577d")
    assert (before == response.content) == (version.release.versions.public().get().headline == "Det som var fel")


def test_who_has_the_picture_gets_no_second_one_and_the_cost_is_two_queries():
    version = make_version()
    with CaptureQueriesContext(connection) as queries:
        first = get(path_of(version))
    again = get(path_of(version), **{"if-none-match": first["ETag"]})

    assert len(queries) <= 2
    assert (again.status_code, again.content) == (304, b"")


def test_the_newsroom_has_a_picture_that_asks_the_database_nothing(settings):
    with CaptureQueriesContext(connection) as queries:
        response = get("/bild.png")

    assert len(queries) == 0
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.content == picture(site_words(), settings.SITE_COLOUR)


def test_the_english_frame_has_a_picture_in_english():
    page = get("/en/").content.decode()
    address = re.search(r'og:image" content="http://testserver([^"]+)"', page)[1]

    assert address.startswith("/en/bild.png?v=")
    assert get(address).content == picture(Words("Trollhättans Stad", "Newsroom"), "#00577d")
    assert get(address).content != get("/bild.png").content


@pytest.mark.parametrize("path", ["/bild.png", None])
def test_a_picture_is_only_read(path):
    assert Client().post(path or path_of(make_version())).status_code == 405


def test_the_picture_needs_no_disk(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "finns" / "inte"

    assert get(path_of(make_version())).status_code == 200
    assert not settings.MEDIA_ROOT.exists()
