"""Questions: what was typed becomes words and phrases, whatever was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.search.questions import MOST_TERMS, Exact, Question


def terms(text):
    return [term.words for term in Question.parse(text).terms]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ny förskola", [("ny",), ("förskola",)]),
        ('"ny förskola" Källvägen', [("ny", "förskola"), ("källvägen",)]),
        ("”ny förskola”", [("ny", "förskola")]),
        ("“ny förskola”", [("ny", "förskola")]),
        ("»ny förskola»", [("ny", "förskola")]),
        ("„ny förskola“", [("ny", "förskola")]),
        ('"ny förskola', [("ny",), ("förskola",)]),
        ("hur söker man bygglov?", [("söker",), ("bygglov",)]),
        ("och i", [("och",), ("i",)]),
        ("e-post", [("epost",)]),
        ("12 000", [("12000",)]),
        ("skola Skola SKOLA", [("skola",)]),
        ("*** ?!", []),
        ("", []),
        ('""', []),
        ("headline:x* NEAR(a b) ^ -c", [("headline",), ("x",), ("near",), ("a",), ("b",), ("c",)]),
    ],
)
def test_what_was_typed_becomes_terms(text, expected):
    assert terms(text) == expected


def test_one_word_in_quotes_is_that_form_alone():
    (term,) = Question.parse('"förskola"').terms

    assert isinstance(term, Exact)
    assert term.answered_by("förskola")
    assert not term.answered_by("förskolan")
    assert not term.answered_by("förskolegård")


def test_a_question_has_a_bounded_number_of_terms():
    assert len(Question.parse(" ".join(f"ord{number}" for number in range(99))).terms) == MOST_TERMS


def test_signs_alone_are_no_question():
    assert not Question.parse("--- ???")
    assert Question.parse("1")


@given(st.text(max_size=80))
def test_no_sign_is_left_of_anything_typed(text):
    for term in Question.parse(text).terms:
        assert all(sign.isalnum() for word in term.words for sign in word)
        if not term.is_phrase:
            assert all(sign.isalnum() for word in (*term.forms, *term.roots, *term.tails) for sign in word)
