"""What the review screen shows beside the form: the page itself, what changed, what was found before, and why now."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.template.base import Template
from django.template.context import Context
from django.template.engine import Engine
from django.template.loader_tags import BlockNode
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsroom.admin.contact_standing import SHOWN, public_pages
from newsroom.comparing import FieldComparison, compare
from newsroom.context_processors import site
from newsroom.differing import differences
from newsroom.models import Review, ReviewSubject, User, Version
from newsroom.reviewing import department_of, interval_months
from newsroom.signing import REVIEWERS, UNDO, OnScreen
from newsroom.views.releases import upcoming_page

EARLIER = 6


# --- the page as the public sees it ---------------------------------------------------------------------
def public_page(seen: OnScreen) -> str:
    """Return what stands between the head and the foot of the public page; "" for a card, which has a template."""
    if seen.version is None:
        return ""
    page: Template = Engine.get_default().get_template("newsroom/release_detail.html")
    blocks: Any = page.nodelist.get_nodes_by_type(BlockNode)
    block = next(block for block in blocks if block.name == "content")
    # As on paper: what is there to copy and to save is no part of what is signed.
    shown = upcoming_page(seen.version) | site(None) | {"paper": True}  # type: ignore[arg-type]  # asks nothing
    context = Context(shown, autoescape=True)
    with context.bind_template(page):
        rendered: str = block.render(context)
    return rendered


def card(subject: ReviewSubject) -> dict[str, Any]:
    """Return what the template of a card needs."""
    contact = subject.contact
    if contact is None:
        return {"department": subject.unit}
    pages = public_pages(contact)
    return {"contact": contact, "pages": pages[:SHOWN], "page_count": pages.count()}


def public_url(seen: OnScreen) -> str:
    """Return the address of the public page; "" for a contact that no list shows."""
    thing = seen.version or seen.subject.unit
    return str(thing.get_absolute_url()) if thing else ""


# --- what changed -------------------------------------------------------------------------------------
def changed_since(base: dict[str, Any], seen: OnScreen) -> list[FieldComparison]:
    """Return the fields that differ between what was on screen once (version and shown) and what is now."""
    found: list[FieldComparison] = []
    number: int | None = base.get("version")
    before = Version.objects.filter(pk=number).first() if number else None
    if before and seen.version and before.pk != seen.version.pk:
        found = compare(before, seen.version)
    return [field.shortened() for field in [*found, *_cards(base.get("shown") or {}, seen)] if field.is_changed]


def since_last_review(seen: OnScreen) -> list[FieldComparison] | None:
    """Return what changed since the page was last found right; None when it never was."""
    last = seen.subject.last_review
    return changed_since({"version": last.version_id, "shown": last.shown}, seen) if last else None


def _cards(shown: dict[str, Any], seen: OnScreen) -> list[FieldComparison]:
    """Compare what a card showed, or the numbers beside a release; an imported review knows neither."""
    if not shown:
        return []
    labels = _labels(seen)
    return [
        FieldComparison(labels[name], differences(old, new), old != new)
        for name, new in ((name, in_lines(value)) for name, value in seen.shown.items())
        for old in [in_lines(shown.get(name, ""))]
    ]


def _labels(seen: OnScreen) -> dict[str, str]:
    """Return the names of what is shown, as the forms have them."""
    labels = {"contacts": _("Numbers beside the text"), "telephones": _("Telephone numbers")}
    thing = seen.subject.owner_object
    fields = {field.name: str(capfirst(field.verbose_name)) for field in thing._meta.fields}
    return fields | labels


def in_lines(value: Any) -> str:
    """Return what is shown as lines of text: "Direkt 070-174 06 05"; a contact with the numbers and the e-mail."""
    if not isinstance(value, list):
        return str(value)
    return "\n".join(_contact(row) if isinstance(row, dict) else " ".join(filter(None, row)) for row in value)


def _contact(row: dict[str, Any]) -> str:
    """Return one contact as a line."""
    numbers = [" ".join(filter(None, number)) for number in row["telephones"]]
    return ", ".join(filter(None, [row["name"], *numbers, row["email"]]))


def unpublished(seen: OnScreen) -> str:
    """Say that there is a newer text that readers do not see, and whose; "" when there is none."""
    release = seen.subject.release
    if release is None or seen.version is None or release.digest() == seen.version.digest:
        return ""
    on = timezone.localdate(release.changed_at).isoformat()
    said = _("There are unpublished changes by %(name)s (%(date)s). What you review is what readers see.")
    nameless = _("There are unpublished changes (%(date)s). What you review is what readers see.")
    return (said if release.changed_by else nameless) % {"name": release.changed_by, "date": on}


# --- why now ------------------------------------------------------------------------------------------
def interval_in_words(subject: ReviewSubject) -> str:
    """Return for example "12 månader, ärvt från Kommunikationsavdelningen"."""
    months, department = interval_months(subject), department_of(subject)
    length = ngettext("%(count)d month", "%(count)d months", months) % {"count": months}
    if subject.release and subject.release.review_interval_months:
        return _("%(length)s, set for this press release") % {"length": length}
    if subject.unit and subject.unit.review_interval_months:
        return _("%(length)s, set for this department") % {"length": length}
    if department and department.review_interval_months:
        return _("%(length)s, inherited from %(name)s") % {"length": length, "name": department}
    return _("%(length)s, as for the whole newsroom") % {"length": length}


def lateness(due: dt.date | None, today: dt.date | None = None) -> str:
    """Say how long ago a page was due: "12 dagar sen", later in months and years; "" when it is not late."""
    days = ((today or timezone.localdate()) - due).days if due else 0
    if days <= 0:
        return ""
    if days < 60:
        return ngettext("%(count)d day late", "%(count)d days late", days) % {"count": days}
    if days < 730:
        months = round(days / 30.44)
        return ngettext("%(count)d month late", "%(count)d months late", months) % {"count": months}
    years = days // 365
    return ngettext("%(count)d year late", "%(count)d years late", years) % {"count": years}


# --- who ----------------------------------------------------------------------------------------------
def colleagues(subject: ReviewSubject, by: User) -> QuerySet[User]:
    """Return the others who may review the page: whom to ask when it is one's own text."""
    held = User.objects.filter(is_active=True, memberships__role__in=REVIEWERS).exclude(pk=by.pk)
    if subject.department_id:
        held = held.filter(memberships__department=subject.department_id, memberships__role__in=REVIEWERS)
    return held.distinct().order_by("first_name", "last_name")


def earlier(subject: ReviewSubject, by: User) -> list[dict[str, Any]]:
    """Return the last reviews, each with whether it was declared void, and whether the person can still undo it."""
    rows = subject.reviews.exclude(outcome=Review.Outcome.VOID).select_related("voided_by", "version").latest_first()
    rows = rows.defer("shown", "voided_by__shown", "version__body", "version__lead")
    return [{"review": review, "can_undo": can_undo(review, by)} for review in rows[:EARLIER]]


def can_undo(review: Review, by: User) -> bool:
    """Tell whether the person wrote it within the last ten minutes."""
    is_recent = timezone.now() - review.reviewed_at <= UNDO
    return review.reviewer_id == by.pk and is_recent and getattr(review, "voided_by", None) is None


def rule_of_two(seen: OnScreen, is_own: bool, may_override: bool) -> str:
    """Return what the screen says of one's own text: "" (nothing), "warn", "reason" or "refuse"."""
    if not is_own or settings.REVIEW_SECOND_PERSON == "off":
        return ""
    if settings.REVIEW_SECOND_PERSON == "warn":
        return "warn"
    return "reason" if may_override else "refuse"
