"""The chain of recipients never ends empty: this says when it would."""

from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import DatabaseError
from django.utils.translation import gettext as _

from newsroom.reminders.recipients import administrators, fallback


@register()
def check_fallback_addresses(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Demand addresses that can be one."""
    return [
        Error(
            _("“%s” is not an e-mail address.") % recipient.address,
            hint=_("Write REVIEW_FALLBACK_EMAIL as addresses with commas between."),
            id="newsroom_reminders.E001",
        )
        for recipient in fallback()
        if not _is_address(recipient.address)
    ]


@register(deploy=True)
def check_last_recipients(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Demand somebody at the end of the chain. Where there is no database yet, there is nothing to remind of."""
    try:
        if fallback() or administrators():
            return []
    except DatabaseError:
        return []
    return [
        Error(
            _("Nobody gets the reminders that nobody else can take."),
            hint=_("Set REVIEW_FALLBACK_EMAIL, or give an active administrator an e-mail address."),
            id="newsroom_reminders.E002",
        )
    ]


def _is_address(text: str) -> bool:
    """Tell whether it may be an address."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
