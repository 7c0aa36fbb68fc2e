"""Where readers answer: a page of its own below the page they read, without cookie or script.

A POST is answered by leading to a page that says thank you, so that nothing is sent twice; what cannot be taken is
shown again with what was typed and the reason. Nothing here is kept by any cache.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from newsroom.feedback.actions import Page, add_words, answer_of, receipt_of, take_answer
from newsroom.feedback.forms import TRAP, WordsForm
from newsroom.feedback.models import Answer
from newsroom.feedback.origin import is_from_us
from newsroom.feedback.quota import take
from newsroom.languages import frame_language
from newsroom.middleware import client_address
from newsroom.models import Department, DepartmentSlug, Version
from newsroom.views.releases import found_or_answer, public_at_address

SUFFIX = "svara/"
RECEIPT, THANKS = "kvitto", "tack"
VOTES = (Answer.Kind.YES, Answer.Kind.NO)
#: Why an answer was not taken.
ELSEWHERE, TOO_MANY = "elsewhere", "too_many"
_STATUS = {ELSEWHERE: 403, TOO_MANY: 429}

View = Callable[..., HttpResponse]


def answer_page(view: View) -> View:
    """Make a view a page for answers: kept nowhere, found by no search engine."""

    @csrf_exempt  # why that is safe: newsroom.feedback.origin
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return answer


@answer_page
def answer_release(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    """Answer about a release; where it has moved is led to, one that is withdrawn is gone."""
    posted = public_at_address(year, slug) if request.method == "POST" else None
    found = posted or found_or_answer(request, year, slug, SUFFIX)
    if not isinstance(found, Version):
        return found
    with override(frame_language(found.language)):
        return _answer(request, Page(found, found.department), found.get_absolute_url())


@answer_page
def answer_department(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer about a department's page; a former address leads on."""
    department = Department.objects.public().filter(slug=slug).first()
    if department is None:
        former = DepartmentSlug.objects.select_related("department").filter(slug=slug).first()
        if former is None:
            raise Http404
        return redirect(f"{former.department.get_absolute_url()}{SUFFIX}", permanent=True)
    return _answer(request, Page(None, department), department.get_absolute_url())


def _answer(request: HttpRequest, page: Page, url: str) -> HttpResponse:
    """Show the form, or take what was sent."""
    context = {"page": page, "page_url": url, "trap": TRAP, "noindex": True, "has_no_twin": page.version is not None}
    if request.method != "POST":
        return _render(request, context | _shown(request, page))
    vote, receipt = str(request.POST.get("answer", "")), str(request.POST.get(RECEIPT, ""))
    form = None if vote in VOTES else WordsForm(request.POST)
    if form is None or form.is_valid():
        refusal = _refusal(request)
        if not refusal:
            return _taken(request, page, vote, receipt, form)
        context["refusal"] = refusal
    return _render(
        request, context | {"form": form or WordsForm(), "vote": vote if form is None else "", RECEIPT: receipt}
    )


def _refusal(request: HttpRequest) -> str:
    """Return why an answer is not taken, or ""."""
    if not is_from_us(request):
        return ELSEWHERE
    return "" if take(client_address(request)) else TOO_MANY


def _taken(request: HttpRequest, page: Page, vote: str, receipt: str, form: WordsForm | None) -> HttpResponse:
    """Store the answer and lead to the thanks. Who filled in what people do not see is thanked as well."""
    if request.POST.get(TRAP):
        query = {THANKS: "1"}
    elif form is None:
        query = {RECEIPT: receipt_of(take_answer(page=page, kind=vote))}
    else:
        add_words(page=page, receipt=receipt, text=form.cleaned_data["text"])
        query = {THANKS: "1"}
    response = redirect(f"{request.path}?{urlencode(query)}")
    response.status_code = 303
    return response


def _shown(request: HttpRequest, page: Page) -> dict[str, Any]:
    """Return what the address asks to be shown: the thanks, what more there is to say, or the empty form."""
    receipt = str(request.GET.get(RECEIPT, ""))
    answer = answer_of(receipt, page) if receipt else None
    has_room = answer is not None and not answer.text
    return {
        "form": WordsForm(),
        "answer": answer if has_room else None,
        RECEIPT: receipt if has_room else "",
        "is_thanked": request.GET.get(THANKS) == "1" or (answer is not None and not has_room),
    }


def _render(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Render the page, with the status of what was refused."""
    status = _STATUS.get(context.get("refusal", ""), 200)
    return render(request, "feedback/answer.html", context, status=status)
