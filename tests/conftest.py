"""What all tests share."""

import gc
import os

import pytest
from django.db import connections
from django.test import TransactionTestCase

from newsroom import guards

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
