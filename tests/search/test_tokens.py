"""Words: the same from a text and from a question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.search.tokens import LONGEST, fold, index_words, units


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Förskolan på Källvägen 12", ["förskolan", "på", "källvägen", "12"]),
        ("12 000 kronor och 1 250 000", ["12000", "kronor", "och", "1250000"]),
        ("kl. 10.00–11.30", ["kl", "10", "00", "11", "30"]),
        ("EU:s stöd och USA:s", ["eu", "stöd", "och", "usa"]),
        ("kl. 10:30", ["kl", "10", "30"]),
        ("e-post och e‑tjänst", ["e", "post", "och", "e", "tjänst", "epost", "etjänst"]),
        ("Kommittén, idé och Müller", ["kommitten", "ide", "och", "muller"]),
        ("Ærø", ["ärö"]),
        ("a\u030aret, fo\u0308r", ["året", "för"]),
        ("*** – ”!”", []),
        ("x" * 99, ["x" * LONGEST]),
    ],
)
def test_words_of_a_text(text, words):
    assert index_words(text) == words


@pytest.mark.parametrize(("one", "other"), [("får", "far"), ("sång", "sang"), ("öl", "ol"), ("hål", "häl")])
def test_swedish_letters_are_letters_of_their_own(one, other):
    assert fold(one) != fold(other)


def test_a_unit_tells_where_the_word_stands():
    text = "Ny e-tjänst: 12 000 svar."

    assert [text[unit.start : unit.end] for unit in units(text)] == ["Ny", "e-tjänst", "12 000", "svar"]
    assert [unit.words for unit in units(text)][1] == ("e", "tjänst", "etjänst")


@given(st.text(alphabet=st.sampled_from("aåäöé E-‑:sn12 0\u00a0.,”\n"), max_size=60))
def test_a_text_has_the_same_words_for_the_index_and_for_the_page(text):
    found = list(units(text))

    parts = [part for unit in found for part in unit.parts]
    joined = [unit.words[-1] for unit in found if len(unit.parts) > 1]
    assert sorted(index_words(text)) == sorted(parts + joined)
