"""`manage.py import_release FILE`: read a press release from plain text."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from newsroom.exchange.document import UnreadableText
from newsroom.exchange.importer import import_release
from newsroom.exchange.reader import read_release


class Command(BaseCommand):
    """Read one file; store all of it, or nothing."""

    help = "Import a press release from a plain text file (UTF-8)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Import the file and say what happened."""
        try:
            imported = import_release(read_release(_text_of(file)))
        except UnreadableText as error:
            raise CommandError(_("%(file)s: %(fault)s Nothing was stored.") % {"file": file.name, "fault": error}) from error
        except ValidationError as error:
            faults = " ".join(error.messages)
            raise CommandError(_("%(file)s: %(fault)s Nothing was stored.") % {"file": file.name, "fault": faults}) from error
        message = _("Imported: %s") if imported.is_new else _("Already here, nothing was changed: %s")
        self.stdout.write(message % imported.release.headline)


def _text_of(file: Path) -> str:
    """Return the text of the file. Raises CommandError when it is not there or not text."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise CommandError(_("The file %s cannot be read.") % file) from error
    except UnicodeDecodeError as error:
        raise CommandError(_("The file %s is not text in UTF-8.") % file) from error
