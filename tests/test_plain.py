import pytest

from newsroom.html import clean_html, html_to_text
from newsroom.plain import html_to_plain

SITE = "https://press.trollhattan.example"


def plain(html):
    return html_to_plain(clean_html(html), SITE)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Ett &amp; två.</p><p>Tre.</p>", "Ett & två.\n\nTre."),
        ("<h2>Så gör du</h2><p>Ring.</p>", "Så gör du\n\nRing."),
        ("<p>En\n  rad   med <strong>fet</strong> <em>text</em>.</p>", "En rad med fet text."),
        ("<p>Gärdhemsvägen 9<br>461 83 Trollhättan</p>", "Gärdhemsvägen 9\n461 83 Trollhättan"),
        ("<p>070&nbsp;174</p>", "070\xa0174"),
        ("<p>– Vi är glada, säger <em>Märta</em> Ågren.</p>", "– Vi är glada, säger Märta Ågren."),
        ("<ul><li>Ett</li><li>Två</li></ul><p>Slut.</p>", "• Ett\n• Två\n\nSlut."),
        ("<ol><li>Ett</li><li>Två</li></ol><ol><li>Ett</li></ol>", "1. Ett\n2. Två\n\n1. Ett"),
        ("<ul><li>Ett<ol><li>A</li><li>B</li></ol></li><li>Två</li></ul>", "• Ett\n  1. A\n  2. B\n• Två"),
        ("<ul><li><p>Ett</p><p>mer</p></li><li>Två<br>rader</li></ul>", "• Ett\n  mer\n• Två\n  rader"),
        ("<blockquote><p>Vi är glada.</p></blockquote>", "”Vi är glada.”"),
        ("<blockquote><p>Ett.</p><p>Två.</p></blockquote><p>Tre.</p>", "”Ett.\n\nTvå.”\n\nTre."),
        ("<blockquote><p>– Vi är glada.</p></blockquote>", "– Vi är glada."),
        ("<blockquote><p>”Vi är glada.”</p></blockquote>", "”Vi är glada.”"),
        ("<blockquote></blockquote><p>Ett.</p>", "Ett."),
        (
            "<table><thead><tr><th>År</th><th>Antal</th></tr></thead><tbody><tr><td>2025</td><td>12</td></tr>"
            "<tr><td></td><td>3</td></tr></tbody></table><p>Slut.</p>",
            "År | Antal\n2025 | 12\n| 3\n\nSlut.",
        ),
        ("", ""),
        ("<p></p>", ""),
        ("bara text", "bara text"),
    ],
)
def test_a_body_as_text(html, text):
    assert plain(html) == text


@pytest.mark.parametrize(
    ("link", "text"),
    [
        ('<a href="https://www.scb.se/befolkning/">SCB</a>', "SCB (https://www.scb.se/befolkning/)"),
        ('<a href="https://www.scb.se/">scb.se</a>', "scb.se"),
        ('<a href="https://scb.se/a">https://scb.se/a/</a>', "https://scb.se/a/"),
        ('<a href="/kontakter/">våra presskontakter</a>', f"våra presskontakter ({SITE}/kontakter/)"),
        ('<a href="mailto:press@trollhattan.se">press@trollhattan.se</a>', "press@trollhattan.se"),
        ('<a href="mailto:press@trollhattan.se">Mejla oss</a>', "Mejla oss (press@trollhattan.se)"),
        ('<a href="tel:+46520495000">0520-49 50 00</a>', "0520-49 50 00"),
        ('<a href="#mer">mer</a>', "mer"),
        ("<a>utan adress</a>", "utan adress"),
    ],
)
def test_a_link_tells_where_it_leads_unless_its_words_do(link, text):
    assert plain(f"<p>Läs {link}.</p>") == f"Läs {text}."


def test_no_word_is_lost_or_added():
    body = clean_html(
        "<h2>Så gör du</h2><p>Ring <strong>oss</strong>.</p><ul><li>Ett<ul><li>Två</li></ul></li></ul>"
        "<table><tr><td>Tre</td><td>fyra</td></tr></table><blockquote>Fem</blockquote><h3>Sex</h3>sju"
    )
    words = html_to_plain(body, SITE).translate(str.maketrans("", "", "•|”")).split()

    assert words == html_to_text(body).split()
