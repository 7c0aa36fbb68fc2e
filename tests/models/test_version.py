import datetime as dt

import pytest
from django.db import IntegrityError, models, transaction

from newsroom.actions import freeze
from newsroom.models import Address, Contact, Topic, Version, VersionContact
from newsroom.models.text import digest_of
from tests.factories import (
    DAY,
    HOUR,
    NOW,
    SECOND,
    make_contact,
    make_department,
    make_release,
    make_topic,
    make_version,
)

pytestmark = pytest.mark.django_db

MICROSECOND = dt.timedelta(microseconds=1)
INTERVALS = [
    (None, None),
    (NOW, None),
    (NOW, NOW + HOUR),
    (NOW, NOW + MICROSECOND),
    (NOW - HOUR, NOW),
    (NOW - DAY, NOW - HOUR),
    (NOW + HOUR, NOW + DAY),
]
TIMES = [
    NOW - DAY,
    NOW - HOUR,
    NOW - SECOND,
    NOW - MICROSECOND,
    NOW,
    NOW + MICROSECOND,
    NOW + SECOND,
    NOW + HOUR - MICROSECOND,
    NOW + HOUR,
    NOW + DAY,
]


@pytest.mark.parametrize(("start", "end"), INTERVALS)
def test_public_and_is_public_agree_with_the_half_open_interval(start, end):
    version = make_version(visible_from=start, visible_until=end)
    version.refresh_from_db()

    expected = [start is not None and start <= at and (end is None or at < end) for at in TIMES]

    assert [version.is_public(at) for at in TIMES] == expected
    assert [Version.objects.public(at).filter(pk=version.pk).exists() for at in TIMES] == expected


@pytest.mark.parametrize(("start", "end"), INTERVALS)
def test_once_public_never_ends(start, end):
    version = make_version(visible_from=start, visible_until=end)

    expected = [start is not None and start <= at for at in TIMES]

    assert [Version.objects.once_public(at).filter(pk=version.pk).exists() for at in TIMES] == expected


def test_public_asks_about_now_unless_a_time_is_given():
    shown = make_version(visible_from=NOW - HOUR)
    ahead = make_version(visible_from=NOW + DAY)

    assert list(Version.objects.public()) == [shown]
    assert list(Version.objects.once_public()) == [shown]
    assert (shown.is_public(), ahead.is_public()) == (True, False)


def test_newest_first_orders_by_first_publication_so_that_a_correction_moves_nothing():
    older, newer = make_version(visible_from=NOW - 2 * DAY), make_version(visible_from=NOW - DAY)
    older.release.lead = "Nittio barn får plats."
    corrected = make_version(release=older.release, visible_from=NOW - HOUR, kind="correction", note="Antalet rättat.")

    assert list(Version.objects.public(NOW).newest_first()) == [newer, corrected]


def raw_version(**changes):
    """Insert a version as it stands, past freeze and open_interval."""
    release = make_release(department=make_department())
    address = Address.objects.create(release=release, year=2026, slug=f"ny-forskola-{release.pk}")
    values = {
        "release": release,
        "number": 1,
        "headline": "Ny förskola på Källvägen",
        "digest": "a" * 64,
        "address": address,
        "published_at": NOW,
        "visible_from": NOW,
    }
    changes = {name: release if value == "itself" else value for name, value in changes.items()}
    return Version.objects.create(**values | changes)


BROKEN = {
    "version_type_known": [{"type": "dikt"}],
    "version_kind_known": [{"kind": "omskrivning"}],
    "version_interval_forward": [{"visible_until": NOW}, {"visible_until": NOW - SECOND}],
    "version_public_is_whole": [
        {"address": None},
        {"published_at": None},
        {"digest": ""},
        {"visible_from": None},
        {"visible_from": None, "published_at": None, "visible_until": NOW},
    ],
    "version_change_is_explained": [{"kind": "correction"}, {"kind": "update"}],
    "version_language_known": [{"language": "klingonska"}],
    "version_following_is_whole": [{"follows_as": "ends"}],
    "version_refers_to_others": [{"original": "itself"}, {"follows": "itself", "follows_as": "replaces"}],
}


def test_the_same_version_unbroken_is_stored():
    raw_version()
    raw_version(kind="correction", public_note="Antalet platser är rättat.")
    raw_version(kind="minor")
    raw_version(visible_from=None, published_at=None, address=None, digest="")


@pytest.mark.parametrize(("name", "changes"), [(name, changes) for name, rows in BROKEN.items() for changes in rows])
def test_the_database_refuses_a_version_that_breaks_a_constraint(name, changes):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        raw_version(**changes)


def test_every_check_of_a_version_is_broken_above():
    checks = {c.name for c in Version._meta.constraints if isinstance(c, models.CheckConstraint)}

    assert checks == set(BROKEN)


def test_numbers_of_a_release_are_given_once():
    version = raw_version()

    with pytest.raises(IntegrityError), transaction.atomic():
        raw_version(release=version.release, visible_from=None, published_at=None)
    raw_version(number=1)


def test_freezing_counts_upwards_within_each_release():
    one, other = make_release(), make_release()

    numbers = [freeze(release=release, by=None).number for release in (one, other, one, one, other)]

    assert numbers == [1, 1, 2, 3, 2]


def test_an_address_is_given_once():
    address = raw_version().address

    with pytest.raises(IntegrityError), transaction.atomic():
        Address.objects.create(release=make_release(), year=address.year, slug=address.slug)
    Address.objects.create(release=make_release(), year=address.year - 1, slug=address.slug)


@pytest.mark.parametrize("changes", [{"placement": "sidfot"}, {"order": 0}])
def test_the_database_refuses_a_place_that_is_unknown_or_taken(changes):
    version = raw_version(digest="", visible_from=None, published_at=None)
    place = {"version": version, "name": "Märta Ågren", "placement": "card"}
    VersionContact.objects.create(**place, contact=make_contact(), order=0)

    with pytest.raises(IntegrityError), transaction.atomic():
        VersionContact.objects.create(**place | {"order": 1} | changes, contact=make_contact())


def full_release():
    contacts = [make_contact(organisation="Kraftstaden", party="S"), make_contact()]
    return make_release(contacts=contacts, topics=[make_topic()])


CHANGES = {
    "type": lambda r: setattr(r, "type", "news"),
    "language": lambda r: setattr(r, "language", "fi"),
    "headline": lambda r: setattr(r, "headline", r.headline + "."),
    "subheading": lambda r: setattr(r, "subheading", "Åtta avdelningar"),
    "lead": lambda r: setattr(r, "lead", r.lead + " "),
    "body": lambda r: setattr(r, "body", "<p>Nytt stycke.</p>"),
    "dateline": lambda r: setattr(r, "dateline", "Trollhättan 5 augusti"),
    "department": lambda r: setattr(r, "department", make_department()),
    "no department": lambda r: setattr(r, "department", None),
    "original": lambda r: setattr(r, "original", make_release()),
    "follows": lambda r: setattr(r, "follows", make_release()),
    "follows_as": lambda r: setattr(r, "follows_as", "ends"),
    "another topic": lambda r: r.topics.add(make_topic()),
    "no topic": lambda r: r.topics.clear(),
    "another contact": lambda r: r.contact_places.create(contact=make_contact(), order=9),
    "no contact": lambda r: r.contact_places.first().delete(),
    "the order": lambda r: r.contact_places.filter(pk=r.contact_places.first().pk).update(order=9),
    "a role": lambda r: r.contact_places.filter(order=0).update(role="projektledare"),
    "a placement": lambda r: r.contact_places.filter(order=0).update(placement="more"),
    "a name": lambda r: Contact.objects.filter(release_places__release=r, party="S").update(name="Åke Öst"),
    "a title": lambda r: Contact.objects.filter(release_places__release=r, party="S").update(title="rektor"),
    "an organisation": lambda r: Contact.objects.filter(release_places__release=r, party="S").update(organisation=""),
    "a party": lambda r: Contact.objects.filter(release_places__release=r, party="S").update(party="M"),
}
SAME = {
    "the address": lambda r: setattr(r, "slug", "annan-adress"),
    "the interval": lambda r: setattr(r, "review_interval_months", 3),
    "the stage": lambda r: setattr(r, "stage", "approved"),
    "the lock": lambda r: setattr(r, "lock_version", 7),
    "when it was changed": lambda r: setattr(r, "changed_at", NOW + DAY),
    "gaps in the order": lambda r: r.contact_places.filter(order=1).update(order=5),
    "a number": lambda r: r.contact_places.first().contact.telephones.update(number="112"),
    "an e-mail": lambda r: Contact.objects.update(email="press@trollhattan.se", hours="8–16.30"),
    "who has left": lambda r: Contact.objects.update(is_active=False),
    "the card of the department": lambda r: type(r.department).objects.update(telephone="112", name="Barn och skola"),
    "the name of a topic": lambda r: Topic.objects.update(name="Förskola och skola"),
    "another release": lambda r: make_release().topics.add(make_topic()),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_digest_changes_with_all_that_a_reader_sees(change):
    release = full_release()
    before = release.digest()
    CHANGES[change](release)

    assert release.digest() != before


@pytest.mark.parametrize("change", SAME)
def test_the_digest_changes_with_nothing_else(change):
    release = full_release()
    before = release.digest()
    SAME[change](release)
    release.save()

    assert type(release).objects.get(pk=release.pk).digest() == before


def test_every_field_of_the_text_is_in_the_digest():
    assert {name.removesuffix("_id") for name in Version.TEXT_FIELDS} <= set(CHANGES)


def test_fields_that_came_later_leave_the_digest_as_it_was_while_they_are_empty():
    text = make_release().text()
    before = {name: value for name, value in text.items() if name not in Version.LATER_FIELDS}

    assert digest_of(text, [], []) == digest_of(before, [], [])


def test_the_digest_can_be_worked_out_from_the_version_alone():
    version = make_version(release=full_release())
    version.refresh_from_db()
    names = ("contact_id", "name", "role", "organisation", "party", "placement", "order")

    contacts = list(version.contact_places.order_by("order").values(*names))
    topics = list(version.topics.values_list("slug", flat=True))

    assert len(contacts) == 2
    assert version.digest == version.release.digest() == digest_of(version.text(), contacts, topics)


def test_a_frozen_contact_keeps_the_name_and_role_of_its_day():
    contact = make_contact(name="Märta Ågren", title="pressekreterare", organisation="Kraftstaden")
    version = make_version(release=make_release(contacts=[contact]))
    Contact.objects.update(name="Märta Ågren-Öst", title="kommunikationschef")

    place = version.contact_places.get()

    assert (str(place), place.shown_role) == ("Märta Ågren, pressekreterare", "pressekreterare, Kraftstaden")


def test_a_version_knows_its_addresses_and_its_swedish_date():
    version = raw_version(
        published_at=dt.datetime(2025, 12, 31, 23, 30, tzinfo=dt.UTC),
        visible_from=dt.datetime(2025, 12, 31, 23, 30, tzinfo=dt.UTC),
    )
    path = f"/pressmeddelanden/2026/{version.address.slug}/"

    assert (version.get_absolute_url(), version.get_version_url()) == (path, f"{path}version/0/")
    assert version.published_on == dt.date(2026, 1, 1)
    assert version.is_at(2026, version.address.slug)
    assert not version.is_at(2025, version.address.slug)


@pytest.mark.parametrize(("kind", "material"), [("new", 0), ("correction", 1), ("update", 1), ("minor", 0)])
def test_corrections_and_updates_are_material(kind, material):
    assert Version(kind=kind).is_material == bool(material)
