"""Fills an empty database with the newsroom of Trollhättans Stad: the seed, and years of invented releases."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from newsroom.actions import note_card
from newsroom.cards import card_state
from newsroom.demo.about import tell_about
from newsroom.demo.history import play
from newsroom.demo.people import make_people
from newsroom.demo.readers import hear_readers
from newsroom.demo.reviews import play_reviews
from newsroom.demo.today import set_the_desk
from newsroom.exchange.importer import import_release
from newsroom.exchange.reader import read_release
from newsroom.models import Contact, Department, Release, ReleaseContact, Telephone, Topic, User
from newsroom.reviewing import rebuild

DATA = Path(__file__).parent / "data"
SEED = DATA / "seed" / "langsiktighet-starker-arbetet-mot-segregation.txt"
SEED_HEADLINE = "Långsiktighet stärker arbetet mot segregation"
#: The people of the seed, under the keys that the data files use.
SEED_CONTACTS = {
    "vivian-komstadius": "Vivian Komstadius",
    "paul-akerlund": "Paul Åkerlund",
    "katarina-nyman": "Katarina Nyman",
}
#: What a contact's row says in other ways than by a field.
NOT_FIELDS = ("key", "department", "phones", "is_active")
Row = dict[str, Any]


def is_empty() -> bool:
    """Tell whether nobody has begun to use the database."""
    return not User.objects.exists() and not Release.objects.exists()


@transaction.atomic
def load(password: str, now: dt.datetime | None = None) -> None:
    """Make everything in one transaction: a demo that was interrupted starts over."""
    now = now or timezone.now()
    departments = _departments(_read("departments.toml")["department"])
    import_release(read_release(SEED.read_text(encoding="utf-8")))
    people = make_people(password)
    topics = {
        row["key"]: Topic.objects.create(name=row["name"], slug=row["key"]) for row in _read("topics.toml")["topic"]
    }
    contacts = _contacts(_read("contacts.toml")["contact"], departments)
    made: dict[str, Release] = {}
    for path in sorted((DATA / "releases").glob("*.toml")):
        for row in _read(f"releases/{path.name}")["release"]:
            release = made[row["key"]] = _release(row, departments, topics, contacts, people, made)
            play(release, row, people, now)
    play_reviews(people, now, SEED_HEADLINE)
    for row in _read("departments.toml")["department"]:
        Department.objects.filter(slug=row["key"]).update(approval=row["approval"])
    set_the_desk(people, now)
    tell_about(_read("about.toml"), people, now)
    hear_readers(people, now)
    # Last: who has left today was there when the releases went out.
    left = [row["name"] for row in _read("contacts.toml")["contact"] if not row.get("is_active", True)]
    for contact in Contact.objects.filter(name__in=left):
        was = card_state(contact)
        contact.is_active = False
        contact.save(update_fields=["is_active"])
        note_card(contact, people["utgivare"], was=was)
    rebuild()


def _read(name: str) -> dict[str, list[Row]]:
    """Read one data file."""
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def _departments(rows: list[Row]) -> dict[str, Department]:
    """Make the departments, parents before units."""
    made: dict[str, Department] = {}
    for row in rows:
        fields = {name: value for name, value in row.items() if name not in ("key", "parent", "approval")}
        made[row["key"]] = Department.objects.create(slug=row["key"], approval="off", **fields)
    for row in rows:
        if parent := row.get("parent"):
            Department.objects.filter(pk=made[row["key"]].pk).update(parent=made[parent])
    return made


def _contacts(rows: list[Row], departments: dict[str, Department]) -> dict[str, Contact]:
    """Make the contacts with their numbers; those of the seed are there already."""
    made = {key: Contact.objects.get(name=name) for key, name in SEED_CONTACTS.items()}
    for row in rows:
        fields = {name: value for name, value in row.items() if name not in NOT_FIELDS}
        contact = Contact.objects.create(department=departments.get(row.get("department", "")), **fields)
        for order, phone in enumerate(row.get("phones", [])):
            Telephone.objects.create(contact=contact, order=order, **phone)
        made[row["key"]] = contact
    return made


def _release(
    row: Row,
    departments: dict[str, Department],
    topics: dict[str, Topic],
    contacts: dict[str, Contact],
    people: dict[str, User],
    made: dict[str, Release],
) -> Release:
    """Make the working copy of one release; what it refers to is among those already made."""
    names = ("type", "headline", "subheading", "lead", "body", "dateline", "language", "follows_as")
    release = Release(
        department=departments[row["department"]] if row.get("department") else None,
        owner=people[row.get("owner", "utgivare")],
        original=made[row["original"]] if "original" in row else None,
        follows=made[row["follows"]] if "follows" in row else None,
        **{name: row[name] for name in names if name in row},
    )
    release.lead = release.lead.strip()
    release.full_clean()
    release.save()
    release.topics.set(topics[key] for key in row.get("topics", []))
    for order, place in enumerate(row.get("contacts", [])):
        ReleaseContact.objects.create(
            release=release,
            contact=contacts[place["contact"]],
            placement=place["placement"],
            role=place.get("role", ""),
            order=order,
        )
    return release
