"""The screen of the press officer on duty."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from newsroom.alert.forms import rounded
from newsroom.alert.models import Alert, AlertState
from tests.admin.support import BACKEND, client_of
from tests.alert.support import make_alert, put_up
from tests.factories import (
    DAY,
    HOUR,
    NOW,
    make_administrator,
    make_department,
    make_editor,
    make_publisher,
    make_release,
    make_version,
)

pytestmark = pytest.mark.django_db
ADD = "/admin/newsroom_alert/alert/add/"
LIST = "/admin/newsroom_alert/alert/"
SIMPLE = {"headline": "Koka vattnet i Sylte", "text": "", "kind": "message", "until": "12", "when": "now"}


@pytest.fixture
def officer():
    return make_publisher(make_department())


@pytest.fixture
def desk(officer):
    return client_of(officer)


def page(alert, name):
    return reverse(f"admin:alert_{name}", args=[alert.pk])


def local(moment):
    moment = timezone.localtime(moment)
    return {"day": moment.date().isoformat(), "clock": moment.strftime("%H:%M")}


def test_a_headline_and_one_button_are_enough(desk, officer):
    response = desk.post(ADD, SIMPLE, follow=True)

    alert = Alert.objects.get()
    assert alert.state == AlertState.SHOWN
    assert alert.created_by == officer
    assert dt.timedelta(hours=12) <= alert.valid_until - alert.starts_at < dt.timedelta(hours=12, minutes=15)
    assert "Meddelandet visas nu på alla sidor" in response.content.decode()
    assert "Koka vattnet i Sylte" in Client().get("/").content.decode()


def test_the_form_begins_with_what_is_usual(desk):
    html = desk.get(ADD).content.decode()

    for name, value in (("kind", "message"), ("until", "12"), ("when", "now")):
        assert re.search(rf'name="{name}" value="{value}"[^>]*checked', html)
    assert "autofocus" in html


def test_the_preview_shows_the_banner_and_writes_nothing(desk):
    html = desk.post(ADD, SIMPLE | {"_preview": "x", "kind": "warning"}).content.decode()

    assert 'class="alert alert-warning"' in html
    assert 'value="Koka vattnet i Sylte"' in html
    assert "Gäller till" in html
    assert not Alert.objects.exists()


def test_it_can_wait_for_a_time_and_end_at_another(desk):
    start, end = NOW.replace(second=0) + DAY, NOW.replace(second=0) + 2 * DAY
    data = SIMPLE | {"when": "later", "until": "other"}
    data |= {f"starts_at_{part}": value for part, value in local(start).items()}
    data |= {f"valid_until_{part}": value for part, value in local(end).items()}

    response = desk.post(ADD, data, follow=True)

    alert = Alert.objects.get()
    assert (alert.starts_at, alert.valid_until) == (start, end)
    assert "kommer att visas från i morgon kl." in response.content.decode()
    assert "Koka vattnet" not in Client().get("/").content.decode()


def test_a_length_counts_from_the_later_start(desk):
    start = NOW.replace(minute=0, second=0) + DAY
    data = SIMPLE | {"when": "later", "until": "2"} | {f"starts_at_{k}": v for k, v in local(start).items()}

    desk.post(ADD, data)

    assert Alert.objects.get().valid_until == start + 2 * HOUR


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"headline": ""}, "Detta fält måste fyllas i"),
        ({"headline": "x" * 121}, "120"),
        ({"text": "x" * 601}, "600"),
        ({"kind": "clear"}, "Välj ett giltigt alternativ"),
        ({"kind": "panik"}, "Välj ett giltigt alternativ"),
        ({"until": ""}, "Detta fält måste fyllas i"),
        ({"until": "9999"}, "Välj ett giltigt alternativ"),
        ({"until": "other"}, "Välj datum och tid."),
        ({"until": "other", "valid_until_day": "2020-01-01", "valid_until_clock": "08.00"}, "inte har passerat"),
        ({"until": "other", "valid_until_day": "i går", "valid_until_clock": "08.00"}, "Skriv datumet så här"),
        ({"until": "other", "valid_until_day": "2027-03-28", "valid_until_clock": "02.30"}, "ställs fram"),
        ({"until": "other", "valid_until_day": "2099-01-01", "valid_until_clock": "08.00"}, "högst 30 dagar"),
        ({"when": "later"}, "Välj en tidpunkt som inte har varit."),
        ({"when": "later", "starts_at_day": "2020-01-01", "starts_at_clock": "08.00"}, "som inte har varit"),
        ({"link_url": "javascript:alert(1)", "link_text": "Läs"}, "Skriv en sökväg"),
        ({"link_url": "/finns-inte/", "link_text": "Läs"}, "ingen publik sida"),
        ({"link_url": "/kontakter/"}, "Skriv vart länken leder."),
        ({"text_en": "Boil the water."}, "Skriv också en rubrik på engelska"),
    ],
)
def test_a_slip_gets_a_sentence_and_keeps_what_was_typed(desk, typed, said):
    response = desk.post(ADD, SIMPLE | {"text": "Åtta hushåll är berörda."} | typed)

    html = response.content.decode()
    assert response.status_code == 200
    assert said in html
    assert "Inget visas än" in html
    assert typed.get("text", "Åtta hushåll är berörda.") in html
    assert not Alert.objects.exists()


def test_what_deceives_is_taken_out_of_the_words(desk):
    desk.post(ADD, SIMPLE | {"headline": "Koka\u202e vattnet\u200b", "text": "En rad\r\nEn till"})

    alert = Alert.objects.get()
    assert (alert.headline, alert.text) == ("Koka vattnet", "En rad\nEn till")


def test_a_link_to_a_release_takes_its_headline(desk):
    version = make_version(headline="Vattnet i Sylte: frågor och svar")

    desk.post(ADD, SIMPLE | {"link_url": f"http://testserver{version.get_absolute_url()}"})

    alert = Alert.objects.get()
    assert (alert.link_url, alert.link_text) == (version.get_absolute_url(), "Vattnet i Sylte: frågor och svar")


def test_the_form_offers_public_releases_alone(desk):
    shown = make_version(headline="Öppen rubrik")
    make_version(headline="Hemlig rubrik", visible_from=NOW + HOUR)
    make_release(headline="Utkastet")

    html = desk.get(ADD).content.decode()

    assert f'<option value="{shown.get_absolute_url()}">Öppen rubrik</option>' in html
    assert "Hemlig rubrik" not in html
    assert "Utkastet" not in html


def test_a_second_message_asks_and_keeps_what_was_typed(desk):
    first = put_up()

    html = desk.post(ADD, SIMPLE | {"headline": "Stormen Alva"}).content.decode()

    assert "Det finns redan ett meddelande" in html
    assert first.headline in html
    assert 'value="Stormen Alva"' in html
    assert f'name="met" value="{first.pk}"' in html
    assert Alert.objects.get() == first


@pytest.mark.parametrize("answer", ["replace", "after"])
def test_the_answer_decides(desk, answer):
    first = put_up(at=timezone.now(), valid_until=timezone.now() + HOUR)

    desk.post(ADD, SIMPLE | {"headline": "Stormen Alva", "met": first.pk, "others": answer})

    second = Alert.objects.exclude(pk=first.pk).get()
    first.refresh_from_db()
    assert (first.closed_at is None) is (answer == "after")
    assert second.state == (AlertState.SHOWN if answer == "replace" else AlertState.AHEAD)


def test_a_message_set_meanwhile_is_asked_about_anew(desk):
    first = put_up(at=timezone.now(), valid_until=timezone.now() + HOUR)
    second = put_up(at=timezone.now(), starts_at=timezone.now() + 2 * HOUR, valid_until=timezone.now() + 3 * HOUR)

    html = desk.post(ADD, SIMPLE | {"met": first.pk, "others": "replace"}).content.decode()

    assert f'name="met" value="{first.pk} {second.pk}"' in html
    assert Alert.objects.count() == 2


def test_pressing_twice_does_not_make_two(desk):
    desk.post(ADD, SIMPLE)
    desk.post(ADD, SIMPLE)

    assert Alert.objects.count() == 1


def test_a_correction_begins_with_the_words_and_takes_the_place(desk):
    alert = put_up(words={"kind": "warning"})
    html = desk.get(page(alert, "correct")).content.decode()
    assert f'value="{alert.headline}"' in html
    assert re.search(r'name="kind" value="warning"[^>]*checked', html)
    assert re.search(r'name="until" value="other"[^>]*checked', html)

    desk.post(page(alert, "correct"), SIMPLE | {"headline": "Koka vattnet i Sylte och Skoftebyn"})

    alert.refresh_from_db()
    corrected = Alert.objects.public().get()
    assert (corrected.headline, corrected.follows) == ("Koka vattnet i Sylte och Skoftebyn", alert)
    assert (alert.headline, alert.state) == ("Koka vattnet i Sylte", AlertState.OVER)


def test_a_scheduled_message_is_corrected_without_a_question(desk):
    alert = put_up(starts_at=NOW + HOUR)

    desk.post(page(alert, "correct"), SIMPLE)

    alert.refresh_from_db()
    assert alert.state == AlertState.CANCELLED


def test_an_old_message_gives_its_words_and_no_more(desk):
    old = make_alert(starts_at=NOW - 2 * DAY, valid_until=NOW - DAY, kind="warning")
    shown = put_up()

    html = desk.post(page(old, "correct"), SIMPLE).content.decode()

    assert "Det finns redan ett meddelande" in html
    assert Alert.objects.public().get() == shown


def test_one_button_sounds_the_all_clear(desk, officer):
    alert = put_up()
    html = desk.get(alert.get_absolute_url()).content.decode()
    form = re.search(rf'<form[^>]*action="{page(alert, "clear")}".*?</form>', html, re.DOTALL)[0]
    data = {"headline": re.search(r'name="headline" value="([^"]*)"', form)[1], "hours": 2, "text": "Tack för hjälpen."}
    assert "Blås av" in form

    response = desk.post(page(alert, "clear"), data, follow=True)

    clear = Alert.objects.public().get()
    assert (clear.kind, clear.headline, clear.follows) == ("clear", "Faran är över", alert)
    assert "”Faran över” visas nu" in response.content.decode()
    public = Client().get("/").content.decode()
    assert "Tack för hjälpen." in public
    assert 'aria-label="Faran över"' in public
    assert alert.headline not in public


@pytest.mark.parametrize(
    "data", [{"headline": "", "hours": 2}, {"headline": "Över", "hours": 49}, {"headline": "Över"}]
)
def test_an_all_clear_with_a_slip_leaves_the_message(desk, data):
    alert = put_up()

    html = desk.post(page(alert, "clear"), data | {"text": "Ring växeln."}).content.decode()

    assert "Meddelandet visas fortfarande" in html
    assert "Ring växeln." in html
    assert Alert.objects.public().get() == alert


def test_it_ends_without_a_word(desk):
    alert = put_up()

    response = desk.post(page(alert, "end"), follow=True)

    assert "Meddelandet är borta från sidorna." in response.content.decode()
    assert not Alert.objects.public().exists()
    assert "redan avslutat" in desk.post(page(alert, "end"), follow=True).content.decode()


def test_what_lies_ahead_is_cancelled(desk):
    alert = put_up(starts_at=NOW + HOUR)
    assert "Ställ in" in desk.get(alert.get_absolute_url()).content.decode()

    html = desk.post(page(alert, "end"), follow=True).content.decode()

    assert "Meddelandet är inställt." in html
    assert "Inställt" in html


@pytest.mark.parametrize("name", ["clear", "end"])
def test_a_get_ends_nothing(desk, name):
    alert = put_up()

    assert desk.get(page(alert, name)).status_code == 405
    assert Alert.objects.public().get() == alert


@pytest.mark.parametrize("name", ["add", "correct", "clear", "end"])
def test_every_change_wants_a_token(officer, name):
    alert = put_up()
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer, backend=BACKEND)
    before = list(Alert.objects.values())

    assert client.post(ADD if name == "add" else page(alert, name), SIMPLE | {"hours": 2}).status_code == 403
    assert list(Alert.objects.values()) == before


@pytest.mark.parametrize("method", ["get", "post"])
def test_editors_see_and_do_nothing(method):
    alert, editor = put_up(), client_of(make_editor(make_department()))
    before = list(Alert.objects.values())
    paths = [LIST, ADD, alert.get_absolute_url(), *(page(alert, name) for name in ("correct", "clear", "end"))]

    assert {getattr(editor, method)(path, SIMPLE).status_code for path in paths} == {403}
    assert list(Alert.objects.values()) == before


def test_nothing_is_changed_or_deleted_in_the_admins_own_way(desk):
    alert = put_up()

    desk.post(alert.get_absolute_url(), SIMPLE | {"headline": "Annat", "_save": "x"})
    assert desk.post(reverse("admin:newsroom_alert_alert_delete", args=[alert.pk]), {"post": "yes"}).status_code == 403

    assert Alert.objects.get().headline == alert.headline


@pytest.mark.parametrize("key", ["0", "999", "x", "9" * 30, "1_2"])
def test_a_message_that_is_not_there_is_not_found(desk, key):
    assert desk.get(f"{LIST}{key}/change/").status_code == 404


def test_the_log_tells_who_set_what_and_how_it_ended(desk, officer):
    alert = put_up(words={"headline": "Koka vattnet i Sylte"})
    desk.post(page(alert, "clear"), {"headline": "Vattnet är bra igen", "hours": 2})

    html = desk.get(LIST).content.decode()
    detail = desk.get(alert.get_absolute_url()).content.decode()

    for text in ("Koka vattnet i Sylte", "Vattnet är bra igen", "Visas nu", "Avslutat", str(officer), "Faran över"):
        assert text in html
    assert "Avblåst med" in detail
    assert str(alert.created_by) in detail
    assert "Blås av" not in detail


def test_the_log_costs_the_same_with_many(desk):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            desk.get(LIST)
        return len(queries)

    for number in range(2):
        make_alert(starts_at=NOW - (number + 2) * DAY, valid_until=NOW - (number + 1) * DAY - HOUR)
    few = asked()
    for number in range(2, 20):
        make_alert(starts_at=NOW - (number + 2) * DAY, valid_until=NOW - (number + 1) * DAY - HOUR)

    assert asked() == few


def test_the_start_page_of_the_desk_leads_there(desk, officer):
    assert f'href="{ADD}"' in desk.get("/admin/").content.decode()
    put_up(starts_at=NOW + DAY, valid_until=NOW + 2 * DAY, words={"headline": "Strömavbrott planeras"})
    alert = put_up(valid_until=NOW + HOUR)

    html = desk.get("/admin/").content.decode()

    assert "Ett viktigt meddelande visas på alla sidor" in html
    assert f'href="{alert.get_absolute_url()}"' in html
    assert "Strömavbrott planeras" in html
    assert "viktigt meddelande" not in client_of(make_editor(make_department())).get("/admin/").content.decode().lower()


def test_an_administrator_may_too():
    assert client_of(make_administrator()).post(ADD, SIMPLE).status_code == 302
    assert Alert.objects.exists()


@pytest.mark.parametrize(
    ("clock", "until"), [((14, 0), (14, 0)), ((14, 1), (14, 15)), ((14, 15), (14, 15)), ((14, 50), (15, 0))]
)
def test_an_end_is_a_whole_quarter(clock, until):
    day = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)

    assert rounded(day.replace(hour=clock[0], minute=clock[1])) == day.replace(hour=until[0], minute=until[1])
