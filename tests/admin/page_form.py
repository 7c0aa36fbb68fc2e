"""What a browser would send from a page: the fields of its form as they stand, read from the HTML."""

from html.parser import HTMLParser


class _Fields(HTMLParser):
    """Collects the fields of one form."""

    def __init__(self, form_id):
        super().__init__()
        self.form_id, self.inside = form_id, False
        self.data, self.area, self.select = {}, None, None

    def handle_starttag(self, tag, attrs):
        at = dict(attrs)
        if tag == "form":
            self.inside = at.get("id") == self.form_id
        if not self.inside or "disabled" in at:
            return
        if tag == "input" and at.get("name"):
            self._input(at)
        elif tag == "textarea":
            self.area = at["name"]
            self.data.setdefault(self.area, []).append("")
        elif tag == "select":
            self.select = at["name"]
        elif tag == "option" and self.select and "selected" in at:
            self.data.setdefault(self.select, []).append(at.get("value", ""))

    def _input(self, at):
        kind = at.get("type", "text")
        if kind in ("radio", "checkbox") and "checked" not in at:
            return
        if kind not in ("submit", "button", "file"):
            unsaid = "on" if kind in ("radio", "checkbox") else ""
            self.data.setdefault(at["name"], []).append(at.get("value", unsaid))

    def handle_data(self, data):
        if self.inside and self.area:
            self.data[self.area][-1] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        elif tag == "textarea" and self.area:
            self.data[self.area][-1] = self.data[self.area][-1].removeprefix("\r\n").removeprefix("\n")
            self.area = None
        elif tag == "select":
            self.select = None


def sent_from(response, form_id="release_form"):
    """Return the data that a browser would send from the page."""
    parser = _Fields(form_id)
    parser.feed(response.content.decode())
    return {name: values if len(values) > 1 else values[0] for name, values in parser.data.items()}
