"""Which versions are in the index: every one that has an interval, past, present or to come.

A version never changes, so its row is written once, in the transaction that gives it its interval. Whether anybody may
find it is asked of the clock on each search (newsroom.listing), so publication, correction, withdrawal and the passing
of time need nothing done here.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import connections, transaction
from django.db.models import Exists, OuterRef

from newsroom.html import html_to_text
from newsroom.models import Version
from newsroom.search import engines
from newsroom.search.models import Entry, Word
from newsroom.search.tokens import index_words

BATCH = 500


def index_saved(instance: Version, raw: bool = False, **kwargs: Any) -> None:
    """Handle post_save of a version: index it when it has got its interval."""
    if instance.visible_from is not None and not raw and not Entry.objects.filter(pk=instance.pk).exists():
        _index([instance])


def parts_of(version: Version) -> tuple[str, str, str]:
    """Return the text of a version in three weights: headline; subheading and lead; what else the page says."""
    people = [
        ", ".join(part for part in (place.name, place.role, place.organisation) if part)
        for place in version.contact_places.all()
    ]
    rest = "\n".join([version.dateline, html_to_text(version.body), version.public_note, *people])
    return version.headline, f"{version.subheading}\n{version.lead}", rest


def missing() -> Any:
    """Return the versions that have an interval and are not in the index."""
    dated = Version.objects.filter(visible_from__isnull=False)
    return dated.exclude(Exists(Entry.objects.filter(pk=OuterRef("pk")))).order_by("pk")


def complete() -> int:
    """Index what is missing; return how many versions were."""
    known: set[str] = set()
    return sum(_index(versions, known) for versions in _in_batches(missing()))


@transaction.atomic
def rebuild() -> int:
    """Make the index anew; return how many versions it holds. Readers have the old one until it is done."""
    engines.empty()
    Word.objects.all().delete()
    count = complete()
    engines.optimise()
    return count


def complete_after_migrate(using: str, **kwargs: Any) -> None:
    """Handle post_migrate: index what is missing, such as everything the first time."""
    tables = set(connections[using].introspection.table_names())
    if not {Entry._meta.db_table, Version._meta.db_table} <= tables or using != "default":
        return
    if Entry.objects.exists():
        complete()
    else:
        rebuild()


def _in_batches(versions: Any) -> Iterator[list[Version]]:
    """Read versions with their contacts, a batch at a time."""
    keys = iter(list(versions.values_list("pk", flat=True)))
    while some := list(islice(keys, BATCH)):
        yield list(Version.objects.filter(pk__in=some).order_by("pk").prefetch_related("contact_places"))


@transaction.atomic
def _index(versions: Iterable[Version], known: set[str] | None = None) -> int:
    """Write versions, and the words they bring beside those that are known to be there."""
    documents = []
    for version in versions:
        headline, lead, rest = parts_of(version)
        documents.append((version.pk, (index_words(headline), index_words(lead), index_words(rest))))
    engines.write(documents)
    words = {word for _pk, parts in documents for part in parts for word in part}
    _learn(words - known if known else words)
    if known is not None:
        known |= words
    return len(documents)


def _learn(words: set[str]) -> None:
    """Add words to those known. In their order, so that two who write at once do not wait for each other in a ring."""
    engines.learn(sorted(word for word in words if word.isalpha() and len(word) > 1))
