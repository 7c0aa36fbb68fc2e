"""What the reviewers of the demo do: the acts of the desk, on days that have been. Every row is written by signing."""

import datetime as dt
import random
from uuid import UUID

from django.utils import timezone

from newsroom import actions, signing
from newsroom.due_dates import add_months
from newsroom.models import Release, Review, ReviewSubject, User, Version
from newsroom.reviewing import interval_months, refresh_review_index
from newsroom.signing import OnScreen

Outcome, Method = Review.Outcome, Review.Method
DAY = dt.timedelta(days=1)
SATURDAY = 5
FIVE_MINUTES = dt.timedelta(minutes=5)


class Office:
    """The people, and today. Chance is seeded by the title of a page, so that every demo is the same."""

    def __init__(self, people: dict[str, User], now: dt.datetime) -> None:
        """Keep who is who, and what day it is."""
        self.people, self.now, self.today = people, now, timezone.localdate(now)

    def chance(self, subject: ReviewSubject) -> random.Random:
        """Return the chance of one page."""
        return random.Random(str(subject))  # noqa: S311  # invented days, nothing secret

    def reader(self, subject: ReviewSubject) -> User:
        """Return who usually reads the page."""
        return self.people["admin" if self.chance(subject).random() < 0.2 else "granskare"]

    def moment(self, subject: ReviewSubject, day: dt.date) -> dt.datetime:
        """Return a time in office hours of that day; yesterday at the latest."""
        day = min(day, self.today - DAY)
        while day.weekday() >= SATURDAY:
            day -= DAY
        chance = self.chance(subject)
        return timezone.make_aware(dt.datetime.combine(day, dt.time(chance.randint(8, 16), chance.randint(0, 59))))

    def begin_cycle(self, subject: ReviewSubject, due: dt.date) -> None:
        """Let the page have been read, one interval before it is due."""
        if subject.release_id is None:  # a card has no history: its time begins there
            begun_at = self.moment(subject, add_months(due, -interval_months(subject)))
            ReviewSubject.objects.filter(pk=subject.pk).update(begun_at=begun_at)
            refresh_review_index(subject.owner_object)
        else:
            self.read(subject, add_months(due, -interval_months(subject)))
        subject.refresh_from_db()

    def keep_up(self, subject: ReviewSubject) -> None:
        """Read the page each time it is due, up to today: mostly in time, every fifth time some days late."""
        chance = self.chance(subject)
        while (due := subject.next_review_on) and due < self.today - 21 * DAY:
            late = chance.random() < 0.2
            day = due + chance.randint(4, 20) * DAY if late else due - chance.randint(0, 16) * DAY
            self.read(subject, day)
            subject.refresh_from_db()

    def read(
        self,
        subject: ReviewSubject,
        day: dt.date,
        *,
        outcome: str = Outcome.OK,
        by: User | None = None,
        batch: UUID | None = None,
        **row: object,
    ) -> Review:
        """Sign what the public saw of the page that day."""
        at, person = self.moment(subject, day), by or self.reader(subject)
        methods = [Method.ADMIN, Method.QUEUE, Method.QUEUE, Method.PAGE]
        method = Method.BULK if batch else self.chance(subject).choice(methods)
        return signing.sign(
            seen=self._seen(subject, at),
            by=person,
            name=str(person),
            on=timezone.localdate(at),
            at=at,
            outcome=outcome,
            method=method,
            batch=batch,
            **row,
        )

    def _seen(self, subject: ReviewSubject, at: dt.datetime) -> OnScreen:
        """Return what the public saw."""
        if subject.release is not None:
            return signing.seen_version(subject.release.versions.public(at).get())
        seen = signing.on_screen(subject, at)
        assert seen is not None
        return seen

    def change(self, subject: ReviewSubject, day: dt.date, sentence: str, note: str) -> None:
        """Publish a correction, with a sentence more in the lead."""
        assert subject.release is not None
        release = Release.objects.get(pk=subject.release.pk)
        release.lead = f"{release.lead} {sentence}"
        release.save()
        actions.publish_release(
            release=release,
            by=self.people["utgivare"],
            kind=Version.Kind.CORRECTION,
            public_note=note,
            at=self.moment(subject, day),
        )

    def undo(self, review: Review) -> None:
        """Take back a slip of the finger, five minutes later."""
        assert review.reviewer is not None
        comment = "Fel sida, jag skulle granska den under."
        signing.void_review(review=review, by=review.reviewer, comment=comment, at=review.reviewed_at + FIVE_MINUTES)
