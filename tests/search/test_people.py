"""Contacts and departments, by name, title and telephone number."""

import pytest

from newsroom.search.people import digits_of, find_cards
from tests.factories import make_contact, make_department

pytestmark = pytest.mark.django_db


@pytest.fixture
def marta():
    return make_contact(name="Märta Ågren", title="pressekreterare", numbers=["0520-49 50 00"], is_listed=True)


@pytest.mark.parametrize(
    "asked",
    [
        *["Märta Ågren", "ågren", "ÅGREN märta", "Ågr", '"Märta Ågren"', "pressekreterare", "pressekreteraren Ågren"],
        *["0520-49 50 00", "0520495000", "0520 49 50 00", "+46520495000", "+46 (0)520-49 50 00", "0046520495000"],
        *["495000", "49 50 00"],
    ],
)
def test_a_contact_is_found(marta, asked):
    make_contact(name="Per Ivarsson", title="chef", numbers=["070-174 06 05"], is_listed=True)

    assert find_cards(asked).contacts == [marta]


@pytest.mark.parametrize("asked", ["Agren", "Märta Öberg", "0520-49 50 01", "500", "", "***", "Märtagården"])
def test_a_contact_is_not_found_by_anything_else(marta, asked):
    assert not find_cards(asked)


@pytest.mark.parametrize("fields", [{"is_listed": False}, {"is_active": False}])
def test_a_contact_who_is_not_listed_is_found_by_nothing(fields):
    make_contact(**{"name": "Märta Ågren", "title": "chef", "numbers": ["0520-49 50 00"], "is_listed": True} | fields)

    assert not any(find_cards(asked) for asked in ("Märta", "chef", "0520-49 50 00"))


def test_a_department_is_found_by_name_and_number():
    department = make_department(name="Kultur- och fritidsförvaltningen", telephone="031-390 06 05")
    make_department(name="Kulturen som väntar", status="prepared", telephone="031-390 06 05")

    for asked in ("kultur", "fritidsförvaltningen", "kultur och fritid", "0313900605"):
        assert find_cards(asked).departments == [department], asked


def test_those_whose_name_it_is_come_first():
    title = make_contact(name="Anna Alm", title="chef för Berg", is_listed=True)
    name = make_contact(name="Åke Berg", title="lärare", is_listed=True)

    assert find_cards("berg").contacts == [name, title]


@pytest.mark.parametrize(
    ("text", "digits"),
    [("0520-49 50 00", "0520495000"), ("+46 520 49 50 00", "0520495000"), ("112", ""), ("E45 1234", ""), ("", "")],
)
def test_the_digits_of_a_number(text, digits):
    assert digits_of(text) == digits
