"""`manage.py tell_of_answers`: tell the departments that readers have written. It may run often, or twice at once."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from newsroom.feedback.letters import tell_departments


class Command(BaseCommand):
    """Write at most one letter a day to each person; `send_letters` sends them."""

    help = "Tell the departments that readers have written."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the letters."""
        self.stdout.write(_("Letters written: %(count)d.") % {"count": tell_departments()})
