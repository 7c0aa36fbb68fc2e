"""What readers see of a message: its words in the language of the frame, and when it applies."""

import datetime as dt
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from newsroom.alert.models import Alert
from newsroom.alert.words import in_short


@dataclass(frozen=True)
class Words:
    """The words of one language. `lang` is empty where it is that of the frame."""

    lang: str
    headline: str
    text: str
    link_text: str
    link_lang: str = ""


@dataclass(frozen=True)
class Banner:
    """A message as a page shows it."""

    kind: str
    label: str
    words: list[Words]
    link_url: str
    starts_at: dt.datetime
    ends_at: dt.datetime | None
    times: str


def banner_of(alert: Alert, now: dt.datetime | None = None) -> Banner:
    """Return the banner of a message, with nothing in it of who set it or when it was written."""
    is_clear = alert.kind == Alert.Kind.CLEAR
    return Banner(
        kind=alert.kind,
        label=capfirst(str(Alert.Kind(alert.kind).label)),
        words=_words(alert, get_language() or "sv"),
        link_url=alert.link_url,
        starts_at=alert.starts_at,
        ends_at=None if is_clear else alert.valid_until,
        times=_times(alert, now, is_clear=is_clear),
    )


def _words(alert: Alert, frame: str) -> list[Words]:
    """Return the words to show. The Swedish frame shows both languages: who needs the English most may not find
    the English site first. The English frame shows the Swedish only where there is no English.
    """
    if frame == "en" and alert.headline_en:
        link = (alert.link_text_en, "") if alert.link_text_en else (alert.link_text, "sv")
        return [Words("", alert.headline_en, alert.text_en, *link)]
    swedish = Words("" if frame == "sv" else "sv", alert.headline, alert.text, alert.link_text)
    if not alert.headline_en:
        return [swedish]
    return [swedish, Words("en", alert.headline_en, alert.text_en, alert.link_text_en)]


def _times(alert: Alert, now: dt.datetime | None, *, is_clear: bool) -> str:
    """Say since when, and until when; an all-clear holds for good."""
    start = in_short(alert.starts_at, now)
    if is_clear:
        return _("Published %(start)s.") % {"start": start}
    until = in_short(alert.valid_until, now)
    return _("Published %(start)s. Applies until %(end)s.") % {"start": start, "end": until}
