#!/usr/bin/env python3
"""Run a management command: `python manage.py demo` is the one to start with."""

import os
import sys

from config.environment import prepare


def main() -> None:
    """Hand the command line to Django; a wrong environment gives a sentence, not a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    prepare(sys.argv)
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
