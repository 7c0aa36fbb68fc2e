"""What an entry says, and what moves its dates: only what a reader has to know of."""

import datetime as dt
import json

import pytest
from django.test import override_settings
from django.utils import timezone
from lxml import etree

from newsroom.actions import open_interval, publish_release, schedule_release
from newsroom.models import Language, Release
from newsroom.withdrawing import archive_release, retract_release, unschedule_release, withdraw_release
from tests.factories import (
    DAY,
    HOUR,
    NOW,
    make_administrator,
    make_department,
    make_release,
    make_topic,
    make_version,
)
from tests.feeds.support import ATOM, BODY, FORMS, feed, ids, items

pytestmark = pytest.mark.django_db


@pytest.fixture
def live():
    department = make_department(name="Kommunikationsavdelningen", slug="kommunikation")
    release = make_release(department=department, headline="Ny bro över älven", slug="ny-bro")
    return make_version(release=release, visible_from=NOW - 5 * DAY)


def only(query=""):
    """Return the one item there is."""
    (item,) = items(query).values()
    return item


def moment(text):
    return dt.datetime.fromisoformat(text)


def everything():
    """Return the bytes and the dates of all feeds."""
    return [(feed(form).content, feed(form)["Last-Modified"]) for form in FORMS]


# --- text ----------------------------------------------------------------------------------------------
def test_the_whole_text_is_there_with_the_lead_as_summary(live):
    item = only()

    assert item["summary"] == live.lead
    assert f"<p>{live.lead}</p>" in item["content_html"]
    assert "<p>Bygget tog två år.</p>" in item["content_html"]


def test_without_a_lead_the_first_paragraph_is_the_summary():
    make_version(lead="", body="<h2>Bakgrund</h2><p>Bygget tog två år.</p>", headline="Bron")

    assert only()["summary"] == "Bygget tog två år."


def test_links_are_whole_wherever_the_text_is_read():
    version = make_version(body=BODY)

    html = only()["content_html"]

    assert '<a href="http://testserver/kontakter/">' in html
    assert f'<a href="http://testserver{version.get_absolute_url()}#tider">' in html
    assert '<a href="https://www.scb.se/?a=1&amp;b=2">' in html
    assert '<a href="tel:+46520495000">' in html
    assert 'href="/inte-en-länk"' in html  # words of the text that only look like a link


def test_what_people_have_written_is_never_markup_in_a_feed():
    make_version(headline="Rubrik <b>", subheading="<i>under</i>", lead="<script>alert(1)</script> & så vidare")

    html = only()["content_html"]

    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "<i>" not in html


def test_the_sender_is_the_department_and_else_the_municipality(live):
    assert only()["authors"] == [
        {"name": "Kommunikationsavdelningen", "url": "http://testserver/forvaltningar/kommunikation/"}
    ]
    other = make_version(department=None, headline="Utan avsändare")

    assert items()[other.headline]["authors"] == [{"name": "Trollhättans Stad", "url": "http://testserver/"}]


def test_a_department_without_a_page_is_named_and_not_linked():
    make_version(department=make_department(name="Ny förvaltning", status="prepared"))

    assert only()["authors"] == [{"name": "Ny förvaltning", "url": "http://testserver/"}]


def test_the_categories_are_type_and_topics_with_the_lists_they_lead_to():
    topic = make_topic("Skola & fritid")
    make_version(release=make_release(topics=[topic], type="news"))

    entry = etree.fromstring(feed("atom").content).find(f"{ATOM}entry")

    found = [(c.get("scheme") + c.get("term"), c.get("label")) for c in entry.findall(f"{ATOM}category")]
    archive = "http://testserver/pressmeddelanden/"
    assert found == [(f"{archive}?typ=news", "Nyhet"), (f"{archive}?amne={topic.slug}", "Skola & fritid")]
    assert only()["tags"] == ["Nyhet", "Skola & fritid"]


@pytest.mark.parametrize("language", Language.values)
def test_each_entry_tells_its_language(language):
    make_version(language=language)

    assert only()["language"] == language
    entry = etree.fromstring(feed("atom").content).find(f"{ATOM}entry")
    assert entry.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    assert f"<dc:language>{language}</dc:language>" in feed("rss").content.decode()


# --- ids -----------------------------------------------------------------------------------------------
def test_an_id_is_made_of_the_short_number_alone(live):
    number = Release.objects.get(pk=live.release_id).short_number

    for form in FORMS:
        assert ids(form) == [f"tag:testserver,2026:pressmeddelande:{number}"]


def test_an_id_stays_through_new_addresses_headlines_corrections_and_notices(live):
    desk, release = make_administrator(), live.release
    before = [ids(form) for form in FORMS]

    Release.objects.filter(pk=release.pk).update(slug="helt-annan-adress", headline="Helt annan rubrik")
    release.refresh_from_db()
    publish_release(release=release, by=desk, kind="correction", public_note="Fel älv.", reason="Bråttom.")
    assert only()["url"] == f"http://testserver/pressmeddelanden/{live.address.year}/helt-annan-adress/"
    assert [ids(form) for form in FORMS] == before

    retract_release(release=release, by=desk, notice="Bron byggs inte.")
    assert [ids(form) for form in FORMS] == before


@override_settings(TAG_AUTHORITY="press.trollhattan.example,2018-06-26", SITE_URL="https://nyheter.trollhattan.example")
def test_ids_outlive_a_move_of_the_site(live):
    (found,) = ids("json")

    assert found.startswith("tag:press.trollhattan.example,2018-06-26:pressmeddelande:")
    assert only()["url"].startswith("https://nyheter.trollhattan.example/")


# --- dates ---------------------------------------------------------------------------------------------
def test_a_new_release_was_updated_when_it_was_published(live):
    item = only()

    assert moment(item["date_published"]) == moment(item["date_modified"]) == NOW - 5 * DAY


def test_a_minor_change_moves_no_date(live):
    before = only()
    root = etree.fromstring(feed("atom").content)
    release = live.release
    release.body = "<p>Bygget tog två år, med kommatecken.</p>"
    release.save()

    make_version(release=release, kind="minor", visible_from=NOW - DAY)

    after = only()
    assert "kommatecken" in after["content_html"]
    assert {name for name in after if after[name] != before[name]} == {"content_html"}
    again = etree.fromstring(feed("atom").content)
    assert again.findtext(f"{ATOM}updated") == root.findtext(f"{ATOM}updated")
    assert again.findtext(f"{ATOM}entry/{ATOM}updated") == root.findtext(f"{ATOM}entry/{ATOM}updated")


@pytest.mark.parametrize(("kind", "word"), [("correction", "Rättelse"), ("update", "Uppdatering")])
def test_a_material_change_moves_updated_and_stands_first_in_the_text(live, kind, word):
    release = live.release
    make_version(release=release, kind=kind, note="Bron blir <20 meter.", visible_from=NOW - 2 * DAY)

    item = only()
    day = timezone.localdate(NOW - 2 * DAY).isoformat()
    assert item["title"] == live.headline
    assert moment(item["date_published"]) == NOW - 5 * DAY
    assert moment(item["date_modified"]) == NOW - 2 * DAY
    first = item["content_html"].partition("</p>")[0]
    assert f"<strong>{word} {day}:</strong> Bron blir &lt;20 meter." in first
    assert item["_newsroom"]["corrections"] == [
        {
            "kind": kind,
            "date": item["date_modified"],
            "label": f"{word} {day}",
            "note": "Bron blir <20 meter.",
        }
    ]


def test_a_minor_change_after_a_correction_keeps_the_correction(live):
    make_version(release=live.release, kind="correction", note="Fel älv.", visible_from=NOW - 2 * DAY)
    before = only()

    make_version(release=live.release, kind="minor", visible_from=NOW - DAY)

    assert only() == before


def test_the_latest_of_several_changes_stands_first(live):
    make_version(release=live.release, kind="correction", note="Fel älv.", visible_from=NOW - 3 * DAY)
    make_version(release=live.release, kind="update", note="Ny tid.", visible_from=NOW - 2 * DAY)

    assert [change["note"] for change in only()["_newsroom"]["corrections"]] == ["Ny tid.", "Fel älv."]
    assert only()["content_html"].index("Ny tid.") < only()["content_html"].index("Fel älv.")


def test_a_scheduled_version_changes_no_byte_until_its_time(live):
    before, desk = everything(), make_administrator()
    release = live.release
    release.headline = "Hemlig rubrik"
    release.save()

    schedule_release(
        release=release, by=desk, visible_from=NOW + DAY, kind="correction", public_note="Hemlig.", reason="Så."
    )
    assert everything() == before
    unschedule_release(release=release, by=desk)
    assert everything() == before


def test_a_scheduled_release_is_in_no_feed(live):
    before = everything()

    schedule_release(release=make_release(), by=make_administrator(), visible_from=NOW + DAY, reason="Så.")

    assert everything() == before


def test_an_edit_at_the_desk_changes_no_byte(live):
    before = everything()

    live.release.headline, live.release.lead = "Hemlig rubrik", "Hemlig ingress"
    live.release.save()

    assert everything() == before


def test_archiving_changes_no_byte(live):
    before = everything()

    archive_release(release=live.release, by=make_administrator())

    assert everything() == before


# --- taken back ----------------------------------------------------------------------------------------
def test_a_notice_takes_the_place_of_a_text_that_was_retracted(live):
    make_version(release=live.release, kind="correction", note="Fel älv.", visible_from=NOW - 3 * DAY)

    retract_release(release=live.release, by=make_administrator(), notice="Bron byggs inte.")

    item = only()
    assert item["title"] == "Pressmeddelandet är tillbakadraget"
    assert item["content_html"] == "<p>Bron byggs inte.</p>"
    assert item["_newsroom"] == {"type": "press_release", "retracted": True, "corrections": []}
    assert moment(item["date_modified"]) > NOW - HOUR
    assert moment(item["date_published"]) == NOW - 5 * DAY
    assert "två år" not in feed("rss").content.decode()


def test_a_text_that_was_withdrawn_is_gone(live):
    other = make_version(headline="Annat")

    withdraw_release(release=live.release, by=make_administrator(), reason="Fel.")

    assert list(items()) == [other.headline]


def test_what_is_public_again_was_updated_then_and_has_none_of_the_old_changes(live):
    make_version(release=live.release, kind="correction", note="Fel älv.", visible_from=NOW - 4 * DAY)
    withdraw_release(release=live.release, by=make_administrator(), reason="Fel.", at=NOW - 3 * DAY)
    make_version(release=live.release, kind="update", note="Nu gäller det.", visible_from=NOW - 2 * DAY)

    item = only()

    assert item["_newsroom"]["corrections"] == []
    assert moment(item["date_modified"]) == NOW - 2 * DAY


def test_two_releases_of_the_same_second_are_told_apart_by_a_fraction_that_stays():
    versions = [make_version(visible_from=NOW - DAY) for _ in range(3)]
    entries = etree.fromstring(feed("atom").content).findall(f"{ATOM}entry")

    moments = {e.findtext(f"{ATOM}id"): moment(e.findtext(f"{ATOM}updated")) for e in entries}
    assert len(set(moments.values())) == 3
    assert {at.replace(microsecond=0) for at in moments.values()} == {NOW - DAY}

    make_version(release=versions[0].release, kind="minor", visible_from=NOW - HOUR)
    again = etree.fromstring(feed("atom").content).findall(f"{ATOM}entry")
    assert {e.findtext(f"{ATOM}id"): moment(e.findtext(f"{ATOM}updated")) for e in again} == moments


def test_a_version_that_ends_takes_its_entry_along():
    version = make_version(visible_from=None)
    open_interval(version=version, visible_from=NOW - 2 * DAY, visible_until=NOW - DAY)

    assert json.loads(feed("json").content)["items"] == []
