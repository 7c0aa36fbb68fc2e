"""The verbs: take an answer, add the words to one, and note that somebody has dealt with it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from newsroom.feedback.models import Answer, hour_of
from newsroom.models import Department, User, Version

Kind = Answer.Kind
#: How long words can be added to a button that was pressed.
ADDED_WITHIN = dt.timedelta(hours=2)
_SALT = "newsroom.feedback.receipt"


@dataclass(frozen=True)
class Page:
    """What a reader answers about: a release as they read it, or a department's page."""

    version: Version | None
    department: Department | None

    @property
    def fields(self) -> dict[str, Any]:
        """Return the page as an answer stores it."""
        release_id = self.version.release_id if self.version else None
        return {"release_id": release_id, "version": self.version, "department": self.department}


def take_answer(*, page: Page, kind: str, text: str = "", at: dt.datetime | None = None) -> Answer:
    """Store an answer, with the hour it came."""
    answer = Answer(**page.fields, kind=kind, text=text, received_at=hour_of(at or timezone.now()))
    answer.full_clean(exclude=["release", "version", "department"])
    answer.save(force_insert=True)
    return answer


def add_words(*, page: Page, receipt: str, text: str, at: dt.datetime | None = None) -> Answer:
    """Add words to the answer of a receipt, once; without one that holds they are a remark of their own."""
    answer = answer_of(receipt, page)
    if answer and Answer.objects.filter(pk=answer.pk, text="", handled_at=None).update(text=text):
        answer.text = text
        return answer
    if answer and answer.text == text:  # sent twice
        return answer
    return take_answer(page=page, kind=Kind.REMARK, text=text, at=at)


def receipt_of(answer: Answer) -> str:
    """Return what lets the reader, and nobody else, add words to the answer."""
    return signing.dumps(answer.pk.hex, salt=_SALT)


def answer_of(receipt: str, page: Page) -> Answer | None:
    """Return the answer of a receipt; None where it is old, not ours, or of another page."""
    try:
        pk = signing.loads(receipt, salt=_SALT, max_age=ADDED_WITHIN)
    except signing.BadSignature:
        return None
    return Answer.objects.filter(pk=pk, **page.fields).first()


def handle(*, answer: Answer, by: User, at: dt.datetime | None = None) -> bool:
    """Note that an answer is dealt with; tell whether it was not before."""
    _require(answer, by)
    open_ = Answer.objects.filter(pk=answer.pk, handled_at=None)
    return bool(open_.update(handled_at=at or timezone.now(), handled_by=by))


def reopen(*, answer: Answer, by: User) -> bool:
    """Take that back."""
    _require(answer, by)
    done = Answer.objects.filter(pk=answer.pk).exclude(handled_at=None)
    return bool(done.update(handled_at=None, handled_by=None))


def _require(answer: Answer, by: User) -> None:
    """Refuse who has nothing to do with it."""
    if not answer.is_for(by):
        raise PermissionDenied
