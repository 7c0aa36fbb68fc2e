"""A release among others at the desk: what it may refer to, and a page that begins a translation."""

import re
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom.admin.release_pages import ReleasePages, show_faults
from newsroom.admin.scoped import ScopedAdmin, person, posted
from newsroom.models import Release, User
from newsroom.models.release import ReleaseQuerySet
from newsroom.relating import choosable, languages_left, original_of, start_translation

#: The fields that name another release.
REFERENCES = ("original", "follows")
KEY = re.compile(r"[0-9]{1,18}")


class ReleaseSelect(AutocompleteSelect):
    """A box in which one looks for a release. What is no key at all is left to the field, which says so."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        """Look up what is chosen, if it can be a key."""
        return super().optgroups(name, [v for v in value if KEY.fullmatch(str(v))], attr)


class TranslationForm(forms.Form):
    """Which language."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), widget=forms.RadioSelect)

    def __init__(self, release: Release, data: Any = None) -> None:
        """Offer the languages that the family does not have."""
        super().__init__(data)
        self.choices = [(value, capfirst(label)) for value, label in languages_left(release)]
        self.fields["language"].choices = self.choices  # type: ignore[attr-defined]  # a field with choices


def visible_to(by: User) -> ReleaseQuerySet:
    """Return the releases of one's own departments, and one's own drafts without a department."""
    if by.is_administrator:
        return Release.objects.all()
    return Release.objects.filter(Q(department__in=by.department_ids()) | Q(department=None, owner=by))


class RelationPages(ReleasePages, ScopedAdmin):
    """The fields and the page, mixed into the screen of releases."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Look for another release by typing: there are too many for a list."""
        if db_field.name in REFERENCES:
            kwargs["widget"] = ReleaseSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Let a release refer to what the person sees and what everybody reads, and to nothing else."""
        form: Any = super().get_form(request, obj, change, **kwargs)
        offered = choosable(visible_to(person(request)), obj)
        for name in REFERENCES:
            if name in form.base_fields:
                form.base_fields[name].queryset = offered
        return form

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        """Find what everybody reads, too, when a field asks which release it may name."""
        if getattr(request.resolver_match, "url_name", "") == "autocomplete":
            queryset = choosable(visible_to(person(request))).order_by(*queryset.query.order_by or ("-changed_at",))
        return super().get_search_results(request, queryset, search_term)

    def translate(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for a language, and begin the translation on POST."""
        release = self._release(request, pk, "edit")
        form = TranslationForm(release, posted(request))
        if request.method == "POST" and form.is_valid():
            try:
                draft = start_translation(release=release, language=form.cleaned_data["language"], by=person(request))
            except ValidationError as error:
                show_faults(form, error)
            except PermissionDenied as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("A draft has been begun. Write the translation over the text."))
                return HttpResponseRedirect(reverse("admin:newsroom_release_change", args=[draft.pk]))
        more = {"form": form, "first": original_of(release)}
        return self._page(request, release, "translate", title=_("New translation"), **more)

    def get_urls(self) -> list[URLPattern]:
        """Add the page before Django's own."""
        page = self.admin_site.admin_view
        own = path("<int:pk>/translate/", page(self.translate), name="release_translate")
        return [own, *super().get_urls()]
