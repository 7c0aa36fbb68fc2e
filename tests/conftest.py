"""What all tests share."""

import pytest
from django.db import connections
from django.test import TransactionTestCase

from newsroom import guards


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
