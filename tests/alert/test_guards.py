"""What Python promises of messages, tried by raw SQL on both databases."""

import pytest
from django.db import IntegrityError, connection, transaction

from newsroom.alert import guards
from newsroom.alert.models import Alert
from tests.alert.support import make_alert
from tests.factories import DAY, HOUR, NOW, SECOND, make_administrator

pytestmark = pytest.mark.django_db


def refused(sql, *params):
    """Run SQL that the database must refuse."""
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)
    return True


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("headline", "Något annat"),
        ("text", "Något annat"),
        ("headline_en", "Something else"),
        ("text_en", "Something else"),
        ("link_text", "Något annat"),
        ("kind", "warning"),
        ("starts_at", NOW - DAY),
        ("valid_until", NOW + DAY),
        ("created_at", NOW - DAY),
    ],
)
def test_nothing_of_a_row_changes(column, value):
    alert = make_alert()

    with pytest.raises(IntegrityError), transaction.atomic():
        Alert.objects.filter(pk=alert.pk).update(**{column: value})

    assert Alert.objects.filter(**{column: getattr(alert, column)}).exists()


def test_every_column_but_those_of_the_closing_is_guarded():
    columns = {field.column for field in Alert._meta.concrete_fields}

    assert set(guards._written()) == columns - {"closed_at", "closed_by_id"}


def test_a_row_is_never_deleted_or_written_over():
    alert = make_alert()

    assert refused(f"DELETE FROM {guards.TABLE}")
    if connection.vendor == "sqlite":
        assert refused(f"INSERT OR REPLACE INTO {guards.TABLE} SELECT * FROM {guards.TABLE}")
    else:
        connection.check_constraints()  # nothing pending, which would be refused for another reason
        assert refused(f"TRUNCATE {guards.TABLE} CASCADE")
    assert Alert.objects.get() == alert


def test_a_message_can_be_closed_now_or_later_but_not_in_the_past():
    alert, by = make_alert(), make_administrator()
    row = Alert.objects.filter(pk=alert.pk)

    assert row.update(closed_at=NOW + HOUR, closed_by=by)
    assert row.update(closed_at=None, closed_by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.update(closed_at=NOW - HOUR, closed_by=by)


@pytest.mark.parametrize("fields", [{"closed_at": NOW - SECOND}, {"starts_at": NOW - DAY, "valid_until": NOW - HOUR}])
def test_an_end_that_has_passed_never_changes(fields):
    alert = make_alert(**fields)
    row = Alert.objects.filter(pk=alert.pk)

    for closed_at, by in ((None, None), (NOW + HOUR, make_administrator())):
        if (closed_at, by) != (alert.closed_at, alert.closed_by):
            with pytest.raises(IntegrityError), transaction.atomic():
                row.update(closed_at=closed_at, closed_by=by)


@pytest.mark.parametrize(
    ("start", "end"),
    [(NOW, NOW + HOUR), (NOW + HOUR, NOW + 3 * DAY), (NOW - DAY, NOW), (NOW - 2 * DAY, NOW + 2 * DAY)],
)
def test_two_messages_never_meet(start, end):
    make_alert(starts_at=NOW - HOUR, valid_until=NOW + DAY)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_alert(starts_at=start, valid_until=end)


@pytest.mark.parametrize(("start", "end"), [(NOW + DAY, NOW + 2 * DAY), (NOW - DAY, NOW - HOUR)])
def test_one_may_begin_as_the_other_ends(start, end):
    make_alert(starts_at=NOW - HOUR, valid_until=NOW + DAY)

    assert make_alert(starts_at=start, valid_until=end)


def test_where_one_was_closed_or_cancelled_there_is_room():
    make_alert(starts_at=NOW - HOUR, valid_until=NOW + DAY, closed_at=NOW)
    make_alert(starts_at=NOW + HOUR, valid_until=NOW + DAY, closed_at=NOW)

    assert make_alert(starts_at=NOW, valid_until=NOW + DAY)


def test_a_message_is_not_opened_again_over_another():
    alert = make_alert(closed_at=NOW + HOUR)
    make_alert(starts_at=NOW + HOUR, valid_until=NOW + 2 * HOUR)

    with pytest.raises(IntegrityError), transaction.atomic():
        Alert.objects.filter(pk=alert.pk).update(closed_at=None, closed_by=None)


def test_installing_twice_changes_nothing():
    guards.install(connection)
    guards.install(connection)

    make_alert()
    assert refused(f"DELETE FROM {guards.TABLE}")
