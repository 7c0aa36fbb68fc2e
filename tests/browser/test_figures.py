"""The figures and the log in a browser: for everybody, on every width, in light and dark."""

import pytest

from newsroom.models import Review, ReviewSubject
from tests.browser.test_desk import seed

pytestmark = pytest.mark.browser
#: Every page is looked at in all of these from one load.
WINDOWS = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark"), (320, "light")]


def pages():
    """Return the pages that this is about."""
    review = Review.objects.filter(version__release=seed()).latest("pk")
    return {
        "figures": "/admin/granskning/statistik/",
        "a year": "/admin/granskning/statistik/?ar=2026",
        "nonsense": "/admin/granskning/statistik/?ar=x&forvaltning=y",
        "log": "/admin/newsroom/review/",
        "filtered": "/admin/newsroom/review/?galler=ja&fran=igar",
        "signed": f"/admin/newsroom/review/{review.pk}/change/",
        "void": f"/admin/newsroom/review/{review.pk}/void/",
    }


def test_figures_and_log_are_for_everybody(visit):
    visitor = visit()
    visitor.log_in("admin")
    for name, path in pages().items():
        visitor.go(path)
        assert visitor.faults_in(WINDOWS) == [], name
        assert visitor.complaints == [], name


def test_figures_are_chosen_and_read_without_script(visit):
    visitor = visit(script=False)
    visitor.log_in("admin")
    page = visitor.go("/admin/granskning/statistik/")
    page.select_option("select[name=ar]", "2026")
    page.click("input[type=submit]")

    assert page.locator("h2", has_text="Granskade i tid").inner_text().endswith("januari 2026–december 2026")
    assert page.locator("svg.chart").count() >= 2
    late = ReviewSubject.objects.overdue().count()
    assert page.locator(".key-number").first.inner_text() == str(late)
    page.click("text=förfallna >> nth=0")
    assert "/admin/newsroom/reviewsubject/" in page.url


def test_a_publisher_declares_a_review_void_from_the_log_by_keyboard(visit):
    visitor = visit(390)
    visitor.log_in("admin")
    page = visitor.go(pages()["signed"])
    page.get_by_role("link", name="Ogiltigförklara…").press("Enter")
    page.get_by_label("Varför räknas inte granskningen?").press_sequentially("Fel sida lästes.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".log-void")

    assert "Fel sida lästes." in page.locator(".log-void").inner_text()
    void = Review.objects.get(outcome="void", comment="Fel sida lästes.")
    assert void.voids.version.release == seed()
    assert visitor.complaints == []
