"""Triggers that hold what Python promises: messages are written once, and there is one at a time.

Put back after every migration, as those of the core are (newsroom.guards), whose function for "never" they share.
"""

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from newsroom import guards
from newsroom.alert.models import Alert

TABLE = Alert._meta.db_table
#: A message is closed at a moment that Python read a little before the database reads its own.
_SLACK = "1 minute"
_ONE = "one important message at a time"
_ONCE = "an important message is written once"
_PASSED = "a bound that has passed never changes"


def install_after_migrate(using: str, **kwargs: Any) -> None:
    """Handle post_migrate: install the guards when the table is there."""
    if guards.are_there(connections[using], {TABLE}):
        install(connections[using])


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the guards anew on a database. Running it twice changes nothing."""
    guards.run(connection, postgresql() if connection.vendor == "postgresql" else sqlite())


def _written() -> list[str]:
    """Return the columns that never change."""
    columns = [str(field.column) for field in Alert._meta.concrete_fields]
    return [column for column in columns if column not in Alert.CLOSING_FIELDS]


def _end(row: str) -> str:
    """Return when a row ends, in SQLite's words (the twin of `Alert.ends_at`)."""
    until, closed = f"{row}.valid_until", f"{row}.closed_at"
    return f"max({row}.starts_at, min({until}, coalesce({closed}, {until})))"


def sqlite() -> list[str]:
    """Return the statements for SQLite, whose datetimes are UTC text that compares in the order of time."""
    now = "strftime('%Y-%m-%d %H:%M:%f', 'now')"
    changed = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in _written())
    moved = "OLD.closed_at IS NOT NEW.closed_at OR OLD.closed_by_id IS NOT NEW.closed_by_id"
    too_late = f"OLD.closed_at <= {now} OR OLD.valid_until <= {now}"
    back = f"NEW.closed_at < strftime('%Y-%m-%d %H:%M:%f', 'now', '-{_SLACK}')"
    overlap = (
        f"EXISTS (SELECT 1 FROM {TABLE} a WHERE a.id <> coalesce(NEW.id, -1) AND {_end('a')} > a.starts_at "
        f"AND {_end('NEW')} > NEW.starts_at AND a.starts_at < {_end('NEW')} AND {_end('a')} > NEW.starts_at)"
    )
    return [
        *guards.refusal(TABLE, "written", "UPDATE", changed, _ONCE),
        *guards.refusal(TABLE, "passed", "UPDATE", f"({moved}) AND ({too_late} OR {back})", _PASSED),
        *guards.refusal(TABLE, "no_delete", "DELETE", "1", _ONCE),
        *guards.refusal(TABLE, "no_replace", "INSERT", f"EXISTS (SELECT 1 FROM {TABLE} WHERE id = NEW.id)", _ONCE),
        *guards.refusal(TABLE, "one_insert", "INSERT", overlap, _ONE),
        *guards.refusal(TABLE, "one_update", "UPDATE", overlap, _ONE),
    ]


def _pg_function() -> str:
    """Return the function that guards an update on PostgreSQL."""
    movable = "{" + ",".join(Alert.CLOSING_FIELDS) + "}"
    return f"""
CREATE OR REPLACE FUNCTION newsroom_alert_guard() RETURNS trigger AS $$
BEGIN
  IF (to_jsonb(OLD) - '{movable}'::text[]) IS DISTINCT FROM (to_jsonb(NEW) - '{movable}'::text[]) THEN
    RAISE EXCEPTION '{_ONCE}' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF (OLD.closed_at, OLD.closed_by_id) IS DISTINCT FROM (NEW.closed_at, NEW.closed_by_id)
     AND (OLD.closed_at <= clock_timestamp() OR OLD.valid_until <= clock_timestamp()
          OR NEW.closed_at < clock_timestamp() - interval '{_SLACK}') THEN
    RAISE EXCEPTION '{_PASSED}' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$ LANGUAGE plpgsql
"""


def _pg_exclusion() -> str:
    """Return the exclusion constraint: no two intervals meet. Of a cancelled message the interval is empty."""
    return f"""
DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'alert_one_at_a_time'
                 AND conrelid = '{TABLE}'::regclass) THEN
    ALTER TABLE {TABLE} ADD CONSTRAINT alert_one_at_a_time EXCLUDE USING gist (
      tstzrange(starts_at, GREATEST(starts_at, LEAST(valid_until, closed_at))) WITH &&
    );
  END IF;
END $$
"""


def postgresql() -> list[str]:
    """Return the statements for PostgreSQL."""
    return [
        _pg_function(),
        _pg_exclusion(),
        f"CREATE OR REPLACE TRIGGER {TABLE}_guard BEFORE UPDATE ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION newsroom_alert_guard()",
        f"CREATE OR REPLACE TRIGGER {TABLE}_no_delete BEFORE DELETE ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION newsroom_refuse()",
        f"CREATE OR REPLACE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE} "
        "FOR EACH STATEMENT EXECUTE FUNCTION newsroom_refuse()",
    ]
