"""What the tests of feeds share: a newsroom with everything in it that a feed has to bear, and ways to ask."""

import json
from urllib.parse import urlsplit

from django.test import Client
from lxml import etree

from newsroom.models import Language
from tests.factories import DAY, HOUR, NOW, make_department, make_release, make_topic, make_version

ATOM = "{http://www.w3.org/2005/Atom}"
FORMS = ("atom", "rss", "json")
#: What a feed may meet: signs that mean something in XML and HTML, links of every sort, a table, a list, a smile.
BODY = """<h2>Så här påverkas du</h2><p>Kostnaden är 9,1 miljoner kronor,
&lt;10 % av budgeten &amp; mindre än i fjol.</p>
<p>– Vi är glada 😊, säger Märta "Mia" Ågren.</p><ul><li>Se <a href="/kontakter/">våra kontakter</a></li>
<li><a href="#tider">tiderna</a></li><li><a href="https://www.scb.se/?a=1&amp;b=2">SCB</a></li>
<li><a href="mailto:press@trollhattan.example">skriv</a> eller <a href="tel:+46520495000">ring</a></li></ul>
<table><tr><th colspan="2">År</th></tr><tr><td>2025</td><td>1<br>2</td></tr></table>
<blockquote><p>Ett citat med href="/inte-en-länk" i löptext.</p></blockquote>"""


def newsroom():
    """Fill the newsroom; return some of what is in it by name."""
    schools = make_department(name="Barn- & utbildningsförvaltningen", slug="barn-och-utbildning")
    closed = make_department(name="Tekniska kontoret", slug="tekniska-kontoret", status="closed")
    topic, other = make_topic("Skola & <förskola>"), make_topic("Trafik")
    first = make_version(
        release=make_release(
            department=schools, topics=[topic, other], body=BODY, headline="Fler platser & <färre> köer"
        ),
        visible_from=NOW - 40 * DAY,
    )
    made = {"schools": schools, "closed": closed, "topic": topic, "other": other, "corrected": first.release}
    make_version(release=first.release, kind="correction", note="Fel <belopp> & fel år.", visible_from=NOW - 3 * DAY)
    make_version(release=first.release, kind="minor", visible_from=NOW - 2 * DAY)
    bare = make_release(department=None, lead="", body="<p>Bara ett stycke.</p>", subheading="Underrubrik", contacts=[])
    made["bare"] = make_version(release=bare, visible_from=NOW - 39 * DAY).release
    for language in (Language.ENGLISH, Language.EASY_TO_READ, Language.FINNISH):
        release = make_release(
            department=schools, language=language, original=first.release, headline=f"Text {language}"
        )
        make_version(release=release, visible_from=NOW - 38 * DAY)
    for number in range(34):
        department = closed if number % 3 else schools
        make_version(
            release=make_release(department=department, type="news" if number % 2 else "press_release", topics=[other]),
            visible_from=NOW - (30 + number // 2) * HOUR,  # two at a time
        )
    return made


def ask(path, **headers):
    """Ask as an anonymous reader."""
    return Client().get(path, headers=headers)


def feed(form="json", query=""):
    """Return the answer to a feed, which must be there."""
    response = ask(f"/pressmeddelanden/flode.{form}{query}")
    assert response.status_code == 200
    return response


def items(query=""):
    """Return the items of a JSON feed by their titles."""
    return {item["title"]: item for item in json.loads(feed("json", query).content)["items"]}


def ids(form, query=""):
    """Return the ids in a feed, in order."""
    content = feed(form, query).content
    if form == "json":
        return [item["id"] for item in json.loads(content)["items"]]
    root = etree.fromstring(content)
    return [e.text for e in (root.findall(f"{ATOM}entry/{ATOM}id") if form == "atom" else root.iter("guid"))]


def path_of(url):
    """Return the path and the query of a whole address of ours."""
    parts = urlsplit(url)
    assert f"{parts.scheme}://{parts.netloc}" == "http://testserver"
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
