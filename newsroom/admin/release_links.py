"""Links for people without an account: who has one, until when, a new one, and taking one back."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom import links, workflow
from newsroom.admin.scoped import person, posted
from newsroom.models import PreviewLink, Release

Kind = PreviewLink.Kind


class LinkForm(forms.Form):
    """What the link shows, to whom, and for how long."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What does the link show?"),
        choices=[
            (Kind.PREVIEW, gettext_lazy("The text as it stands, as a preview")),
            (Kind.EMBARGO, gettext_lazy("The text that is to be published, under embargo")),
            (Kind.QUOTE, gettext_lazy("One quote, for the person quoted to check")),
        ],
        initial=Kind.PREVIEW,
        widget=forms.RadioSelect,
    )
    recipient = forms.CharField(
        label=gettext_lazy("Who is the link for? One person's name"),
        max_length=120,
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
    )
    days = forms.IntegerField(
        label=gettext_lazy("For how many days does it work? At most 30"),
        min_value=1,
        max_value=links.MOST_DAYS,
        initial=links.DEFAULT_DAYS,
    )
    quote = forms.ChoiceField(
        label=gettext_lazy("The quote, when one is to be checked"), required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, quotes: list[str], **kwargs: Any) -> None:
        """Offer the quotes that stand in the text."""
        super().__init__(*args, **kwargs)
        self.fields["quote"].choices = [(quote, quote) for quote in quotes]  # type: ignore[attr-defined]


class LinkPages:
    """The page of the links, mixed into the screen of releases."""

    _release: Any
    _page: Any

    def links(self, request: HttpRequest, pk: int) -> HttpResponse:
        """List the links; make a new one on POST and show its address, this once."""
        release = self._release(request, pk, "edit" if request.method == "POST" else "view")
        quotes, address = links.quotes_in(release.body), ""
        form = LinkForm(posted(request), quotes=quotes)
        if request.method == "POST" and form.is_valid() and (address := _created(request, release, form)):
            form = LinkForm(quotes=quotes)
        return self._page(
            request,
            release,
            "links",
            title=_("Links for people without an account"),
            form=form,
            quotes=quotes,
            address=address,
            rows=_rows(release),
            may_edit=workflow.has_role("edit", release, person(request)),
        )

    def revoke_link(self, request: HttpRequest, pk: int, link_pk: int) -> HttpResponse:
        """Close a link for good."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        release = self._release(request, pk, "edit")
        link = release.links.filter(pk=link_pk).first()
        if link is None:
            raise Http404
        links.revoke_link(link=link, by=person(request))
        return HttpResponseRedirect(reverse("admin:release_links", args=[release.pk]))


def _created(request: HttpRequest, release: Release, form: LinkForm) -> str:
    """Make the link and return its whole address; faults end up on the form."""
    try:
        _link, token = links.create_link(release=release, by=person(request), **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return ""
    return settings.SITE_URL + reverse("preview_link", args=[token])


def _rows(release: Release) -> list[dict[str, Any]]:
    """Return each link with its state and, for a quote, the answer."""
    checks = {check.link.pk: check for check in links.quotes_of(release)}
    made = release.links.select_related("created_by", "revoked_by")
    return [{"link": link, "state": link.state_at(), "check": checks.get(link.pk)} for link in made]
