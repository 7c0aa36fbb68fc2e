"""What a link for people without an account opens: the text as the public will see it, or one quote to check.

No cookie, no trace: a GET writes nothing at all, and whatever does not open is answered as any unknown address.
"""

import logging
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from newsroom.languages import frame_language
from newsroom.links import answer_quote, find_link
from newsroom.models import PreviewLink, QuoteAnswer
from newsroom.preview import preview_context
from newsroom.views.errors import csrf_failure
from newsroom.views.releases import render_release, upcoming_page

Kind = PreviewLink.Kind
PRIVATE = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
}


class HideTokens(logging.Filter):
    """Leave tokens out of the log: Django names the path of every refusal, its own server of every request."""

    TOKEN = re.compile(r"(?<=/forhandslank/)[^/\s]+")

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, without a token."""
        if isinstance(record.args, tuple):
            record.args = tuple(self.TOKEN.sub("***", arg) if isinstance(arg, str) else arg for arg in record.args)
        return True


for _name in ("django.request", "django.server"):
    logging.getLogger(_name).addFilter(HideTokens())


class AnswerForm(forms.Form):
    """One of the two buttons, what should be changed, and the quote that was on screen."""

    answer = forms.ChoiceField(choices=QuoteAnswer.Answer.choices)
    comment = forms.CharField(
        label=_("What should be changed?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "required": True}),
    )
    digest = forms.CharField(max_length=64)


# Public pages carry no cookie that a forged form could ride on: what lets the POST in is the token of the
# address, which a forger does not have. POSTs that a browser calls cross-site are refused all the same.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def preview_link(request: HttpRequest, token: str) -> HttpResponse:
    """Open a link. Unknown, expired, revoked, overtaken or asked for what it is not: never any address."""
    if request.method == "POST" and is_cross_site(request):
        return _private(csrf_failure(request))
    link = find_link(token)
    if link is None or (request.method == "POST" and link.kind != Kind.QUOTE):
        raise Http404
    return _private(_quote(request, link) if link.kind == Kind.QUOTE else _text(request, link))


def is_cross_site(request: HttpRequest) -> bool:
    """Tell whether the browser says that another site sent the form.

    Our own page asks for no referrer, and then browsers send "Origin: null" with its form; those that know
    Sec-Fetch-Site tell the rest there, also from a sandboxed frame.
    """
    if site := request.headers.get("Sec-Fetch-Site"):
        return site not in ("same-origin", "none")
    return request.headers.get("Origin", "null") not in ("null", f"{request.scheme}://{request.get_host()}")


def _private(response: HttpResponse) -> HttpResponse:
    """Keep the answer out of caches and search engines, and its address out of referrers."""
    for name, value in PRIVATE.items():
        response.headers[name] = value
    return response


def _text(request: HttpRequest, link: PreviewLink) -> HttpResponse:
    """Show the working copy; under an embargo the version that is to appear, if there is one."""
    upcoming = link.release.versions.filter(visible_from__gt=timezone.now()).order_by("visible_from")
    version = upcoming.select_related("department", "address").first() if link.kind == Kind.EMBARGO else None
    page = upcoming_page(version) if version else preview_context(link.release)
    page |= {"preview": True, "link": link, "embargo_until": version and version.visible_from}
    return render_release(request, page)


def _quote(request: HttpRequest, link: PreviewLink) -> HttpResponse:
    """Show the quote and nothing else of the text; write down the answer on POST."""
    form = AnswerForm(request.POST or None, auto_id="%s")
    if request.method == "POST" and form.is_valid() and _answered(link, form):
        return redirect(request.path)
    page = {"link": link, "form": form, "last": link.answers.last()}
    with override(frame_language(link.release.language)):
        return render(request, "newsroom/quote_link.html", page)


def _answered(link: PreviewLink, form: AnswerForm) -> bool:
    """Try to write the answer; faults end up on the form."""
    given: dict[str, Any] = form.cleaned_data
    try:
        answer_quote(link=link, **given)
    except PreviewLink.DoesNotExist as closed:
        raise Http404 from closed
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True
