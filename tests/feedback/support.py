"""Answering as a browser does, and makers of answers."""

import re
from urllib.parse import parse_qs, urlsplit

from django.test import Client

from newsroom.feedback.models import Answer, hour_of
from tests.factories import NOW, make_department, make_version

OURS = {"sec-fetch-site": "same-origin", "origin": "http://testserver"}


def make_answer(version=None, department=None, **fields):
    """Write an answer: about a fresh release of the department, unless a version is given."""
    if version is None and not fields.pop("about_department", False):
        version = make_version(department=department or make_department())
    department = version.department if version else department or make_department()
    values = {"kind": "no", "text": "Det står inte vart jag ska vända mig.", "received_at": hour_of(NOW)}
    about = {"version": version, "release": version.release if version else None, "department": department}
    return Answer.objects.create(**about | values | fields)


def send(path, data, client=None, headers=OURS, **more):
    """Send a form as a reader's browser does."""
    return (client or Client()).post(path, data, headers=headers, **more)


def receipt_in(response):
    """Return the receipt that an answer led to."""
    assert response.status_code == 303, response.content.decode()[-600:]
    return parse_qs(urlsplit(response["Location"]).query)["kvitto"][0]


def shown_errors(html):
    """Return the messages that a screen reader is told at once."""
    return [
        re.sub(r"<[^>]+>|\s+", " ", text).strip() for text in re.findall(r'role="alert">(.*?)</p>', html, re.DOTALL)
    ]
