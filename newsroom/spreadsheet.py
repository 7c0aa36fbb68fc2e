"""Tables for Excel: a file of comma-separated values as Swedish Excel opens it by a double click.

Texts that a spreadsheet would take for a formula are given a leading apostrophe: what somebody typed in a
headline must not run on the computer of whoever opens the file.
"""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

#: What Excel needs to read the file as UTF-8.
BOM = "\ufeff"
#: What begins a formula, also after Excel has made the full-width signs narrow.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def spreadsheet(name: str, header: Sequence[Any], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """Return a table as a file to save. `name` is the file's, without ending; dates are written as 2026-11-23."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";")
    writer.writerow([cell(value) for value in header])
    writer.writerows([cell(value) for value in row] for row in rows)
    headers = {
        "Content-Disposition": str(content_disposition_header(as_attachment=True, filename=f"{name}.csv")),
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(BOM + file.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


def cell(value: Any) -> str:
    """Return a value as it stands in the file: times in Swedish local time, no text that is a formula."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return local.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, dt.date):
        return value.isoformat()
    text = str(value)
    is_number = isinstance(value, int | float)
    return f"'{text}" if text.startswith(FORMULA) and not is_number else text
