"""The important message as readers meet it, and the press officer on duty with a minute to spare."""

import time

import pytest
from django.utils import timezone

from newsroom.alert.actions import REPLACE, set_alert
from newsroom.alert.models import Alert
from newsroom.models import User
from tests.factories import DAY

pytestmark = pytest.mark.browser
WORDS = {
    "headline": "Koka vattnet i Sylte och Skoftebyn tills vi meddelar något annat",
    "text": "Bakterier har hittats i dricksvattnet. Vatten finns att hämta vid Sylteskolan.",
    "headline_en": "Boil your water in Sylte and Skoftebyn",
    "text_en": "Bacteria have been found in the drinking water.",
    "link_url": "/kontakter/",
    "link_text": "Frågor om vattnet",
}
WINDOWS = [(width, light) for width in (1280, 320) for light in ("light", "dark")]
PATHS = ("/", "/en/", "/kontakter/", "/finns-inte/")


def put_up(kind="message"):
    by, now = User.objects.get(username="utgivare"), timezone.now()
    return set_alert(by=by, words=WORDS | {"kind": kind}, valid_until=now + DAY, others=REPLACE)


@pytest.mark.parametrize("kind", Alert.Kind.values)
def test_axe_finds_nothing_in_any_colour_light_or_width(visit, kind):
    put_up(kind)
    visitor = visit()
    for path in PATHS if kind == "warning" else PATHS[:1]:
        page = visitor.go(path)
        assert page.locator("section.alert").is_visible()
        assert visitor.faults_in(WINDOWS) == [], path
    assert visitor.complaints == []


def test_it_is_the_first_landmark_and_the_skip_link_leads_past_it(visit):
    put_up("warning")
    page = visit(390).go("/")

    box = page.locator("section.alert").bounding_box()
    assert (box["x"], box["y"]) == (0, 0)
    assert page.get_by_role("region", name="Varning").count() == 1
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Frågor om vattnet"
    page.reload()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "innehall"


def test_at_twice_the_size_of_text_it_fits_a_narrow_window(visit):
    put_up("warning")
    visitor = visit(320)
    page = visitor.go("/")
    page.evaluate("document.documentElement.style.fontSize = '200%'")

    right = page.evaluate(
        "Math.max(...[...document.querySelectorAll('.alert *')].map(e => e.getBoundingClientRect().right))"
    )
    assert right <= 320


def test_it_moves_nothing_while_the_page_loads(visit):
    put_up()
    page = visit(390).go("/")

    shifts = page.evaluate(
        """new Promise(done => {
            let sum = 0;
            new PerformanceObserver(list => { for (const e of list.getEntries()) sum += e.value; })
              .observe({type: 'layout-shift', buffered: true});
            setTimeout(() => done(sum), 400);
        })"""
    )
    assert shifts < 0.01


def test_it_is_printed_and_seen_in_forced_colours(visit):
    put_up("warning")
    page = visit().go("/")

    page.emulate_media(media="print")
    assert page.locator(".alert-headline").first.is_visible()
    page.emulate_media(media="screen", forced_colors="active")
    border = "getComputedStyle(document.querySelector('.alert')).borderBlockEndColor"
    assert page.evaluate(border) != "rgba(0, 0, 0, 0)"


def test_a_message_is_up_in_under_a_minute_and_the_all_clear_is_one_button(visit):
    visitor = visit()
    visitor.log_in("utgivare")
    begun = time.monotonic()
    page = visitor.page
    page.click("text=Nytt viktigt meddelande")
    page.wait_for_url("**/alert/add/**")
    page.wait_for_load_state()
    assert page.evaluate("document.activeElement.name") == "headline"
    page.keyboard.type("Stäng fönster och ventilation i centrum")
    page.click("text=Förhandsvisa")
    assert page.locator(".alert-seen .alert-headline").inner_text() == "Stäng fönster och ventilation i centrum"
    assert visitor.faults() == []
    page.click("text=Visa på alla sidor nu")
    page.locator(".messagelist").wait_for()
    assert "Meddelandet visas nu på alla sidor" in page.locator(".messagelist").inner_text()
    assert time.monotonic() - begun < 60
    assert visitor.faults() == []

    reader = visit(script=False)
    assert "Stäng fönster" in reader.go("/").locator("section.alert").inner_text()
    page.click("text=Blås av")
    page.wait_for_load_state("networkidle")
    assert "Faran är över" in reader.go("/").locator("section.alert").inner_text()
    assert visitor.complaints == []


def test_the_screen_fits_a_phone_in_the_dark_and_the_question_is_asked(visit):
    put_up()
    visitor = visit(390, dark=True)
    visitor.log_in("utgivare")
    page = visitor.go("/admin/newsroom_alert/alert/add/")
    page.fill("[name=headline]", "Stormen Alva: stanna inne")
    page.click("text=Visa på alla sidor nu")

    assert page.get_by_text("Det finns redan ett meddelande").is_visible()
    assert visitor.faults() == []
    assert not visitor.is_too_wide()
    page.click("text=Det nya meddelandet ersätter det")
    page.click("text=Visa på alla sidor nu")
    assert Alert.objects.public().get().headline == "Stormen Alva: stanna inne"
    for path in ("/admin/", "/admin/newsroom_alert/alert/"):
        visitor.go(path)
        assert visitor.faults() == []
        assert not visitor.is_too_wide()
    assert visitor.complaints == []
