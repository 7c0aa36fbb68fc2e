"""Charts as the server draws them: where everything stands, in whole numbers. Colours are for the style sheet.

No script and no inline style: the templates write what is worked out here as attributes of SVG. Whole numbers,
because a Swedish decimal comma would end an attribute early.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import date_format

from newsroom.figures.counting import Due

WIDTH = 480
#: Room around the columns: figures to the left, shares above, months below.
LEFT, RIGHT, TOP, BOTTOM = 40, 8, 28, 30
PLOT = 180
HEIGHT = TOP + PLOT + BOTTOM
#: What there is is seen, however little.
LEAST = 2
#: A row of bars: the name above, the bar below, the share at its end.
ROW, BAR, VALUE = 48, 16, 64
LONGEST = 50


@dataclass(frozen=True)
class Segment:
    """A part of a column."""

    kind: str
    y: int
    height: int


@dataclass(frozen=True)
class Column:
    """One month: the parts from the bottom up, its name below and its share above."""

    x: int
    width: int
    segments: list[Segment]
    label: str
    value: str
    value_y: int

    @property
    def middle(self) -> int:
        """Return where the words stand."""
        return self.x + self.width // 2


@dataclass(frozen=True)
class Tick:
    """A line across the chart, with its figure."""

    y: int
    value: int


@dataclass(frozen=True)
class ColumnChart:
    """A year of columns."""

    columns: list[Column]
    ticks: list[Tick]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    base: int = TOP + PLOT


def column_chart(months: list[tuple[dt.date, Due]]) -> ColumnChart:
    """Draw what was due in each month: in time below, then late, then unread."""
    top = round_up(max((due.total for _month, due in months), default=0))
    step = (WIDTH - LEFT - RIGHT) // max(len(months), 1)
    columns = [_column(LEFT + step * number, step, month, due, top) for number, (month, due) in enumerate(months)]
    ticks = [Tick(TOP + PLOT - PLOT * value // top, value) for value in sorted({0, top // 2, top})]
    return ColumnChart(columns, ticks)


def round_up(number: int) -> int:
    """Return the next round number that can be halved: 2, 4, 10, 20, 40, 100 and so on."""
    size = 1
    while True:
        for step in (2, 4, 10):
            if number <= step * size:
                return step * size
        size *= 10


def _column(x: int, step: int, month: dt.date, due: Due, top: int) -> Column:
    """Draw one month."""
    base, segments = TOP + PLOT, []
    for kind, count in (("in-time", due.in_time), ("late", due.late), ("unread", due.unread)):
        if count:
            height = max(PLOT * count // top, LEAST)
            base -= height
            segments.append(Segment(kind, base, height))
    value = "–" if due.percent is None else str(due.percent)
    return Column(x + 4, step - 8, segments, date_format(month, "M").strip(".").lower()[:3], value, base - 7)


@dataclass(frozen=True)
class Bar:
    """One row: a name, and how much of the whole."""

    label: str
    y: int
    length: int
    value: str

    @property
    def text_y(self) -> int:
        """Return where the name stands."""
        return self.y + 16

    @property
    def bar_y(self) -> int:
        """Return where the bar begins."""
        return self.y + 23

    @property
    def value_y(self) -> int:
        """Return where the share stands."""
        return self.y + 23 + BAR - 3


@dataclass(frozen=True)
class BarChart:
    """Shares below one another, each of a whole."""

    bars: list[Bar]
    width: int = WIDTH
    track: int = WIDTH - VALUE
    thickness: int = BAR

    @property
    def height(self) -> int:
        """Return the height of all rows."""
        return ROW * len(self.bars)


def bar_chart(shares: Iterable[tuple[str, int | None]]) -> BarChart:
    """Draw shares in percent; None is a row without a bar."""
    rows = list(shares)
    return BarChart([_bar(number * ROW, label, share) for number, (label, share) in enumerate(rows)])


def _bar(y: int, label: str, share: int | None) -> Bar:
    """Draw one row."""
    length = (WIDTH - VALUE) * share // 100 if share else 0
    length = max(length, LEAST) if share else 0
    name = label if len(label) <= LONGEST else f"{label[: LONGEST - 1].rstrip()}…"
    return Bar(name, y, length, "–" if share is None else f"{share} %")
