"""What languages are called, and which of them the frame speaks."""

import pytest

from newsroom.languages import NO_LONGER_APPLIES, OLDER_THAN_ORIGINAL, OWN_NAMES, frame_language, language_tag, own_name
from newsroom.models import Language


def test_every_language_of_a_text_has_a_name_of_its_own():
    assert set(OWN_NAMES) == set(Language.values)
    assert own_name("sv-simple") == "Lättläst svenska"


def test_a_language_nobody_has_named_is_called_by_its_code():
    assert own_name("se") == "se"


@pytest.mark.parametrize(
    ("text", "frame"), [("sv", "sv"), ("sv-simple", "sv"), ("fi", "sv"), ("en", "en"), ("en-gb", "en"), ("enm", "sv")]
)
def test_the_frame_speaks_english_around_english_and_swedish_around_the_rest(text, frame):
    assert frame_language(text) == frame


def test_languages_the_frame_does_not_speak_have_their_own_sentences():
    unspoken = {code for code in Language.values if code.partition("-")[0] not in ("sv", "en")}

    assert set(OLDER_THAN_ORIGINAL) == set(NO_LONGER_APPLIES) == unspoken


@pytest.mark.parametrize("code", Language.values)
def test_every_language_of_a_text_is_a_tag(code):
    assert language_tag(code) == code
