"""The forms of a Swedish word: light rules without a dictionary.

Stemming both sides, as Snowball does, unites "förskola" with too little and "valet" with too much. Here the word that
was asked for is taken apart by every declension and conjugation whose ending it has, and put together again with that
paradigm's other endings. A form that no text holds does no harm: it is simply not found.
"""

from newsroom.search.irregular import FAMILIES, MUTATIONS, WHOLE

VOWELS = "aeiouyåäö"
#: Endings that replace each other. "" is the bare stem.
NOUNS = (
    ("a", "an", "or", "orna"),  # skola
    ("", "en", "ar", "arna"),  # väg
    ("e", "en", "ar", "arna"),  # pojke
    ("", "en", "er", "erna"),  # möjlighet
    ("", "n", "r", "rna"),  # händelse
    ("", "n", "ar", "arna"),  # by
    ("e", "et", "en", "ena"),  # område
    ("", "t", "n", "na"),  # knä
    ("", "et", "en", "er", "erna", "n"),  # beslut, kafé, idé
    ("are", "aren", "arna"),  # lärare
    ("um", "et", "er", "erna"),  # museum
    ("", "n", "na"),  # politiker
)
ADJECTIVES = (
    ("", "t", "a", "are", "ast", "aste"),  # rolig
    ("", "tt", "a", "are", "ast", "aste"),  # ny
    ("d", "t", "da"),  # stängd
    ("ad", "at", "ade"),  # planerad
)
VERBS = (
    (
        *("a", "ar", "ade", "at", "as", "ades", "ats", "ad", "ande", "e", "et"),
        *("ning", "ningen", "ningar", "ningarna", "ing", "ingen", "ingar", "ingarna"),
    ),  # rösta, röstning, arbete
    (
        *("a", "er", "de", "te", "t", "s", "as", "es", "des", "tes", "ts", "d", "da", "ta", "ande", "e", "et"),
        *("ning", "ningen", "ningar", "ningarna"),
    ),  # bygga, söka, inviga, invigning, bygge
)
#: Endings of comparison are made, and not taken away: "lärare" is not more "lär".
_COMPARED = ("are", "ast", "aste")
SHORTEST = 2


def forms_of(word: str) -> frozenset[str]:
    """Return every form of a word, itself included."""
    if any(sign.isdigit() for sign in word):
        return frozenset({word})
    found = {word} | FAMILIES.get(word, frozenset())
    if len(word) < SHORTEST:
        return frozenset(found)
    for base in {word, *_without_genitive(word)}:
        found |= FAMILIES.get(base, frozenset())
        if base in WHOLE:
            found |= {base + ending for ending in WHOLE[base]}
            continue
        for stem, endings in _analyses(base):
            found |= _forms(stem, endings)
    return frozenset(found | {form + "s" for form in found if not form.endswith("s")})


def _without_genitive(word: str) -> tuple[str, ...]:
    """Return the word without the s of a genitive, if it may have one."""
    return (word[:-1],) if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else ()


def _analyses(word: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return each stem the word may have, with the endings of that paradigm."""
    found: list[tuple[str, tuple[str, ...]]] = []
    paradigms: tuple[tuple[str, ...], ...] = (*NOUNS, *ADJECTIVES, *VERBS)
    for endings in paradigms:
        for ending in endings:
            if endings in ADJECTIVES and ending in _COMPARED:
                continue
            stem = word.removesuffix(ending) if ending else word
            if (stem != word or not ending) and _may_be(stem, ending, endings):
                found.append((stem, endings))
    return found


def _may_be(stem: str, ending: str, endings: tuple[str, ...]) -> bool:
    """Tell whether a stem is long enough to be one, and these endings can follow its last letter."""
    if not any(letter in VOWELS for letter in stem):
        return False
    if len(stem) < SHORTEST or (len(stem) == SHORTEST and endings not in _AFTER_TWO):
        return False
    if endings is NOUNS[8] and ending == "n":
        return stem[-1] == "e"
    if endings is NOUNS[11]:
        return stem[-2:] in ("el", "er", "or")
    if endings is NOUNS[10]:
        return stem[-1] in "ei" or stem[-1] not in VOWELS
    if endings in _AFTER_VOWEL:
        return stem[-1] in VOWELS and stem[-1] != "a"
    return stem[-1] not in VOWELS or stem[-1] == "i" or (endings is NOUNS[8] and stem[-1] == "e")


#: Paradigms whose stem may be as short as by, is, ny; and those whose stem ends with a vowel.
_AFTER_TWO = (NOUNS[1], NOUNS[5], NOUNS[8], ADJECTIVES[1])
_AFTER_VOWEL = (NOUNS[4], NOUNS[5], NOUNS[7], ADJECTIVES[1])


def _forms(stem: str, endings: tuple[str, ...]) -> set[str]:
    """Return the forms of one paradigm, also with a doubled m or n, a lost e, and a changed vowel."""
    found = {stem + ending for ending in endings}
    for other in {*_doubled(stem), *_contracted(stem)}:
        found |= {other + ending for ending in endings if ending[:1] in tuple(VOWELS)}
    for other in {*_single(stem), *_expanded(stem)}:
        found |= {other, other + "n", other + "t"}
    if endings is NOUNS[11]:
        found |= {other + ending for other in _contracted(stem) for ending in ("ar", "arna", "er", "erna")}
    if endings in (NOUNS[1], NOUNS[3]):
        found |= _mutated(stem)
    return found


def _doubled(stem: str) -> list[str]:
    """Return rumm for rum: m and n are doubled between vowels only."""
    return [stem + stem[-1]] if len(stem) > 2 and stem[-1] in "mn" and stem[-2] in VOWELS else []


def _single(stem: str) -> list[str]:
    """Return rum for rumm."""
    return [stem[:-1]] if len(stem) > 3 and stem[-1] in "mn" and stem[-1] == stem[-2] else []


def _contracted(stem: str) -> list[str]:
    """Return cykl for cykel, numr and nummr for nummer: the e goes before an ending that begins with a vowel."""
    if len(stem) > 4 and stem[-2] == "e" and stem[-1] in "lnr" and stem[-3] not in VOWELS:
        root = stem[:-2]
        single = [root[:-1] + stem[-1]] if root[-1:] == root[-2:-1] and root[-1] in "mn" else []
        return [root + stem[-1], *single]
    return []


def is_contracted(stem: str) -> bool:
    """Tell whether a stem may have lost an e: cykl, tunnl, but not barn."""
    return len(stem) > 3 and stem[-1] in "lnr" and (stem[-2] not in VOWELS + "lnr" or stem[-2:] == "nl")


def _expanded(stem: str) -> list[str]:
    """Return cykel for cykl: what the contracted form comes from."""
    if is_contracted(stem):
        root = stem[:-1]
        doubled = [root + root[-1] + "e" + stem[-1]] if root[-1] in "mn" else []
        return [root + "e" + stem[-1], *doubled]
    return []


def _mutated(stem: str) -> set[str]:
    """Return städer for stad, and the other way."""
    found = set()
    for plain, changed in MUTATIONS:
        if stem.endswith(plain):
            other = stem.removesuffix(plain) + changed
            found |= {other + ending for ending in ("er", "erna", "ern")}
        if stem.endswith(changed):
            other = stem.removesuffix(changed) + plain
            found |= {other + ending for ending in ("", "en", "an")}
    return found
