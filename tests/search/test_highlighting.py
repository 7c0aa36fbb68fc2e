"""What was found is marked, and nothing that was written becomes code."""

import pytest

from newsroom.search.highlighting import WIDTH, Marker
from newsroom.search.questions import Question
from newsroom.search.templatetags.marks import marked as write


def marked(words, text):
    pieces = Marker(Question.parse(words)).marked(text)
    return "".join(f"[{piece.text}]" if piece.is_hit else piece.text for piece in pieces)


def snippet(words, *texts):
    pieces = Marker(Question.parse(words)).snippet(*texts)
    return "".join(f"[{piece.text}]" if piece.is_hit else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("förskola", "Ny Förskola, förskolegård och skola.", "Ny [Förskola], [förskolegård] och skola."),
        ('"ny förskola"', "Ny förskola. En förskola som är ny.", "[Ny förskola]. En förskola som är ny."),
        ("e-tjänst", "Vår e-tjänst", "Vår [e-tjänst]"),
        ("12000", "Priset: 12 000 kr", "Priset: [12 000] kr"),
        ("kommitte", "Kommittén", "[Kommittén]"),
        ("far", "Ett får", "Ett får"),
        ("zebra", "Text", "Text"),
        ("zebra", "", ""),
    ],
)
def test_words_are_marked_where_they_stand(words, text, expected):
    assert marked(words, text) == expected


def test_a_snippet_stands_around_the_hits_and_is_cut_between_words():
    text = "Början av texten. " * 40 + "Här öppnar förskolan i höst. " + "Slutet av texten. " * 40

    found = snippet("förskola höst", text)

    assert "[förskolan] i [höst]" in found
    assert found.startswith("… ")
    assert found.endswith(" …")
    assert len(found) < WIDTH + 20
    assert set(found.replace("[", " ").replace("]", " ").split()) <= {
        "…",
        "höst",
        "höst.",
        "förskolan",
        *text.split(),
        ".",
    }


def test_the_first_text_with_a_hit_is_shown():
    assert snippet("höst", "Ingress.", "Text i höst.") == "Text i [höst]."
    assert snippet("höst", "Ingress.", "Text.") == ""


def test_the_window_with_the_most_of_the_words_is_chosen():
    text = "Skolan. " + "Annat. " * 80 + "Skolan har en gård."

    assert "[Skolan] har en [gård]" in snippet("skola gård", text)


def test_what_was_written_cannot_become_code():
    pieces = Marker(Question.parse("script")).marked('<script>alert("x")</script> & mer')

    assert write(pieces) == (
        '&lt;<mark class="hit">script</mark>&gt;alert(&quot;x&quot;)&lt;/<mark class="hit">script</mark>&gt; &amp; mer'
    )
