"""How releases may refer to one another, and how a translation begins."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from newsroom.actions import publish_release
from newsroom.models import Release
from newsroom.relating import choosable, faults_of, languages_left, start_translation
from newsroom.withdrawing import retract_release, withdraw_release
from tests.factories import (
    HOUR,
    NOW,
    make_administrator,
    make_contact,
    make_department,
    make_editor,
    make_release,
    make_reviewer,
    make_topic,
    make_version,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def original():
    return make_release(headline="Så sorterar du från årsskiftet")


def typed(release, **fields):
    """Return the faults of a release with other values than are stored."""
    for name, value in fields.items():
        setattr(release, name, value)
    return faults_of(release)


def test_a_release_alone_and_a_sound_family_have_no_fault(original):
    english, finnish = (make_release(original=original, language=code) for code in ("en", "fi"))

    assert [faults_of(release) for release in (original, english, finnish, make_release())] == [{}, {}, {}, {}]


def test_a_translation_is_of_another_release(original):
    assert "sig självt" in typed(original, original=original)["original"]


def test_a_family_is_flat_from_both_ends(original):
    english = make_release(original=original, language="en")

    assert "självt en översättning" in typed(make_release(language="fi"), original=english)["original"]
    assert "egna översättningar" in typed(original, original=make_release(language="fi"))["original"]


def test_no_language_twice(original):
    make_release(original=original, language="en")

    assert "redan en översättning" in typed(make_release(language="en"), original=original)["original"]
    assert "samma språk" in typed(make_release(language="sv"), original=original)["original"]
    assert faults_of(make_release(language="sv-simple", original=original)) == {}


def test_an_original_does_not_take_the_language_of_its_translation(original):
    make_release(original=original, language="en")

    assert list(typed(original, language="en")) == ["language"]
    assert typed(original, language="fi") == {}


def test_a_withdrawn_translation_makes_room_for_a_new_one(original):
    english = make_version(original=original, language="en")
    withdraw_release(release=english.release, by=make_administrator(), reason="Fel text.")

    assert faults_of(make_release(original=original, language="en")) == {}


def test_following_needs_both_halves(original):
    later = make_release()

    assert list(typed(later, follows=original)) == ["follows_as"]
    assert list(typed(later, follows=None, follows_as="ends")) == ["follows"]
    assert typed(later, follows=original, follows_as="ends") == {}


def test_no_release_follows_itself_in_however_many_steps(original):
    second = make_release(follows=original, follows_as="replaces")
    third = make_release(follows=second, follows_as="replaces")

    for earlier in (original, second, third):
        assert list(typed(original, follows=earlier, follows_as="ends")) == ["follows"]
    assert faults_of(third) == {}


def test_a_translation_does_not_follow_its_original(original):
    english = make_release(original=original, language="en")

    assert list(typed(english, follows=original, follows_as="replaces")) == ["follows"]


def test_a_faulty_reference_stops_publication_with_the_reason(original):
    make_release(original=original, language="en")
    twice = make_release(original=original, language="en")

    with pytest.raises(ValidationError) as refused:
        publish_release(release=twice, by=make_administrator())

    assert "redan en översättning" in refused.value.message_dict["original"][0]
    assert not twice.versions.exists()


# --- what may be chosen ---------------------------------------------------------------------------------
def test_one_may_choose_what_one_sees_what_everybody_reads_and_what_is_chosen_already(original):
    public, scheduled = make_version(), make_version(visible_from=NOW + HOUR)
    mine, kept = make_release(), make_release()
    chosen = make_release(follows=kept, follows_as="ends")

    found = set(choosable(Release.objects.filter(pk=mine.pk), chosen))

    assert found == {mine, public.release, kept}
    assert scheduled.release not in found


# --- a new translation ----------------------------------------------------------------------------------
@pytest.fixture
def department():
    return make_department()


@pytest.fixture
def public(department):
    contact = make_contact()
    release = make_release(department=department, contacts=[contact], topics=[make_topic("Avfall")], dateline="Rad")
    release.contact_places.update(placement="more", role="renhållningschef")
    return make_version(release=release, visible_from=NOW - HOUR)


def test_a_translation_begins_as_a_draft_with_all_there_is_to_translate(public, department):
    editor = make_editor(department)

    draft = start_translation(release=public.release, language="en", by=editor)

    draft.refresh_from_db()
    assert (draft.original, draft.language, draft.owner, str(draft.status)) == (public.release, "en", editor, "draft")
    assert (draft.headline, draft.body, draft.dateline) == (public.headline, public.body, "")
    assert list(draft.topics.all()) == list(public.topics.all())
    places = draft.contact_places.values_list("contact", "placement", "role")
    assert list(places) == [(public.contact_places.get().contact_id, "more", "")]
    assert [(event.kind, event.by) for event in draft.events.all()] == [("created", editor)]
    assert faults_of(draft) == {}


def test_what_readers_see_is_translated_not_what_is_being_written(public, department):
    Release.objects.filter(pk=public.release_id).update(headline="Halvfärdig ändring")

    draft = start_translation(release=public.release, language="fi", by=make_editor(department))

    assert draft.headline == public.headline


def test_of_a_retracted_text_the_working_copy_is_taken(public, department):
    retract_release(release=public.release, by=make_administrator(), notice="Det var fel.")

    draft = start_translation(release=public.release, language="fi", by=make_editor(department))

    assert draft.headline == public.headline


def test_a_translation_of_a_translation_is_one_of_the_original(public, department):
    editor = make_editor(department)
    english = start_translation(release=public.release, language="en", by=editor)

    finnish = start_translation(release=english, language="fi", by=editor)

    assert finnish.original == public.release


def test_what_follows_another_release_has_a_translation_that_follows_none(public, department):
    later = make_version(department=department, follows=public.release, follows_as="ends")

    draft = start_translation(release=later.release, language="en", by=make_editor(department))

    assert (draft.follows, draft.follows_as) == (None, "")


def test_the_languages_of_the_family_are_not_offered_again(public, department):
    start_translation(release=public.release, language="en", by=make_editor(department))

    assert [code for code, _label in languages_left(public.release)] == ["sv-simple", "fi"]
    with pytest.raises(ValidationError):
        start_translation(release=public.release, language="en", by=make_editor(department))
    with pytest.raises(ValidationError):
        start_translation(release=public.release, language="xx", by=make_editor(department))
    assert Release.objects.count() == 2


@pytest.mark.parametrize("make", [make_reviewer, make_editor])
def test_who_may_not_write_for_the_department_begins_nothing(public, department, make):
    person = make_reviewer(department) if make is make_reviewer else make_editor(make_department())

    with pytest.raises(PermissionDenied):
        start_translation(release=public.release, language="en", by=person)

    assert Release.objects.count() == 1
