"""What all tests share."""

import sqlite3

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, connections
from django.test import TransactionTestCase

from newsroom import guards
from newsroom.demo import loader


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
            for function in ("newsroom_refuse", "newsroom_sealed_part", "newsroom_version_guard"):
                cursor.execute(f"DROP FUNCTION IF EXISTS {function} CASCADE")


_teardown = TransactionTestCase._fixture_teardown


def _empty_without_guards(self):
    for alias in self._databases_names(include_mirrors=False):
        _drop_guards(connections[alias])
    _teardown(self)
    for alias in self._databases_names(include_mirrors=False):
        guards.install(connections[alias])


TransactionTestCase._fixture_teardown = _empty_without_guards


def pytest_addoption(parser):
    parser.addoption("--require-browser", action="store_true", help="fail, not skip, where the browser is missing")


@pytest.fixture(scope="session")
def snapshot():
    """Copies of the database with the demo in it, by its password, each made by the first test that needs it."""
    copies = {}
    yield copies
    for copy in copies.values():
        copy.close()


def load_demo(password, snapshot):
    """Fill the empty database with the demo; from the second time on SQLite copies it in no time."""
    connection.ensure_connection()
    if connection.vendor == "sqlite" and password in snapshot:
        snapshot[password].backup(connection.connection)
        ContentType.objects.clear_cache()
        return
    loader.load(password)
    if connection.vendor == "sqlite":
        snapshot[password] = sqlite3.connect(":memory:", check_same_thread=False)
        connection.connection.backup(snapshot[password])
