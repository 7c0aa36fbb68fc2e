import random

import pytest

from newsroom import colours
from newsroom.bundles import DARK_GROUND, LIGHT_GROUND

GROUNDS = [LIGHT_GROUND, DARK_GROUND, "#ffffff", "#000000", "#777777", "#767676"]


@pytest.mark.parametrize("text", ["#00577d", "#FFFFFF", "#aBcDeF"])
def test_colours_are_written_with_six_figures(text):
    assert colours.is_colour(text)


@pytest.mark.parametrize(
    "text",
    ["", "00577d", "#fff", "#00577", "#00577dd", "#00577g", "#00577d\n", "blue", "rgb(0,0,0)", "#00577d;}", "#٠٠٥٧٧٠"],
)
def test_anything_else_is_no_colour(text):
    assert not colours.is_colour(text)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.0),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_contrast_is_that_of_wcag(one, other, ratio):
    pair = colours.parse(one), colours.parse(other)

    assert colours.contrast(*pair) == pytest.approx(ratio, abs=0.01)
    assert colours.contrast(*reversed(pair)) == colours.contrast(*pair)


def test_a_colour_is_written_as_it_was_read():
    for number in range(0, 0x1000000, 4099):
        text = f"#{number:06x}"
        assert colours.written(colours.parse(text)) == text


@pytest.mark.parametrize("ground", GROUNDS)
def test_every_colour_is_made_readable_on_every_ground(ground):
    chance = random.Random(ground)
    tried = [f"#{chance.randrange(0x1000000):06x}" for _number in range(300)]
    for colour in ["#000000", "#ffffff", "#ffff00", "#00577d", ground, *tried]:
        shown = colours.readable_on(colour, ground)
        assert colours.is_colour(shown)
        assert colours.contrast(colours.parse(shown), colours.parse(ground)) >= colours.ENOUGH, (colour, shown)


@pytest.mark.parametrize(
    ("colour", "ground"),
    [("#00577d", "#ffffff"), ("#000000", "#f4f1ec"), ("#ffffff", "#20262b"), ("#ffe600", "#000000")],
)
def test_a_colour_that_can_be_read_is_left_alone(colour, ground):
    assert colours.readable_on(colour, ground) == colour


def test_a_colour_is_changed_no_more_than_needed():
    shown = colours.parse(colours.readable_on("#ffe600", "#ffffff"))

    assert colours.ENOUGH <= colours.contrast(shown, colours.parse("#ffffff")) < 5.2
