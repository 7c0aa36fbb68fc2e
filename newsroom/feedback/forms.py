"""What a reader writes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from newsroom.feedback.models import MOST_CHARACTERS
from newsroom.html import clean_characters

#: A field that people do not see. Who fills it in is a program.
TRAP = "webbplats"


class WordsField(forms.CharField):
    """A few sentences, without characters that deceive."""

    def to_python(self, value: Any) -> str:
        """Tidy what was typed."""
        return clean_characters(super().to_python(value) or "").strip()


class WordsForm(forms.Form):
    """A few sentences, which may not be left out: who has nothing to say need not send them."""

    text = WordsField(
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": _("Write something first."),
            "max_length": _("That is %(show_value)d characters. There is room for %(limit_value)d."),
        },
    )
