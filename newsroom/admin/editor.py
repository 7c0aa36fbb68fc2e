"""The rich text editor of the desk: what it offers is what newsroom.html lets through."""

from typing import Any

from django_prose_editor.fields import ProseEditorFormField
from django_prose_editor.widgets import AdminProseEditorWidget
from js_asset import Media

from newsroom.html import SCHEMES, clean_html

EXTENSIONS: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": {"enableListAttributes": False},
    "ListItem": True,
    "Blockquote": True,
    "HardBreak": True,
    "Link": {"protocols": sorted(SCHEMES), "enableTarget": False},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "PasteFromWord": True,
    "LanguagePart": True,
    "NoSpellCheck": False,
}


class BodyWidget(AdminProseEditorWidget):
    """The editor, with our script that names it for screen readers and speaks Swedish."""

    @property
    def media(self) -> Media:
        """Return the editor's own files and ours."""
        return super().media + Media(js=["newsroom/editor-setup.js"])


class BodyField(ProseEditorFormField):
    """A body: typed in the editor, sanitised by our own rules."""

    def __init__(self, **kwargs: Any) -> None:
        """Set up the editor with our extensions."""
        kwargs.setdefault("widget", BodyWidget)
        super().__init__(config={"extensions": EXTENSIONS}, sanitize=clean_html, **kwargs)
