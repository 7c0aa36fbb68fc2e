"""What has been shown stays as it was, also for who goes past the models, on both databases."""

import pytest
from django.db import DatabaseError, connection, transaction

from newsroom.about import guards
from newsroom.about.models import Deficiency, Statement
from tests.about.support import make_shown, make_statement

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _guarded():
    """Put the guards back: the tests with real transactions take every trigger away."""
    guards.install(connection)


def run(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


STATEMENT, DEFICIENCY = guards.STATEMENT, guards.DEFICIENCY
ORDER = connection.ops.quote_name("order")
ATTEMPTS = {
    "change a word": f"UPDATE {STATEMENT} SET actor = 'Någon annan' WHERE id = %s",
    "hide it": f"UPDATE {STATEMENT} SET shown_at = NULL, shown_by_id = NULL WHERE id = %s",
    "delete it": f"DELETE FROM {STATEMENT} WHERE id = %s",
    "change a row": f"UPDATE {DEFICIENCY} SET what = 'Inget' WHERE statement_id = %s",
    "delete a row": f"DELETE FROM {DEFICIENCY} WHERE statement_id = %s",
    "add a row": f"INSERT INTO {DEFICIENCY} (statement_id, kind, what, whom, requirement, why, {ORDER}) "
    "VALUES (%s, 'fault', 'Ny', '', '', '', 9)",
}


@pytest.mark.parametrize("sql", ATTEMPTS.values(), ids=ATTEMPTS)
def test_raw_sql_is_refused_for_what_has_been_shown_and_not_for_a_draft(sql):
    shown, draft = make_shown(), make_statement()
    was = list(Statement.objects.filter(pk=shown.pk).values()), list(shown.deficiencies.values())

    with pytest.raises(DatabaseError):
        run(sql, shown.pk)

    assert (list(Statement.objects.filter(pk=shown.pk).values()), list(shown.deficiencies.values())) == was
    if sql.startswith("DELETE FROM " + STATEMENT):
        Deficiency.objects.filter(statement=draft).delete()
    run(sql, draft.pk)


def test_a_row_is_not_moved_to_or_from_what_has_been_shown():
    shown, draft = make_shown(), make_statement()

    for source, target in ((shown, draft), (draft, shown)):
        with pytest.raises(DatabaseError), transaction.atomic():
            Deficiency.objects.filter(statement=source).update(statement=target)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no REPLACE")
@pytest.mark.parametrize("table", [STATEMENT, DEFICIENCY])
def test_replace_does_not_go_past_the_guards(table):
    make_shown()

    with pytest.raises(DatabaseError):
        run(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")


def test_the_guards_are_installed_after_a_migration_and_where_there_are_no_tables_nothing_happens(monkeypatch):
    installed = []
    monkeypatch.setattr(guards, "install", installed.append)
    guards.install_after_migrate("default")
    monkeypatch.setattr(guards, "STATEMENT", "finns_inte")
    guards.install_after_migrate("default")

    assert installed == [connection]
