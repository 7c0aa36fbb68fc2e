"""Menade du: the nearest word among those that are shown, and nothing that is not."""

import pytest
from django.utils import timezone

from newsroom import listing
from newsroom.actions import schedule_release
from newsroom.search.matching import find
from newsroom.search.spelling import better_words, nearest_beginning
from tests.factories import HOUR, make_administrator, make_release, make_version

pytestmark = pytest.mark.django_db


def better(words):
    shown = listing.current()
    return better_words(words, find(words, shown))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("förskloa", "förskola"),
        ("forskola", "förskola"),
        ("föskola", "förskola"),
        ("förskkola", "förskola"),
        ("farskola", "förskola"),
        ("atervinning", "återvinning"),
        ("aldreboende", "äldreboende"),
        ("biblotek", "bibliotek"),
        ("Källvgen förskola", "källvägen förskola"),
        ("ny förskloa?", "ny förskola?"),
    ],
)
def test_a_misspelled_word_is_proposed_as_it_is_spelled(typed, meant):
    make_version(
        headline="Ny förskola vid Källvägen",
        lead="Återvinningscentralen, äldreboendet och biblioteket",
        body="<p>Förskola.</p>",
        contacts=[],
    )

    assert better(typed) == meant


@pytest.mark.parametrize("typed", ["förskola", "xyzzyqwert", "abc", "123456", "***", '"förskloa nu"', ""])
def test_what_is_right_or_like_nothing_gets_no_proposal(typed):
    make_version(headline="Ny förskola")

    assert better(typed) == ""


def test_of_equally_near_words_the_more_common_is_proposed():
    make_version(headline="Katten", body="<p>Text.</p>", contacts=[])
    for _number in range(2):
        make_version(headline="Hatten", body="<p>Text.</p>", contacts=[])

    assert better("zatten") == "hatten"


def test_a_word_that_nobody_may_read_yet_is_neither_proposed_nor_in_the_way():
    make_version(headline="Ny förskola")
    before = better("förskolx"), better("igelkottt")
    hidden = make_release(headline="Förskolz förskolxx förskolan igelkotten igelkott")
    schedule_release(release=hidden, by=make_administrator(), visible_from=timezone.now() + HOUR)

    assert (better("förskolx"), better("igelkottt")) == before == ("förskola", "")


@pytest.mark.parametrize(
    ("word", "other", "expected"),
    [
        ("förskola", "förskola", (0, "förskola")),
        ("forskola", "förskola", (1, "förskola")),
        ("förskloa", "förskola", (2, "förskola")),
        ("atervinning", "återvinningscentral", (2, "återvinning")),
        ("katt", "hund", (99, "")),
    ],
)
def test_distance(word, other, expected):
    assert nearest_beginning(word, other, 4) == expected
