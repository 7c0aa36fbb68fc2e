"""Readers answer: by keyboard, without a script, without a cookie."""

import pytest

from newsroom.feedback import quota
from newsroom.feedback.models import Answer
from newsroom.models import Version

pytestmark = pytest.mark.browser
SEED = "/pressmeddelanden/2018/langsiktighet-starker-arbetet-mot-segregation/"
WINDOWS = [(width, light) for width in (1280, 320) for light in ("light", "dark")]


def tab_to(page, text):
    """Press Tab until the element with the text has the focus."""
    for _press in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").strip() == text:
            return
    raise AssertionError(f"the keyboard does not reach {text}")


def test_the_keyboard_alone_answers_without_script_and_the_words_arrive(visit):
    before = Answer.objects.count()
    visitor = visit(390, script=False)
    page = visitor.go(SEED)
    tab_to(page, "Nej")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.keyboard.press("Enter")
    page.wait_for_url("**/svara/?kvitto=*")
    assert page.locator("h1").inner_text() == "Tack för ditt svar"

    for _press in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "TEXTAREA":
            break
    page.keyboard.type("Vilka år gäller siffrorna?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/svara/?tack=1")

    answer = Answer.objects.first()
    assert Answer.objects.count() == before + 1
    assert (answer.kind, answer.text) == ("no", "Vilka år gäller siffrorna?")
    assert answer.version == Version.objects.public().get(address__slug=SEED.split("/")[3])
    assert visitor.context.cookies() == []
    assert visitor.complaints == []


def test_axe_finds_nothing_on_any_page_of_it(visit, monkeypatch):
    visitor = visit()
    page = visitor.go(SEED)
    page.click("text=Rapportera ett fel på sidan")
    assert visitor.faults_in(WINDOWS) == []
    page.click("text=Skicka")
    assert "Skriv något först." in page.locator("[role=alert]").inner_text()
    assert visitor.faults_in(WINDOWS) == []
    visitor.go(SEED).click("button:has-text('Ja')")
    assert visitor.faults_in(WINDOWS) == []
    monkeypatch.setattr(quota, "FROM_ONE_NETWORK", 1)
    page.fill("textarea", "Bra skrivet!")
    page.click("text=Skicka")
    assert page.locator("textarea").input_value() == "Bra skrivet!"
    assert visitor.faults_in(WINDOWS) == []
    visitor.go("/en/forvaltningar/kommunikationsavdelningen/svara/?tack=1")
    assert visitor.faults_in(WINDOWS) == []
    assert visitor.complaints == []


def test_the_empty_field_is_met_by_nobody(visit):
    page = visit(script=False).go(SEED)

    assert page.locator("[name=webbplats]").count() == 1
    assert not page.locator("[name=webbplats]").is_visible()


def test_the_buttons_are_large_enough_for_a_thumb_and_stay_off_paper(visit):
    page = visit(320).go(SEED)

    for name in ("Ja", "Nej"):
        box = page.get_by_role("button", name=name, exact=True).bounding_box()
        assert min(box["width"], box["height"]) >= 44
    page.emulate_media(media="print")
    assert not page.locator(".feedback").is_visible()


def test_the_desk_reads_and_marks(visit):
    waiting = Answer.objects.waiting().count()
    visitor = visit(390, dark=True)
    visitor.log_in("utgivare")
    page = visitor.page
    page.click(f"text={waiting} svar från läsare att läsa")
    page.locator("#result_list").wait_for()
    assert visitor.faults() == []
    assert not visitor.is_too_wide()
    page.locator("#result_list tbody th a").first.click()
    page.get_by_text("Markera som hanterat").wait_for()
    assert visitor.faults() == []
    page.click("text=Markera som hanterat")
    page.wait_for_url("**/admin/newsroom_feedback/answer/")
    assert Answer.objects.waiting().count() == waiting - 1
    page.click("text=Svar, sida för sida")
    visitor.settle()
    assert visitor.faults() == []
    assert not visitor.is_too_wide()
    assert visitor.complaints == []
