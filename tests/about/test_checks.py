import pytest
from django.core.checks.registry import registry
from django.db import DatabaseError
from django.utils import timezone

from newsroom.about import checks
from newsroom.about.models import Authority, Statement
from tests.about.support import make_authority, make_shown, make_statement
from tests.factories import DAY


def ids(messages):
    return [message.id for message in messages]


@pytest.mark.django_db
def test_a_missing_statement_is_warned_of_with_what_to_do():
    make_statement()

    [warning] = checks.check_statement(None)

    assert warning.id == "newsroom_about.W001"
    assert "Tillgänglighetsredogörelser" in warning.hint


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "warned"), [(0, False), (366, False), (367, True)])
def test_one_that_is_more_than_a_year_old_is_warned_of(days, warned):
    make_shown(assessed_on=timezone.localdate() - days * DAY)

    assert ids(checks.check_statement(None)) == (["newsroom_about.W002"] if warned else [])


@pytest.mark.django_db
def test_an_officer_who_cannot_be_reached_is_warned_of():
    assert ids(checks.check_authority(None)) == ["newsroom_about.W003"]
    make_authority()

    assert checks.check_authority(None) == []


def test_where_there_is_no_database_yet_there_is_nothing_to_warn_of(monkeypatch):
    def away(*args):
        raise DatabaseError

    monkeypatch.setattr(type(Statement.objects.all()), "shown", away)
    monkeypatch.setattr(type(Authority.objects.all()), "current", away)
    monkeypatch.setattr(Statement.objects, "shown", away)
    monkeypatch.setattr(Authority.objects, "current", away)

    assert (checks.check_statement(None), checks.check_authority(None)) == ([], [])


def test_only_deployment_asks():
    always = {check.__name__ for check in registry.get_checks()}
    deploy = {check.__name__ for check in registry.get_checks(include_deployment_checks=True)} - always

    assert {"check_statement", "check_authority"} <= deploy
