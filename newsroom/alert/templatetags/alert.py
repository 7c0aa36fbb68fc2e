"""The important message in templates: above every public page, and on the start page of the desk."""

import logging
from typing import Any

from django import template
from django.template.context import Context
from django.utils import timezone

from newsroom.alert.actions import may_set
from newsroom.alert.banner import Banner, banner_of
from newsroom.alert.models import Alert
from newsroom.alert.words import in_short

logger = logging.getLogger(__name__)
register = template.Library()


@register.simple_tag
def important_message() -> Banner | None:
    """Return what stands above the page. Error pages ask too, also when the database is away: no fault here may cost
    a reader the page.
    """
    now = timezone.now()
    try:
        alert = Alert.objects.public(now).first()
        return banner_of(alert, now) if alert else None
    except Exception:  # whatever it is
        logger.warning("The important message could not be read.", exc_info=True)
        return None


@register.simple_tag(takes_context=True)
def alert_at_the_desk(context: Context) -> dict[str, Any]:
    """Return how it stands, for those who may set a message; nothing for the others."""
    by = context["request"].user
    if not may_set(by):
        return {}
    now = timezone.now()
    return {"shown": Alert.objects.public(now).first(), "ahead": Alert.objects.ahead(now).first()}


@register.filter
def said_in_short(moment: Any) -> str:
    """Return a moment as "i dag kl. 18.00"."""
    return in_short(moment)
