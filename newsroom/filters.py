"""The filters of the lists, as they stand in an address: `?typ=&forvaltning=&amne=&ar=&manad=&sprak=&q=`."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Self

from django.utils.dates import MONTHS
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom.html import clean_characters
from newsroom.models import Department, DepartmentSlug, Language, ReleaseType, Topic

if TYPE_CHECKING:
    from newsroom.listing import Listing

#: The names in addresses, in the order in which they stand there, with what a reader calls them.
NAMES: dict[str, str | Promise] = {
    "typ": gettext_lazy("type"),
    "forvaltning": gettext_lazy("department"),
    "amne": gettext_lazy("topic"),
    "ar": gettext_lazy("year"),
    "manad": gettext_lazy("month"),
    "sprak": gettext_lazy("language"),
    "q": gettext_lazy("words"),
}
LONGEST_WORDS = 200


@dataclass(frozen=True)
class Named:
    """The rows that filters point out, by primary key: each with the slug that stands in addresses, and its name."""

    departments: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    topics: Mapping[int, tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def load(cls) -> Self:
        """Read the departments that are public, and the topics. Two queries."""
        departments = Department.objects.public().values_list("pk", "slug", "name")
        topics = Topic.objects.values_list("pk", "slug", "name")
        return cls({pk: (slug, name) for pk, slug, name in departments}, {pk: (s, name) for pk, s, name in topics})

    def of(self, name: str) -> Mapping[int, tuple[str, str]]:
        """Return the rows of a filter; none for one whose values are no rows."""
        return {"forvaltning": self.departments, "amne": self.topics}.get(name, {})

    def knows(self, name: str, value: Any) -> bool:
        """Tell whether a value may be named: a department that is not public may still stand in the sets."""
        return name not in ("forvaltning", "amne") or value in self.of(name)


@dataclass(frozen=True)
class Filters:
    """What a list is limited to. Departments and topics are primary keys; empty is no limit."""

    typ: str = ""
    forvaltning: int | None = None
    amne: int | None = None
    ar: int | None = None
    manad: int | None = None
    sprak: str = ""
    q: str = ""
    #: What the address asked for that means nothing, in sentences for the reader.
    faults: tuple[str, ...] = ()
    named: Named = field(default_factory=Named)

    @classmethod
    def parse(cls, query: Mapping[str, str], listing: "Listing") -> Self:
        """Read the filters of an address. A value that means nothing limits nothing, and is told as a fault.

        A topic, a year or a language that nothing public has means nothing: nobody learns that it exists.
        """
        named, found, faults = Named.load(), {}, []
        for name in NAMES:
            text = clean_characters(query.get(name, "")).strip()
            value = _value(name, text, named, listing)
            if value:
                found[name] = value
            elif text:
                faults.append(_fault(name, text))
        return cls(**found, faults=tuple(faults), named=named)

    def chosen(self) -> dict[str, Any]:
        """Return the filters that limit the list, by name."""
        return {name: value for name in NAMES if (value := getattr(self, name))}

    def querystring(self, **changes: Any) -> str:
        """Return the query of the same list with other choices, as "?typ=news&ar=2026"; "" without any.

        A change to None or "" takes a filter away. `sida` may be given; a first page is not written out.
        """
        page = changes.pop("sida", None)
        changed = replace(self, **changes)
        pairs = [(name, changed.in_address(name, value)) for name, value in changed.chosen().items()]
        pairs += [("sida", page)] if page and page != 1 else []
        return f"?{urlencode(pairs)}" if pairs else ""

    def in_address(self, name: str, value: Any) -> Any:
        """Return a value as it stands in an address: a slug for a department or topic."""
        rows = self.named.of(name)
        return rows[value][0] if value in rows else value

    def label(self, name: str, value: Any) -> str:
        """Return a value as a reader calls it."""
        rows = self.named.of(name)
        if value in rows:
            return rows[value][1]
        if name == "manad":
            return str(MONTHS[value])
        if name == "typ":
            label = str(ReleaseType(value).label)
            return label[:1].upper() + label[1:]
        return capfirst(str(Language(value).label)) if name == "sprak" else str(value)


def _value(name: str, text: str, named: Named, listing: "Listing") -> Any:
    """Return the value that the text of an address stands for, or None."""
    if name == "q":
        return text.replace("\ufffd", "")[:LONGEST_WORDS]  # what was no UTF-8 is no word
    if name in ("ar", "manad"):
        value: Any = int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else None
    elif rows := named.of(name):
        value = next((pk for pk, (slug, _name) in rows.items() if slug == text), None)
        if name == "forvaltning":
            return value or _former_department(text, rows)
    else:
        value = text
    return value if listing.having(name, value) else None


def _former_department(text: str, rows: Mapping[int, tuple[str, str]]) -> int | None:
    """Return the department that once had the slug: lists that somebody has kept the address of go on working."""
    former = DepartmentSlug.objects.filter(slug=text).values_list("department", flat=True).first() if text else None
    return former if former in rows else None


def _fault(name: str, text: str) -> str:
    """Say that a value means nothing here."""
    value = Truncator(text).chars(60)
    sentence = _("There is nothing for %(name)s “%(value)s”, so the list is shown without that choice.")
    return sentence % {"name": NAMES[name], "value": value}
