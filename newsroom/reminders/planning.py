"""Who gets what this week: every page that is due, laid in the parcels of those who are asked about it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Max

from newsroom.models import ReviewSubject, ReviewTask
from newsroom.reminders.models import Reminder, week_of
from newsroom.reminders.recipients import Chain, Recipient
from newsroom.reminders.selection import ACTION, OVERDUE, SECTIONS, Item, days_late, select

Kind = Reminder.Kind
#: After so many days the head is told, then the head of communications.
DAYS_TO_HEAD, DAYS_TO_GROUP = 30, 60


@dataclass
class Parcel:
    """What one mail lists."""

    to: Recipient
    kind: str
    items: list[Item] = field(default_factory=list)


@dataclass
class Plan:
    """The mails of a week, and the pages that nobody at all can be asked about."""

    period: str
    parcels: dict[tuple[str, str], Parcel] = field(default_factory=dict)
    orphans: dict[int, str] = field(default_factory=dict)

    def put(self, item: Item, kind: str, to: Iterable[Recipient]) -> None:
        """Lay a row in the parcel of each recipient."""
        reached = list(to)
        for recipient in reached:
            parcel = self.parcels.setdefault((recipient.address, kind), Parcel(recipient, kind))
            parcel.items.append(dict(item))
        if not reached:
            self.orphans[item["subject"]] = item["title"]


def plan(at: dt.datetime) -> Plan:
    """Work out every mail of the week, whether it has been sent or not."""
    chain, made = Chain(at), Plan(week_of(at))
    for subject, item, tasks in select(at):
        if item["section"] == ACTION:
            _put_tasks(made, chain, subject, item, tasks)
        else:
            made.put(item, Kind.DIGEST, chain.for_review(subject))
        _put_late(made, chain, subject, item, days_late(subject, at))
    _mark_new(made)
    for parcel in made.parcels.values():
        parcel.items.sort(key=lambda item: SECTIONS.index(item["section"]))
    return made


def _put_tasks(made: Plan, chain: Chain, subject: ReviewSubject, item: Item, tasks: list[ReviewTask]) -> None:
    """Ask those who settle the tasks of a page: one row each, with everything that is asked for."""
    item["asked"] = [task.text for task in tasks]
    made.put(item, Kind.DIGEST, {recipient for task in tasks for recipient in chain.for_task(subject, task)})


def _put_late(made: Plan, chain: Chain, subject: ReviewSubject, item: Item, late: int) -> None:
    """Tell the head, and the head of communications, of what is long overdue."""
    row = item | {"section": OVERDUE}
    group = chain.for_group() if late >= DAYS_TO_GROUP else set()
    head = chain.for_head(subject) if late >= DAYS_TO_HEAD else set()
    for kind, told in ((Kind.ESCALATION1, head - group), (Kind.ESCALATION2, group)):
        if told:
            made.put(row, kind, told)


def _mark_new(made: Plan) -> None:
    """Mark the rows that did not stand in the mail before."""
    earlier = Reminder.objects.exclude(sent_at=None).filter(period__lt=made.period)
    latest = earlier.order_by().values("address", "kind").annotate(latest=Max("pk")).values("latest")
    before = {
        (address, kind): {item["subject"] for item in items}
        for address, kind, items in Reminder.objects.filter(pk__in=latest).values_list("address", "kind", "items")
    }
    for key, parcel in made.parcels.items():
        for item in parcel.items:
            item["is_new"] = item["subject"] not in before.get(key, ())
