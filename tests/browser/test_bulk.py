"""Many releases at once in a browser: by keyboard, on a phone, without script, and across the pages."""

import pytest

from newsroom.models import Release
from tests.browser.test_contacts import tab_to
from tests.factories import make_release
from tests.test_spreadsheet import table

pytestmark = pytest.mark.browser
LIST = "/admin/newsroom/release/"


class Saved:
    """A file that the browser saved, as `table` reads it."""

    def __init__(self, download):
        self.name = download.suggested_filename
        self.content = download.path().read_bytes()


def box_of(page, release):
    return page.locator(f'input[name="_selected_action"][value="{release.pk}"]')


def published():
    return Release.objects.standing("published").order_by("-changed_at").first()


@pytest.mark.parametrize(("width", "script"), [(1280, True), (390, True), (390, False)])
def test_a_release_is_archived_and_exported_by_keyboard_alone(visit, width, script):
    release, desk = published(), visit(width, script=script)
    desk.log_in("admin")
    page = desk.go(LIST)
    tab_to(page, page.locator("select[name=action]"))
    page.keyboard.type("Exp")
    tab_to(page, box_of(page, release), 400)
    page.keyboard.press("Space")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    saved = Saved(download.value)

    assert [row[2] for row in table(saved)[1:]] == [release.headline]
    assert saved.name.startswith("pressmeddelanden-")
    page.select_option("select[name=action]", "archive_chosen")
    go = page.locator(".actions button")
    go.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".messagelist .success")
    assert "1 pressmeddelande är arkiverat." in page.inner_text(".messagelist")
    assert Release.objects.get(pk=release.pk).archived_at
    assert not desk.is_too_wide()
    assert not script or desk.faults() == []
    assert desk.complaints == []


def test_all_across_the_pages_are_exported(visit):
    made = [make_release(headline=f"Utkast nummer {number}") for number in range(60)]
    desk = visit()
    desk.log_in("admin")
    page = desk.go(f"{LIST}?q=Utkast nummer")
    page.select_option("select[name=action]", "export_chosen")
    page.check("#action-toggle")
    page.get_by_role("button", name="Välj alla 60 pressmeddelanden").click()
    with page.expect_download() as download:
        page.locator(".actions button").click()

    assert {row[2] for row in table(Saved(download.value))[1:]} == {release.headline for release in made}
    assert desk.complaints == []


def test_nothing_chosen_is_answered_in_plain_words(visit):
    desk = visit(390, script=False)
    desk.log_in("admin")
    page = desk.go(LIST)
    page.select_option("select[name=action]", "archive_chosen")
    page.locator(".actions button").click()
    page.wait_for_selector(".messagelist")

    assert "Bocka först för minst ett pressmeddelande i listan." in page.inner_text(".messagelist")
    assert desk.complaints == []
