"""Who is reminded of a page: the first link of a chain through which somebody can be reached.

responsible (or who stands in) → the department's reviewers → its publishers → the e-mail of its head → the heads
above → REVIEW_FALLBACK_EMAIL → the administrators. `newsroom.reminders.checks` says when the last links have nobody.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils import timezone

from newsroom.models import Department, Membership, ReviewSubject, ReviewTask, Substitution, User
from newsroom.reminders.models import Reminder

Role = Membership.Role
#: Who puts right what a review asks for.
_SETTLERS = {
    ReviewTask.Kind.CHANGE: (Role.EDITOR, Role.PUBLISHER),
    ReviewTask.Kind.ARCHIVE: (Role.PUBLISHER,),
}


@dataclass(frozen=True)
class Recipient:
    """An address, and whose it is if it is a person's. Equal when the addresses are."""

    address: str
    user: User | None = field(default=None, compare=False)


Link = list[Recipient]


def at_address(address: str, user: User | None = None) -> Link:
    """Return the recipient with an address, or nobody if it is empty."""
    address = address.strip().lower()
    return [Recipient(address, user)] if address else []


def fallback() -> Link:
    """Return the group that gets what nobody else can take."""
    return [found for address in settings.REVIEW_FALLBACK_EMAIL for found in at_address(address)]


def administrators() -> Link:
    """Return the administrators who can be reached."""
    people = User.objects.filter(is_active=True, is_superuser=True).order_by("pk")
    return [found for user in people for found in at_address(user.email, user)]


class Chain:
    """The links for every page, from the same few questions to the database however many pages there are."""

    def __init__(self, at: dt.datetime) -> None:
        """Read who is here today."""
        self._bouncing = Reminder.objects.bouncing_addresses()
        self._people = User.objects.filter(is_active=True).exclude(email="").in_bulk()
        self._deputies = _grouped(_substitutions(timezone.localdate(at)))
        roles = Membership.objects.order_by("pk").values_list("department_id", "role", "user_id")
        self._members = _grouped(((department, role), user) for department, role, user in roles)
        self._heads = {row[0]: row[1:] for row in Department.objects.values_list("pk", "parent_id", "escalation_email")}
        self._last = [fallback(), administrators()]

    def for_review(self, subject: ReviewSubject) -> set[Recipient]:
        """Return who is reminded to review a page."""
        responsible = [subject.responsible_id] if subject.responsible_id else []
        return self._first([self._reach(responsible), *self._in(subject, Role.REVIEWER, Role.PUBLISHER)], subject)

    def for_task(self, subject: ReviewSubject, task: ReviewTask) -> set[Recipient]:
        """Return who is reminded to put a page right."""
        return self._first(self._in(subject, *_SETTLERS[ReviewTask.Kind(task.kind)]), subject)

    def for_head(self, subject: ReviewSubject) -> set[Recipient]:
        """Return who is told when a page is 30 days late."""
        return self._first([], subject)

    def for_group(self) -> set[Recipient]:
        """Return who is told when a page is 60 days late."""
        return self._first([], None)

    def _first(self, links: Iterable[Link], subject: ReviewSubject | None) -> set[Recipient]:
        """Return the first link with an address that takes mail; if none does, the first with any address."""
        heads = self._heads_above(subject.department_id) if subject else []
        chain = [*links, *heads, *self._last]
        for refused in (self._bouncing, set[str]()):
            for link in chain:
                if found := {recipient for recipient in link if recipient.address not in refused}:
                    return found
        return set()

    def _in(self, subject: ReviewSubject, *roles: Role) -> list[Link]:
        """Return a link for each role in the page's department."""
        return [self._reach(self._members.get((subject.department_id, role), [])) for role in roles]

    def _reach(self, people: Iterable[int], seen: frozenset[int] = frozenset()) -> Link:
        """Return those who are active and have an address, with a substitute in the place of who is away."""
        found: Link = []
        for pk in people:
            if pk in self._deputies:
                found += self._reach(set(self._deputies[pk]) - seen, seen | {pk})
            elif pk in self._people:
                found += at_address(self._people[pk].email, self._people[pk])
        return found

    def _heads_above(self, department: int | None) -> Iterator[Link]:
        """Return the address of the department's head, then of the heads above."""
        seen: set[int] = set()
        while department is not None and department not in seen:
            seen.add(department)
            department, address = self._heads[department]
            yield at_address(address)


def _substitutions(today: dt.date) -> Iterable[tuple[int, int]]:
    """Return who stands in for whom today."""
    valid = Substitution.objects.filter(starts_on__lte=today, ends_on__gte=today)
    return valid.order_by("pk").values_list("user_id", "substitute_id")


def _grouped(pairs: Iterable[tuple[Any, int]]) -> dict[Any, list[int]]:
    """Return the second of each pair by the first."""
    found: dict[Any, list[int]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return dict(found)
