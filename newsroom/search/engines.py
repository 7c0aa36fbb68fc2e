"""The two full-text engines: how words are written into the index, and which versions hold a word.

Both are given finished words (newsroom.search.tokens) and answer with numbers of versions, nothing else: what is
shown, counted and ranked is the same on both. The three columns are the three weights: headline (A), subheading and
lead (B), the rest (C). On PostgreSQL each is a tsvector of its own and not one with three weights, because a question
with a weight reads every text again: 1.5 s for a common word at 100,000 releases.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db import connection

COLUMNS = ("headline", "lead", "rest")
TABLE = "newsroom_search_entry"
FTS = "newsroom_search_fts"
#: The largest position that a tsvector keeps.
_LAST_POSITION = 16383
Document = tuple[int, tuple[list[str], list[str], list[str]]]


class Ask(NamedTuple):
    """What is asked of one column: any of the words, any word with one of the prefixes, or the words in a row."""

    column: str
    words: Sequence[str] = ()
    prefixes: Sequence[str] = ()
    in_a_row: Sequence[str] = ()


def is_postgresql() -> bool:
    """Tell which of the engines is at work."""
    return connection.vendor == "postgresql"


# --- asking -----------------------------------------------------------------------------------------
def versions_holding(asks: Sequence[Ask]) -> list[list[int]]:
    """Return the versions (primary keys) that answer each of the questions. One query."""
    if not asks:
        return []
    one = _POSTGRESQL if is_postgresql() else _SQLITE
    sql = " UNION ALL ".join(one.format(number=number, column=ask.column) for number, ask in enumerate(asks))
    found: list[list[int]] = [[] for _ask in asks]
    with connection.cursor() as cursor:
        cursor.execute(sql, [_tsquery(ask) if is_postgresql() else _match(ask) for ask in asks])
        for number, ids in cursor.fetchall():
            if ids:
                found[number] = list(map(int, ids.split(",")))
    return found


_SQLITE = f"SELECT {{number}}, (SELECT group_concat(rowid) FROM {FTS} WHERE {FTS} MATCH %s)"
#: Functions, because they bring settings of their own (see the first migration).
_POSTGRESQL = "SELECT {number}, newsroom_search_in_{column}(%s::tsquery)"


def _match(ask: Ask) -> str:
    """Return the question as FTS5 reads it. Words are letters and digits, and quoted all the same.

    For the rest all columns are asked: a hit in one of the others counts for more there, and this takes half the time.
    """
    where = "" if ask.column == "rest" else f"{ask.column} : "
    if ask.in_a_row:
        return f'{where}"{" ".join(ask.in_a_row)}"'
    parts = [f'"{word}"' for word in ask.words] + [f'"{prefix}" *' for prefix in ask.prefixes]
    return f"{where}({' OR '.join(parts)})"


def _tsquery(ask: Ask) -> str:
    """Return the question as PostgreSQL reads it."""
    if ask.in_a_row:
        return " <-> ".join(f"'{word}'" for word in ask.in_a_row)
    return " | ".join([f"'{word}'" for word in ask.words] + [f"'{prefix}':*" for prefix in ask.prefixes])


# --- writing ----------------------------------------------------------------------------------------
def write(documents: Iterable[Document]) -> None:
    """Put versions that are not in the index into it."""
    rows = list(documents)
    with connection.cursor() as cursor:
        if is_postgresql():
            with cursor.copy(f"COPY {TABLE} (version_id, headline, lead, rest) FROM STDIN") as copy:
                for pk, texts in rows:
                    copy.write_row((pk, *map(_tsvector, texts)))
        else:
            cursor.executemany(f"INSERT INTO {TABLE} (version_id) VALUES (%s)", [(pk,) for pk, _texts in rows])
            cursor.executemany(
                f"INSERT INTO {FTS} (rowid, headline, lead, rest) VALUES (%s, %s, %s, %s)",
                [(pk, *map(" ".join, texts)) for pk, texts in rows],
            )


def _tsvector(words: list[str]) -> str:
    """Return words as the text of a tsvector, each with its places."""
    places: dict[str, list[int]] = {}
    for place, word in enumerate(words, start=1):
        places.setdefault(word, []).append(min(place, _LAST_POSITION))
    return " ".join(f"'{word}':{','.join(map(str, found))}" for word, found in places.items())


def learn(words: list[str]) -> None:
    """Add words to those known; one that is there already is left."""
    turned = [word[::-1] for word in words]
    into = "INSERT INTO newsroom_search_word (word, backwards)"
    with connection.cursor() as cursor:
        if is_postgresql():
            sql = f"{into} SELECT * FROM unnest(%s::text[], %s::text[]) ON CONFLICT DO NOTHING"
            cursor.execute(sql, [words, turned])
        else:
            cursor.executemany(f"{into} VALUES (%s, %s) ON CONFLICT DO NOTHING", list(zip(words, turned, strict=True)))


def empty() -> None:
    """Take everything out of the index, and get ready for many rows."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE}")
        if is_postgresql():
            # New rows wait in a list beside each index, and are sorted in all at once (see `optimise`).
            cursor.execute("SET LOCAL gin_pending_list_limit = '1GB'; SET LOCAL maintenance_work_mem = '512MB'")
        else:
            cursor.execute(f"INSERT INTO {FTS} ({FTS}) VALUES ('delete-all')")
            _keep_in_memory(cursor, 64)


def optimise() -> None:
    """Let the engine tidy up after many rows."""
    with connection.cursor() as cursor:
        if is_postgresql():
            for column in COLUMNS:
                cursor.execute("SELECT gin_clean_pending_list(%s)", [f"newsroom_search_{column}"])
            cursor.execute(f"ANALYZE {TABLE}")
        else:
            cursor.execute(f"INSERT INTO {FTS} ({FTS}) VALUES ('optimize')")
            _keep_in_memory(cursor, 1)


def _keep_in_memory(cursor: Any, megabytes: int) -> None:
    """Let FTS5 gather so much before it writes: the more, the less it has to merge. The default is 1."""
    cursor.execute(f"INSERT INTO {FTS} ({FTS}, rank) VALUES ('hashsize', %s)", [megabytes * 1024 * 1024])
