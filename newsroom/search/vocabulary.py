"""The words of the index that can answer a term. Hidden ones too: what comes of them is asked of the listing."""

from collections.abc import Iterable, Iterator

from django.db import connection

from newsroom.search.compounds import LONG
from newsroom.search.engines import is_postgresql
from newsroom.search.questions import FIRST_PART, FORM, LAST_PART, Term

#: Beside the ways in which a word answers: what the words that answer begin with.
BEGINNINGS = "beginnings"
Ways = dict[str, list[str]]
Range = tuple[str, str]
_TABLE = "newsroom_search_word"
#: Words in ranges, and words whose reverse is in ranges. A range is empty above its upper bound.
_SQLITE = (
    "WITH forwards(low, high) AS (VALUES {forwards}), turned(low, high) AS (VALUES {turned}) "
    f"SELECT word FROM forwards JOIN {_TABLE} ON word >= low AND word < high "
    f"UNION SELECT word FROM turned JOIN {_TABLE} ON backwards >= low AND backwards < high"
)
_POSTGRESQL = "SELECT newsroom_search_words(%s, %s, %s, %s)"


def known_words(terms: list[Term]) -> dict[Term, Ways]:
    """Return the words of the index that answer each term, by the way they do. One query, or none."""
    forwards = {r for term in terms for r in _forwards(term)}
    turned = {_from(tail[::-1]) for term in terms for tail in term.tails}
    words = _words_in(forwards, turned) if terms else []
    return {term: _sorted(term, words) for term in terms}


def _forwards(term: Term) -> Iterator[Range]:
    """Yield the ranges with the forms of a term, and with its compounds where the stem is short."""
    yield from ((form, form + "\x01") for form in term.forms)
    yield from (_from(root) for root in term.roots if len(root) < LONG)


def _from(prefix: str) -> Range:
    """Return the range of what begins with a prefix."""
    return prefix, prefix[:-1] + chr(ord(prefix[-1]) + 1)


def _words_in(forwards: Iterable[Range], turned: Iterable[Range]) -> list[str]:
    """Return the words in the ranges."""
    nothing = [("", "")]
    pairs = [sorted(forwards) or nothing, sorted(turned) or nothing]
    with connection.cursor() as cursor:
        if is_postgresql():
            cursor.execute(_POSTGRESQL, [[both[end] for both in some] for some in pairs for end in (0, 1)])
        else:
            rows = [", ".join(["(%s, %s)"] * len(some)) for some in pairs]
            bounds = [bound for some in pairs for both in some for bound in both]
            cursor.execute(_SQLITE.format(forwards=rows[0], turned=rows[1]), bounds)
        return sorted(word for (word,) in cursor.fetchall())


def _sorted(term: Term, words: list[str]) -> Ways:
    """Sort words by how they answer a term. Those that begin with a long stem are left to the index itself."""
    ways: Ways = {FORM: [], FIRST_PART: [], LAST_PART: [], BEGINNINGS: []}
    if not term.word.isalpha() or len(term.word) == 1:
        ways[FORM] = [term.word]
        return ways
    answers = {word: term.answered_by(word) for word in words}
    for root in term.roots:
        begun = {word: answers[word] for word in words if word.startswith(root) and word != root}
        ways[BEGINNINGS] += [root] if len(root) >= LONG else list(beginnings(root, begun))
    for word, way in answers.items():
        if way and not (way == FIRST_PART and word.startswith(tuple(ways[BEGINNINGS]))):
            ways[way].append(word)
    return ways


def beginnings(root: str, answers: dict[str, str]) -> Iterator[str]:
    """Yield the shortest beginnings, longer than the stem, that only words which answer have.

    To ask for a few beginnings is much less work than to ask for thousands of compounds, and finds the same.
    """
    groups: dict[str, dict[str, str]] = {}
    for word, way in answers.items():
        if len(word) > len(root):
            groups.setdefault(word[: len(root) + 1], {})[word] = way
    for beginning, group in groups.items():
        if all(group.values()):
            yield beginning
        else:
            yield from beginnings(beginning, group)
