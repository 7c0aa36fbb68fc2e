"""What robots are told: where they may go, what there is, and whom to tell of a hole in the fence."""

import datetime as dt

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from newsroom import sitemaps
from newsroom.listing import current
from newsroom.views.pages import public_page

#: How long the contact in security.txt is promised to hold (RFC 9116 advises less than a year).
SECURITY_DAYS = 180


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    """Keep robots out of the desk, of private links, and of the endless combinations of filters and words.

    The pages of the archive, of a year and of a department may be followed, and lists with one choice: the same as
    `views.head.list_head` lets them list. The longest rule decides (RFC 9309).
    """
    rules = [f"Disallow: {reverse('admin:index')}", "Disallow: /forhandslank/", "Disallow: /*/granska/"]
    for frame in ("", "/en"):
        archive = f"{frame}/pressmeddelanden/"
        rules += [
            f"Disallow: {frame}/sok/?",
            f"Disallow: {frame}/sok/forslag/",
            f"Disallow: {archive}?q=",
            f"Disallow: {archive}?*&",
            f"Disallow: {archive}*/?",
            f"Allow: {archive}*/?sida=",
        ]
    rules.append("Disallow: /pressmeddelanden/flode.*?")
    maps = [f"Sitemap: {settings.SITE_URL}{reverse(name)}" for name in ("sitemap", "sitemap_news")]
    return _text("\n".join(["User-agent: *", *rules, "", *maps, ""]))


@public_page
def security_txt(request: HttpRequest) -> HttpResponse:
    """Tell whom to write to about a hole in the fence (RFC 9116). The same bytes for everybody, all day."""
    expires = timezone.now().astimezone(dt.UTC).date() + dt.timedelta(days=SECURITY_DAYS)
    lines = [f"Contact: {contact}" for contact in settings.SECURITY_CONTACT]
    lines += [
        f"Expires: {expires.isoformat()}T00:00:00Z",
        "Preferred-Languages: sv, en",
        f"Canonical: {settings.SITE_URL}{reverse('security_txt')}",
        "",
    ]
    return _text("\n".join(lines))


def _text(text: str) -> HttpResponse:
    """Answer with plain text."""
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _xml(text: str) -> HttpResponse:
    """Answer with a document for robots, which is no page to find."""
    headers = {"X-Robots-Tag": "noindex"}
    return HttpResponse(text, content_type="application/xml; charset=utf-8", headers=headers)


@public_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """Answer with the index of all sitemaps."""
    return _xml(sitemaps.index(current()))


@public_page
def sitemap_pages(request: HttpRequest) -> HttpResponse:
    """Answer with the pages that are no releases."""
    return _xml(sitemaps.pages())


@public_page
def sitemap_year(request: HttpRequest, year: int, number: int | None = None) -> HttpResponse:
    """Answer with a shard of the releases of a year (the first has no number); what the index lacks is not found."""
    shards = sitemaps.shards_of(current(), year)
    if shards == 0 or (number is not None and not 2 <= number <= shards):
        raise Http404
    return _xml(sitemaps.releases(year, number or 1))


@public_page
def sitemap_news(request: HttpRequest) -> HttpResponse:
    """Answer with the news of the last two days; none are an empty list."""
    return _xml(sitemaps.news())
