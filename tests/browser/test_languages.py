"""The English frame, translated releases and words in another language, as people meet them."""

import shutil
import subprocess
from pathlib import Path

import pytest

from newsroom.models import Release, Version

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parent.parent.parent
WINDOWS = [(width, light) for width in (1280, 320) for light in ("light", "dark")]


def address_of(**fields):
    """Return the address of the public version that the demo has of this."""
    return Version.objects.public().select_related("address").get(**fields).get_absolute_url()


def pages():
    """Return an address of every kind of page in English, and of releases that have to do with others."""
    boil = "Koka dricksvattnet i Lextorp"
    english = address_of(language="en", original__headline=boil)
    return {
        "start": "/en/",
        "list": "/en/pressmeddelanden/?forvaltning=vatten-och-avlopp",
        "year": "/en/pressmeddelanden/2024/",
        "departments": "/en/forvaltningar/",
        "department": "/en/forvaltningar/vatten-och-avlopp/",
        "contacts": "/en/kontakter/",
        "original": address_of(headline=boil),
        "older than the original": english,
        "in Finnish": address_of(language="fi", original__headline=boil),
        "easy to read": address_of(language="sv-simple"),
        "ended": address_of(headline="Klaffbron är avstängd för all trafik"),
        "ends another": address_of(headline="Klaffbron är öppen igen"),
        "replaced": address_of(headline="Simhallen öppnar tidigare på vardagar"),
        "not found": "/en/finns-inte/",
    }


def test_axe_finds_nothing_on_english_pages_and_translations(visit):
    visitor = visit()
    for name, path in pages().items():
        visitor.go(path)
        assert visitor.faults_in(WINDOWS) == [], name
        assert visitor.complaints == [], name

    assert visitor.context.cookies() == []


def test_the_w3c_checker_finds_no_error_in_them(visit, tmp_path, request):
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


def test_one_changes_language_by_keyboard_and_comes_back_without_script(visit):
    page = visit(390, script=False).go("/forvaltningar/")

    page.get_by_role("link", name="English").press("Enter")
    page.wait_for_url("**/en/forvaltningar/")
    assert page.get_by_role("heading", level=1).inner_text() == "Departments"
    page.get_by_role("link", name="Svenska").press("Enter")
    page.wait_for_url(lambda url: "/en/" not in url)

    assert page.get_by_role("heading", level=1).inner_text() == "Förvaltningar"


def test_one_goes_from_language_to_language_of_a_release(visit):
    page = visit(390).go(pages()["original"])

    page.locator(".translations").get_by_role("link", name="Suomi").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Keitä juomavesi Lextorpissa"
    page.locator(".translations").get_by_role("link", name="English").click()

    assert "The translation is older than the original." in page.locator("main").inner_text()
    assert page.locator("html").get_attribute("lang") == "en"


def body_after_saving(page, headline):
    page.click("input[name=_draft]")
    page.wait_for_selector(".success")
    return Release.objects.get(headline=headline).body


def test_an_editor_marks_words_as_another_language_and_takes_it_back(visit):
    desk = visit()
    desk.log_in("utgivare")
    page = desk.go("/admin/newsroom/release/add/")
    page.fill("#id_headline", "Ord på andra språk")
    page.locator(".tiptap[aria-labelledby]").click()
    english = page.get_by_role("button", name="Märk som engelska", exact=True)
    page.keyboard.type("Vi säger ")
    english.click()
    page.keyboard.type("thank you")
    english.click()
    page.keyboard.type(" till alla")

    kept = body_after_saving(page, "Ord på andra språk")
    page.locator(".tiptap[aria-labelledby]").wait_for()
    assert kept == '<p>Vi säger <span lang="en">thank you</span> till alla</p>'
    assert body_after_saving(page, "Ord på andra språk") == kept

    page.locator(".tiptap span[lang=en]").click()
    page.get_by_role("button", name="Märk som engelska", exact=True).click()
    assert body_after_saving(page, "Ord på andra språk") == "<p>Vi säger thank you till alla</p>"
    assert desk.complaints == []


def test_a_paragraph_in_another_language_survives_the_editor(visit):
    release = Release.objects.filter(versions=None).first()
    body = '<p>Kiitos betyder tack.</p><p lang="fi">– Kiitos kaikille, sanoo Aino.</p>'
    Release.objects.filter(pk=release.pk).update(body=body, stage="draft")
    desk = visit()
    desk.log_in("admin")
    page = desk.go(f"/admin/newsroom/release/{release.pk}/change/")
    page.locator(".tiptap[aria-labelledby]").wait_for()

    assert body_after_saving(page, release.headline) == body


def test_a_translation_is_begun_at_the_desk(visit):
    original = Release.objects.get(headline="Simhallen öppnar tidigare på vardagar")
    desk = visit(390)
    desk.log_in("utgivare")
    page = desk.go(f"/admin/newsroom/release/{original.pk}/change/")
    page.locator(".desk-more summary").click()
    page.get_by_role("link", name="Ny översättning…").click()
    assert desk.faults() == []
    page.get_by_label("Engelska").check()
    page.click("text=Påbörja översättningen")
    page.wait_for_selector(".success")

    draft = Release.objects.get(original=original)
    assert (draft.language, draft.headline) == ("en", original.headline)
    assert page.url.endswith(f"/{draft.pk}/change/")
    assert desk.faults() == []
    assert desk.complaints == []
