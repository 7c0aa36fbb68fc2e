"""Whether a form came from us: what browsers say, and what they do not."""

import pytest

from newsroom.feedback.origin import is_from_us

OURS, SITE = "http://testserver", "https://press.kommunen.se"


@pytest.mark.parametrize(
    ("headers", "is_ours"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, True),
        ({"sec-fetch-site": "same-site", "origin": OURS}, False),
        ({"sec-fetch-site": "cross-site", "origin": OURS}, False),
        ({"sec-fetch-site": "none"}, False),
        ({"origin": OURS}, True),
        ({"origin": SITE}, True),
        ({"origin": "https://evil.example"}, False),
        ({"origin": "null"}, False),
        ({"origin": "null", "referer": f"{OURS}/pressmeddelanden/"}, False),
        ({"origin": f"{OURS}.evil.example"}, False),
        ({"origin": "http://testserver@evil.example"}, False),
        ({"referer": f"{OURS}/pressmeddelanden/2026/x/"}, True),
        ({"referer": f"https://evil.example/?{OURS}/"}, False),
        ({"referer": "http://[broken"}, False),
        ({}, False),
    ],
)
def test_only_what_says_it_is_ours_is_believed(rf, settings, headers, is_ours):
    settings.SITE_URL = SITE

    assert is_from_us(rf.post("/", headers=headers)) is is_ours
