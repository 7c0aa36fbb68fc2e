"""Times as one says them of a message: "i dag kl. 18.00". The same for everyone who asks at the same time."""

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _


def in_short(moment: dt.datetime, now: dt.datetime | None = None) -> str:
    """Return day and clock in Swedish local time: today, tomorrow and yesterday by those words."""
    local, today = timezone.localtime(moment), timezone.localdate(now)
    clock = local.strftime("%H.%M" if get_language() == "sv" else "%H:%M")
    near = {-1: _("yesterday at %(time)s"), 0: _("today at %(time)s"), 1: _("tomorrow at %(time)s")}
    days = (local.date() - today).days
    if days in near:
        return near[days] % {"time": clock}
    day = date_format(local, "l j F" if local.year == today.year else "l j F Y")
    return _("%(day)s at %(time)s") % {"day": day, "time": clock}
