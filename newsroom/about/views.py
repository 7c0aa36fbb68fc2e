"""The three pages that tell of the newsroom itself."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from newsroom.about.items import REPORT_TO_DIGG
from newsroom.about.models import Authority, Deficiency, Page, Statement
from newsroom.models import Contact
from newsroom.views.pages import public_page

#: When the texts that come with the newsroom were last written in.
TEXTS_REVISED_ON = dt.date(2026, 11, 23)


def _page(request: HttpRequest, key: Page.Key) -> HttpResponse:
    """Show a text that comes with the newsroom, and the municipality's own words beside or instead of it."""
    authority = Authority.objects.current()
    own = Page.objects.filter(key=key, language=get_language()).first()
    changed = [row.changed_at for row in (authority, own) if row and row.changed_at]
    context = {
        "authority": authority,
        "numbers": authority.numbers(),
        "own": own,
        "placement": own.placement if own else "",
        "updated_on": max([TEXTS_REVISED_ON, *map(timezone.localdate, changed)]),
    }
    return render(request, f"about/{key.value}.html", context)


@public_page
def about(request: HttpRequest) -> HttpResponse:
    """Tell who runs the newsroom, and how it works."""
    return _page(request, Page.Key.ABOUT)


@public_page
def privacy(request: HttpRequest) -> HttpResponse:
    """Tell what is done with personal data (GDPR, article 13)."""
    return _page(request, Page.Key.PRIVACY)


@public_page
def accessibility_statement(request: HttpRequest) -> HttpResponse:
    """Show the latest statement; where there is none, say so, and still tell where to turn."""
    authority, statement = Authority.objects.current(), Statement.objects.current()
    kinds = Deficiency.Kind
    context = {
        "authority": authority,
        "numbers": authority.numbers(),
        "statement": statement,
        "faults": statement.rows(kinds.FAULT) if statement else [],
        "burdens": statement.rows(kinds.BURDEN) if statement else [],
        "outside": statement.rows(kinds.OUTSIDE) if statement else [],
        "press": [] if authority.can_be_told else list(Contact.objects.press().prefetch_related("telephones")[:3]),
        "digg": REPORT_TO_DIGG,
    }
    return render(request, "about/accessibility.html", context)
