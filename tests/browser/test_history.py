"""History, comparison and conflict in a browser: readable for everybody, also on a phone and in the dark."""

import itertools

import pytest

from newsroom.models import Release, Version
from tests.factories import make_version

pytestmark = pytest.mark.browser
WINDOWS = list(itertools.product((1280, 390), ("light", "dark")))


def seed():
    return Release.objects.get(headline__startswith="Långsiktighet")


def base():
    return f"/admin/newsroom/release/{seed().pk}/"


@pytest.fixture
def changed(newsroom):
    """The seed, rewritten in the working copy after a version that was never shown."""
    release = seed()
    release.body = release.body.replace("kommuner", "städer") + "<h2>Fakta</h2><ul><li>Ett</li><li>Två</li></ul>"
    release.lead += " Arbetet fortsätter."
    release.save()
    make_version(release=release, visible_from=None, kind="minor")
    release.headline = release.headline.replace("arbetet", "insatserna")
    release.save()
    return release


def sound(visitor, name):
    visitor.settle()
    assert visitor.faults_in(WINDOWS) == [], name
    assert visitor.complaints == [], name


def test_history_and_comparison_have_no_fault(visit, changed):
    visitor = visit()
    visitor.log_in("admin")
    for path in (
        "history/",
        "history/?visa=godkannanden",
        "compare/",
        "compare/?fran=1&till=2",
        "compare/?fran=x",
        "restore/1/",
    ):
        visitor.go(base() + path)
        sound(visitor, path)


def test_the_page_of_a_conflict_has_no_fault(visit, changed):
    anna, bo = visit(), visit()
    for person, name in ((anna, "admin"), (bo, "utgivare")):
        person.log_in(name)
        person.go(f"{base()}change/")
    anna.page.fill("#id_lead", "Annas ingress.")
    anna.page.fill("#id_subheading", "Annas underrubrik.")
    anna.page.click("input[name=_draft]")
    anna.page.wait_for_selector(".success")
    bo.page.fill("#id_lead", "Bos ingress.")
    bo.page.click("input[name=_draft]")
    bo.page.wait_for_selector(".conflict")

    sound(bo, "conflict")
    assert bo.page.locator(".conflict fieldset").count() == 2
    assert "Före" in bo.page.locator(".conflict").inner_text()


def test_the_choice_is_made_by_keyboard_and_without_script(visit):
    anna, bo = visit(), visit(390, script=False)
    for person, name in ((anna, "admin"), (bo, "utgivare")):
        person.log_in(name)
        person.go(f"{base()}change/")
    anna.page.fill("#id_lead", "Annas ingress.")
    anna.page.click("input[name=_draft]")
    anna.page.wait_for_selector(".success")
    bo.page.fill("#id_lead", "Bos ingress.")
    bo.page.fill("#id_subheading", "Bos underrubrik")
    bo.page.click("input[name=_draft]")
    bo.page.focus("input[name=choose-lead]:checked")
    bo.page.keyboard.press("ArrowDown")
    bo.page.click("input[name=_draft]")

    assert (seed().lead, seed().subheading) == ("Annas ingress.", "Bos underrubrik")


def test_an_editor_that_only_tidies_the_html_is_no_conflict(visit):
    """The editor writes lists and tables in its own way; opening and saving is not writing."""
    release = seed()
    Release.objects.filter(pk=release.pk).update(body="<p>Text.</p><ul><li>Ett</li><li>Två</li></ul>")
    anna, bo = visit(), visit()
    for person, name in ((anna, "admin"), (bo, "utgivare")):
        person.log_in(name)
        person.go(f"{base()}change/")
        person.page.locator(".tiptap").wait_for()
    anna.page.fill("#id_lead", "Annas ingress.")
    anna.page.click("input[name=_draft]")
    anna.page.wait_for_selector(".success")
    bo.page.fill("#id_headline", "Bos rubrik")
    bo.page.click("input[name=_draft]")
    bo.page.wait_for_selector(".conflict")

    assert "Text" not in bo.page.locator(".conflict legend").all_inner_texts()


def test_a_version_is_restored_from_the_history(visit, changed):
    desk = visit(390)
    desk.log_in("utgivare")
    page = desk.go(f"{base()}history/")
    page.locator("a[href$='restore/1/']").click()
    page.locator("#restore_form input[type=submit]").click()
    page.wait_for_selector(".success")

    assert seed().digest() == Version.objects.get(release=seed(), number=1).digest
    assert desk.complaints == []
