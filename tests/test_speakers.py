import pytest

from newsroom.speakers import unnamed_quotes

NAMED = [
    "– Vi är glada, säger Märta Ågren.",
    "– Vi är glada, säger kommunstyrelsens ordförande Paul Åkerlund (S).",
    "– Det är bra. Vi fortsätter, kommenterar integrationsstrateg Katarina Nyman.",
    "– Det blir bra, tillägger Åsa.",
    "— Det blir bra, berättar Bo-Göran Öst.",
    "- Det blir bra, lägger Anna till.",
    "−Det blir bra, förklarade Émilie.",
    "– Det blir bra, uppger räddningstjänstens Ulf.",
]
UNNAMED = [
    "– Vi är glada.",
    "– Vi är glada, säger hon.",
    "– Vi är glada, säger chefen.",
    "– Vi säger ja till det. Anna håller med.",
    "– Trollhättan växer.",
    "—Vi är glada",
]
NO_QUOTES = [
    "Vi är glada.",
    "Vi – som alltid – är glada",
    "-5 grader i natt",
    "– 12 barn",
    "–",
    "",
    "Anna säger: – Hej",
]


@pytest.mark.parametrize("line", NAMED)
def test_a_name_after_a_verb_of_saying_will_do(line):
    assert list(unnamed_quotes([line])) == []


@pytest.mark.parametrize("line", UNNAMED)
def test_a_quote_without_a_name_is_found(line):
    assert list(unnamed_quotes([line])) == [line]


@pytest.mark.parametrize("line", NO_QUOTES)
def test_what_is_no_quote_is_left_alone(line):
    assert list(unnamed_quotes([line])) == []


def test_a_contact_in_the_paragraph_will_do():
    assert list(unnamed_quotes(["– Ring märta ågren vid frågor."], ["Märta Ågren", ""])) == []


def test_she_will_do_once_somebody_has_been_named():
    named, she = "– Vi är glada, säger Märta Ågren.", "– Det känns bra, säger hon."

    assert list(unnamed_quotes([named, "Bygget tog två år.", she])) == []
    assert list(unnamed_quotes([she, named])) == [she]


def test_a_long_text_takes_no_time():
    assert len(list(unnamed_quotes(["– " + "säger a " * 10_000, "– " + "å" * 100_000]))) == 2
