import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from newsroom.about.actions import begin_assessment, show_statement
from newsroom.about.models import Statement
from tests.about.support import BURDEN, FAULT, make_authority, make_shown, make_statement
from tests.factories import NOW, make_administrator, make_department, make_publisher

pytestmark = pytest.mark.django_db


def test_a_whole_statement_is_shown_and_signed():
    make_authority()
    by = make_administrator()

    shown = show_statement(statement=make_statement(), by=by, at=NOW)

    assert (shown.shown_at, shown.shown_by) == (NOW, by)
    assert Statement.objects.current() == shown


def test_an_unfinished_one_is_refused_with_everything_that_is_missing():
    draft = make_statement(actor="", assessed_on=None)

    with pytest.raises(ValidationError) as refused:
        show_statement(statement=draft, by=make_administrator())

    assert len(refused.value.messages) == 3  # and nobody can be told
    assert Statement.objects.current() is None


def test_what_is_stored_counts_and_not_what_the_caller_holds():
    make_authority()
    draft = make_statement(actor="")
    draft.actor = "Bara i minnet"

    with pytest.raises(ValidationError):
        show_statement(statement=draft, by=make_administrator())


def test_one_is_shown_once():
    shown = make_shown(at=NOW)

    with pytest.raises(ValidationError, match="ändras aldrig"):
        show_statement(statement=shown, by=make_administrator())
    assert Statement.objects.get().shown_at == NOW


def test_the_next_assessment_begins_with_the_rows_and_without_the_verdict():
    shown = make_shown([FAULT, BURDEN])

    draft = begin_assessment(earlier=shown, by=make_administrator())

    assert (draft.compliance, draft.assessed_on, draft.shown_at) == ("", None, None)
    assert (draft.actor, draft.method_text) == (shown.actor, shown.method_text)
    carried = ("kind", "what", "whom", "requirement", "why", "fixed_by", "order")
    assert list(draft.deficiencies.values(*carried)) == list(shown.deficiencies.values(*carried))
    assert Statement.objects.current() == shown


def test_only_administrators_act():
    publisher, shown = make_publisher(make_department()), make_shown()

    for act in (
        lambda: show_statement(statement=make_statement(), by=publisher),
        lambda: begin_assessment(earlier=shown, by=publisher),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert Statement.objects.shown().count() == 1
