"""What the demo says of itself is whole by its own rules, and an earlier assessment is kept."""

import tomllib

import pytest

from newsroom.about.checks import check_authority, check_statement
from newsroom.about.models import Authority, Deficiency, Page, Statement
from newsroom.demo.about import tell_about
from newsroom.demo.loader import DATA
from newsroom.telephone import display_telephone
from tests.factories import NOW, make_administrator

pytestmark = pytest.mark.django_db
#: The real switchboard, which stands in the real release as well.
SWITCHBOARD = "0520-49 50 00"


@pytest.fixture
def told():
    data = tomllib.loads((DATA / "about.toml").read_text(encoding="utf-8"))
    tell_about(data, {"admin": make_administrator()}, NOW)


def test_nothing_is_warned_of(told):
    assert check_statement(None) == check_authority(None) == []


def test_the_statement_is_honest_and_an_earlier_one_is_kept(told):
    later, earlier = Statement.objects.shown()

    assert later.compliance == "partly"
    assert {row.kind for row in later.deficiencies.all()} == {"fault", "outside"}
    assert earlier.updated_on < later.updated_on
    assert all(row.fixed_by for row in Deficiency.objects.filter(kind="fault"))


def test_no_invented_address_or_number_reaches_anybody(told):
    authority = Authority.objects.get()
    numbers = [authority.telephone, authority.officer_telephone, authority.report_telephone]

    assert {display_telephone(number) for number in numbers} == {SWITCHBOARD}
    for address in (authority.email, authority.officer_email, authority.report_email):
        assert address.endswith(".example")


def test_a_page_has_words_of_its_own(told, client):
    assert Page.objects.get().changed_by.is_administrator
    assert "Pressjour" in client.get("/om/").content.decode()
