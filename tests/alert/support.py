"""Makers of important messages."""

from newsroom.alert.actions import set_alert
from newsroom.alert.models import Alert
from tests.factories import DAY, HOUR, NOW, make_administrator

WORDS = {
    "headline": "Koka vattnet i Sylte",
    "text": "Bakterier har hittats i dricksvattnet. Koka allt vatten som du dricker.",
}


def make_alert(**fields):
    """Write a row as it is, past or to come, without asking anybody."""
    values = {**WORDS, "starts_at": NOW - HOUR, "valid_until": NOW + 11 * HOUR, "created_at": NOW - HOUR}
    if "created_by" not in fields:
        fields["created_by"] = make_administrator()
    if fields.get("closed_at"):
        fields.setdefault("closed_by", fields["created_by"])
    return Alert.objects.create(**values | fields)


def put_up(by=None, *, at=None, words=None, **more):
    """Set a message as the desk does."""
    more.setdefault("valid_until", (at or NOW) + DAY)
    return set_alert(by=by or make_administrator(), words=WORDS | (words or {}), at=at or NOW, **more)
