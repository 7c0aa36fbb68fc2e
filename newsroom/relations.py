"""What a public release has to do with others: its translations, what it replaces or ends, and what came after it.

Everything here is read from versions that are public at the moment that is asked about. What is not public gives no
link, no notice and no change of order, whatever refers to it.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL
from django.utils import timezone

from newsroom.languages import NO_LONGER_APPLIES, OLDER_THAN_ORIGINAL
from newsroom.models import Following, Language, Version

#: What readers of a translation must know that the original has been through since.
_CHANGES = (*Version.MATERIAL, Version.Kind.RETRACTION)
#: The releases that come after one, step by step. Both parts ask the same question: what is public now.
_CHAIN = """
WITH RECURSIVE chain(release, version) AS (
  SELECT step.release_id, step.id FROM ({steps}) step WHERE step.follows_id = %s
  UNION
  SELECT step.release_id, step.id FROM ({steps}) step JOIN chain ON step.follows_id = chain.release
) SELECT version FROM chain
"""


@dataclass(frozen=True)
class Follower:
    """A later release that takes the place of this one, or ends it."""

    version: Version
    is_end: bool


@dataclass(frozen=True)
class Relations:
    """What the page of a release tells of others."""

    version: Version
    #: The same text in other languages, the original first.
    others: list[Version] = field(default_factory=list)
    #: What this is a translation of, if that is public; it may have become a notice.
    original: Version | None = None
    #: When the original was last changed, if that was after this text was published.
    original_changed_at: dt.datetime | None = None
    #: What this one replaces or ends.
    earlier: Version | None = None
    #: What came after it, the latest first.
    followers: list[Follower] = field(default_factory=list)

    @property
    def ends_earlier(self) -> bool:
        """Tell whether the earlier one is at an end, not only replaced."""
        return self.version.follows_as == Following.ENDS

    @property
    def is_ended(self) -> bool:
        """Tell whether the release is at an end, by what came after it."""
        return any(follower.is_end for follower in self.followers)

    @property
    def no_longer_applies(self) -> bool:
        """Tell whether readers must be told loudly: an important message that has been ended."""
        return self.is_ended and self.version.type == Version.Type.IMPORTANT

    @property
    def is_outdated(self) -> bool:
        """Tell whether the original says something else since this text was published."""
        return self.original_changed_at is not None

    @property
    def original_is_retracted(self) -> bool:
        """Tell whether a notice stands in place of the original."""
        return self.original is not None and self.original.kind == Version.Kind.RETRACTION

    @property
    def outdated_in_own_words(self) -> str:
        """Return the same in the language of the text, where the frame does not speak it."""
        return OLDER_THAN_ORIGINAL.get(self.version.language, "")

    @property
    def ended_in_own_words(self) -> str:
        """Return that the message no longer applies in the language of the text, where the frame does not speak it."""
        return NO_LONGER_APPLIES.get(self.version.language, "")

    @property
    def languages(self) -> list[Version]:
        """Return the whole family, this one too, for machines; nothing when it is alone."""
        return [self.version, *self.others] if self.others else []


def relations_of(version: Version, at: dt.datetime | None = None) -> Relations:
    """Return what is public at a time (default: now) and has to do with a version. Two queries, however much it is."""
    at = at or timezone.now()
    related = list(_related(version, at))
    original = next((other for other in related if other.release_id == version.original_id), None)
    changed_at: dt.datetime | None = getattr(original, "changed_at", None)
    return Relations(
        version=version,
        others=_family(version, related),
        original=original,
        original_changed_at=changed_at,
        earlier=next((v for v in related if v.release_id == version.follows_id and not _is_notice(v)), None),
        followers=followers_of(version.release_id, at),
    )


def _is_notice(version: Version) -> bool:
    """Tell whether a notice stands in place of the text."""
    return version.kind == Version.Kind.RETRACTION


def _related(version: Version, at: dt.datetime) -> QuerySet[Version]:
    """Return the original, all translations and what the version follows, as far as they are public."""
    root = version.original_id or version.release_id
    wanted = Q(release__in=[root, version.follows_id or root]) | Q(original=root)
    since = Version.objects.once_public(at).filter(
        release=OuterRef("release"), kind__in=_CHANGES, visible_from__gt=version.visible_from or at
    )
    public: Any = Version.objects.public(at).filter(wanted).exclude(release=version.release_id)
    changed_at = Subquery(since.order_by("-visible_from").values("visible_from")[:1])
    found: QuerySet[Version] = public.select_related("address").defer("body").annotate(changed_at=changed_at)
    return found


def _family(version: Version, related: list[Version]) -> list[Version]:
    """Return the texts that say the same, the original first and then in the order of languages.

    A notice in place of a text says something else: it has no family.
    """
    if _is_notice(version):
        return []
    root = version.original_id or version.release_id
    family = [v for v in related if root in (v.release_id, v.original_id) and not _is_notice(v)]
    order = list(Language.values)
    return sorted(family, key=lambda v: (v.release_id != root, order.index(v.language), v.release_id))


def followers_of(release_id: int, at: dt.datetime | None = None) -> list[Follower]:
    """Return everything public that came after a release, also step by step, the latest first. One query."""
    public = Version.objects.public(at).exclude(kind=Version.Kind.RETRACTION)
    steps, values = public.exclude(follows=None).values_list("follows_id", "release_id", "id").query.sql_with_params()
    chain = RawSQL(_CHAIN.format(steps=steps), (*values, release_id, *values))  # noqa: S611  # the ORM's own SQL
    found = Version.objects.filter(pk__in=chain).exclude(release=release_id).select_related("address").defer("body")
    by_release = {version.release_id: version for version in found}
    followers = [Follower(version, _ends(version, by_release)) for version in by_release.values()]
    return sorted(followers, key=lambda f: (f.version.published_at, f.version.pk), reverse=True)


def _ends(version: Version, by_release: dict[int, Version]) -> bool:
    """Tell whether somewhere on the way from the first release to this one there is an end."""
    step: Version | None = version
    while step is not None:
        if step.follows_as == Following.ENDS:
            return True
        step = by_release.get(step.follows_id or 0)
    return False
