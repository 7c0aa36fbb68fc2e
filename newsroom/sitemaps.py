"""Sitemaps for search engines: an index, the pages, the releases of each year in shards, and the news of two days.

They hold what is public now and nothing else. Addresses are put together here and not by `reverse`, once for each of
ten thousand; a shard is a few queries and some tens of milliseconds.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import Max, QuerySet
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import LocalePrefixPattern
from django.utils import timezone
from django.utils.translation import override

from newsroom.html import clean_characters
from newsroom.listing import Listing
from newsroom.models import Department, Language, Version

Kind = Version.Kind
#: How many releases a shard holds. 50,000 are allowed; this is about two megabytes.
PER_SHARD = 10_000
NEWS_DAYS = 2
MOST_NEWS = 1000
#: What reports something: not invitations, nor what answers or corrects others.
NEWS_TYPES = (Version.Type.PRESS_RELEASE, Version.Type.NEWS, Version.Type.DECISION, Version.Type.IMPORTANT)
#: Below these are pages of the frame that no search engine should list.
NOT_LISTED = ("/sok/",)
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_CORE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_LINKS = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
_NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
#: The addresses of what is the same page in several languages, by language.
Twins = Mapping[str, str]


def _moment(at: dt.datetime) -> str:
    """Return a time as W3C has it, to the second and with the Swedish offset."""
    return timezone.localtime(at).isoformat(timespec="seconds")


def _whole(path: str) -> str:
    """Return the whole address of a path, ready for XML."""
    return escape(settings.SITE_URL + path, {'"': "&quot;"})


def _document(root: str, namespaces: str, parts: Iterable[str]) -> str:
    """Return a whole document."""
    return f"{_HEAD}<{root} {namespaces}>\n{''.join(parts)}</{root}>\n"


def _url(path: str, changed: dt.datetime | None = None, twins: Twins | None = None, more: str = "") -> str:
    """Return one address with when it was last changed, and its twins in other languages."""
    lastmod = f"<lastmod>{_moment(changed)}</lastmod>" if changed else ""
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href="{_whole(twin)}"/>'
        for language, twin in (twins or {}).items()
    )
    return f"<url><loc>{_whole(path)}</loc>{lastmod}{links}{more}</url>\n"


# --- the index ---------------------------------------------------------------------------------------
def index(listing: Listing) -> str:
    """Return the index: the pages, the news, and the shards of each year with when a release of it last changed."""
    entries = [f"<sitemap><loc>{_whole(reverse(name))}</loc></sitemap>\n" for name in ("sitemap_pages", "sitemap_news")]
    changed = _changed_by_year(listing)
    for year in sorted(changed, reverse=True):
        for number in range(1, shards_of(listing, year) + 1):
            loc = _whole(reverse("sitemap_year", args=[year, number] if number > 1 else [year]))
            entries.append(f"<sitemap><loc>{loc}</loc><lastmod>{_moment(changed[year])}</lastmod></sitemap>\n")
    return _document("sitemapindex", _CORE, entries)


def shards_of(listing: Listing, year: int) -> int:
    """Return how many shards the releases of a year need."""
    return -(-listing.count(listing.having("ar", year)) // PER_SHARD)


def _changed_by_year(listing: Listing) -> dict[int, dt.datetime]:
    """Return, for each year that has releases, when one of them was published or last changed."""
    years = listing.counts("ar")
    newest = {year: listing.page(listing.having("ar", year), 0, 1)[0].published_at for year in years}
    material = Version.objects.once_public().filter(kind__in=Version.MATERIAL)
    changed = dict(material.values_list("address__year").annotate(Max("visible_from")).order_by())
    return {year: max(at, changed.get(year, at)) for year, at in newest.items()}


# --- the releases of a year --------------------------------------------------------------------------
def _listed(at: dt.datetime) -> QuerySet[Version]:
    """Return what search engines may list: what is public, but for notices."""
    return Version.objects.public(at).exclude(kind=Kind.RETRACTION)


def releases(year: int, number: int = 1) -> str:
    """Return one shard of a year, the oldest first, so that only the last one grows."""
    at = timezone.now()
    versions = _listed(at).filter(address__year=year)
    fields = ("release_id", "address__slug", "visible_from", "original_id")
    ordered = versions.order_by("published_at", "release_id").values_list(*fields)
    changed, twins = _changed_before(versions, at), _twins(at)
    path = reverse("release_detail", args=[year, "slug"]).removesuffix("slug/")
    urls = (
        _url(f"{path}{slug}/", changed.get(release, since), twins.get(first or release))
        for release, slug, since, first in ordered[(number - 1) * PER_SHARD : number * PER_SHARD]
    )
    return _document("urlset", f"{_CORE} {_LINKS}", urls)


def _changed_before(versions: QuerySet[Version], at: dt.datetime) -> dict[int, dt.datetime]:
    """Return, for each release whose version is a minor one, when it was changed before that: the minor one is none."""
    minor = versions.filter(kind=Kind.MINOR).values("release")
    changes = Version.objects.once_public(at).exclude(kind=Kind.MINOR).filter(release__in=minor)
    return dict(changes.values_list("release_id").annotate(Max("visible_from")).order_by())


def _twins(at: dt.datetime) -> dict[int, Twins]:
    """Return the addresses of each release that has translations, by the original.

    Easy-to-read Swedish is left out: search engines know languages, scripts and regions, but not kinds of a language.
    """
    fields = ("release_id", "language", "address__year", "address__slug")
    found: dict[int, dict[str, str]] = defaultdict(dict)
    shown = _listed(at).exclude(language=Language.EASY_TO_READ).order_by("release_id")
    # First the few that are translations at all: asked together with the time, SQLite would read every version.
    translations = list(Version.objects.filter(original__isnull=False).order_by().values_list("pk", "original_id"))
    originals = shown.filter(release__in={original for _pk, original in translations}, original=None)
    for release, language, *place in originals.values_list(*fields):
        found[release][language] = reverse("release_detail", args=place)
    translated = shown.filter(pk__in=[pk for pk, _original in translations])
    for release, language, *place in translated.values_list("original_id", *fields[1:]):
        found[release].setdefault(language, reverse("release_detail", args=place))
    return {release: twins for release, twins in found.items() if len(twins) > 1}


# --- the pages and the news --------------------------------------------------------------------------
def pages() -> str:
    """Return the pages that are no releases: those of the frame, and the departments; each in every language."""
    departments = Department.objects.public().order_by("slug").values_list("slug", flat=True)
    twins = [*_frame(), *(_in_all_languages("department_detail", slug) for slug in departments)]
    urls = (_url(path, twins=paths) for paths in twins for path in paths.values())
    return _document("urlset", f"{_CORE} {_LINKS}", urls)


def _frame() -> Iterator[Twins]:
    """Return the pages that exist once in each language and need no argument, satellites' too."""
    for resolver in get_resolver().url_patterns:
        if isinstance(resolver, URLResolver) and isinstance(resolver.pattern, LocalePrefixPattern):
            for page in resolver.url_patterns:
                if isinstance(page, URLPattern) and not page.pattern.regex.groups:
                    paths = _in_all_languages(str(page.name))
                    own = paths[settings.LANGUAGE_CODE]
                    if own.endswith("/") and not own.startswith(NOT_LISTED):
                        yield paths


def _in_all_languages(name: str, *args: str) -> Twins:
    """Return the paths of a page of the frame, by language."""
    found = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found[language] = reverse(name, args=args)
    return found


def news() -> str:
    """Return the news of the last two days, for Google News and those who read as it does."""
    at = timezone.now()
    since = at - dt.timedelta(days=NEWS_DAYS)
    versions = _listed(at).filter(published_at__gt=since, type__in=NEWS_TYPES).select_related("address")
    newest = versions.order_by("-published_at", "-release_id").defer("body")[:MOST_NEWS]
    urls = (_url(version.get_absolute_url(), more=_article(version)) for version in newest)
    return _document("urlset", f"{_CORE} {_NEWS}", urls)


def _article(version: Version) -> str:
    """Return what a news sitemap says of a release."""
    assert version.published_at is not None  # it is public
    return (
        f"<news:news><news:publication><news:name>{escape(clean_characters(settings.SITE_NAME))}</news:name>"
        f"<news:language>{version.language.partition('-')[0]}</news:language></news:publication>"
        f"<news:publication_date>{_moment(version.published_at)}</news:publication_date>"
        f"<news:title>{escape(clean_characters(version.headline))}</news:title></news:news>"
    )
