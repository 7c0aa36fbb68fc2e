"""What a publisher answers before a text becomes public: what sort of change, when, until when, and why so."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom.admin.moment_field import MomentField
from newsroom.admin.release_form import replace_posted
from newsroom.approving import needs_approval
from newsroom.links import last_words
from newsroom.models import Department, Release, Version

Kind = Version.Kind
NOW, LATER = "now", "later"


class PublishForm(forms.Form):
    """The questions that this release, at this time, must have answered; the others are left out."""

    expected_version = forms.IntegerField(widget=forms.HiddenInput)
    #: The answers that wanted a quote changed and were on screen.
    wishes_seen = forms.CharField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Do the readers need to know what has changed?"),
        choices=[
            (Kind.CORRECTION, gettext_lazy("Yes, a correction: something was wrong")),
            (Kind.UPDATE, gettext_lazy("Yes, an update: something is new")),
            (Kind.MINOR, gettext_lazy("No, only language or form")),
        ],
        widget=forms.RadioSelect,
    )
    public_note = forms.CharField(
        label=gettext_lazy("What has changed? The readers see this."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why is it published without approval?"),
        help_text=gettext_lazy(
            "The other publishers are told, and the release stays on a list until one of them has approved."
        ),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    alone = forms.BooleanField(
        label=gettext_lazy("Nobody else is there to approve the text"),
        help_text=gettext_lazy("The release stays on a list until somebody else has approved."),
        required=False,
    )
    when = forms.ChoiceField(
        label=gettext_lazy("When?"),
        choices=[(NOW, gettext_lazy("At once")), (LATER, gettext_lazy("At a time to come"))],
        initial=NOW,
        required=False,
        widget=forms.RadioSelect,
    )
    visible_from = MomentField(label=gettext_lazy("Appears"), required=False)
    visible_until = MomentField(
        label=gettext_lazy("Disappears"),
        help_text=gettext_lazy("Only when the page shall not stay. Most pages stay for ever."),
        required=False,
    )

    def __init__(self, release: Release, data: Any = None) -> None:
        """Leave out what need not be asked."""
        self.quotes = last_words(release)
        self.wishes = " ".join(str(check.answer.pk) for check in self.quotes if check.answer and check.wish)
        super().__init__(data, initial={"expected_version": release.lock_version, "wishes_seen": self.wishes})
        self.is_new = not release.has_been_public()
        if self.is_new:
            del self.fields["kind"], self.fields["public_note"]
        warns = release.department is not None and release.department.approval == Department.Approving.WARN
        for name, is_asked in {"reason": not warns, "alone": warns}.items():
            if not (is_asked and needs_approval(release)):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Demand a time to come when the text shall wait, and words or a tick when nobody has approved."""
        data = super().clean() or {}
        if data.get("when") == LATER and not data.get("visible_from") and "visible_from" not in self.errors:
            self.add_error("visible_from", ValidationError(_("Choose a date and a time.")))
        if data.get("when") == LATER and (start := data.get("visible_from")) and start <= timezone.now():
            self.add_error("visible_from", ValidationError(_("Choose a time to come.")))
        if "reason" in self.fields and not str(data.get("reason", "")).strip():
            self.add_error("reason", ValidationError(_("Give a reason, or go back and send the text for approval.")))
        if "alone" in self.fields and not data.get("alone"):
            self.add_error("alone", ValidationError(_("Tick the box, or go back and send the text for approval.")))
        self._require_wishes_seen(str(data.get("wishes_seen", "")))
        return data

    def _require_wishes_seen(self, seen: str) -> None:
        """Refuse when somebody asked for a change while the page was open; then it is shown."""
        if set(self.wishes.split()) - set(seen.split()):
            self.add_error(None, _("Somebody wants a quote changed. Read what they answered, then publish."))
            replace_posted(self, "wishes_seen", self.wishes)

    def arguments(self) -> dict[str, Any]:
        """Return what the action is told."""
        data = self.cleaned_data
        alone = str(_("Nobody else was there.")) if data.get("alone") else ""
        found = {
            "kind": Kind(data.get("kind", Kind.NEW)),
            "public_note": data.get("public_note", ""),
            "reason": data.get("reason") or alone,
            "visible_until": data.get("visible_until"),
            "expected": data["expected_version"],
        }
        return found | ({"visible_from": data["visible_from"]} if data["when"] == LATER else {})
