"""Every address of every screen, asked by who has nothing to do there: no word comes out and nothing changes."""

import re
import uuid

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from newsroom.about.models import Page, Statement
from newsroom.alert.models import Alert
from newsroom.feedback.models import Answer
from newsroom.links import create_link
from newsroom.models import Contact, Department, Release, Review, ReviewSubject, Substitution, Topic, User
from newsroom.reviewing import subject_of
from newsroom.signing import on_screen, review
from tests.about.support import FAULT, make_authority, make_statement
from tests.admin.support import client_of
from tests.admin.test_steps import STEPS
from tests.alert.support import make_alert
from tests.factories import (
    DAY,
    NOW,
    make_administrator,
    make_contact,
    make_department,
    make_editor,
    make_publisher,
    make_release,
    make_reviewer,
    make_user,
    make_version,
)
from tests.feedback.support import make_answer

pytestmark = pytest.mark.django_db
SECRET = "hemligt-ord-4711"
#: What may change by somebody merely asking: sessions, and who is looking at the login.
OWN = {"sessions.Session", "axes.AccessAttempt"}


@pytest.fixture
def secret():
    """A release of a department, with the word in every field, a link, and a version that is only frozen."""
    department = make_department(name="Kommunens eget kansli", status="prepared")
    contact = make_contact(name=f"Siv {SECRET}", department=department)
    fields = {"headline": f"Rubrik {SECRET}", "lead": SECRET, "body": f"<p>– {SECRET}, säger Siv.</p>"}
    release = make_release(department=department, contacts=[contact], **fields)
    make_version(release=release, visible_from=None)
    link, _token = create_link(release=release, kind="preview", recipient=SECRET, by=make_administrator())
    reviewer, subject, today = make_reviewer(department), subject_of(contact), timezone.localdate()
    written = review(
        subject=subject, by=reviewer, digest=on_screen(subject).digest, outcome="needs_changes", comment=SECRET
    )
    make_authority(name=SECRET)
    page = Page.objects.create(key="about", body=f"<p>{SECRET}</p>")
    statement = make_statement([FAULT | {"what": SECRET}], actor=SECRET)
    away = {"user": reviewer, "substitute": make_administrator(), "starts_on": today, "ends_on": today}
    return {
        Release: release,
        Contact: contact,
        Department: department,
        Topic: None,
        User: make_user(),
        ReviewSubject: subject,
        Review: written,
        Page: page,
        Statement: statement,
        Substitution: Substitution.objects.create(**away),
        Answer: make_answer(department=department, text=SECRET),
        Alert: make_alert(headline=SECRET, starts_at=NOW + DAY, valid_until=NOW + 2 * DAY),
        "task": written.task,
        "link": link,
    }


def addresses(model, screen, things):
    """Return every address of a screen, with the secret thing in it; an unknown kind of address fails the test."""
    obj = things.get(model) or model.objects.first()
    known = {
        "pk": [obj.pk] if obj else [],
        "object_id": [obj.pk] if obj else [],
        "id": [obj.pk] if obj else [],
        "action": list(STEPS),
        "number": [1],
        "form_key": [str(uuid.uuid4())],
        "key": [str(uuid.uuid4())],
        "link": [things["link"].pk],
        "link_id": [things["link"].pk],
        "link_pk": [things["link"].pk],
        "task_pk": [things["task"].pk],
        "review_pk": [things["task"].review_id],
    }
    base = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    for pattern in screen.get_urls():
        route = str(pattern.pattern)
        names = re.findall(r"<(?:\w+:)?(\w+)>", route)
        assert set(names) <= set(known), f"say here what may be asked of {model.__name__}: {route}"
        found = [route]
        for name in names:
            found = [re.sub(rf"<(?:\w+:)?{name}>", str(v), r, count=1) for r in found for v in known[name]]
        yield from (base + path for path in found)


def dump():
    models = [m for m in apps.get_models(include_auto_created=True) if m._meta.label not in OWN]
    return {m._meta.label: list(m._base_manager.order_by("pk").values()) for m in models}


def strangers(model):
    """Return who has nothing to do with a thing of the model. Important messages are every publisher's."""
    elsewhere = make_department()
    near = make_editor(elsewhere) if model is Alert else make_publisher(elsewhere)
    return [near, make_user(), make_publisher(elsewhere, is_active=False)]


CASES = [(model.__name__, model) for model in admin.site._registry]


@pytest.mark.parametrize("model", [model for _name, model in CASES], ids=[name for name, _model in CASES])
def test_nobody_from_elsewhere_reads_or_changes_anything(model, secret):
    clients = [client_of(person) for person in strangers(model)] + [Client()]
    paths, before = list(addresses(model, admin.site._registry[model], secret)), dump()
    assert len(paths) >= 2
    may_be_seen = model in (Contact, Department, Topic)  # contacts and departments are shared by the whole desk

    for client in clients:
        for path in paths:
            for response in (client.get(path), client.post(path, {"post": "yes", "comment": "x", "reason": "x"})):
                assert response.status_code in (200, 302, 400, 403, 404, 405), path
                if not may_be_seen:
                    assert SECRET not in response.content.decode(errors="replace"), path
    after = dump()
    assert {name for name in before if before[name] != after[name]} == set()


@pytest.mark.parametrize("field", ["contact", "topics", "parent"])
def test_autocomplete_answers_only_who_is_at_the_desk(field, secret):
    query = {"app_label": "newsroom", "model_name": "releasecontact", "field_name": "contact", "term": SECRET}

    for client in (Client(), client_of(make_user(is_staff=False)), client_of(make_user())):
        response = client.get(reverse("admin:autocomplete"), query | {"field_name": field})
        assert response.status_code in (302, 403)
        assert SECRET not in response.content.decode()


def list_of(model):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def posts_of_actions(model, screen, pks):
    """Return what may be posted to a list: every action of the screen, and some that are none."""
    names = [getattr(action, "__name__", action) for action in screen.actions]
    for name in [*names, "delete_selected", "archive", "publish", "x"]:
        for more in ({"index": 0}, {"index": 0, "select_across": 1}, {"post": "yes"}):
            yield {"action": name, "_selected_action": pks} | more


@pytest.mark.parametrize("model", [model for _name, model in CASES], ids=[name for name, _model in CASES])
def test_no_action_of_any_list_reaches_what_is_others(model, secret):
    screen, obj = admin.site._registry[model], secret.get(model) or model.objects.first()
    clients = [client_of(person) for person in strangers(model)] + [Client()]
    pks, before = [obj.pk] if obj else [1], dump()
    may_be_seen = model in (Contact, Department, Topic)

    for client in clients:
        for data in posts_of_actions(model, screen, pks):
            response = client.post(list_of(model), data, follow=True)
            assert response.status_code in (200, 400, 403), data
            assert may_be_seen or SECRET not in response.content.decode(errors="replace"), data
    assert unlike(before, dump()) == set()


def unlike(before, after):
    """Return what differs, but for when people last logged in."""
    for stored in (before, after):
        stored["newsroom.User"] = [row | {"last_login": None} for row in stored["newsroom.User"]]
    return {label for label in before if before[label] != after[label]}


def test_actions_on_a_mixed_selection_touch_nothing_of_others(secret):
    others = make_version(department=secret[Release].department, headline=f"Publik {SECRET}").release
    department = make_department()
    mine = make_version(department=department, headline="Vår egen").release
    client, theirs = client_of(make_publisher(department)), Release.objects.exclude(pk=mine.pk)
    before = list(theirs.order_by("pk").values())

    pks = [secret[Release].pk, others.pk, mine.pk]
    for data in posts_of_actions(Release, admin.site._registry[Release], pks):
        assert SECRET not in client.post(list_of(Release), data, follow=True).content.decode(), data

    assert list(theirs.order_by("pk").values()) == before
    assert list(Release.objects.exclude(archived_at=None)) == [mine]


def test_the_walk_of_actions_would_find_the_word_for_who_belongs_there(secret):
    public = make_version(department=secret[Release].department, headline=f"Publik {SECRET}").release
    client, before = client_of(make_publisher(public.department)), dump()
    found = set()
    for data in posts_of_actions(Release, admin.site._registry[Release], [public.pk]):
        if SECRET in client.post(list_of(Release), data).content.decode():
            found.add(data["action"])

    assert "export_chosen" in found
    assert unlike(before, dump()) == {"newsroom.Release", "newsroom.Event", "newsroom.ReviewSubject"}


def test_the_walk_would_find_the_word_for_who_belongs_there(secret):
    release = secret[Release]
    client = client_of(make_publisher(release.department))
    found = []
    for path in addresses(Release, admin.site._registry[Release], secret):
        if SECRET in client.get(path).content.decode(errors="replace"):
            found.append(path)

    assert len(found) >= 5


def test_the_walk_would_find_the_word_of_a_review_for_who_belongs_there(secret):
    client = client_of(make_publisher(secret[ReviewSubject].department))
    paths = addresses(ReviewSubject, admin.site._registry[ReviewSubject], secret)

    found = [path for path in paths if SECRET in client.get(path).content.decode(errors="replace")]

    assert len(found) >= 2
