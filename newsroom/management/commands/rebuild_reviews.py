"""`manage.py rebuild_reviews`: work out when every page was reviewed and is due, from the rows, and store it.

Needed after another interval for the whole site (REVIEW_INTERVAL_MONTHS); `--check` tells whether it is.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsroom.reviewing import rebuild, wrong_subjects

#: How many pages are named.
MOST_NAMED = 20


class Command(BaseCommand):
    """Store the index anew, or compare it."""

    help = "Work out the dates of all reviews from the rows, and store them."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --check."""
        parser.add_argument("--check", action="store_true", help="Compare only; end with 1 if anything differs.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, or compare."""
        if options["check"]:
            self._check()
            return
        count = rebuild()
        text = ngettext("%(count)d page was put right.", "%(count)d pages were put right.", count)
        self.stdout.write(text % {"count": count})

    def _check(self) -> None:
        """Compare; name what differs and end with 1."""
        count = 0
        named: list[str] = []
        for subject in wrong_subjects():
            count += 1
            if len(named) < MOST_NAMED:
                named.append(f"{subject.kind_label} {subject.owner_object.pk}: {subject}")
        if not count:
            self.stdout.write(_("The stored dates of all reviews are right."))
            return
        text = ngettext(
            "The stored dates of %(count)d page are not what the reviews say:",
            "The stored dates of %(count)d pages are not what the reviews say:",
            count,
        )
        self.stderr.write("\n".join([text % {"count": count}, *(f"  {name}" for name in named)]))
        self.stderr.write(_("Run: %s") % "python manage.py rebuild_reviews")
        raise SystemExit(1)
