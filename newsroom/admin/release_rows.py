"""The rows of contacts when two people save at once: what was typed in them, fitted to the rows stored now."""

import re
from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from newsroom.comparing import contact_line
from newsroom.models import Contact, Release, ReleaseContact

PREFIX = "contact_places"
CHOICE = "choose-contacts"
Row = dict[str, str]
_KEY = re.compile(rf"{PREFIX}-([0-9]{{1,4}})-(\w+)\Z")


class ConflictRows(admin.ModelAdmin):
    """Keep every row that was typed, mixed into the screen of releases."""

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        """Fit the rows to those stored now, when somebody else has saved in between."""
        kwargs: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        if prefix == PREFIX and "data" in kwargs and obj.pk and is_stale(request.POST, obj.pk):
            kwargs["data"] = fitted(kwargs["data"], obj)
        return kwargs

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Leave the rows as the other saved them, if the person chose so."""
        if change and formset.prefix == PREFIX and request.POST.get(CHOICE) == "theirs":
            formset.new_objects, formset.changed_objects, formset.deleted_objects = [], [], []
            return
        super().save_formset(request, form, formset, change)


def is_stale(posted: Mapping[str, Any], pk: int) -> bool:
    """Tell whether the form was sent from another save than the one stored now."""
    number = Release.objects.filter(pk=pk).values_list("lock_version", flat=True).first()
    return str(number) != posted.get("expected_version")


def typed_rows(data: Mapping[str, Any]) -> list[Row]:
    """Return the rows as they were sent, in their order in the form."""
    rows: dict[int, Row] = {}
    for key in data:
        if match := _KEY.match(key):
            rows.setdefault(int(match[1]), {})[match[2]] = str(data[key])
    return [row for number, row in sorted(rows.items()) if number < _count(data)]


def _count(data: Mapping[str, Any]) -> int:
    """Return how many rows the form says it has."""
    total = data.get(f"{PREFIX}-TOTAL_FORMS") or ""
    return int(total) if total.isdecimal() and len(total) < 5 else 0


def typed_lines(data: Mapping[str, Any]) -> str:
    """Return the contacts as they were sent, as lines in the order they would be shown."""
    rows = [row for row in typed_rows(data) if not row.get("DELETE") and (row.get("contact") or row.get("role"))]
    rows.sort(key=lambda row: int(row["order"]) if row.get("order", "").isdecimal() else 0)
    wanted = {int(row["contact"]) for row in rows if row.get("contact", "").isdecimal() and len(row["contact"]) < 16}
    contacts = Contact.objects.in_bulk(wanted)
    return "\n".join(_line(row, contacts) for row in rows)


def _line(row: Row, contacts: dict[int, Contact]) -> str:
    """Return one row as a line, also when no contact has been chosen yet."""
    contact, role = row.get("contact", ""), row.get("role", "").strip()
    found = contacts.get(int(contact)) if contact.isdecimal() else None
    if found is None:
        return f"{_('No contact chosen')}, {role}" if role else str(_("No contact chosen"))
    known = row.get("placement") in ReleaseContact.Placement.values
    placement = row["placement"] if known else ReleaseContact.Placement.CARD
    return contact_line(ReleaseContact(contact=found, role=role, placement=placement).frozen(0))


def fitted(data: QueryDict, release: Release) -> QueryDict:
    """Return the data with a row for each one stored now, then the new ones: no typed row is left out.

    A row finds the stored one by its key, or else (after somebody restored a version, say) by its contact. What the
    other added stands in the form too. What the other took away comes back as a new row.
    """
    typed = typed_rows(data)
    places = list(release.contact_places.all())
    rows = [_matching(place, typed) or _stored(place) for place in places]
    rows += [row for row in _as_new(typed) if _says_something(row)]
    fresh = data.copy()
    for key in [key for key in data if _KEY.match(key)]:
        del fresh[key]
    for number, row in enumerate(rows):
        for name, value in row.items():
            fresh[f"{PREFIX}-{number}-{name}"] = value
    fresh[f"{PREFIX}-INITIAL_FORMS"], fresh[f"{PREFIX}-TOTAL_FORMS"] = str(len(places)), str(len(rows))
    return fresh


def _matching(place: ReleaseContact, typed: list[Row]) -> Row | None:
    """Return the typed row of a stored one, with its key of today, and take it from those to match."""
    keys = (("id", str(place.pk)), ("contact", str(place.contact_id)))
    row = next((row for name, value in keys for row in typed if row.get(name) == value), None)
    if row is None:
        return None
    typed.remove(row)
    return row | {"id": str(place.pk), "release": str(place.release_id)}


def _as_new(typed: list[Row]) -> list[Row]:
    """Return the typed rows that have no stored one as new rows."""
    return [{name: value for name, value in row.items() if name != "id"} for row in typed]


def _says_something(row: Row) -> bool:
    """Tell whether a new row is worth keeping: it names somebody or a role, and is not to be deleted."""
    return bool(row.get("contact") or row.get("role")) and not row.get("DELETE")


def _stored(place: ReleaseContact) -> Row:
    """Return a stored row as the form would send it."""
    values: dict[str, Any] = {
        "id": place.pk,
        "release": place.release_id,
        "contact": place.contact_id,
        "placement": place.placement,
        "role": place.role,
        "order": place.order,
    }
    return {name: str(value) for name, value in values.items()}
