"""The public pages as people meet them."""

import shutil
import subprocess
from pathlib import Path

import pytest

from newsroom.models import Version

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parent.parent.parent
#: Every page is looked at in all of these from one load.
WINDOWS = [(width, light) for width in (1280, 320) for light in ("light", "dark")]
SEED = "/pressmeddelanden/2018/langsiktighet-starker-arbetet-mot-segregation/"


def pages():
    """Return an address of every kind of page, with its special cases."""
    public = Version.objects.public().select_related("address")
    corrected = public.filter(kind="correction").first()
    table = public.filter(body__contains="<table").first()
    english = public.exclude(language="sv").first()
    archived = public.exclude(release__archived_at=None).first()
    withdrawn = Version.objects.once_public().exclude(release__in=public.values("release")).first()
    return {
        "start": "/",
        "list": "/pressmeddelanden/",
        "last page": "/pressmeddelanden/?sida=3",
        "year": "/pressmeddelanden/2024/",
        "filtered": "/pressmeddelanden/?typ=news&ar=2026",
        "nothing fits": "/pressmeddelanden/?typ=invitation&sprak=en&manad=13",
        "search": "/sok/",
        "found": "/sok/?q=f%C3%B6rskola&typ=news",
        "misspelled": "/sok/?q=forskoal",
        "answer": f"{SEED}svara/",
        "seed": SEED,
        "paper": f"{SEED}utskrift/",
        "corrected": corrected.get_absolute_url(),
        "earlier version": f"{corrected.get_absolute_url()}version/1/",
        "table": table.get_absolute_url(),
        "another language": english.get_absolute_url(),
        "archived": archived.get_absolute_url(),
        "withdrawn": withdrawn.get_absolute_url(),
        "departments": "/forvaltningar/",
        "department": "/forvaltningar/kommunikationsavdelningen/",
        "contacts": "/kontakter/",
        "about": "/om/",
        "personal data": "/personuppgifter/",
        "accessibility statement": "/tillganglighet/",
        "accessibility statement in English": "/en/tillganglighet/",
        "not found": "/finns-inte/",
        "not found in English": "/en/finns-inte/",
    }


def test_axe_finds_nothing_the_console_is_silent_and_no_cookie_is_set(visit):
    visitor = visit()
    for name, path in pages().items():
        visitor.go(path)
        assert visitor.faults_in(WINDOWS) == [], name
        assert visitor.complaints == [], name

    assert visitor.context.cookies() == []


def test_every_page_reads_without_script(visit):
    visitor = visit(script=False)
    for path in pages().values():
        page = visitor.go(path)
        assert page.locator("h1").count() == 1
        assert page.locator("main").inner_text().strip()


def test_the_keyboard_leads_past_the_menu_and_focus_is_seen(visit):
    page = visit().go(SEED)

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#innehall"
    assert page.locator(".skip-link").is_visible()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "innehall"
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"


#: Notes what gets the focus, and whether that is seen; answers what there is to reach.
WATCH = """() => {
  const all = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
  const there = [...document.querySelectorAll(all)].filter(
    e => e.checkVisibility({visibilityProperty: true}) && !e.disabled && e.tabIndex >= 0);
  window.missed = new Set(there);
  window.unseen = [];
  document.addEventListener('focusin', event => {
    window.missed.delete(event.target);
    const style = getComputedStyle(event.target);
    if (style.outlineStyle === 'none' && style.boxShadow === 'none') window.unseen.push(event.target.outerHTML);
  });
  return there.length;
}"""
LEFT = "() => ({missed: [...window.missed].map(e => e.outerHTML.slice(0, 200)), unseen: window.unseen.slice(0, 3)})"


def test_the_keyboard_alone_reaches_all_there_is_on_every_page_and_focus_is_seen(visit):
    visitor = visit(390)
    for name, path in pages().items():
        page = visitor.go(path)
        for _ in range(page.evaluate(WATCH) + 2):
            page.keyboard.press("Tab")

        assert page.evaluate(LEFT) == {"missed": [], "unseen": []}, name


def test_a_number_can_be_called_on_a_phone_in_the_first_screen_after_the_lead(visit):
    page = visit(390).go(SEED)
    link = page.locator("a[href='tel:+46520495929']")

    assert link.inner_text() == "0520-49 59 29"
    assert link.bounding_box()["y"] < 1400


def test_links_to_press_are_large_enough_for_a_thumb(visit):
    page = visit(390).go("/")

    heights = page.eval_on_selector_all("a[href^='tel:']", "links => links.map(a => a.getBoundingClientRect().height)")

    assert heights
    assert min(heights) >= 24


def test_print_holds_the_text_and_not_the_menu(visit):
    page = visit().go(SEED)
    page.emulate_media(media="print")

    assert not page.locator(".site-nav").is_visible()
    assert page.locator("h1").is_visible()
    assert SEED in page.locator(".print-only").inner_text()


def test_the_w3c_checker_finds_no_error(visit, tmp_path, request):
    jar = ROOT / "node_modules/vnu-jar/build/dist/vnu.jar"
    if not (shutil.which("java") and jar.exists()):
        reason = "java or vnu-jar is not installed (npm install --no-save vnu-jar)"
        pytest.fail(reason) if request.config.getoption("--require-browser") else pytest.skip(reason)
    visitor = visit()
    for name, path in pages().items():
        html = visitor.page.request.get(visitor.base + path).text()
        (tmp_path / f"{name}.html").write_text(html, encoding="utf-8")

    command = ["java", "-jar", str(jar), "--errors-only", "--format", "text", *map(str, tmp_path.glob("*.html"))]
    result = subprocess.run(command, capture_output=True, text=True, check=False)

    assert result.stderr.strip() == "Document checking completed. No errors found."
    assert result.returncode == 0
