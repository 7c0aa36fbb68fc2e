"""`manage.py send_letters`: send the mail that waits. It may run often, twice, or many at once."""

import datetime as dt
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.core.management.base import BaseCommand
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from newsroom.models import Letter

#: After this long a claim was left behind by a sender that died.
STALE = dt.timedelta(minutes=10)
MAX_ATTEMPTS = 20


class Command(BaseCommand):
    """Claim a letter, send it, mark it: one at a time, so that a failure touches no other."""

    help = "Send the mail that waits."

    def handle(self, *args: Any, **options: Any) -> None:
        """Send everything that is due."""
        connection, sent, failed = get_connection(), 0, 0
        for pk in waiting().values_list("pk", flat=True):
            if not claim(pk):
                continue
            if fault := deliver(Letter.objects.select_related("to").get(pk=pk), connection):
                failed += 1
                Letter.objects.filter(pk=pk).update(last_error=fault[:300], claimed_at=None)
            else:
                sent += 1
                Letter.objects.filter(pk=pk).update(sent_at=timezone.now(), last_error="")
        self.stdout.write(_("Sent: %(sent)d. Failed: %(failed)d.") % {"sent": sent, "failed": failed})


def waiting() -> Any:
    """Return the letters that nobody has sent or is sending."""
    free = Q(claimed_at=None) | Q(claimed_at__lt=timezone.now() - STALE)
    return Letter.objects.filter(free, sent_at=None, attempts__lt=MAX_ATTEMPTS).order_by("pk")


def claim(pk: int) -> bool:
    """Take a letter, unless somebody else has: the update is conditional in the database."""
    return bool(waiting().filter(pk=pk).update(claimed_at=timezone.now(), attempts=F("attempts") + 1))


def deliver(letter: Letter, connection: Any) -> str:
    """Send one letter; return what went wrong, or ""."""
    message = EmailMessage(letter.subject, letter.body, to=[letter.to.email], connection=connection)
    message.extra_headers["Auto-Submitted"] = "auto-generated"
    try:
        message.send()
    except Exception as error:  # whatever the mail server says is kept and tried again
        return f"{type(error).__name__}: {error}"
    return ""
