"""Who sees and changes what in the admin: every screen builds on `ScopedAdmin`, which asks for each object."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.text import capfirst
from js_asset import Media

from newsroom.models import Department, Membership, User

Role = Membership.Role


def person(request: HttpRequest) -> User:
    """Return the person who is logged in (the admin lets in nobody else)."""
    assert isinstance(request.user, User)
    return request.user


def posted(request: HttpRequest) -> Any:
    """Return what was posted, also when it is nothing; None when the page is only looked at."""
    return request.POST if request.method == "POST" else None


def departments_for(request: HttpRequest, *roles: Membership.Role) -> models.QuerySet[Department]:
    """Return the departments in which the person holds one of the roles; all of them for an administrator."""
    by = person(request)
    departments = Department.objects.exclude(status=Department.Status.CLOSED)
    return departments if by.is_administrator else departments.filter(pk__in=by.department_ids(*roles))


class ScopedAdmin(admin.ModelAdmin):
    """Permissions by role and department instead of Django's per model.

    A screen says who may change an object in `may_change`; everything else follows: lists, forms, history,
    autocomplete and actions ask the same questions.
    """

    actions: Any = []
    list_per_page = 50
    show_full_result_count = False
    save_as = False
    empty_value_display = "–"

    def may_view(self, by: User, obj: Any) -> bool:
        """Tell whether the person may see the object (None: any)."""
        return by.is_administrator or bool(by.department_ids())

    def may_change(self, by: User, obj: Any) -> bool:
        """Tell whether the person may change the object (None: any)."""
        return by.is_administrator

    def may_add(self, by: User) -> bool:
        """Tell whether the person may make a new one."""
        return self.may_change(by, None)

    def may_delete(self, by: User, obj: Any) -> bool:
        """Tell whether the person may delete the object: only what was never public."""
        return False

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the screen on the start page to those who may see anything in it."""
        return request.user.is_authenticated and self.may_view(person(request), None)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Ask `may_view`."""
        return self.may_view(person(request), obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Ask `may_add`."""
        return self.may_add(person(request))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Ask `may_change`: of one object once a page, for every row of a form asks; always on a POST."""
        if request.method != "GET" or obj is None or obj.pk is None:
            return self.may_change(person(request), obj)
        asked: dict[Any, bool] = request.__dict__.setdefault("_may_change", {})
        key = (self.model, obj.pk)
        if key not in asked:
            asked[key] = self.may_change(person(request), obj)
        return asked[key]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Ask `may_delete`; never for "any", so that nothing is deleted in bulk."""
        return obj is not None and self.may_delete(person(request), obj)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Leave out deletion in bulk."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Head the list with what it lists."""
        title = capfirst(str(self.opts.verbose_name_plural))
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """Give the editor's import map the nonce of this answer."""
        context["media"] = Media.from_media(context["media"], nonce=str(getattr(request, "csp_nonce", "")))
        return super().render_change_form(request, context, *args, **kwargs)


class ScopedInline(admin.StackedInline):
    """Rows of an object: whoever may change the object may change its rows."""

    model: type[models.Model]
    extra = 0

    def _asks_parent(self, request: HttpRequest, obj: Any) -> bool:
        """Ask the screen of the object these rows belong to."""
        screen = self.admin_site.get_model_admin(self.parent_model)
        if obj is None:
            return bool(screen.has_add_permission(request) or screen.has_change_permission(request))
        return bool(screen.has_change_permission(request, obj))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Show the rows with the object."""
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Ask the object's screen."""
        return self._asks_parent(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Ask the object's screen."""
        return self._asks_parent(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Ask the object's screen."""
        return self._asks_parent(request, obj)
