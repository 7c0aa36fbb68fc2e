"""The page of one review: what was signed, by whom, and what came of it. And the page that declares it void."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from newsroom.admin.review_form import CHECKLIST
from newsroom.admin.scoped import person, posted
from newsroom.models import Contact, Department, Review, User
from newsroom.seeing import digest_of_seen
from newsroom.signing import may_void, void_review

Outcome = Review.Outcome


class VoidForm(forms.Form):
    """Why a review does not count."""

    comment = forms.CharField(
        label=gettext_lazy("Why does the review not count?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Say why the review does not count.")},
    )


class SignedPages:
    """The pages, mixed into the log."""

    admin_site: Any
    opts: Any
    may_view: Any
    get_queryset: Any

    def get_urls(self) -> list[URLPattern]:
        """Add the page that declares a review void."""
        void = self.admin_site.admin_view(self.void)
        urls: list[URLPattern] = super().get_urls()  # type: ignore[misc]  # of the ModelAdmin it is mixed into
        return [path("<int:pk>/void/", void, name="review_void"), *urls]

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show what was signed, instead of Django's form."""
        return require_safe(self._signed)(request, object_id)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Lead to the review itself: it is its own history."""
        return HttpResponseRedirect(signed_url(self._found(request, object_id)))

    def void(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask why a review does not count, and declare it void on POST."""
        review, by = self._found(request, str(pk)), person(request)
        if not may_void(review, by):
            raise PermissionDenied
        form = VoidForm(posted(request))
        if request.method == "POST" and form.is_valid() and _voided(review, by, form):
            messages.success(request, _("The review is declared void. The one before it counts again."))
            return HttpResponseRedirect(signed_url(review))
        context = {
            "title": _("Declare void"),
            "form": form,
            "is_void": is_void(review),
            "signed_url": signed_url(review),
        }
        return self._page(request, review, "void", **context)

    def _signed(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show one review: what was read, by whom, and what came of it."""
        review = self._found(request, object_id)
        return self._page(request, review, "signed", **signed_page(review, person(request)))

    def _found(self, request: HttpRequest, object_id: str) -> Review:
        """Return a review; 403 without the role anywhere, 404 for what is not the person's to see."""
        if not self.may_view(person(request), None):
            raise PermissionDenied
        is_number = object_id.isdecimal() and len(object_id) < 19
        reviews = self.get_queryset(request)
        review: Review | None = reviews.filter(pk=object_id).first() if is_number else None
        if review is None:
            raise Http404
        return review

    def _page(self, request: HttpRequest, review: Review, template: str, **more: Any) -> HttpResponse:
        """Render a page about one review."""
        context = {**self.admin_site.each_context(request), "opts": self.opts, "original": review, **more}
        return TemplateResponse(request, f"admin/newsroom/review/{template}.html", context)


def _voided(review: Review, by: User, form: forms.Form) -> bool:
    """Try to declare a review void; what stands in the way ends up on the form."""
    try:
        void_review(review=review, by=by, comment=form.cleaned_data["comment"])
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    return True


def is_void(review: Review) -> bool:
    """Tell whether a row is past declaring void: it does so itself, or has been."""
    return review.outcome == Outcome.VOID or hasattr(review, "voided_by")


def signed_url(review: Review) -> str:
    """Return the address of the page of a review."""
    return reverse("admin:newsroom_review_change", args=[review.pk])


def page_url(review: Review) -> str:
    """Return where the page that was reviewed is: for readers, or, for a contact, at the desk."""
    subject, version = review.subject, review.version
    if version and version.address:
        return version.get_absolute_url()
    if subject.unit:
        return subject.unit.get_absolute_url()
    name, key = ("release", subject.release_id) if subject.release_id else ("contact", subject.contact_id)
    return reverse(f"admin:newsroom_{name}_change", args=[key])


def signed_page(review: Review, by: User) -> dict[str, Any]:
    """Gather what the page of a review shows."""
    return {
        "title": _("Review %(date)s") % {"date": review.reviewed_on.isoformat()},
        "page_url": page_url(review),
        "lateness": lateness(review),
        "voided_by": getattr(review, "voided_by", None),
        "task": getattr(review, "task", None),
        "checklist": checklist_words(review),
        "card": card_lines(review),
        "contacts": review.shown.get("contacts", []),
        "places": list(review.version.contact_places.all()) if review.version else [],
        "is_intact": is_intact(review),
        "together": Review.objects.filter(batch=review.batch).count() if review.batch else 0,
        "may_void": not is_void(review) and may_void(review, by),
    }


def lateness(review: Review) -> str:
    """Return how late the review was, in words; "" where no date was answered."""
    if review.due_on is None:
        return ""
    days = (review.reviewed_on - review.due_on).days
    if days <= 0:
        return _("in time")
    return ngettext("%(days)d day late", "%(days)d days late", days) % {"days": days}


def checklist_words(review: Review) -> list[tuple[str, bool]]:
    """Return each point of the checklist with whether it was ticked; a point of former days as it was stored."""
    known = dict(CHECKLIST)
    former = [(str(key), True) for key in review.checklist if key not in known]
    return [(str(label), key in review.checklist) for key, label in CHECKLIST] + former


def card_lines(review: Review) -> list[tuple[str, str]]:
    """Return what a card showed, field by field in words; empty for a release."""
    if review.version or not review.shown:
        return []
    model: Any = Contact if review.subject.contact_id else Department
    labels = {field.name: str(field.verbose_name) for field in model._meta.concrete_fields}
    labels["telephones"] = _("telephone")
    return [(labels.get(name, name), _words(value)) for name, value in review.shown.items() if value]


def _words(value: Any) -> str:
    """Return a value of a card as a reader saw it."""
    if isinstance(value, list):
        return ", ".join(" ".join(str(part) for part in row if part) for row in value)
    return str(value)


def is_intact(review: Review) -> bool | None:
    """Tell whether the digest is that of what stands here; None for a row without one."""
    if not review.digest:
        return None
    return digest_of_seen(review.version, review.shown) == review.digest
