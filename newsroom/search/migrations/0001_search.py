"""The index: FTS5 on SQLite, three tsvector columns with GIN indexes on PostgreSQL."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

SQLITE = [
    "CREATE VIRTUAL TABLE newsroom_search_fts USING fts5(headline, lead, rest, content='', "
    "tokenize='unicode61 remove_diacritics 0', prefix='3 5')",
]
POSTGRESQL = [
    "ALTER TABLE newsroom_search_entry ADD COLUMN headline tsvector, ADD COLUMN lead tsvector, "
    "ADD COLUMN rest tsvector",
    # A text is out of the way of those who only count: it lies beside the row.
    "ALTER TABLE newsroom_search_entry ALTER COLUMN rest SET STORAGE EXTERNAL",
    "ALTER TABLE newsroom_search_entry SET (toast_tuple_target = 128)",
    *(
        f"CREATE INDEX newsroom_search_{name} ON newsroom_search_entry USING gin ({name})"
        for name in ("headline", "lead", "rest")
    ),
    # Letters in the order of their numbers, whatever language the database speaks.
    *(
        f'ALTER TABLE newsroom_search_word ALTER COLUMN {name} TYPE varchar(60) COLLATE "C"'
        for name in ("word", "backwards")
    ),
]

#: A text lies far from its row, which the planner does not know: it must not read them all, nor compile for it.
SETTINGS = "LANGUAGE sql STABLE SET enable_seqscan = off SET jit = off"
FUNCTIONS = [
    *(
        f"CREATE FUNCTION newsroom_search_in_{name}(tsquery) RETURNS text {SETTINGS} AS "
        f"$$ SELECT string_agg(version_id::text, ',') FROM newsroom_search_entry WHERE {name} @@ $1 $$"
        for name in ("headline", "lead", "rest")
    ),
    f"CREATE FUNCTION newsroom_search_words(text[], text[], text[], text[]) RETURNS SETOF text {SETTINGS} AS $$ "
    "SELECT word FROM unnest($1, $2) AS bounds(low, high) JOIN newsroom_search_word ON word >= low AND word < high "
    "UNION "
    "SELECT word FROM unnest($3, $4) AS bounds(low, high) "
    "JOIN newsroom_search_word ON backwards >= low AND backwards < high $$",
]


def create(apps: Any, schema_editor: Any) -> None:
    for statement in [*POSTGRESQL, *FUNCTIONS] if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def drop(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor != "postgresql":
        schema_editor.execute("DROP TABLE newsroom_search_fts")
        return
    for name in (
        "in_headline(tsquery)",
        "in_lead(tsquery)",
        "in_rest(tsquery)",
        "words(text[], text[], text[], text[])",
    ):
        schema_editor.execute(f"DROP FUNCTION newsroom_search_{name}")


class Migration(migrations.Migration):
    initial = True
    dependencies = [("newsroom", "0007_short_numbers")]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="newsroom.version",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("word", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("backwards", models.CharField(db_index=True, max_length=60)),
            ],
        ),
        migrations.RunPython(create, drop),
    ]
