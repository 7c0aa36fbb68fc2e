"""What is done to many releases at once, from the list. Whether a person may is asked for each of them."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from newsroom.admin.release_list import ReleaseColumns
from newsroom.admin.scoped import Role, person
from newsroom.models import Release, Version
from newsroom.models.release import Status
from newsroom.spreadsheet import spreadsheet
from newsroom.withdrawing import archive_releases

#: Releases that may be chosen at once, and headlines that a message holds.
MOST_CHOSEN, MOST_NAMED = 10_000, 50
#: Figures that the key of a row may have: more do not fit in the database.
_LONGEST_KEY = 18


class BulkActions(ReleaseColumns):
    """Archive, and take out as a table, mixed into the screen of releases."""

    actions = ("archive_chosen", "export_chosen")

    def has_archive_permission(self, request: HttpRequest) -> bool:
        """Offer archiving to those who may archive anything."""
        by = person(request)
        return by.is_administrator or bool(by.department_ids(Role.PUBLISHER))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Answer an action without a selection in plain words, and refuse keys that are none."""
        if request.method == "POST" and "action" in request.POST:
            keys = request.POST.getlist(ACTION_CHECKBOX_NAME)
            if not keys:
                messages.warning(request, _("Tick at least one release in the list first. Nothing has been changed."))
                return HttpResponseRedirect(request.get_full_path())
            if not all(key.isdecimal() and len(key) <= _LONGEST_KEY for key in keys):
                raise BadRequest("A key that is none.")
        return super().changelist_view(request, extra_context)

    @admin.action(description=gettext_lazy("Archive the releases"), permissions=["archive"])
    def archive_chosen(self, request: HttpRequest, queryset: QuerySet[Release]) -> None:
        """Archive those that the person may; say which the others are, and why."""
        pks = list(queryset.order_by().values_list("pk", flat=True)[: MOST_CHOSEN + 1])
        if _are_too_many(request, len(pks)):
            return
        refused = archive_releases(pks=pks, by=person(request))
        if count := len(pks) - len(refused):
            said = ngettext("%(count)d release is archived.", "%(count)d releases are archived.", count)
            messages.success(request, said % {"count": count})
        for reason in dict.fromkeys(refused.values()):
            left = [release.headline for release, why in refused.items() if why == reason]
            messages.warning(
                request, _("Not archived: %(names)s. %(reason)s") % {"names": _named(left), "reason": reason}
            )

    @admin.action(description=gettext_lazy("Export to Excel (CSV)"), permissions=["view"])
    def export_chosen(self, request: HttpRequest, queryset: QuerySet[Release]) -> HttpResponse | None:
        """Return the releases that the person may see, as a table."""
        versions = Version.objects.select_related("address")
        light = versions.only("release", "kind", "visible_from", "visible_until", "address__year", "address__slug")
        releases = list(queryset.defer("lead", "body").prefetch_related(Prefetch("versions", light))[: MOST_CHOSEN + 1])
        if _are_too_many(request, len(releases)):
            return None
        by = person(request)
        rows = [_row(release) for release in releases if self.may_view(by, release)]
        name = slugify(str(self.opts.verbose_name_plural))
        return spreadsheet(f"{name}-{timezone.localdate().isoformat()}", _header(), rows)


def _are_too_many(request: HttpRequest, count: int) -> bool:
    """Tell whether more are chosen than can be done at once, and say so."""
    if count > MOST_CHOSEN:
        said = _("Choose at most %(most)d releases at a time. Nothing has been done.")
        messages.warning(request, said % {"most": MOST_CHOSEN})
    return count > MOST_CHOSEN


def _named(headlines: list[str]) -> str:
    """Return the headlines in quotation marks; of very many, the first and how many more there are."""
    names = ", ".join(_("“%(headline)s”") % {"headline": headline} for headline in headlines[:MOST_NAMED])
    more = len(headlines) - MOST_NAMED
    if more <= 0:
        return names
    return ngettext("%(names)s and %(count)d more", "%(names)s and %(count)d more", more) % {
        "names": names,
        "count": more,
    }


def _header() -> list[str]:
    """Return the names of the columns."""
    names = (
        _("number"),
        _("type"),
        _("headline"),
        _("department"),
        _("status"),
        _("published"),
        _("last reviewed"),
        _("to be reviewed"),
        _("changed by"),
        _("public address"),
    )
    return [capfirst(name) for name in names]


def _row(release: Any) -> list[Any]:
    """Return one release as the list shows it; the address only while the page answers at it."""
    published, subject = release.first_published_at, getattr(release, "subject", None)
    public = next((version for version in release.versions.all() if version.is_public()), None)
    return [
        release.pk,
        release.type_label,
        release.headline,
        release.department,
        Status(release.status_then).label,
        timezone.localdate(published) if published else None,
        subject and subject.last_reviewed_on,
        subject.next_review_on if subject and release.status_then == Status.PUBLISHED else None,
        release.changed_by,
        settings.SITE_URL + public.get_absolute_url() if public else None,
    ]
