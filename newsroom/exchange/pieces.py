"""What a line of contacts is made of: words, telephone numbers, e-mail addresses, and a party in parentheses."""

import re
from collections.abc import Iterator

from newsroom.exchange.words import sort_words
from newsroom.telephone import find_telephones

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_PARTY = re.compile(r"\s?\(([A-ZÅÄÖ][A-ZÅÄÖa-zåäö]{0,4})\)")
#: The parties of the Riksdag, now and lately. Local ones are known by their place after a name.
_PARTIES = {"C", "FI", "FP", "KD", "L", "M", "MP", "S", "SD", "V"}
_NO_PARTIES = {"HR", "IT", "VD", "TF"}
#: Words that say what a number is for; they stand right before it, or in parentheses after it.
_LABEL = re.compile(
    r"(?:\A|[\s,;(/])(?:mobil(?:telefon|nummer)?|tel(?:efon)?(?:nummer)?|tfn|växeln?|direkt(?:nummer)?|e-?post(?:adress)?"
    r"|mejl|e-?mail|mail|ring|nås på|sms|phone|mobile)[.:)]*\s*\Z",
    re.IGNORECASE,
)
_CONNECTING = re.compile(r"\A(?:och|samt|eller|and|or)(?:\s+|\Z)", re.IGNORECASE)
_BETWEEN_PARTS = re.compile(r"[,;|•\t]|\s[–—-]\s")
_ABBREVIATION = re.compile(r"\b(?:ordf|tf|t\.f|f|bitr)\.\Z", re.IGNORECASE)


def is_reachable(text: str) -> bool:
    """Tell whether a text has a telephone number or an e-mail address."""
    return bool(_EMAIL.search(text) or find_telephones(text))


def pieces(text: str) -> Iterator[tuple[str, str]]:
    """Yield what a line consists of, in order: ("text" | "telephone" | "email", as written)."""
    found = [("telephone", number.start, number.end) for number in find_telephones(text)]
    found += [("email", *match.span()) for match in _EMAIL.finditer(text)]
    at = 0
    for kind, start, end in sorted(found, key=lambda piece: piece[1]):
        yield "text", text[at:start]
        yield kind, text[start:end]
        at = end
    yield "text", text[at:]


def take_party(text: str) -> tuple[str, str]:
    """Return the text without the party in it, and the party; "" if there is none."""
    match = next((match for match in _PARTY.finditer(text) if _is_party(match)), None)
    return (text[: match.start()] + text[match.end() :], match[1]) if match else (text, "")


def parts_of(text: str) -> list[str]:
    """Return the words between commas, without the labels of numbers and connecting words."""
    return [part for raw in _BETWEEN_PARTS.split(_without_labels(text)) if (part := _trimmed(raw))]


def _is_party(match: re.Match[str]) -> bool:
    """Tell whether letters in parentheses are a party: a known one, or any right after a name."""
    before = _BETWEEN_PARTS.split(match.string[: match.start()])[-1].strip()
    try:
        name = sort_words(before).name
    except ValueError:
        name = ""
    letters = match[1].upper()
    return letters in _PARTIES or bool(name and before.endswith(name) and letters not in _NO_PARTIES)


def _without_labels(text: str) -> str:
    """Return the text without the words that say what the next number is for."""
    while (shorter := _LABEL.sub("", text)) != text:
        text = shorter
    return text


def _trimmed(part: str) -> str:
    """Return the words between two commas without connecting words and stray signs."""
    part = _CONNECTING.sub("", part.strip(" \u00a0:;/–—-"), count=1)
    part = part[1:-1] if re.fullmatch(r"\([^()]*\)", part) else part
    return part if _ABBREVIATION.search(part) else part.rstrip(". ")
