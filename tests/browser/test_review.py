"""Reviewing in a browser: three pages in a few taps on a phone, one by keyboard, and no fault in any light."""

import itertools

import pytest

from newsroom.models import Contact, Department, Release, Review, ReviewSubject, User
from newsroom.reviewing import subject_of
from newsroom.signing import on_screen, review

pytestmark = pytest.mark.browser
QUEUE = "/admin/newsroom/reviewsubject/"
#: Every screen is looked at in all of these from one load.
WINDOWS = list(itertools.product((1280, 390), ("light", "dark")))
OK = ".review-ok"


def answers():
    """Return what the demo's reviewer has answered in the queue, the latest last."""
    return list(Review.objects.filter(reviewer__username="granskare", method="queue").order_by("pk"))


def seed():
    return subject_of(Release.objects.get(headline__startswith="Långsiktighet"))


def screen(subject, query=""):
    return f"{QUEUE}{subject.pk}/review/{query}"


def sound(visitor, name, windows):
    visitor.settle()
    assert visitor.faults_in(windows) == [], name
    assert visitor.complaints == [], name


def test_three_pages_in_at_most_seven_taps_on_a_phone(visit):
    visitor, taps, before = visit(390), 0, len(answers())
    visitor.log_in("granskare")
    for number, target in enumerate((".card-begin a, a.card-begin", OK, OK, OK)):
        box = visitor.page.locator(target).first
        box.wait_for(state="visible")
        if target == OK:  # in reach without scrolling, and large enough for a thumb
            assert visitor.page.evaluate("scrollY") < 400
            place = box.bounding_box()
            assert place["height"] >= 44
            assert 0 <= place["y"] <= 900 - place["height"]
        address = visitor.page.url.split("#")[0]
        box.click()
        visitor.page.wait_for_url(lambda url, left=address: url.split("#")[0] != left)
        taps += 1
        assert len(answers()) == before + number

    assert taps <= 7
    assert "4 av" in visitor.page.locator(".review-walk").inner_text()
    assert visitor.page.evaluate("document.activeElement.id") == "meddelande"
    assert visitor.complaints == []


def test_the_queue_and_the_screens_have_no_fault(visit):
    visitor = visit()
    publisher = User.objects.get(username="utgivare")
    first = seed()
    seen = on_screen(first)
    review(subject=first, by=publisher, digest=seen.digest, outcome="needs_changes", comment="Numret är fel.")
    task = first.tasks.get()
    visitor.log_in("utgivare")
    sound(visitor, "start", WINDOWS)
    contact, department = Contact.objects.filter(is_active=True)[0], Department.objects.listed()[0]
    for path in (
        QUEUE,
        f"{QUEUE}?visa=alla&typ=kontakt",
        f"{QUEUE}?visa=mina&q=finns+inte",
        screen(first, "?ko=granska&nr=2&av=9"),
        screen(subject_of(contact)),
        screen(subject_of(department)),
        f"{QUEUE}{first.pk}/task/{task.pk}/",
    ):
        visitor.go(path)
        visitor.page.evaluate("document.querySelectorAll('#content details').forEach(it => { it.open = true })")
        sound(visitor, path, WINDOWS)


def test_an_answer_that_is_refused_has_no_fault_and_is_read_first(visit):
    visitor = visit(390)
    visitor.log_in("granskare")
    page = visitor.go(screen(seed()))
    page.click(".review-other > summary")
    page.click('button[value="needs_changes"]')
    page.wait_for_selector(".errornote")

    sound(visitor, "refused", [(390, "light"), (1280, "dark")])
    assert page.evaluate("document.activeElement.id") == "meddelande"
    assert page.locator(".review-other").get_attribute("open") is not None


def test_one_review_by_keyboard_alone(visit):
    visitor, before = visit(1280), len(answers())
    visitor.log_in("granskare")
    page = visitor.go(QUEUE)
    press(page, ".queue-begin")
    page.wait_for_selector(OK)
    tab_to(page, "input[name=checklist]")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")  # in a box it answers nothing
    page.wait_for_selector(".errornote")
    assert page.locator("input[name=checklist]").first.is_checked()
    assert len(answers()) == before
    press(page, OK)
    page.wait_for_selector(".review-undo")

    assert len(answers()) == before + 1
    written = answers()[-1]
    assert written.checklist == ["contacts"]
    press(page, ".review-undo")
    page.wait_for_function("document.querySelector('.messagelist').textContent.includes('Ångrat')")
    assert Review.objects.filter(voids=written).exists()


def test_it_works_without_script(visit):
    visitor, before = visit(390, script=False), len(answers())
    visitor.go("/admin/login/")
    visitor.page.fill("#id_username", "granskare")
    visitor.page.fill("#id_password", "ett-lösenord-för-webbläsaren")
    visitor.page.click("input[type=submit]")
    visitor.page.click("a.card-begin, .card-begin a")
    assert visitor.page.locator(".public-page h1").inner_text().startswith("Långsiktighet")
    visitor.page.click(OK)
    visitor.page.wait_for_selector(".review-undo")

    assert len(answers()) == before + 1


def test_nothing_in_focus_hides_behind_the_bar(visit):
    visitor = visit(390)
    visitor.log_in("granskare")
    page = visitor.go(screen(seed()))
    page.locator(".review-other > summary").evaluate("it => it.parentElement.open = true")
    for _step in range(60):
        page.keyboard.press("Tab")
        hidden = page.evaluate(
            """() => {
              let at = document.activeElement;
              while (at.shadowRoot && at.shadowRoot.activeElement) at = at.shadowRoot.activeElement;
              const bar = document.querySelector(".review-bar"), it = at.getBoundingClientRect();
              return bar.contains(at) || at === document.body ? "" :
                it.top >= bar.getBoundingClientRect().top ? at.outerHTML : "";
            }"""
        )
        assert hidden == ""


def tab_to(page, selector):
    """Press Tab until the focus is where it should be."""
    for _step in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"the keyboard does not reach {selector}")


def press(page, selector):
    tab_to(page, selector)
    page.keyboard.press("Enter")


def test_the_queue_of_the_demo_is_not_empty(newsroom):
    assert ReviewSubject.objects.overdue().exists()
