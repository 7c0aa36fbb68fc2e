"""What is asked before several pages are dealt with at once."""

import uuid
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from newsroom.admin.review_plan import day_field
from newsroom.models import User
from newsroom.planning import reviewers

#: As many pages as somebody can be believed to have read in one sitting.
MOST_AT_ONCE = 20
#: As many as are deferred in one request.
MOST_DEFERRED = 200


class SeveralForm(forms.Form):
    """What is marked as reviewed: every row by its own tick, and the statement that holds for all of them."""

    pks = forms.CharField(widget=forms.HiddenInput)
    batch = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    have_read = forms.BooleanField(
        label=gettext_lazy("I have read all of them"),
        error_messages={"required": gettext_lazy("Confirm that you have read all of them.")},
    )


class AssignForm(forms.Form):
    """Who answers for the pages from now on."""

    pks = forms.CharField(widget=forms.HiddenInput)
    responsible = forms.ModelChoiceField(
        queryset=User.objects.none(),
        required=False,
        label=gettext_lazy("Responsible reviewer"),
        empty_label=gettext_lazy("The reviewers of the department"),
        error_messages={"invalid_choice": gettext_lazy("Choose somebody who may review the page.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer those who review anything at all; where they may not, the page is left as it is."""
        super().__init__(*args, **kwargs)
        people: Any = self.fields["responsible"]
        people.queryset = reviewers()


class DeferForm(forms.Form):
    """Until when, and why."""

    pks = forms.CharField(widget=forms.HiddenInput)
    deferred_until = day_field(gettext_lazy("Defer until"), gettext_lazy("At most 30 days ahead."))
    comment = forms.CharField(
        label=gettext_lazy("Why? Whoever goes on with the page needs to know."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Demand the day."""
        super().__init__(*args, **kwargs)
        self.fields["deferred_until"].required = True


@dataclass(frozen=True)
class Bulk:
    """One thing that can be done with several pages."""

    title: str | Promise
    button: str | Promise
    form: type[forms.Form]
    most: int | None = None


BULKS = {
    "several": Bulk(
        gettext_lazy("Mark several as reviewed"), gettext_lazy("Mark the ticked as reviewed"), SeveralForm, MOST_AT_ONCE
    ),
    "assign": Bulk(gettext_lazy("Choose who is responsible"), gettext_lazy("Save"), AssignForm),
    "defer": Bulk(gettext_lazy("Defer the reviews"), gettext_lazy("Defer"), DeferForm, MOST_DEFERRED),
}
