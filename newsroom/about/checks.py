"""What the law wants told on the site, and nobody has written yet."""

import datetime as dt
from typing import Any

from django.core.checks import CheckMessage, Warning, register
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from newsroom.about.models import Authority, Statement

#: A statement older than this tells of another newsroom.
STALE = dt.timedelta(days=366)


@register(deploy=True)
def check_statement(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warn where the accessibility statement is missing or old. Without a database there is nothing to tell yet."""
    try:
        statement = Statement.objects.shown().first()
    except DatabaseError:
        return []
    if statement is None:
        message = _("The accessibility statement has not been written.")
        return [Warning(message, hint=_hint(), id="newsroom_about.W001")]
    assert statement.assessed_on is not None
    if timezone.localdate() - statement.assessed_on > STALE:
        message = _("The accessibility statement is from %s: more than a year old.") % statement.assessed_on
        return [Warning(message, hint=_hint(), id="newsroom_about.W002")]
    return []


def _hint() -> str:
    """Return where the statement is written."""
    return _("Fill it in at the desk, under “Accessibility statements”. The law (2018:1937) demands it.")


@register(deploy=True)
def check_authority(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warn where nobody can be reached about personal data."""
    try:
        authority = Authority.objects.current()
    except DatabaseError:
        return []
    if authority.has_officer:
        return []
    return [
        Warning(
            _("The page about personal data does not say how to reach the data protection officer."),
            hint=_("Fill it in at the desk, under “The authority”. Article 13 of the GDPR demands it."),
            id="newsroom_about.W003",
        )
    ]
