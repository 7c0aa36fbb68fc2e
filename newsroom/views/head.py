"""What the head of a page says to those who show a link to it: picture, language, and its twins in other languages."""

import hashlib
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from newsroom.filters import Filters
from newsroom.languages import frame_language
from newsroom.models import Version
from newsroom.pictures import Words
from newsroom.views.reviewed import changed_at

#: Open Graph wants a country with the language.
LOCALES = {"sv": "sv_SE", "sv-simple": "sv_SE", "en": "en_GB", "fi": "fi_FI"}


def release_words(version: Version) -> Words:
    """Return what stands in the picture of a release: the same words as at the top of its page."""
    with override(frame_language(version.language)):
        return Words(settings.SITE_NAME, _("Newsroom"), kicker(version), version.headline)


def site_words() -> Words:
    """Return what stands in the picture of the newsroom itself."""
    return Words(settings.SITE_NAME, _("Newsroom"))


def kicker(version: Version) -> str:
    """Return the line above the headline: the type and the date, or what the desk wrote in their place."""
    if version.dateline:
        return version.dateline
    moment = timezone.localtime(version.published_at)
    line = f"{version.type_label}, {moment:%Y-%m-%d}"
    if version.type == Version.Type.IMPORTANT:
        return line + " " + _("at %(clock)s") % {"clock": f"{moment:%H.%M}"}
    return line


def release_picture(version: Version) -> str:
    """Return the path of the picture of a release. It changes with the picture: others keep what they fetched."""
    return f"{version.get_absolute_url()}bild.png?v={_mark(release_words(version))}"


def site_picture() -> str:
    """Return the path of the picture of the newsroom."""
    return f"{reverse('site_picture')}?v={_mark(site_words())}"


def _mark(words: Words) -> str:
    """Return a short mark of all that a picture shows."""
    return hashlib.sha256(repr((words, settings.SITE_COLOUR)).encode()).hexdigest()[:8]


def alternates(version: Version, translations: list[Version]) -> list[dict[str, str]]:
    """Return where a release stands in each language, itself included; nothing for one in a single language.

    The original comes first, and is for those who read none of the languages.
    """
    if not translations:
        return []
    texts = sorted([version, *translations], key=lambda text: (text.original_id is not None, text.language, text.pk))
    paths = {text.language: text.get_absolute_url() for text in reversed(texts)}
    rows = [{"code": code, "path": paths[code]} for code in dict.fromkeys(text.language for text in texts)]
    return [*rows, {"code": "x-default", "path": texts[0].get_absolute_url()}]


def release_head(version: Version, page: dict[str, Any], history: list[Version]) -> dict[str, Any]:
    """Gather what the head of a release's page says beside what the page shows."""
    return {
        "changed_at": changed_at(history),
        "picture": release_picture(version),
        "alternates": alternates(version, page.get("translations", [])),
    }


def list_head(filters: Filters, page: int, year: int | None = None) -> dict[str, Any]:
    """Tell the one address of a page of the archive, and whether search engines should keep it.

    Every page of a list is its own, and so is a list with one choice; a year has an address without a query. What
    means nothing in the query is dropped. Lists with several choices, or with words, are for people alone: there
    are more of them than releases.
    """
    chosen, number = set(filters.chosen()), page if page > 1 else None
    is_year = chosen == {"ar"}
    canonical = ""
    if is_year and year is None:
        canonical = reverse("release_year", args=[filters.ar]) + filters.querystring(ar=None, sida=number)
    elif year is not None and not is_year:
        canonical = reverse("release_list") + filters.querystring(sida=number)
    own = filters.querystring(sida=number) if year is None else filters.querystring(ar=None, sida=number)
    return {"twin_query": own, "canonical": canonical, "noindex": len(chosen) > 1 or "q" in chosen}
