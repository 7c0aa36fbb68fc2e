"""Where the link of a message may lead."""

import pytest
from django.core.exceptions import ValidationError

from newsroom.alert.links import headline_at, newest_pages, tidy_link
from newsroom.withdrawing import withdraw_release
from tests.factories import HOUR, NOW, make_administrator, make_version

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("", ""),
        (" /kontakter/ ", "/kontakter/"),
        ("/pressmeddelanden/?amne=vatten", "/pressmeddelanden/?amne=vatten"),
        ("http://testserver/kontakter/", "/kontakter/"),
        ("https://www.krisinformation.se/", "https://www.krisinformation.se/"),
    ],
)
def test_a_page_of_ours_or_https_elsewhere(typed, stored):
    assert tidy_link(typed) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "kontakter",
        "//evil.example/",
        "http://www.krisinformation.se/",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://",
        "https://exa mple.se",
        "/\\evil.example",
        "/admin/",
        "/admin/newsroom/release/",
        "/forhandslank/" + "x" * 43 + "/",
        "/finns-inte/",
        "/pressmeddelanden/2026/finns-inte/",
    ],
)
def test_everything_else_is_refused(typed):
    with pytest.raises(ValidationError):
        tidy_link(typed)


def test_a_release_must_be_public():
    shown = make_version(headline="Öppen rubrik")
    ahead = make_version(visible_from=NOW + HOUR)
    gone = make_version()
    withdraw_release(release=gone.release, by=make_administrator(), reason="Fel.")

    assert tidy_link(shown.get_absolute_url()) == shown.get_absolute_url()
    assert headline_at(shown.get_absolute_url()) == "Öppen rubrik"
    for version in (ahead, gone):
        assert headline_at(version.get_absolute_url()) == ""
        with pytest.raises(ValidationError) as refused:
            tidy_link(version.get_absolute_url())
        with pytest.raises(ValidationError) as unknown:
            tidy_link("/pressmeddelanden/2026/finns-inte/")
        assert refused.value.messages == unknown.value.messages


def test_the_newest_public_pages_are_offered_in_one_query(django_assert_num_queries):
    for number in range(12):
        make_version(headline=f"Rubrik {number}", visible_from=NOW - (number + 1) * HOUR)
    make_version(visible_from=NOW + HOUR)

    with django_assert_num_queries(1):
        pages = newest_pages()

    assert [headline for _path, headline in pages] == [f"Rubrik {number}" for number in range(10)]
