"""The addresses the public reads. Swedish paths, because people read them; English names.

Pages of the frame exist twice (`translated`): the same path below /en/ is the page in English (config.urls puts them
there, and the language of the address is that of the frame: newsroom.middleware). Whatever has one address alone,
such as a release, is in `urlpatterns`.
"""

from django.urls import path, re_path, register_converter

from newsroom.views import (
    archive,
    contact_card,
    departments,
    feeds,
    links,
    oembed,
    picture,
    quoting,
    releases,
    reviewers,
    robots,
    site,
    start,
)


class YearConverter:
    """A year with four digits, within the centuries a newsroom can have."""

    regex = "(?:19|20|21)[0-9]{2}"

    def to_python(self, value: str) -> int:
        """Return the year as a number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Return the year as four digits."""
        return f"{value:04d}"


class ShortNumberConverter:
    """A number drawn by lot, of a release or a contact (models.short_number)."""

    regex = "[1-9][0-9]{5,8}"

    def to_python(self, value: str) -> int:
        """Return the number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Return its digits."""
        return str(value)


register_converter(YearConverter, "yyyy")
register_converter(ShortNumberConverter, "short")

translated = [
    path("", start.start, name="start"),
    path("pressmeddelanden/", archive.release_list, name="release_list"),
    path("pressmeddelanden/<yyyy:year>/", archive.release_year, name="release_year"),
    path("forvaltningar/", departments.department_list, name="department_list"),
    path("forvaltningar/<slug:slug>/", departments.department_detail, name="department_detail"),
    path("kontakter/", departments.contact_list, name="contact_list"),
    path("bild.png", picture.site_picture, name="site_picture"),
]

urlpatterns = [
    path("pressmeddelanden/<yyyy:year>/<slug:slug>/", releases.release_detail, name="release_detail"),
    path(
        "pressmeddelanden/<yyyy:year>/<slug:slug>/version/<int:number>/",
        releases.version_detail,
        name="version_detail",
    ),
    path("pressmeddelanden/<yyyy:year>/<slug:slug>/text.txt", quoting.release_text, name="release_text"),
    path("pressmeddelanden/<yyyy:year>/<slug:slug>/utskrift/", quoting.release_paper, name="release_paper"),
    path("pressmeddelanden/<yyyy:year>/<slug:slug>/qr.svg", quoting.release_code, name="release_code"),
    path("p/<short:number>", quoting.short_address, name="short_address"),
    path("kontakter/<short:number>.vcf", contact_card.contact_card, name="contact_card"),
    path("pressmeddelanden/<yyyy:year>/<slug:slug>/bild.png", picture.release_picture, name="release_picture"),
    path("oembed", oembed.oembed, name="oembed"),
    path("pressmeddelanden/<yyyy:year>/<slug:slug>/granska/", reviewers.to_review, name="review_of_release"),
    path(
        "pressmeddelanden/<yyyy:year>/<slug:slug>/version/<int:number>/granska/",
        reviewers.to_review,
        name="review_of_version",
    ),
    path("forvaltningar/<slug:slug>/granska/", reviewers.to_review, name="review_of_department"),
    path("kontakter/granska/", reviewers.to_review, name="review_of_contacts"),
    re_path(r"^forhandslank/(?P<token>[A-Za-z0-9_-]{43})/$", links.preview_link, name="preview_link"),
    path("healthz", site.healthz, name="healthz"),
    re_path(r"^pressmeddelanden/flode\.(?P<form>atom|rss|json)$", feeds.feed, name="feed"),
    path("sitemap.xml", robots.sitemap, name="sitemap"),
    path("sitemap-sidor.xml", robots.sitemap_pages, name="sitemap_pages"),
    path("sitemap-nyheter.xml", robots.sitemap_news, name="sitemap_news"),
    path("sitemap-<yyyy:year>.xml", robots.sitemap_year, name="sitemap_year"),
    path("sitemap-<yyyy:year>-<int:number>.xml", robots.sitemap_year, name="sitemap_year"),
    path("robots.txt", robots.robots, name="robots"),
    path(".well-known/security.txt", robots.security_txt, name="security_txt"),
    path("tema.css", site.theme, name="theme"),
    re_path(r"^stil/(?P<name>[a-z]+)-(?P<digest>[0-9a-f]{12})\.css$", site.style_bundle, name="bundle"),
]
