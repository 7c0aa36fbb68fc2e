"""What a reviewer has before the eyes, who may review it, and whose words it is."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from newsroom.approving import wrote
from newsroom.cards import digest_of_shown, shown
from newsroom.models import Membership, Review, ReviewSubject, User, Version
from newsroom.reviewing import is_in_use, subject_of

Role = Membership.Role
REVIEWERS = (Role.REVIEWER, Role.PUBLISHER)
#: A reviewer takes back a slip of the finger alone for so long; after that a publisher does.
UNDO = dt.timedelta(minutes=10)


@dataclass(frozen=True)
class OnScreen:
    """What a reviewer has before the eyes. `digest` goes into the form and comes back with the answer."""

    subject: ReviewSubject
    version: Version | None
    shown: dict[str, Any]
    digest: str


def on_screen(subject: ReviewSubject, at: dt.datetime | None = None) -> OnScreen | None:
    """Return what the public sees of a page now, or None when it sees nothing."""
    if subject.release is None:
        if not is_in_use(subject.owner_object):
            return None
        card = shown(subject.owner_object)
        return OnScreen(subject, None, card, digest_of_shown(card))
    version = subject.release.versions.public(at).select_related("release", "address", "department").first()
    is_kept = version is not None and version.kind != Version.Kind.RETRACTION and subject.release.archived_at is None
    return seen_version(version) if version and is_kept else None


def seen_version(version: Version) -> OnScreen:
    """Return a version with the numbers that stand beside it today. The same words in another version are another."""
    subject, card = subject_of(version.release), shown(version)
    return OnScreen(subject, version, card, digest_of_seen(version, card))


def digest_of_seen(version: Version | None, card: dict[str, Any]) -> str:
    """Return the digest of what a review signs: the sealed version, if there is one, and the numbers beside it."""
    seal = {"version": version.number, "text": version.digest} if version else {}
    return digest_of_shown(seal | card)


# --- who ---------------------------------------------------------------------------------------------
def may_review(subject: ReviewSubject, by: User) -> bool:
    """Tell whether the person reviews the pages of the department that answers for this one.

    A card that belongs to no department may be read by any reviewer.
    """
    return subject.belongs_to(by, *REVIEWERS)


def may_override(subject: ReviewSubject, by: User) -> bool:
    """Tell whether the person answers for the reviews of the department: own texts, void, exemptions."""
    return subject.belongs_to(by, Role.PUBLISHER)


def may_void(review: Review, by: User, at: dt.datetime | None = None) -> bool:
    """Tell whether the person may declare a review void: who wrote it for ten minutes, then who answers for them."""
    is_undo = review.reviewer_id == by.pk and by.is_active and (at or timezone.now()) - review.reviewed_at <= UNDO
    return is_undo or may_override(review.subject, by)


def is_own_material(seen: OnScreen, by: User) -> bool:
    """Tell whether the person made the latest change that a reader must know of."""
    if seen.version is None:
        last = seen.subject.card_changes.first()
        return last is not None and last.by_id == by.pk
    version = _latest_material(seen.version)
    return version.author_id == by.pk or wrote(version, by)


def _latest_material(version: Version) -> Version:
    """Return the version that brought what a reader must know of: no notice, and not what was never public."""
    dated = version.release.versions.exclude(visible_from=None).filter(number__lte=version.number).order_by("number")
    found = version
    after_notice = True  # the first text, and the first after a notice, is news whatever it is called
    for each in dated.only("number", "kind", "author_id", "release_id", "created_at"):
        if each.kind == Version.Kind.RETRACTION:
            after_notice = True
        elif after_notice or each.kind != Version.Kind.MINOR:
            found, after_notice = each, False
    return found
