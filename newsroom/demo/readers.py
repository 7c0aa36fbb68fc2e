"""What readers have met and said: a storm with its warning and its all-clear, and answers to the latest releases."""

import datetime as dt
from typing import Any

from django.utils import timezone

from newsroom.alert.models import Alert
from newsroom.feedback.actions import Page, handle, take_answer
from newsroom.feedback.models import Answer
from newsroom.models import User, Version

DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
STORM = {
    "kind": Alert.Kind.WARNING,
    "headline": "Stormen Alva: stanna inne i kväll",
    "text": "SMHI varnar för vindbyar på 30 meter i sekunden. Parkera inte under träd. Vid fara för liv: ring 112.",
    "headline_en": "The storm Alva: stay indoors tonight",
    "text_en": "Gusts of 30 metres a second are expected. In danger of life, call 112.",
}
CORRECTED = STORM | {
    "text": "SMHI varnar för vindbyar på 33 meter i sekunden. Bussarna står från kl. 19. Vid fara för liv: ring 112.",
}
OVER = {
    "kind": Alert.Kind.CLEAR,
    "headline": "Stormen är över",
    "text": "Bussarna går igen. Ring kommunen om ett träd ligger över en gång- eller cykelväg.",
}
#: By headline: how many were helped and how many were not, and what some of those wrote.
ANSWERS: dict[str, tuple[int, int, tuple[str, ...]]] = {
    "Koka dricksvattnet i Lextorp": (
        *(41, 6),
        ("Står tankarna kvar i helgen?", "Karta saknas. Gäller det också husen norr om centrum?"),
    ),
    "Nu kan du följa ditt bygglov steg för steg i mobilen": (22, 4, ("Fungerar det utan bank-id? Det står inte.",)),
    "Klaffbron är öppen igen": (14, 3, ("Gäller det också gående och cyklister?",)),
}


def hear_readers(people: dict[str, User], now: dt.datetime) -> None:
    """Play the storm of last month, and take the answers."""
    _storm(people["utgivare"], now)
    shown = Version.objects.public(now).filter(headline__in=ANSWERS).select_related("department")
    for version in shown.order_by("published_at"):
        _answers(version, *ANSWERS[version.headline], now)
    oldest = Answer.objects.in_words().order_by("pk").first()
    if oldest:
        handle(answer=oldest, by=people["admin"], at=now - HOUR)


def _storm(by: User, now: dt.datetime) -> None:
    """Write the rows as they would stand: a guard lets nothing be closed in the past."""
    day = timezone.localtime(now - 33 * DAY).replace(hour=15, minute=10, second=0, microsecond=0)
    end = day + 15 * HOUR
    first = _row(by, STORM, day, end, closed_at=day + 2 * HOUR)
    second = _row(by, CORRECTED, day + 2 * HOUR, end, closed_at=day + 11 * HOUR, follows=first)
    _row(by, OVER, day + 11 * HOUR, day + 13 * HOUR, follows=second)


def _row(by: User, words: dict[str, Any], start: dt.datetime, end: dt.datetime, **more: Any) -> Alert:
    """Write one message."""
    closed_by = by if "closed_at" in more else None
    alert = Alert(
        **words, **more, starts_at=start, valid_until=end, created_at=start, created_by=by, closed_by=closed_by
    )
    alert.full_clean()
    alert.save()
    return alert


def _answers(version: Version, yes: int, no: int, texts: tuple[str, ...], now: dt.datetime) -> None:
    """Take the answers about one release; some who said no wrote something too."""
    page, at = Page(version, version.department), now - 5 * HOUR
    for _each in range(yes):
        take_answer(page=page, kind=Answer.Kind.YES, at=at)
    for number in range(no):
        take_answer(page=page, kind=Answer.Kind.NO, text=texts[number] if number < len(texts) else "", at=at)
