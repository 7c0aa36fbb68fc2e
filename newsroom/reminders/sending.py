"""Each mail once, however often and however many at once this runs: claim, send, mark.

A claim is one row in the database, made or taken by one conditional statement in its own transaction. A sender that
is killed leaves its claim, which is taken up after ten minutes: at most one mail too many for each kill, never one
too few.
"""

import datetime as dt
from dataclasses import dataclass
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused
from typing import Any

from django.core.mail import get_connection
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from newsroom.reminders.mails import message_of
from newsroom.reminders.models import STALE, Reminder
from newsroom.reminders.planning import Parcel, Plan, plan

#: So many refusals and the address bounces: the next in the chain is asked instead.
MOST_REFUSALS = 3
#: Seconds the mail server may take to each answer; a whole mail takes less than the ten minutes of a claim.
PATIENCE = 60
Key = tuple[str, str]


@dataclass
class Outcome:
    """How a run went."""

    sent: int = 0
    failed: int = 0
    #: Titles of the pages that nobody can be asked about.
    orphans: tuple[str, ...] = ()


class Sender:
    """One run. `at` moves its clock: to a test's time, or to a Monday to come."""

    def __init__(self, at: dt.datetime | None = None) -> None:
        """Note how far the run's clock is from the real one, which goes on."""
        self._offset = at - timezone.now() if at else dt.timedelta()
        self._connection = get_connection(timeout=PATIENCE)
        self._tried: set[Key] = set()
        self.outcome = Outcome()

    def now(self) -> dt.datetime:
        """Return the run's time."""
        return timezone.now() + self._offset

    def run(self) -> Outcome:
        """Send what is unsent. When an address turns out to bounce, ask the next in the chain at once."""
        while self._send(plan(self.now())):
            pass
        return self.outcome

    def _send(self, made: Plan) -> int:
        """Send the mails of a plan; return how many addresses were given up."""
        self.outcome.orphans = tuple(made.orphans.values())
        given_up = 0
        for parcel in unsent(made, self.now()):
            if (key := (parcel.to.address, parcel.kind)) not in self._tried:
                self._tried.add(key)
                reminder = claim(parcel, made.period, self.now())
                given_up += reminder is not None and self._deliver(reminder)
        return given_up

    def _deliver(self, reminder: Reminder) -> bool:
        """Send a mail that has been claimed, and note how it went; tell whether the address was given up."""
        try:
            message_of(reminder, self._connection).send()
        except Exception as error:  # whatever the mail server says is kept and tried again
            self.outcome.failed += 1
            return note_failure(reminder, error, self.now())
        Reminder.objects.filter(pk=reminder.pk).update(sent_at=self.now(), bounced_at=None, last_error="")
        self.outcome.sent += 1
        return False


def unsent(made: Plan, at: dt.datetime) -> list[Parcel]:
    """Return the parcels that nobody has sent this week, or is sending."""
    rows = Reminder.objects.filter(period=made.period)
    done = set(rows.exclude(pk__in=rows.waiting(at).values("pk")).values_list("address", "kind"))
    return [parcel for key, parcel in sorted(made.parcels.items()) if key not in done]


def claim(parcel: Parcel, period: str, at: dt.datetime) -> Reminder | None:
    """Take a mail to send it, unless it is sent or taken: by making its row, else by a conditional update.

    Of those who make the row at once the database lets one through, and of those who update it too.
    """
    key = {"address": parcel.to.address, "kind": parcel.kind, "period": period}
    fresh = {"user": parcel.to.user, "items": parcel.items, "claimed_at": at}
    row = Reminder.objects.filter(**key)
    if not row.exists():
        try:
            with transaction.atomic():
                return Reminder.objects.create(**key, **fresh, created_at=at, attempts=1)
        except IntegrityError:
            return None
    if not row.waiting(at).exists() or not row.waiting(at).update(**fresh, attempts=F("attempts") + 1):
        return None
    return row.select_related("user").get()


def note_failure(reminder: Reminder, error: Exception, at: dt.datetime) -> bool:
    """Keep what went wrong and let go of the claim; tell whether the address was refused once too often."""
    refusals = reminder.refusals + concerns_address(error)
    given_up = refusals >= MOST_REFUSALS
    ours: dict[str, Any] = {"pk": reminder.pk, "claimed_at": reminder.claimed_at}
    Reminder.objects.filter(**ours, sent_at=None).update(
        claimed_at=None,
        refusals=refusals,
        bounced_at=at if given_up else None,
        last_error=f"{type(error).__name__}: {error}"[:300],
    )
    return given_up


def try_again(reminders: QuerySet[Reminder], at: dt.datetime) -> int:
    """Let the next run send what failed, and use the addresses that were given up; return how many rows that is.

    What somebody is sending just now is left alone.
    """
    stopped = reminders.filter(sent_at=None).exclude(claimed_at__gte=at - STALE)
    addresses = set(stopped.values_list("address", flat=True))
    count = stopped.update(claimed_at=None, refusals=0, bounced_at=None)
    Reminder.objects.filter(address__in=addresses).exclude(bounced_at=None).update(refusals=0, bounced_at=None)
    return count


def concerns_address(error: Exception) -> bool:
    """Tell whether a failure lies with the address, not with a mail server that is down for everybody."""
    if isinstance(error, SMTPException):
        return isinstance(error, SMTPRecipientsRefused | SMTPDataError)
    return not isinstance(error, OSError)
