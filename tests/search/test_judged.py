"""The judged set: what readers want to find is found, and what is shown first is what they want."""

from statistics import mean

import pytest
from django.db import connection

from newsroom import listing
from newsroom.search.matching import find
from newsroom.search.spelling import better_words
from tests.search.corpus import judgements, publish_corpus

pytestmark = pytest.mark.django_db
FIRST = 10


def found_by(words, now, keys):
    """Return the keys of what a reader finds, the best first: after "Did you mean" where nothing is found."""
    found = find(words, now)
    if (found.almost or not found.bits) and (better := better_words(words, found)):
        found = find(better, now)
    return [keys[row.release] for row in found.rows(found.bits, 0, 100)]


def judge(judged, now, keys):
    """Return recall and precision among the first ten, None where there is nothing to measure."""
    found, relevant = found_by(judged["q"], now, keys), set(judged["relevant"])
    recall = len(relevant & set(found)) / len(relevant) if relevant else None
    first = found[:FIRST]
    precision = len(relevant & set(first)) / len(first) if first else (None if relevant else 1.0)
    return recall, precision, found


def told(judged, recall, precision, found):
    """Return a line for a question that was not answered in full."""
    wanted = set(judged["relevant"])
    more = [key for key in found[:FIRST] if key not in wanted]
    return f"  {judged['q']}: missed {sorted(wanted - set(found))}, too many {more}"


def test_recall_and_precision(capsys):
    keys = publish_corpus()
    now = listing.current()
    rows = [(judged, *judge(judged, now, keys)) for judged in judgements()]

    recall = mean(row[1] for row in rows if row[1] is not None)
    precision = mean(row[2] for row in rows if row[2] is not None)
    with capsys.disabled():
        pairs = sum(len(row[0]["relevant"]) for row in rows)
        print(f"\nsearch on {connection.vendor}, {len(rows)} judged questions with {pairs} pairs:", end=" ")
        print(f"recall {recall:.3f}, precision at 10 {precision:.3f}")
    faults = [told(*row) for row in rows if {row[1], row[2]} - {None, 1}]
    assert recall >= 0.95, "\n".join(faults)
    assert precision >= 0.9, "\n".join(faults)
