"""What is typed in the form of a release and not saved: read from a request, judged, compared, and put back.

Nothing here saves anything. A payload holds the form's own fields and nothing else.
"""

import json
import re
from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import BadRequest
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from newsroom.admin.release_conflict import contact_lines, words
from newsroom.admin.release_rows import PREFIX, fitted, typed_lines, typed_rows
from newsroom.comparing import FieldComparison, label_of
from newsroom.differing import differences
from newsroom.html import clean_characters, clean_html
from newsroom.links import last_words
from newsroom.models import Contact, Department, Release, ReleaseContact
from newsroom.requirements import Draft, draft_contacts
from newsroom.together import ROW_FIELDS, Payload, differing

#: Bytes that a payload may have: three times the longest text.
LARGEST = 300_000
#: Hidden fields that say where the person started; they are no text.
STARTING_POINT = ("expected_version", "base")
_ROW_NAMES = "|".join([*(field.name for field in ReleaseContact._meta.concrete_fields), "DELETE"])
_ROW = re.compile(
    rf"{PREFIX}-(?:(?:TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS|(?:[0-9]{{1,4}}|__prefix__)-(?:{_ROW_NAMES}))\Z"
)


def read_payload(data: QueryDict, fields: Collection[str]) -> Payload:
    """Return what the script of the form sends. Raises BadRequest for what is no field, and for too much."""
    if any(name not in fields and name != "csrfmiddlewaretoken" and not _ROW.match(name) for name in data):
        raise BadRequest("Unknown field.")
    payload = typed(data, fields)
    if len(json.dumps(payload, ensure_ascii=False).encode()) > LARGEST:
        raise BadRequest("Too much text.")
    return payload


def typed(data: QueryDict, fields: Collection[str]) -> Payload:
    """Return what is typed in the form, with no character in it that deceives, and its rows of contacts."""
    payload: Payload = {name: _value(data, name) for name in fields}
    payload["contacts"] = [
        {name: clean_characters(row.get(name, "")) for name in ROW_FIELDS}
        for row in typed_rows(data)
        if row.get("contact") and not row.get("DELETE")
    ]
    return payload


def _value(data: QueryDict, name: str) -> Any:
    """Return one field: a list for the topics, cleaned HTML for the body, words for the rest."""
    if name == "topics":
        return [value for value in data.getlist(name) if _key(value)]
    value = clean_characters(data.get(name, ""))
    return clean_html(value) if name == "body" else value


def _key(value: Any) -> int | None:
    """Return a value as the key of a row, None if it is none."""
    text = str(value)
    return int(text) if text.isdecimal() and len(text) < 10 else None


def draft_of_payload(payload: Payload, release: Release | None) -> Draft:
    """Return what is typed as the checklist reads it."""
    texts = {name: payload.get(name, "") for name in ("headline", "subheading", "lead", "body", "dateline")}
    department = Department.objects.filter(pk=_key(payload.get("department")) or 0).first()
    keys = [key for row in payload.get("contacts", []) if (key := _key(row["contact"]))]
    contacts = Contact.objects.filter(pk__in=keys).prefetch_related("telephones")
    return Draft(
        **texts,
        department=str(department or ""),
        contacts=draft_contacts(contacts),
        release_id=release.pk if release else None,
        quotes=last_words(release, body=texts["body"]) if release else (),
    )


# --- put back -------------------------------------------------------------------------------------------
def fill_in(form: forms.BaseForm, payload: Payload, base_version: int) -> None:
    """Let a form that is not bound show what was typed, as if it had been opened from the save of that time."""
    form.initial.update({name: value for name, value in payload.items() if name in form.fields})
    form.initial["expected_version"] = base_version


def rows_of(payload: Payload, release: Release | None) -> QueryDict:
    """Return the contacts as their rows would be sent, fitted to those stored now."""
    data = QueryDict(mutable=True)
    rows = payload.get("contacts", [])
    data.update({f"{PREFIX}-TOTAL_FORMS": str(len(rows)), f"{PREFIX}-INITIAL_FORMS": "0"})
    data.update({f"{PREFIX}-MIN_NUM_FORMS": "0", f"{PREFIX}-MAX_NUM_FORMS": "1000"})
    for number, row in enumerate(rows):
        data.update({f"{PREFIX}-{number}-{name}": value for name, value in row.items()})
    if release is None or not release.pk:
        return data
    shown = fitted(data, release)
    for number, place in enumerate(release.contact_places.all()):
        if str(place.contact_id) not in {row["contact"] for row in rows}:
            shown[f"{PREFIX}-{number}-DELETE"] = "on"
    return shown


# --- compare --------------------------------------------------------------------------------------------
def unsaved_changes(payload: Payload, release: Release | None) -> list[FieldComparison]:
    """Return field by field what was typed, against what is stored."""
    stored = release or Release()
    return [_comparison(name, payload, stored) for name in differing(payload, stored) if name not in STARTING_POINT]


def _comparison(name: str, payload: Payload, stored: Release) -> FieldComparison:
    """Compare one field."""
    if name == "contacts":
        was, typed = contact_lines(stored) if stored.pk else "", typed_lines(rows_of(payload, None))
    else:
        was, typed = _stored_words(stored, name), _typed_words(stored, name, payload[name])
    label = _("Contacts") if name == "contacts" else capfirst(label_of(name))
    return FieldComparison(label, differences(was, typed), True).shortened()


def _stored_words(stored: Release, name: str) -> str:
    """Return what is stored in a field, in words."""
    field = Release._meta.get_field(name)
    if field.many_to_many:
        return words(stored, name, getattr(stored, name).all()) if stored.pk else ""
    return words(stored, name, getattr(stored, name))


def _typed_words(stored: Release, name: str, value: Any) -> str:
    """Return what was typed in a field, in words: a key is the name of what it leads to."""
    field = Release._meta.get_field(name)
    if field.related_model is None:
        return words(stored, name, value)
    keys = [key for item in (value if isinstance(value, list) else [value]) if (key := _key(item))]
    found = field.related_model._default_manager.filter(pk__in=keys)
    return "\n".join(sorted(str(item) for item in found))
