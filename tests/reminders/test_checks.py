"""The system check that says when the chain of recipients would end empty."""

import pytest
from django.core.checks.registry import registry
from django.db import OperationalError

from newsroom.reminders import checks
from tests.factories import make_administrator


def ids(messages):
    return [message.id for message in messages]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("group", "administrator", "found"),
    [
        (["grupp@t.example"], None, []),
        ([], {"email": "admin@t.example"}, []),
        ([], None, ["newsroom_reminders.E002"]),
        (["", " "], None, ["newsroom_reminders.E002"]),
        ([], {"email": ""}, ["newsroom_reminders.E002"]),
        ([], {"email": "admin@t.example", "is_active": False}, ["newsroom_reminders.E002"]),
        ([], {"email": "admin@t.example", "is_superuser": False}, ["newsroom_reminders.E002"]),
    ],
)
def test_the_last_links_must_have_somebody(settings, group, administrator, found):
    settings.REVIEW_FALLBACK_EMAIL = group
    if administrator:
        make_administrator(**administrator)
    messages = checks.check_last_recipients(None)

    assert ids(messages) == found
    assert all("Ingen får" in message.msg and "REVIEW_FALLBACK_EMAIL" in message.hint for message in messages)


def test_a_database_that_is_not_there_yet_is_no_fault(settings, monkeypatch):
    settings.REVIEW_FALLBACK_EMAIL = []

    def no_database():
        raise OperationalError("no such table")

    monkeypatch.setattr(checks, "administrators", no_database)

    assert checks.check_last_recipients(None) == []


@pytest.mark.parametrize(
    ("group", "wrong"),
    [([], []), (["a@t.example", "b@t.example"], []), (["a@t.example", "kommunikation"], ["kommunikation"])],
)
def test_the_addresses_of_the_group_must_be_some(settings, group, wrong):
    settings.REVIEW_FALLBACK_EMAIL = group

    assert [message.msg for message in checks.check_fallback_addresses(None)] == [
        f"”{name}” är ingen e-postadress." for name in wrong
    ]


def test_the_checks_are_registered_and_only_deployment_asks_the_database():
    always = {check.__name__ for check in registry.get_checks()}
    deploy = {check.__name__ for check in registry.get_checks(include_deployment_checks=True)} - always

    assert "check_fallback_addresses" in always
    assert "check_last_recipients" in deploy
