"""The list of contacts: how many published releases show each, and a search that knows numbers."""

import re
from typing import Any

from django.contrib import admin
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from newsroom.admin.scoped import ScopedAdmin
from newsroom.models import Contact, Telephone, Version
from newsroom.telephone import telephone_uri

#: A search with at least this many figures and no letter looks among the numbers too.
FEWEST_FIGURES = 3
_COUNTRY = re.compile(r"\A\s*(?:\(\+46\)|\+46|0046)[\s-]*(?:\(0\)|0)?")


def figures(typed: str) -> str:
    """Return a number as its figures alone, a Swedish one with its 0: "+46 70-554 44" becomes "07055444"."""
    return re.sub(r"[^0-9]", "", _COUNTRY.sub("0", typed))


def with_number(typed: str) -> set[int]:
    """Return the contacts with a number that holds the figures, however either is written.

    Numbers are stored as typed and are a few thousand at most, so they are compared here and not in SQL.
    """
    wanted = figures(typed)
    rows = Telephone.objects.values_list("contact_id", "number")
    return {pk for pk, number in rows if wanted in figures(number) or wanted in figures(telephone_uri(number)[4:])}


class ShownFilter(admin.SimpleListFilter):
    """Filter by whether readers see the contact beside a release now."""

    title = _("shown in published releases")
    parameter_name = "visas"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Offer both answers."""
        return [("ja", _("Yes")), ("nej", _("No"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep those who are, or are not."""
        if self.value() == "ja":
            return queryset.filter(public_count__gt=0)
        return queryset.filter(public_count=0) if self.value() == "nej" else queryset


class ContactColumns(ScopedAdmin):
    """The columns of the list, all from one query."""

    list_display = ("name", "title", "department", "kind", "shown_in", "is_active", "is_listed")
    list_filter = ("is_active", ShownFilter, "kind", "department")
    list_select_related = ("department",)
    search_fields = ("name", "title", "organisation", "department__name")
    search_help_text = _("Search in name, title, organisation, department and telephone number")
    change_list_template = "admin/newsroom/contact/change_list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Contact]:
        """Count the releases whose public version shows the contact now."""
        public = Version.objects.public().filter(contact_places__contact=OuterRef("pk")).order_by()
        counted = public.values(shown=F("contact_places__contact")).annotate(count=Count("release", distinct=True))
        contacts: QuerySet[Contact] = super().get_queryset(request)
        return contacts.annotate(public_count=Coalesce(Subquery(counted.values("count")), 0))

    @admin.display(description=_("shown in published"), ordering="public_count")
    def shown_in(self, contact: Any) -> int:
        """Show the number of releases."""
        return int(contact.public_count)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Look among the numbers too, when what is typed may be one."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        if len(figures(search_term)) < FEWEST_FIGURES or re.search(r"[^\W\d_]", search_term):
            return found, may_repeat
        by_words = Q(pk__in=found.order_by().values("pk"))
        return queryset.filter(by_words | Q(pk__in=with_number(search_term))), False
