"""Logging in and posting the admin's forms, for the tests of the desk."""

from django.test import Client
from django.urls import reverse

BACKEND = "django.contrib.auth.backends.ModelBackend"


def client_of(person):
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def change_url(release):
    return reverse("admin:newsroom_release_change", args=[release.pk])


def release_data(release=None, **fields):
    """Return what the form of a release posts, with its contacts as they are stored."""
    data = {
        "type": "press_release",
        "language": "sv",
        "headline": "Ny rubrik",
        "subheading": "",
        "lead": "Ingressen.",
        "body": "<p>Texten.</p>",
        "dateline": "",
        "slug": "",
        "department": "",
        "owner": "",
        "contact_places-MIN_NUM_FORMS": 0,
        "contact_places-MAX_NUM_FORMS": 1000,
        "contact_places-TOTAL_FORMS": 0,
        "contact_places-INITIAL_FORMS": 0,
    }
    if release is not None:
        data |= {
            name: getattr(release, name) or "" for name in ("type", "language", "headline", "lead", "body", "slug")
        }
        data |= {"subheading": release.subheading, "dateline": release.dateline, "owner": release.owner_id or ""}
        data |= {"department": release.department_id or "", "expected_version": release.lock_version}
        data["topics"] = list(release.topics.values_list("pk", flat=True))
        places = list(release.contact_places.all())
        for number, place in enumerate(places):
            prefix = f"contact_places-{number}-"
            data |= {
                f"{prefix}id": place.pk,
                f"{prefix}release": release.pk,
                f"{prefix}contact": place.contact_id,
                f"{prefix}placement": place.placement,
                f"{prefix}role": place.role,
                f"{prefix}order": place.order,
            }
        data["contact_places-TOTAL_FORMS"] = data["contact_places-INITIAL_FORMS"] = len(places)
    return data | fields
