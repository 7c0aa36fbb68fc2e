"""Random lives of pages: after every step the stored index is what an oracle says, which knows only the diary."""

import datetime as dt
import itertools
import random
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from newsroom import planning, signing, tasks, withdrawing
from newsroom.actions import note_card, publish_release, save_department, schedule_release
from newsroom.cards import card_state
from newsroom.models import Contact, Department, Release, Review, ReviewSubject, ReviewTask, Version
from newsroom.planning import Plan
from newsroom.reviewing import make_missing_subjects, rebuild, subject_of
from tests.factories import (
    DAY,
    HOUR,
    make_administrator,
    make_contact,
    make_department,
    make_publisher,
    make_release,
)

MINUTE = dt.timedelta(minutes=1)
REFUSED = (ValidationError, PermissionDenied)
OPERATIONS = 60


# --- the oracle: plain Python over the diary ---------------------------------------------------------
def swedish(moment):
    return moment.astimezone(ZoneInfo("Europe/Stockholm")).date()


def later_by_months(start, months):
    """Add months the long way: to the same day if the month has it, else to its last."""
    year, month, of_month = start.year, start.month, start.day
    for _month in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    while True:
        try:
            return dt.date(year, month, of_month)
        except ValueError:
            of_month -= 1


def new_page(**more):
    return {"reviews": [], "tasks": [], "plan": {"on": None, "set": None, "exempt": None}} | more


def verdict(page, months, life):
    """Return what the index should say of a page: the columns, in the order of `stored`."""
    oks = [r for r in page["reviews"] if r["outcome"] == "ok" and not r["void"]]
    last = max(oks, key=lambda r: (r["on"], r["order"]), default=None)
    life = life | {"changes": [c for c in life["changes"] if is_news(c, last)]}
    flags = [at for at in life["contacts"] if last is None or at > last["at"]]
    is_kept = life["current"]
    news = [swedish(c["at"]) for c in life["changes"]] + [swedish(at) for at in flags]
    return (
        is_kept,
        life["from"],
        life["until"],
        last["on"] if last else None,
        replay(page, months, life, last) if is_kept else None,
        min(news, default=None) if is_kept else None,
        bool(flags) and is_kept,
        sum(task["closed"] is None for task in page["tasks"]),
    )


def is_news(change, last):
    if last is None:
        return True
    return change["number"] > last["number"] if change["number"] else change["at"] > last["at"]


def replay(page, months, life, last):
    """Go through what happened since the last review, in the order of time."""
    plan = page["plan"]
    due = later_by_months(last["on"] if last else life["opened"], months)
    if plan["on"] and (last is None or last["at"] < plan["set"]):
        due = plan["on"]
    story = [(change["at"], 0, change["at"]) for change in life["changes"]]
    story += [
        (task["closed"], 0, task["closed"])
        for task in page["tasks"]
        if task["closed"] and task["how"] in ("changed", "nothing") and (last is None or task["closed"] > last["at"])
    ]
    since = [r for r in page["reviews"] if last is None or r["order"] > last["order"]]
    put_off = [r for r in since if r["outcome"] == "deferred" and not r["void"]]
    story += [(r["at"], 1, r["until"]) for r in put_off[-1:]]
    for _at, is_deferral, what in sorted(story, key=lambda entry: entry[:2]):
        due = max(due, what) if is_deferral else min(due, swedish(what) + 14 * DAY)
    if life["reopened"]:
        due = max(due, life["reopened"] + 14 * DAY)
    return max(due, plan["exempt"]) if plan["exempt"] else due


def life_of_release(page, contacts):
    """Work out from the versions of the diary when the text is, was and will be public."""
    dated = sorted((v for v in page["versions"] if v["from"]), key=lambda v: v["from"])
    if not dated:
        return dict.fromkeys(("from", "until", "opened", "reopened")) | {
            "current": False, "changes": [], "contacts": [],
        }  # fmt: skip
    texts = [v for v in dated if v["kind"] != "retraction"]
    ends = {v["until"] for v in texts}
    starts = [v["from"] for v in texts if v["from"] not in ends]
    latest = dated[-1]
    after_notice = [b for a, b in itertools.pairwise(dated) if a["kind"] == "retraction"]
    changed = [v for v in dated if v["kind"] in ("correction", "update") or v in after_notice]
    returns = [swedish(at) for at in [*starts[1:], *page["unarchived"]]]
    return {
        "current": not page["archived"] and latest["kind"] != "retraction" and latest["until"] not in page["withdrawn"],
        "from": starts[-1],
        "until": texts[-1]["until"],
        "opened": swedish(dated[0]["from"]),
        "reopened": max(returns, default=None),
        "changes": [{"at": v["from"], "number": v["number"]} for v in changed],
        "contacts": [
            at
            for key in latest["contacts"]
            for at, what in contacts[key]["changes"]
            if what != "text" and at > min(latest["made"], latest["from"]) and (at < (latest["until"] or at + DAY))
        ],
    }


def life_of_card(page):
    return {
        "current": page["in_use"],
        "from": page["begun"],
        "until": None,
        "opened": swedish(page["begun"]),
        "reopened": swedish(page["reopened"]) if page["reopened"] else None,
        "changes": [{"at": at, "number": 0} for at, _what in page["changes"]],
        "contacts": [],
    }


def stored(subject):
    return (
        subject.is_current,
        subject.public_from,
        subject.public_until,
        subject.last_reviewed_on,
        subject.next_review_on,
        subject.changed_on,
        subject.is_contact_changed,
        subject.open_tasks,
    )


# --- the world and its verbs --------------------------------------------------------------------------
class Desk:
    """One release with two contacts, their department, a clock, and a diary of what was done."""

    def __init__(self, chance, settings, monkeypatch):
        self.chance, self.settings = chance, settings
        self.clock = dt.datetime(2031, 1, 31, 23, 30, tzinfo=dt.UTC) + chance.randint(0, 700) * DAY
        monkeypatch.setattr(timezone, "now", lambda: self.clock)
        self.boss, self.other = make_administrator(), make_administrator()
        department = make_department(description="Barn.", telephone="031-390 06 01")
        contacts = [make_contact(department=department) for _each in range(2)]
        self.pk = make_release(department=department, contacts=contacts[:1]).pk
        self.elsewhere = make_publisher(make_department(review_interval_months=3))
        self.months = {"site": 12, "department": None, "release": None}
        self.words = 0
        make_missing_subjects()
        ReviewSubject.objects.update(begun_at=self.clock)  # its default is the clock of the wall
        rebuild()
        self.release_page = new_page(versions=[], archived=False, unarchived=[], withdrawn=set())
        self.contacts = {c.pk: self.card() for c in contacts}
        self.department_page = self.card()
        self.order = 0

    def card(self):
        return new_page(changes=[], begun=self.clock, reopened=None, in_use=True)

    @property
    def release(self):
        return Release.objects.get(pk=self.pk)

    @property
    def department(self):
        return self.release.department

    def pages(self):
        """Return every page as (subject, diary)."""
        yield subject_of(self.release), self.release_page
        yield subject_of(self.department), self.department_page
        for key, page in self.contacts.items():
            yield ReviewSubject.objects.get(contact=key), page

    def word(self):
        self.words += 1
        return f"ord {self.words}"

    def check(self, step):
        months = self.months["department"] or self.months["site"]
        for subject, page in self.pages():
            if page is self.release_page:
                expected = verdict(page, self.months["release"] or months, life_of_release(page, self.contacts))
            else:
                expected = verdict(page, months, life_of_card(page))
            assert stored(subject) == expected, (step, subject.kind)
            assert subject.department_id == self.department.pk
        assert rebuild(check=True) == 0, step

    # --- the text
    def close_at(self, at):
        for version in self.release_page["versions"]:
            if version["from"] and version["from"] <= at and (version["until"] is None or version["until"] > at):
                version["until"] = at

    def note_version(self, kind, start, until=None):
        places = self.release.contact_places.values_list("contact_id", flat=True)
        self.close_at(start)
        row = {"kind": kind, "from": start, "until": until, "made": self.clock, "contacts": list(places)}
        if kind == "retraction":
            row["contacts"] = [v for v in self.release_page["versions"] if v["until"] == start][-1]["contacts"]
        self.release_page["versions"].append(row | {"number": len(self.release_page["versions"]) + 1})

    def change(self):
        ever = self.release.has_been_public(self.clock)
        kind = self.chance.choice(["correction", "update", "minor"]) if ever else "new"
        Release.objects.filter(pk=self.pk).update(lead=self.word())
        return {"kind": Version.Kind(kind), "public_note": "Läget har ändrats."}

    def end_after(self, start):
        return start + self.chance.randint(1, 90) * DAY if self.chance.random() < 0.15 else None

    def publish(self):
        change, until = self.change(), self.end_after(self.clock)
        publish_release(release=self.release, by=self.boss, visible_until=until, **change)
        self.note_version(change["kind"], self.clock, until)
        self.settle_all(self.release_page, self.clock)

    def schedule(self):
        change, start = self.change(), self.clock + self.chance.randint(1, 700) * HOUR
        until = self.end_after(start)
        schedule_release(release=self.release, by=self.boss, visible_from=start, visible_until=until, **change)
        self.note_version(change["kind"], start, until)
        self.settle_all(self.release_page, start)

    def unschedule(self):
        withdrawing.unschedule_release(release=self.release, by=self.boss)
        ahead = [v for v in self.release_page["versions"] if v["from"] and v["from"] > self.clock]
        for version in sorted(ahead, key=lambda v: v["from"], reverse=True):
            start, version["from"], version["until"] = version["from"], None, None
            for before in self.release_page["versions"]:
                before["until"] = None if before["until"] == start else before["until"]
            for task in self.release_page["tasks"]:
                if task["how"] == "changed" and task["closed"] == start:
                    task["closed"], task["how"] = None, ""

    def withdraw(self):
        withdrawing.withdraw_release(release=self.release, by=self.boss, reason="Uppgifterna var fel.")
        self.close_at(self.clock)
        self.release_page["withdrawn"].add(self.clock)
        self.drop_all(self.release_page)

    def retract(self):
        withdrawing.retract_release(release=self.release, by=self.boss, notice="Uppgifterna var fel.")
        self.note_version("retraction", self.clock)
        self.drop_all(self.release_page)

    def archive(self):
        withdrawing.archive_release(release=self.release, by=self.boss)
        self.release_page["archived"] = True
        self.drop_all(self.release_page)

    def unarchive(self):
        withdrawing.unarchive_release(release=self.release, by=self.boss)
        self.release_page["archived"] = False
        self.release_page["unarchived"].append(self.clock)

    def swap_contact(self):
        self.release.contact_places.update(contact=self.chance.choice(list(self.contacts)))

    # --- reviews and their tasks
    def any_page(self):
        pages = list(self.pages())
        return self.chance.choice([pages[0], pages[0], *pages])

    def read(self, outcome, **more):
        subject, page = self.any_page()
        seen = signing.on_screen(subject)
        if seen is None:
            raise ValidationError("")
        due = subject.next_review_on
        row = signing.review(
            subject=subject, by=self.boss, digest=seen.digest, outcome=outcome, comment="Se över numren.",
            override_reason="Ensam i tjänst.", **more,
        )  # fmt: skip
        assert row.due_on == due
        self.note_review(page, outcome, swedish(self.clock), self.clock, row, **more)
        if outcome in ("needs_changes", "propose_archive"):
            page["tasks"].append({"closed": None, "how": "", "kind": outcome, "pk": row.task.pk})

    def note_review(self, page, outcome, on, at, row, deferred_until=None):
        self.order += 1
        number = row.version.number if row.version else 0
        page["reviews"].append(
            {"order": self.order, "pk": row.pk, "outcome": outcome, "on": on, "at": at, "number": number}
            | {"until": deferred_until, "void": False}
        )

    def review_ok(self):
        self.read("ok")

    def review_fault(self):
        self.read("needs_changes")

    def review_outdated(self):
        self.read("propose_archive")

    def review_defer(self):
        self.read("deferred", deferred_until=swedish(self.clock) + self.chance.randint(1, 30) * DAY)

    def import_review(self):
        dated = [v for v in self.release_page["versions"] if v["from"] and v["from"] <= self.clock]
        if not dated:
            raise ValidationError("")
        number = self.chance.choice(dated)["number"]
        on = swedish(self.clock) - self.chance.randint(0, 400) * DAY
        at = dt.datetime.combine(on, dt.time(12), tzinfo=ZoneInfo("Europe/Stockholm"))
        seen = signing.seen_version(self.release.versions.get(number=number))
        row = signing.sign(seen=seen, by=None, name="Per Ivarsson", on=on, at=at, method="import")
        self.note_review(self.release_page, "ok", on, at, row)

    def void(self):
        valid = [(page, r) for _s, page in self.pages() for r in page["reviews"] if not r["void"]]
        if not valid:
            raise ValidationError("")
        page, row = self.chance.choice(valid)
        signing.void_review(review=Review.objects.get(pk=row["pk"]), by=self.boss, comment="Fel sida.")
        row["void"] = True
        task = ReviewTask.objects.filter(review=row["pk"]).first()
        for noted in page["tasks"]:
            if task and noted["pk"] == task.pk and noted["closed"] is None:
                noted["closed"], noted["how"] = self.clock, "voided"

    def settle(self):
        open_tasks = [t for _s, page in self.pages() for t in page["tasks"] if t["closed"] is None]
        if not open_tasks:
            raise ValidationError("")
        noted = self.chance.choice(open_tasks)
        tasks.settle_task(task=ReviewTask.objects.get(pk=noted["pk"]), by=self.boss, comment="Allt stämmer.")
        noted["closed"], noted["how"] = self.clock, "nothing"

    def settle_all(self, page, at):
        for task in page["tasks"]:
            if task["closed"] is None and task["kind"] == "needs_changes":
                task["closed"], task["how"] = at, "changed"

    def drop_all(self, page):
        for task in page["tasks"]:
            if task["closed"] is None:
                task["closed"], task["how"] = self.clock, "archived"

    # --- cards
    def edit_contact(self, what):
        key = self.chance.choice(list(self.contacts))
        contact, page = Contact.objects.get(pk=key), self.contacts[key]
        was = card_state(contact)
        if what == "number":
            contact.telephones.update(number=f"070-174 06 {10 + self.words % 90}")
            self.words += 1
        elif what == "text":
            contact.title = self.word()
        else:
            contact.is_active = not contact.is_active
        contact.save()
        if card_state(contact) == was:
            raise ValidationError("")
        note_card(contact, self.boss, was=was)
        is_moved = what == "move"
        if page["in_use"] or is_moved:
            page["changes"].append((self.clock, what))
        if is_moved:
            page["in_use"] = not page["in_use"]
            page["reopened"] = self.clock if page["in_use"] else page["reopened"]
        if not page["in_use"]:
            self.drop_all(page)
        else:
            self.settle_all(page, self.clock)

    def contact_number(self):
        self.edit_contact("number")

    def contact_text(self):
        self.edit_contact("text")

    def contact_leaves_or_returns(self):
        self.edit_contact("move")

    def department_text(self):
        department, page = self.department, self.department_page
        department.description = self.word()
        save_department(department, self.boss)
        if page["in_use"]:
            page["changes"].append((self.clock, "text"))
            self.settle_all(page, self.clock)

    def department_opens_or_closes(self):
        department, page = self.department, self.department_page
        page["in_use"] = not page["in_use"]
        department.status = "open" if page["in_use"] else "closed"
        save_department(department, self.boss)
        if page["in_use"]:
            page["reopened"] = self.clock
        else:
            self.drop_all(page)

    # --- the plan
    def plan(self, **fields):
        subject = subject_of(self.release)
        stands = planning.plan_of(subject)
        now = {name: getattr(stands, name) for name in vars(stands)} | fields
        planning.save_plan(subject=subject, by=self.boss, plan=Plan(**now))
        plan = self.release_page["plan"]
        if now["one_off_on"] is None:
            plan["on"] = plan["set"] = None
        elif now["one_off_on"] != stands.one_off_on:
            plan["on"], plan["set"] = now["one_off_on"], self.clock
        plan["exempt"] = now["exempt_until"]
        self.months["release"] = now["months"]

    def one_off(self):
        days = self.chance.choice([None, self.chance.randint(0, 200)])
        self.plan(one_off_on=None if days is None else swedish(self.clock) + days * DAY)

    def exempt(self):
        days = self.chance.choice([None, self.chance.randint(1, 600)])
        until = None if days is None else swedish(self.clock) + days * DAY
        self.plan(exempt_until=until, exempt_reason="Arkivsida." if until else "")

    def interval_of_release(self):
        self.plan(months=self.chance.choice([None, 1, 6, 18]))

    def interval_of_department(self):
        department = self.department
        self.months["department"] = department.review_interval_months = self.chance.choice([None, 1, 3, 24])
        save_department(department, self.boss)

    def interval_of_site(self):
        self.months["site"] = self.settings.REVIEW_INTERVAL_MONTHS = self.chance.choice([3, 12, 36])
        rebuild()

    def tick(self):
        self.clock += self.chance.choice([1, 10, 60, 200]) * DAY


VERBS = [
    *("publish", "publish", "publish", "schedule", "unschedule", "withdraw", "retract", "archive", "unarchive"),
    *("review_ok", "review_ok", "review_fault", "review_outdated", "review_defer", "review_defer", "import_review"),
    *("void", "settle", "swap_contact", "contact_number", "contact_text", "contact_leaves_or_returns"),
    *("department_text", "department_opens_or_closes", "one_off", "exempt", "tick"),
    *("interval_of_release", "interval_of_department", "interval_of_site"),
]


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(8))
def test_the_index_is_what_the_diary_says_whatever_happens(seed, settings, monkeypatch):
    chance = random.Random(seed)
    settings.REVIEW_INTERVAL_MONTHS = 12
    desk, taken = Desk(chance, settings, monkeypatch), []
    desk.publish()

    while len(taken) < OPERATIONS:
        desk.clock += chance.randint(0, 12) * DAY + chance.randint(1, 1439) * MINUTE
        step = chance.choice(VERBS)
        try:
            with transaction.atomic():
                getattr(desk, step)()
        except REFUSED:
            continue
        taken.append(step)
        desk.check((seed, len(taken), taken[-4:]))
    assert len(set(taken)) >= 18
    assert Review.objects.exclude(outcome="void").count() == sum(len(page["reviews"]) for _s, page in desk.pages())
    assert Department.objects.filter(pk=desk.department.pk).exists()
