"""Eight senders at once over 500 recipients, against a mail server, some of them killed; then once more.

Each process is the real command with the real settings and a database of its own, on SQLite or PostgreSQL.
"""

import os
import random
import sqlite3
import subprocess
import sys
import uuid
from contextlib import contextmanager
from email import message_from_bytes, policy
from urllib.parse import urlsplit

import pytest
from django.db import connection

from config.environment import BASE_DIR
from newsroom.reminders.models import STALE
from tests.factories import SECOND, make_user
from tests.reminders.mailserver import mail_server
from tests.reminders.pages import AT, make_page, run

PEOPLE, SENDERS, KILLS = 500, 8, 4


@contextmanager
def own_database(tmp_path):
    """Yield the address of a copy of this run's empty database, on the same engine."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with sqlite3.connect(tmp_path / "office.sqlite3") as copy:
            connection.connection.backup(copy)
        copy.close()
        yield f"sqlite:///{tmp_path / 'office.sqlite3'}"
        return
    import psycopg

    url, name, template = (
        os.environ["DATABASE_URL"],
        f"office_{uuid.uuid4().hex[:12]}",
        connection.settings_dict["NAME"],
    )
    connection.close()
    with psycopg.connect(url.replace("postgres://", "postgresql://"), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield urlsplit(url)._replace(path=f"/{name}").geturl()
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


class Office:
    """An office with its database, its mail server, and its command."""

    def __init__(self, tmp_path, database, post, server):
        self.post = post
        self.environment = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")} | {
            "SECRET_KEY": "only-for-tests-" + "x" * 50,
            "ALLOWED_HOSTS": "press.trollhattan.example",
            "DATA_DIR": str(tmp_path),
            "DATABASE_URL": database,
            "EMAIL_URL": server,
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }

    def start(self, *arguments):
        """Start a process of the office."""
        return subprocess.Popen(
            [sys.executable, *arguments], cwd=BASE_DIR, env=self.environment, stdout=subprocess.PIPE, text=True
        )

    def send(self, at=AT):
        """Start a sender."""
        return self.start("manage.py", "send_reminders", "--at", at.isoformat())


@pytest.fixture
def make_office(tmp_path, transactional_db):
    """Return a function that makes an office with so many recipients."""
    with own_database(tmp_path) as database, mail_server() as (post, server):

        def make(people):
            office = Office(tmp_path, database, post, server)
            assert office.start("-m", "tests.reminders.office", str(people)).wait() == 0
            return office

        yield make


def kill_one_of(senders, killed, dice):
    """Return what kills a sender that still runs, in the middle of whatever it does. One dies but once."""

    def kill():
        running = [sender for sender in senders if sender.poll() is None and sender not in killed]
        if running:
            killed.append(dice.choice(running))
            killed[-1].kill()

    return kill


def test_eight_at_once_and_some_killed_leave_nobody_out_and_send_one_too_many_a_kill_at_most(make_office):
    office, dice = make_office(PEOPLE), random.Random()
    senders, victims = [], []
    for number in dice.sample(range(20, PEOPLE * 3 // 4), KILLS):
        office.post.when(number, kill_one_of(senders, victims, dice))
    for _ in range(SENDERS):
        senders.append(office.send())  # one at a time: mail may arrive, and kill, before all have started
    codes = [sender.wait() for sender in senders]
    killed = codes.count(-9)
    first = office.post.count()

    again = [office.send(AT + STALE + 60 * SECOND) for _ in range(2)]
    assert [sender.wait() for sender in again] == [0, 0]
    everybody = {f"forvaltning{number:03}@t.example" for number in range(PEOPLE)}
    count = office.post.count()

    assert (killed, set(codes)) == (KILLS, {0, -9})
    assert PEOPLE - killed <= len(first) <= PEOPLE
    assert sum(first.values()) == len(first)
    assert set(count) == everybody
    assert sum(count.values()) - PEOPLE <= killed
    assert max(count.values()) <= 2
    assert len({message_from_bytes(raw)["Message-ID"] for raw in office.post.raw}) == PEOPLE

    last = office.send(AT + 2 * STALE + 120 * SECOND)
    assert last.communicate()[0] == "Skickade: 0. Misslyckade: 0.\n"


def test_a_sender_killed_as_its_mail_arrives_sends_that_one_twice_and_no_other(make_office):
    office = make_office(5)
    senders = []
    office.post.when(2, lambda: senders[0].kill())
    senders.append(office.send())
    assert senders[0].wait() == -9
    twice = office.post.to[-1]
    assert office.send(AT + 60 * SECOND).wait() == 0
    assert sum(office.post.count().values()) == 5

    assert office.send(AT + STALE + 60 * SECOND).wait() == 0
    assert sorted(office.post.count().values()) == [1, 1, 1, 1, 2]
    assert office.post.count()[twice] == 2


@pytest.mark.django_db
def test_what_arrives_is_swedish_in_text_and_html(settings):
    page = make_page(
        responsible=make_user(email="asa@trollhattan.example", last_name="Öberg"), title="Källvägens skola"
    )
    with mail_server() as (post, server):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", urlsplit(server).port
        run()
    message = message_from_bytes(post.raw[0], policy=policy.default)

    assert message["Subject"] == "Att granska: 1 förfallen"
    assert message["Auto-Submitted"] == "auto-generated"
    for kind in ("plain", "html"):
        text = message.get_body(preferencelist=(kind,)).get_content()
        assert "Källvägens skola" in text
        assert f"http://testserver/admin/newsroom/reviewsubject/{page.pk}/review/" in text
