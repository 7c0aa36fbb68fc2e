"""System checks: what an operator must know before the site goes live."""

import sqlite3
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connection
from django.utils.translation import gettext as _

from config.environment import INSTALL, missing_packages
from newsroom.colours import is_colour
from newsroom.pictures import SANS, SERIF, Type

#: The first releases in which SQLite cannot corrupt a database when two connections reset the WAL at once
#: (sqlite.org/wal.html#walresetbug): the main line and the two branches that got the repair.
REPAIRED = (3, 51, 3)
REPAIRED_BRANCHES = {(3, 44): 6, (3, 50): 7}


@register(Tags.compatibility)
def check_packages(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Name every package that is missing, with the command that installs it."""
    wanted = {"psycopg": "psycopg[binary,pool]"} if "postgresql" in settings.DATABASES["default"]["ENGINE"] else {}
    return [
        Error(_("The package %s is missing.") % name, hint=_("Run: %s") % INSTALL, id="newsroom.E001")
        for name in [*missing_packages(), *missing_packages(wanted)]
    ]


def has_wal_reset_fault(version: tuple[int, ...]) -> bool:
    """Tell whether an SQLite of this version has the WAL-reset fault."""
    if version >= REPAIRED:
        return False
    return version[2] < REPAIRED_BRANCHES.get((version[0], version[1]), 1_000_000)


@register(Tags.database, deploy=True)
def check_sqlite(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warn of an SQLite that can, rarely, damage the database when several processes write."""
    if connection.vendor != "sqlite" or not has_wal_reset_fault(sqlite3.sqlite_version_info):
        return []
    return [
        Warning(
            _("SQLite %s has the WAL-reset fault, which can damage the database.") % sqlite3.sqlite_version,
            hint=_(
                "Use PostgreSQL (DATABASE_URL), or a Python with SQLite 3.51.3 or later. "
                "Until then run one process (gunicorn --workers 1) and take backups."
            ),
            id="newsroom.W001",
        )
    ]


@register(deploy=True)
def check_static_files(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Demand collected static files where their names are hashed."""
    if not settings.HASHED_STATIC or (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        return []
    return [
        Error(
            _("The static files have not been collected."),
            hint=_("Run: %s") % "python manage.py collectstatic --no-input",
            id="newsroom.E002",
        )
    ]


@register()
def check_colour(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Demand a colour that can be read."""
    if is_colour(settings.SITE_COLOUR):
        return []
    return [Error(_("SITE_COLOUR must be written as #00577d."), id="newsroom.E003")]


@register(deploy=True)
def check_type(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Demand a Pillow that can read the site's own type: a few builds of it cannot (FreeType without Brotli)."""
    try:
        for files in (SERIF, SANS):
            Type(files, 20)
    except (OSError, ImportError):
        hint = _("Install Pillow from PyPI: pip install --force-reinstall --only-binary :all: pillow")
        return [Error(_("Pillow cannot read the fonts, so releases have no pictures."), hint=hint, id="newsroom.E004")]
    return []
