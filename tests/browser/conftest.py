"""A real browser: Debian's chromium driven by playwright. Skipped, with the reason, where either is missing."""

import os
import shutil
import threading
from functools import cache
from importlib.util import find_spec

import pytest
from django.core.handlers.wsgi import WSGIHandler

from tests.snapshots import load_demo

#: Without a window of its own where Debian has it so: the same engine, a quarter faster.
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "ett-lösenord-för-webbläsaren"
#: Without its preloading of style sheets, which the page's policy would (rightly) complain of; and with nothing
#: but what is wrong, since the list of all that is well takes longer to carry over than to make.
AXE = {"preload": False, "resultTypes": ["violations"]}
#: Colours that fade from one scheme to the other are judged when they have arrived.
SETTLE = """() => document.getAnimations().forEach(it => {
  if (Number.isFinite(it.effect.getComputedTiming().endTime)) it.finish();
})"""
#: Chromium says these of itself, not of a page.
HARMLESS = ("Autofocus processing was blocked",)


def missing():
    """Return what is missing for a test in a browser, or ""."""
    for module in ("playwright", "axe_playwright_python"):
        if find_spec(module) is None:
            return f"{module} is not installed (pip install -e '.[browser]')"
    return "" if CHROMIUM else "chromium is not installed (apt-get install chromium-headless-shell)"


@pytest.fixture(scope="session")
def chromium(request):
    if reason := missing():
        if request.config.getoption("--require-browser"):
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    # Playwright's own event loop runs in this thread; Django's objection to that is not about us.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        let_clicks_arrive(patch)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def let_clicks_arrive(patch):
    """Make clicks wait until the page they lead to is loaded: by itself a click waits for its first bytes alone."""
    from playwright.sync_api import Locator, Page

    def arriving(act):
        def acted(on, *args, **kwargs):
            act(on, *args, **kwargs)
            (on if isinstance(on, Page) else on.page).wait_for_load_state()

        return acted

    for kind, action in ((Page, "click"), (Page, "press"), (Locator, "click"), (Locator, "press")):
        patch.setattr(kind, action, arriving(getattr(kind, action)))


@cache
def axe_script():
    """Return the source of axe, read once."""
    from axe_playwright_python.sync_playwright import Axe

    return Axe().axe_script


class Visitor:
    """A person with a browser window, whose console must stay empty."""

    def __init__(self, browser, base, **window):
        self.base, self.complaints, self.unanswered = base, [], set()
        self.light = window.get("color_scheme", "light")
        self.context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, "locale": "en-GB"} | window)
        self.page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._asked)
        for event in ("requestfinished", "requestfailed"):
            self.page.on(event, self._answered)

    def _heard(self, message):
        expected = message.type in ("error", "warning") and "status of 4" not in message.text
        if expected and not message.text.startswith(HARMLESS):
            self.complaints.append(message.text)

    def _asked(self, request):
        self.unanswered.add(request)
        if not request.url.startswith((self.base, "data:", "blob:")):
            self.complaints.append(f"a request to {request.url}")

    def _answered(self, request):
        self.unanswered.discard(request)

    def leave(self):
        """Close the window, with no question left open: one that came late would meet a database being emptied."""
        self.settle()
        self.context.set_offline(True)
        self.context.close()

    def go(self, path):
        self.page.goto(self.base + path)
        return self.page

    def settle(self):
        """Wait, a second at most, until everything that the page has asked for is there."""
        for _attempt in range(50):
            if not self.unanswered:
                break
            self.page.wait_for_timeout(20)

    def log_in(self, username):
        self.go("/admin/login/")
        self.page.fill("#id_username", username)
        self.page.fill("#id_password", PASSWORD)
        self.page.click("input[type=submit]")
        self.page.wait_for_url(f"{self.base}/admin/")

    def faults(self):
        """Return what axe finds (WCAG 2.2 A and AA, and its best practices)."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(axe_script())
        found = self.page.evaluate("options => axe.run(document, options).then(all => all.violations)", AXE)
        return [f"{v['id']}: {n['html'][:160]}" for v in found for n in v["nodes"]]

    def faults_in(self, windows):
        """Return what is wrong with the page as it stands, at each width and in each light, without loading it anew.

        Afterwards the window is as it was.
        """
        found, before = [], self.page.viewport_size
        for width, light in windows:
            self.page.set_viewport_size({"width": width, "height": before["height"]})
            self.page.emulate_media(color_scheme=light)
            self.page.evaluate(SETTLE)
            found += [f"{width} {light}: {fault}" for fault in self.faults()]
            if self.is_too_wide():
                found.append(f"{width} {light}: the page is wider than the window")
        self.page.set_viewport_size(before)
        self.page.emulate_media(color_scheme=self.light)
        return found

    def is_too_wide(self):
        return self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.fixture
def _one_request_at_a_time(monkeypatch):
    """Let requests wait for each other: on SQLite in memory they share a connection, and would mix transactions."""
    lock, answer = threading.Lock(), WSGIHandler.get_response

    def get_response(handler, request):
        with lock:
            return answer(handler, request)

    monkeypatch.setattr(WSGIHandler, "get_response", get_response)


@pytest.fixture
def newsroom(transactional_db, live_server, settings, snapshot, _one_request_at_a_time):
    """The demo's newsroom on a live server."""
    settings.SITE_URL = live_server.url
    settings.ALLOWED_HOSTS = ["*"]
    load_demo(PASSWORD, snapshot)
    return live_server.url


@pytest.fixture
def visit(chromium, newsroom):
    """Open a window: `visit(width=320, dark=True)`."""
    opened = []

    def window(width=1280, *, dark=False, script=True):
        opened.append(
            Visitor(
                chromium,
                newsroom,
                viewport={"width": width, "height": 900},
                color_scheme="dark" if dark else "light",
                java_script_enabled=script,
            )
        )
        return opened[-1]

    yield window
    for visitor in opened:
        visitor.leave()
