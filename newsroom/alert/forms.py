"""What the press officer on duty fills in: one screen for a message, and two fields for the all-clear."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from newsroom.admin.moment_field import MomentField
from newsroom.alert.actions import AFTER, CLEAR_HOURS, REPLACE
from newsroom.alert.links import headline_at, newest_pages, tidy_link
from newsroom.alert.models import Alert
from newsroom.html import clean_characters

Kind = Alert.Kind
NOW, LATER, OTHER = "now", "later", "other"
HOURS = (2, 6, 12, 24, 72)
DEFAULT_HOURS = 12
QUARTER = dt.timedelta(minutes=15)
TEXTS = ("headline", "text", "headline_en", "text_en", "link_text", "link_text_en")


def _line(label: Any, *, most: int = 120, required: bool = False, **more: Any) -> forms.CharField:
    """Return a field for one line."""
    widget = forms.TextInput(attrs={"class": "vTextField"} | more.pop("attrs", {}))
    return forms.CharField(label=label, max_length=most, required=required, widget=widget, **more)


def _lines(label: Any, *, rows: int = 3, **more: Any) -> forms.CharField:
    """Return a field for a few sentences."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=600, required=False, widget=area, **more)


class PageInput(forms.TextInput):
    """An address, with the newest pages to choose among: the browser's own list, without a script."""

    template_name = "alert/page_input.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the pages."""
        context = super().get_context(name, value, attrs)
        return context | {"pages": newest_pages(), "list_id": f"{name}_pages"}


class TidyForm(forms.Form):
    """A form whose words hold no characters that deceive."""

    def clean(self) -> dict[str, Any]:
        """Tidy the words."""
        data = super().clean() or self.cleaned_data
        for name in TEXTS:
            if isinstance(data.get(name), str):
                data[name] = clean_characters(data[name]).strip()
        return data


class AlertForm(TidyForm):
    """A message: what it says, where it leads, and how long it is shown."""

    kind = forms.ChoiceField(
        label=gettext_lazy("How grave is it?"),
        choices=[
            (Kind.MESSAGE, gettext_lazy("Important message: something that many need to know")),
            (Kind.WARNING, gettext_lazy("Warning: danger to life, health or property")),
        ],
        initial=Kind.MESSAGE,
        widget=forms.RadioSelect,
    )
    headline = _line(
        gettext_lazy("Headline: what has happened, and what people shall do"),
        required=True,
        attrs={"autofocus": True, "autocomplete": "off"},
    )
    text = _lines(gettext_lazy("Text"), help_text=gettext_lazy("Two or three short sentences. May be left out."))
    link_url = forms.CharField(
        label=gettext_lazy("Link"),
        max_length=300,
        required=False,
        widget=PageInput(attrs={"class": "vTextField", "autocomplete": "off", "list": "link_url_pages"}),
        help_text=gettext_lazy("Choose one of the newest releases, or write an address."),
    )
    link_text = _line(
        gettext_lazy("Words of the link"), help_text=gettext_lazy("Empty: the headline of the release it leads to.")
    )
    headline_en = _line(gettext_lazy("Headline in English"))
    text_en = _lines(gettext_lazy("Text in English"))
    link_text_en = _line(gettext_lazy("Words of the link in English"))
    until = forms.ChoiceField(
        label=gettext_lazy("For how long?"), initial=str(DEFAULT_HOURS), widget=forms.RadioSelect, choices=[]
    )
    valid_until = MomentField(label=gettext_lazy("Until"), required=False)
    when = forms.ChoiceField(
        label=gettext_lazy("From when?"),
        choices=[(NOW, gettext_lazy("At once")), (LATER, gettext_lazy("At a time to come"))],
        initial=NOW,
        required=False,
        widget=forms.RadioSelect,
    )
    starts_at = MomentField(label=gettext_lazy("Appears"), required=False)
    others = forms.ChoiceField(
        label=gettext_lazy("What is to become of it?"),
        choices=[
            (REPLACE, gettext_lazy("The new message takes its place")),
            (AFTER, gettext_lazy("The new message waits until it has ended")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    #: The messages in the way that were on screen when that was answered.
    met = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the common lengths in hours, days, or another end."""
        super().__init__(*args, **kwargs)
        choices = [(str(hours), _length(hours)) for hours in HOURS] + [(OTHER, _("Until another time"))]
        self.fields["until"].choices = choices  # type: ignore[attr-defined]

    def clean_link_url(self) -> str:
        """Refuse a link that leads nowhere."""
        return tidy_link(self.cleaned_data["link_url"])

    def clean(self) -> dict[str, Any]:
        """Give the link its words, and find the start and the end."""
        data = super().clean()
        if link := data.get("link_url"):
            data["link_text"] = data.get("link_text") or headline_at(link)[:120]
            if not data["link_text"]:
                self.add_error("link_text", _("Write where the link leads."))
        else:
            data["link_text"] = data["link_text_en"] = ""
        self._clean_english(data)
        self._clean_interval(data)
        return data

    def _clean_english(self, data: dict[str, Any]) -> None:
        """Demand a headline where there are other words."""
        if (data.get("text_en") or data.get("link_text_en")) and not data.get("headline_en"):
            self.add_error("headline_en", _("Write a headline in English too, or empty the text in English."))

    def _clean_interval(self, data: dict[str, Any]) -> None:
        """Find the two bounds."""
        start = data.get("starts_at") if data.get("when") == LATER else None
        if data.get("when") == LATER and "starts_at" not in self.errors and not _is_ahead(start):
            self.add_error("starts_at", ValidationError(_("Choose a time to come.")))
        end = data.get("valid_until")
        if data.get("until") != OTHER and data.get("until"):
            end = rounded((start or timezone.now()) + dt.timedelta(hours=int(data["until"])))
        elif "valid_until" not in self.errors and not end:
            self.add_error("valid_until", ValidationError(_("Choose a date and a time.")))
        data["starts_at"], data["valid_until"] = start, end

    def words(self) -> dict[str, str]:
        """Return what the message says."""
        return {name: self.cleaned_data[name] for name in ("kind", "link_url", *TEXTS)}


class ClearForm(TidyForm):
    """What is said when it is over, and for how long."""

    headline = _line(gettext_lazy("Headline"), required=True)
    text = _lines(gettext_lazy("Text"), rows=2)
    headline_en = _line(gettext_lazy("Headline in English"))
    text_en = _lines(gettext_lazy("Text in English"), rows=2)
    hours = forms.IntegerField(
        label=gettext_lazy("Shown for this many hours"), min_value=1, max_value=48, initial=CLEAR_HOURS
    )

    def words(self) -> dict[str, str]:
        """Return what the all-clear says."""
        return {name: self.cleaned_data[name] for name in TEXTS if name in self.cleaned_data}


def rounded(moment: dt.datetime) -> dt.datetime:
    """Return the next whole quarter of an hour: an end that can be said."""
    local = moment.replace(second=0, microsecond=0)
    past = dt.timedelta(minutes=local.minute % 15)
    return moment if moment == local and not past else local - past + QUARTER


def _length(hours: int) -> str:
    """Return for example "12 timmar" or "3 dygn"."""
    if hours % 24:
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    days = hours // 24
    return ngettext("%(count)d day and night", "%(count)d days and nights", days) % {"count": days}


def _is_ahead(moment: dt.datetime | None) -> bool:
    """Tell whether a moment lies ahead."""
    return moment is not None and moment > timezone.now()
