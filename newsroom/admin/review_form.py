"""What a reviewer says of a page: ticks, a comment, and the button that was pressed."""

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom.models import Review
from newsroom.signing import MOST_DAYS_DEFERRED, OnScreen

Outcome = Review.Outcome
SALT = "newsroom.review"
#: What is stored of the ticks: the key. It blocks nothing.
CHECKLIST = (
    ("contacts", gettext_lazy("The contacts are still here and the numbers are right.")),
    ("links", gettext_lazy("The links lead where they should.")),
    ("facts", gettext_lazy("The facts are right, or clearly dated.")),
    ("people", gettext_lazy("Personal data and pictures are still called for.")),
    ("pictures", gettext_lazy("The pictures have alternative texts.")),
)
OUTCOMES = [(outcome.value, outcome.label) for outcome in Outcome if outcome != Outcome.VOID]


class ReviewForm(forms.Form):
    """The form of the screen. `digest` is what was on screen, `key` makes a double click one review."""

    digest = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    key = forms.CharField(widget=forms.HiddenInput, required=False)
    #: What was on screen, signed: shows what changed meanwhile.
    base = forms.CharField(widget=forms.HiddenInput, required=False)
    checklist = forms.MultipleChoiceField(
        label=gettext_lazy("Checklist"), choices=CHECKLIST, widget=forms.CheckboxSelectMultiple, required=False
    )
    override_reason = forms.CharField(
        label=gettext_lazy("Why nobody else can review the page"), max_length=300, required=False
    )
    comment = forms.CharField(
        label=gettext_lazy("Comment"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    deferred_until = forms.DateField(label=gettext_lazy("Defer until"), required=False)
    outcome = forms.ChoiceField(
        choices=OUTCOMES, error_messages={"required": gettext_lazy("Choose what you found.")}, widget=forms.HiddenInput
    )
    go_on = forms.BooleanField(label=gettext_lazy("and go to the next page"), required=False)

    def __init__(self, data: Any = None, *, seen: OnScreen | None, **kwargs: Any) -> None:
        """Fill in what is on screen; the days that can be chosen are the next thirty."""
        shown = {"digest": seen.digest, "base": base_of(seen), "key": str(uuid4())} if seen else {}
        super().__init__(data, initial=shown | kwargs.pop("initial", {}), **kwargs)
        today = timezone.localdate()
        days = {"min": today + dt.timedelta(days=1), "max": today + dt.timedelta(days=MOST_DAYS_DEFERRED)}
        attributes = {"type": "date"} | {name: day.isoformat() for name, day in days.items()}
        self.fields["deferred_until"].widget = forms.DateInput(format="%Y-%m-%d", attrs=attributes)

    def clean_key(self) -> UUID | None:
        """Return the key; one that is none makes no difference but to a double click."""
        try:
            return UUID(self.cleaned_data["key"])
        except ValueError:
            return None

    def clean(self) -> dict[str, Any]:
        """Refuse what says two things at once."""
        data = super().clean() or self.cleaned_data
        if data.get("outcome") == Outcome.OK and data.get("deferred_until"):
            text = _("You have chosen a day. Press “Defer”, or empty the field.")
            self.add_error("deferred_until", text)
        return data

    @property
    def is_opened(self) -> bool:
        """Tell whether something has been written below the main button, so that it must not be folded away."""
        names = ("comment", "deferred_until")
        return self.is_bound and any(self[name].value() or self[name].errors for name in names)

    @property
    def faults(self) -> list[str]:
        """Return what is wrong, said above the form."""
        return [str(text) for texts in self.errors.values() for text in texts]


def base_of(seen: OnScreen) -> str:
    """Return what is on screen, signed, so that the next answer can say what has changed since."""
    version = seen.version.pk if seen.version else None
    return signing.dumps({"version": version, "shown": seen.shown}, salt=SALT, compress=True)


def read_base(signed: str) -> dict[str, Any]:
    """Return what was on screen; nothing when it was not we who wrote it."""
    try:
        found: dict[str, Any] = signing.loads(signed, salt=SALT)
    except signing.BadSignature:
        return {}
    return found
