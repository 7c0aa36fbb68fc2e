"""`manage.py demo`: a believable newsroom to read, log in to and edit, from one command."""

import os
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from newsroom.demo import loader
from newsroom.demo.people import LOGINS


class Command(BaseCommand):
    """Migrate, fill an empty database, say where to go, and serve."""

    help = "Start a demo newsroom on this machine."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the port, and whether to serve at all."""
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-serve", action="store_true")

    def handle(self, *args: Any, port: int, no_serve: bool, **options: Any) -> None:
        """Make ready, then serve until the person stops it."""
        if not settings.DEMO:
            raise CommandError(_("Start the demo with: %s") % "python manage.py demo")
        password = os.environ["DEMO_PASSWORD"]
        call_command("migrate", verbosity=0)
        if loader.is_empty():
            loader.load(password)
        else:
            self.stdout.write(_("There is data already; it is kept as it is."))
        self._greet(port, password)
        if not no_serve:
            call_command("runserver", f"127.0.0.1:{port}", use_reloader=False, skip_checks=True)

    def _greet(self, port: int, password: str) -> None:
        """Print the addresses, and one login for each role."""
        site = f"http://127.0.0.1:{port}"
        lines = [
            (_("The newsroom"), f"{site}/"),
            (_("The desk"), f"{site}/admin/"),
            (_("Password of every login"), password),
        ]
        for login in LOGINS:
            role = login.role.label if login.role else _("administrator")
            lines.append((login.username, f"{login.first_name} {login.last_name}, {role}"))
        self.stdout.write("\n".join(["", *(f"  {name:<26} {value}" for name, value in lines), ""]))
