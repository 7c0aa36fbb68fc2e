"""Contacts in a browser: the list, where one is shown, and the page that replaces one."""

import itertools

import pytest
from django.db.models import Count

from newsroom.models import Contact, Release, ReleaseContact, Version

pytestmark = pytest.mark.browser
WINDOWS = list(itertools.product((1280, 390), ("light", "dark")))
BASE = "/admin/newsroom/contact/"


def leaver():
    """Return the active contact whom most working copies and public pages show."""
    public = Version.objects.public().values("pk")
    shown = Contact.objects.active().filter(version_places__version__in=public)
    return shown.annotate(count=Count("release_places", distinct=True)).order_by("-count", "pk")[0]


def draft_of(contact):
    """Make a draft of the demo that names the contact."""
    release = Release.objects.filter(versions=None).exclude(contact_places__contact=contact).first()
    ReleaseContact.objects.create(release=release, contact=contact, order=9)
    return release


def tab_to(page, target, limit=120):
    """Press Tab until the element has focus, as a person without a mouse does."""
    for _press in range(limit):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError("the keyboard never gets there")


def test_axe_finds_nothing_and_the_console_is_silent(visit):
    contact = leaver()
    draft_of(contact)
    desk = visit()
    desk.log_in("admin")
    for path in ("", f"{contact.pk}/change/", f"{contact.pk}/replace/"):
        page = desk.go(BASE + path)
        desk.settle()
        for summary in page.locator("main details:not([open]) > summary, #content details:not([open]) > summary").all():
            if summary.is_visible():
                summary.click()
        assert desk.faults_in(WINDOWS) == [], path
    page.get_by_role("button", name="Ersätt överallt").click()
    page.wait_for_selector(".errorlist")
    assert desk.faults() == []
    assert desk.complaints == []


def test_deactivating_leads_to_the_page_that_names_a_successor(visit):
    contact = leaver()
    desk = visit()
    desk.log_in("admin")
    page = desk.go(f"{BASE}{contact.pk}/change/")
    page.uncheck("#id_is_active")
    page.click("input[name=_save]")

    page.locator("text=är kvar som aktiv tills").wait_for()
    assert desk.faults() == []
    assert page.locator("h1").inner_text() == f"Ersätt {contact.name} överallt"
    assert desk.complaints == []


def test_the_whole_replacement_by_keyboard(visit):
    contact = leaver()
    successor = Contact.objects.active().exclude(pk=contact.pk).exclude(department=None).order_by("name")[0]
    draft = draft_of(contact)
    desk = visit()
    desk.log_in("admin")
    page = desk.go(f"{BASE}{contact.pk}/change/")

    tab_to(page, page.get_by_role("link", name="Ersätt överallt…"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/replace/")
    tab_to(page, page.get_by_label("Efterträdare"))
    page.keyboard.type(successor.name)
    tab_to(page, page.get_by_text("Visa vilka"))
    page.keyboard.press("Enter")
    assert page.locator(".replace-effects details a").first.is_visible()
    tab_to(page, page.get_by_role("button", name="Ersätt överallt"))
    page.keyboard.press("Enter")
    page.wait_for_selector(".messagelist .success")

    contact.refresh_from_db()
    assert f"{successor.name} står nu i stället för {contact.name}" in page.locator(".messagelist").inner_text()
    assert not contact.is_active
    assert not contact.release_places.exists()
    assert draft.contact_places.filter(contact=successor).exists()
    assert desk.complaints == []


def test_the_page_works_without_script(visit):
    contact = leaver()
    successor = Contact.objects.active().exclude(pk=contact.pk).first()
    desk = visit(390, script=False)
    desk.log_in("admin")
    page = desk.go(f"{BASE}{contact.pk}/replace/")
    page.get_by_label("Efterträdare").select_option(str(successor.pk))
    page.get_by_role("button", name="Ersätt överallt").click()

    assert not contact.release_places.exists()
