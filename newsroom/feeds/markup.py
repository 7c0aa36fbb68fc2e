"""Writing XML: elements that are closed by themselves."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from xml.sax.xmlreader import AttributesImpl

from django.utils.xmlutils import SimplerXMLGenerator

_BY_NUMBER = {ord(sign): f"&#x{ord(sign):X};" for sign in "&<>"}


class Document:
    """An XML document in the making."""

    def __init__(self) -> None:
        """Begin with the declaration."""
        self._out = StringIO()
        self._xml = SimplerXMLGenerator(self._out, "utf-8", short_empty_elements=True)
        self._xml.startDocument()

    def __str__(self) -> str:
        """Return what has been written."""
        return self._out.getvalue()

    @contextmanager
    def element(self, name: str, attributes: dict[str, str] | None = None) -> Iterator[None]:
        """Write an element around what is written inside the `with`."""
        self._xml.startElement(name, AttributesImpl(attributes or {}))
        yield
        self._xml.endElement(name)

    def leaf(self, name: str, text: str = "", attributes: dict[str, str] | None = None) -> None:
        """Write an element that holds words alone, or nothing."""
        with self.element(name, attributes):
            if text:
                self._xml.characters(text)

    def plain(self, name: str, text: str, attributes: dict[str, str] | None = None) -> None:
        """Write an element of plain words where readers may take them for HTML, as they do in RSS.

        `&`, `<` and `>` are written by their numbers, as the RSS Advisory Board's profile recommends.
        """
        with self.element(name, attributes):
            self._xml.ignorableWhitespace(text.translate(_BY_NUMBER))
