"""Random lives of a release: after every step six public addresses show what a ten-line oracle says."""

import datetime as dt
from unittest.mock import patch

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from newsroom import approving, withdrawing
from newsroom.actions import publish_release, record, schedule_release
from newsroom.models import Address, Release
from newsroom.restoring import restore_version
from tests.factories import make_administrator, make_department, make_publisher, make_release

HOUR = dt.timedelta(hours=1)
REFUSED = (ValidationError, PermissionDenied)


class Life(RuleBasedStateMachine):
    """One release, three people, and a clock that goes both ways."""

    def __init__(self):
        super().__init__()
        self.clock = (
            timezone.now().replace(month=6, day=15, hour=12, minute=0, second=0, microsecond=0) + 365 * 24 * HOUR
        )
        self.patches = [patch("django.utils.timezone.now", lambda: self.clock)]
        for each in self.patches:
            each.start()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.words, self.shown, self.archived = [], [], False
        department = make_department(approval="required")
        self.writer, self.publisher = make_publisher(department), make_publisher(department)
        self.desk, self.department = make_administrator(), department
        self.pk = make_release(department=department, headline=self.word()).pk
        self.reader = Client()

    def teardown(self):
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)
        for each in self.patches:
            each.stop()

    def word(self):
        self.words.append(f"ord{len(self.words):03d}slut")
        return self.words[-1]

    @property
    def release(self):
        return Release.objects.get(pk=self.pk)

    def do(self, act, **arguments):
        """Take a step; tell whether the desk let it happen."""
        try:
            with transaction.atomic():
                act(release=self.release, **arguments)
        except REFUSED:
            return False
        return True

    # --- what people do ------------------------------------------------------------------------------
    @rule()
    def edit(self):
        Release.objects.filter(pk=self.pk).update(headline=self.word(), stage="draft")
        record(self.release, "saved", self.writer, at=self.clock)

    @rule()
    def submit(self):
        self.do(approving.submit_release, by=self.writer)

    @rule()
    def give_back(self):
        self.do(approving.return_release, by=self.publisher, comment="Mer.")

    @rule()
    def approve(self):
        self.do(approving.approve_release, by=self.publisher)

    def change(self):
        ever = self.release.has_been_public(self.clock)
        return {"kind": "update", "public_note": "Nytt."} if ever else {"kind": "new"}

    @rule(reason=st.sampled_from(["", "Bråttom."]))
    def publish(self, reason):
        word = self.release.headline
        if self.do(publish_release, by=self.publisher, reason=reason, **self.change()):
            self.begin(self.clock, word)

    @rule(hours=st.integers(1, 5))
    def schedule(self, hours):
        word, at = self.release.headline, self.clock + hours * HOUR
        if self.do(schedule_release, by=self.publisher, visible_from=at, reason="Bråttom.", **self.change()):
            self.begin(at, word)

    @rule()
    def unschedule(self):
        if self.do(withdrawing.unschedule_release, by=self.publisher):
            for gone in [entry for entry in self.shown if entry["start"] > self.clock]:
                self.shown.remove(gone)
                for entry in self.shown:
                    entry["end"] = None if entry["end"] == gone["start"] else entry["end"]

    @rule()
    def archive(self):
        self.archived = self.archived or self.do(withdrawing.archive_release, by=self.publisher)

    @rule()
    def withdraw(self):
        if self.do(withdrawing.withdraw_release, by=self.publisher, reason="Fel."):
            self.current()["end"] = self.clock

    @rule()
    def retract(self):
        if self.do(withdrawing.retract_release, by=self.publisher, notice=(word := self.word())):
            self.begin(self.clock, word, is_notice=True)

    @rule()
    def restore(self):
        release = self.release
        if version := release.versions.exclude(kind="retraction").order_by("number").first():
            self.do(restore_version, version=version, by=self.writer, expected=release.lock_version)

    @rule(hours=st.integers(-4, 6))
    def tick(self, hours):
        self.clock += hours * HOUR

    # --- the oracle: ten lines -----------------------------------------------------------------------
    def begin(self, at, word, is_notice=False):
        for entry in self.shown:
            if entry["start"] <= at and (entry["end"] is None or at < entry["end"]):
                entry["end"] = at
        self.shown.append({"start": at, "end": None, "word": word, "is_notice": is_notice})

    def current(self):
        now = self.clock
        return next((e for e in self.shown if e["start"] <= now and (e["end"] is None or now < e["end"])), None)

    # --- what readers see ----------------------------------------------------------------------------
    @invariant()
    def readers_see_what_the_oracle_says(self):
        now, once = self.current(), [e for e in self.shown if e["start"] <= self.clock]
        address = Address.objects.filter(release=self.pk, versions__visible_from__lte=self.clock).first()
        page = address.get_absolute_url() if address else f"/pressmeddelanden/{self.clock.year}/ord000slut/"
        listed = {now["word"]} if now and not now["is_notice"] else set()
        self.expect(page, {now["word"]} if now else set(), 200 if now else 410 if once else 404)
        self.expect("/", set() if self.archived else listed)
        self.expect("/pressmeddelanden/", listed)
        self.expect(f"/pressmeddelanden/{self.clock.year}/", listed, 200 if listed else 404)
        self.expect(self.department.get_absolute_url(), listed)
        readable = {e["word"] for e in once}
        assert self.words_on(f"{page}version/1/")[1] <= readable

    def words_on(self, path):
        response = self.reader.get(path, follow=True)
        html = response.content.decode()
        return response.status_code, {word for word in self.words if word in html.replace("/ord", "/")}

    def expect(self, path, words, status=200):
        assert self.words_on(path) == (status, words), path


Life.TestCase.settings = settings(
    max_examples=7,
    stateful_step_count=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
TestLife = pytest.mark.django_db(Life.TestCase)
