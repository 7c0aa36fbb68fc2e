import pytest

from newsroom.vcard import Card, escape, family_and_given, fold, telephone_types, telephone_value, write


def lines(card):
    """Return the lines of a card, unfolded as a reader of RFC 2425 does it."""
    return write(card).decode().replace("\r\n ", "").split("\r\n")


def test_a_whole_card():
    card = Card(
        name="Märta Ågren",
        title="pressekreterare; i tjänst",
        organisation=("Trollhättans Stad", "Kommunikation, press"),
        telephones=(("direkt", "tel:+46520495929"), ("", "tel:+46701740605")),
        email="marta.agren@trollhattan.example",
        note="Vardagar 8–16.30",
        page="https://press.trollhattan.example/kontakter/",
        source="https://press.trollhattan.example/kontakter/482913.vcf",
    )

    assert lines(card) == [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "N;CHARSET=UTF-8:Ågren;Märta;;;",
        "FN;CHARSET=UTF-8:Märta Ågren",
        "ORG;CHARSET=UTF-8:Trollhättans Stad;Kommunikation\\, press",
        "TITLE;LANGUAGE=sv;CHARSET=UTF-8:pressekreterare\\; i tjänst",
        "TEL;TYPE=WORK,VOICE:+46520495929",
        "TEL;TYPE=WORK,CELL:+46701740605",
        "EMAIL;TYPE=INTERNET,WORK:marta.agren@trollhattan.example",
        "URL;TYPE=WORK:https://press.trollhattan.example/kontakter/",
        "NOTE;LANGUAGE=sv;CHARSET=UTF-8:Vardagar 8–16.30",
        "SOURCE:https://press.trollhattan.example/kontakter/482913.vcf",
        "UID:https://press.trollhattan.example/kontakter/482913.vcf",
        "END:VCARD",
        "",
    ]


def test_what_is_not_known_has_no_line():
    assert lines(Card(name="Pressjouren", is_person=False)) == [
        *("BEGIN:VCARD", "VERSION:3.0", "N:Pressjouren;;;;", "FN:Pressjouren", "END:VCARD", "")
    ]


def test_every_line_ends_in_carriage_return_and_line_feed():
    data = write(Card(name="Märta Ågren"))

    assert data.count(b"\n") == data.count(b"\r\n") == 5


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Märta Ågren", ("Ågren", "Märta")),
        ("Anna Maria Lund Öst", ("Öst", "Anna Maria Lund")),
        ("Anna von Essen", ("von Essen", "Anna")),
        ("Jan van der Berg", ("van der Berg", "Jan")),
        ("Madonna", ("Madonna", "")),
        ("von Essen", ("von Essen", "")),
        ("", ("", "")),
    ],
)
def test_the_family_name_comes_last(name, parts):
    assert family_and_given(name) == parts


@pytest.mark.parametrize(
    ("text", "escaped"),
    [("a;b,c\\d", "a\\;b\\,c\\\\d"), ("två\r\nrader", "två\\nrader"), ("a:b", "a:b")],
)
def test_signs_that_mean_something_are_escaped(text, escaped):
    assert escape(text) == escaped


def test_nothing_in_a_name_can_begin_another_line():
    card = Card(name="X\r\nTEL:112", title="Y\nEND:VCARD")

    names = [line.partition(":")[0] for line in lines(card)]

    assert names == ["BEGIN", "VERSION", "N", "FN", "TITLE;LANGUAGE=sv", "END", ""]


@pytest.mark.parametrize(
    ("label", "uri", "types"),
    [
        ("direkt", "tel:+46520495929", "WORK,VOICE"),
        ("", "tel:+46701740605", "WORK,CELL"),
        ("Mobil", "tel:+46101234567", "WORK,CELL"),
        ("", "tel:+46771567567", "WORK,VOICE"),
        ("växel", "tel:112", "WORK,VOICE"),
    ],
)
def test_a_mobile_is_known_by_its_label_or_its_number(label, uri, types):
    assert telephone_types(label, uri) == types


def test_an_extension_is_dialled_after_a_pause():
    assert telephone_value("tel:+46520495000;ext=12") == "+46520495000\\,12"


@pytest.mark.parametrize("text", ["å" * 200, "a" * 200, "a" * 75, "a" * 76, "a" * 74 + "å", "😀" * 60, "x"])
def test_no_line_is_longer_than_75_bytes_and_no_letter_is_cut(text):
    folded = fold(text)

    assert all(len(row.encode()) <= 75 for row in folded.split("\r\n"))
    assert folded.replace("\r\n ", "") == text
    assert ("\r\n" in folded) == (len(text.encode()) > 75)
