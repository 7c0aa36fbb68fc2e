import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from newsroom.about.models import Deficiency, Statement
from tests.about.support import BURDEN, FAULT, OUTSIDE, make_shown, make_statement
from tests.factories import DAY, NOW

pytestmark = pytest.mark.django_db


def test_the_current_one_is_the_latest_shown_and_a_draft_is_none():
    assert Statement.objects.current() is None
    earlier, later = make_shown(at=NOW - 400 * DAY), make_shown(at=NOW - DAY)
    make_statement()

    assert Statement.objects.current() == later
    assert list(Statement.objects.shown()) == [later, earlier]


def test_its_day_of_update_is_the_swedish_day_it_was_shown():
    late = dt.datetime(2026, 6, 1, 22, 30, tzinfo=dt.UTC)

    assert make_shown(at=late).updated_on == dt.date(2026, 6, 2)
    assert make_statement().updated_on is None


def test_what_has_been_shown_is_neither_changed_nor_deleted():
    shown = make_shown()
    row = shown.deficiencies.get()
    shown.compliance = "wholly"
    row.what = "Inget"
    attempts = [shown.save, shown.delete, row.save, row.delete, Deficiency(statement=shown, what="Ny").save]

    for attempt in attempts:
        with pytest.raises(ValidationError, match="ändras aldrig"):
            attempt()
    assert (Statement.objects.get().compliance, Deficiency.objects.get().what) == ("partly", FAULT["what"])


def test_a_draft_is_changed_and_deleted_with_its_rows():
    draft = make_statement()
    draft.deficiencies.get().save()
    draft.save()
    draft.delete()

    assert not Deficiency.objects.exists()


def test_an_assessment_is_not_made_tomorrow():
    today = timezone.localdate()
    Statement(assessed_on=today).full_clean()

    with pytest.raises(ValidationError, match="inte har varit"):
        Statement(assessed_on=today + DAY).full_clean()


def test_rows_are_given_by_kind_in_their_order():
    statement = make_statement([FAULT, OUTSIDE, BURDEN, FAULT | {"what": "Den andra"}])

    assert [row.what for row in statement.rows(Deficiency.Kind.FAULT)] == [FAULT["what"], "Den andra"]
    assert [row.kind for row in statement.rows(Deficiency.Kind.BURDEN)] == ["burden"]


def test_a_long_row_is_shortened_where_it_is_named():
    assert str(Deficiency(what="å" * 61)) == "å" * 59 + "…"
    assert str(Deficiency(what="å" * 60)) == "å" * 60


@pytest.mark.parametrize(
    "fields", [{"compliance": "maybe"}, {"method": "guess"}, {"shown_at": NOW}], ids=["compliance", "method", "signed"]
)
def test_the_database_refuses_what_makes_no_sense(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_statement(**fields)


def test_the_database_knows_three_reasons():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_statement([FAULT | {"kind": "lazy"}])
