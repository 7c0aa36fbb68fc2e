"""What all tests share."""

import gc
import hashlib
import os
import sqlite3
import time
from contextlib import closing

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, connections
from django.test import TransactionTestCase

from newsroom import guards
from newsroom.demo import loader

# Pages are made of many small objects: looking through them all for circles so often costs a tenth of a run.
gc.set_threshold(200_000, 50, 100)


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def _drop_guards(connection):
    """Take the guards away, so that a test with real transactions can empty the tables."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
        else:
            for function in ("refuse", "sealed_part", "version_guard", "note_change"):
                cursor.execute(f"DROP FUNCTION IF EXISTS newsroom_{function} CASCADE")


_teardown = TransactionTestCase._fixture_teardown


def _empty_without_guards(self):
    for alias in self._databases_names(include_mirrors=False):
        _drop_guards(connections[alias])
    _teardown(self)
    for alias in self._databases_names(include_mirrors=False):
        guards.install(connections[alias])


TransactionTestCase._fixture_teardown = _empty_without_guards


def pytest_addoption(parser):
    parser.addoption("--part", default="", help="of tests with many cases run one part alone: 0/3, 1/3 or 2/3")
    parser.addoption("--require-browser", action="store_true", help="fail, not skip, where the browser is missing")


#: A test with more cases than this is one whose cases `--part` shares out.
MANY_CASES = 3


def pytest_collection_modifyitems(config, items):
    """With `--part`, keep all tests, but of those with many cases every nth case alone."""
    if not (part := config.getoption("--part")):
        return
    number, parts = map(int, part.split("/"))
    cases = {}
    for item in items:
        cases.setdefault((item.path, getattr(item, "originalname", item.name)), []).append(item)
    left_out = {
        item
        for family in cases.values()
        if len(family) > MANY_CASES
        for index, item in enumerate(family)
        if index % parts != number
    }
    config.hook.pytest_deselected(items=[item for item in items if item in left_out])
    items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory):
    """The folder of this run, shared by all its workers, for copies of the database with the demo in it."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


def load_demo(password, snapshot):
    """Fill the empty database with the demo. On SQLite one worker makes it, once, and everybody copies that."""
    connection.ensure_connection()
    if connection.vendor != "sqlite":
        loader.load(password)
        return
    made = snapshot / f"demo-{hashlib.sha256(password.encode()).hexdigest()[:12]}.sqlite3"
    if not _is_there(made):
        try:
            loader.load(password)
            _keep(made)
        except BaseException:
            made.with_suffix(".claimed").rmdir()  # so that nobody waits for what does not come
            raise
        return
    with closing(sqlite3.connect(made)) as copy:
        copy.backup(connection.connection)
    ContentType.objects.clear_cache()


def _is_there(made, patience=300):
    """Wait for another worker's copy; return False to the one who is to make it, or where it never came."""
    try:
        made.with_suffix(".claimed").mkdir()
    except FileExistsError:
        until = time.monotonic() + patience
        while not made.exists() and time.monotonic() < until:
            time.sleep(0.1)
    return made.exists()


def _keep(made):
    """Put a copy of the database where the other workers look for it, whole from the first moment."""
    half = made.with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(half)) as copy:
        connection.connection.backup(copy)
    half.replace(made)
