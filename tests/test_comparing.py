"""Comparing: versions and the working copy, field by field."""

import pytest

from newsroom.comparing import body_text, compare, readable
from newsroom.models import Release, ReleaseContact
from tests.factories import make_contact, make_department, make_release, make_topic, make_version
from tests.test_differing import made_of, said

pytestmark = pytest.mark.django_db


def by_label(old, new):
    return {field.label: field for field in compare(old, new)}


def changed(old, new):
    return [field.label for field in compare(old, new) if field.is_changed]


def test_a_version_and_the_working_copy_it_was_frozen_from_say_the_same():
    topics = [make_topic(), make_topic()]
    version = make_version(topics=topics, contacts=[make_contact(), make_contact(organisation="Fabriken", party="S")])

    assert changed(version, Release.objects.get()) == []
    assert changed(version, version) == []


def test_every_field_a_reader_sees_is_compared():
    version = make_version()
    release = version.release
    release.headline, release.subheading, release.lead, release.dateline = "Ny rubrik", "Ny", "Ny ingress.", "Ny rad"
    release.body, release.type, release.language = "<p>Ny text.</p>", "news", "en"
    release.department = make_department()
    release.original, release.follows, release.follows_as = make_release(), make_release(), "ends"
    release.save()
    release.topics.add(make_topic("Skola"))
    release.contact_places.update(role="ny roll")

    assert changed(version, release) == [
        "Rubrik",
        "Underrubrik",
        "Ingress",
        "Text",
        "Datumrad",
        "Typ",
        "Språk",
        "Översättning av",
        "Tidigare meddelande",
        "Vad som händer med det tidigare meddelandet",
        "Förvaltning",
        "Ämnen",
        "Kontakter",
    ]


def test_the_digest_and_the_comparison_agree():
    version = make_version()
    release = Release.objects.get()
    assert (changed(version, release) == []) == (version.digest == release.digest())

    release.body = release.body.replace("tog två år", "tog <strong>två</strong> år")
    release.save()

    assert (changed(version, release) == []) == (version.digest == release.digest())


def test_the_pieces_make_up_what_each_side_says():
    version = make_version(body="<h2>Bakgrund</h2><p>Bygget tog två år.</p><ul><li><p>Ett</p></li></ul>")
    release = version.release
    release.body = "<p>Bygget tog tre år och kostade 10\u00a0000 kronor.</p><ul><li><p>Ett</p></li><li>Två</li></ul>"
    release.lead = "En annan ingress."
    release.save()

    for field, old, new in zip(
        compare(version, release), readable(version).values(), readable(release).values(), strict=True
    ):
        assert made_of(field.pieces, "same", "deleted") == old
        assert made_of(field.pieces, "same", "inserted") == new


def test_contacts_are_compared_in_order_with_role_and_placement():
    one, two = make_contact(name="Märta Ågren"), make_contact(name="Per Ek")
    version = make_version(contacts=[one, two])
    release = version.release
    ReleaseContact.objects.filter(contact=one).update(order=5, placement="more", role="chef")

    contacts = by_label(version, release)["Kontakter"]

    assert contacts.is_changed
    assert made_of(contacts.pieces, "same", "deleted").splitlines() == [
        "Märta Ågren, pressekreterare – kontaktkortet överst",
        "Per Ek, pressekreterare – kontaktkortet överst",
    ]
    assert made_of(contacts.pieces, "same", "inserted").splitlines() == [
        "Per Ek, pressekreterare – kontaktkortet överst",
        "Märta Ågren, chef – för ytterligare information",
    ]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Ett</p><p>Två</p>", "Ett\nTvå"),
        ("<h2>Rubrik</h2><p>Text</p>", "[mellanrubrik] Rubrik\nText"),
        ("<ul><li><p>Ett</p></li><li>Två</li></ul>", "• Ett\n• Två"),
        ("<blockquote><p>Ja</p></blockquote>", "[citat] Ja"),
        ('<p>Läs <a href="https://a.se/?x=1&amp;y=2">mer</a>.</p>', "Läs mer ‹https://a.se/?x=1&y=2›."),
        ('<p><a href="https://a.se">https://a.se</a></p>', "https://a.se"),
        ("<p>a&nbsp;&lt;b&gt; &amp; c</p>", "a\u00a0<b> & c"),
        ('<p><a href="/x?<b>">x</a></p>', "x ‹/x?<b>›"),
        ("", ""),
    ],
)
def test_a_body_is_read_with_marks_for_its_form(html, text):
    assert body_text(html) == text


def test_a_link_that_leads_elsewhere_shows():
    version = make_version(body='<p>Läs <a href="https://a.se/ett">mer</a>.</p>')
    release = version.release
    release.body = '<p>Läs <a href="https://a.se/två">mer</a>.</p>'
    release.save()

    assert said(by_label(version, release)["Text"].pieces) == "Läs mer ‹[-https://a.se/ett-]{+https://a.se/två+}›."


def test_bold_text_alone_is_a_change_without_words():
    version = make_version(body="<p>Bygget tog två år.</p>")
    release = version.release
    release.body = "<p>Bygget tog <strong>två</strong> år.</p>"
    release.save()

    body = by_label(version, release)["Text"]

    assert body.is_changed
    assert body.says_the_same


def test_what_the_editor_writes_in_two_ways_is_no_change():
    version = make_version(body="<ul><li>Ett</li><li>Två</li></ul><p>Slut</p>")
    release = version.release
    release.body = "<ul><li><p>Ett</p></li><li><p>Två</p></li></ul><p>Slut</p>"
    release.save()

    assert version.digest != release.digest()
    assert changed(version, release) == []


def test_a_release_with_a_headline_alone_can_be_compared():
    version = make_version()

    fields = compare(version, make_release(department=None, contacts=[], lead="", body=""))

    assert {field.label for field in fields if field.is_changed} >= {"Ingress", "Text", "Förvaltning", "Kontakter"}
