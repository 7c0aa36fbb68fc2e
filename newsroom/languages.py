"""Languages: what each calls itself, which of them the frame speaks, and what is said in a text's own language."""

import re

#: A language as a reader of it looks for it.
OWN_NAMES = {
    "sv": "Svenska",
    "sv-simple": "Lättläst svenska",
    "en": "English",
    "fi": "Suomi",
}
#: Sentences for readers who may not read the language of the frame. They are no part of the catalogue, which has
#: the languages of the frame alone.
OLDER_THAN_ORIGINAL = {
    "fi": "Käännös on vanhempi kuin alkuperäinen teksti, jota on muutettu sen jälkeen.",
}
RETRACTED = {
    "fi": "Tiedote on peruttu",
}
NO_LONGER_APPLIES = {
    "fi": "Tämä tiedote ei ole enää voimassa.",
}
#: A language tag: a language, and what narrows it (RFC 5646). Private use and grandfathered tags are left out.
_TAG = re.compile(r"[a-z]{2,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3})){0,2}\Z")


def own_name(code: str) -> str:
    """Return what the language calls itself; the code for one that is not known here."""
    return OWN_NAMES.get(code, code)


def frame_language(code: str) -> str:
    """Return the language of the frame around a text: English around English, otherwise Swedish."""
    return "en" if code.partition("-")[0] == "en" else "sv"


def language_tag(value: str) -> str:
    """Return a language tag in lower case (case means nothing in it), "" for what is none."""
    tag = value.strip().lower().replace("_", "-")
    return tag if _TAG.match(tag) else ""
