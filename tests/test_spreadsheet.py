"""Tables for Excel: how they are written, and that nothing in them runs."""

import csv
import datetime as dt
import io

import pytest
from django.utils.functional import lazystr

from newsroom.spreadsheet import cell, spreadsheet

NOON = dt.datetime(2026, 7, 1, 12, 5, tzinfo=dt.UTC)


def table(response):
    """Return the rows as Excel reads them."""
    text = response.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def test_the_file_is_what_swedish_excel_opens_by_a_double_click():
    response = spreadsheet("granskningar", ["Namn", "Ort"], [["Åsa Öberg", "Trollhättan"]])

    assert response.content == "\ufeffNamn;Ort\r\nÅsa Öberg;Trollhättan\r\n".encode()
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="granskningar.csv"'
    assert response["Cache-Control"] == "private, no-store"


def test_a_table_without_rows_has_its_header():
    assert table(spreadsheet("tom", ["Namn"], iter(()))) == [["Namn"]]


def test_a_name_with_a_quotation_mark_stays_one_name():
    assert spreadsheet('a"; x="b', [], [])["Content-Disposition"] == r'attachment; filename="a\"; x=\"b.csv"'


@pytest.mark.parametrize("text", ["a;b", 'Hon sa "ja"', "Två\nrader", "Två\r\nrader", " mellanslag ", "år 1–2"])
def test_what_a_text_holds_stays_in_its_cell(text):
    assert table(spreadsheet("x", ["Text", "Efter"], [[text, "nästa"]]))[1] == [text, "nästa"]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_no_text_is_a_formula(sign):
    text = f"{sign}HYPERLINK(A1;B1)"
    rows = table(spreadsheet("x", [text], [[text, lazystr(text)]]))

    assert rows == [[f"'{text}"], [f"'{text}", f"'{text}"]]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, ""),
        ("", ""),
        (0, "0"),
        (-5, "-5"),
        (-1.5, "-1.5"),
        ("– Ja, säger hon.", "– Ja, säger hon."),
        ("a=b", "a=b"),
        (dt.date(2026, 11, 23), "2026-11-23"),
        (NOON, "2026-07-01 14:05"),
        (dt.datetime(2026, 7, 1, 12, 5), "2026-07-01 12:05"),
    ],
)
def test_a_value_is_written_as_excel_understands_it(value, written):
    assert cell(value) == written
