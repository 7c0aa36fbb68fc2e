"""Style sheets put together: one file for the frame of every page, and one for each kind of page.

Each file on its own costs a journey to the server before anything is seen. The sources stay small files; here they
are joined as they are, without a build step, under an address that holds a digest of what is in it, so that a browser
keeps them for a year.
"""

import hashlib
import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import reverse

from newsroom.colours import readable_on

#: The grounds that the style sheet puts the municipality's colour on (tokens.css).
LIGHT_GROUND = "#f3eee5"
DARK_GROUND = "#20262b"
#: What each bundle is made of, by the names of the files in static/newsroom/, in the order of the cascade.
BUNDLES = {
    "frame": ("tokens", "base", "frame", "components", "alert", "print"),
    "release": ("release", "relations", "quoting", "feedback"),
    "lists": ("lists", "directory", "filters"),
    "department": ("lists", "directory", "feedback"),
    "search": ("lists", "directory", "filters", "search"),
    "text": ("release", "about"),
    "paper": ("release", "relations", "paper"),
    "link": ("link",),
    "error": ("filters", "errors"),
    "feedback": ("feedback",),
}
#: Files that hold for paper alone.
FOR_PRINT = ("print",)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_INDENT = re.compile(r"\n\s*")
_OWN_FILE = re.compile(r"url\(\"(?!data:|/)([^\"]+)\"\)")


def theme() -> str:
    """Return the municipality's colour as the style sheet wants it, readable on light and on dark."""
    light = readable_on(settings.SITE_COLOUR, LIGHT_GROUND)
    dark = readable_on(settings.SITE_COLOUR, DARK_GROUND)
    brand = readable_on(settings.SITE_COLOUR, "#ffffff")
    return f":root {{ --accent-light: {light}; --accent-dark: {dark}; --brand: {brand}; }}\n"


def bundle(name: str) -> str:
    """Return the text of a bundle. Raises KeyError for a name that is none."""
    # Where static files are served as they lie, somebody is writing them.
    return (_bundle if settings.HASHED_STATIC else _bundle.__wrapped__)(name, settings.SITE_COLOUR)


@lru_cache(maxsize=64)
def _bundle(name: str, colour: str) -> str:
    """Put a bundle together."""
    parts = [theme()] if name == "frame" else []
    return "".join([*parts, *(_part(source) for source in BUNDLES[name])])


def _part(name: str) -> str:
    """Return one file without its comments and indents, and with the addresses that static files really have."""
    found = finders.find(f"newsroom/{name}.css")
    assert found is not None
    text = _COMMENT.sub("", Path(found).read_text(encoding="utf-8"))
    text = _INDENT.sub("\n", text).strip() + "\n"
    text = _OWN_FILE.sub(lambda match: f'url("{static(f"newsroom/{match[1]}")}")', text)
    return f"@media print {{\n{text}}}\n" if name in FOR_PRINT else text


def digest_of_bundle(name: str) -> str:
    """Return what in the address tells one state of a bundle from another."""
    return hashlib.sha256(bundle(name).encode()).hexdigest()[:12]


def bundle_url(name: str) -> str:
    """Return the address of a bundle as it is now."""
    return reverse("bundle", args=[name, digest_of_bundle(name)])
