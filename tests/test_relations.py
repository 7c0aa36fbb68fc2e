"""What a public release has to do with others: only what is public is told of, and only while it is."""

import pytest

from newsroom.relations import followers_of, relations_of
from newsroom.withdrawing import retract_release, withdraw_release
from tests.factories import DAY, HOUR, NOW, SECOND, make_administrator, make_release, make_version

pytestmark = pytest.mark.django_db


def translation(original, language="en", **fields):
    """Publish a translation of what a version is a version of."""
    return make_version(original=original.release, language=language, **{"visible_from": NOW - 2 * DAY} | fields)


def follower(earlier, follows_as="replaces", **fields):
    """Publish what comes after a version."""
    return make_version(follows=earlier.release, follows_as=follows_as, **fields)


def change(version, kind="correction", at=NOW - HOUR):
    """Change what a version is a version of."""
    note = "" if kind == "minor" else "Fel siffra."
    return make_version(release=version.release, kind=kind, note=note, visible_from=at)


@pytest.fixture
def original():
    return make_version(headline="Så sorterar du från årsskiftet", visible_from=NOW - 3 * DAY)


# --- the family -----------------------------------------------------------------------------------------
def test_a_family_is_linked_in_all_directions_the_original_first(original):
    finnish, simple, english = (translation(original, code) for code in ("fi", "sv-simple", "en"))

    assert relations_of(original).others == [simple, english, finnish]
    assert relations_of(english).others == [original, simple, finnish]
    assert relations_of(finnish).others == [original, simple, english]
    assert relations_of(finnish).original == original
    assert relations_of(finnish).languages[0] == finnish


def test_a_release_in_one_language_has_no_family(original):
    make_version(language="en")

    assert relations_of(original).others == relations_of(original).languages == []


def test_a_draft_a_scheduled_and_a_withdrawn_translation_give_no_link(original):
    make_release(original=original.release, language="en")
    translation(original, "fi", visible_from=NOW + DAY)
    gone = translation(original, "sv-simple")
    withdraw_release(release=gone.release, by=make_administrator(), reason="Fel.")

    assert relations_of(original).others == []
    assert [v.language for v in relations_of(original, NOW + 2 * DAY).others] == ["fi"]


def test_an_original_that_is_not_public_gives_no_link_but_its_translations_know_each_other():
    hidden = make_version(visible_from=NOW + DAY)
    finnish, english = translation(hidden, "fi"), translation(hidden, "en")

    relations = relations_of(english)

    assert (relations.others, relations.original, relations.is_outdated) == ([finnish], None, False)


def test_what_the_working_copy_refers_to_is_nobodys_business_yet(original):
    english = make_version(language="en", visible_from=NOW - DAY)
    english.release.original = original.release
    english.release.save()

    assert relations_of(english).others == relations_of(original).others == []


# --- older than the original ----------------------------------------------------------------------------
@pytest.mark.parametrize(("kind", "is_outdated"), [("correction", True), ("update", True), ("minor", False)])
def test_only_what_readers_must_know_makes_a_translation_old(original, kind, is_outdated):
    english = translation(original)
    changed = change(original, kind)

    relations = relations_of(english)

    assert relations.is_outdated is is_outdated
    assert relations.original_changed_at == (changed.visible_from if is_outdated else None)
    assert relations_of(changed).is_outdated is False


def test_a_minor_change_after_the_correction_takes_nothing_back(original):
    english = translation(original)
    changed = change(original)
    change(original, "minor", NOW - HOUR / 2)

    assert relations_of(english).original_changed_at == changed.visible_from


def test_a_translation_that_is_published_anew_is_up_to_date(original):
    english = translation(original)
    change(original, at=NOW - 2 * HOUR)
    english = change(english, "update", at=NOW - HOUR)

    assert relations_of(english).is_outdated is False


def test_a_change_to_come_makes_nothing_old_until_it_comes(original):
    english = translation(original)
    change(original, at=NOW + DAY)

    assert relations_of(english, NOW + DAY - SECOND).is_outdated is False
    assert relations_of(english, NOW + DAY).is_outdated is True


def test_an_original_that_was_withdrawn_after_its_correction_is_not_spoken_of(original):
    english = translation(original)
    change(original)
    withdraw_release(release=original.release, by=make_administrator(), reason="Fel.")

    relations = relations_of(english)

    assert (relations.is_outdated, relations.original, relations.others) == (False, None, [])


def test_a_retracted_original_is_told_of_and_is_no_family(original):
    english, finnish = translation(original), translation(original, "fi")
    notice = retract_release(release=original.release, by=make_administrator(), notice="Uppgiften var fel.")

    relations = relations_of(english)

    assert (relations.original, relations.original_is_retracted, relations.is_outdated) == (notice, True, True)
    assert relations.others == [finnish]
    assert relations_of(notice).others == []


def test_another_release_that_is_changed_makes_nothing_old(original):
    english, finnish = translation(original), translation(original, "fi")
    change(finnish)

    assert relations_of(english).is_outdated is False


# --- what came after ------------------------------------------------------------------------------------
@pytest.mark.parametrize("follows_as", ["replaces", "ends"])
def test_the_earlier_knows_the_later_and_the_other_way_round(original, follows_as):
    later = follower(original, follows_as)

    earlier, after = relations_of(original), relations_of(later)

    assert [(f.version, f.is_end) for f in earlier.followers] == [(later, follows_as == "ends")]
    assert earlier.is_ended is after.ends_earlier is (follows_as == "ends")
    assert (after.earlier, after.followers, earlier.earlier) == (original, [], None)


def test_a_chain_is_followed_to_its_end_the_latest_first(original):
    second = follower(original, visible_from=NOW - 4 * HOUR)
    third = follower(second, visible_from=NOW - 3 * HOUR)
    last = follower(third, "ends", visible_from=NOW - 2 * HOUR)

    assert [(f.version, f.is_end) for f in followers_of(original.release_id)] == [
        (last, True),
        (third, False),
        (second, False),
    ]
    assert relations_of(last).earlier == third


def test_what_replaces_an_end_is_an_end_too(original):
    ending = follower(original, "ends", visible_from=NOW - 3 * HOUR)
    better = follower(ending, "replaces", visible_from=NOW - 2 * HOUR)

    assert [(f.version, f.is_end) for f in followers_of(original.release_id)] == [(better, True), (ending, True)]
    assert [f.is_end for f in followers_of(ending.release_id)] == [False]


def test_several_may_come_after_one(original):
    first, second = (follower(original, visible_from=NOW - hours * HOUR) for hours in (3, 2))

    assert [f.version for f in followers_of(original.release_id)] == [second, first]


def test_a_draft_a_scheduled_a_withdrawn_and_a_retracted_follower_are_not_spoken_of(original):
    make_release(follows=original.release, follows_as="replaces")
    follower(original, visible_from=NOW + DAY)
    withdraw_release(release=follower(original).release, by=make_administrator(), reason="Fel.")
    retract_release(release=follower(original).release, by=make_administrator(), notice="Det var fel.")

    assert followers_of(original.release_id) == []
    assert len(followers_of(original.release_id, NOW + DAY)) == 1


def test_a_chain_breaks_where_a_link_is_not_public(original):
    second = follower(original, visible_from=NOW + DAY)
    third = follower(second, "ends")

    assert followers_of(original.release_id) == []
    assert relations_of(third).earlier is None
    assert {f.version for f in followers_of(original.release_id, NOW + DAY)} == {second, third}


def test_what_no_longer_says_that_it_follows_does_not(original):
    later = follower(original, visible_from=NOW - 2 * HOUR)
    later.release.follows, later.release.follows_as = None, ""
    later.release.save()
    assert len(followers_of(original.release_id)) == 1

    change(later, "update")

    assert followers_of(original.release_id) == []


def test_an_earlier_release_that_is_retracted_is_not_linked(original):
    later = follower(original)
    retract_release(release=original.release, by=make_administrator(), notice="Det var fel.")

    assert relations_of(later).earlier is None
    assert len(followers_of(original.release_id)) == 1


def test_a_circle_in_old_data_ends(original):
    """Nobody can make one at the desk; what was imported might have one."""
    second = follower(original)
    original.release.follows, original.release.follows_as = second.release, "ends"
    original.release.save()
    again = change(original, "update")

    assert [f.version for f in followers_of(original.release_id)] == [second]
    assert [f.version for f in followers_of(second.release_id)] == [again]


@pytest.mark.parametrize(("type", "loudly"), [("important", True), ("press_release", False)])
def test_an_important_message_that_is_ended_says_so_loudly(type, loudly):
    message = make_version(type=type, visible_from=NOW - DAY)
    replaced = follower(message, "replaces", type="important", visible_from=NOW - 3 * HOUR)
    assert relations_of(message).no_longer_applies is False

    follower(replaced, "ends", visible_from=NOW - HOUR)

    assert relations_of(message).no_longer_applies is loudly


def test_it_costs_two_queries_however_many_there_are(original, django_assert_num_queries):
    for code in ("fi", "sv-simple", "en"):
        translation(original, code)
    earlier = original
    for number in range(12):
        earlier = follower(earlier, visible_from=NOW - HOUR + number * SECOND)

    with django_assert_num_queries(2):
        relations = relations_of(original)
        told = [v.get_absolute_url() for v in relations.others]
        told += [f.version.get_absolute_url() for f in relations.followers]

    assert len(told) == 3 + 12
