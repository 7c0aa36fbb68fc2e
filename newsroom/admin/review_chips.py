"""The chips above the queue: the question that each puts, how many pages answer it, and how many call for a reading."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from newsroom.models import SOON_DAYS, Department, ReviewSubject, User, belonging, past_due
from newsroom.signing import REVIEWERS

#: The chip that is on when none is named, and how each is written in an address.
FIRST = "granska"
LABELS: dict[str, str | Promise] = {
    FIRST: _("To review"),
    "forfallna": _("Overdue"),
    "snart": _("Within 30 days"),
    "andrade": _("Changed after the review"),
    "atgardas": _("Being put right"),
    "aldrig": _("Never reviewed"),
    "utan-ansvarig": _("Nobody responsible"),
    "mina": _("Mine"),
    "alla": _("All pages"),
}
#: The most pressing first. Every page in the queue has a due date, so the index gives this order as it stands.
ORDER = ("next_review_on", "pk")
#: What can stand in the queue, and the field of the subject that says so.
KINDS: dict[str, tuple[str, str | Promise]] = {
    "meddelande": ("release", _("Press releases")),
    "forvaltning": ("unit", _("Departments")),
    "kontakt": ("contact", _("Contacts")),
}


@dataclass(frozen=True)
class Chip:
    """One question, where it leads and how many pages answer it."""

    label: str | Promise
    query: str
    count: int
    is_on: bool


def calls_for_reading(today: dt.date) -> Q:
    """Return what a reviewer can do something about: due within 30 days or changed, not exempt, not with an editor."""
    soon = Q(next_review_on__lte=today + dt.timedelta(days=SOON_DAYS)) | Q(changed_on__lte=today)
    return soon & Q(open_tasks=0) & ~Q(exempt_until__gt=today)


def question(chip: str, by: User, today: dt.date) -> Q:
    """Return what a chip asks for, of pages that are public."""
    soon = today + dt.timedelta(days=SOON_DAYS)
    return {
        FIRST: calls_for_reading(today),
        "forfallna": past_due(today),
        "snart": Q(next_review_on__range=(today, soon)),
        "andrade": Q(changed_on__lte=today, last_reviewed_on__isnull=False),
        "atgardas": Q(open_tasks__gt=0),
        "aldrig": Q(last_reviewed_on=None),
        "utan-ansvarig": Q(responsible=None) | Q(responsible__in=User.objects.filter(is_active=False)),
        "mina": Q(responsible=by),
        "alla": Q(),
    }[chip]


def subjects_for(by: User) -> QuerySet[ReviewSubject]:
    """Return what is public and the person may review. Twin of `signing.may_review`."""
    return ReviewSubject.objects.current().filter(belonging(by, *REVIEWERS))


def departments_of(by: User) -> QuerySet[Department]:
    """Return the departments whose pages the person may review."""
    departments = Department.objects.all()
    return departments if by.is_administrator else departments.filter(pk__in=by.department_ids(*REVIEWERS))


@dataclass(frozen=True)
class Choice:
    """What somebody looks at: a chip, and perhaps one department or one kind. Nonsense in an address is left out."""

    by: User
    chip: str = FIRST
    department: int | None = None
    kind: str = ""

    @classmethod
    def read(cls, asked: QueryDict, by: User, name: str = "visa") -> "Choice":
        """Read an address; `name` is the parameter of the chip."""
        chip, department, kind = asked.get(name, FIRST), asked.get("forvaltning", ""), asked.get("typ", "")
        return cls(
            by,
            chip if chip in LABELS else FIRST,
            int(department) if department.isdecimal() and len(department) < 10 else None,
            kind if kind in KINDS else "",
        )

    def address(self, chip: str = "", name: str = "visa") -> str:
        """Return it as part of an address, with another chip if one is named."""
        asked = QueryDict(mutable=True)
        asked.update({name: chip or self.chip})
        asked.update({"forvaltning": str(self.department)} if self.department else {})
        asked.update({"typ": self.kind} if self.kind else {})
        return asked.urlencode()

    def narrowed(self) -> QuerySet[ReviewSubject]:
        """Return the person's pages of the department and the kind, whatever the chip."""
        subjects = subjects_for(self.by)
        if self.department:
            subjects = subjects.filter(department=self.department)
        return subjects.exclude(**{KINDS[self.kind][0]: None}) if self.kind else subjects

    def to_read(self, today: dt.date | None = None) -> QuerySet[ReviewSubject]:
        """Return what the button leads through: those of the chip that call for a reading, most pressing first."""
        today = today or timezone.localdate()
        asked = question(self.chip, self.by, today) & calls_for_reading(today)
        return self.narrowed().filter(asked).order_by(*ORDER)


def chips(choice: Choice, today: dt.date | None = None) -> tuple[list[Chip], int]:
    """Return every chip, and how many pages of the chosen one call for a reading. One query."""
    day = today or timezone.localdate()
    asked: dict[str, Any] = {
        f"n{number}": Count("pk", filter=question(chip, choice.by, day)) for number, chip in enumerate(LABELS)
    }
    to_read = question(choice.chip, choice.by, day) & calls_for_reading(day)
    counted = choice.narrowed().aggregate(**asked, to_read=Count("pk", filter=to_read))
    found = [
        Chip(label, choice.address(chip), counted[f"n{number}"], chip == choice.chip)
        for number, (chip, label) in enumerate(LABELS.items())
    ]
    return found, counted["to_read"]
