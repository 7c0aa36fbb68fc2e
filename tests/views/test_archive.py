"""The archive: filters in the address, their counts, how each is taken away, and that nothing typed breaks it."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from newsroom.actions import schedule_release
from tests.factories import (
    DAY,
    HOUR,
    NOW,
    make_administrator,
    make_department,
    make_release,
    make_topic,
    make_version,
)

pytestmark = pytest.mark.django_db
ARCHIVE = "/pressmeddelanden/"


@pytest.fixture
def skola():
    return make_topic("Skola och förskola")


@pytest.fixture
def kultur():
    return make_department(name="Kultur- och fritidsförvaltningen", slug="kultur")


@pytest.fixture(autouse=True)
def releases(skola, kultur):
    """Four releases that differ in one thing each."""

    def publish(headline, at, topics=(), **fields):
        return make_version(release=make_release(headline=headline, topics=topics, **fields), visible_from=at)

    may = dt.datetime(2024, 5, 6, 9, tzinfo=dt.UTC)
    publish("Sommarläsning för alla", may, department=kultur, type="news")
    publish("Ny skola på Lextorp", may + 40 * DAY, [skola])
    publish("Skolvalet öppnar", may + 370 * DAY, [skola], type="news")
    publish("School choice opens", may + 371 * DAY, [skola], language="en")


def page(client, query="", status=200):
    response = client.get(ARCHIVE + query)
    assert response.status_code == status
    return response.content.decode()


def headlines(html):
    return re.findall(r'release-card-headline"><a href="[^"]+">([^<]+)<', html)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 4),
        ("?typ=news", 2),
        ("?forvaltning=kultur", 1),
        ("?ar=2024", 2),
        ("?manad=5", 3),
        ("?ar=2024&manad=6", 1),
        ("?sprak=en", 1),
        ("?typ=news&ar=2025", 1),
        ("?typ=news&sprak=en", 0),
    ],
)
def test_filters_limit_the_list_together(client, query, count):
    assert len(headlines(page(client, query))) == count


def test_topic_limits_the_list(client, skola):
    assert headlines(page(client, f"?amne={skola.slug}&typ=news")) == ["Skolvalet öppnar"]


def test_each_choice_tells_how_many_it_leaves(client, skola):
    html = page(client, f"?amne={skola.slug}")

    assert re.search(r'<option value="news">Nyhet \(1\)</option>', html)
    assert re.search(r'<option value="en">Engelska \(1\)</option>', html)
    assert re.search(rf'<option value="{skola.slug}" selected>Skola och förskola \(3\)</option>', html)
    assert "Kultur- och fritidsförvaltningen" not in html.split("release-list")[0]


def test_each_filter_can_be_taken_away_by_itself(client, skola):
    html = page(client, f"?typ=news&amne={skola.slug}")

    assert f'href="/pressmeddelanden/?amne={skola.slug}"' in html
    assert 'href="/pressmeddelanden/?typ=news"' in html
    assert re.search(r'class="chosen-all" href="/pressmeddelanden/"', html)


def test_pages_keep_the_filters(client, kultur):
    for number in range(25):
        make_version(department=kultur, visible_from=NOW - number * HOUR)

    html = page(client, "?forvaltning=kultur&sida=2")

    assert len(headlines(html)) == 6
    assert 'href="/pressmeddelanden/?forvaltning=kultur"' in html


@pytest.mark.parametrize(
    "query",
    [
        "?typ=banan",
        "?forvaltning=%00",
        "?amne=';drop",
        "?ar=20x6",
        "?ar=99999999999999999999",
        "?manad=-1",
        "?sprak=%F0%9F",
        "?sida=x&typ=",
        "?typ=news&typ=banan",
        "?" + "a" * 3000,
        "?q=%00%00",
    ],
)
def test_broken_values_give_the_list_with_a_note(client, query):
    response = client.get(ARCHIVE + query, follow=True)

    assert response.status_code == 200
    if query.startswith(("?typ=b", "?ar", "?manad", "?amne")):
        assert "visas därför utan det valet" in response.content.decode()
        assert len(headlines(response.content.decode())) == 4


def test_what_is_typed_is_escaped(client):
    html = page(client, "?amne=%3Cscript%3Ealert(1)%3C/script%3E")

    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


def test_an_address_with_empty_filters_leads_to_the_plain_one(client, skola):
    response = client.get(f"{ARCHIVE}?q=&typ=news&forvaltning=&amne=")

    assert (response.status_code, response["Location"]) == (302, "/pressmeddelanden/?typ=news")


def test_nothing_left_tells_what_to_do(client):
    assert "Inget pressmeddelande passar" in page(client, "?typ=news&sprak=en")


def test_a_year_alone_has_an_address_of_its_own_and_takes_more_filters(client):
    html = page(client, "2024/")

    assert len(headlines(html)) == 2
    assert 'href="/pressmeddelanden/2025/"' in html
    assert len(headlines(page(client, "2024/?typ=news"))) == 1


def test_what_is_scheduled_counts_nowhere(client, skola):
    before = page(client)
    schedule_release(
        release=make_release(topics=[make_topic("Hemligt")], type="answer"),
        by=make_administrator(),
        visible_from=timezone.now() + HOUR,
    )

    assert page(client) == before


def test_the_list_takes_the_same_number_of_queries_however_long(client, django_assert_num_queries, skola):
    page(client)
    with django_assert_num_queries(5):
        page(client, "?typ=news")
    for number in range(40):
        make_version(department=make_department(), visible_from=NOW - number * HOUR)
    page(client)

    with django_assert_num_queries(5):
        page(client, f"?amne={skola.slug}")
    with django_assert_num_queries(5):
        page(client, "?sida=2")
