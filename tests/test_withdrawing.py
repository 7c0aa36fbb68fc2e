"""Taking back what was scheduled or published."""

import pytest
from django.core.exceptions import ValidationError

from newsroom.actions import publish_release, schedule_release
from newsroom.approving import approve_release, submit_release
from newsroom.models import Event, Release, Version
from newsroom.withdrawing import (
    archive_release,
    archive_releases,
    retract_release,
    unarchive_release,
    unschedule_release,
    withdraw_release,
)
from tests.factories import (
    DAY,
    HOUR,
    NOW,
    make_administrator,
    make_department,
    make_publisher,
    make_release,
    make_version,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return make_administrator()


@pytest.fixture
def live():
    return make_version(visible_from=NOW - DAY, headline="Publik rubrik").release


def stored(release):
    return Release.objects.get(pk=release.pk)


def change(release, **fields):
    Release.objects.filter(pk=release.pk).update(**fields)
    return stored(release)


def shown(at):
    return [version.headline for version in Version.objects.public(at)]


def test_a_scheduled_change_takes_over_on_the_second_with_nothing_run(live, desk):
    release = change(live, headline="Ny rubrik")
    at = NOW + DAY
    schedule_release(release=release, by=desk, visible_from=at, kind="update", public_note="Nytt.")

    assert shown(at - HOUR) == ["Publik rubrik"]
    assert shown(at) == ["Ny rubrik"]


def test_cancelling_a_scheduled_change_lets_the_present_version_go_on(live, desk):
    release = change(live, headline="Ny rubrik")
    schedule_release(release=release, by=desk, visible_from=NOW + DAY, kind="update", public_note="Nytt.")

    unschedule_release(release=stored(release), by=desk)

    assert shown(NOW + 2 * DAY) == ["Publik rubrik"]
    assert not stored(release).standing_at().is_ahead
    assert stored(release).headline == "Ny rubrik"


def test_cancelling_a_first_publication_leaves_nothing_public(desk):
    release = make_release()
    schedule_release(release=release, by=desk, visible_from=NOW + DAY)

    unschedule_release(release=stored(release), by=desk)

    assert shown(NOW + 2 * DAY) == []
    assert stored(release).status == "draft"


def test_an_approved_text_is_still_approved_after_the_schedule_is_cancelled(desk):
    release = make_release(department=make_department(approval="required"))
    submit_release(release=release, by=desk)
    approve_release(release=release, by=make_administrator())
    schedule_release(release=stored(release), by=desk, visible_from=NOW + DAY)

    unschedule_release(release=stored(release), by=desk)

    assert stored(release).status == "approved"


def test_a_text_with_an_end_disappears_by_itself(desk):
    publish_release(release=make_release(headline="Till kvällen"), by=desk, visible_until=NOW + DAY, at=NOW)

    assert shown(NOW + DAY - HOUR) == ["Till kvällen"]
    assert shown(NOW + DAY) == []


@pytest.mark.parametrize("end", [NOW - HOUR, NOW])
def test_an_end_that_does_not_come_after_the_beginning_is_refused(desk, end):
    with pytest.raises(ValidationError):
        publish_release(release=make_release(), by=desk, visible_until=end, at=NOW)


def test_archived_and_back_again(live, desk):
    archive_release(release=live, by=desk)
    assert stored(live).status == "archived"

    unarchive_release(release=stored(live), by=desk)
    assert stored(live).status == "published"


def test_a_retraction_puts_a_notice_in_place_of_the_text(live, desk, client):
    address = Version.objects.get().get_absolute_url()
    retract_release(release=live, by=desk, notice="Uppgiften om priset var fel.", reason="Fel belopp.")

    response = client.get(address)
    page = response.content.decode()
    assert response.status_code == 200
    assert "Uppgiften om priset var fel." in page
    assert "Publik rubrik" not in page
    assert "Fel belopp." not in page
    assert live.contact_places.get().contact.name in page
    assert stored(live).status == "withdrawn"


def test_a_retracted_release_stands_in_no_list_and_its_text_cannot_be_read(live, desk, client):
    address = Version.objects.get().get_absolute_url()
    retract_release(release=live, by=desk, notice="Uppgiften var fel.")

    for path in ("/", "/pressmeddelanden/", f"/pressmeddelanden/{NOW.year}/"):
        assert b"tillbakadraget" not in client.get(path).content.lower()
    assert client.get(f"{address}version/1/").status_code == 410


def test_a_retracted_release_can_be_published_again_and_the_old_text_stays_unreadable(live, desk, client):
    address = Version.objects.get().get_absolute_url()
    retract_release(release=live, by=desk, notice="Uppgiften var fel.")
    release = change(live, headline="Rättad rubrik")
    publish_release(release=release, by=desk, kind="correction", public_note="Beloppet är rättat.")

    assert "Rättad rubrik" in client.get(address).content.decode()
    assert client.get(f"{address}version/1/").status_code == 410
    assert client.get(f"{address}version/2/").status_code == 410


def test_a_mistake_can_lead_on_to_another_release(live, desk, client):
    address = Version.objects.get().get_absolute_url()
    other = make_version(headline="Den rätta")
    withdraw_release(release=live, by=desk, reason="Dubblett.", replaced_by=other.release)

    response = client.get(address)
    assert (response.status_code, response["Location"]) == (301, other.get_absolute_url())
    withdraw_release(release=other.release, by=desk, reason="Också fel.")
    assert client.get(address).status_code == 410


def test_a_release_cannot_be_replaced_by_itself(live, desk):
    with pytest.raises(ValidationError):
        withdraw_release(release=live, by=desk, reason="Fel.", replaced_by=live)


@pytest.mark.parametrize(
    "act", [lambda **k: withdraw_release(reason=" ", **k), lambda **k: retract_release(notice="", **k)]
)
def test_taking_back_wants_words(live, desk, act):
    with pytest.raises(ValidationError):
        act(release=live, by=desk)

    assert stored(live).status == "published"


def test_the_number_in_an_address_counts_only_what_readers_have_seen(desk, client):
    release = make_release()
    for number in range(3):
        schedule_release(release=stored(release), by=desk, visible_from=NOW + DAY)
        unschedule_release(release=stored(release), by=desk)
        change(release, lead=f"Ingress {number}.")
    publish_release(release=stored(release), by=desk)
    change(release, lead="Rättad.")
    current = publish_release(release=stored(release), by=desk, kind="correction", public_note="Rättat.")

    assert current.number == 5
    page = client.get(current.get_absolute_url()).content.decode()
    assert f"{current.get_absolute_url()}version/1/" in page
    assert client.get(f"{current.get_absolute_url()}version/1/").status_code == 200
    assert client.get(f"{current.get_absolute_url()}version/3/").status_code == 404


def test_many_are_archived_as_one_would_be_and_what_may_not_be_is_told(desk):
    department = make_department()
    own, other = (make_version(department=d, visible_from=NOW - DAY).release for d in (department, make_department()))
    draft, publisher = make_release(department=department), make_publisher(department)

    refused = archive_releases(pks=[own.pk, other.pk, draft.pk], by=publisher, at=NOW)

    assert refused == {
        other: "Du saknar rollen för detta i förvaltningen.",
        draft: "Det går inte att göra när statusen är ”utkast”.",
    }
    assert list(Release.objects.filter(archived_at=NOW)) == [own]
    archive_release(release=other, by=desk, at=NOW)
    events = Event.objects.filter(kind="archived").order_by("pk").values_list("release", "by_name", "at", "comment")
    assert list(events) == [(own.pk, str(publisher), NOW, ""), (other.pk, str(desk), NOW, "")]


def test_archiving_many_twice_is_noted_once(desk, live):
    assert archive_releases(pks=[live.pk, live.pk], by=desk) == {}
    assert set(archive_releases(pks=[live.pk], by=desk)) == {live}
    assert Event.objects.filter(kind="archived").count() == 1


def test_archiving_none_does_nothing(desk, live):
    assert archive_releases(pks=[], by=desk) == {}
    assert not Event.objects.filter(kind="archived").exists()


@pytest.mark.parametrize(
    ("language", "headline"),
    [
        ("sv", "Pressmeddelandet är tillbakadraget"),
        ("sv-simple", "Pressmeddelandet är tillbakadraget"),
        ("en", "The press release has been retracted"),
        ("fi", "Tiedote on peruttu"),
    ],
)
def test_a_notice_is_headed_in_the_language_of_the_text_it_stands_for(language, headline):
    version = make_version(language=language)

    notice = retract_release(release=version.release, by=make_administrator(), notice="Det var fel.")

    assert (notice.headline, notice.language) == (headline, language)
