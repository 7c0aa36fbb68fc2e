"""What is done with several pages at once: each for itself, so that one that fails does not stop the others."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsroom import planning
from newsroom.admin.scoped import person
from newsroom.models import Review, ReviewSubject
from newsroom.signing import OnScreen, on_screen, review


@dataclass(frozen=True)
class BulkRow:
    """One page: what is public now, what it last came from, and what stood in the way."""

    subject: ReviewSubject
    digest: str
    changed: str
    public_url: str
    screen_url: str
    is_ticked: bool
    fault: str = ""


def rows_for(
    subjects: list[ReviewSubject],
    *,
    ticked: Collection[str],
    faults: dict[int, str],
    digests: dict[int, str] | None = None,
) -> list[BulkRow]:
    """Return the rows of the confirmation; `digests` are those that were on screen when the person ticked."""
    rows = []
    for subject in subjects:
        seen = on_screen(subject)
        fault = faults.get(subject.pk, "") or ("" if seen else _("Only a public page can be reviewed."))
        digest = (digests or {}).get(subject.pk) or (seen.digest if seen else "")
        rows.append(
            BulkRow(
                subject,
                digest,
                last_change(subject, seen),
                public_url(subject, seen),
                reverse("admin:review_screen", args=[subject.pk]),
                str(subject.pk) in ticked,
                fault,
            )
        )
    return rows


def last_change(subject: ReviewSubject, seen: OnScreen | None) -> str:
    """Say when the page last changed, and how."""
    if seen and seen.version:
        version, day = seen.version, timezone.localdate(seen.version.visible_from).isoformat()
        return f"{day}, {version.public_note or version.get_kind_display()}"
    change = subject.card_changes.first()
    day = timezone.localdate(change.at if change else subject.begun_at).isoformat()
    return f"{day}, {change}" if change else day


def public_url(subject: ReviewSubject, seen: OnScreen | None) -> str:
    """Return the address of the public page; "" when no page of its own shows it."""
    thing = (seen.version if seen else None) or (subject.unit if seen else None)
    return str(thing.get_absolute_url()) if thing else ""


def written(request: HttpRequest, rows: list[BulkRow], batch: uuid.UUID) -> tuple[int, dict[int, str]]:
    """Sign each row for itself; return how many were signed, and why the others were not."""
    by, done, faults = person(request), 0, dict[int, str]()
    for row in rows:
        try:
            review(
                subject=row.subject,
                by=by,
                digest=row.digest,
                method=Review.Method.BULK,
                batch=batch,
                key=uuid.uuid5(batch, f"{by.pk}-{row.subject.pk}"),
            )
        except (PermissionDenied, ValidationError) as error:
            faults[row.subject.pk] = reason_of(error)
        else:
            done += 1
    return done, faults


def assign(request: HttpRequest, subjects: list[ReviewSubject], form: forms.Form) -> None:
    """Give the pages to somebody, and say how many could not be given."""
    chosen = ReviewSubject.objects.filter(pk__in=[subject.pk for subject in subjects])
    person_chosen = form.cleaned_data["responsible"]
    done, left = planning.assign(subjects=chosen, responsible=person_chosen, by=person(request))
    name = person_chosen or _("the reviewers of the department")
    said = ngettext("%(name)s now answers for %(count)d page.", "%(name)s now answers for %(count)d pages.", done)
    messages.success(request, said % {"name": name, "count": done})
    if left:
        said = ngettext(
            "%(count)d page was left as it was: you do not plan it, or %(name)s may not review it.",
            "%(count)d pages were left as they were: you do not plan them, or %(name)s may not review them.",
            left,
        )
        messages.warning(request, said % {"name": name, "count": left})


def defer(request: HttpRequest, subjects: list[ReviewSubject], form: forms.Form) -> None:
    """Defer each page for itself, and say which could not be."""
    done, batch = 0, uuid.uuid4()
    for subject in subjects:
        seen = on_screen(subject)
        try:
            review(
                subject=subject,
                by=person(request),
                digest=seen.digest if seen else "",
                outcome=Review.Outcome.DEFERRED,
                comment=form.cleaned_data["comment"],
                deferred_until=form.cleaned_data["deferred_until"],
                method=Review.Method.BULK,
                batch=batch,
            )
        except (PermissionDenied, ValidationError) as error:
            messages.warning(request, f"{subject}: {reason_of(error)}")
        else:
            done += 1
    if done:
        said = ngettext("%(count)d review is deferred.", "%(count)d reviews are deferred.", done) % {"count": done}
        messages.success(request, said)


def reason_of(error: PermissionDenied | ValidationError) -> str:
    """Return what a refusal says."""
    return error.messages[0] if isinstance(error, ValidationError) else str(error)
