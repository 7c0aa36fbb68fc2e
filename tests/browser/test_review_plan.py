"""The plan of a page, several pages at once, another interval and who leaves: in a browser, wide and narrow."""

import itertools

import pytest

from newsroom.models import Department, Review, ReviewSubject, User

pytestmark = pytest.mark.browser
WINDOWS = list(itertools.product((1280, 390), ("light", "dark")))
QUEUE = "/admin/newsroom/reviewsubject/"


def due():
    """Return a release that is overdue and answers for nothing special."""
    return (
        ReviewSubject.objects.overdue().exclude(release=None).exclude(last_review=None).order_by("-next_review_on")[0]
    )


def plan_url():
    return f"{QUEUE}{due().pk}/plan/"


def test_axe_and_the_console_are_clean_and_nothing_is_too_wide(visit):
    desk = visit()
    desk.log_in("admin")
    sofia = User.objects.get(username="utgivare")
    page = desk.go(plan_url())
    page.fill("#id_months", "1")
    page.click("input[name=_show]")
    page.locator(".plan-due").wait_for()
    assert desk.faults_in(WINDOWS) == []
    for path in (plan_url(), f"/admin/newsroom/user/{sofia.pk}/leave/", "/admin/newsroom/substitution/add/"):
        desk.go(path)
        assert desk.faults_in(WINDOWS) == [], path
    for action in ("several_action", "assign_action", "defer_action"):
        page = desk.go(f"{QUEUE}?visa=forfallna")
        for box in page.locator("input.action-select").all()[:3]:
            box.check()
        page.select_option("select[name=action]", action)
        page.click("button[name=index]")
        page.locator("#bulk_form").wait_for()
        assert desk.faults_in(WINDOWS) == [], action
    assert desk.complaints == []


def test_an_interval_shows_its_effect_before_it_is_saved(visit):
    desk = visit(390)
    desk.log_in("admin")
    department = Department.objects.get(slug="kultur-och-fritidsforvaltningen")
    page = desk.go(f"/admin/newsroom/department/{department.pk}/change/")
    page.fill("#id_review_interval_months", "1")
    page.click("input[name=_save]")
    page.locator(".plan-effect").wait_for()

    assert "blir förfall" in page.locator(".plan-effect").inner_text()
    assert (desk.faults(), desk.is_too_wide()) == ([], False)
    assert desk.complaints == []
    department.refresh_from_db()
    assert department.review_interval_months != 1


def test_a_plan_is_made_without_script(visit):
    desk = visit(390, script=False)
    desk.log_in("utgivare")
    page = desk.go(plan_url())
    page.fill("#id_months", "60")
    page.click("input[name=_show]")
    assert "Nästa granskning blir" in page.locator(".plan-effect").inner_text()
    page.click("input[name=_save]")
    assert "Planen är sparad." in page.locator(".messagelist").inner_text()


def test_three_pages_are_marked_at_once_on_a_phone(visit):
    desk = visit(390)
    desk.log_in("granskare")
    before = Review.objects.count()
    page = desk.go(f"{QUEUE}?visa=forfallna")
    for box in page.locator("input.action-select").all()[:3]:
        box.check()
    page.select_option("select[name=action]", "several_action")
    page.click("button[name=index]")
    page.locator("#bulk_form").wait_for()
    for box in page.locator("#bulk_form input[name=row]").all():
        box.check()
    page.check("#id_have_read")
    page.click("#bulk_form input[type=submit]")
    page.locator(".messagelist").wait_for()

    assert "3 sidor är markerade som granskade." in page.locator(".messagelist").inner_text()
    assert Review.objects.count() == before + 3
    assert desk.complaints == []
