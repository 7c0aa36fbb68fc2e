"""The demo, made once in a run and copied from then on: making it takes half a minute on PostgreSQL."""

import hashlib
import os
import pickle
import sqlite3
import time
from contextlib import closing

from django.contrib.contenttypes.models import ContentType
from django.db import connection

from newsroom.demo import loader


def load_demo(password, folder):
    """Fill the empty database with the demo. One worker makes it, once, and everybody copies that."""
    connection.ensure_connection()
    keep, restore = {"sqlite": (_keep_sqlite, _restore_sqlite)}.get(connection.vendor, (_keep_rows, _restore_rows))
    made = folder / f"demo-{connection.vendor}-{hashlib.sha256(password.encode()).hexdigest()[:12]}"
    if _is_there(made):
        restore(made)
        ContentType.objects.clear_cache()
        return
    try:
        loader.load(password)
        half = made.with_suffix(f".{os.getpid()}")
        keep(half)
        half.replace(made)  # whole from the first moment
    except BaseException:
        made.with_suffix(".claimed").rmdir()  # so that nobody waits for what does not come
        raise


def _is_there(made, patience=300):
    """Wait for another worker's copy; return False to the one who is to make it, or where it never came."""
    try:
        made.with_suffix(".claimed").mkdir()
    except FileExistsError:
        until = time.monotonic() + patience
        while not made.exists() and time.monotonic() < until:
            time.sleep(0.1)
    return made.exists()


def _keep_sqlite(path):
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)


def _restore_sqlite(path):
    with closing(sqlite3.connect(path)) as copy:
        copy.backup(connection.connection)


# --- PostgreSQL: every row of every table, in its own format -------------------------------------------
def _columns(table):
    """Return the columns of a table that are written, not worked out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(column_name) FROM information_schema.columns WHERE table_schema = 'public' "
            "AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
            [table],
        )
        return ", ".join(name for (name,) in cursor.fetchall())


def _keep_rows(path):
    tables = {}
    for table in connection.introspection.table_names():
        columns = _columns(table)
        with connection.connection.cursor() as cursor, cursor.copy(f'COPY "{table}" ({columns}) TO STDOUT') as rows:
            tables[table] = columns, b"".join(bytes(part) for part in rows)
    path.write_bytes(pickle.dumps(tables))


def _restore_rows(path):
    """Put the rows where they were, past the guards, and let the numbers go on from there."""
    with connection.connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for table, (columns, rows) in pickle.loads(path.read_bytes()).items():
            cursor.execute(f'DELETE FROM "{table}"')
            with cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as copy:
                copy.write(rows)
            if " id," not in f" {columns},":
                continue
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
            if sequence := cursor.fetchone()[0]:
                cursor.execute(f"SELECT setval('{sequence}', GREATEST((SELECT MAX(id) FROM \"{table}\"), 1))")
        cursor.execute("SET session_replication_role = origin")
