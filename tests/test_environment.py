import importlib.util
import os
import sqlite3
import stat
import subprocess
import sys

import pytest

from config import environment
from newsroom.checks import has_wal_reset_fault

#: What a production site says, and nothing more.
PRODUCTION = {"SECRET_KEY": "a1-" + "hemligt" * 10, "ALLOWED_HOSTS": "press.trollhattan.se"}


def manage(*arguments, tmp_path, options=(), **values):
    """Run manage.py in an environment that has only these values."""
    return subprocess.run(
        [sys.executable, *options, "manage.py", *arguments],
        cwd=environment.BASE_DIR,
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), **values},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", PRODUCTION)
@pytest.mark.parametrize("value", [None, "", "  "])
def test_a_missing_value_stops_the_start_with_a_sentence(name, value, tmp_path):
    values = {other: said for other, said in PRODUCTION.items() if other != name}
    stopped = manage("check", tmp_path=tmp_path, **values, **({} if value is None else {name: value}))

    assert stopped.returncode == 1
    assert name in stopped.stderr
    assert len(stopped.stderr.strip().splitlines()) == 1
    assert "Traceback" not in stopped.stderr + stopped.stdout


def test_missing_packages_are_named_with_the_command_before_anything_is_imported(tmp_path):
    stopped = manage("check", tmp_path=tmp_path, options=["-S"], **PRODUCTION)

    assert stopped.returncode == 1
    assert all(package in stopped.stderr for package in environment.REQUIRED.values())
    assert environment.INSTALL in stopped.stderr
    assert "Traceback" not in stopped.stderr


def test_missing_packages_are_named_as_pip_knows_them():
    asked = {"finns_inte": "finns-inte", "django": "django", "inte_heller": "inte-heller"}

    assert environment.missing_packages(asked) == ["finns-inte", "inte-heller"]
    assert environment.missing_packages() == []


def check_deploy(tmp_path, **values):
    return manage("check", "--deploy", "--fail-level", "WARNING", tmp_path=tmp_path, **PRODUCTION | values)


def collected(tmp_path):
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "staticfiles.json").write_text("{}", encoding="utf-8")
    return tmp_path


@pytest.mark.skipif(
    not importlib.util.find_spec("psycopg"), reason="psycopg is not installed: pip install -e '.[postgres]'"
)
def test_a_production_site_on_postgresql_passes_every_check(tmp_path):
    done = check_deploy(collected(tmp_path), DATABASE_URL="postgres://newsroom@127.0.0.1:1/newsroom")

    assert (done.returncode, done.stderr) == (0, "")


def test_a_production_site_on_sqlite_is_warned_of_nothing_but_a_faulty_sqlite(tmp_path):
    done = check_deploy(collected(tmp_path))
    faulty = has_wal_reset_fault(sqlite3.sqlite_version_info)

    assert done.stderr.count("newsroom.W001") == faulty
    assert done.stderr.count("?:") == faulty
    assert done.returncode == faulty


def test_static_files_that_were_not_collected_stop_a_deployment(tmp_path):
    done = check_deploy(tmp_path)

    assert done.returncode == 1
    assert "newsroom.E002" in done.stderr
    assert "collectstatic" in done.stderr


@pytest.fixture
def empty_environment(monkeypatch, tmp_path):
    values = {"DATA_DIR": str(tmp_path / "data")}
    monkeypatch.setattr(os, "environ", values)
    return values


def test_the_demo_makes_its_secrets_once_for_its_owner_alone(empty_environment, tmp_path):
    before = os.umask(0)
    try:
        environment.prepare(["manage.py", "demo"])
    finally:
        os.umask(before)
    path = tmp_path / "data" / "demo.env"
    first, text = dict(empty_environment), path.read_text(encoding="utf-8")

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(first["SECRET_KEY"]) >= 50
    assert len(first["DEMO_PASSWORD"]) >= 12

    for name in ("SECRET_KEY", "DEMO_PASSWORD"):
        del empty_environment[name]
    environment.prepare(["manage.py", "demo"])
    assert empty_environment == first
    assert path.read_text(encoding="utf-8") == text


def test_the_demo_says_only_what_the_environment_does_not(empty_environment):
    empty_environment |= {"SITE_NAME": "Vänersborgs kommun", "SECRET_KEY": "egen"}
    environment.prepare(["manage.py", "demo", "--port", "8001"])

    assert (empty_environment["SITE_NAME"], empty_environment["SECRET_KEY"]) == ("Vänersborgs kommun", "egen")
    assert empty_environment["SITE_URL"] == "http://127.0.0.1:8001"
    assert empty_environment["ALLOWED_HOSTS"].split(",") == ["127.0.0.1", "localhost", "[::1]"]


@pytest.mark.parametrize("command", [[], ["check"], ["migrate", "demo"], ["runserver"]])
def test_nothing_but_the_demo_gets_a_secret_by_itself(empty_environment, tmp_path, command):
    environment.prepare(["manage.py", *command])

    assert set(empty_environment) <= {"DATA_DIR", "PYTEST_CURRENT_TEST"}
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("words", "port"),
    [([], "8000"), (["--port", "8001"], "8001"), (["--port=8002"], "8002"), (["--no-serve", "--port"], "8000")],
)
def test_the_port_of_the_demo_is_read_from_the_command_line(empty_environment, words, port):
    environment.prepare(["manage.py", "demo", *words])

    assert empty_environment["SITE_URL"] == f"http://127.0.0.1:{port}"


@pytest.mark.parametrize(("said", "folder"), [(None, ".data"), ("", ".data"), ("/srv/pressrum", "/srv/pressrum")])
def test_data_lies_in_one_folder_where_the_environment_says(monkeypatch, said, folder):
    monkeypatch.setattr(os, "environ", {} if said is None else {"DATA_DIR": said})

    assert environment.data_dir() == environment.BASE_DIR / folder
