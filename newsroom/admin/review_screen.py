"""The review screen: the page as the public sees it, and what the reviewer found. Every answer is a POST."""

from typing import Any

from django.contrib import messages
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from newsroom.admin import review_sight
from newsroom.admin.release_form import replace_posted
from newsroom.admin.release_pages import show_faults
from newsroom.admin.review_chips import Choice
from newsroom.admin.review_form import Outcome, ReviewForm, read_base
from newsroom.admin.review_walk import Walk, begin_url, queue_url, screen_url
from newsroom.admin.scoped import person, posted
from newsroom.models import Review, ReviewSubject
from newsroom.signing import OnScreen, is_own_material, may_override, may_review, on_screen, review, void_review
from newsroom.tasks import may_settle

UNDO_TAG = "undo-"
EVERYTHING = ("release__department", "unit", "contact__department", "department", "responsible", "last_review")


class ReviewScreens:
    """The screen, mixed into the queue."""

    admin_site: Any
    opts: Any

    def _subject(self, request: HttpRequest, pk: int) -> ReviewSubject:
        """Return the page to review, 404 for what the person may not review."""
        subject = ReviewSubject.objects.select_related(*EVERYTHING).filter(pk=pk).first() if pk < 2**31 else None
        if subject is None or not may_review(subject, person(request)):
            raise Http404
        return subject

    def screen(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the page as the public sees it, and take what the reviewer found."""
        subject, walk = self._subject(request, pk), Walk.read(request.GET, person(request))
        seen = on_screen(subject)
        form = ReviewForm(posted(request), seen=seen, initial={"go_on": walk is not None})
        if request.method == "POST" and form.is_valid() and (written := _written(request, subject, form, walk)):
            _tell(request, written)
            return HttpResponseRedirect(_onwards(written, walk, go_on=form.cleaned_data["go_on"]))
        return self._show(request, subject, seen, form, walk)

    def _show(
        self, request: HttpRequest, subject: ReviewSubject, seen: OnScreen | None, form: ReviewForm, walk: Walk | None
    ) -> HttpResponse:
        """Render the screen; what is not public has no form."""
        context = {
            "subject": subject,
            "original": subject,
            "title": _("Review: %(page)s") % {"page": subject},
            "form": form,
            "walk": walk,
            "interval": review_sight.interval_in_words(subject),
            "may_plan": may_override(subject, person(request)),
            "late": review_sight.lateness(subject.next_review_on) if subject.is_overdue() else "",
            "status": subject.status_at(),
            "earlier": review_sight.earlier(subject, person(request)),
            "back_url": queue_url(walk.choice if walk else Choice(person(request))),
            "skip_url": f"{reverse('admin:review_next')}?{walk.address()}&efter={subject.pk}" if walk else "",
            **(self._seen(request, seen, form) if seen else {}),
        }
        return self.review_page(request, "screen", **context)

    def _seen(self, request: HttpRequest, seen: OnScreen, form: ReviewForm) -> dict[str, Any]:
        """Return what there is to see of a public page, and what the form must say beforehand."""
        subject, by = seen.subject, person(request)
        rule = review_sight.rule_of_two(seen, is_own_material(seen, by), may_override(subject, by))
        tasks = subject.tasks.filter(closed_at=None).select_related("review")
        return {
            "seen": seen,
            "page": review_sight.public_page(seen),
            "card": {} if seen.version else review_sight.card(subject),
            "public_url": review_sight.public_url(seen),
            "unpublished": review_sight.unpublished(seen),
            "changed": review_sight.since_last_review(seen),
            "changed_meanwhile": _renewed(form, seen),
            "rule": rule,
            "may_plan": may_override(subject, by),
            "colleagues": review_sight.colleagues(subject, by)[:8] if rule in ("refuse", "reason") else [],
            "tasks": [{"task": task, "is_mine": may_settle(subject, by, task.kind)} for task in tasks],
            "desk_url": reverse(f"admin:{subject.owner_object._meta.label_lower.replace('.', '_')}_change",
                                args=[subject.owner_object.pk]),
        }  # fmt: skip

    def undo(self, request: HttpRequest, pk: int, review_pk: int) -> HttpResponse:
        """Take back a review that was just written."""
        subject, by = self._subject(request, pk), person(request)
        written = subject.reviews.filter(pk=review_pk).first() if review_pk < 2**31 else None
        if written is None:
            raise Http404
        address = screen_url(subject, Walk.read(request.GET, by))
        if request.method != "POST":
            return HttpResponseRedirect(address)
        try:
            void_review(review=written, by=by, comment=_("Undone at once."))
        except (PermissionDenied, ValidationError) as error:
            messages.error(request, _reason(error))
        else:
            messages.success(request, _("Undone. The review does not count, and the page waits to be reviewed."))
        return HttpResponseRedirect(address)

    def next_page(self, request: HttpRequest) -> HttpResponse:
        """Lead to the first page of a chip, or past the one that is skipped."""
        by = person(request)
        if not by.is_administrator and not self.may_view(by, None):
            raise PermissionDenied
        walk = Walk.read(request.GET, by) or Walk(Choice(by))
        skipped = request.GET.get("efter", "")
        if skipped.isdecimal() and len(skipped) < 10:
            subject = self._subject(request, int(skipped))
            walk, found = walk.onwards(), walk.after(subject.next_review_on, subject.pk)
        else:
            walk, found = walk.begun()
        return HttpResponseRedirect(screen_url(found, walk) if found else queue_url(walk.choice))

    may_view: Any

    def review_page(self, request: HttpRequest, template: str, **more: Any) -> HttpResponse:
        """Render a page of the queue."""
        context = {**self.admin_site.each_context(request), "opts": self.opts, "told": told(request), **more}
        return TemplateResponse(request, f"admin/newsroom/reviewsubject/{template}.html", context)


def _written(request: HttpRequest, subject: ReviewSubject, form: ReviewForm, walk: Walk | None) -> Review | None:
    """Try to write the review; what stands in the way ends up on the form."""
    by, given = person(request), dict(form.cleaned_data)
    for name in ("base", "go_on"):
        given.pop(name)
    if given["key"] and Review.objects.filter(key=given["key"]).exclude(reviewer=by, subject=subject).exists():
        given["key"] = None
    method = Review.Method.PAGE if request.GET.get("fran") == "sida" else Review.Method.ADMIN
    try:
        written = review(subject=subject, by=by, method=Review.Method.QUEUE if walk else method, **given)
    except ValidationError as error:
        show_faults(form, error)
        return None
    if written.outcome != given["outcome"]:
        form.add_error(None, _("This form has been used for another answer. Press the button once more."))
        replace_posted(form, "key", form.get_initial_for_field(form.fields["key"], "key"))
        return None
    return written


def _renewed(form: ReviewForm, seen: OnScreen) -> list[Any]:
    """Let the form carry what is on screen now, and return what changed while it was read."""
    if not form.is_bound or form["digest"].value() == seen.digest:
        return []
    changed = review_sight.changed_since(read_base(str(form["base"].value() or "")), seen)
    for name in ("digest", "base"):
        replace_posted(form, name, form.initial[name])
    return changed


def _onwards(written: Review, walk: Walk | None, *, go_on: bool) -> str:
    """Return where to go after an answer: the next page of the queue, or the list."""
    choice = walk.choice if walk else Choice(written.reviewer)  # type: ignore[arg-type]  # just written by somebody
    if not go_on:
        return queue_url(choice)
    if walk is None:
        return begin_url(choice)
    found = walk.after(written.due_on, written.subject_id)
    return screen_url(found, walk.onwards()) if found else queue_url(choice)


def _tell(request: HttpRequest, written: Review) -> None:
    """Say what was written; the tag lets the next page offer to undo it."""
    said = {
        Outcome.OK: _("“%(page)s” is marked as reviewed."),
        Outcome.NEEDS_CHANGES: _("The editors are asked to put “%(page)s” right."),
        Outcome.PROPOSE_ARCHIVE: _("The publishers are asked to archive “%(page)s”."),
        Outcome.DEFERRED: _("The review of “%(page)s” is deferred until %(date)s."),
    }[Outcome(written.outcome)]
    until = written.deferred_until.isoformat() if written.deferred_until else ""
    tag = f"{UNDO_TAG}{written.subject_id}-{written.pk}"
    messages.success(request, said % {"page": written.subject, "date": until}, extra_tags=tag)


def told(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the messages, each with the address that undoes what it tells of, if it can be."""
    return [{"message": message, "undo_url": _undo_url(message.extra_tags or "")} for message in get_messages(request)]


def _undo_url(tag: str) -> str:
    """Return the address to which "undo" posts."""
    if not tag.startswith(UNDO_TAG):
        return ""
    subject, written = tag.removeprefix(UNDO_TAG).split("-")
    return reverse("admin:review_undo", args=[subject, written])


def _reason(error: PermissionDenied | ValidationError) -> str:
    """Return what a refusal says."""
    return error.messages[0] if isinstance(error, ValidationError) else str(error)
