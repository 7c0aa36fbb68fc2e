"""Triggers that keep a statement as it was shown, on SQLite and PostgreSQL.

They are put back after every migration, as those of the core are (see newsroom.guards). A draft can be changed
and deleted; the row that makes it public is the last change it takes.
"""

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from newsroom import guards
from newsroom.about.models import Deficiency, Statement

STATEMENT, DEFICIENCY = Statement._meta.db_table, Deficiency._meta.db_table
MESSAGE = "a statement that has been shown never changes"
FUNCTION = "newsroom_about_refuse"


def install_after_migrate(using: str, **kwargs: Any) -> None:
    """Handle post_migrate: install the guards when both tables are there."""
    if guards.are_there(connections[using], {STATEMENT, DEFICIENCY}):
        install(connections[using])


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the guards anew on a database. Running it twice changes nothing."""
    guards.run(connection, postgresql() if connection.vendor == "postgresql" else sqlite())


def _guards() -> list[tuple[str, str, str, str]]:
    """Return table, name, event and condition of every guard."""
    kept = []
    for event in ("UPDATE", "DELETE"):
        kept.append((STATEMENT, event.lower(), event, "OLD.shown_at IS NOT NULL"))
    for event, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
        shown = f"EXISTS (SELECT 1 FROM {STATEMENT} WHERE id = {row}.statement_id AND shown_at IS NOT NULL)"
        kept.append((DEFICIENCY, f"{event.lower()}_{row.lower()}", event, shown))
    return kept


def sqlite() -> list[str]:
    """Return the statements for SQLite. INSERT OR REPLACE deletes without asking, hence "replace"."""
    replaced = f"EXISTS (SELECT 1 FROM {STATEMENT} WHERE id = NEW.id AND shown_at IS NOT NULL)"
    rows = (
        f"EXISTS (SELECT 1 FROM {DEFICIENCY} d JOIN {STATEMENT} s ON s.id = d.statement_id "
        "WHERE d.id = NEW.id AND s.shown_at IS NOT NULL)"
    )
    kept = [*_guards(), (STATEMENT, "replace", "INSERT", replaced), (DEFICIENCY, "replace", "INSERT", rows)]
    return [
        statement
        for table, name, event, condition in kept
        for statement in guards.refusal(table, f"keep_{name}", event, condition, MESSAGE)
    ]


def postgresql() -> list[str]:
    """Return the statements for PostgreSQL, where the condition of a trigger may not ask other tables."""
    made = []
    for table, name, event, condition in _guards():
        function = f"{FUNCTION}_{table.removeprefix('newsroom_about_')}_{name}"
        answer = "OLD" if event == "DELETE" else "NEW"
        made.append(
            f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger AS $$ BEGIN IF {condition} THEN "
            f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
            f"RETURN {answer}; END $$ LANGUAGE plpgsql"
        )
        made.append(
            f"CREATE OR REPLACE TRIGGER {table}_keep_{name} BEFORE {event} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {function}()"
        )
    return made
