"""The filters of an address: what they mean, what they say of what means nothing, and the address of another choice."""

import pytest
from django.http import QueryDict

from newsroom.filters import Filters
from newsroom.listing import current
from newsroom.models import DepartmentSlug
from newsroom.withdrawing import withdraw_release
from tests.factories import NOW, make_administrator, make_department, make_release, make_topic, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def kommunikation():
    return make_department(name="Kommunikation", slug="kommunikation")


@pytest.fixture
def skola():
    return make_topic("Skola")


@pytest.fixture(autouse=True)
def shown(kommunikation, skola):
    return make_version(release=make_release(type="news", department=kommunikation, topics=[skola]))


def read(query):
    return Filters.parse(QueryDict(query), current())


def test_every_filter_is_read_from_its_name(kommunikation, skola):
    year = NOW.astimezone().year

    filters = read(f"typ=news&forvaltning=kommunikation&amne={skola.slug}&ar={year}&sprak=sv&q=bro")

    assert filters.faults == ()
    assert filters.chosen() == {
        "typ": "news", "forvaltning": kommunikation.pk, "amne": skola.pk, "ar": year, "sprak": "sv", "q": "bro",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("query", "value"),
    [
        ("typ=banan", "banan"),
        ("typ=invitation", "invitation"),  # a type that exists, and that nothing public has
        ("forvaltning=okänd", "okänd"),
        ("amne=9", "9"),
        ("ar=1999", "1999"),
        ("ar=٢٠٢٦", "٢٠٢٦"),
        ("ar=" + "9" * 400, "9999"),
        ("ar=-1", "-1"),
        ("manad=13", "13"),
        ("manad=0", "0"),
        ("sprak=tlh", "tlh"),
        ("amne=%3Cscript%3E", "<script>"),
    ],
)
def test_what_means_nothing_limits_nothing_and_is_told(query, value):
    filters = read(query)

    assert filters.chosen() == {}
    assert len(filters.faults) == 1
    assert value in filters.faults[0]
    assert len(filters.faults[0]) < 200


def test_a_topic_that_nothing_public_has_is_answered_as_one_that_never_was():
    hidden = make_topic("Hemligt")
    make_release(topics=[hidden])

    assert read(f"amne={hidden.slug}").faults[0].replace(hidden.slug, "x") == read("amne=aldrig").faults[0].replace(
        "aldrig", "x"
    )


def test_a_topic_whose_only_release_is_withdrawn_means_nothing_also_to_a_process_that_has_seen_it():
    topic = make_topic("Återkallat")
    version = make_version(release=make_release(topics=[topic]))
    assert read(f"amne={topic.slug}").faults == ()
    withdraw_release(release=version.release, by=make_administrator(), reason="Fel.")

    assert read(f"amne={topic.slug}").chosen() == {}
    assert topic.pk not in current().counts("amne")


def test_a_department_being_prepared_is_answered_as_one_that_never_was():
    make_department(slug="ny-namnd", status="prepared")

    assert read("forvaltning=ny-namnd").chosen() == {}


def test_the_former_address_of_a_department_still_limits(kommunikation):
    DepartmentSlug.objects.create(slug="information", department=kommunikation)

    filters = read("forvaltning=information")

    assert filters.chosen() == {"forvaltning": kommunikation.pk}
    assert filters.querystring() == "?forvaltning=kommunikation"


def test_words_are_cut_where_they_are_too_many():
    assert len(read("q=" + "å" * 5000).q) == 200


def test_the_address_of_another_choice_keeps_the_rest_in_order(kommunikation, skola):
    filters = read(f"q=två+broar&amne={skola.slug}&typ=news&sida=7&annat=1")

    assert filters.querystring() == f"?typ=news&amne={skola.slug}&q=tv%C3%A5+broar"
    assert filters.querystring(amne=None, sida=3) == "?typ=news&q=tv%C3%A5+broar&sida=3"
    assert filters.querystring(typ="", amne=None, q="", sida=1) == ""
    assert (
        filters.querystring(forvaltning=kommunikation.pk, q="")
        == f"?typ=news&forvaltning=kommunikation&amne={skola.slug}"
    )


def test_values_are_named_as_readers_call_them(kommunikation, skola):
    filters = read("")

    assert filters.label("typ", "press_release") == "Pressmeddelande"
    assert filters.label("forvaltning", kommunikation.pk) == "Kommunikation"
    assert filters.label("amne", skola.pk) == "Skola"
    assert filters.label("manad", 5) == "maj"
    assert filters.label("sprak", "sv-simple") == "Lättläst svenska"
    assert filters.label("ar", 2026) == "2026"
