"""The pages of the screen: one to write a message, one that shows it with what can be done about it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from newsroom.admin.release_form import replace_posted
from newsroom.admin.release_pages import show_faults
from newsroom.admin.scoped import person, posted
from newsroom.alert.actions import REPLACE, Meets, clear_alert, clear_words, end_alert, may_set, set_alert
from newsroom.alert.banner import Banner, banner_of
from newsroom.alert.forms import OTHER, TEXTS, AlertForm, ClearForm
from newsroom.alert.models import Alert, AlertState
from newsroom.alert.words import in_short
from newsroom.models import User

#: What can still be ended, or replaced.
OPEN = (AlertState.SHOWN, AlertState.AHEAD)


class AlertPages:
    """The pages, mixed into the screen."""

    admin_site: Any
    opts: Any

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Write a new message."""
        return self._compose(request, self._allowed(request))

    def correct(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Write a message that takes the place of another, beginning with its words."""
        by = self._allowed(request)
        return self._compose(request, by, get_object_or_404(Alert, pk=pk))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show a message, with the buttons that end it."""
        self._allowed(request)
        return self._show(request, _found(object_id))

    def clear(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say that it is over, on POST."""
        by = self._allowed(request)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        alert, form = get_object_or_404(Alert, pk=pk), ClearForm(request.POST)
        if not form.is_valid():
            return self._show(request, alert, form)
        hours = form.cleaned_data["hours"]
        act = lambda: clear_alert(alert=alert, by=by, words=form.words(), hours=hours)  # noqa: E731
        return self._done(request, alert, act, _("The all-clear is shown now, and the message is gone."))

    def end(self, request: HttpRequest, pk: int) -> HttpResponse:
        """End it without a word, or cancel it, on POST."""
        by = self._allowed(request)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        alert = get_object_or_404(Alert, pk=pk)
        done = _("The message is gone from the pages.") if alert.is_public() else _("The message is cancelled.")
        return self._done(request, alert, lambda: end_alert(alert=alert, by=by), done)

    def _allowed(self, request: HttpRequest) -> User:
        """Return the person, if they may set messages."""
        by = person(request)
        if not may_set(by):
            raise PermissionDenied
        return by

    def _done(self, request: HttpRequest, alert: Alert, act: Callable[[], Any], done: str) -> HttpResponse:
        """Act, say how it went, and show the message that there is now."""
        try:
            following = act()
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            following = None
        else:
            messages.success(request, done)
        return HttpResponseRedirect((following or alert).get_absolute_url())

    def _compose(self, request: HttpRequest, by: User, corrected: Alert | None = None) -> HttpResponse:
        """Show the form, or what its message will look like; write the message on the button that says so."""
        form, banner, met = AlertForm(posted(request), initial=_words_of(corrected)), None, list[Alert]()
        if request.method == "POST" and form.is_valid():
            banner = _preview(form)
            written, met = (None, met) if "_preview" in request.POST else _written(form, by, corrected)
            if written:
                messages.success(request, _said(written))
                return HttpResponseRedirect(written.get_absolute_url())
        context = {"form": form, "banner": banner, "met": met, "corrected": corrected}
        title = _("Correct the message") if corrected else _("New important message")
        return self._page(request, "compose", title=title, **context)

    def _show(self, request: HttpRequest, alert: Alert, form: ClearForm | None = None) -> HttpResponse:
        """Render the page of a message."""
        state = alert.state
        form = form or ClearForm(initial=clear_words(alert))
        context = {"alert": alert, "banner": banner_of(alert), "state": state, "form": form, "is_open": state in OPEN}
        context["can_be_cleared"] = state == AlertState.SHOWN and alert.kind != Alert.Kind.CLEAR
        return self._page(request, "show", title=capfirst(str(Alert.Kind(alert.kind).label)), **context)

    def _page(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        """Render a page of the screen."""
        context = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, f"admin/newsroom_alert/alert/{template}.html", context)


def _found(object_id: str) -> Alert:
    """Return the message with a number as text."""
    return get_object_or_404(Alert, pk=int(object_id) if object_id.isdecimal() and len(object_id) < 18 else 0)


def _words_of(alert: Alert | None) -> dict[str, Any]:
    """Return what a correction begins with: the words, and the end that was announced."""
    if alert is None:
        return {}
    words: dict[str, Any] = {name: getattr(alert, name) for name in ("link_url", *TEXTS)}
    if alert.kind in (Alert.Kind.MESSAGE, Alert.Kind.WARNING):
        words["kind"] = alert.kind
    if alert.valid_until > timezone.now():
        words |= {"until": OTHER, "valid_until": alert.valid_until}
    return words


def _written(form: AlertForm, by: User, corrected: Alert | None) -> tuple[Alert | None, list[Alert]]:
    """Write the message; else return the messages in the way, with the question on the form."""
    data = form.cleaned_data
    asked = {int(number) for number in data["met"].split() if number.isdecimal()}
    replaced = {corrected.pk} if corrected and corrected.state in OPEN else set()
    try:
        alert = set_alert(
            by=by,
            words=form.words(),
            valid_until=data["valid_until"],
            starts_at=data["starts_at"],
            others=data["others"] or (REPLACE if replaced else ""),
            seen=asked | replaced,
            follows=corrected if replaced else None,
        )
    except Meets as question:
        replace_posted(form, "met", " ".join(str(other.pk) for other in question.others))
        form.add_error("others", question.messages[0])
        return None, question.others
    except ValidationError as error:
        show_faults(form, error)
        return None, []
    return alert, []


def _preview(form: AlertForm) -> Banner:
    """Return the banner of what is on the form."""
    data, now = form.cleaned_data, timezone.now()
    start = data.get("starts_at") or now
    alert = Alert(**form.words(), starts_at=start, valid_until=data["valid_until"])
    return banner_of(alert, now)


def _said(alert: Alert) -> str:
    """Say what has been done."""
    until = in_short(alert.valid_until)
    if alert.is_public():
        return _("The message is shown on every page now, until %(end)s.") % {"end": until}
    start = in_short(alert.starts_at)
    return _("The message will be shown from %(start)s until %(end)s.") % {"start": start, "end": until}
