"""What the templates need for those who quote and share."""

from collections.abc import Iterable

from django import template

from newsroom.models import Version, VersionContact
from newsroom.sharing import Sharing, cited_quotes, sharing_of

register = template.Library()


@register.filter
def sharing(version: Version) -> Sharing:
    """Return by what a public version is passed on."""
    return sharing_of(version)


@register.simple_tag
def citations(version: Version, *places: Iterable[VersionContact]) -> list[str]:
    """Return each quote of a version as it is copied, with its speaker among those in the places."""
    return cited_quotes(version, [place for some in places for place in some])
