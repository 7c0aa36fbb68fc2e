"""oEmbed (oembed.com): who pastes the address of a release gets its headline, sender, date and picture."""

import math
from typing import Any
from urllib.parse import quote, urlsplit
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.utils.xmlutils import SimplerXMLGenerator

from newsroom.html import clean_characters
from newsroom.languages import frame_language
from newsroom.models import Version
from newsroom.pictures import HEIGHT, WIDTH
from newsroom.views.head import kicker, release_picture
from newsroom.views.pages import public_page
from newsroom.views.releases import public_at_address

#: How wide the block is where nobody says otherwise, and what is too little for it.
USUAL_WIDTH, LEAST_WIDTH = 600, 220
#: What a line takes, and a letter on average, in the type that most pages are set in.
_LINE, _LETTER = 28, 8.5
_LONGEST_ADDRESS = 2000


@public_page
def oembed(request: HttpRequest) -> HttpResponse:
    """Describe the release at an address of ours. Whatever is not public is answered as if it never was."""
    wanted, form = request.GET.get("url", ""), request.GET.get("format", "json")
    if form not in ("json", "xml"):
        return _refusal(501, _("Only the formats json and xml are known here."))
    if not wanted:
        return _refusal(400, _("Give the address of a press release: ?url=…"))
    version = _release_at(wanted)
    if version is None:
        return _refusal(404, _("There is no press release at that address."))
    with override(frame_language(version.language)):
        described = describe(version, _limit(request, "maxwidth"), _limit(request, "maxheight"))
    return _open_to_all(JsonResponse(described) if form == "json" else _xml(described))


def discovery(version: Version) -> str:
    """Return the address that tells of a release as oEmbed."""
    url = quote(settings.SITE_URL + version.get_absolute_url(), safe="")
    return f"{settings.SITE_URL}{reverse('oembed')}?url={url}"


def _refusal(status: int, sentence: str) -> HttpResponse:
    """Answer in a sentence."""
    return _open_to_all(HttpResponse(f"{sentence}\n", content_type="text/plain; charset=utf-8", status=status))


def _open_to_all(response: HttpResponse) -> HttpResponse:
    """Let scripts of other sites read the answer: it is the same for everybody, and public."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _limit(request: HttpRequest, name: str) -> float:
    """Return a limit of the one who asks; none for what is no number."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else math.inf


def _release_at(url: str) -> Version | None:
    """Return the public version that an address of ours leads to, also a former or a short one."""
    match = _match(url)
    name, where = (match.url_name, match.kwargs) if match else (None, {})
    version = None
    if name == "release_detail":
        version = public_at_address(where["year"], where["slug"])
    elif name == "short_address":
        public = Version.objects.public().filter(release__short_number=where["number"])
        version = public.select_related("department", "address", "release").first()
    return version if version and version.kind != Version.Kind.RETRACTION else None


def _match(url: str) -> ResolverMatch | None:
    """Return the route of an address of ours, None for anything else."""
    try:
        asked, own = urlsplit(url[:_LONGEST_ADDRESS]), urlsplit(settings.SITE_URL)
        if asked.scheme not in ("http", "https") or asked.netloc.lower() != own.netloc.lower():
            return None
        return resolve(asked.path)
    except (ValueError, Resolver404):
        return None


def describe(version: Version, widest: float = math.inf, highest: float = math.inf) -> dict[str, Any]:
    """Return the response: a block without script or style if there is room for it, else a plain link."""
    sender = version.department.name if version.department else settings.SITE_NAME
    has_page = version.department and version.department.is_public
    author = version.department.get_absolute_url() if version.department and has_page else reverse("start")
    described: dict[str, Any] = {
        "version": "1.0",
        "type": "link",
        "title": version.headline,
        "author_name": sender,
        "author_url": settings.SITE_URL + author,
        "provider_name": f"{_('Newsroom')}, {settings.SITE_NAME}",
        "provider_url": settings.SITE_URL + reverse("start"),
        "cache_age": 300,
    }
    if widest >= WIDTH and highest >= HEIGHT:
        picture = {"thumbnail_url": settings.SITE_URL + release_picture(version)}
        described |= picture | {"thumbnail_width": WIDTH, "thumbnail_height": HEIGHT}
    width = int(min(USUAL_WIDTH, widest))
    height = _height(version, width)
    if width >= LEAST_WIDTH and height <= highest:
        described |= {"type": "rich", "html": _block(version, sender), "width": width, "height": height}
    return described


def _block(version: Version, sender: str) -> str:
    """Return the release as a quote with its source: elements that every site lets through."""
    return format_html(
        '<blockquote cite="{}" lang="{}"><p><strong><a href="{}">{}</a></strong></p>{}'
        "<footer>{} – {}, {}</footer></blockquote>",
        *(url := settings.SITE_URL + version.get_absolute_url(), version.language, url, version.headline),
        format_html("<p>{}</p>", version.lead) if version.lead else "",
        *(kicker(version), sender, settings.SITE_NAME),
    )


def _height(version: Version, width: int) -> int:
    """Return about how high the block will be."""
    letters = max(1, int(width / _LETTER) - 4)
    lines = sum(math.ceil(len(text) / letters) for text in (version.headline, version.lead, "x" * 90))
    return _LINE * (lines + 3)


def _xml(described: dict[str, Any]) -> HttpResponse:
    """Write the response as XML."""
    response = HttpResponse(content_type="text/xml; charset=utf-8")
    writer = SimplerXMLGenerator(response, "utf-8")
    writer.startDocument()
    writer.startElement("oembed", AttributesImpl({}))
    for name, value in described.items():
        writer.addQuickElement(name, clean_characters(str(value)))
    writer.endElement("oembed")
    writer.endDocument()
    return response
