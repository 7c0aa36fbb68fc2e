"""The desk in a browser: what an editor, a publisher and a reviewer do."""

import pytest

from newsroom.about.actions import begin_assessment
from newsroom.about.models import Page, Statement
from newsroom.models import Release, Review, User, Version

pytestmark = pytest.mark.browser
SEED = "/pressmeddelanden/2018/langsiktighet-starker-arbetet-mot-segregation/"
#: Every screen is looked at in all of these from one load.
WINDOWS = [(1280, "light"), (1280, "dark"), (390, "light")]
WORD = """
<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{margin:0}</style></head><body>
<h1 style="mso-fareast-font-family:x">Stor rubrik</h1>
<p class=MsoNormal style="color:red"><b>Fet</b> och <i>kursiv</i><o:p></o:p></p>
<p class=MsoListParagraph style="mso-list:l0 level1 lfo1">
<span style="mso-list:Ignore">·<span>&nbsp;</span></span>Första</p>
<p class=MsoListParagraph style="mso-list:l0 level1 lfo1">
<span style="mso-list:Ignore">·<span>&nbsp;&nbsp;</span></span>Andra</p>
<p class=MsoNormal><a href="https://www.trollhattan.se/">länk</a><img src="file:///C:/x.png"></p>
<script>alert(1)</script></body></html>
"""


def seed():
    return Release.objects.get(headline__startswith="Långsiktighet")


def draft_statement():
    """Begin an assessment, so that there is one with something missing."""
    return begin_assessment(earlier=Statement.objects.current(), by=User.objects.get(username="admin"))


def desk_pages():
    release, draft = seed(), Release.objects.with_status().filter(status_then="draft").first()
    waiting = Release.objects.filter(stage="submitted").first()
    hurried = Release.objects.filter(events__kind="unapproved").first()
    ready = Release.objects.filter(is_returned=True).first()
    base = "/admin/newsroom/release/"
    return {
        "index": "/admin/",
        "list": base,
        "filtered list": f"{base}?status=published&q=skola",
        "new": f"{base}add/",
        "form": f"{base}{release.pk}/change/",
        "publish": f"{base}{release.pk}/publish/",
        "faults": f"{base}{draft.pk}/publish/",
        "review": f"{base}{release.pk}/review/",
        "history": f"{base}{release.pk}/history/",
        "links": f"{base}{release.pk}/links/",
        "withdraw": f"{base}{release.pk}/step/withdraw/",
        "retract": f"{base}{release.pk}/step/retract/",
        "cannot be done": f"{base}{release.pk}/step/unarchive/",
        "approve": f"{base}{waiting.pk}/step/approve/",
        "return": f"{base}{waiting.pk}/step/return/",
        "waiting": f"{base}{waiting.pk}/change/",
        "unapproved": f"{base}{hurried.pk}/change/",
        "without approval": f"{base}{ready.pk}/publish/",
        "preview": f"{base}{release.pk}/preview/",
        "delete": f"{base}{draft.pk}/delete/",
        "contact": "/admin/newsroom/contact/1/change/",
        "contacts": "/admin/newsroom/contact/",
        "departments": "/admin/newsroom/department/",
        "department": "/admin/newsroom/department/1/change/",
        "topics": "/admin/newsroom/topic/",
        "people": "/admin/newsroom/user/",
        "person": "/admin/newsroom/user/1/change/",
        "statements": "/admin/newsroom_about/statement/",
        "statement": f"/admin/newsroom_about/statement/{draft_statement().pk}/change/",
        "shown statement": f"/admin/newsroom_about/statement/{Statement.objects.current().pk}/change/",
        "authority": "/admin/newsroom_about/authority/1/change/",
        "own text": f"/admin/newsroom_about/page/{Page.objects.get().pk}/change/",
    }


def test_axe_finds_nothing_the_console_is_silent_and_every_screen_fits_a_phone(visit):
    visitor = visit()
    visitor.go("/admin/login/")
    assert visitor.faults_in(WINDOWS) == []
    visitor.log_in("admin")
    for name, path in desk_pages().items():
        visitor.go(path)
        visitor.settle()
        assert visitor.faults_in(WINDOWS) == [], name
        assert visitor.complaints == [], name


def test_on_a_phone_a_list_is_cards_with_nothing_cut_off(visit):
    visitor = visit(390)
    visitor.log_in("admin")
    page = visitor.go("/admin/newsroom/release/")

    for row in page.locator("#result_list tbody tr").all()[:10]:
        assert row.bounding_box()["width"] <= 390
        assert row.evaluate("row => row.scrollWidth <= row.clientWidth")
    assert not page.locator("#result_list thead").is_visible()


def test_a_chosen_day_is_said_in_words_and_the_button_says_what_it_does(visit):
    visitor = visit()
    visitor.log_in("admin")
    ready = Release.objects.filter(is_returned=True).first()
    page = visitor.go(f"/admin/newsroom/release/{ready.pk}/publish/")
    assert page.get_by_role("button", name="Publicera nu").is_visible()

    page.get_by_label("Vid en senare tidpunkt").check()
    page.locator("[name=visible_from_day]").fill("2030-12-03")

    assert page.locator(".moment-echo").first.inner_text() == "tisdag 3 december 2030"
    assert page.get_by_role("button", name="Schemalägg").is_visible()
    assert not page.get_by_role("button", name="Publicera nu").is_visible()
    assert visitor.faults() == []
    assert visitor.complaints == []


def test_a_publisher_changes_the_seed_and_the_public_sees_it(visit):
    desk, reader = visit(), visit()
    desk.log_in("utgivare")
    page = desk.go(f"/admin/newsroom/release/{seed().pk}/change/")
    page.fill("#id_lead", "Ingressen är ändrad vid redaktionen.")
    page.click("input[value='Publicera…']")
    page.check("input[value=correction]")
    page.fill("#id_public_note", "Ingressen var fel.")
    page.click("text=Publicera ändringarna")
    page.wait_for_selector(".success")
    assert "Publicerat. Sidan är nu öppen för alla." in page.content()

    text = reader.go(SEED).locator("main").inner_text()

    assert "Ingressen är ändrad vid redaktionen." in text
    assert "Ingressen var fel." in text
    assert "före uppdateringen." in text
    reader.page.click("text=Läs versionen från")
    assert "Trollhättan är en av 32 kommuner" in reader.page.locator("main").inner_text()
    assert desk.complaints == reader.complaints == []


def test_the_editor_speaks_swedish_has_a_name_and_saves_what_is_typed(visit):
    desk = visit()
    desk.log_in("utgivare")
    page = desk.go("/admin/newsroom/release/add/")
    editor = page.get_by_role("textbox", name="Text:")
    editor.wait_for()
    page.get_by_role("button", name="fet", exact=True).wait_for()
    page.fill("#id_headline", "Skriven i webbläsaren")
    editor.click()
    page.keyboard.type("Ett stycke med ")
    page.keyboard.press("Control+b")
    page.keyboard.type("fet text")
    page.click("input[name=_draft]")
    page.wait_for_selector(".success")

    release = Release.objects.get(headline="Skriven i webbläsaren")
    assert release.body == "<p>Ett stycke med <strong>fet text</strong></p>"
    assert desk.complaints == []


def test_what_is_pasted_from_word_becomes_clean(visit):
    desk = visit()
    desk.log_in("utgivare")
    page = desk.go("/admin/newsroom/release/add/")
    page.fill("#id_headline", "Inklistrad från Word")
    page.locator(".tiptap[aria-labelledby]").click()
    page.evaluate(
        """html => {
            const data = new DataTransfer();
            data.setData("text/html", html);
            const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
            document.activeElement.dispatchEvent(event);
        }""",
        WORD,
    )
    page.click("input[name=_draft]")
    page.wait_for_selector(".success")

    assert Release.objects.get(headline="Inklistrad från Word").body == (
        "<h2>Stor rubrik</h2><p><strong>Fet</strong> och <em>kursiv</em></p>"
        "<ul><li><p>Första</p></li><li><p>Andra</p></li></ul>"
        '<p><a href="https://www.trollhattan.se/">länk</a></p>'
    )


def test_the_desk_works_without_script(visit):
    desk = visit(script=False)
    desk.log_in("utgivare")
    page = desk.go(f"/admin/newsroom/release/{seed().pk}/change/")
    page.fill("#id_lead", "Sparad utan skript.")
    page.click("input[name=_draft]")

    assert seed().lead == "Sparad utan skript."
    assert "Arbetet behöver ske i samverkan" in seed().body


def test_two_windows_and_nothing_is_lost(visit):
    anna, bo = visit(), visit()
    for person, name in ((anna, "admin"), (bo, "utgivare")):
        person.log_in(name)
        person.go(f"/admin/newsroom/release/{seed().pk}/change/")
    anna.page.fill("#id_lead", "Annas ingress.")
    anna.page.click("input[name=_draft]")
    anna.page.wait_for_selector(".success")
    bo.page.fill("#id_lead", "Bos ingress.")
    bo.page.click("input[name=_draft]")

    text = bo.page.locator(".conflict").inner_text()

    assert "Annas ingress." in text
    assert "Bos ingress." in text
    assert bo.page.input_value("#id_lead") == "Bos ingress."
    assert bo.faults() == []
    assert seed().lead == "Annas ingress."


def test_a_reviewer_marks_the_seed_on_a_phone(visit):
    desk = visit(390)
    desk.log_in("granskare")
    page = desk.go(f"/admin/newsroom/release/{seed().pk}/change/")
    page.click("text=Markera som granskad…")
    page.click("text=Stämmer – markera som granskad")

    review = Review.objects.filter(version__release=seed()).latest("pk")
    assert str(review.reviewer) == "Mats Granlund"
    line = visit().go(SEED).locator(".review-line").inner_text()
    assert line == f"Senast granskad {review.reviewed_on} av Mats Granlund"


def test_the_login_closes_after_five_wrong_passwords_in_plain_swedish(visit):
    visitor = visit()
    for _attempt in range(5):
        visitor.go("/admin/login/")
        visitor.page.fill("#id_username", "redaktor")
        visitor.page.fill("#id_password", "fel lösenord")
        visitor.page.click("input[type=submit]")

    assert "För många försök" in visitor.page.content()
    assert visitor.faults() == []
    assert Version.objects.exists()
