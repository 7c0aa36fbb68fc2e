"""`manage.py import_release FILE`: read a press release from plain text."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from newsroom.exchange.document import UnreadableText
from newsroom.exchange.importer import import_release
from newsroom.exchange.reader import read_release
from newsroom.models import Contact, Department, Release, Telephone

MODELS = (Telephone, Contact, Department, Release)


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
            raise CommandError(
                _("%(file)s: %(fault)s Nothing was stored.") % {"file": file.name, "fault": error}
            ) from error
        except ValidationError as error:
            raise CommandError(
                _("%(file)s: %(fault)s Nothing was stored.") % {"file": file.name, "fault": _faults(error)}
            ) from error
        message = _("Imported: %s") if imported.is_new else _("Already here, nothing was changed: %s")
        self.stdout.write(message % imported.release.headline)


def _faults(error: ValidationError) -> str:
    """Return what does not fit, each fault with the name of its field."""
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    names = {f.name: str(getattr(f, "verbose_name", f.name)) for m in MODELS for f in m._meta.get_fields()}
    return " ".join(f"{names.get(field, field)}: {' '.join(texts)}" for field, texts in error.message_dict.items())


def _text_of(file: Path) -> str:
    """Return the text of the file. Raises CommandError when it is not there or not text."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise CommandError(_("The file %s cannot be read.") % file) from error
    except UnicodeDecodeError as error:
        raise CommandError(_("The file %s is not text in UTF-8.") % file) from error
