"""Where everything stands in a chart, and what the templates make of it."""

import datetime as dt
import re
import xml.etree.ElementTree as ET

import pytest
from django.template.loader import render_to_string

from newsroom.figures.charts import HEIGHT, PLOT, TOP, WIDTH, bar_chart, column_chart, round_up
from newsroom.figures.counting import Due
from newsroom.figures.periods import whole_year

MONTHS = whole_year(2026).months
SVG = "{http://www.w3.org/2000/svg}"


def year_of(*dues):
    return list(zip(MONTHS, [*dues, *[Due()] * (12 - len(dues))], strict=True))


def drawn(template, chart):
    text = render_to_string(f"figures/{template}.html", {"chart": chart})
    return text, ET.fromstring(text.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1).strip())


@pytest.mark.parametrize(
    ("number", "top"), [(0, 2), (1, 2), (3, 4), (7, 10), (10, 10), (11, 20), (150, 200), (999, 1000)]
)
def test_the_scale_ends_at_a_round_number_that_holds_the_highest(number, top):
    assert round_up(number) == top
    assert top % 2 == 0


def test_a_column_stands_on_the_base_and_its_parts_on_one_another():
    column = column_chart(year_of(Due(in_time=5, late=3, unread=2))).columns[0]

    assert [part.kind for part in column.segments] == ["in-time", "late", "unread"]
    assert column.segments[0].y + column.segments[0].height == TOP + PLOT
    for below, above in zip(column.segments, column.segments[1:], strict=False):
        assert above.y + above.height == below.y
    assert sum(part.height for part in column.segments) == PLOT
    assert column.value == "50"


def test_heights_are_as_the_numbers_and_little_is_seen_beside_much():
    chart = column_chart(year_of(Due(in_time=1000), Due(in_time=500), Due(unread=1)))

    assert [c.segments[0].height for c in chart.columns[:3]] == [PLOT, PLOT // 2, 2]


def test_a_month_without_anything_due_has_a_dash_and_no_column():
    column = column_chart(year_of()).columns[4]

    assert (column.segments, column.value, column.label) == ([], "–", "maj")


def test_everything_stands_within_the_picture():
    chart = column_chart([(month, Due(number, number, number)) for number, month in enumerate(MONTHS)])

    for column in chart.columns:
        assert 0 < column.x < column.x + column.width < WIDTH
        assert column.value_y > 10
        assert all(0 < part.y < part.y + part.height <= HEIGHT for part in column.segments)


def test_bars_are_as_long_as_their_share():
    chart = bar_chart([("Allt", 100), ("Hälften", 50), ("Inget", 0), ("Okänt", None), ("Å" * 80, 1)])

    assert [bar.length for bar in chart.bars] == [chart.track, chart.track // 2, 0, 0, chart.track // 100]
    assert [bar.value for bar in chart.bars] == ["100 %", "50 %", "0 %", "–", "1 %"]
    assert len(chart.bars[4].label) == 50
    assert chart.height > chart.bars[-1].bar_y + chart.thickness


@pytest.mark.parametrize(
    ("template", "chart"),
    [
        ("_columns", column_chart([(month, Due(9999 + n, 3 * n, n)) for n, month in enumerate(MONTHS)])),
        ("_bars", bar_chart([("Kultur & <fritid>", 37), ("Socialt", None)])),
    ],
)
def test_the_drawing_is_whole_numbers_without_style_or_script(template, chart):
    text, root = drawn(template, chart)

    assert not re.search(r"style|<script|\son\w+=|href|url\(", text)
    assert root.get("role") == "img"
    assert root.get("aria-label")
    for element in root.iter(f"{SVG}rect"):
        assert all(re.fullmatch(r"\d+", element.get(name)) for name in ("x", "y", "width", "height"))
    assert len(list(root.iter(f"{SVG}rect"))) >= 3


def test_months_are_said_in_swedish_and_short():
    assert [column.label for column in column_chart(year_of()).columns] == [
        "jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec",
    ]  # fmt: skip
    assert dt.date(2026, 1, 1) == MONTHS[0]
