"""Two people who save at once: what each wrote, what stood there before, and the choice for each field.

The form carries what it was rendered with (`base`, signed), so that the third text is the one the person really
started from. Nothing here saves anything.
"""

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from django import forms
from django.core import signing
from django.db import models
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import localize
from django.utils.text import capfirst

from newsroom.admin.release_rows import fitted, typed_lines
from newsroom.comparing import body_text, contact_line, form_of, label_of
from newsroom.differing import Piece, differences
from newsroom.models import Release

SALT = "newsroom.base"
CONTACTS = "contacts"
MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class Difference:
    """One field in which two texts differ: what the person typed, what somebody else saved, what stood before."""

    name: str
    label: str
    mine: str
    stored: str
    before: str | None
    choice: str
    #: A mark of what stands in the form when the choice is shown.
    mark: str
    #: The person chose the other's text, and then wrote more in the field.
    is_unclear: bool = False

    @property
    def is_mine_alone(self) -> bool:
        """Tell whether the other left the field as it was."""
        return self.before == self.stored

    @property
    def is_theirs_alone(self) -> bool:
        """Tell whether the person left the field as it was."""
        return self.before == self.mine

    @property
    def says_the_same(self) -> bool:
        """Tell whether only bold text and the like differ."""
        return self.mine == self.stored

    def mine_pieces(self) -> list[Piece]:
        """Return what the person typed, with what is new in it."""
        return _news(self.before, self.mine)

    def stored_pieces(self) -> list[Piece]:
        """Return what the other saved, with what is new in it."""
        return _news(self.before, self.stored)


def _news(before: str | None, now: str) -> list[Piece]:
    """Return a text as pieces that are old or new; all of it old where nobody knows what stood before."""
    if before is None:
        return [Piece("same", now)]
    return [piece for piece in differences(before, now) if piece.kind != "deleted"]


def mark_of(text: str) -> str:
    """Return a short mark of the words of a text, however they are broken into lines."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]


def compared_fields(form: forms.ModelForm) -> list[str]:
    """Return the fields of the form that hold something of the release."""
    options = form._meta.model._meta
    known = {field.name for field in (*options.fields, *options.many_to_many)}
    return [name for name in form.fields if name in known]


def sign_base(form: forms.ModelForm) -> str:
    """Return what the form is rendered with, field by field, signed and packed."""
    release: Release = form.instance
    texts = {name: words(release, name, stored_value(release, name)) for name in compared_fields(form)}
    return signing.dumps([release.pk, texts | {CONTACTS: contact_lines(release)}], salt=SALT, compress=True)


def read_base(signed: str | None, release: Release) -> dict[str, str]:
    """Return what the form was rendered with; nothing when it is missing, forged or of another release."""
    try:
        pk, texts = signing.loads(signed or "", salt=SALT)
    except signing.BadSignature:
        return {}
    return dict(texts) if pk == release.pk else {}


def contact_lines(release: Release) -> str:
    """Return the contacts of the working copy as lines."""
    return "\n".join(contact_line(row) for row in release.contact_rows())


def stored_value(release: Release, name: str) -> Any:
    """Return what is stored in a field, as the form's cleaned data would hold it."""
    field = Release._meta.get_field(name)
    return getattr(release, name).all() if isinstance(field, models.ManyToManyField) else getattr(release, name)


def words(release: Release, name: str, value: Any) -> str:
    """Return a value of a field as the words a person compares."""
    field = Release._meta.get_field(name)
    if name == "body":
        return body_text(value)
    if isinstance(field, models.ManyToManyField) and not isinstance(value, str):
        return "\n".join(sorted(str(item) for item in value))
    if getattr(field, "choices", None):
        return str(dict(field.flatchoices).get(value, value))  # type: ignore[union-attr]  # a field with choices
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value)
    return "" if value is None else str(localize(value))


def find_differences(form: forms.ModelForm, data: dict[str, Any], stored: Release, *, is_new: bool) -> list[Difference]:
    """Return every field in which what was typed is not what is stored.

    `is_new` says that somebody has saved since the person was last shown what differs.
    """
    sent, base, found = form.data, read_base(form.data.get("base"), stored), []
    for name in compared_fields(form):
        value = stored_value(stored, name)
        typed = data[name] if name in data else form[name].value() or ""  # what has a fault of its own is shown too
        mine, theirs = words(stored, name, typed), words(stored, name, value)
        if mine != theirs or (name == "body" and form_of(typed) != form_of(value)):
            difference = Difference(name, _label(form, name), mine, theirs, base.get(name), MINE, mark_of(mine))
            found.append(_with_choice(difference, sent, mark_of(mine), is_new))
    return found + _contacts_differ(sent, stored, base.get(CONTACTS), is_new)


def _contacts_differ(sent: Mapping[str, Any], stored: Release, before: str | None, is_new: bool) -> list[Difference]:
    """Return the difference of the contacts, if there is one."""
    mine, theirs = typed_lines(sent), contact_lines(stored)
    if mine == theirs:
        return []
    shown = typed_lines(fitted(cast("QueryDict", sent), stored)) if is_new else mine  # as the rows of the form will say
    difference = Difference(CONTACTS, label_of(CONTACTS), mine, theirs, before, MINE, mark_of(shown))
    return [_with_choice(difference, sent, mark_of(mine), is_new)]


def _label(form: forms.ModelForm, name: str) -> str:
    """Return the field's name as it stands in the form."""
    return capfirst(str(form.fields[name].label or name))


def _with_choice(difference: Difference, sent: Mapping[str, Any], mark: str, is_new: bool) -> Difference:
    """Return the difference with the choice that was made.

    At first it is one's own text; the other's where only the other has written. `mark` is that of what was sent.
    """
    name = difference.name
    asked, shown = sent.get(f"choose-{name}"), sent.get(f"typed-{name}")
    if asked == THEIRS and shown not in (None, mark):
        return replace(difference, is_unclear=True)
    if asked in (MINE, THEIRS):
        return replace(difference, choice=str(asked))
    return replace(difference, choice=THEIRS) if is_new and difference.is_theirs_alone else difference


def has_chosen(sent: Mapping[str, Any]) -> bool:
    """Tell whether the form comes from a page that asked for a choice."""
    return any(key.startswith("choose-") for key in sent)
