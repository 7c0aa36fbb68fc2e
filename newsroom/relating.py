"""How releases may refer to one another, and a new translation to begin with.

A family is flat: every translation names the original, and the original names nobody. No release follows itself,
however many steps it takes.
"""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from newsroom import workflow
from newsroom.models import Event, Language, Release, ReleaseContact, User, Version
from newsroom.models.release import Status
from newsroom.recording import record
from newsroom.reviewing import refresh_review_index

#: Steps from a release to what it follows; nobody replaces the same text as often.
_LONGEST_CHAIN = 200


def faults_of(release: Release) -> dict[str, str]:
    """Return what is wrong with what a working copy (saved or only typed) refers to, field by field."""
    return {**_language_fault(release), **_original_fault(release), **_following_fault(release)}


def _original_fault(release: Release) -> dict[str, str]:
    """Ask for a family that is flat, with no language twice."""
    original = release.original
    if original is None:
        return {}
    if original.pk == release.pk:
        return {"original": _("A release cannot be a translation of itself.")}
    if original.original_id is not None:
        return {"original": _("That release is a translation itself. Choose its original.")}
    if release.pk and translations_of(release).exists():
        return {"original": _("The release has translations of its own, so it cannot be one.")}
    if original.language == release.language:
        return {"original": _("The original is in the same language as the translation.")}
    if translations_of(original).exclude(pk=release.pk).filter(language=release.language).exists():
        return {"original": _("The original already has a translation into this language.")}
    return {}


def _language_fault(release: Release) -> dict[str, str]:
    """Refuse to give an original the language of one of its translations."""
    if release.pk and translations_of(release).filter(language=release.language).exists():
        return {"language": _("A translation of the release is in this language.")}
    return {}


def _following_fault(release: Release) -> dict[str, str]:
    """Ask for both halves, and for a line that does not come back to where it began."""
    earlier = release.follows
    if earlier is None:
        return {"follows": _("Choose the earlier release.")} if release.follows_as else {}
    if earlier.pk == release.pk:
        return {"follows": _("A release cannot follow itself.")}
    if not release.follows_as:
        return {"follows_as": _("Say what happens to the earlier release.")}
    if earlier.pk == release.original_id:
        return {"follows": _("A translation does not follow its original.")}
    if _leads_to(earlier, release.pk):
        return {"follows": _("That release already follows this one.")}
    return {}


def _leads_to(release: Release, target: int | None) -> bool:
    """Tell whether a release follows another, in however many steps."""
    step = release.follows_id
    for _step in range(_LONGEST_CHAIN):
        if step is None or step == target:
            break
        step = Release.objects.filter(pk=step).values_list("follows_id", flat=True).first()
    return step is not None and step == target


def translations_of(release: Release) -> QuerySet[Release]:
    """Return the translations of a release at the desk; those that were withdrawn make room for new ones."""
    found: Any = Release.objects.with_status().filter(original=release)
    standing: QuerySet[Release] = found.exclude(status_then=Status.WITHDRAWN)
    return standing


def choosable(releases: QuerySet[Release], chosen: Release | None = None) -> QuerySet[Release]:
    """Return what a release may refer to: what the person sees, what everybody reads, and what is chosen already."""
    public = Version.objects.public().values("release")
    kept = [chosen.original_id, chosen.follows_id] if chosen else []
    wanted = Q(pk__in=releases.values("pk")) | Q(pk__in=public) | Q(pk__in=[pk for pk in kept if pk])
    return Release.objects.filter(wanted)


# --- a new translation ----------------------------------------------------------------------------------
def original_of(release: Release) -> Release:
    """Return the first text of the family that a release belongs to."""
    return release.original or release


def languages_left(release: Release) -> list[tuple[str, str]]:
    """Return the languages that the family of a release does not have yet, as choices of a form."""
    original = original_of(release)
    taken = {original.language, *translations_of(original).values_list("language", flat=True)}
    return [(value, str(label)) for value, label in Language.choices if value not in taken]


@transaction.atomic
def start_translation(*, release: Release, language: str, by: User) -> Release:
    """Begin a translation: a draft linked to the original, with its text to write over, contacts and topics.

    The text is the one that readers see, if there is one. Raises PermissionDenied for one who may not write for
    the department, ValidationError when the family has the language already.
    """
    original = Release.objects.select_for_update(no_key=True, of=("self",)).get(pk=original_of(release).pk)
    workflow.require("view", release, by)
    if language not in dict(languages_left(original)):
        raise ValidationError({"language": _("The original already has a translation into this language.")})
    source: Release | Version = original.versions.public().exclude(kind=Version.Kind.RETRACTION).first() or original
    unlike = {"original_id": original.pk, "language": language, "dateline": "", "follows_id": None, "follows_as": ""}
    draft = Release(owner=by, changed_by=by, **source.text() | unlike)
    if not workflow.has_role("edit", draft, by):
        raise PermissionDenied(_("You lack the role for this in the department."))
    draft.save()
    draft.topics.set(source.topics.all())
    ReleaseContact.objects.bulk_create(
        ReleaseContact(release=draft, contact_id=place.contact_id, placement=place.placement, order=place.order)
        for place in original.contact_places.all()
    )
    record(draft, Event.Kind.CREATED, by)
    refresh_review_index(draft)
    return draft
