"""The index follows publication, correction, withdrawal and the passing of time with nothing run."""

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from newsroom import listing
from newsroom.actions import open_interval, schedule_release
from newsroom.models import Release
from newsroom.search import indexing
from newsroom.search.engines import COLUMNS, Ask, versions_holding
from newsroom.search.matching import find
from newsroom.search.models import Entry, Word
from newsroom.withdrawing import archive_release, withdraw_release
from tests.factories import DAY, HOUR, NOW, SECOND, make_administrator, make_contact, make_release, make_version

pytestmark = pytest.mark.django_db


def hits(words, at=None):
    """Return the releases that a reader finds at a time."""
    shown = listing.as_of(at) if at else listing.current()
    found = find(words, shown)
    return [row.release for row in found.rows(found.bits, 0, 100)]


def test_a_draft_and_a_frozen_text_are_not_in_the_index():
    make_release(headline="Igelkotten")
    make_version(headline="Igelkotten", visible_from=None)

    assert not Entry.objects.exists()
    assert not Word.objects.filter(word="igelkotten").exists()


def test_a_release_is_found_as_soon_as_it_is_published():
    version = make_version(headline="Igelkotten vaknar")

    assert hits("igelkott") == [version.release_id]


def test_a_scheduled_release_is_found_on_the_second_and_not_before():
    release = make_release(headline="Igelkotten vaknar")
    at = timezone.now() + HOUR
    schedule_release(release=release, by=make_administrator(), visible_from=at)

    assert hits("igelkott") == []
    assert hits("igelkott", at - SECOND) == []
    assert hits("igelkott", at) == [release.pk]


def test_a_release_that_ends_is_found_no_more():
    version = make_version(headline="Igelkotten vaknar", visible_from=NOW - DAY, visible_until=NOW + DAY)

    assert hits("igelkott") == [version.release_id]
    assert hits("igelkott", NOW + DAY) == []


def test_after_a_correction_only_the_new_words_are_found():
    version = make_version(headline="Igelkotten vaknar", visible_from=NOW - DAY)
    release = Release.objects.get(pk=version.release_id)
    release.headline = "Grävlingen vaknar"
    release.save()
    make_version(release=release, kind="correction", note="Det var en annan art.", visible_from=NOW - HOUR)

    assert hits("igelkott") == []
    assert hits("grävling") == [release.pk]
    assert hits("igelkott", NOW - 2 * HOUR) == [release.pk]


def test_a_scheduled_change_is_found_from_its_time_on():
    version = make_version(headline="Igelkotten vaknar", visible_from=NOW - DAY)
    release = Release.objects.get(pk=version.release_id)
    release.headline = "Grävlingen vaknar"
    release.save()
    change = make_version(release=release, kind="update", note="Fler djur.", visible_from=None)
    open_interval(version=change, visible_from=NOW + HOUR)

    assert (hits("igelkott"), hits("grävling")) == ([release.pk], [])
    assert (hits("igelkott", NOW + HOUR), hits("grävling", NOW + HOUR)) == ([], [release.pk])


def test_a_withdrawn_release_is_found_no_more():
    version = make_version(headline="Igelkotten vaknar")
    withdraw_release(release=version.release, by=make_administrator(), reason="Fel art.")

    assert hits("igelkott") == []


def test_an_archived_release_is_still_found():
    version = make_version(headline="Igelkotten vaknar")
    archive_release(release=version.release, by=make_administrator())

    assert hits("igelkott") == [version.release_id]


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("igelkott", {"subheading": "En igelkott"}),
        ("igelkott", {"lead": "En igelkott"}),
        ("igelkott", {"body": "<ul><li>En <strong>igel</strong>kott</li></ul>"}),
        ("igelkott", {"dateline": "Igelkotten 3 maj"}),
        ("Sköldpadda", {"contacts": "Siv Sköldpadda"}),
    ],
)
def test_everything_that_the_page_says_is_found(words, text):
    if "contacts" in text:
        text = {"contacts": [make_contact(name=text["contacts"])]}
    version = make_version(**text)

    assert hits(words) == [version.release_id]


@pytest.mark.parametrize("word", ["strong", "p", "li", "href", "example"])
def test_the_code_of_a_text_is_not_found(word):
    make_version(body='<ul><li><strong>En</strong> <a href="https://example.org">väg</a></li></ul>', contacts=[])

    assert hits(word) == []


def test_the_index_is_written_in_the_transaction_of_the_publication():
    with transaction.atomic():
        make_version(headline="Igelkotten vaknar")
        assert versions_holding([Ask("headline", ["igelkotten"])]) != [[]]
        transaction.set_rollback(True)

    assert versions_holding([Ask(column, ["igelkotten"]) for column in COLUMNS]) == [[], [], []]
    assert not Entry.objects.exists()


def test_to_save_a_version_again_writes_nothing_twice():
    version = make_version(headline="Igelkotten vaknar")
    version.save(update_fields=["visible_until"])
    indexing.complete()

    assert versions_holding([Ask("headline", ["igelkotten"])]) == [[version.pk]]


def test_what_is_missing_is_added_after_a_migration():
    version = make_version(headline="Igelkotten vaknar")
    Entry.objects.all().delete()
    assert list(indexing.missing()) == [version]

    indexing.complete_after_migrate(using="default")

    assert versions_holding([Ask("headline", ["igelkotten"])]) == [[version.pk]]


def test_the_index_can_be_made_anew(capsys):
    version = make_version(headline="Igelkotten vaknar")
    scheduled = make_version(headline="Igelkotten somnar", visible_from=NOW + DAY)
    before = versions_holding([Ask(column, ["igelkotten"]) for column in COLUMNS])
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM newsroom_search_word")

    call_command("rebuild_search")
    call_command("rebuild_search")

    assert "2 versioner" in capsys.readouterr().out
    assert versions_holding([Ask(column, ["igelkotten"]) for column in COLUMNS]) == before
    assert before[0] == [version.pk, scheduled.pk]
    assert Word.objects.filter(word="igelkotten", backwards="nettoklegi").exists()
