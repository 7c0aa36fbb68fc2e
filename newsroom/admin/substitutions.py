"""Who stands in for whom: everybody keeps their own rows, an administrator everybody's."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from newsroom.admin.scoped import ScopedAdmin, ScopedInline, person
from newsroom.models import Substitution, User
from newsroom.planning import reviewers
from newsroom.signing import REVIEWERS


class SubstitutionInline(ScopedInline):
    """The substitutes of one person, on that person's form."""

    model = Substitution
    fk_name = "user"
    fields = (("substitute", "starts_on", "ends_on"),)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer those who review."""
        if db_field.name == "substitute":
            kwargs["queryset"] = reviewers()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Substitution)
class SubstitutionAdmin(ScopedAdmin):
    """The screen for the person who goes away."""

    list_display = ("user", "substitute", "starts_on", "ends_on")
    list_select_related = ("user", "substitute")

    def may_view(self, by: User, obj: Any) -> bool:
        """Show each their own."""
        return self.may_change(by, obj)

    def may_change(self, by: User, obj: Any) -> bool:
        """Let each keep their own, whoever reviews at all."""
        is_theirs = bool(by.department_ids(*REVIEWERS)) if obj is None else obj.user_id == by.pk
        return by.is_active and (by.is_administrator or is_theirs)

    def may_delete(self, by: User, obj: Any) -> bool:
        """Let each take back their own: nothing else refers to it."""
        return self.may_change(by, obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Substitution]:
        """Show each their own."""
        rows, by = super().get_queryset(request), person(request)
        return rows if by.is_administrator else rows.filter(user=by)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Ask an administrator for whom; everybody else goes away themselves."""
        own = ("substitute", "starts_on", "ends_on")
        return ("user", *own) if person(request).is_administrator else own

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer those who review."""
        kwargs["queryset"] = reviewers()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Give a new row its person before it is validated."""
        form = super().get_form(request, obj, change, **kwargs)
        by = person(request)

        class OwnForm(form):  # type: ignore[misc, valid-type]
            """The form of somebody who goes away."""

            def _get_validation_exclusions(self) -> set[str]:
                """Validate the person too, who is not asked for."""
                excluded: set[str] = super()._get_validation_exclusions()
                return excluded - {"user"}

            def __init__(self, *args: Any, **more: Any) -> None:
                """Fill in who it is."""
                super().__init__(*args, **more)
                if self.instance.user_id is None:
                    self.instance.user = by

        return form if by.is_administrator else OwnForm

    def save_model(self, request: HttpRequest, obj: Substitution, form: forms.ModelForm, change: bool) -> None:
        """Save; nobody goes away in another's name."""
        if not person(request).is_administrator:
            obj.user = person(request)
        super().save_model(request, obj, form, change)
