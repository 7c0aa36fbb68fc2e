"""What the page of a release says of others: its translations, what it replaces or ends, and what came after."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsroom.actions import schedule_release
from newsroom.withdrawing import retract_release, withdraw_release
from tests.admin.support import client_of
from tests.factories import DAY, HOUR, NOW, make_administrator, make_department, make_release, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def original():
    return make_version(headline="Koka vattnet i Lextorp", type="important", visible_from=NOW - 3 * DAY)


def translation(original, language, headline, **fields):
    return make_version(
        original=original.release, language=language, headline=headline, **{"visible_from": NOW - 2 * DAY} | fields
    )


def page_of(client, version, status=200):
    response = client.get(version.get_absolute_url())
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def languages_in(html):
    """Return the links to the same text in other languages: address, language twice, name."""
    found = re.search(r'<nav class="translations".*?</nav>', html)
    return re.findall(r'<a href="([^"]*)" lang="([^"]*)" hreflang="([^"]*)">([^<]*)</a>', found[0]) if found else []


def notices_in(html):
    """Return the words of the notices above the headline."""
    head = html[html.index("<article") : html.index("<h1")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", head))


# --- languages ------------------------------------------------------------------------------------------
def test_each_language_leads_to_the_others_by_their_own_names(client, original):
    english = translation(original, "en", "Boil your water")
    finnish = translation(original, "fi", "Keitä vesi")
    simple = translation(original, "sv-simple", "Koka ditt vatten")

    assert languages_in(page_of(client, original)) == [
        (simple.get_absolute_url(), "sv-simple", "sv-simple", "Lättläst svenska"),
        (english.get_absolute_url(), "en", "en", "English"),
        (finnish.get_absolute_url(), "fi", "fi", "Suomi"),
    ]
    assert [name for *_rest, name in languages_in(page_of(client, finnish))] == [
        "Svenska",
        "Lättläst svenska",
        "English",
    ]
    assert "Läs på andra språk" in page_of(client, finnish)
    assert "Read in other languages" in page_of(client, english)


def test_machines_are_told_of_the_same(client, original, settings):
    english = translation(original, "en", "Boil your water")

    for version in (original, english):
        html = page_of(client, version)
        for twin in (original, english):
            address = settings.SITE_URL + twin.get_absolute_url()
            assert f'<link rel="alternate" hreflang="{twin.language}" href="{address}">' in html


def test_the_switch_of_the_frame_leads_to_the_translation_where_there_is_one(client, original):
    english = translation(original, "en", "Boil your water")
    alone = make_version()

    assert f'<a href="{english.get_absolute_url()}" lang="en" hreflang="en">English</a>' in page_of(client, original)
    assert f'<a href="{original.get_absolute_url()}" lang="sv" hreflang="sv">Svenska</a>' in page_of(client, english)
    assert '<a href="/en/" lang="en" hreflang="en">English</a>' in page_of(client, alone)


def test_a_release_in_one_language_says_nothing_of_languages(client, original):
    html = page_of(client, original)

    assert "translations" not in html
    assert 'rel="alternate" hreflang' not in html


# --- older than the original ----------------------------------------------------------------------------
def correct(version, **fields):
    return make_version(
        release=version.release, kind="correction", note="Fel antal hushåll.", visible_from=NOW - HOUR, **fields
    )


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "The translation is older than the original."),
        ("fi", "Översättningen är äldre än originalet."),
        ("sv-simple", "Den lättlästa texten är äldre än originalet."),
    ],
)
def test_a_translation_that_has_fallen_behind_says_so_above_its_headline(client, original, language, said):
    behind = translation(original, language, "Gammal översättning")
    assert said not in page_of(client, behind)

    correct(original)
    html = page_of(client, behind)

    assert said in notices_in(html)
    assert f'href="{original.get_absolute_url()}"' in html[html.index("<article") : html.index("<h1")]
    assert said not in page_of(client, original)


def test_a_finnish_text_says_it_in_finnish_too(client, original):
    finnish = translation(original, "fi", "Keitä vesi")
    correct(original)

    assert '<span lang="fi">Käännös on vanhempi kuin alkuperäinen teksti' in page_of(client, finnish)


def test_a_translation_of_what_was_retracted_says_so(client, original):
    english = translation(original, "en", "Boil your water")
    retract_release(release=original.release, by=make_administrator(), notice="Det var fel prov.")

    html = page_of(client, english)

    assert "The original of this text has been retracted." in notices_in(html)
    assert languages_in(html) == []
    assert "Boil your water" not in page_of(client, original)


def test_a_preview_shows_what_readers_will_see(original):
    english = translation(original, "en", "Boil your water")
    draft = make_release(original=original.release, language="fi", headline="Keitä vesi", follows_as="")

    html = client_of(make_administrator()).get(f"/admin/newsroom/release/{draft.pk}/preview/").content.decode()

    assert [name for *_rest, name in languages_in(" ".join(html.split()))] == ["Svenska", "English"]
    assert english.get_absolute_url() in html


# --- what came after ------------------------------------------------------------------------------------
def test_the_earlier_says_what_replaces_it_and_the_later_what_it_replaces(client, original):
    later = make_version(follows=original.release, follows_as="replaces", headline="Nya råd om vattnet")

    assert f"Ersätts av: Nya råd om vattnet ( {later.published_on} )" in notices_in(page_of(client, original))
    assert f"Ersätter: Koka vattnet i Lextorp ( {original.published_on} )" in notices_in(page_of(client, later))
    assert "gäller inte längre" not in page_of(client, original)


def test_an_important_message_that_is_ended_says_that_it_no_longer_applies(client, original):
    ending = make_version(follows=original.release, follows_as="ends", headline="Drick vattnet igen")

    told = notices_in(page_of(client, original))

    assert "Det här meddelandet gäller inte längre." in told
    assert "Avslutas av: Drick vattnet igen" in told
    assert "Avslutar: Koka vattnet i Lextorp" in notices_in(page_of(client, ending))


def test_a_finnish_message_that_is_ended_says_so_in_finnish_too(client):
    message = make_version(type="important", language="fi", headline="Keitä vesi", visible_from=NOW - DAY)
    make_version(follows=message.release, follows_as="ends")

    assert '<strong lang="fi">Tämä tiedote ei ole enää voimassa.</strong>' in page_of(client, message)


def test_news_that_is_ended_is_told_calmly(client):
    news = make_version(type="news", visible_from=NOW - DAY)
    make_version(follows=news.release, follows_as="ends", headline="Försöket är slut")

    told = notices_in(page_of(client, news))

    assert "Avslutas av: Försöket är slut" in told
    assert "gäller inte längre" not in told


def test_of_a_chain_the_latest_stands_first(client, original):
    second = make_version(
        follows=original.release, follows_as="replaces", headline="Andra beskedet", visible_from=NOW - DAY
    )
    make_version(follows=second.release, follows_as="ends", headline="Faran är över", visible_from=NOW - HOUR)

    told = notices_in(page_of(client, original))

    assert told.index("Avslutas av: Faran är över") < told.index("Ersätts av: Andra beskedet")
    assert "gäller inte längre" in told


def test_headlines_in_other_languages_say_which(client, original):
    make_version(follows=original.release, follows_as="replaces", language="en", headline="Drink the water")

    assert 'hreflang="en" lang="en">Drink the water</a>' in page_of(client, original)


def test_markup_in_a_headline_is_text(client, original):
    make_version(follows=original.release, follows_as="replaces", headline="<b>Vatten</b> & luft")

    assert "&lt;b&gt;Vatten&lt;/b&gt; &amp; luft</a>" in page_of(client, original)


def test_a_draft_and_a_scheduled_follower_change_no_byte(client, original):
    before = client.get(original.get_absolute_url()).content
    department = make_department()
    make_release(follows=original.release, follows_as="ends", department=department)
    later = make_release(follows=original.release, follows_as="ends", department=department)
    schedule_release(release=later, by=make_administrator(), visible_from=NOW + DAY)

    assert client.get(original.get_absolute_url()).content == before


def test_a_withdrawn_follower_is_forgotten(client, original):
    before = client.get(original.get_absolute_url()).content
    later = make_version(follows=original.release, follows_as="ends")
    assert client.get(original.get_absolute_url()).content != before

    withdraw_release(release=later.release, by=make_administrator(), reason="Fel.")

    assert client.get(original.get_absolute_url()).content == before


def test_an_earlier_version_says_nothing_of_others(client, original):
    make_version(follows=original.release, follows_as="ends", headline="Drick vattnet igen")
    correct(original)

    html = client.get(f"{original.get_absolute_url()}version/1/").content.decode()

    assert "Drick vattnet igen" not in html
    assert "tidigare version" in html


def test_a_page_costs_the_same_however_many_relatives_it_has(client, original):
    def cost():
        client.get(original.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            client.get(original.get_absolute_url())
        return len(queries)

    alone = cost()
    for language in ("en", "fi", "sv-simple"):
        translation(original, language, f"På {language}")
    earlier = original
    for number in range(8):
        earlier = make_version(follows=earlier.release, follows_as="replaces", visible_from=NOW - DAY + number * HOUR)

    assert cost() == alone
