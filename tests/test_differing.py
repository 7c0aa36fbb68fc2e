"""Word by word: nothing is lost between two texts, however they differ, and it is quick."""

import random
import time
from itertools import pairwise

import pytest

from newsroom.differing import Piece, differences, shortened

WORDS = [
    "Vi",
    "bygger",
    "en",
    "förskola",
    "på",
    "Källvägen",
    "kl. 09.00",
    "2024-03-01",
    "–",
    "10\u00a0000",
    "å",
    "a\u0308",
    ",",
]
GLUE = [" ", " ", " ", "\u00a0", "\n", "  ", "\t", ""]


def made_of(pieces, *kinds):
    return "".join(piece.text for piece in pieces if piece.kind in kinds)


def said(pieces):
    """Return the pieces as one line: what went in [-…-], what came in {+…+}."""
    marks = {"same": "{}", "deleted": "[-{}-]", "inserted": "{{+{}+}}", "gap": "…"}
    return "".join(marks[piece.kind].format(piece.text) for piece in pieces)


def some_text(chance, size):
    return "".join(chance.choice(WORDS) + chance.choice(GLUE) for _ in range(size))


def edited(chance, text):
    words = text.split(" ")
    for _ in range(chance.randint(0, 8)):
        at = chance.randint(0, len(words))
        words[at : at + chance.randint(0, 3)] = some_text(chance, chance.randint(0, 4)).split(" ")
    return " ".join(words)


@pytest.mark.parametrize("seed", range(60))
def test_the_pieces_make_up_both_texts_to_the_last_blank(seed):
    chance = random.Random(seed)
    old = some_text(chance, chance.randint(0, 200))
    new = edited(chance, old) if seed % 3 else some_text(chance, chance.randint(0, 200))

    pieces = differences(old, new)

    assert made_of(pieces, "same", "deleted") == old
    assert made_of(pieces, "same", "inserted") == new
    assert all(piece.text for piece in pieces)
    assert all(a.kind != b.kind for a, b in pairwise(pieces))


@pytest.mark.parametrize("text", ["", "Ett.", "  \n\u00a0\n", "Ett\n\nTvå\n"])
def test_equal_texts_are_one_piece(text):
    assert differences(text, text) == ([Piece("same", text)] if text else [])


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Mötet är den 3 mars.", "Mötet är den 4 mars.", "Mötet är den [-3-]{+4+} mars."),
        ("kl. 09.00 i dag", "kl. 10.00 i dag", "kl. [-09.00-]{+10.00+} i dag"),
        ("den 2024-03-01", "den 2024-04-01", "den [-2024-03-01-]{+2024-04-01+}"),
        ("Hej.", "Hej. Och hå.", "Hej.{+ Och hå.+}"),
        ("", "Allt är nytt", "{+Allt är nytt+}"),
        ("Bort", "", "[-Bort-]"),
        ("Ett\nTre\n", "Ett\nTvå\nTre\n", "Ett\n{+Två\n+}Tre\n"),
        ("a\u00a0b", "a b", "a[-\u00a0-]{+ +}b"),
        ("den 3 mars 2024 i", "den 5 maj 2025 i", "den [-3 mars 2024-]{+5 maj 2025+} i"),
    ],
)
def test_whole_words_are_shown(old, new, expected):
    assert said(differences(old, new)) == expected


def test_a_short_likeness_between_two_changes_is_no_likeness():
    pieces = differences("Nämnden sade ja till förslaget", "Styrelsen sade nej åt kritiken")

    assert [piece.kind for piece in pieces] == ["deleted", "inserted"]


def test_a_paragraph_that_stayed_stays_whole_between_two_that_went():
    old = "Första stycket om skolan.\nOrörd.\nTredje stycket om vägen.\n"
    new = "Något helt annat om bad.\nOrörd.\nOch något om parken.\n"

    assert any("Orörd.\n" in piece.text for piece in differences(old, new) if piece.kind == "same")


def test_blanks_alone_are_made_visible():
    assert [piece.shown for piece in differences("10 000", "10\u00a0000")] == ["10", "·", "°", "000"]
    assert Piece("inserted", "\n").shown == "¶\n"
    assert Piece("same", " ").shown == " "


def long_text(seed, size=16_000, paragraph=80):
    """Return about 100,000 characters in which some words are common and most are rare, as in a language."""
    chance = random.Random(1)
    words = [
        "".join(chance.choice("abcdefghijklmnoprstuåäö") for _ in range(chance.randint(2, 9))) for _ in range(4000)
    ]
    drawn = random.Random(seed).choices(words, [1 / (rank + 1) for rank in range(4000)], k=size)
    text = "".join(w + (".\n" if n % paragraph == paragraph - 1 else " ") for n, w in enumerate(drawn))
    return (text * 2)[:100_000]


PAIRS = {
    "quite different": (long_text(2), long_text(3)),
    "one paragraph each": (long_text(2).replace("\n", " "), long_text(3).replace("\n", " ")),
    "a common word replaced": (long_text(2), long_text(2).replace("a", "o")),
    "two words": ("a b " * 25_000, "b a " * 25_000),
    "two words at random": tuple("".join(random.Random(n).choices(["a ", "b "], k=50_000)) for n in (1, 2)),
    "two lines at random": tuple("".join(random.Random(n).choices(["a\n", "b\n"], k=50_000)) for n in (1, 2)),
    "turned round": (" ".join(map(str, range(15_000))), " ".join(map(str, range(15_000, 0, -1)))),
    "signs": ("." * 100_000, ",." * 50_000),
    "one word": ("x" * 100_000, "y" * 100_000),
}


@pytest.mark.parametrize("name", PAIRS)
def test_a_hundred_thousand_characters_take_under_two_seconds(name):
    old, new = PAIRS[name]

    started = time.perf_counter()
    pieces = differences(old, new)
    took = time.perf_counter() - started

    assert took < 2
    assert made_of(pieces, "same", "deleted") == old
    assert made_of(pieces, "same", "inserted") == new


def test_long_stretches_that_stayed_are_shortened_around_the_change():
    before, after = "Före ändringen. " * 100, " Efter ändringen." * 100
    short = shortened(differences(before + "gammalt" + after, before + "nytt" + after))

    assert [piece.kind for piece in short] == ["gap", "same", "deleted", "inserted", "same", "gap"]
    assert sum(len(piece.text) for piece in short) < 400
    assert before.endswith(short[1].text)
    assert after.startswith(short[4].text)


def test_short_stretches_are_left_alone():
    pieces = differences("Kort text med ett fel.", "Kort text med två fel.")

    assert shortened(pieces) == pieces
