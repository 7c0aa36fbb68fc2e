"""The verbs: set a message, correct it, end it, and say that it is over. Publishers of any department may."""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from newsroom.alert.models import Alert
from newsroom.models import Membership, User

#: What happens to the messages that a new one would meet.
REPLACE, AFTER = "replace", "after"
MOST = dt.timedelta(days=30)
CLEAR_HOURS = 2


class Meets(ValidationError):
    """Other messages are shown, or are to be, while the new one would be. Somebody must say what becomes of them."""

    def __init__(self, others: list[Alert]) -> None:
        """Keep the others."""
        super().__init__(_("Another message is in the way. Choose what is to become of it."), code="meets")
        self.others = others


def may_set(by: Any) -> bool:
    """Tell whether a person may set and end messages: whoever publishes in some department, and administrators."""
    if not (isinstance(by, User) and by.is_active):
        return False
    return by.is_administrator or bool(by.department_ids(Membership.Role.PUBLISHER))


def set_alert(
    *,
    by: User,
    words: dict[str, str],
    valid_until: dt.datetime,
    starts_at: dt.datetime | None = None,
    others: str = "",
    seen: set[int] | None = None,
    follows: Alert | None = None,
    at: dt.datetime | None = None,
) -> Alert:
    """Show a message, at once or from a time on.

    One that it would meet is closed, or goes before (`others`), if it is one of those that were on screen when that
    was answered (`seen`: their keys; None: any). Raises Meets where that is still to be asked.
    """
    _require(by)
    at = at or timezone.now()
    start = max(starts_at or at, at)
    try:
        with transaction.atomic():
            met = list(Alert.objects.within(start, valid_until))
            if met and (others not in (REPLACE, AFTER) or _unseen(met, seen)):
                raise Meets(met)
            if met and others == AFTER:
                start, met = max(other.ends_at for other in met), []
            _check(start, valid_until, at)
            for other in met:
                _close(other, by, start if other.starts_at < start else at)
            return _write(by, words, start, valid_until, follows or _corrected(met, start), at)
    except IntegrityError as error:
        raise _beaten() from error


def clear_alert(
    *, alert: Alert, by: User, words: dict[str, str], hours: int = CLEAR_HOURS, at: dt.datetime | None = None
) -> Alert:
    """Say that it is over: the message ends now, and what is said of that stands in its place for some hours."""
    _require(by)
    at = at or timezone.now()
    if alert.kind == Alert.Kind.CLEAR or not alert.is_public(at):
        raise ValidationError(_("The message is over already."))
    until = at + dt.timedelta(hours=hours)
    try:
        with transaction.atomic():
            _close(alert, by, at)
            following = Alert.objects.within(at, until).first()
            end = following.starts_at if following else until
            return _write(by, words | {"kind": Alert.Kind.CLEAR}, at, end, alert, at)
    except IntegrityError as error:
        raise _beaten() from error


def end_alert(*, alert: Alert, by: User, at: dt.datetime | None = None) -> None:
    """End a message without a word, or cancel one that lies ahead; what it was to replace is shown on."""
    _require(by)
    at = at or timezone.now()
    try:
        with transaction.atomic():
            _close(alert, by, at)
            if alert.starts_at > at and alert.follows_id:
                replaced = Alert.objects.filter(pk=alert.follows_id, closed_at=alert.starts_at)
                replaced.update(closed_at=None, closed_by=None)
    except IntegrityError as error:
        raise _beaten() from error


def clear_words(alert: Alert) -> dict[str, str]:
    """Return what is proposed to be said when a message is over."""
    words = {"headline": str(_("The danger is over")), "text": _no_longer(alert.headline)}
    if not alert.headline_en:
        return words | {"headline_en": "", "text_en": ""}
    with override("en"):
        return words | {"headline_en": _("The danger is over"), "text_en": _no_longer(alert.headline_en)}


def _no_longer(headline: str) -> str:
    """Say that a message does not apply any more."""
    return _("The message “%(headline)s” no longer applies.") % {"headline": headline}


def _unseen(met: list[Alert], seen: set[int] | None) -> bool:
    """Tell whether a message is in the way that nobody was asked about."""
    return seen is not None and any(other.pk not in seen for other in met)


def _require(by: User) -> None:
    """Refuse who may not."""
    if not may_set(by):
        raise PermissionDenied(_("Only publishers and administrators set important messages."))


def _check(start: dt.datetime, until: dt.datetime, at: dt.datetime) -> None:
    """Refuse an end that is no end."""
    if until <= at:
        raise ValidationError({"valid_until": _("Choose an end that lies ahead.")})
    if until <= start:
        raise ValidationError({"valid_until": _("The message would end before it begins.")})
    if until - start > MOST:
        text = _("A message is shown for at most %(days)d days. Renew it if it is needed longer.")
        raise ValidationError({"valid_until": text % {"days": MOST.days}})


def _write(
    by: User, words: dict[str, str], start: dt.datetime, until: dt.datetime, follows: Alert | None, at: dt.datetime
) -> Alert:
    """Write the row."""
    alert = Alert(**words, starts_at=start, valid_until=until, follows=follows, created_at=at, created_by=by)
    alert.full_clean(validate_constraints=False)
    alert.save(force_insert=True)
    return alert


def _corrected(met: list[Alert], start: dt.datetime) -> Alert | None:
    """Return the message that is shown when a new one takes its place."""
    return next((other for other in met if other.starts_at < start), None)


def _close(alert: Alert, by: User, at: dt.datetime) -> None:
    """Note when a message ends before its time, unless it has ended."""
    still = Alert.objects.filter(pk=alert.pk, valid_until__gt=at).exclude(closed_at__lte=at)
    if not still.update(closed_at=at, closed_by=by):
        raise ValidationError(_("The message is over already."))


def _beaten() -> ValidationError:
    """Say that a colleague was quicker."""
    return ValidationError(_("A colleague has just set or ended a message. Look at what is shown now, and try again."))
