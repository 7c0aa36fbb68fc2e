"""What a banner says, in which language, and at what times."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from newsroom.alert.banner import banner_of
from newsroom.alert.models import Alert
from newsroom.alert.words import in_short

SWEDEN = ZoneInfo("Europe/Stockholm")


def swedish(*parts):
    return dt.datetime(*parts, tzinfo=SWEDEN)


def make(**fields):
    values = {
        "headline": "Koka vattnet",
        "text": "Bakterier har hittats.",
        "starts_at": swedish(2026, 11, 24, 14, 5),
        "valid_until": swedish(2026, 11, 24, 18, 0),
    }
    return Alert(**values | fields)


NOW = swedish(2026, 11, 24, 15, 0)


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (swedish(2026, 11, 24, 18, 0), "i dag kl. 18.00"),
        (swedish(2026, 11, 24, 0, 0), "i dag kl. 00.00"),
        (swedish(2026, 11, 25, 0, 0), "i morgon kl. 00.00"),
        (swedish(2026, 11, 23, 23, 59), "i går kl. 23.59"),
        (swedish(2026, 11, 26, 7, 30), "torsdag 26 november kl. 07.30"),
        (swedish(2026, 11, 22, 7, 30), "söndag 22 november kl. 07.30"),
        (swedish(2027, 1, 2, 9, 0), "lördag 2 januari 2027 kl. 09.00"),
    ],
)
def test_a_moment_is_said_as_one_says_it(moment, said):
    assert in_short(moment, NOW) == said


def test_the_day_is_the_swedish_one():
    late = dt.datetime(2026, 11, 24, 22, 30, tzinfo=dt.UTC)  # 23.30 in Sweden

    assert in_short(dt.datetime(2026, 11, 24, 23, 30, tzinfo=dt.UTC), late) == "i morgon kl. 00.30"


def test_in_english_a_clock_has_a_colon():
    with override("en"):
        assert in_short(swedish(2026, 11, 24, 18, 0), NOW) == "today at 18:00"
        assert in_short(swedish(2026, 11, 26, 7, 30), NOW) == "Thursday 26 November at 07:30"


def test_the_banner_says_since_when_and_until_when():
    banner = banner_of(make(), NOW)

    assert banner.times == "Publicerat i dag kl. 14.05. Gäller till i dag kl. 18.00."
    assert banner.label == "Viktigt meddelande"


def test_an_all_clear_has_no_end():
    banner = banner_of(make(kind="clear"), NOW)

    assert banner.times == "Publicerat i dag kl. 14.05."
    assert banner.label == "Faran över"


def test_the_end_shown_is_the_one_announced_even_when_it_is_to_be_replaced_before():
    alert = make(closed_at=swedish(2026, 11, 24, 16, 0))

    assert banner_of(alert, NOW).times == banner_of(make(), NOW).times


def langs(alert, frame):
    with override(frame):
        return [(words.lang, words.headline, words.link_text, words.link_lang) for words in banner_of(alert, NOW).words]


def test_the_swedish_frame_shows_both_languages_and_the_english_its_own():
    link = {"link_url": "/kontakter/", "link_text": "Ring oss"}
    alert = make(headline_en="Boil the water", **link)

    assert langs(alert, "sv") == [("", "Koka vattnet", "Ring oss", ""), ("en", "Boil the water", "", "")]
    assert langs(alert, "en") == [("", "Boil the water", "Ring oss", "sv")]
    assert langs(make(headline_en="Boil the water", link_text_en="Call us", **link), "en") == [
        ("", "Boil the water", "Call us", "")
    ]


def test_the_english_frame_marks_swedish_words_as_swedish():
    assert langs(make(), "en") == [("sv", "Koka vattnet", "", "")]
    assert langs(make(), "sv") == [("", "Koka vattnet", "", "")]
