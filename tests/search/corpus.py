"""The texts that the search is judged by, and the judgements."""

import tomllib
from pathlib import Path

from newsroom.models import Version
from tests.factories import HOUR, NOW, make_department, make_version

HERE = Path(__file__).parent


def read(name):
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def publish_corpus():
    """Publish the texts, one an hour; return their keys by release."""
    department = make_department(name="Kommunledningskontoret")
    keys = {}
    for number, row in enumerate(read("corpus.toml")["release"]):
        key = row.pop("key")
        version = make_version(department=department, contacts=[], visible_from=NOW - (number + 1) * HOUR, **row)
        keys[version.release_id] = key
    return keys


def judgements():
    return read("judged.toml")["judged"]


def version_of(key, keys):
    release = next(pk for pk, name in keys.items() if name == key)
    return Version.objects.public().get(release=release)
