"""The rules that feeds are checked by find what they are for: each fault is made, and found."""

import pytest

from tests.feeds.rules import faults

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="sv"><id>tag:a.example,2026:flode</id><title>Nytt</title>\
<updated>2018-11-02T10:00:00+01:00</updated><author><name>Staden</name><uri>https://a.example/</uri></author>\
<link rel="self" type="application/atom+xml" href="https://a.example/f.atom"/>\
<entry xml:lang="en"><id>tag:a.example,2026:1</id><title>Ett</title><link rel="alternate" href="https://a.example/1"/>\
<published>2018-11-01T10:00:00+01:00</published><updated>2018-11-02T10:00:00+01:00</updated>\
<category term="news" scheme="https://a.example/"/><summary>Kort</summary>\
<content type="html">&lt;p&gt;&lt;a href="https://b.example/"&gt;Text&lt;/a&gt;&lt;/p&gt;</content></entry>\
<entry><id>tag:a.example,2026:2</id><title>Två</title><link rel="alternate" href="https://a.example/2"/>\
<updated>2018-11-02T11:00:00+01:00</updated><content type="html">&lt;p&gt;Mer&lt;/p&gt;</content></entry></feed>"""
RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Nytt</title><link>https://a.example/</link>\
<description>Allt</description><language>sv</language><lastBuildDate>Fri, 02 Nov 2018 10:00:00 +0100</lastBuildDate>\
<atom:link rel="self" type="application/rss+xml" href="https://a.example/f.rss"/>\
<item><title>Ett</title><link>https://a.example/1</link><guid isPermaLink="false">tag:a.example,2026:1</guid>\
<pubDate>Thu, 01 Nov 2018 10:00:00 +0100</pubDate><dc:language>en</dc:language><category>Nyhet</category>\
<description>Kort</description><content:encoded>&lt;p&gt;Text&lt;/p&gt;</content:encoded></item>\
<item><title>Två</title><guid isPermaLink="false">tag:a.example,2026:2</guid></item></channel></rss>"""
OF_ATOM = [
    ("<id>tag:a.example,2026:flode</id>", "", "MissingElement"),
    ("<title>Ett</title>", "", "MissingElement"),
    ("<title>Ett</title>", "<title/>", "NotBlank"),
    ("<title>Ett</title>", "<title>&lt;b&gt;Ett&lt;/b&gt;</title>", "ContainsUndeclaredHTML"),
    ("<title>Ett</title>", "<title>Ett &amp;amp; två</title>", "ContainsUndeclaredHTML"),
    ("<title>Ett</title>", "<title>Ett</title><title>Ett</title>", "DuplicateElement"),
    ("<title>Ett</title>", "<title>Ett\u0085</title>", "BadCharacters"),
    ("<title>Ett</title>", "<title>Ett</title><nytt/>", "UndefinedElement"),
    ('rel="self"', 'rel="alternate"', "MissingSelf"),
    ('href="https://a.example/f.atom"', 'href="https://a.example/g.atom"', "SelfDoesntMatchLocation"),
    ('type="application/atom+xml"', 'type="text/html"', "SelfNotAtom"),
    ('type="application/atom+xml"', 'type="atom"', "InvalidMIMEType"),
    ('href="https://a.example/1"', 'href="/1"', "InvalidFullLink"),
    ('href="https://a.example/1"', 'href="https://a.example/å"', "InvalidFullLink"),
    ('href="https://a.example/1"', "", "MissingHref"),
    ('rel="alternate" href="https://a.example/1"', 'rel="next" href="https://a.example/1"', "FeedHistoryRelInEntry"),
    ('rel="alternate" href="https://a.example/1"', 'rel="annan" href="https://a.example/1"', "UnregisteredAtomLinkRel"),
    ('<link rel="alternate" href="https://a.example/1"/>', '<link rel="alternate" href="https://a.example/1"/>' * 2,
     "DuplicateAtomLink"),
    ('<link rel="alternate" href="https://a.example/1"/>', '<link href="https://a.example/1">x</link>',
     "AtomLinkNotEmpty"),
    ("tag:a.example,2026:2", "tag:a.example,2026:1", "DuplicateEntries"),
    ("tag:a.example,2026:2", "tag:a.example:2", "InvalidTAG"),
    ("tag:a.example,2026:2", "tag:a.example,2026:å", "InvalidTAG"),
    ("tag:a.example,2026:2", " tag:a.example,2026:2", "UnexpectedWhitespace"),
    ("2018-11-02T11:00:00+01:00", "2018-11-02T10:00:00+01:00", "DuplicateUpdated"),
    ("2018-11-01T10:00:00+01:00", "2018-11-01T10:00:00", "InvalidRFC3339Date"),
    ("2018-11-01T10:00:00+01:00", "2018-11-01T10:00+01:00", "InvalidRFC3339Date"),
    ("2018-11-01T10:00:00+01:00", "2018-11-31T10:00:00+01:00", "InvalidRFC3339Date"),
    ("2018-11-01T10:00:00+01:00", "1986-11-01T10:00:00+01:00", "ImplausibleDate"),
    ("2018-11-01T10:00:00+01:00", "2126-11-01T10:00:00+01:00", "ImplausibleDate"),
    ('term="news" ', "", "MissingAttribute"),
    ('scheme="https://a.example/"', 'scheme="typ"', "InvalidFullLink"),
    (' xml:lang="sv"', "", "MissingDCLanguage"),
    ('xml:lang="en"', 'xml:lang="engelska"', "InvalidLanguage"),
    ("<author><name>Staden</name><uri>https://a.example/</uri></author>", "", "MissingElement"),
    ("<uri>https://a.example/</uri>", "<uri>www.a.example</uri>", "InvalidFullLink"),
    ('<content type="html">&lt;p&gt;Mer&lt;/p&gt;</content>', "", "MissingTextualContent"),
    ('<content type="html">&lt;p&gt;Mer', '<content type="text">&lt;p&gt;Mer', "InvalidTextType"),
    ('href="https://b.example/"', 'href="/b"', "ContainsRelRef"),
    ('href="https://b.example/"', 'href="https://b.example/" onclick="x()"', "SecurityRiskAttr"),
    ("&gt;Text&lt;/a", "&gt;&lt;script&gt;&lt;/script&gt;&lt;/a", "SecurityRisk"),
    ("Text&lt;/a&gt;", "Text", "NotHtml"),
    ('<?xml version="1.0" encoding="utf-8"?>', "", "MissingEncoding"),
]  # fmt: skip
OF_RSS = [
    ('version="2.0"', 'version="0.91"', "InvalidRSSVersion"),
    ("<channel><title>Nytt</title>", "<channel>", "MissingTitle"),
    ("<link>https://a.example/</link>", "", "MissingLink"),
    ("<description>Allt</description>", "", "MissingDescription"),
    ("<language>sv</language>", "", "MissingDCLanguage"),
    ("<language>sv</language>", "<language>svenska</language>", "InvalidLanguage"),
    ('rel="self"', 'rel="alternate"', "MissingSelf"),
    ("</item></channel>", "</item><description>Allt</description></channel>", "MisplacedItem"),
    ("Fri, 02 Nov 2018 10:00:00", "Tue, 02 Nov 2018 10:00:00", "IncorrectDOW"),
    ("Thu, 01 Nov 2018 10:00:00 +0100", "2018-11-01", "InvalidRFC2822Date"),
    ("Thu, 01 Nov 2018 10:00:00 +0100", "tor, 01 nov 2018 10:00:00 +0100", "InvalidRFC2822Date"),
    ("Thu, 01 Nov 2018 10:00:00 +0100", "Thu, 01 Nov 2018 10:00:00", "InvalidRFC2822Date"),
    ("<title>Ett</title>", "<title>Ett &amp;#38; två</title>", "ContainsHTML"),
    ("<title>Ett</title>", "<title>Färre &lt;unga</title>", "CharacterData"),
    ("<title>Nytt</title>", "<title>Nytt &lt;ord</title>", "CharacterData"),
    ("<category>Nyhet</category>", "<category>&lt;Nyhet</category>", "CharacterData"),
    ("<title>Två</title>", "", "ItemMustContainTitleOrDescription"),
    ('<guid isPermaLink="false">tag:a.example,2026:2</guid>', "", "MissingGuid"),
    ('<guid isPermaLink="false">tag:a.example,2026:2', "<guid>tag:a.example,2026:2", "InvalidPermalink"),
    ('<guid isPermaLink="false">tag:a.example,2026:2', '<guid isPermaLink="false">2', "NotSufficientlyUnique"),
    ('<guid isPermaLink="false">tag:a.example,2026:2', '<guid isPermaLink="nej">2', "InvalidBooleanAttribute"),
    ("tag:a.example,2026:2", "tag:a.example,2026:1", "DuplicateValue"),
    ("<link>https://a.example/1</link>", "<link>/1</link>", "InvalidFullLink"),
    ("<description>Kort</description>", "", "NeedDescriptionBeforeContent"),
    ("<description>Kort</description>", "<description>A &lt;b&gt;B</description>", "NotHtml"),
    ("<title>Ett</title>", "<title>Ett</title><author>Staden</author>", "UndefinedElement"),
]


def found(document, form):
    return faults(document.encode(), f"https://a.example/f.{form}", f"application/{form}+xml; charset=utf-8")


def test_sound_feeds_have_no_fault():
    assert found(ATOM, "atom") == []
    assert found(RSS, "rss") == []


@pytest.mark.parametrize(("whole", "broken", "name"), OF_ATOM)
def test_a_fault_of_atom_is_found(whole, broken, name):
    assert ATOM.count(whole) >= 1

    assert name in found(ATOM.replace(whole, broken, 1), "atom")


@pytest.mark.parametrize(("whole", "broken", "name"), OF_RSS)
def test_a_fault_of_rss_is_found(whole, broken, name):
    assert RSS.count(whole) >= 1

    assert name in found(RSS.replace(whole, broken, 1), "rss")


def test_what_could_be_html_may_stand_in_rss_by_its_number():
    assert found(RSS.replace("<title>Ett</title>", "<title>Färre &#x3C;unga</title>"), "rss") == []


def test_what_comes_before_the_entries_must_stand_before_them():
    assert "MisplacedMetadata" in found(ATOM.replace("</feed>", "<subtitle>Sent</subtitle></feed>"), "atom")


@pytest.mark.parametrize(
    ("content_type", "name"),
    [("text/html; charset=utf-8", "UnexpectedContentType"), ("application/atom+xml", "EncodingMismatch")],
)
def test_the_type_of_the_answer_counts(content_type, name):
    assert name in faults(ATOM.encode(), "https://a.example/f.atom", content_type)
