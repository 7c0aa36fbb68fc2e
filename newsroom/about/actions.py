"""Two verbs of the accessibility statement: show it, and begin the next one from it."""

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from newsroom.about.items import missing
from newsroom.about.models import Authority, Deficiency, Statement
from newsroom.models import User

#: What a new assessment takes over from the one before: all but its dates and its verdict.
CARRIED = ("actor", "service", "method", "method_text", "claims_no_burden", "has_nothing_outside")
ROW = ("kind", "what", "whom", "requirement", "why", "fixed_by", "order")


@transaction.atomic
def show_statement(*, statement: Statement, by: User, at: dt.datetime | None = None) -> Statement:
    """Put a complete statement on the page, for ever as it is; ValidationError names what is missing."""
    if not by.is_administrator:
        raise PermissionDenied
    fresh = Statement.objects.select_for_update().get(pk=statement.pk)
    if lacking := missing(fresh, Authority.objects.current()):
        raise ValidationError(lacking)
    fresh.shown_at, fresh.shown_by = at or timezone.now(), by
    fresh.save()
    return fresh


@transaction.atomic
def begin_assessment(*, earlier: Statement, by: User) -> Statement:
    """Return a draft that starts from an earlier statement: its rows are there to be struck out one by one."""
    if not by.is_administrator:
        raise PermissionDenied
    draft = Statement.objects.create(**{name: getattr(earlier, name) for name in CARRIED})
    for row in earlier.deficiencies.all():
        Deficiency.objects.create(statement=draft, **{name: getattr(row, name) for name in ROW})
    return draft
