"""Make the index of the search anew."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import ngettext

from newsroom.search import indexing


class Command(BaseCommand):
    """Index every version that has an interval. Running it twice changes nothing."""

    help = "Make the search index anew. Never needed in daily life; after rows were written around the application."

    def add_arguments(self, parser: CommandParser) -> None:
        """Let only what is missing be added."""
        parser.add_argument("--missing", action="store_true", help="only add what the index lacks")

    def handle(self, *args: Any, missing: bool, **options: Any) -> None:
        """Index, and tell how many."""
        begun = time.monotonic()
        count = indexing.complete() if missing else indexing.rebuild()
        message = ngettext(
            "%(count)d version indexed in %(seconds).1f s.", "%(count)d versions indexed in %(seconds).1f s.", count
        )
        self.stdout.write(message % {"count": count, "seconds": time.monotonic() - begun})
