"""Triggers that hold what Python promises: versions, reviews and events are written once.

They are put back after every migration (post_migrate), because SQLite drops a table's triggers each time a
migration remakes the table. A truncation on PostgreSQL is refused as well. The messages are for the IT
department: nobody meets them through the site.
"""

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from newsroom.models import Approval, CardChange, Event, ListingChange, QuoteAnswer, Review, Version, VersionContact

APPEND_ONLY = [model._meta.db_table for model in (Review, Event, Approval, QuoteAnswer, CardChange)]
VERSION = Version._meta.db_table
CONTACTS = VersionContact._meta.db_table
TOPICS = Version.topics.through._meta.db_table
PARTS = [CONTACTS, TOPICS]
CHANGES = ListingChange._meta.db_table
#: The advisory lock (PostgreSQL) that puts the changes of intervals in the order in which others see them.
_CHANGES_LOCK = 7_240_001


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the guards anew on a database. Running it twice changes nothing."""
    run(connection, postgresql() if connection.vendor == "postgresql" else sqlite())


def run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    """Run the statements that make guards; satellites have their own."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def are_there(connection: BaseDatabaseWrapper, tables: set[str]) -> bool:
    """Tell whether a database has the tables: in the middle of migrations it may not."""
    with connection.cursor() as cursor:
        return tables <= set(connection.introspection.table_names(cursor))


def install_after_migrate(using: str, **kwargs: Any) -> None:
    """Handle post_migrate: install the guards when every table is there."""
    if are_there(connections[using], {*APPEND_ONLY, VERSION, *PARTS, CHANGES}):
        install(connections[using])


def _content_columns() -> list[str]:
    """Return the columns of a version that never change once it is sealed."""
    columns = [str(field.column) for field in Version._meta.concrete_fields]
    return [column for column in columns if column not in Version.INTERVAL_FIELDS]


# --- SQLite -----------------------------------------------------------------------------------------
# Django stores datetimes as UTC text, which compares in the order of time.
# INSERT OR REPLACE and UPDATE OR REPLACE delete rows in the way without asking the triggers of DELETE: hence
# "no_replace", and a version that keeps its keys from the first.
_NOW = "strftime('%Y-%m-%d %H:%M:%f', 'now')"


def refusal(table: str, name: str, event: str, condition: str, message: str) -> list[str]:
    """Return the statements that make one SQLite trigger which refuses when its condition holds."""
    return [
        f"DROP TRIGGER IF EXISTS {table}_{name}",
        f"CREATE TRIGGER {table}_{name} BEFORE {event} ON {table} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END",
    ]


def sqlite() -> list[str]:
    """Return the statements for SQLite."""
    statements = []
    for table in [*APPEND_ONLY, *PARTS]:
        statements += refusal(table, "no_update", "UPDATE", "1", f"{table} is append-only")
    for table in [*APPEND_ONLY, *PARTS, VERSION]:
        statements += refusal(table, "no_delete", "DELETE", "1", f"{table} is append-only")
    for table in PARTS:
        sealed = f"(SELECT digest FROM {VERSION} WHERE id = NEW.version_id) <> ''"
        statements += refusal(table, "no_insert", "INSERT", sealed, "a sealed version never changes")
    for table in [*APPEND_ONLY, *PARTS]:
        replaces = f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"
        statements += refusal(table, "no_replace", "INSERT", replaces, f"{table} is append-only")
    return [*statements, *_sqlite_version(), *_sqlite_changes()]


def _sqlite_changes() -> list[str]:
    """Return the triggers that note every interval that is opened, moved or closed, for newsroom.listing."""
    note = f"INSERT INTO {CHANGES} (release_id, token) VALUES (NEW.release_id, lower(hex(randomblob(16))))"
    bounds = ", ".join(Version.INTERVAL_FIELDS)
    events = {"opened": "INSERT", "moved": f"UPDATE OF {bounds}"}
    return [
        statement
        for name, event in events.items()
        for statement in (
            f"DROP TRIGGER IF EXISTS {VERSION}_{name}",
            f"CREATE TRIGGER {VERSION}_{name} AFTER {event} ON {VERSION} "
            f"WHEN NEW.visible_from IS NOT NULL OR {'NULL' if name == 'opened' else 'OLD.visible_from'} IS NOT NULL "
            f"BEGIN {note}; END",
        )
    ]


def _sqlite_version() -> list[str]:
    """Return the triggers on versions: content, bounds that have passed, overlap."""
    changed = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in _content_columns())
    moved = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in ("id", "release_id", "number"))
    sealed = f"(OLD.digest <> '' AND ({changed})) OR {moved}"
    replaces = (
        f"EXISTS (SELECT 1 FROM {VERSION} WHERE id = NEW.id OR (release_id = NEW.release_id AND number = NEW.number))"
    )
    passed = (
        f"(OLD.visible_from <= {_NOW} AND (OLD.visible_from IS NOT NEW.visible_from "
        "OR OLD.published_at IS NOT NEW.published_at OR OLD.address_id IS NOT NEW.address_id)) "
        f"OR (OLD.visible_until <= {_NOW} AND OLD.visible_until IS NOT NEW.visible_until)"
    )
    overlap = (
        f"NEW.visible_from IS NOT NULL AND EXISTS (SELECT 1 FROM {VERSION} v "
        "WHERE v.release_id = NEW.release_id AND v.number <> NEW.number AND v.visible_from IS NOT NULL "
        "AND (v.visible_until IS NULL OR v.visible_until > NEW.visible_from) "
        "AND (NEW.visible_until IS NULL OR NEW.visible_until > v.visible_from))"
    )
    return [
        *refusal(VERSION, "sealed", "UPDATE", sealed, "a sealed version never changes"),
        *refusal(VERSION, "no_replace", "INSERT", replaces, f"{VERSION} is append-only"),
        *refusal(VERSION, "passed", "UPDATE", passed, "a bound that has passed never changes"),
        *refusal(VERSION, "overlap_insert", "INSERT", overlap, "intervals of one release never overlap"),
        *refusal(VERSION, "overlap_update", "UPDATE", overlap, "intervals of one release never overlap"),
    ]


# --- PostgreSQL -------------------------------------------------------------------------------------
_REFUSE = """
CREATE OR REPLACE FUNCTION newsroom_refuse() RETURNS trigger AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$ LANGUAGE plpgsql
"""
_SEALED_PART = f"""
CREATE OR REPLACE FUNCTION newsroom_sealed_part() RETURNS trigger AS $$
BEGIN
  IF (SELECT digest FROM {VERSION} WHERE id = NEW.version_id) <> '' THEN
    RAISE EXCEPTION 'a sealed version never changes' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$ LANGUAGE plpgsql
"""


_NOTE_CHANGE = f"""
CREATE OR REPLACE FUNCTION newsroom_note_change() RETURNS trigger AS $$
BEGIN
  PERFORM pg_advisory_xact_lock({_CHANGES_LOCK});
  INSERT INTO {CHANGES} (release_id, token) VALUES (NEW.release_id, gen_random_uuid()::text);
  RETURN NULL;
END $$ LANGUAGE plpgsql
"""


def _pg_changes() -> list[str]:
    """Return the triggers that note every interval that is opened, moved or closed, for newsroom.listing."""
    columns = ", ".join(Version.INTERVAL_FIELDS)
    was = " OR OLD.visible_from IS NOT NULL"
    return [
        f"CREATE OR REPLACE TRIGGER {VERSION}_{name} AFTER {event} ON {VERSION} FOR EACH ROW "
        f"WHEN (NEW.visible_from IS NOT NULL{more}) EXECUTE FUNCTION newsroom_note_change()"
        for name, event, more in [("opened", "INSERT", ""), ("moved", f"UPDATE OF {columns}", was)]
    ]


def _pg_version_function() -> str:
    """Return the function that guards an update of a version."""
    movable = "{" + ",".join(Version.INTERVAL_FIELDS) + "}"
    return f"""
CREATE OR REPLACE FUNCTION newsroom_version_guard() RETURNS trigger AS $$
BEGIN
  IF OLD.digest <> '' AND
     (to_jsonb(OLD) - '{movable}'::text[]) IS DISTINCT FROM (to_jsonb(NEW) - '{movable}'::text[]) THEN
    RAISE EXCEPTION 'a sealed version never changes' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF (OLD.visible_from <= clock_timestamp() AND (OLD.visible_from, OLD.published_at, OLD.address_id)
        IS DISTINCT FROM (NEW.visible_from, NEW.published_at, NEW.address_id))
     OR (OLD.visible_until <= clock_timestamp() AND OLD.visible_until IS DISTINCT FROM NEW.visible_until) THEN
    RAISE EXCEPTION 'a bound that has passed never changes' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$ LANGUAGE plpgsql
"""


def _pg_trigger(table: str, name: str, events: str, function: str, level: str = "ROW") -> str:
    """Return the statement that makes one trigger."""
    return (
        f"CREATE OR REPLACE TRIGGER {table}_{name} BEFORE {events} ON {table} "
        f"FOR EACH {level} EXECUTE FUNCTION {function}()"
    )


def _pg_exclusion() -> str:
    """Return the exclusion constraint; a range of one integer spares the btree_gist extension."""
    return f"""
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'version_no_overlap'
                 AND conrelid = '{VERSION}'::regclass) THEN
    ALTER TABLE {VERSION} ADD CONSTRAINT version_no_overlap EXCLUDE USING gist (
      int8range(release_id, release_id, '[]') WITH &&, tstzrange(visible_from, visible_until) WITH &&
    ) WHERE (visible_from IS NOT NULL);
  END IF;
END $$
"""


def postgresql() -> list[str]:
    """Return the statements for PostgreSQL."""
    statements = [_REFUSE, _SEALED_PART, _NOTE_CHANGE, _pg_version_function(), _pg_exclusion(), *_pg_changes()]
    for table in [*APPEND_ONLY, *PARTS]:
        statements.append(_pg_trigger(table, "no_change", "UPDATE OR DELETE", "newsroom_refuse"))
    for table in [*APPEND_ONLY, *PARTS, VERSION]:
        statements.append(_pg_trigger(table, "no_truncate", "TRUNCATE", "newsroom_refuse", level="STATEMENT"))
    for table in PARTS:
        statements.append(_pg_trigger(table, "no_insert", "INSERT", "newsroom_sealed_part"))
    return [
        *statements,
        _pg_trigger(VERSION, "no_delete", "DELETE", "newsroom_refuse"),
        _pg_trigger(VERSION, "guard", "UPDATE", "newsroom_version_guard"),
    ]
