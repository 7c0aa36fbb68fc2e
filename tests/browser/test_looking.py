"""The tests' own eye: one load shows what is wrong in one light or at one width alone."""

import pytest

pytestmark = pytest.mark.browser
#: In the dark the text fades, slowly, to something that cannot be read; on a phone a box is too wide.
FAULTY = """<!doctype html><html lang="sv"><head><title>Prov</title><style>
p { background: #fff; color: #111; transition: color 9s }
@media (prefers-color-scheme: dark) { p { color: #eee } }
@media (max-width: 400px) { div { width: 900px } }
</style></head><body><main><h1>Prov</h1><p>Svårt att läsa i mörker</p><div>Bred</div></main></body></html>"""


def test_each_light_and_width_is_judged_by_itself_and_the_window_is_left_as_it_was(visit):
    visitor = visit(1000, dark=True)
    visitor.page.goto("about:blank")
    visitor.page.set_content(FAULTY)

    found = visitor.faults_in([(1280, "light"), (1280, "dark"), (320, "light"), (320, "dark")])

    assert [fault.partition(" at ")[0].partition(": <")[0] for fault in found] == [
        "1280 dark: color-contrast",
        "320 light: the page is wider than the window",
        "320 dark: color-contrast",
        "320 dark: the page is wider than the window",
    ]
    assert visitor.page.viewport_size == {"width": 1000, "height": 900}
    assert visitor.page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    visitor.page.reload()
    assert visitor.faults_in([(1000, "light")])[0].startswith("1000 light: ")  # a new page has axe anew
