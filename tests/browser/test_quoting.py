"""Copying, sharing and printing, as those who quote meet them."""

import re
import subprocess

import pytest

from newsroom.models import Contact, Version
from tests.browser.conftest import CHROMIUM, SWITCHES

pytestmark = pytest.mark.browser
SEED = "/pressmeddelanden/2018/langsiktighet-starker-arbetet-mot-segregation/"
FORGET_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', {value: undefined})"
REFUSE = "navigator.clipboard.write = () => Promise.reject(new DOMException('no', 'NotAllowedError'))"
REFUSE_ALL = f"{REFUSE}; document.execCommand = () => false"


def copied(page):
    """Return what is on the clipboard, by pasting it."""
    page.evaluate("document.body.append(Object.assign(document.createElement('textarea'), {id: 'paste'}))")
    page.focus("#paste")
    page.keyboard.press("Control+V")
    words = page.input_value("#paste")
    page.evaluate("document.getElementById('paste').remove()")
    return words


def wait_until_told(page):
    page.locator(".quoting-status", has_text="Kopierat").wait_for(state="attached")


def open_seed(visit, *, before=None, **window):
    visitor = visit(**window)
    if before:
        visitor.context.add_init_script(before)
    return visitor, visitor.go(SEED)


def number():
    return Version.objects.public().get(address__slug=SEED.split("/")[-2]).release.short_number


WAYS = pytest.mark.parametrize("before", [None, FORGET_CLIPBOARD, REFUSE], ids=["clipboard", "without", "refused"])


@WAYS
def test_the_address_is_copied_with_one_button(visit, newsroom, before):
    visitor, page = open_seed(visit, before=before)

    page.get_by_role("button", name="Kopiera adressen").click()

    wait_until_told(page)
    assert page.get_by_role("button", name="Kopiera adressen").get_attribute("data-done") == ""
    assert copied(page) == f"{newsroom}/p/{number()}"
    assert visitor.complaints == []


@WAYS
def test_the_text_is_copied_as_the_plain_text_page_has_it(visit, before):
    visitor, page = open_seed(visit, before=before)
    text = page.request.get(f"{visitor.base}{SEED}text.txt").text()

    page.get_by_role("button", name="Kopiera texten").click()

    wait_until_told(page)
    assert copied(page) == text
    assert "Långsiktighet stärker arbetet mot segregation" in text


@WAYS
def test_each_quote_is_copied_with_its_speaker_and_source(visit, newsroom, before):
    _visitor, page = open_seed(visit, before=before)
    buttons = page.get_by_role("button", name="Kopiera citatet")
    assert buttons.count() == 2

    buttons.nth(1).click()

    wait_until_told(page)
    words = copied(page)
    assert words.startswith("– Vi kommer att göra en analys under hösten för att se hur vi kan växla upp arbetet")
    assert words.endswith(
        "berättar integrationsstrateg Katarina Nyman.\n\n"
        "Katarina Nyman, integrationsstrateg. "
        f"Källa: Trollhättans Stad, pressmeddelande 2018-06-26, {newsroom}/p/{number()}"
    )


def test_what_cannot_be_copied_is_said_and_the_way_out_stays(visit):
    _visitor, page = open_seed(visit, before=REFUSE_ALL)

    page.get_by_role("button", name="Kopiera texten").click()

    status = page.get_by_text("Det gick inte att kopiera.")
    status.wait_for()
    assert status.bounding_box()["height"] > 10
    assert page.get_by_role("button", name="Kopiera texten").get_attribute("data-done") is None
    page.get_by_role("link", name="Ren text").click()
    assert "Presskontakt" in page.locator("body").inner_text()


def test_the_text_that_cannot_be_fetched_is_said_too(visit):
    visitor, page = open_seed(visit)
    page.route("**/text.txt", lambda route: route.fulfill(status=410))

    page.get_by_role("button", name="Kopiera texten").click()

    page.get_by_text("Det gick inte att kopiera.").wait_for()
    assert visitor.complaints == []


def test_it_all_works_by_keyboard_and_focus_stays_where_it_was(visit):
    _visitor, page = open_seed(visit, before=FORGET_CLIPBOARD)
    for _press in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('quote-copy')"):
            break
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"

    page.keyboard.press("Enter")

    wait_until_told(page)
    assert page.evaluate("document.activeElement.classList.contains('quote-copy')")


def test_it_is_said_anew_when_the_same_is_copied_again(visit):
    _visitor, page = open_seed(visit)
    page.evaluate(
        "window.said = []; new MutationObserver(() => window.said.push(document.querySelector('.quoting-status')"
        ".textContent)).observe(document.querySelector('.quoting-status'), {childList: true})"
    )

    for _times in range(2):
        page.get_by_role("button", name="Kopiera adressen").click()
        page.wait_for_timeout(400)

    assert page.evaluate("window.said") == ["Kopierat", "", "Kopierat"]


def test_without_a_script_no_dead_button_stands_there(visit):
    _visitor, page = open_seed(visit, script=False)

    assert page.locator(".copy-button:visible, .paper-print:visible").count() == 0
    assert not page.get_by_text("Knappen bredvid ett citat").is_visible()
    assert page.locator(".quoting-address").is_visible()
    page.get_by_role("link", name="För utskrift och pdf").click()
    assert page.locator("h1").inner_text() == "Långsiktighet stärker arbetet mot segregation"
    assert page.locator(".copy-button:visible, .paper-print:visible").count() == 0


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_moves_when_the_buttons_come(visit, width):
    places = []
    for is_blocked in (True, False):
        visitor = visit(width)
        if is_blocked:
            visitor.page.route("**/copy.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
        page = visitor.go(SEED)
        assert page.locator(".quote-copy").count() == (0 if is_blocked else 2)
        places.append(
            page.evaluate(
                "document.fonts.ready.then(() => [...document.querySelectorAll('main :is(p, h2, h3, li), footer')]"
                ".map(part => [part.className, part.getBoundingClientRect().top, part.getBoundingClientRect().height]))"
            )
        )

    assert places[0] == places[1]


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_a_button_lies_beside_its_quote_and_on_no_words(visit, width):
    _visitor, page = open_seed(visit, width=width)

    found = page.evaluate(
        """[...document.querySelectorAll(".quote")].map((quote) => {
          const words = document.createRange();
          words.setStart(quote, 0);
          words.setEndBefore(quote.lastChild);
          const button = quote.lastChild.getBoundingClientRect();
          const meets = [...words.getClientRects()].some((r) => r.right > button.left && r.left < button.right
            && r.bottom > button.top && r.top < button.bottom);
          return [meets, button.width, button.height, button.right <= document.documentElement.clientWidth];
        })"""
    )

    assert found == [[False, 44, 44, True]] * 2


def test_axe_finds_nothing_on_page_and_paper(visit):
    visitor = visit()
    long_one = Version.objects.public().filter(body__contains="<table").first().get_absolute_url()
    for path in (SEED, f"{SEED}utskrift/", f"{long_one}utskrift/"):
        page = visitor.go(path)
        if path == SEED:
            page.wait_for_selector(".quote-copy")
            page.get_by_role("button", name="Kopiera adressen").click()
            wait_until_told(page)
        windows = [(width, light) for width in (1280, 320) for light in ("light", "dark")]
        assert visitor.faults_in(windows) == [], path
    assert visitor.complaints == []


def test_forced_colours_keep_the_buttons_and_their_icons(visit):
    visitor, page = open_seed(visit)
    page.emulate_media(forced_colors="active")

    icon, ground = page.evaluate(
        "[getComputedStyle(document.querySelector('.quote-copy .copy-icon')).stroke,"
        " getComputedStyle(document.body).backgroundColor]"
    )
    border = page.evaluate("getComputedStyle(document.querySelector('.quote-copy')).borderTopColor")

    assert icon != ground
    assert border != ground
    assert visitor.faults() == []


def test_the_paper_prints_with_its_button_and_without_it(visit):
    visitor = visit()
    visitor.context.add_init_script("window.print = () => { window.printed = true }")
    page = visitor.go(f"{SEED}utskrift/")

    page.get_by_role("button", name="Skriv ut eller spara som pdf").click()

    assert page.evaluate("window.printed")
    page.emulate_media(media="print")
    assert not page.locator(".paper-tools").is_visible()
    assert page.locator(".paper-code").evaluate("image => image.complete && image.naturalWidth > 0")


def test_the_ordinary_page_prints_its_addresses_and_no_buttons(visit):
    _visitor, page = open_seed(visit)
    page.emulate_media(media="print")

    assert page.locator(".copy-button:visible").count() == 0
    assert page.locator(".contact-save:visible").count() == 0
    assert f"/p/{number()}" in page.locator(".print-only").inner_text()


def test_the_paper_becomes_a_tagged_pdf(newsroom, tmp_path):
    if CHROMIUM is None:
        pytest.skip("chromium is not installed (apt-get install chromium)")
    file = tmp_path / "utskrift.pdf"
    switches = ["--headless", "--no-pdf-header-footer", f"--user-data-dir={tmp_path / 'profile'}", *SWITCHES]

    command = [CHROMIUM, *switches, f"--print-to-pdf={file}", f"{newsroom}{SEED}utskrift/"]
    subprocess.run(command, check=True, capture_output=True, timeout=60)

    pdf = file.read_bytes()
    assert pdf.startswith(b"%PDF-")
    assert re.search(rb"/MarkInfo\s*<<\s*/Type /MarkInfo\s*/Marked true|/MarkInfo\s*<<[^>]*/Marked true", pdf)
    assert b"/StructTreeRoot" in pdf
    assert re.search(rb"/Lang\s*\(sv\)", pdf)
    kinds = set(re.findall(rb"/S\s*/(\w+)", pdf))
    assert kinds >= {b"H1", b"H2", b"P", b"L", b"LI", b"Figure", b"Link"}
    assert pdf.count(b"/S /H1") == 1
    assert re.search(rb"/Title\s*<FEFF", pdf)
    assert "QR-kod".encode("utf-16-be").hex().upper().encode() in pdf.upper() or b"(QR-kod" in pdf


def test_a_contact_is_saved_as_a_file_with_the_name_of_the_person(visit):
    visitor, page = open_seed(visit)

    with page.expect_download() as download:
        page.get_by_role("link", name="Spara kontakt (vCard) Katarina Nyman").click()

    assert download.value.suggested_filename == "Katarina Nyman.vcf"
    contact = Contact.objects.get(name="Katarina Nyman")
    assert download.value.url == f"{visitor.base}/kontakter/{contact.short_number}.vcf"
