"""The form of a release: in the order one writes, and safe when two people write at once."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom.admin.editor import BodyField
from newsroom.admin.release_conflict import (
    CONTACTS,
    THEIRS,
    Difference,
    find_differences,
    has_chosen,
    sign_base,
    stored_value,
)
from newsroom.html import clean_characters
from newsroom.models import Release
from newsroom.relating import faults_of


class ReleaseForm(forms.ModelForm):
    """A release with the number of the save it started from, and the text it was rendered with."""

    expected_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    #: Read by newsroom.admin.release_conflict alone; what is wrong with it never stops a save.
    base = forms.Field(widget=forms.HiddenInput, required=False)
    body = BodyField(label=gettext_lazy("Body"), required=False)

    class Meta:
        model = Release
        fields = "__all__"  # noqa: DJ007  # the screen's fieldsets decide
        widgets = {
            "headline": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField headline"}),
            "subheading": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
            "lead": forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        }

    class Media:
        css = {"all": ["newsroom/desk-history.css", "newsroom/desk-language.css"]}

    #: What differs from the stored release, when somebody else saved in between.
    differences: list[Difference]
    stored: Release | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Start from the number and the text that are stored now."""
        super().__init__(*args, **kwargs)
        self.differences, self.stored = [], None
        self.fields["expected_version"].initial = self.instance.lock_version
        if self.instance.pk and not self.is_bound:
            self.fields["base"].initial = sign_base(self)

    def clean(self) -> dict[str, Any]:
        """Tidy the characters; refuse a save that started from an older text, and show all three."""
        data = super().clean() or {}
        for name in ("headline", "subheading", "lead", "dateline"):
            if isinstance(data.get(name), str):
                data[name] = clean_characters(data[name]).strip()
        if self.instance.pk:
            self._compare_with_stored(data)
        return data

    def _post_clean(self) -> None:
        """Ask, when the release says what was typed, whether it may refer to others so."""
        super()._post_clean()  # type: ignore[misc]  # Django's own step, which the stubs leave out
        for field, message in faults_of(self.instance).items():
            if field not in self.errors:
                self.add_error(field if field in self.fields else None, message)

    def clean_headline(self) -> str:
        """Make the headline one line."""
        return " ".join(str(self.cleaned_data["headline"]).split())

    def _compare_with_stored(self, data: dict[str, Any]) -> None:
        """Refuse when the number has moved on (without a number nothing is saved); else do what was chosen."""
        stored = Release.objects.select_related("changed_by", "department").get(pk=self.instance.pk)
        is_stale = data.get("expected_version") != stored.lock_version
        if not is_stale and not has_chosen(self.data):
            return
        self.stored = stored
        self.differences = find_differences(self, data, stored, is_new=is_stale)
        if is_stale:
            # What the person sends next time has both texts behind it.
            replace_posted(self, "expected_version", stored.lock_version)
            raise forms.ValidationError(self._refusal(stored), code="conflict")
        for difference in self.differences:
            self._choose(difference, data, stored)

    def _refusal(self, stored: Release) -> str:
        """Return who saved and when, and what to do."""
        told = {"name": stored.changed_by or _("Somebody else"), "time": self.saved_at()}
        if not self.differences:
            return _("%(name)s saved at %(time)s, and wrote the same as you. Save again.") % told
        return _("%(name)s saved at %(time)s. Nothing you have written is gone: compare below, then save again.") % told

    def saved_at(self) -> str:
        """Return when the other saved, as it is said at the desk: today with the time alone."""
        assert self.stored is not None
        at = timezone.localtime(self.stored.changed_at)
        return at.strftime("%H.%M" if at.date() == timezone.localdate() else "%Y-%m-%d %H.%M")

    def _choose(self, difference: Difference, data: dict[str, Any], stored: Release) -> None:
        """Take over the other's text where the person chose it; never over words written after the choice."""
        name = difference.name
        if difference.is_unclear:
            field = name if name in self.fields else None
            said = _("%(field)s: you took the other's text, but have written here since. Choose once more.")
            self.add_error(field, said % {"field": difference.label})
        elif difference.choice == THEIRS and name != CONTACTS:  # the rows see to themselves
            data[name] = stored_value(stored, name)
            self.errors.pop(name, None)


def replace_posted(form: forms.BaseForm, name: str, value: object) -> None:
    """Let a form that is shown again carry another value than the person sent."""
    data = form.data.copy()  # type: ignore[attr-defined]  # what is posted is a QueryDict
    data[form.add_prefix(name)] = str(value)
    form.data = data
