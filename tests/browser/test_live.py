"""Working together in a browser: the checklist follows the typing, nothing typed is lost, and colleagues are seen."""

import re

import pytest

from newsroom.models import Autosave, Release, User
from newsroom.together import keep_autosave
from tests.admin.test_get_changes_nothing import dump

pytestmark = pytest.mark.browser
#: What changes while somebody only looks: who is here.
ASIDE = {"newsroom.Presence", "newsroom.Autosave"}
CHECKED, KEPT = 700, 10_100


def a_draft():
    drafts = Release.objects.with_status().filter(status_then="draft", department__slug="utbildningsforvaltningen")
    return drafts.first()


def form_of(release):
    return f"/admin/newsroom/release/{release.pk}/change/"


def open_form(visitor, username, path):
    visitor.log_in(username)
    visitor.page.clock.install()
    return open_again(visitor, path)


def open_again(visitor, path):
    page = visitor.go(path)
    page.wait_for_selector(".tiptap")
    page.wait_for_load_state("networkidle")
    return page


def after(page, milliseconds, url):
    """Let time pass, until the script has had its answer."""
    with page.expect_response(re.compile(url)) as answer:
        page.clock.fast_forward(milliseconds)
    assert answer.value.ok
    return answer.value


def wait_until_kept(page, **fields):
    """Wait for what is sent while a page is left: the browser's tools do not see that request."""
    for _attempt in range(50):
        if Autosave.objects.filter(**{f"payload__{name}": value for name, value in fields.items()}).exists():
            return
        page.wait_for_timeout(100)
    pytest.fail("what was typed has not been kept")


def saved():
    return {name: rows for name, rows in dump().items() if name not in ASIDE}


def test_typing_changes_the_checklist_without_saving(visit):
    anna = visit()
    page = open_form(anna, "redaktor", form_of(a_draft()))
    before, count, points = saved(), page.locator("[data-live-count]"), page.locator("[data-live-points]")
    assert "Saknas" in points.inner_text()

    page.fill("#id_headline", "Öppnar den XX maj")
    page.locator(".tiptap").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" – mer text")
    after(page, CHECKED, "/checklist/")

    points.get_by_text("XX").wait_for()
    assert "17 av 90 tecken" in points.inner_text()
    page.fill("#id_lead", "")
    assert count.inner_text().startswith("2 saker saknas")
    after(page, CHECKED, "/checklist/")
    count.filter(has_text="3 saker saknas").wait_for()
    assert saved() == before
    assert anna.complaints == []


def test_a_contact_that_is_chosen_counts_at_once(visit):
    anna = visit()
    page = open_form(anna, "redaktor", "/admin/newsroom/release/add/")
    reach = page.locator(".point", has=page.locator("a[href='#contact_places-group']"))
    assert "Saknas" in reach.inner_text()

    page.click(".inline-group .add-row a")
    page.click("#contact_places-0 .select2-selection")
    page.locator(".select2-results__option--highlighted").click()
    page.clock.fast_forward(CHECKED)

    reach.get_by_text("Klart").wait_for()
    assert anna.complaints == []


def test_a_point_leads_to_its_field(visit):
    page = open_form(visit(), "redaktor", form_of(a_draft()))

    page.click(".point a[href='#id_lead']")
    page.wait_for_selector("#id_lead:focus")
    page.locator(".point a[href='#id_body']").first.click()
    page.clock.fast_forward(10)
    page.wait_for_selector(".tiptap:focus")


def test_a_form_that_is_only_looked_at_keeps_nothing(visit):
    anna = visit()
    page = open_form(anna, "redaktor", form_of(a_draft()))

    page.clock.fast_forward(60_000)
    page.wait_for_load_state("networkidle")
    open_again(anna, "/admin/newsroom/release/add/").clock.fast_forward(60_000)
    anna.go("/admin/")

    assert not Autosave.objects.exists()


def test_what_was_typed_and_abandoned_is_offered_again_and_restored(visit):
    anna, release = visit(), a_draft()
    page = open_form(anna, "redaktor", form_of(release))
    before = saved()
    page.fill("#id_headline", "En rubrik som aldrig sparades")
    page.locator(".tiptap").click()
    page.keyboard.type("Osparad text. ")
    after(page, KEPT, "/autosave/")
    page.wait_for_selector("[data-live-kept]:not(:empty)")
    page.fill("#id_lead", "Skrivet alldeles innan fönstret stängdes.")
    anna.go("/admin/")
    wait_until_kept(page, lead="Skrivet alldeles innan fönstret stängdes.")

    open_again(anna, form_of(release))
    page.wait_for_selector("#offer")
    assert page.input_value("#id_headline") == release.headline
    page.click("#offer summary")
    assert "En rubrik som aldrig sparades" in page.locator("#offer").inner_text()
    assert anna.faults() == []
    page.click("#offer button.primary")
    page.wait_for_url(re.compile("aterstall"))
    page.wait_for_selector(".tiptap")

    assert page.input_value("#id_headline") == "En rubrik som aldrig sparades"
    assert page.input_value("#id_lead") == "Skrivet alldeles innan fönstret stängdes."
    assert "Osparad text." in page.locator(".tiptap").inner_text()
    assert saved() == before
    page.click("[name=_draft]")
    page.wait_for_selector(".success")
    release.refresh_from_db()
    assert release.headline == "En rubrik som aldrig sparades"
    assert page.locator("#offer").count() == 0
    assert not Autosave.objects.exists()
    assert anna.complaints == []


def test_a_new_text_survives_a_closed_window(visit):
    anna = visit()
    page = open_form(anna, "redaktor", "/admin/newsroom/release/add/")
    page.fill("#id_headline", "Påbörjat men inte sparat")
    after(page, KEPT, "/autosave/new/")

    open_again(anna, "/admin/newsroom/release/add/")
    page.click("#offer button.primary")
    page.wait_for_url(re.compile("aterstall"))
    page.wait_for_selector(".tiptap")

    assert page.input_value("#id_headline") == "Påbörjat men inte sparat"
    assert anna.complaints == []


def test_throwing_away_keeps_what_is_typed_since(visit):
    anna, release = visit(), a_draft()
    page = open_form(anna, "redaktor", form_of(release))
    page.fill("#id_headline", "Den gamla")
    after(page, KEPT, "/autosave/")
    open_again(anna, form_of(release))
    page.fill("#id_lead", "Den nya.")
    page.clock.fast_forward(KEPT)
    assert Autosave.objects.get().payload["headline"] == "Den gamla"

    page.click("#offer [data-live-drop] button")
    page.wait_for_selector("#offer", state="detached")
    after(page, KEPT, "/autosave/")

    assert page.input_value("#id_lead") == "Den nya."
    kept = Autosave.objects.get().payload
    assert (kept["headline"], kept["lead"]) == (release.headline, "Den nya.")


def test_keeping_stops_when_somebody_else_has_saved(visit):
    anna, release = visit(), a_draft()
    page = open_form(anna, "redaktor", form_of(release))
    Release.objects.filter(pk=release.pk).update(lock_version=release.lock_version + 1)
    page.fill("#id_headline", "Min rubrik")
    with page.expect_response(re.compile("/autosave/")) as answer:
        page.clock.fast_forward(KEPT)
    page.wait_for_selector("[data-live-conflict]:visible")

    assert answer.value.status == 409
    assert page.input_value("#id_headline") == "Min rubrik"
    assert not Autosave.objects.exists()


def test_a_second_person_sees_the_first(visit):
    anna, sofia, release = visit(), visit(), a_draft()
    page = open_form(anna, "redaktor", form_of(release))
    page.fill("#id_headline", "Anna skriver")
    after(page, 30_100, "/presence/")

    other = open_form(sofia, "utgivare", form_of(release))
    other.wait_for_selector("#presence p")
    assert "Anna Ek har sidan öppen (skrev nyss)" in other.locator("#presence").inner_text()
    after(page, 30_100, "/presence/")
    page.wait_for_selector("#presence p")
    assert "Sofia Hallberg har sidan öppen" in page.locator("#presence").inner_text()
    assert "Anna skriver" not in other.content()
    assert anna.complaints == sofia.complaints == []


def test_axe_finds_nothing_and_the_console_is_silent(visit):
    anna, release = visit(), a_draft()
    windows = [(width, light) for width in (1280, 390) for light in ("light", "dark")]
    page = open_form(anna, "redaktor", form_of(release))
    page.fill("#id_headline", "XX")
    after(page, CHECKED, "/checklist/")
    after(page, KEPT, "/autosave/")
    assert anna.faults_in(windows) == []
    open_again(anna, form_of(release))
    page.click("#offer summary")

    assert anna.faults_in(windows) == []
    assert anna.complaints == []


def test_nothing_of_the_text_is_kept_in_the_browser(visit):
    anna = visit()
    page = open_form(anna, "redaktor", form_of(a_draft()))
    page.fill("#id_headline", "Under embargo")
    after(page, KEPT, "/autosave/")

    assert "embargo" not in page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")


def test_without_script_the_stored_state_is_shown_and_the_offer_works(visit):
    anna, release = visit(script=False), a_draft()
    keep_autosave(user=User.objects.get(username="redaktor"), release=release, payload={"headline": "Utan skript"})
    anna.log_in("redaktor")
    page = anna.go(form_of(release))
    assert "saknas" in page.locator("[data-live-count]").inner_text()

    page.click("#offer button.primary")
    assert page.input_value("#id_headline") == "Utan skript"
    page.click("#offer [data-live-drop] button")

    assert page.input_value("#id_headline") == release.headline
    assert not Autosave.objects.exists()
