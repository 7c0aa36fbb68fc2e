"""Whether a form was sent from one of our own pages.

Readers carry no cookie, so there is no token of a session to compare, and the page with the form is the same bytes
for everybody, so there is none to hide in it. There is no authority either that another site could borrow: what a
forger could do is let visitors of theirs vote. Every browser of today says where a form comes from, in headers that
no page can write: that is believed, and a form that says nothing, or anything else, is shown again to be sent from
here. A program without a browser can write what it likes; it is held by the limit (quota.py) and the empty field.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest


def is_from_us(request: HttpRequest) -> bool:
    """Tell whether the browser says that the form stood on a page of ours."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    sender = request.headers.get("Origin") or request.headers.get("Referer", "")
    try:
        parts = urlsplit(sender)
    except ValueError:
        return False
    return f"{parts.scheme}://{parts.netloc}" in (settings.SITE_URL, f"{request.scheme}://{request.get_host()}")
