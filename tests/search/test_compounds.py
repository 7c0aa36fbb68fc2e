"""Compounds: found by their parts, not by the letters that words share."""

import pytest

from newsroom.search.questions import FIRST_PART, FORM, LAST_PART, Question


def way(asked, word):
    return Question.parse(asked).terms[0].answered_by(word)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("förskola", "förskolegård förskollärare förskolechefen"),
        ("kommun", "kommunfullmäktige kommunhuset"),
        ("skola", "skolgård skolbuss skolskjuts"),
        ("väg", "vägarbete vägbana"),
        ("val", "valdag vallokal valsedel"),
        ("vattnet", "vattenläcka"),
        ("cykel", "cykelväg cyklist"),
        ("gata", "gatukontoret"),
        ("arbete", "arbetsplats"),
        ("Storsjön", "storsjöbadet"),
        ("barnen", "barnomsorg"),
    ],
)
def test_a_word_is_found_as_the_first_part(asked, words):
    assert {word: way(asked, word) for word in words.split()} == dict.fromkeys(words.split(), FIRST_PART)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("bibliotek", "stadsbiblioteket stadsbibliotek"),
        ("skola", "grundskola grundskolorna"),
        ("väg", "cykelväg gångvägar"),
        ("vatten", "dricksvatten dricksvattnet"),
        ("arbete", "vägarbete"),
    ],
)
def test_a_word_is_found_as_the_last_part(asked, words):
    assert {word: way(asked, word) for word in words.split()} == dict.fromkeys(words.split(), LAST_PART)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("väg", "vägra väggen väggarna vägande"),
        ("val", "valuta valp valpar festival karneval"),
        ("bil", "bilda bilder bilderna bildning bilaga"),
        ("skola", "förskola skolk skolios omskola"),
        ("plan", "planera planering"),
        ("park", "parkering parkeringar"),
        ("arbete", "samarbete"),
        ("träden", "företräde"),
        ("is", "iskall disk"),
        ("får", "fårad förfar"),
    ],
)
def test_a_word_that_only_has_the_letters_is_not_found(asked, words):
    found = {word: way(asked, word) for word in words.split()}

    assert {word: how for word, how in found.items() if how and how != FORM} == {}


def test_a_form_is_more_than_a_compound():
    assert way("skola", "skolorna") == FORM
