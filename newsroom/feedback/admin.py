"""The screen of the answers: what readers wrote to one's departments, and how many were helped."""

import uuid
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from newsroom.admin.scoped import ScopedAdmin, person
from newsroom.feedback.actions import handle, reopen
from newsroom.feedback.counting import pages_of, share
from newsroom.feedback.models import Answer
from newsroom.models import User

PER_PAGE = 50


class StateFilter(admin.SimpleListFilter):
    """Filter by whether somebody has dealt with it."""

    title = _("state")
    parameter_name = "lage"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Offer both."""
        return [("ohanterade", _("to be read")), ("hanterade", _("handled"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep those in the state."""
        states = {"ohanterade": queryset.filter(handled_at=None), "hanterade": queryset.exclude(handled_at=None)}
        return states.get(self.value() or "", queryset)


@admin.register(Answer)
class AnswerAdmin(ScopedAdmin):
    """Everybody with a role in the department reads, and notes what is dealt with. Nothing is changed or deleted."""

    list_display = ("words", "page", "kind", "department", "received", "handled")
    list_filter = (StateFilter, "kind")
    list_select_related = ("version__address", "department", "handled_by")
    search_fields = ("text", "version__headline")
    actions = ("mark_handled", "mark_unhandled")
    fields = ("text", "kind", "page", "department", "received", "handled")
    readonly_fields = fields
    change_form_template = "admin/newsroom_feedback/answer/change_form.html"
    change_list_template = "admin/newsroom_feedback/answer/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        """Add the table of pages, and the button of one answer."""
        own = [
            path("sidor/", self.admin_site.admin_view(self.counts), name="answer_counts"),
            path("<uuid:pk>/handle/", self.admin_site.admin_view(self.handle_one), name="answer_handle"),
        ]
        return [*own, *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Answer]:
        """List what is said in words, to one's own departments."""
        return Answer.objects.of(person(request)).in_words()

    def may_view(self, by: User, obj: Any) -> bool:
        """Show an answer to the department it went to."""
        return bool(by.is_administrator or by.department_ids()) if obj is None else bool(obj.is_for(by))

    def may_change(self, by: User, obj: Any) -> bool:
        """Change nothing: what came in is a public record."""
        return False

    def has_handle_permission(self, request: HttpRequest) -> bool:
        """Let those who may see the list note what is dealt with: the list holds nothing else."""
        return self.may_view(person(request), None)

    @admin.display(description=_("words"))
    def words(self, answer: Answer) -> str:
        """Show the beginning of what was written."""
        return Truncator(answer.text).chars(140)

    @admin.display(description=_("page"))
    def page(self, answer: Answer) -> SafeString:
        """Show the page, as a link."""
        thing: Any = answer.version or answer.department
        return format_html('<a href="{}">{}</a>', thing.get_absolute_url(), answer.title)

    @admin.display(description=_("received"), ordering="received_at")
    def received(self, answer: Answer) -> str:
        """Show the day and the hour."""
        return timezone.localtime(answer.received_at).strftime("%Y-%m-%d %H.00")

    @admin.display(description=_("handled"))
    def handled(self, answer: Answer) -> str:
        """Show when and by whom."""
        if answer.handled_at is None:
            return ""
        return f"{timezone.localtime(answer.handled_at):%Y-%m-%d}, {answer.handled_by}"

    @admin.action(description=_("Mark as handled"), permissions=["handle"])
    def mark_handled(self, request: HttpRequest, queryset: QuerySet[Answer]) -> None:
        """Note that the chosen answers are dealt with."""
        self._marked(request, sum(handle(answer=answer, by=person(request)) for answer in queryset))

    @admin.action(description=_("Mark as to be read"), permissions=["handle"])
    def mark_unhandled(self, request: HttpRequest, queryset: QuerySet[Answer]) -> None:
        """Take that back."""
        self._marked(request, sum(reopen(answer=answer, by=person(request)) for answer in queryset))

    def _marked(self, request: HttpRequest, count: int) -> None:
        """Say how many were marked."""
        text = ngettext("%(count)d answer is marked.", "%(count)d answers are marked.", count)
        self.message_user(request, text % {"count": count}, messages.SUCCESS)

    def handle_one(self, request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
        """Note that an answer is dealt with, or take that back, on POST."""
        answer = get_object_or_404(self.get_queryset(request), pk=pk)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        act = reopen if answer.handled_at else handle
        self._marked(request, int(act(answer=answer, by=person(request))))
        return HttpResponseRedirect(reverse("admin:newsroom_feedback_answer_changelist"))

    def counts(self, request: HttpRequest) -> HttpResponse:
        """Show how many were helped, page by page."""
        by = person(request)
        if not self.may_view(by, None):
            raise PermissionDenied
        page = Paginator(pages_of(by), PER_PAGE).get_page(request.GET.get("sida", "1"))
        rows = [row | {"share": share(row["yes"], row["no"])} for row in page]
        context = {**self.admin_site.each_context(request), "opts": self.opts, "page": page, "rows": rows}
        context["title"] = _("Answers, page by page")
        return TemplateResponse(request, "admin/newsroom_feedback/answer/counts.html", context)
