"""Statements for the tests: whole, unless the test says what is missing."""

import datetime as dt

from newsroom.about.actions import show_statement
from newsroom.about.models import Authority, Deficiency, Statement
from tests.factories import make_administrator

FAULT = {
    "kind": "fault",
    "what": "Tabeller i äldre pressmeddelanden saknar rubrikceller.",
    "whom": "den som läser med skärmläsare",
    "requirement": "WCAG 1.3.1, EN 301 549 9.1.3.1",
    "why": "De flyttades över från det gamla pressrummet.",
    "fixed_by": dt.date(2027, 3, 1),
}
BURDEN = {"kind": "burden", "what": "Ljudarkivet från 1998 är inte utskrivet.", "why": "Det skulle kosta två miljoner."}
OUTSIDE = {"kind": "outside", "what": "Direktsändningar är inte textade.", "why": "De undantas i 9 §."}


def make_authority(**fields):
    values = {
        "name": "Härnösands kommun",
        "registration_number": "212000-2403",
        "address": "Nybrogatan 8\n871 80 Härnösand",
        "email": "kommun@harnosand.example",
        "telephone": "0611-34 80 00",
        "officer": "Kommunens dataskyddsombud",
        "officer_email": "dataskydd@harnosand.example",
        "report_email": "tillganglighet@harnosand.example",
        "answer_time": "två arbetsdagar",
    }
    return Authority.objects.create(**values | fields)


def make_statement(rows=(FAULT,), **fields):
    values = {
        "actor": "Härnösands kommun",
        "service": "pressrummet i Härnösand",
        "compliance": "partly",
        "assessed_on": dt.date(2026, 10, 5),
        "method": "self",
        "method_text": "Vi gick igenom tjugo sidor med NVDA.",
        "claims_no_burden": not any(row["kind"] == "burden" for row in rows),
        "has_nothing_outside": not any(row["kind"] == "outside" for row in rows),
    }
    statement = Statement.objects.create(**values | fields)
    for order, row in enumerate(rows):
        Deficiency.objects.create(statement=statement, order=order, **row)
    return statement


def make_shown(rows=(FAULT,), at=None, by=None, **fields):
    if not Authority.objects.exists():
        make_authority()
    return show_statement(statement=make_statement(rows, **fields), by=by or make_administrator(), at=at)
