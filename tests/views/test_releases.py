"""Start, lists, a release and its versions."""

import datetime as dt

import pytest
from django.utils import timezone

from newsroom.actions import open_interval, publish_release
from newsroom.withdrawing import archive_release, withdraw_release
from tests.factories import (
    DAY,
    HOUR,
    NOW,
    make_administrator,
    make_contact,
    make_release,
    make_review,
    make_topic,
    make_version,
)

pytestmark = pytest.mark.django_db
YEAR = timezone.localtime(NOW - HOUR).year


def address(version):
    return version.get_absolute_url()


def html(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def test_start_shows_the_newest_first(client):
    make_version(headline="Den äldre nyheten", visible_from=NOW - 2 * DAY)
    make_version(headline="Den nyaste nyheten", visible_from=NOW - DAY)

    page = html(client, "/")

    assert page.index("Den nyaste nyheten") < page.index("Den äldre nyheten")


def test_start_says_so_when_nothing_has_been_published(client):
    assert "Inget är publicerat ännu" in html(client, "/")


def test_start_leaves_out_what_is_archived_and_the_archive_keeps_it(client):
    version = make_version(headline="Arkiverad men läsbar")
    archive_release(release=version.release, by=make_administrator())

    assert "Arkiverad men läsbar" not in html(client, "/")
    assert "Arkiverad men läsbar" in html(client, "/pressmeddelanden/")
    assert "Arkiverat pressmeddelande" in html(client, address(version))


def test_start_shows_press_contacts_with_hours(client):
    make_contact(name="Pressjouren", kind="function", is_listed=True, hours="Dygnet runt")
    make_contact(name="Hemlig Person", kind="press_officer", is_listed=False)

    page = html(client, "/")

    assert "Pressjouren" in page
    assert "Dygnet runt" in page
    assert "Hemlig Person" not in page


def test_list_has_twenty_a_page_newest_first(client):
    for number in range(21):
        make_version(headline=f"Nyhet nummer {number:02d}.", visible_from=NOW - (number + 1) * HOUR)

    first, second = html(client, "/pressmeddelanden/"), html(client, "/pressmeddelanden/?sida=2")

    assert "Nyhet nummer 19." in first
    assert "Nyhet nummer 20." not in first
    assert "Nyhet nummer 20." in second
    assert first.index("Nyhet nummer 00.") < first.index("Nyhet nummer 19.")


@pytest.mark.parametrize("page", ["0", "-1", "99999", "abc", "", "1e9", "٣", "%00", "9" * 500])
def test_a_page_number_that_makes_no_sense_gives_a_page(client, page):
    make_version()

    html(client, f"/pressmeddelanden/?sida={page}")


def test_a_correction_does_not_move_a_release_in_the_list(client):
    old = make_version(headline="Rättad", visible_from=NOW - 3 * DAY)
    make_version(headline="Oberoende", visible_from=NOW - 2 * DAY)
    make_version(release=old.release, visible_from=NOW - HOUR, kind="correction", note="Siffran var fel.")

    page = html(client, "/pressmeddelanden/")

    assert page.index("Oberoende") < page.index("Rättad")


def test_year_lists_only_its_own(client):
    make_version(headline="Från i år")
    make_version(headline="Från 2019", visible_from=dt.datetime(2019, 5, 2, 9, tzinfo=dt.UTC))

    page = html(client, "/pressmeddelanden/2019/")

    assert "Från 2019" in page
    assert "Från i år" not in page


@pytest.mark.parametrize("year", ["1999", "2101", "0000", "123", "20181"])
def test_a_year_without_releases_is_not_found(client, year):
    html(client, f"/pressmeddelanden/{year}/", status=404)


def test_year_is_the_swedish_one(client):
    version = make_version(visible_from=dt.datetime(2019, 12, 31, 23, 30, tzinfo=dt.UTC))

    assert address(version).startswith("/pressmeddelanden/2020/")


def test_release_shows_what_the_version_froze_not_the_working_copy(client):
    version = make_version(headline="Den frysta rubriken")
    version.release.headline = "Arbetskopians rubrik"
    version.release.save()

    page = html(client, address(version))

    assert "Den frysta rubriken" in page
    assert "Arbetskopians rubrik" not in page


def test_release_shows_the_role_of_that_day_and_the_number_of_today(client):
    contact = make_contact(name="Siv Öst", title="kommunalråd", numbers=["070-174 06 11"])
    version = make_version(release=make_release(contacts=[contact]))
    contact.title = "landshövding"
    contact.save()
    contact.telephones.update(number="070-174 06 12")

    page = html(client, address(version))

    assert "kommunalråd" in page
    assert "landshövding" not in page
    assert "070-174 06 12" in page
    assert "070-174 06 11" not in page


def test_who_has_left_keeps_the_name_and_loses_the_number(client):
    contact = make_contact(name="Siv Öst", numbers=["070-174 06 11"], email="siv@trollhattan.example")
    version = make_version(release=make_release(contacts=[contact]))
    contact.is_active = False
    contact.save()

    page = html(client, address(version))

    assert "Siv Öst" in page
    assert "070-174 06 11" not in page
    assert "siv@" not in page


def test_release_shows_topics_and_department(client):
    version = make_version(release=make_release(topics=[make_topic("Vatten och avlopp")]))

    page = html(client, address(version))

    assert "Vatten och avlopp" in page
    assert version.department.name in page


def test_release_has_one_h1_a_title_and_a_canonical_address(client, settings):
    version = make_version(headline="Rubrik å ä ö & <b>")

    page = html(client, address(version))

    assert page.count("<h1") == 1
    assert "<title>Rubrik å ä ö &amp; &lt;b&gt;" in page
    assert f'<link rel="canonical" href="{settings.SITE_URL}{address(version)}">' in page
    assert '<html lang="sv"' in page


def test_text_in_another_language_is_marked(client):
    assert 'lang="fi"' in html(client, address(make_version(headline="Kotipalvelua suomeksi", language="fi")))


def test_no_review_no_line(client):
    assert "Senast granskad" not in html(client, address(make_version()))


def test_a_later_material_change_is_named_in_the_line(client):
    first = make_version(visible_from=dt.datetime(2019, 1, 2, 9, tzinfo=dt.UTC))
    make_review(first, dt.date(2019, 8, 5))
    at = dt.datetime(2019, 9, 1, 9, tzinfo=dt.UTC)
    make_version(release=first.release, visible_from=at, kind="update", note="Nya tider.")

    page = html(client, address(first))

    text = " ".join(page.split()).replace('<time datetime="2019-09-01">', "").replace("</time>", "")
    assert "Uppdaterad 2019-09-01. Senast granskad" in text
    assert "av Per Ivarsson, före uppdateringen.</p>" in text


def test_a_minor_change_leaves_the_line_alone(client):
    first = make_version(visible_from=dt.datetime(2019, 1, 2, 9, tzinfo=dt.UTC))
    make_review(first, dt.date(2019, 8, 5))
    make_version(release=first.release, visible_from=NOW - HOUR, kind="minor")

    assert "före uppdateringen" not in html(client, address(first))


def test_the_change_log_names_corrections_and_links_the_earlier_version(client):
    first = make_version(headline="Fel siffra", visible_from=NOW - DAY)
    first.release.headline = "Rätt siffra"
    first.release.save()
    make_version(release=first.release, visible_from=NOW - HOUR, kind="correction", note="Siffran var fel.")

    page = html(client, address(first))

    assert "Rätt siffra" in page
    assert "Siffran var fel." in page
    assert f"{address(first)}version/1/" in page


def test_the_change_log_leaves_out_minor_changes(client):
    first = make_version(visible_from=NOW - DAY)
    make_version(release=first.release, visible_from=NOW - HOUR, kind="minor", note="Ett kommatecken.")

    assert "Ett kommatecken." not in html(client, address(first))


def test_an_earlier_version_is_shown_and_marked_as_such(client):
    first = make_version(headline="Fel siffra", visible_from=NOW - DAY)
    first.release.headline = "Rätt siffra"
    first.release.save()
    make_version(release=first.release, visible_from=NOW - HOUR, kind="correction", note="Siffran var fel.")

    page = html(client, f"{address(first)}version/1/")

    assert "Fel siffra" in page
    assert "tidigare version" in page
    assert "noindex" in page
    assert f'href="{address(first)}"' in page


def test_the_current_version_has_the_releases_own_address(client):
    version = make_version()

    response = client.get(f"{address(version)}version/1/")

    assert (response.status_code, response["Location"]) == (302, address(version))


@pytest.mark.parametrize("number", [0, 2, 99999999999999999999])
def test_a_version_that_never_was_is_not_found(client, number):
    html(client, f"{address(make_version())}version/{number}/", status=404)


def test_a_former_address_leads_to_the_new_one(client):
    version = make_version(headline="Gammal rubrik", visible_from=NOW - DAY)
    old = address(version)
    version.release.slug, version.release.headline = "ny-adress", "Ny rubrik"
    version.release.save()
    publish_release(release=version.release, by=make_administrator(), kind="minor")

    response = client.get(old)

    assert response.status_code == 301
    assert response["Location"] == f"/pressmeddelanden/{YEAR}/ny-adress/"
    assert client.get(f"{old}version/1/").status_code == 301


def test_a_future_address_is_not_found_until_its_time(client):
    version = make_version(visible_from=NOW - DAY)
    version.release.slug = "framtida-adress"
    version.release.save()
    later = make_version(release=version.release, visible_from=None, kind="minor")
    open_interval(version=later, visible_from=timezone.now() + HOUR)

    html(client, f"/pressmeddelanden/{YEAR}/framtida-adress/", status=404)


def test_withdrawn_is_gone_with_a_way_back(client):
    version = make_version(headline="Återkallad uppgift")
    withdraw_release(release=version.release, by=make_administrator(), reason="Fel person.")

    page = html(client, address(version), status=410)

    assert "/pressmeddelanden/" in page
    assert "Återkallad uppgift" not in page
    assert "Fel person" not in page
    html(client, f"{address(version)}version/1/", status=410)


def test_a_scheduled_release_appears_on_the_second_with_nothing_run(client, monkeypatch):
    at = NOW + DAY
    version = make_version(visible_from=at)

    monkeypatch.setattr("django.utils.timezone.now", lambda: at - dt.timedelta(seconds=1))
    assert client.get(address(version)).status_code == 404
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    assert client.get(address(version)).status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_public_pages_are_only_read(client, method):
    version = make_version()

    for path in ("/", "/pressmeddelanden/", address(version)):
        assert getattr(client, method)(path).status_code == 405
