import random
import time

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from newsroom.telephone import (
    clean_telephone,
    display_telephone,
    find_telephones,
    telephone_uri,
    validate_telephone,
)

NBSP = "\u00a0"

#: As typed, as shown, as linked.
NUMBERS = [
    # the four numbers of the first press release
    ("0520-495929", "0520-49 59 29", "tel:+46520495929"),
    ("0733-489969", "073-348 99 69", "tel:+46733489969"),
    ("0733-48 96 28", "073-348 96 28", "tel:+46733489628"),
    ("070-554 44 56", "070-554 44 56", "tel:+46705544456"),
    # ungrouped, and grouped in some other way
    ("0705544456", "070-554 44 56", "tel:+46705544456"),
    ("0520 49 50 00", "0520-49 50 00", "tel:+46520495000"),
    ("(0520) 49 50 00", "0520-49 50 00", "tel:+46520495000"),
    ("0520/49 50 00", "0520-49 50 00", "tel:+46520495000"),
    ("0520 - 49 50 00", "0520-49 50 00", "tel:+46520495000"),
    (f"0520\u201349{NBSP}50{NBSP}00", "0520-49 50 00", "tel:+46520495000"),
    ("  0520-49 50 00  ", "0520-49 50 00", "tel:+46520495000"),
    ("040-341150", "040-34 11 50", "tel:+4640341150"),
    # area codes of two, three and four digits, numbers of five to eight
    ("0281-750 00", "0281-750 00", "tel:+4628175000"),
    ("018-7270000", "018-727 00 00", "tel:+46187270000"),
    ("090161000", "090-16 10 00", "tel:+4690161000"),
    ("063-14300", "063-143 00", "tel:+466314300"),
    ("08-12 34 56", "08-12 34 56", "tel:+468123456"),
    ("08-1234567", "08-123 45 67", "tel:+4681234567"),
    ("08-46500412", "08-465 004 12", "tel:+46846500412"),
    ("0101234567", "010-123 45 67", "tel:+46101234567"),
    ("0791234567", "079-123 45 67", "tel:+46791234567"),
    # the author's grouping is kept where houses have their own
    ("08-465 004 12", "08-465 004 12", "tel:+46846500412"),
    ("08-508 29 000", "08-508 29 000", "tel:+46850829000"),
    ("0771-567 567", "0771-567 567", "tel:+46771567567"),
    ("0771-11 44 00", "0771-11 44 00", "tel:+46771114400"),
    ("0771114400", "0771-11 44 00", "tel:+46771114400"),
    ("077-111 44 00", "0771-11 44 00", "tel:+46771114400"),
    ("020-91 91 91", "020-91 91 91", "tel:+4620919191"),
    ("020-123 456", "020-123 456", "tel:+4620123456"),
    ("0200-88 00 88", "0200-88 00 88", "tel:+46200880088"),
    ("0900-123 45 67", "0900-123 45 67", "tel:+469001234567"),
    # short numbers
    ("112", "112", "tel:112"),
    ("1177", "1177", "tel:1177"),
    ("11414", "114 14", "tel:11414"),
    ("113 13", "113 13", "tel:11313"),
    ("116111", "116 111", "tel:116111"),
    # international
    ("+46 520 49 50 00", "0520-49 50 00", "tel:+46520495000"),
    ("+46(0)520-49 50 00", "0520-49 50 00", "tel:+46520495000"),
    ("+46 (0) 520-49 50 00", "0520-49 50 00", "tel:+46520495000"),
    ("+46 0520 49 50 00", "0520-49 50 00", "tel:+46520495000"),
    ("0046520495000", "0520-49 50 00", "tel:+46520495000"),
    ("+46 8 465 004 12", "08-465 004 12", "tel:+46846500412"),
    ("+46 40-341150", "040-34 11 50", "tel:+4640341150"),
    ("+47 22 12 34 56", "+47 22 12 34 56", "tel:+4722123456"),
    ("+44 (0)20 7946 0958", "+44 (0)20 7946 0958", "tel:+442079460958"),
    ("+1 (202) 555-0123", "+1 (202) 555-0123", "tel:+12025550123"),
    ("0047 22 12 34 56", "0047 22 12 34 56", "tel:+4722123456"),
]

NO_NUMBERS = [
    "",
    " ",
    "ring växeln",
    "0520-49 50 OO",
    "0520-49 50 00 (växel)",
    "495000",  # no area code
    "49 50 00",
    "0520-4950",  # too short
    "0520-49 50 0",  # a figure has been lost
    "0520-49 50 000",  # too long
    "070-554 44 5",
    "070-554 44 567",
    "08-123 45",
    "0529-49 50 00",  # no such area
    "0190-12 34 56",
    "052-049 50 00",  # the area code is broken
    "052049 50 00",
    "0520-04 95 00",  # nothing in an area begins with the trunk prefix
    "0520--49 50 00",
    "0520-49 50 00-",
    "(0520 49 50 00",
    "0520) 49 50 00",
    "0520-49 50 00 / 070-554 44 56",
    "00",
    "+",
    "+46",
    "+46 46",
    "+0 123 456 789",
    "+1 555 0123",
    "+4722",
    "+47 1234 5678 9012 3456",
    "111",
    "11999",
    "123456",
    "461 83",
    "2018-06-26",
    "010203-1234",  # an identity number
    "Dnr 0263/19",
    "٠٥٢٠-495929",  # figures, but not those of a telephone
    "0520-49\t50 00",
    "0520-49 50 00\n",
    "0520-49 50 00\x00",
    "0520-49\u200b50 00",
    "\u202a0520-49 50 00",
    "0520-49 50 00, ankn. 12345678",
    "0520-49 50 00 " + " " * 40,
    "0" * 41,
]


@pytest.mark.parametrize(("typed", "shown", "_uri"), NUMBERS)
def test_a_number_is_shown_in_swedish_grouping(typed, shown, _uri):
    assert display_telephone(typed) == shown


@pytest.mark.parametrize(("typed", "_shown", "uri"), NUMBERS)
def test_a_number_is_linked_with_its_country_code(typed, _shown, uri):
    assert telephone_uri(typed) == uri


@pytest.mark.parametrize(("typed", "_shown", "_uri"), NUMBERS)
def test_a_number_is_kept_as_typed_without_blanks_around_it(typed, _shown, _uri):
    assert clean_telephone(typed) == typed.strip()


@pytest.mark.parametrize(("typed", "_shown", "_uri"), NUMBERS)
def test_a_number_stands_in_running_text_only_if_it_has_an_area_code(typed, _shown, _uri):
    found = [number.typed for number in find_telephones(f"Vi svarar på {typed.strip()} hela dagen.")]

    is_short = not telephone_uri(typed).startswith("tel:+")
    has_slash = "/" in typed
    assert found == ([] if is_short or has_slash else [typed.strip()])


@pytest.mark.parametrize("typed", NO_NUMBERS)
def test_what_is_no_number_is_refused_with_the_text_in_the_message(typed):
    with pytest.raises(ValidationError) as error:
        validate_telephone(typed)

    assert error.value.code == "invalid_telephone"
    assert typed in error.value.messages[0]
    assert "0520-49 50 00" in error.value.messages[0]


@pytest.mark.parametrize("typed", NO_NUMBERS)
def test_what_is_no_number_is_shown_as_it_is_and_never_linked(typed):
    assert display_telephone(typed) == typed.strip()
    assert telephone_uri(typed) == ""


@pytest.mark.parametrize(
    "typed",
    [
        "0520-49 50 00 ankn. 12",
        "0520-49 50 00, anknytning 12",
        "0520-495000 anknytn 12",
        "0520-49 50 00 Ankn: 12",
        "+46 520 49 50 00 ext. 12",
    ],
)
def test_an_extension_is_shown_after_a_comma_and_dialled_last(typed):
    with translation.override("en"):
        shown = display_telephone(typed)

    assert shown == "0520-49 50 00, extension 12"
    assert telephone_uri(typed) == "tel:+46520495000;ext=12"
    assert display_telephone(shown) == display_telephone(typed)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "KommunikationschefVivian Komstadius 0520-495929 0733-489969",
            ["0520-495929", "0733-489969"],
        ),
        ("Gärdhemsvägen 9 461 83 Trollhättan 0520-49 50 00 Kommunikationsavdelningen", ["0520-49 50 00"]),
        ("Trollhättans Stad, 070-554 44 56.", ["070-554 44 56"]),
        (
            "Umeå kommun 090-16 10 00 070-174 06 34 jorgen@example.se",
            ["090-16 10 00", "070-174 06 34"],
        ),
        ("0520 495929 0733 489969", ["0520 495929", "0733 489969"]),
        ("08-123 45 67 08-765 43 21", ["08-123 45 67", "08-765 43 21"]),
        ("0520-495929,0733-489969", ["0520-495929", "0733-489969"]),
        ("040-341150 / +46 40-341150", ["040-341150", "+46 40-341150"]),
        ("040-341150/040-341151", ["040-341150", "040-341151"]),
        ("(0520-49 50 00)", ["0520-49 50 00"]),
        ("växel (0520) 49 50 00", ["(0520) 49 50 00"]),
        ("0520-49 50 00 ankn. 12, 070-174 06 05", ["0520-49 50 00 ankn. 12", "070-174 06 05"]),
        ("vardagar 8-17 042-10 55 55", ["042-10 55 55"]),
        ("Telefon0520-49 50 00", ["0520-49 50 00"]),
        ("Tfn: 0520-49 50 00", ["0520-49 50 00"]),
        ("Tel.0520-49 50 00", ["0520-49 50 00"]),
        (f"0520-49{NBSP}59{NBSP}29", [f"0520-49{NBSP}59{NBSP}29"]),
        ("Ring 112 vid fara, 1177 för råd, eller ring 114 14.", ["112", "114 14"]),
    ],
)
def test_numbers_in_running_text_are_found_in_order_and_apart(text, expected):
    found = find_telephones(text)

    assert [number.typed for number in found] == expected
    assert [text[number.start : number.end] for number in found] == expected


@pytest.mark.parametrize(
    "text",
    [
        "461 83 Trollhättan",
        "113 13 Stockholm",
        "Dnr 0263/19",
        "Dnr KS 0520-495000",
        "diarienummer: 0520-495000",
        "2018-06-26",
        "den 08-12-2018",
        "26/6 2018 kl. 08.00-16.00",
        "öppet 08 00 - 16 00 och 08 30 - 16 00",
        "9,1 miljoner kronor och 31 000 kronor",
        "1 020 300 kronor",
        "+10 000 000 kronor",
        "0520-495000 kronor",
        "personnummer 19800101-1234 och 010203-1234",
        "organisationsnummer 212000-1546",
        "bankgiro 0123-45678",
        "112 personer fick vänta",
        "https://www.example.se/0520-495000",
        "0520-495000@example.se",
        "0520-49 50",
        "5646 x 3764, 5,49 MB",
    ],
)
def test_other_figures_in_running_text_are_no_numbers(text):
    assert find_telephones(text) == []


def test_what_is_shown_is_the_same_number_and_is_shown_the_same_again():
    dice = random.Random(2018)
    signs = "0123456789 -+()./ankext\u00a0–0٥x"
    for _ in range(20_000):
        start = dice.choice(["", "0520-", "070-", "08-", "+46 ", "0771-", "+47 ", "(0520) "])
        typed = start + "".join(dice.choices(signs, k=dice.randint(0, 12)))
        shown = display_telephone(typed)
        assert telephone_uri(shown) == telephone_uri(typed), typed
        assert display_telephone(shown) == shown, typed
        for number in find_telephones(typed):
            assert telephone_uri(number.typed), typed


@pytest.mark.parametrize("repeated", ["0", "0520-", "0520 ", "+46 ", "(0", "08 12 ", "0520-495929 ", " ", "ankn "])
def test_searching_takes_time_in_proportion_to_the_text(repeated):
    text = repeated * (20_000 // len(repeated))
    start = time.perf_counter()
    find_telephones(text)

    assert time.perf_counter() - start < 2
