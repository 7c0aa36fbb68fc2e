"""The search in a browser: by keyboard, with suggestions, and without a script."""

import pytest

pytestmark = pytest.mark.browser
WINDOWS = [(width, light) for width in (1280, 320) for light in ("light", "dark")]
PAGES = (
    *("/sok/", "/sok/?q=förskola", "/en/sok/?q=förskola&typ=press_release", "/sok/?q=xyzzyqwert", "/sok/?q=***"),
    *("/sok/?q=förskloa", "/sok/?q=Linnea", "/sok/?q=biblioteket+zebra"),
)


def test_axe_finds_nothing_and_the_console_is_silent(visit):
    visitor = visit()
    for path in PAGES:
        visitor.go(path)
        assert visitor.faults_in(WINDOWS) == [], path
        assert visitor.complaints == [], path

    assert visitor.context.cookies() == []


def type_into(visitor, words):
    """Type into the search field and wait for the suggestions."""
    page = visitor.go("/sok/")
    page.focus("#filter-q")
    page.keyboard.type(words)
    page.wait_for_selector("[role=listbox]:visible")
    return page


def test_suggestions_are_chosen_by_keyboard(visit):
    visitor = visit()
    page = type_into(visitor, "försk")
    field, options = page.locator("#filter-q"), page.locator("[role=option]")

    assert field.get_attribute("aria-expanded") == "true"
    assert field.get_attribute("aria-activedescendant") is None
    assert page.locator("[role=status]").inner_text().endswith("förslag")
    assert visitor.faults() == []

    page.keyboard.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    assert options.first.get_attribute("aria-selected") == "true"
    page.keyboard.press("ArrowUp")
    assert field.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowUp")
    assert options.last.get_attribute("aria-selected") == "true"

    address = options.last.get_attribute("data-url")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")
    assert visitor.complaints == []


def test_escape_closes_the_suggestions_and_keeps_the_words(visit):
    visitor = visit()
    page = type_into(visitor, "försk")

    page.keyboard.press("Escape")

    assert page.locator("[role=listbox]").is_hidden()
    assert page.locator("#filter-q").get_attribute("aria-expanded") == "false"
    assert page.input_value("#filter-q") == "försk"


def test_enter_without_a_choice_searches(visit):
    page = type_into(visit(), "förskola")

    page.keyboard.press("Enter")

    page.wait_for_url("**/sok/?q=f%C3%B6rskola*")
    assert page.locator("mark").count() > 0


def test_a_suggestion_is_chosen_with_the_mouse(visit):
    page = type_into(visit(), "försk")
    address = page.locator("[role=option]").first.get_attribute("data-url")

    page.click("[role=option] >> nth=0")

    page.wait_for_url(f"**{address}")


def test_the_search_works_without_a_script(visit):
    visitor = visit(script=False)
    page = visitor.go("/sok/")

    page.fill("#filter-q", "förskolor")
    page.keyboard.press("Enter")

    page.wait_for_url("**/sok/?q=*")
    assert page.locator("mark").count() > 0
    assert page.locator("[role=combobox]").count() == 0
