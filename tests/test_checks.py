import sqlite3

import pytest
from django.core.checks import run_checks
from django.core.checks.registry import registry
from django.db import connection

from newsroom import checks


def ids(messages):
    return [message.id for message in messages]


@pytest.mark.parametrize(
    ("version", "fault"),
    [
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 44, 9), False),
        ((3, 45, 3), True),
        ((3, 49, 2), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 0), True),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 52, 0), False),
        ((4, 0, 0), False),
    ],
)
def test_the_wal_reset_fault_is_known_by_version(version, fault):
    assert checks.has_wal_reset_fault(version) == fault


@pytest.mark.parametrize(("version", "warned"), [((3, 51, 2), True), ((3, 51, 3), False)])
@pytest.mark.parametrize("vendor", ["sqlite", "postgresql"])
def test_a_faulty_sqlite_is_warned_of_with_what_to_do(monkeypatch, vendor, version, warned):
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
    monkeypatch.setattr(sqlite3, "sqlite_version", ".".join(map(str, version)))
    monkeypatch.setattr(connection, "vendor", vendor)
    messages = checks.check_sqlite(None)

    assert ids(messages) == (["newsroom.W001"] if warned and vendor == "sqlite" else [])
    assert all("3.51.2" in message.msg and "DATABASE_URL" in message.hint for message in messages)


def test_each_missing_package_is_named_with_the_command(monkeypatch):
    monkeypatch.setattr(checks, "missing_packages", lambda *wanted: [] if wanted else ["nh3", "whitenoise"])
    messages = checks.check_packages(None)

    assert ids(messages) == ["newsroom.E001", "newsroom.E001"]
    assert ["nh3" in messages[0].msg, "whitenoise" in messages[1].msg] == [True, True]
    assert all("pip install -e . -c config/constraints.txt" in message.hint for message in messages)


@pytest.mark.parametrize(("engine", "asked"), [("sqlite3", {}), ("postgresql", {"psycopg": "psycopg[binary,pool]"})])
def test_the_driver_is_asked_for_with_postgresql_only(monkeypatch, settings, engine, asked):
    wanted = []
    monkeypatch.setattr(checks, "missing_packages", lambda *args: wanted.extend(args) or [])
    monkeypatch.setitem(settings.DATABASES, "default", {"ENGINE": f"django.db.backends.{engine}"})
    checks.check_packages(None)

    assert wanted == [asked]


@pytest.mark.parametrize(
    ("hashed", "collected", "found"), [(True, False, ["newsroom.E002"]), (True, True, []), (False, False, [])]
)
def test_static_files_must_be_collected_where_their_names_are_hashed(settings, tmp_path, hashed, collected, found):
    settings.HASHED_STATIC, settings.STATIC_ROOT = hashed, tmp_path
    if collected:
        (tmp_path / "staticfiles.json").write_text("{}", encoding="utf-8")
    messages = checks.check_static_files(None)

    assert ids(messages) == found
    assert all("collectstatic" in message.hint for message in messages)


@pytest.mark.parametrize(
    ("colour", "found"), [("#00577d", []), ("blå", ["newsroom.E003"]), ("#fff", ["newsroom.E003"])]
)
def test_the_colour_must_be_one(settings, colour, found):
    settings.SITE_COLOUR = colour

    assert ids(checks.check_colour(None)) == found
    assert [name for name in ids(run_checks()) if name.startswith("newsroom")] == found


def test_pillow_must_be_able_to_read_the_site_s_type(monkeypatch):
    assert ids(checks.check_type(None)) == []

    monkeypatch.setattr(checks, "SERIF", ("finns-inte.woff2", "finns-inte.woff2"))

    (found,) = checks.check_type(None)
    assert found.id == "newsroom.E004"
    assert "pillow" in found.hint


def test_every_check_is_registered():
    names = {check.__name__ for check in registry.get_checks(include_deployment_checks=True)}

    assert {"check_packages", "check_sqlite", "check_static_files", "check_colour"} <= names
    assert "check_type" in names
    assert not {"check_sqlite", "check_static_files", "check_type"} & {
        check.__name__ for check in registry.get_checks()
    }
