"""A field for a moment in Swedish local time: a date and a clock, each with its own label."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.moments import local_moment

#: 08:00, 8.00 and 0800; a browser may add the seconds. Not 800 or 8, which may be slips.
_CLOCK = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})(?:[:.]00)?|([0-9]{2})([0-9]{2})")


def read_clock(typed: str) -> dt.time | None:
    """Return the time that somebody typed; None if it is none."""
    match = _CLOCK.fullmatch(typed.strip())
    if match is None:
        return None
    hour, minute = (int(group) for group in match.groups() if group is not None)
    return dt.time(hour, minute) if hour < 24 and minute < 60 else None


class ClockInput(forms.TimeInput):
    """A time as browsers want it, 08:00; what is no time stays as it was typed."""

    input_type = "time"

    def format_value(self, value: Any) -> str | None:
        """Write a time in the one form that a browser shows."""
        clock = value if isinstance(value, dt.time) else read_clock(str(value or ""))
        return clock.strftime("%H:%M") if clock else super().format_value(value)


class ClockField(forms.Field):
    """A time of the day, as people write it."""

    widget = ClockInput
    default_error_messages = {"invalid": _("Write the time like this: 08.00.")}

    def to_python(self, value: Any) -> dt.time | None:
        """Read the time."""
        if value in self.empty_values:
            return None
        clock = value if isinstance(value, dt.time) else read_clock(str(value))
        if clock is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return clock


class DayInput(forms.DateInput):
    """A date in the one form that a browser takes."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Write the date as 2026-11-24, whatever the language."""
        super().__init__(attrs, format="%Y-%m-%d")


class MomentWidget(forms.MultiWidget):
    """Date and time side by side, a group with a label for each."""

    template_name = "admin/newsroom/moment/widget.html"
    use_fieldset = True

    class Media:
        js = ("newsroom/desk-moment.js",)

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Name the two after what they are: `start_day`, `start_clock`."""
        super().__init__({"day": DayInput(), "clock": ClockInput()}, attrs)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Give each of the two its label."""
        context = super().get_context(name, value, attrs)
        for part, label in zip(context["widget"]["subwidgets"], (_("Date"), _("Time")), strict=True):
            part["label"] = label
        return context

    def decompress(self, value: dt.datetime | None) -> list[Any]:
        """Take a moment apart in local time."""
        local = timezone.localtime(value) if value else None
        return [local.date(), local.time().replace(second=0, microsecond=0)] if local else [None, None]


class MomentField(forms.MultiValueField):
    """One instant, asked for as a date and a time in Swedish local time."""

    widget = MomentWidget

    def __init__(self, **kwargs: Any) -> None:
        """Ask for both parts as soon as one of them is given."""
        day = forms.DateField(
            error_messages={
                "incomplete": _("Choose a date."),
                "invalid": _("Write the date like this: 2026-11-24."),
            }
        )
        clock = ClockField(error_messages={"incomplete": _("Choose a time.")})
        super().__init__(fields=(day, clock), require_all_fields=False, **kwargs)

    def compress(self, data_list: list[Any]) -> dt.datetime | None:
        """Return the instant; refuse what a clock change makes impossible or ambiguous."""
        return local_moment(*data_list) if data_list else None
