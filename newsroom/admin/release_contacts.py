"""The contacts in the form of a release: as many questions to the database for forty as for one."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import QuerySet
from django.http import HttpRequest

from newsroom.admin.scoped import ScopedInline
from newsroom.models import Contact, ReleaseContact


class ContactSelect(AutocompleteSelect):
    """A contact chosen by typing. Who is chosen already is known to the form and not asked for again."""

    known: Contact | None = None

    def optgroups(self, name: str, value: Sequence[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        """Return the one choice there is until somebody types, and none at all."""
        if self.known is None or list(value) != [str(self.known.pk)]:
            return super().optgroups(name, value, attrs)
        nobody = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        return [(None, [*nobody, self.create_option(name, value[0], str(self.known), True, 0)], 0)]


class ReleaseContactForm(forms.ModelForm):
    """A row of the form: it tells its widget who is chosen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Look at the contact that was fetched with the row."""
        super().__init__(*args, **kwargs)
        widget = getattr(self.fields["contact"].widget, "widget", None) if "contact" in self.fields else None
        if isinstance(widget, ContactSelect) and self.instance.contact_id:
            widget.known = self.instance.contact


class ReleaseContactInline(ScopedInline):
    """The contacts: in the card at the top, or under "for further information"."""

    model = ReleaseContact
    form = ReleaseContactForm
    autocomplete_fields = ("contact",)
    fields = (("contact", "placement"), ("role", "order"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReleaseContact]:
        """Fetch the contacts with the rows."""
        found: QuerySet[ReleaseContact] = super().get_queryset(request)
        return found.select_related("contact")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Choose contacts by typing."""
        kwargs["widget"] = ContactSelect(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
