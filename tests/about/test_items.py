import pytest

from newsroom.about.items import items, missing
from newsroom.about.models import Authority, Statement
from tests.about.support import BURDEN, FAULT, OUTSIDE, make_authority, make_statement

pytestmark = pytest.mark.django_db


def lacking(rows=(FAULT,), authority=None, **fields):
    return missing(make_statement(rows, **fields), authority or Authority(report_email="a@b.example"))


def test_there_are_eleven_in_the_order_of_digg():
    found = items(make_statement(), make_authority())

    assert [item.key for item in found] == [
        "actor",
        "service",
        "compliance",
        "faults",
        "assessed",
        "updated",
        "method",
        "message",
        "digg",
        "burden",
        "outside",
    ]
    assert all(item.name and not item.missing for item in found)


@pytest.mark.parametrize("rows", [[FAULT], [FAULT, BURDEN], [FAULT, OUTSIDE], [BURDEN], [FAULT, BURDEN, OUTSIDE]])
def test_a_whole_statement_lacks_nothing(rows):
    assert lacking(rows) == []


def test_one_that_complies_wholly_needs_no_faults():
    assert lacking([], compliance="wholly") == []


def test_an_empty_one_lacks_everything_that_a_person_must_write():
    found = items(Statement.objects.create(), Authority())

    assert {item.key for item in found if not item.missing} == {"faults", "updated", "digg"}


@pytest.mark.parametrize(
    ("fields", "key", "sentence"),
    [
        ({"actor": ""}, "actor", "Skriv vilken kommun"),
        ({"service": ""}, "service", "Skriv vad den digitala servicen heter"),
        ({"compliance": ""}, "compliance", "helt, delvis eller inte förenligt"),
        ({"assessed_on": None}, "assessed", "vilken dag bedömningen gjordes"),
        ({"method": ""}, "method", "vem som gjorde bedömningen"),
        ({"method_text": " \n"}, "method", "Beskriv hur bedömningen gjordes"),
        ({"claims_no_burden": False}, "burden", "oskäligt betungande, eller kryssa"),
        ({"has_nothing_outside": False}, "outside", "inte omfattas av lagen, eller kryssa"),
    ],
)
def test_what_is_left_out_is_named_in_swedish_under_its_item(fields, key, sentence):
    found = {item.key: item.missing for item in items(make_statement(**fields), make_authority())}

    assert [sentence in text for text in found.pop(key)] == [True]
    assert not any(found.values())


@pytest.mark.parametrize("way", ["report_email", "report_telephone", "report_form"])
def test_one_way_to_report_is_enough(way):
    statement = make_statement()

    assert "under ”Myndigheten”" in missing(statement, Authority())[0]
    assert missing(statement, Authority(**{way: "0611-34 80 00"})) == []


@pytest.mark.parametrize("compliance", ["partly", "not"])
def test_what_falls_short_is_listed(compliance):
    assert "en rad för varje brist" in lacking([], compliance=compliance)[0]


def test_what_complies_wholly_has_no_faults():
    assert "Det som är helt förenligt har inga brister" in lacking([FAULT], compliance="wholly")[0]


@pytest.mark.parametrize(
    ("row", "gap", "sentence"),
    [
        (FAULT, {"requirement": ""}, "vilket krav"),
        (FAULT, {"why": "  "}, "varför det inte är tillgängligt"),
        (FAULT, {"fixed_by": None}, "när det ska vara åtgärdat"),
        (BURDEN, {"why": ""}, "motivera"),
        (OUTSIDE, {"why": ""}, "varför lagen inte gäller"),
    ],
)
def test_each_row_says_what_the_law_wants_of_it(row, gap, sentence):
    said = lacking([FAULT, row | gap])

    assert len(said) == 1
    assert row["what"][:40] in said[0]
    assert sentence in said[0]


@pytest.mark.parametrize(("row", "tick"), [(BURDEN, "claims_no_burden"), (OUTSIDE, "has_nothing_outside")])
def test_a_tick_that_says_none_and_rows_contradict_each_other(row, tick):
    assert "Du har kryssat för" in lacking([FAULT, row], **{tick: True})[0]
