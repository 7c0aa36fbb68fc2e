"""Which words of a contact are the title, which the name and which the organisation.

A name is two or more words with a capital that are neither a role ("kommunikationschef") nor an organisation
("Trollhättans Stad"). Where that leaves two readings, ValueError is raised: nobody is renamed by a guess.
"""

import re
from typing import NamedTuple, TypeVar

_Choice = TypeVar("_Choice")

#: The last part of a Swedish word for a role; the words are compounds, so the end tells.
_ROLE = re.compile(
    r".*(?:chef|ledare|sekreterare|strateg|informatör|kommunikatör|ordförande|direktör|samordnare|handläggare"
    r"|ansvarig|assistent|råd|ingenjör|utvecklare|rådgivare|redaktör|controller|rektor|ekonom|jurist|planerare"
    r"|arkitekt|koordinator|talesperson|kontaktperson|ledamot|producent|konsult|inspektör|administratör"
    r"|specialist|biolog|ekolog|geolog|antikvarie|bibliotekarie|lärare|sköterska|kurator|pedagog|läkare"
    r"|registrator|utredare|analytiker|intendent|konservator|arkivarie|tekniker|vaktmästare|brandmästare|ombud"
    r"|kanslist|sakkunnig|expert|fotograf|webbmaster|presskontakt|värd|befäl|revisor|kamrer|manager|officer"
    r"|director)(?:en|n|s)?",
    re.IGNORECASE,
)
_ROLE_WORDS = {
    "vd", "tf", "ordf", "chef", "vice", "biträdande", "bitr", "tillförordnad", "ställföreträdande", "förste", "verksam",
}  # fmt: skip
_ORGANISATION = re.compile(
    r".*(?:förvaltningen|kontoret|avdelningen|enheten|nämnden|tjänsten|styrelsen|verket|bolaget|kansliet"
    r"|fullmäktige|länsstyrelsen|universitetet|högskolan|myndigheten)s?",
    re.IGNORECASE,
)
_ORGANISATION_WORDS = {"stad", "stads", "staden", "kommun", "kommuns", "kommunen", "region", "ab", "of", "i"}
_FUNCTION = re.compile(
    r".*(?:tjänst|tjänsten|jour|jouren|center|centret|växel|växeln|enheten|avdelningen|kontoret|kansliet"
    r"|redaktionen|förvaltningen)",
    re.IGNORECASE,
)
_PARTICLES = {"von", "af", "av", "de", "la", "van", "der", "den", "di", "da", "del", "zu", "bin", "al", "el"}
_NAME_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?")
#: A small letter followed by a capital inside a word: two columns of a web page glued together.
_SEAM = re.compile(r"(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])")
_GLUED_NAMES = ("Mc", "Mac", "De", "Di", "Da", "La", "Le", "Van", "Von", "Fitz")
_LINKING = {"för", "på", "vid", "inom", "av", "med", "i", "och"}


class Words(NamedTuple):
    """The words of a text sorted; `doubtful` if the name has a third word that could be an unknown title."""

    title: str = ""
    name: str = ""
    organisation: str = ""
    doubtful: bool = False


def sort_words(text: str) -> Words:
    """Sort the words of a text without figures and commas. ValueError: there are two ways to read it."""
    seams = [parted for match in _SEAM.finditer(text) if (parted := _at_seam(text, match.start()))]
    if seams:
        return _only(seams)
    words = text.split()
    runs = [run for run in _runs(words) if _count(words[slice(*run)]) > 1]
    if not runs:
        return _without_name(words)
    start, end = _only(runs)
    count = _count(words[start:end])
    if count > 3:
        raise ValueError(text)
    before, after = _without_name(words[:start]), _without_name(words[end:])
    title, organisation = (", ".join(filter(None, pair)) for pair in zip(before[::2], after[::2], strict=True))
    return Words(title, " ".join(words[start:end]), organisation, doubtful=count == 3 and not before.title)


def is_function(text: str) -> bool:
    """Tell whether the text names a function that answers, such as "Presstjänsten", and no person."""
    words = text.split()
    return 0 < len(words) < 6 and words[0][0].isupper() and bool(_FUNCTION.fullmatch(words[-1]))


def has_role(text: str) -> bool:
    """Tell whether a role is among the words."""
    return any(_is_role(word) for word in text.split())


def _only(choices: list[_Choice]) -> _Choice:
    """Return the one choice there is; ValueError if there are several."""
    if len(choices) > 1:
        raise ValueError(choices)
    return choices[0]


def _at_seam(text: str, at: int) -> Words | None:
    """Return title and name if a seam between them lies here."""
    left, right = text[:at].rstrip(" ,"), text[at:]
    if left.split()[-1].endswith(_GLUED_NAMES):
        return None
    if _is_name(right):
        return Words(title=left, name=right)
    return Words(title=right, name=left) if _is_name(left) and _is_role(right.split()[0]) else None


def _is_name(text: str) -> bool:
    """Tell whether all words are the words of one name."""
    words = text.split()
    return _runs(words) == [(0, len(words))] and 2 <= _count(words) <= 3


def _runs(words: list[str]) -> list[tuple[int, int]]:
    """Return where words of names stand next to one another, particles among them: (start, end) each."""
    runs: list[tuple[int, int]] = []
    for at, word in enumerate(words):
        inside = bool(runs) and runs[-1][1] == at
        follows = inside and word.casefold() in _PARTICLES and at + 1 < len(words) and _is_name_word(words, at + 1)
        if not follows and not _is_name_word(words, at):
            continue
        runs[-1:] = [(runs[-1][0], at + 1)] if inside else [*runs[-1:], (at, at + 1)]
    return runs


def _count(words: list[str]) -> int:
    """Return the number of words that are not particles."""
    return sum(word.casefold() not in _PARTICLES for word in words)


def _is_name_word(words: list[str], at: int) -> bool:
    """Tell whether a word can be part of a name; "Trollhättans" before "Stad" cannot."""
    word, following = words[at], words[at + 1 : at + 2]
    if following and following[0].casefold() in _ORGANISATION_WORDS:
        return False
    return word[0].isupper() and bool(_NAME_WORD.fullmatch(word)) and not _is_role(word) and not _is_organisation(word)


def _is_role(word: str) -> bool:
    """Tell whether a word is, or belongs to, the name of a role."""
    return word.casefold().rstrip(".") in _ROLE_WORDS or bool(_ROLE.fullmatch(word))


def _is_organisation(word: str) -> bool:
    """Tell whether a word belongs to the name of an organisation."""
    return word.casefold() in _ORGANISATION_WORDS or bool(_ORGANISATION.fullmatch(word))


def _without_name(words: list[str]) -> Words:
    """Part a text without a name: the title ends with the last role and what hangs on to it."""
    roles = [at for at, word in enumerate(words) if _is_role(word)]
    if not roles:
        capital = bool(words) and words[0][0].isupper()
        return Words(organisation=" ".join(words)) if capital else Words(title=" ".join(words))
    end = roles[-1] + 1
    while end < len(words) and (not words[end][0].isupper() or words[end - 1].casefold() in _LINKING):
        end += 1
    return Words(title=" ".join(words[:end]), organisation=" ".join(words[end:]))
