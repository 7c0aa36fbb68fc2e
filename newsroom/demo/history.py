"""Plays what happened to a release of the demo: the same actions as at the desk, at other times."""

import datetime as dt
from typing import Any

from django.utils import timezone

from newsroom import actions, approving, signing, withdrawing, workflow
from newsroom.models import Event, Release, Review, User, Version

Row = dict[str, Any]
#: When the office would have recorded a review.
NOON = dt.time(12)


def play(release: Release, row: Row, people: dict[str, User], now: dt.datetime) -> None:
    """Bring a fresh working copy to the state that the row names."""
    state, publisher = row["state"], people["utgivare"]
    owner = release.owner or publisher
    editor = owner if workflow.has_role("submit", release, owner) else publisher
    when = _moment(row, now) or now - dt.timedelta(hours=3)
    _begin(release, editor, min(when, now) - dt.timedelta(hours=2))
    if state in ("submitted", "approved"):
        approving.submit_release(release=release, by=editor)
    if state == "approved":
        approver = people["admin"] if editor == publisher else publisher
        approving.approve_release(release=release, by=approver)
    if state == "scheduled":
        actions.schedule_release(release=release, by=publisher, visible_from=when)
    if state in ("published", "archived", "withdrawn"):
        _publish(release, row, people, when, now)


def _begin(release: Release, by: User, at: dt.datetime) -> None:
    """Note who began and when."""
    Release.objects.filter(pk=release.pk).update(created_at=at, changed_at=at, changed_by=by)
    actions.record(release, Event.Kind.CREATED, by, at=at)


def _publish(release: Release, row: Row, people: dict[str, User], when: dt.datetime, now: dt.datetime) -> None:
    """Publish, change and review in the order of time; archive or withdraw at the end."""
    publisher = people["utgivare"]
    actions.publish_release(release=release, by=publisher, at=when)
    steps = [(_moment(change, now) or when, _change, change) for change in row.get("change", [])]
    steps += [(_local(dt.datetime.combine(review["on"], NOON)), _review, review) for review in row.get("review", [])]
    for at, step, detail in sorted(steps, key=lambda item: item[0]):
        step(release, detail, people, at)
    if row["state"] == "archived":
        withdrawing.archive_release(release=release, by=publisher, at=min(when + dt.timedelta(days=700), now))
    if row["state"] == "withdrawn":
        reason = row["withdrawn_reason"]
        withdrawing.withdraw_release(release=release, by=publisher, reason=reason, at=_local(row["withdrawn_at"]))


def _change(release: Release, row: Row, people: dict[str, User], at: dt.datetime) -> None:
    """Publish a correction, an update or a minor change."""
    for name in ("headline", "subheading", "lead", "body"):
        if name in row:
            setattr(release, name, row[name].strip())
    release.save()
    Release.objects.filter(pk=release.pk).update(changed_at=at, changed_by=people["utgivare"])
    kind, note = Version.Kind(row["kind"]), row.get("public_note", "")
    actions.publish_release(release=release, by=people["utgivare"], kind=kind, public_note=note, at=at)


def _review(release: Release, row: Row, people: dict[str, User], at: dt.datetime) -> None:
    """Sign the version that was public then."""
    version = release.versions.public(at).get()
    by = people.get(row.get("by", ""))
    method = Review.Method.ADMIN if by else Review.Method.IMPORTED
    comment, name = row.get("comment", ""), row.get("name") or str(by)
    signing.sign(
        seen=signing.seen_version(version), by=by, name=name, on=row["on"], at=at, comment=comment, method=method
    )


def _moment(row: Row, now: dt.datetime) -> dt.datetime | None:
    """Return when the row says: a Swedish local time, or days from today at a clock time."""
    fixed = row.get("published_at") or row.get("at")
    if fixed:
        return _local(fixed)
    days = row["in_days"] if "in_days" in row else -row["days_ago"] if "days_ago" in row else None
    if days is None:
        return None
    hour, minute = (int(part) for part in row.get("clock", "09.00").split("."))
    day = timezone.localdate(now) + dt.timedelta(days=days)
    return _local(dt.datetime.combine(day, dt.time(hour, minute)))


def _local(moment: dt.datetime) -> dt.datetime:
    """Return a naive local time with the Swedish zone."""
    return timezone.make_aware(moment)
