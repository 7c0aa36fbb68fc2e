"""Reading one page after the other: where in the queue one is, and which page comes next."""

import datetime as dt
from dataclasses import dataclass, replace

from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse

from newsroom.admin.review_chips import Choice
from newsroom.models import ReviewSubject, User


@dataclass(frozen=True)
class Walk:
    """Somebody on the way through the pages of a chip: the third of twelve."""

    choice: Choice
    number: int = 1
    total: int = 0

    @classmethod
    def read(cls, asked: QueryDict, by: User) -> "Walk | None":
        """Read an address; None when it says nothing of a queue."""
        if "ko" not in asked:
            return None
        return cls(Choice.read(asked, by, "ko"), _number(asked.get("nr"), 1), _number(asked.get("av"), 0))

    def address(self) -> str:
        """Return it as the query of an address."""
        return f"{self.choice.address(name='ko')}&nr={self.number}&av={self.total}"

    def onwards(self) -> "Walk":
        """Return it one page further on."""
        return replace(self, number=self.number + 1)

    def after(self, due: dt.date | None, pk: int) -> ReviewSubject | None:
        """Return the page that follows one in the queue, wherever that one stands now."""
        later = Q(next_review_on=due, pk__gt=pk)
        if due is not None:
            later |= Q(next_review_on__gt=due) | Q(next_review_on=None)
        return self.choice.to_read().filter(later).exclude(pk=pk).first()

    def begun(self) -> tuple["Walk", ReviewSubject | None]:
        """Return it at the first page, with how many there are."""
        found = self.choice.to_read()
        return replace(self, number=1, total=found.count()), found.first()


def _number(typed: str | None, otherwise: int) -> int:
    """Return a number from an address; what is none, or has no end, is left out."""
    return int(typed) if typed and typed.isdecimal() and len(typed) < 6 else otherwise


def queue_url(choice: Choice) -> str:
    """Return the address of the list."""
    return f"{reverse('admin:newsroom_reviewsubject_changelist')}?{choice.address()}"


def begin_url(choice: Choice) -> str:
    """Return the address that leads to the first page of a chip."""
    return f"{reverse('admin:review_next')}?{choice.address(name='ko')}"


def screen_url(subject: ReviewSubject, walk: Walk | None = None) -> str:
    """Return the address of a review screen, alone or on the way."""
    address = reverse("admin:review_screen", args=[subject.pk])
    return f"{address}?{walk.address()}" if walk else address
