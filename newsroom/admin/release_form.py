"""The form of a release: in the order one writes, and safe when two people write at once."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom.admin.editor import BodyField
from newsroom.html import clean_characters, html_to_text
from newsroom.models import Release

#: Fields that a conflict shows side by side.
COMPARED = ("headline", "subheading", "lead", "body", "dateline", "type", "department", "slug")


@dataclass(frozen=True)
class Difference:
    """One field in which two texts differ: what the person typed, and what somebody else saved."""

    label: str
    mine: str
    stored: str


class ReleaseForm(forms.ModelForm):
    """A release with the number of the save it started from."""

    expected_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    body = BodyField(label=gettext_lazy("Body"), required=False)

    class Meta:
        model = Release
        fields = "__all__"  # noqa: DJ007  # the screen's fieldsets decide
        widgets = {
            "headline": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField headline"}),
            "subheading": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
            "lead": forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        }

    #: What differs from the stored release, when somebody else saved in between.
    differences: list[Difference]
    stored: Release | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Start from the number that is stored now."""
        super().__init__(*args, **kwargs)
        self.differences, self.stored = [], None
        self.fields["expected_version"].initial = self.instance.lock_version

    def clean(self) -> dict[str, Any]:
        """Tidy the characters; refuse a save that started from an older text, and show both."""
        data = super().clean() or {}
        for name in ("headline", "subheading", "lead", "dateline"):
            if isinstance(data.get(name), str):
                data[name] = clean_characters(data[name]).strip()
        if self.instance.pk:
            self._compare_with_stored(data)
        return data

    def clean_headline(self) -> str:
        """Make the headline one line."""
        return " ".join(str(self.cleaned_data["headline"]).split())

    def _compare_with_stored(self, data: dict[str, Any]) -> None:
        """Add the error of a conflict when the number has moved on; without a number nothing is saved."""
        stored = Release.objects.select_related("changed_by", "department").get(pk=self.instance.pk)
        if data.get("expected_version") == stored.lock_version:
            return
        self.stored = stored
        self.differences = [d for name in COMPARED if name in data and (d := self._difference(name, data, stored))]
        # What the person sends next time has both texts behind it.
        replace_posted(self, "expected_version", stored.lock_version)
        by, at = stored.changed_by or _("Somebody else"), timezone.localtime(stored.changed_at)
        raise forms.ValidationError(
            _("%(name)s saved at %(time)s. Nothing you have written is gone: compare below, then save again.")
            % {"name": by, "time": at.strftime("%H.%M")},
            code="conflict",
        )

    def _difference(self, name: str, data: dict[str, Any], stored: Release) -> Difference | None:
        """Return what differs in one field, as words."""
        mine, theirs = _words(data[name]), _words(getattr(stored, name))
        if name in ("type",):
            choices = dict(Release.Type.choices)
            mine, theirs = str(choices.get(mine, mine)), str(choices.get(theirs, theirs))
        label = str(self.fields[name].label or name)
        return Difference(label, mine, theirs) if mine != theirs else None


def replace_posted(form: forms.BaseForm, name: str, value: object) -> None:
    """Let a form that is shown again carry another value than the person sent."""
    data = form.data.copy()  # type: ignore[attr-defined]  # what is posted is a QueryDict
    data[form.add_prefix(name)] = str(value)
    form.data = data


def _words(value: Any) -> str:
    """Return a value as the words a person compares."""
    text = "" if value is None else str(value)
    return html_to_text(text) if text.startswith("<") else text
