"""A GET changes nothing, and everything that changes something wants a token."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from newsroom.about.models import Page, Statement
from newsroom.models import Release, ReviewSubject
from newsroom.reviewing import subject_of
from newsroom.signing import review, seen_version
from tests.about.support import make_shown, make_statement
from tests.admin.support import BACKEND, client_of, release_data
from tests.alert.support import make_alert
from tests.factories import make_administrator, make_contact, make_department, make_release, make_topic, make_version
from tests.feedback.support import make_answer

pytestmark = pytest.mark.django_db
#: What may change when a page is read: the session's own row.
OWN = {"sessions.Session"}


@pytest.fixture
def desk():
    return make_administrator()


@pytest.fixture
def things():
    department = make_department()
    version = make_version(department=department, topics=[make_topic()])
    make_release(department=department)
    make_contact(department=department)
    make_shown()
    make_statement()
    Page.objects.create(key="about", body="<p>Hej</p>")
    make_alert()
    make_answer(version=version)
    arguments = {"by": make_administrator(), "digest": seen_version(version).digest, "comment": "Fel nummer."}
    review(subject=subject_of(version.release), outcome="needs_changes", **arguments)
    return version


def dump():
    models = [m for m in apps.get_models(include_auto_created=True) if m._meta.label not in OWN]
    return {m._meta.label: list(m._base_manager.order_by("pk").values()) for m in models}


def desk_addresses(version):
    """Return every address of every screen."""
    found = [reverse("admin:index"), reverse("admin:password_change"), reverse("admin:jsi18n")]
    for model in admin.site._registry:
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        found += [reverse(f"admin:{name}_changelist"), reverse(f"admin:{name}_add")]
        for obj in model._default_manager.all()[:2]:
            found += [reverse(f"admin:{name}_{page}", args=[obj.pk]) for page in ("change", "history", "delete")]
    pages = ("preview", "publish", "review", "links", "compare")
    found += [f"/admin/newsroom/release/{r.pk}/{page}/" for r in Release.objects.all() for page in pages]
    found += review_addresses()
    found += [f"{path}granska/" for path in (version.get_absolute_url(), "/kontakter/", "/forvaltningar/x/")]
    public = ("/", "/pressmeddelanden/", "/kontakter/", "/forvaltningar/", "/om/", "/tillganglighet/")
    return [*found, *public, version.get_absolute_url()]


def review_addresses():
    """Return every address of the queue, and of what can be done there."""
    base = reverse("admin:newsroom_reviewsubject_changelist")
    found = [f"{base}?visa=alla", f"{base}next/", f"{base}next/?ko=alla", f"{base}granska/?sida=/kontakter/"]
    for subject in ReviewSubject.objects.all():
        found += [f"{base}{subject.pk}/review/", f"{base}{subject.pk}/review/?ko=granska&nr=1&av=3"]
        found.append(f"{base}next/?ko=alla&efter={subject.pk}")
        found += [f"{base}{subject.pk}/review/{written.pk}/undo/" for written in subject.reviews.all()]
        found += [f"{base}{subject.pk}/task/{task.pk}/" for task in subject.tasks.all()]
    return found


@pytest.mark.parametrize("method", ["get", "head"])
def test_reading_every_page_as_an_administrator_changes_no_row(desk, things, method):
    client, before = client_of(desk), dump()

    for path in desk_addresses(things):
        status = getattr(client, method)(path).status_code
        assert status in (200, 302, 403), path

    assert dump() == before


def test_every_change_wants_a_token(desk, things):
    client, before = Client(enforce_csrf_checks=True), None
    client.force_login(desk, backend=BACKEND)
    before = dump()
    release = things.release
    task = subject_of(release).tasks.get()
    posts = {
        f"/admin/newsroom/release/{release.pk}/change/": release_data(release, headline="Kapad"),
        f"/admin/newsroom/release/{release.pk}/publish/": {"kind": "minor", "expected_version": 0},
        f"/admin/newsroom/release/{release.pk}/review/": {"version": things.pk},
        reverse("admin:review_screen", args=[task.subject_id]): {
            "outcome": "ok",
            "digest": seen_version(things).digest,
        },
        reverse("admin:review_undo", args=[task.subject_id, task.review_id]): {},
        reverse("admin:review_task", args=[task.subject_id, task.pk]): {"comment": "Inget var fel."},
        "/admin/newsroom/topic/add/": {"name": "Nytt", "slug": "nytt"},
        reverse("admin:statement_begin", args=[Statement.objects.current().pk]): {},
        "/admin/newsroom_about/authority/1/change/": {"name": "Kapad"},
        "/admin/logout/": {},
    }

    for path, data in posts.items():
        response = client.post(path, data)
        assert response.status_code == 403, path
        assert "Formuläret var för gammalt" in response.content.decode()

    assert dump() == before
