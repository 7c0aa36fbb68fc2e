"""`manage.py send_reminders`: the week's reminders of reviews. It may run often, twice, or many at once."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from newsroom.reminders.planning import plan
from newsroom.reminders.sending import Sender, unsent


class Command(BaseCommand):
    """One mail a week to each person who has something to review, and word to the heads of what is late."""

    help = "Send the week's reminders of pages to review."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take another time than now, and whether to send at all."""
        parser.add_argument("--at", help="as if it were this time, for example 2026-11-30T07:30")
        parser.add_argument("--dry-run", action="store_true", help="list the mails and send none")

    def handle(self, *args: Any, at: str | None, dry_run: bool, **options: Any) -> None:
        """Send, and fail loudly if there are pages that nobody can be asked about."""
        moment = moment_of(at) if at else None
        if dry_run:
            self._list(moment or timezone.now())
            return
        done = Sender(moment).run()
        self.stdout.write(_("Sent: %(sent)d. Failed: %(failed)d.") % {"sent": done.sent, "failed": done.failed})
        if done.orphans:
            raise CommandError(
                _("Nobody can be reminded of: %s. Set REVIEW_FALLBACK_EMAIL.") % "; ".join(done.orphans[:10])
            )

    def _list(self, at: dt.datetime) -> None:
        """Write who would get what."""
        for parcel in unsent(plan(at), at):
            self.stdout.write(f"{parcel.to.address}\t{parcel.kind}\t{len(parcel.items)}")


def moment_of(text: str) -> dt.datetime:
    """Return the time that was typed; without a time zone it is Swedish time."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(_("Write the time as 2026-11-30T07:30.")) from None
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment
