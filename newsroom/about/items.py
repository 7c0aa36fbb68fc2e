"""The eleven items that an accessibility statement must have, and what is missing of them.

The list is DIGG's (digg.se/kunskap-och-stod/digital-tillganglighet/skapa-en-tillganglighetsredogorelse), after the
law (2018:1937) and the agency's regulations (MDFFS 2019:2). That the statement is linked from every page is seen to
by the footer; that it links to DIGG by its template.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom.about.models import Authority, Deficiency, Statement

#: Where anybody reports a public actor that does not comply.
REPORT_TO_DIGG = "https://www.digg.se/tdosanmalan"
Kind = Deficiency.Kind
NAMES: dict[str, Promise] = {
    "actor": gettext_lazy("The name of the public actor"),
    "service": gettext_lazy("The name of the service"),
    "compliance": gettext_lazy("Whether it complies wholly, partly or not"),
    "faults": gettext_lazy("What cannot be used, and why"),
    "assessed": gettext_lazy("The date of the assessment"),
    "updated": gettext_lazy("The date of the latest update"),
    "method": gettext_lazy("How it was assessed"),
    "message": gettext_lazy("A way to report what cannot be used"),
    "digg": gettext_lazy("The link to the supervisory authority"),
    "burden": gettext_lazy("What is left out as an unreasonable burden (12 §), with reasons"),
    "outside": gettext_lazy("What lies outside the law (9 §)"),
}


@dataclass(frozen=True)
class Item:
    """One of the eleven, with what is missing of it; nothing, when it is there."""

    key: str
    missing: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Return what the item is called."""
        return str(NAMES[self.key])


def items(statement: Statement, authority: Authority) -> list[Item]:
    """Return the eleven items in DIGG's order, each with what is missing."""
    found: dict[str, Iterator[str]] = {
        "actor": _word(statement.actor, _("Write which municipality or company answers for the newsroom.")),
        "service": _word(statement.service, _("Write what the service is called.")),
        "compliance": _word(statement.compliance, _("Choose whether the newsroom complies wholly, partly or not.")),
        "faults": _faults(statement),
        "assessed": _word(statement.assessed_on, _("Fill in the day of the assessment.")),
        "method": _method(statement),
        "message": _message(authority),
        "burden": _burden(statement),
        "outside": _outside(statement),
    }
    # The date of the update is that of being shown, and the link to DIGG stands in the template: both are always there.
    return [Item(key, tuple(found.get(key, ()))) for key in NAMES]


def missing(statement: Statement, authority: Authority) -> list[str]:
    """Return one sentence for everything that is missing; none when the statement can be shown."""
    return [sentence for item in items(statement, authority) for sentence in item.missing]


def _word(value: object, sentence: str) -> Iterator[str]:
    """Demand that something is filled in."""
    if not value:
        yield sentence


def _each(rows: list[Deficiency], field: str, sentence: str) -> Iterator[str]:
    """Demand that a field is filled in on every row."""
    for row in rows:
        if not str(getattr(row, field) or "").strip():
            yield sentence % {"what": row}


def _faults(statement: Statement) -> Iterator[str]:
    """Demand that the list and the word for it agree, and that each row says what and until when."""
    rows = statement.rows(Kind.FAULT)
    if statement.compliance == Statement.Compliance.WHOLLY and rows:
        yield _("What complies wholly has no faults: choose “partly compliant”, or remove the rows.")
    # What is left out as a burden does not comply either, so it can be the reason for "partly".
    falls_short = statement.compliance in (Statement.Compliance.PARTLY, Statement.Compliance.NOT)
    if falls_short and not rows and not statement.rows(Kind.BURDEN):
        yield _("List what cannot be used: one row for each fault.")
    yield from _each(rows, "requirement", _("“%(what)s”: say which requirement it does not meet."))
    yield from _each(rows, "why", _("“%(what)s”: say why it cannot be used."))
    yield from _each(rows, "fixed_by", _("“%(what)s”: say when it is to be put right."))


def _method(statement: Statement) -> Iterator[str]:
    """Demand who looked, and how."""
    if not statement.method:
        yield _("Choose who made the assessment.")
    if not statement.method_text.strip():
        yield _("Describe how the assessment was made.")


def _message(authority: Authority) -> Iterator[str]:
    """Demand an address, a number or a form."""
    if not authority.can_be_told:
        yield _("Fill in an e-mail address, a telephone number or a form for reports, under “The authority”.")


def _burden(statement: Statement) -> Iterator[str]:
    """Demand a plain answer: rows with reasons, or that there are none."""
    rows = statement.rows(Kind.BURDEN)
    if not rows and not statement.claims_no_burden:
        yield _("List what is left out as an unreasonable burden, or tick that nothing is.")
    if rows and statement.claims_no_burden:
        yield _("You have ticked that nothing is an unreasonable burden, but there are rows that say so.")
    yield from _each(rows, "why", _("“%(what)s”: give the reasons why it would be an unreasonable burden."))


def _outside(statement: Statement) -> Iterator[str]:
    """Demand a plain answer: rows, or that there are none."""
    rows = statement.rows(Kind.OUTSIDE)
    if not rows and not statement.has_nothing_outside:
        yield _("List what lies outside the law, or tick that nothing does.")
    if rows and statement.has_nothing_outside:
        yield _("You have ticked that nothing lies outside the law, but there are rows that do.")
    yield from _each(rows, "why", _("“%(what)s”: say why the law does not apply."))
