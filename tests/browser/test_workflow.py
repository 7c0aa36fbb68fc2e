"""The way of a text in a browser, counted in what a person does."""

import pytest

from newsroom.demo.loader import SEED
from newsroom.exchange.reader import read_release
from newsroom.models import Department, Release, Version

pytestmark = pytest.mark.browser
PASTE = """html => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    const paste = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
    document.activeElement.dispatchEvent(paste);
}"""


class Counted:
    """Counts what a person does: a field filled, a tap, a paste."""

    def __init__(self, page):
        self.page, self.actions = page, 0

    def __call__(self, name, *arguments):
        self.actions += 1
        return getattr(self.page, name)(*arguments)


def test_from_an_empty_form_to_a_public_release_in_at_most_twelve_actions(visit):
    seed = read_release(SEED.read_text(encoding="utf-8"))
    desk = visit()
    desk.log_in("utgivare")
    page = desk.go("/admin/newsroom/release/add/")
    page.locator(".tiptap[aria-labelledby]").wait_for()
    person = Counted(page)
    person("fill", "#id_headline", f"{seed.headline} igen")
    person("fill", "#id_subheading", seed.subheading)
    person("fill", "#id_lead", seed.lead)
    person("click", ".tiptap")
    person("evaluate", PASTE, seed.body_html)
    person("click", "text=Lägg till ytterligare Kontakt")
    person("click", ".dynamic-contact_places .select2-selection")
    person("fill", ".select2-search__field", "Vivian")
    person("click", ".select2-results__option >> text=Vivian Komstadius")
    department = Department.objects.get(slug="kommunikationsavdelningen")
    person("select_option", "#id_department", str(department.pk))
    publish(person, page)

    version = Version.objects.public().get(headline=f"{seed.headline} igen")
    text = visit().go(version.get_absolute_url()).locator("main").inner_text()
    assert seed.lead in text
    assert "– Vi kommer att göra en analys under hösten" in text
    assert "0520-49 59 29" in text
    assert person.actions <= 12
    assert desk.complaints == []


def publish(person, page):
    """Press the button that leads on, then the one on the page it leads to."""
    person("click", "input[name=_publish]")
    page.wait_for_url("**/publish/")
    person("click", "text=Publicera nu")
    page.wait_for_selector(".success")


def test_a_press_officer_approves_on_a_phone_in_at_most_four_taps(visit):
    desk = visit(390)
    desk.log_in("utgivare")
    release = Release.objects.filter(stage="submitted").exclude(submitted_by__username="utgivare").first()
    person = Counted(desk.page)
    person("click", f"text={release.headline}")
    person("click", "input[value='Godkänn']")
    desk.page.wait_for_selector(".success")

    release.refresh_from_db()
    assert release.stage == "approved"
    assert person.actions <= 4
    assert desk.complaints == []


@pytest.mark.parametrize(
    ("login", "cards"),
    [
        ("redaktor", ["Åtgärdas av mig", "Mina utkast"]),
        ("granskare", ["Att granska"]),
        ("utgivare", ["Väntar på mitt godkännande", "Publicerat utan godkännande", "Schemalagda", "Att granska"]),
        ("admin", ["Väntar på mitt godkännande", "Schemalagda", "Att granska"]),
    ],
)
def test_each_login_of_the_demo_finds_its_work_on_the_start_page(visit, login, cards):
    desk = visit()
    desk.log_in(login)

    titles = desk.page.locator(".card h2").all_inner_texts()

    for card in cards:
        assert any(title.startswith(card) for title in titles), (card, titles)
    assert desk.faults() == []
