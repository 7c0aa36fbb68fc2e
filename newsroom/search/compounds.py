"""Compounds: whether a longer word has the word that was asked for as its first part, or as its last.

"Skola" is in skolgård and in grundskola; "väg" is in vägarbete and not in vägra, nor in väggen. A short stem is in
many words by chance: then what follows must look like a Swedish word of its own.
"""

import re

from newsroom.search.inflection import VOWELS, is_contracted
from newsroom.search.irregular import WHOLE

#: From this length on a stem is hardly the beginning of an unrelated word, and the index is asked for its prefix.
LONG = 5
SHORTEST_ROOT = 3
_ENDINGS = ("arna", "orna", "erna", "or", "ar", "er", "an", "en", "et", "na", "n", "a", "e")
_LINKS = ("", "s", "e", "o", "u", "a", "es")
_ONSET = re.compile(
    r"(?:b[lrj]?|c[hlr]?|d[rv]?|f[jlnr]?|g[jlnr]?|h[jv]?|j|k[jlnrv]?|l[j]?|m[j]?|n[j]?|p[jlr]?|qu|r|"
    r"s(?:[jlmnpv]|p[jlr]|k[jlrv]?|t[jr]?)?|t[jrv]?|v[r]?|w|x|z)?(?=[aeiouyåäö])"
)
#: What makes a new word of a stem without being a word itself: plan-era, kommun-ikation, trygg-het.
_DERIVED = re.compile(
    r"(?:er(?:a|ar|ad|ade|at|as|ades|ats|ande|ing\w*)|ik|is(?:k|m|er)|ation|ator|itet|ent|ell|alt?\Z|ala\Z|isk|"
    r"ande|ning|het|lig|ig|sam\Z|samt\Z|samma\Z|bar\Z|bart\Z|bara\Z|skap|else|nad|ing)"
)
#: A consonant or two and an ending: what is left of a word that only begins alike, such as väg-garna.
_CHANCE = re.compile(
    r"[bcdfghjklmnpqrstvxz]{1,2}(?:arna|orna|erna|ande|ningar?|ningen|ade|aste?|ens|ets|a|e|ar|or|er|an|en|et|at|as|s)"
)
_HEADS = (
    "dag hus väg bil bad tak bro lag rum mat tid båt pris led hav sjö kök ort hem jul val skog mark torg kort stöd "
    "chef råd bok buss mål ben kod plan nät spår yta vård ist ö å"
)
_SHORT_HEADS = frozenset(_HEADS.split())
#: What stands before a verb or noun and changes its meaning: förskola is no kind of skola, samarbete no arbete.
_BEFORE = (
    "för före be an av in ut om upp ned ner till från med mot sam under över efter fram genom ihop sär tillbaka bort "
    "miss van fel åter er ent hän vid kring"
)
_PARTICLES = frozenset(_BEFORE.split())

#: Words of three letters that end compounds without ending other words by chance, as val ends festival.
TAILS = frozenset({"väg", "hus", "bad", "bro", "båt", "sjö", "snö", "kök", "tåg", "bok"})
#: The stem of forms that are like no other.
_ROOTS = {"vattnet": "vatten", "planen": "plan", "sommaren": "sommar", "somrar": "sommar", "barnet": "barn"}


def roots_of(word: str) -> tuple[str, ...]:
    """Return the stems that compounds of a word may begin with."""
    if any(sign.isdigit() for sign in word) or len(word) < SHORTEST_ROOT:
        return ()
    if word in WHOLE:
        return (_ROOTS.get(word, word),)
    base = word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word
    root = next((stem for ending in _ENDINGS if (stem := _stem(base, ending))), base)
    if is_contracted(root):
        return root, f"{root[:-1]}e{root[-1]}"
    if root[-2:] in ("el", "er") and len(root) > 4 and root[-3] not in VOWELS:
        return root, root[:-2] + root[-1]
    return (root,)


def _stem(word: str, ending: str) -> str:
    """Return the word without an ending, if what is left can be a stem."""
    stem = word.removesuffix(ending)
    if ending == "n":
        return stem if stem != word and stem[-1:] in tuple("oöåy") and len(stem) >= SHORTEST_ROOT else ""
    if stem == word or len(stem) < SHORTEST_ROOT or stem in _PARTICLES:
        return ""
    return stem if any(letter in VOWELS for letter in stem) and stem[-1] not in VOWELS.replace("i", "") else ""


def begins_with(word: str, root: str) -> bool:
    """Tell whether a word is a compound whose first part has the stem."""
    if not word.startswith(root) or word == root:
        return False
    rest = word[len(root) :]
    if len(root) >= LONG:
        return True
    if _DERIVED.match(rest):
        return False
    return any(_is_head(rest[len(link) :], strict=len(root) < 4) for link in _LINKS if rest.startswith(link))


def _is_head(part: str, *, strict: bool) -> bool:
    """Tell whether a part looks like a word that can end a compound."""
    if part in _SHORT_HEADS:
        return True
    if len(part) < 3 + strict + (part[:1] in VOWELS) or not _ONSET.match(part):
        return False
    return not (strict and _CHANCE.fullmatch(part))


def ends_with(word: str, form: str) -> bool:
    """Tell whether a word is a compound whose last part is the form."""
    first = word.removesuffix(form)
    if first == word or len(first) < SHORTEST_ROOT:
        return False
    return first not in _PARTICLES and first.rstrip("s") not in _PARTICLES and any(sign in VOWELS for sign in first)
