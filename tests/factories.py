"""Makers of things for tests: give what the test is about, the rest is filled in."""

import datetime as dt
import itertools

from django.utils import timezone

from newsroom import signing
from newsroom.actions import freeze, open_interval, record
from newsroom.due_dates import review_facts
from newsroom.models import (
    Contact,
    Department,
    Event,
    Membership,
    Release,
    ReleaseContact,
    Telephone,
    Topic,
    User,
    Version,
)
from newsroom.reviewing import refresh_review_index, rows_of, subject_of

NOW = timezone.now().replace(microsecond=0)
SECOND, HOUR, DAY = dt.timedelta(seconds=1), dt.timedelta(hours=1), dt.timedelta(days=1)
_counter = itertools.count(1)


def make_department(**fields):
    number = next(_counter)
    values = {
        "name": f"Förvaltningen för ärende {number}",
        "slug": f"forvaltning-{number}",
        "street_address": "Gärdhemsvägen 9",
        "postcode": "461 83",
        "city": "Trollhättan",
        "telephone": "031-390 06 01",
        "approval": "off",
    }
    return Department.objects.create(**values | fields)


def make_user(role=None, department=None, **fields):
    number = next(_counter)
    values = {
        "username": f"person{number}",
        "first_name": "Åsa",
        "last_name": f"Öberg {number}",
        "is_staff": True,
    }
    user = User.objects.create(**values | fields)
    user.set_password("lösenord-för-test")
    user.save()
    if role:
        Membership.objects.create(user=user, department=department, role=role)
    return user


def make_publisher(department, **fields):
    return make_user(Membership.Role.PUBLISHER, department, **fields)


def make_editor(department, **fields):
    return make_user(Membership.Role.EDITOR, department, **fields)


def make_reviewer(department, **fields):
    return make_user(Membership.Role.REVIEWER, department, **fields)


def make_administrator(**fields):
    return make_user(**{"is_superuser": True} | fields)


def make_contact(*, numbers=("070-174 06 05",), **fields):
    number = next(_counter)
    values = {"name": f"Märta Ågren {number}", "title": "pressekreterare"}
    contact = Contact.objects.create(**values | fields)
    for order, telephone in enumerate(numbers):
        Telephone.objects.create(contact=contact, number=telephone, order=order)
    return contact


def make_topic(name=None):
    number = next(_counter)
    return Topic.objects.create(name=name or f"Ämne {number}", slug=f"amne-{number}")


def make_release(*, contacts=None, topics=(), **fields):
    """Make a working copy that is ready to be published."""
    number = next(_counter)
    values = {
        "headline": f"Ny förskola öppnar på Källvägen {number}",
        "lead": "Åttio barn får plats när förskolan öppnar i höst.",
        "body": "<p>– Vi är glada, säger Märta Ågren.</p><p>Bygget tog två år.</p>",
    }
    if "department" not in fields:
        fields["department"] = make_department()
    release = Release.objects.create(**values | fields)
    release.topics.set(topics)
    for order, contact in enumerate([make_contact()] if contacts is None else contacts):
        ReleaseContact.objects.create(release=release, contact=contact, order=order)
    return release


def make_version(*, visible_from=NOW - HOUR, visible_until=None, release=None, by=None, kind="new", note="", **fields):
    """Make a version with the interval given (None: frozen only), of a fresh release unless one is given."""
    release = release or make_release(**fields)
    version = freeze(release=release, by=by, kind=Version.Kind(kind), public_note=note)
    if visible_from:
        open_interval(version=version, visible_from=visible_from, visible_until=visible_until)
        record(release, Event.Kind.PUBLISHED, by, version=version)
        refresh_review_index(release)
    return version


def make_review(version, on, name="Per Ivarsson"):
    at = dt.datetime.combine(on, dt.time(12), tzinfo=timezone.get_current_timezone())
    return signing.sign(seen=signing.seen_version(version), by=None, name=name, on=on, at=at, method="import")


def review_version(*, version, by, at=None, **more):
    """Review the version that somebody has on screen."""
    seen = signing.seen_version(version)
    arguments = {"override_reason": "Ingen annan är i tjänst."} | more
    return signing.review(subject=seen.subject, by=by, digest=seen.digest, at=at, **arguments)


def facts_of(thing):
    """Work out what the rows say of a release, a department or a contact."""
    subject = subject_of(thing)
    return review_facts(rows_of([subject])[subject.pk])
