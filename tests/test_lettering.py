"""Headlines in lines: as large as the room lets, even, and long words broken where a Swede would."""

from itertools import pairwise

import pytest

from newsroom.lettering import LEADING, Setting, break_places, fitted, shortened

SIZES = (128, 108, 92, 78, 66, 56, 48, 40, 36)


def measure(text):
    """Give every letter half an em: the sums can be done in the head."""
    return len(text) / 2


def lines_of(text, *, width=1000, height=360, sizes=SIZES):
    return fitted(text, measure, width=width, height=height, sizes=sizes)


def parts(word):
    places = [0, *break_places(word), len(word)]
    return [word[start:end] for start, end in pairwise(places)]


def test_a_short_headline_is_as_large_as_can_be():
    assert lines_of("Nu") == Setting(128, ("Nu",))


def test_lines_are_as_few_as_the_size_lets_and_even():
    setting = lines_of("Ny förskola öppnar på Källvägen i höst", sizes=(92,))

    assert setting.lines == ("Ny förskola öppnar", "på Källvägen i höst")


def test_a_line_ends_rather_before_a_short_word_than_after_it():
    text = "650 ungdomar kan få sommarjobb i kommunen nästa år"

    assert lines_of(text, sizes=(78,)).lines == ("650 ungdomar", "kan få sommarjobb", "i kommunen nästa år")


def test_a_line_ends_rather_where_a_reader_pauses():
    text = "Staden sparar el: svalare lokaler och släckta fasader"

    assert lines_of(text, sizes=(92,)).lines == ("Staden sparar el:", "svalare lokaler", "och släckta fasader")


def test_a_number_is_kept_together_by_its_hard_space():
    text = "Kommunen satsar 31\u00a0000 kronor"

    assert any("31\u00a0000" in line for line in lines_of(text, sizes=(92,)).lines)


@pytest.mark.parametrize("letters", [1, 12, 30, 60, 100, 150, 200])
def test_every_length_fits_and_loses_nothing(letters):
    text = ("Trollhättans stad bygger om Stallbackabron och stänger den för tung trafik " * 4)[:letters].strip()

    setting = lines_of(text)

    assert " ".join(setting.lines) == text
    assert all(measure(line) * setting.size <= 1000 for line in setting.lines)
    assert setting.height <= 360
    assert setting.height == pytest.approx(setting.size * LEADING * len(setting.lines))


def test_longer_is_never_larger():
    sizes = [lines_of(("vägarbete " * 20)[:length].strip()).size for length in range(1, 200, 7)]

    assert sizes == sorted(sizes, reverse=True)


def test_a_word_that_fits_at_a_readable_size_is_not_broken():
    setting = lines_of("Gymnasieskolevalsinformationskväll")

    assert setting.lines == ("Gymnasieskolevalsinformationskväll",)
    assert setting.size == 56


def test_a_word_that_is_too_long_is_broken_at_the_joint_of_the_compound():
    text = "Ärendehandläggningssystemsupphandlingsdirektivet överklagat"

    assert lines_of(text).lines[:2] == ("Ärendehandläggnings-", "systemsupphandlings-")


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("förvaltningsdomstolen", "förvaltnings|domstolen"),
        ("utbildningsenheten", "utbildnings|enheten"),
        ("informationskvällar", "informations|kvällar"),
        ("arbetsmarknadsåtgärder", "arbets|marknads|åtgärder"),
        ("systemsupphandling", "systems|upphandling"),
    ],
)
def test_a_joint_is_the_cheapest_place(word, wanted):
    places = break_places(word)
    cheap = [place for place, price in places.items() if price == min(places.values())]
    edges = [0, *cheap, len(word)]

    assert "|".join(word[a:b] for a, b in pairwise(edges)) == wanted


@pytest.mark.parametrize("word", ["dricksvatten", "kommunikation", "människor", "Nu", "EU", "förvaltningsrätten"])
def test_neither_end_of_a_broken_word_is_short(word):
    first, *_between, last = parts(word) if break_places(word) else (word, word)

    assert "".join(parts(word)) == word
    assert min(len(first), len(last)) >= min(4, len(word))


@pytest.mark.parametrize(
    ("word", "never"),
    [("människobarn", "män|niskobarn"), ("kyckling", "kyc|kling"), ("domstolsverket", "doms|tolsverket")],
)
def test_what_belongs_together_is_not_parted(word, never):
    places = break_places(word)

    assert never.index("|") not in [place for place, price in places.items() if price == 0.05]


def test_letters_without_any_syllable_are_broken_anywhere():
    setting = lines_of("W" * 200, sizes=(36,))

    assert "".join(line.removesuffix("-") for line in setting.lines) == "W" * 200
    assert all(line.endswith("-") for line in setting.lines[:-1])


def test_a_hyphen_of_the_writer_s_own_is_used_and_not_doubled():
    lines = lines_of("EU-parlamentsledamotskandidaterna i kommunen", width=700, sizes=(40, 36)).lines

    assert "--" not in "".join(lines)
    assert "".join(lines).replace("-", "").startswith("EUparlaments")


def test_what_cannot_fit_ends_in_an_ellipsis_and_never_runs_over():
    setting = lines_of("vägarbete " * 30, height=90, sizes=(36,))

    assert setting.lines[-1].endswith("…")
    assert setting.height <= 90
    assert all(measure(line) * 36 <= 1000 for line in setting.lines)


@pytest.mark.parametrize(("text", "shorter"), [("en två tre", "en två…"), ("en två…", "en…"), ("abcdefgh", "abcdef…")])
def test_shortening_takes_a_word_and_in_the_end_letters(text, shorter):
    assert shortened(text) == shorter
