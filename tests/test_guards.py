import random
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from newsroom import guards
from newsroom.models import Approval, CardChange, Event, PreviewLink, QuoteAnswer, Review, Version, VersionContact
from newsroom.reviewing import subject_of
from tests.factories import (
    DAY,
    HOUR,
    NOW,
    SECOND,
    make_contact,
    make_release,
    make_review,
    make_topic,
    make_user,
    make_version,
)

pytestmark = pytest.mark.django_db

MODELS = [Version, VersionContact, Version.topics.through, Review, Event, Approval, QuoteAnswer, CardChange]
VERSIONS, CONTACTS, TOPICS, REVIEWS, EVENTS, APPROVALS, ANSWERS, CARDS = (model._meta.db_table for model in MODELS)


@pytest.fixture
def world():
    """Return a public version with all that belongs to it, and versions that are only sealed, or not even that."""
    release = make_release(topics=[make_topic()])
    version = make_version(release=release, visible_from=NOW - DAY)
    second = make_version(release=release, visible_from=None, kind="minor")
    lone = make_version(release=make_release(contacts=[]), visible_from=None)
    review = make_review(version, (NOW - DAY).date())
    make_review(version, NOW.date())  # the index points at the latest: so the other one could be deleted
    unsealed = Version.objects.create(release=lone.release, number=2, headline="Utkast")
    return SimpleNamespace(
        version=version,
        second=second,
        lone=lone,
        unsealed=unsealed,
        release=release,
        review=review,
        event=release.events.first(),
        approval=make_approval(version),
        answer=make_answer(release),
        card=make_card_change(),
        place=version.contact_places.get(),
        link=version.topics.through.objects.get(version=version),
        topic=make_topic(),
        contact=make_contact(),
    )


def make_approval(version):
    return Approval.objects.create(
        release=version.release,
        version=version,
        decision="approved",
        digest=version.digest,
        by=make_user(),
        by_name="Bo",
    )


def make_card_change():
    return CardChange.objects.create(subject=subject_of(make_contact()), what="number", digest="a" * 64)


def make_answer(release):
    expires_at = NOW + DAY
    link = PreviewLink.objects.create(
        release=release, kind="quote", token_hash="a" * 64, recipient="Siv Öst", quote="– Bra.", digest="b" * 64,
        created_by=make_user(), expires_at=expires_at,
    )  # fmt: skip
    return QuoteAnswer.objects.create(link=link, answer="agreed", answered_name="Siv Öst", digest=link.digest)


def contents():
    return [sorted(model.objects.values_list(), key=repr) for model in MODELS]


def execute(sql, world):
    with connection.cursor() as cursor:
        cursor.execute(sql.format_map({name: thing.pk for name, thing in vars(world).items()}))
        return cursor.rowcount


def fire_deferred_checks():
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def save(instance, **changes):
    for name, value in changes.items():
        setattr(instance, name, value)
    instance.save()


def bulk_update(instance, **changes):
    for name, value in changes.items():
        setattr(instance, name, value)
    type(instance).objects.bulk_update([instance], list(changes))


ATTACKS = {
    "version, instance": lambda w: save(w.version, headline="Ändrad i efterhand"),
    "version, queryset": lambda w: Version.objects.update(lead="Ändrad i efterhand"),
    "version, related manager": lambda w: w.release.versions.update(public_note="Ändrad"),
    "version, bulk_update": lambda w: bulk_update(w.version, body="<p>Ändrad</p>"),
    "version, delete": lambda w: w.version.delete(),
    "version, delete by queryset": lambda w: Version.objects.all().delete(),
    "version, delete what nothing leads to": lambda w: w.lone.delete(),
    "version, delete before it is sealed": lambda w: w.unsealed.delete(),
    "version, delete without collecting": lambda w: w.lone.release.versions.all()._raw_delete("default"),
    "version, delete its release": lambda w: w.release.delete(),
    "contact, instance": lambda w: save(w.place, name="Någon annan"),
    "contact, queryset": lambda w: VersionContact.objects.update(role="rektor"),
    "contact, related manager": lambda w: w.version.contact_places.update(order=8),
    "contact, bulk_update": lambda w: bulk_update(w.place, placement="more"),
    "contact, delete": lambda w: w.place.delete(),
    "contact, delete by related manager": lambda w: w.version.contact_places.all().delete(),
    "contact, move": lambda w: save(w.place, version=w.unsealed),
    "contact, add": lambda w: w.version.contact_places.create(contact=w.contact, name="Åke", placement="more", order=9),
    "topics, add": lambda w: w.version.topics.add(w.topic),
    "topics, remove": lambda w: w.version.topics.remove(w.version.topics.get()),
    "topics, clear": lambda w: w.version.topics.clear(),
    "topics, set": lambda w: w.version.topics.set([w.topic]),
    "topics, add from the topic": lambda w: w.topic.versions.add(w.version),
    "topics, delete the topic": lambda w: w.version.topics.get().delete(),
    "review, instance": lambda w: save(w.review, comment="Ändrad"),
    "review, queryset": lambda w: Review.objects.update(outcome="ok"),
    "review, related manager": lambda w: w.version.reviews.update(reviewer_name="Någon annan"),
    "review, bulk_update": lambda w: bulk_update(w.review, due_on=NOW.date()),
    "review, delete": lambda w: w.review.delete(),
    "review, delete by related manager": lambda w: w.version.reviews.all().delete(),
    "card, instance": lambda w: save(w.card, what="text"),
    "card, queryset": lambda w: CardChange.objects.update(at=NOW - DAY),
    "card, related manager": lambda w: w.card.subject.card_changes.update(what="left"),
    "card, bulk_update": lambda w: bulk_update(w.card, digest="b" * 64),
    "card, delete": lambda w: w.card.delete(),
    "card, delete its subject": lambda w: w.card.subject.delete(),
    "card, delete the contact": lambda w: w.card.subject.contact.delete(),
    "event, instance": lambda w: save(w.event, comment="Ändrad"),
    "event, queryset": lambda w: Event.objects.update(by_name="Någon annan"),
    "event, related manager": lambda w: w.release.events.update(kind="saved"),
    "event, bulk_update": lambda w: bulk_update(w.event, at=NOW),
    "event, delete": lambda w: w.event.delete(),
    "event, delete by related manager": lambda w: w.release.events.all().delete(),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_is_written_once_is_neither_changed_nor_deleted_through_django(attack, world):
    before = contents()

    with pytest.raises(IntegrityError), transaction.atomic():
        ATTACKS[attack](world)
    assert contents() == before


VALUES = {"department_id": "NULL", "created_at": "'2001-01-01 00:00:00'"}
VALUES |= dict.fromkeys(["id", "release_id", "number", "author_id", "original_id", "follows_id"], "999999")


@pytest.mark.parametrize(
    "column", [f.column for f in Version._meta.concrete_fields if f.column not in Version.INTERVAL_FIELDS]
)
def test_no_column_of_a_sealed_version_is_changed_by_sql(column, world):
    value = VALUES.get(column, "'annat'")

    with pytest.raises(IntegrityError, match="sealed"), transaction.atomic():
        execute(f"UPDATE {VERSIONS} SET {column} = {value} WHERE id = {{lone}}", world)


def insert_copy(model, source, verb="INSERT INTO", **instead):
    """Return the SQL that inserts a row like another one, except in some columns."""
    columns = [field.column for field in model._meta.concrete_fields]
    values = ", ".join(str(instead.get(column, f'"{column}"')) for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    return (
        f"{verb} {model._meta.db_table} ({names}) SELECT {values} FROM {model._meta.db_table} WHERE id = {{{source}}}"
    )


THROUGH = Version.topics.through
SQL = {
    "update a contact": f"UPDATE {CONTACTS} SET name = 'X' WHERE id = {{place}}",
    "delete a contact": f"DELETE FROM {CONTACTS} WHERE id = {{place}}",
    "insert a contact": insert_copy(VersionContact, "place", id=999, contact_id="{contact}", order=9),
    "upsert a contact": insert_copy(VersionContact, "place", version_id="{unsealed}")
    + " ON CONFLICT (id) DO UPDATE SET name = 'X'",
    "update a topic": f"UPDATE {TOPICS} SET topic_id = {{topic}} WHERE id = {{link}}",
    "delete a topic": f"DELETE FROM {TOPICS} WHERE id = {{link}}",
    "insert a topic": f"INSERT INTO {TOPICS} (version_id, topic_id) VALUES ({{version}}, {{topic}})",
    "update a review": f"UPDATE {REVIEWS} SET reviewed_on = '2030-01-01' WHERE id = {{review}}",
    "delete a review": f"DELETE FROM {REVIEWS} WHERE id = {{review}}",
    "update an event": f"UPDATE {EVENTS} SET by_name = 'X' WHERE id = {{event}}",
    "delete an event": f"DELETE FROM {EVENTS} WHERE id = {{event}}",
    "update an approval": f"UPDATE {APPROVALS} SET comment = 'X' WHERE id = {{approval}}",
    "delete an approval": f"DELETE FROM {APPROVALS} WHERE id = {{approval}}",
    "update an answer": f"UPDATE {ANSWERS} SET answer = 'change', comment = 'X' WHERE id = {{answer}}",
    "delete an answer": f"DELETE FROM {ANSWERS} WHERE id = {{answer}}",
    "update a card": f"UPDATE {CARDS} SET what = 'text' WHERE id = {{card}}",
    "delete a card": f"DELETE FROM {CARDS} WHERE id = {{card}}",
    "update a version": f"UPDATE {VERSIONS} SET headline = 'X' WHERE id = {{lone}}",
    "delete a version": f"DELETE FROM {VERSIONS} WHERE id = {{lone}}",
    "break a seal": f"UPDATE {VERSIONS} SET digest = '' WHERE id = {{lone}}",
    "move a bound that has passed": f"UPDATE {VERSIONS} SET published_at = '2001-01-01' WHERE id = {{version}}",
    "insert an overlap": insert_copy(Version, "version", id=999, number=9),
    "open an overlap": f"UPDATE {VERSIONS} SET visible_from = '2999-01-01', published_at = '2999-01-01', address_id = "
    f"(SELECT address_id FROM {VERSIONS} WHERE id = {{version}}) WHERE id = {{second}}",
}
REPLACE = "INSERT OR REPLACE INTO"
SQL |= {
    "sqlite": {
        "replace a version": insert_copy(Version, "lone", REPLACE, headline="'X'"),
        "replace a version by number": insert_copy(Version, "lone", REPLACE, id=999),
        "replace a version by another": f"UPDATE OR REPLACE {VERSIONS} SET id = {{lone}} WHERE id = {{unsealed}}",
        "replace a number by another": f"UPDATE OR REPLACE {VERSIONS} SET number = 1 WHERE id = {{unsealed}}",
        "replace a contact": insert_copy(VersionContact, "place", REPLACE, version_id="{unsealed}"),
        "replace a topic": insert_copy(THROUGH, "link", REPLACE, version_id="{unsealed}"),
        "replace a review": insert_copy(Review, "review", REPLACE, reviewer_name="'X'"),
        "replace an event": insert_copy(Event, "event", REPLACE, by_name="'X'"),
        "replace an approval": insert_copy(Approval, "approval", REPLACE, by_name="'X'"),
        "replace an answer": insert_copy(QuoteAnswer, "answer", REPLACE, answered_name="'X'"),
        "replace a card": insert_copy(CardChange, "card", REPLACE, what="'text'"),
    },
    "postgresql": {
        "truncate releases": "TRUNCATE newsroom_release CASCADE",
        "truncate versions": f"TRUNCATE {VERSIONS}, {CONTACTS}, {TOPICS}, {REVIEWS}, {EVENTS}, {APPROVALS} CASCADE",
        "truncate contacts": f"TRUNCATE {CONTACTS}",
        "truncate topics": f"TRUNCATE {TOPICS}",
        "truncate reviews": f"TRUNCATE {REVIEWS} CASCADE",
        "truncate events": f"TRUNCATE {EVENTS}",
        "truncate approvals": f"TRUNCATE {APPROVALS}",
        "truncate answers": f"TRUNCATE {ANSWERS}",
        "truncate cards": f"TRUNCATE {CARDS}",
    },
}[connection.vendor]


@pytest.mark.parametrize("attack", SQL)
def test_what_is_written_once_is_neither_changed_nor_deleted_by_sql(attack, world):
    before = contents()
    fire_deferred_checks()

    with pytest.raises(IntegrityError), transaction.atomic():
        execute(SQL[attack], world)
    assert contents() == before


PASSED, AHEAD = NOW - HOUR, NOW + HOUR


@pytest.mark.parametrize(
    ("start", "end", "changes", "allowed"),
    [
        (PASSED, None, {"visible_from": PASSED + SECOND}, False),
        (PASSED, None, {"visible_from": PASSED - SECOND}, False),
        (PASSED, None, {"visible_from": AHEAD}, False),
        (PASSED, None, {"visible_from": None, "published_at": None}, False),
        (PASSED, None, {"published_at": PASSED - SECOND}, False),
        (PASSED, None, {"visible_until": NOW}, True),
        (PASSED, None, {"visible_until": AHEAD}, True),
        (PASSED, AHEAD, {"visible_until": NOW}, True),
        (PASSED, AHEAD, {"visible_until": None}, True),
        (PASSED, NOW - SECOND, {"visible_until": None}, False),
        (PASSED, NOW - SECOND, {"visible_until": AHEAD}, False),
        (PASSED, NOW - SECOND, {"visible_until": NOW - 2 * SECOND}, False),
        (AHEAD, None, {"visible_from": AHEAD + SECOND}, True),
        (AHEAD, None, {"visible_from": NOW}, True),
        (AHEAD, None, {"visible_from": None, "published_at": None}, True),
        (AHEAD, AHEAD + HOUR, {"visible_until": None}, True),
        (AHEAD, AHEAD + HOUR, {"published_at": AHEAD - SECOND}, True),
    ],
)
def test_a_bound_that_has_passed_never_changes_and_one_ahead_may(start, end, changes, allowed):
    version = Version.objects.filter(pk=make_version(visible_from=start, visible_until=end).pk)

    if allowed:
        version.update(**changes)
    else:
        with pytest.raises(IntegrityError, match="passed"), transaction.atomic():
            version.update(**changes)
    assert version.filter(**changes).exists() == allowed


def test_what_has_been_public_keeps_its_address():
    seen, ahead = make_version(visible_from=PASSED), make_version(visible_from=AHEAD)

    with pytest.raises(IntegrityError, match="passed"), transaction.atomic():
        Version.objects.filter(pk=seen.pk).update(address=ahead.address)
    assert Version.objects.filter(pk=ahead.pk).update(address=seen.address)


def overlap(one, other):
    """Say whether two intervals share a moment: the start of one then lies in both."""
    (start, end), (begin, finish) = one, other
    return any(start <= t < (end or t + DAY) and begin <= t < (finish or t + DAY) for t in (start, begin))


def accepts(version, address, start, end):
    changes = {"visible_from": start, "visible_until": end, "published_at": start, "address": address}
    try:
        with transaction.atomic():
            Version.objects.filter(pk=version.pk).update(**changes)
    except IntegrityError:
        return False
    return True


@pytest.mark.parametrize("seed", range(6))
def test_intervals_of_one_release_never_overlap(seed):
    chance, known, refused = random.Random(seed), {}, 0
    first, other = make_version(visible_from=AHEAD - SECOND, visible_until=AHEAD), make_release(contacts=[])
    versions = [make_version(release=r, visible_from=None, kind="minor") for r in [first.release, other] * 5]

    for _attempt in range(80):
        version = chance.choice(versions)
        start = AHEAD + chance.randint(0, 40) * HOUR
        end = start + chance.randint(1, 6) * HOUR if chance.random() < 0.9 else None
        siblings = {v: taken for v, taken in known.items() if v.release_id == version.release_id and v != version}
        free = not any(overlap((start, end), taken) for taken in siblings.values())

        assert accepts(version, first.address, start, end) == free
        known |= {version: (start, end)} if free else {}
        refused += not free
    assert 10 < refused < 70


@pytest.mark.parametrize(("end", "allowed"), [(AHEAD, True), (AHEAD + SECOND, False), (None, False)])
def test_a_version_inserted_with_an_interval_may_not_overlap_either(end, allowed):
    known = make_version(visible_from=AHEAD)
    values = {"headline": "Ny", "digest": "a" * 64, "address": known.address, "number": 2}
    values |= {"published_at": NOW, "visible_from": NOW, "visible_until": end}

    try:
        with transaction.atomic():
            Version.objects.create(release=known.release, **values)
    except IntegrityError:
        assert not allowed
    assert known.release.versions.filter(number=2).exists() == allowed


#: The guards of the core. Satellites have their own, and their own tests.
TABLES = {model._meta.db_table for model in apps.get_app_config("newsroom").get_models(include_auto_created=True)}


def installed():
    """Return every guard of the core's tables with the SQL that takes it away."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'")
            return {name: f"DROP TRIGGER {name}" for name, table in cursor.fetchall() if table in TABLES}
        cursor.execute("SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
        found = {name: f"DROP TRIGGER {name} ON {table}" for name, table in cursor.fetchall() if table in TABLES}
        cursor.execute("SELECT conname, conrelid::regclass::text FROM pg_constraint WHERE contype = 'x'")
        rows = [(name, table) for name, table in cursor.fetchall() if table in TABLES]
        return found | {name: f"ALTER TABLE {table} DROP CONSTRAINT {name}" for name, table in rows}


#: What each guard alone holds back.
BITES = {
    "sqlite": {
        f"{VERSIONS}_sealed": ["update a version", "break a seal", "replace a number by another"],
        f"{VERSIONS}_passed": ["move a bound that has passed"],
        f"{VERSIONS}_overlap_insert": ["insert an overlap"],
        f"{VERSIONS}_overlap_update": ["open an overlap"],
        f"{VERSIONS}_no_delete": ["delete a version"],
        f"{VERSIONS}_no_replace": ["replace a version", "replace a version by number"],
        f"{CONTACTS}_no_insert": ["insert a contact"],
        f"{TOPICS}_no_insert": ["insert a topic"],
        **{
            f"{table}_no_{verb}": [f"{verb} {thing}"]
            for table, thing in zip(
                (CONTACTS, TOPICS, REVIEWS, EVENTS, APPROVALS, ANSWERS, CARDS),
                ("a contact", "a topic", "a review", "an event", "an approval", "an answer", "a card"),
                strict=True,
            )
            for verb in ("update", "delete", "replace")
        },
    },
    "postgresql": {
        f"{VERSIONS}_guard": ["update a version", "break a seal", "move a bound that has passed"],
        f"{VERSIONS}_no_delete": ["delete a version"],
        f"{VERSIONS}_no_truncate": ["truncate versions"],
        "version_no_overlap": ["insert an overlap", "open an overlap"],
        f"{CONTACTS}_no_insert": ["insert a contact"],
        f"{TOPICS}_no_insert": ["insert a topic"],
        f"{CONTACTS}_no_change": ["update a contact", "delete a contact", "upsert a contact"],
        f"{TOPICS}_no_change": ["update a topic", "delete a topic"],
        f"{REVIEWS}_no_change": ["update a review", "delete a review"],
        f"{EVENTS}_no_change": ["update an event", "delete an event"],
        f"{APPROVALS}_no_change": ["update an approval", "delete an approval"],
        f"{ANSWERS}_no_change": ["update an answer", "delete an answer"],
        f"{APPROVALS}_no_truncate": ["truncate approvals"],
        f"{ANSWERS}_no_truncate": ["truncate answers"],
        f"{CARDS}_no_change": ["update a card", "delete a card"],
        f"{CARDS}_no_truncate": ["truncate cards"],
        f"{CONTACTS}_no_truncate": ["truncate contacts"],
        f"{TOPICS}_no_truncate": ["truncate topics"],
        f"{REVIEWS}_no_truncate": ["truncate reviews"],
        f"{EVENTS}_no_truncate": ["truncate events"],
    },
}[connection.vendor]


#: A truncation takes other tables along, and each refuses by itself.
ALONG = {
    "truncate versions": (CONTACTS, TOPICS, REVIEWS, EVENTS, APPROVALS, CARDS),
    "truncate reviews": (CARDS,),
}


@pytest.mark.parametrize(("guard", "attack"), [(guard, attack) for guard, rows in BITES.items() for attack in rows])
def test_without_the_guard_the_forbidden_succeeds(guard, attack, world):
    fire_deferred_checks()
    guards_there = installed()
    for table in ALONG.get(attack, ()):
        execute(guards_there[f"{table}_no_truncate"], world)
    with pytest.raises(IntegrityError), transaction.atomic():
        execute(SQL[attack], world)
    before = contents()

    execute(guards_there[guard], world)
    execute(SQL[attack], world)
    assert contents() != before


#: These forbid nothing: they note what newsroom.listing has to read again (tests/test_listing.py).
NOTES = {f"{VERSIONS}_opened", f"{VERSIONS}_moved"}


def test_every_guard_is_dropped_once_above_and_no_other_is_there():
    assert set(installed()) == set(BITES) | NOTES


def test_guards_come_back_with_every_migration_and_installing_twice_changes_nothing(world):
    fire_deferred_checks()
    for drop in installed().values():
        execute(drop, world)
    assert not installed()

    call_command("migrate", verbosity=0)
    assert set(installed()) == set(BITES) | NOTES
    before = contents()
    guards.install(connection)
    assert set(installed()) == set(BITES) | NOTES
    assert contents() == before
