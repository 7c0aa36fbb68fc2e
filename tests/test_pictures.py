"""The picture beside a link: its size, its colours, its margins, and every letter of a Swedish or Finnish headline."""

import io

import pytest
from PIL import Image, ImageChops

from newsroom.colours import contrast, parse
from newsroom.pictures import BAND, BAR, HEIGHT, INK, MARGIN, PAPER, SANS, SERIF, WIDTH, Type, Words, drawable, picture

BLUE, YELLOW = "#00577d", "#ffe14d"
HEADLINE = "Långsiktighet stärker arbetet mot segregation"


def words(headline=HEADLINE, kicker="Pressmeddelande, 2018-06-26", owner="Trollhättans Stad"):
    return Words(owner, "Pressrum", kicker, headline)


def drawn(*args, colour=BLUE, **fields):
    return Image.open(io.BytesIO(picture(words(*args, **fields), colour)))


def hexadecimal(pixel):
    return "#" + "".join(f"{part:02x}" for part in pixel)


def columns_with_ink(image, top, bottom):
    """Return the first and the last column that differs from the ground of a band."""
    band = image.convert("RGB").crop((0, top, WIDTH, bottom))
    ground = Image.new("RGB", band.size, band.getpixel((0, 0)))
    box = ImageChops.difference(band, ground).getbbox()
    return (box[0], box[2]) if box else None


def test_it_is_a_png_of_the_size_that_everybody_asks_for():
    image = drawn()

    assert (image.format, image.size) == ("PNG", (1200, 630))
    assert len(picture(words(), BLUE)) < 40_000


def test_the_municipality_s_colour_frames_it_and_the_paper_is_that_of_the_pages():
    image = drawn().convert("RGB")

    assert hexadecimal(image.getpixel((5, 5))) == BLUE
    assert hexadecimal(image.getpixel((5, HEIGHT - 5))) == BLUE
    assert hexadecimal(image.getpixel((5, BAR + 5))) == PAPER


def test_a_light_colour_is_made_dark_enough_for_the_white_letters_on_it():
    ground = hexadecimal(drawn(colour=YELLOW).convert("RGB").getpixel((5, HEIGHT - 5)))

    assert ground != YELLOW
    assert contrast(parse(ground), (1, 1, 1)) >= 4.5


def test_the_headline_is_in_ink_and_the_kicker_in_the_colour():
    image = drawn().convert("RGB")
    colours = {hexadecimal(pixel) for _count, pixel in image.crop((0, BAR, WIDTH, HEIGHT - BAND)).getcolors(10_000)}

    assert {PAPER, INK, BLUE} <= colours


def test_the_same_words_are_the_same_bytes_and_other_words_are_not():
    once = picture.__wrapped__(words(), BLUE)

    assert once == picture.__wrapped__(words(), BLUE)
    others = [(words("Annan rubrik"), BLUE), (words(), "#c8102e"), (words(owner="Ale kommun"), BLUE)]
    assert len({once, *(picture(*other) for other in others)}) == 4


def test_it_is_drawn_once(monkeypatch):
    picture.cache_clear()
    first = picture(words("Ritas en gång"), BLUE)
    monkeypatch.setattr("newsroom.pictures.Type", None)

    assert picture(words("Ritas en gång"), BLUE) is first


@pytest.mark.parametrize(
    "headline",
    [
        "Nu",
        HEADLINE,
        "W" * 200,
        "ÅÄÖ" * 66,
        "i " * 100,
        ("Så påverkas du av att Stallbackabron stängs för tung trafik under tre veckor i sommar. " * 3)[:200],
        "Nordvästersjökustartilleriflygspaningssimulatoranläggningsmaterielunderhållsuppföljningssystem" * 2,
        "Kunta tarjoaa varhaiskasvatusta – žäš ŋđŧ",
    ],
)
def test_nothing_runs_over_a_margin(headline):
    image = drawn(headline, kicker="Pressmeddelande från kommunstyrelsens förvaltning, " * 3, owner="Kommunen " * 20)

    for top, bottom in ((BAR, HEIGHT - BAND), (HEIGHT - BAND, HEIGHT)):
        first, last = columns_with_ink(image, top, bottom)
        assert first >= MARGIN - 8
        assert last <= WIDTH - MARGIN + 8
    paper = image.convert("RGB").crop((0, BAR, WIDTH, BAR + 24))
    assert paper.getcolors() == [(WIDTH * 24, parse_bytes(PAPER))]
    below = image.convert("RGB").crop((0, HEIGHT - BAND - 14, WIDTH, HEIGHT - BAND))
    assert below.getcolors() == [(WIDTH * 14, parse_bytes(PAPER))]


def parse_bytes(colour):
    return tuple(round(part * 255) for part in parse(colour))


@pytest.mark.parametrize("files", [SERIF, SANS], ids=["serif", "sans"])
def test_the_type_has_every_letter_of_our_languages(files):
    face = Type(files, 60, 600 if files is SANS else None)
    boxes = {}
    missing = bytes(face.fonts[0].getmask("\u0416"))  # a letter that it does not have
    for letter in "abcåäöÅÄÖéüšžŠŽđŋčáñ0123456789–—”“’…§%&?!":
        ((font, run),) = face.runs(letter)
        boxes[letter] = bytes(font.getmask(run))

    assert missing not in boxes.values()
    assert len(set(boxes.values())) >= len(boxes) - 1


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Å\u0308rende i a\u030al", "Å\u0308rende i ål".replace("\u0308", "")),
        ("Vatten\u00adläckan", "Vattenläckan"),
        ("💧 Läckan är lagad 🎉", "Läckan är lagad"),
        ("31\u00a0000 kr", "31\u00a0000 kr"),
        ("Nytt\tfrån\n staden", "Nytt från staden"),
        ("Việt", "Viet"),
        ("Привет", ""),
        ("ﬁnt", "fint"),
    ],
)
def test_what_the_type_lacks_is_left_out_or_loses_its_marks(text, wanted):
    assert drawable(text) == wanted


def test_a_headline_of_which_nothing_can_be_drawn_gives_the_picture_of_the_newsroom():
    assert picture(words("Привет"), BLUE) == picture(words(""), BLUE)
    assert picture(words(""), BLUE) != picture(words(), BLUE)


def test_the_newsroom_s_own_picture_has_its_name_within_the_margins():
    image = drawn("", owner="Storuman kommun med ett mycket långt namn som ingen kommun i Sverige egentligen har")

    first, last = columns_with_ink(image, 0, HEIGHT)
    assert MARGIN - 8 <= first < last <= WIDTH - MARGIN + 8
