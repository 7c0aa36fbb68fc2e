import pytest
from django.db import IntegrityError, models, transaction

from newsroom.models import Release, ReleaseContact
from tests.factories import DAY, HOUR, NOW, SECOND, make_contact, make_release, make_version

pytestmark = pytest.mark.django_db


def staged(stage):
    return make_release(stage=stage)


def published(start, end=None, **fields):
    return make_version(visible_from=start, visible_until=end, **fields).release


def published_again():
    release = published(NOW - 2 * DAY, NOW - DAY)
    make_version(release=release, visible_from=NOW + HOUR, kind="minor")
    return release


def changed_later():
    release = published(NOW - DAY)
    make_version(release=release, visible_from=NOW + HOUR, kind="minor")
    return release


TIMES = [NOW - 3 * DAY, NOW - SECOND, NOW, NOW + HOUR - SECOND, NOW + HOUR, NOW + 3 * DAY]
CASES = {
    "draft": (lambda: staged("draft"), ["draft"] * 6),
    "submitted": (lambda: staged("submitted"), ["submitted"] * 6),
    "approved": (lambda: staged("approved"), ["approved"] * 6),
    "frozen only": (lambda: make_version(visible_from=None).release, ["draft"] * 6),
    "published": (lambda: published(NOW), ["scheduled"] * 2 + ["published"] * 4),
    "scheduled": (lambda: published(NOW + HOUR), ["scheduled"] * 4 + ["published"] * 2),
    "expired": (lambda: published(NOW - DAY, NOW), ["scheduled", "published"] + ["withdrawn"] * 4),
    "archived": (
        lambda: published(NOW - DAY, archived_at=NOW),
        ["scheduled", "published"] + ["archived"] * 4,
    ),
    "archived, then withdrawn": (
        lambda: published(NOW - DAY, NOW + HOUR, archived_at=NOW),
        ["scheduled", "published", "archived", "archived", "withdrawn", "withdrawn"],
    ),
    "withdrawn, then scheduled": (published_again, ["scheduled"] * 4 + ["published"] * 2),
    "published, with a change ahead": (changed_later, ["scheduled"] + ["published"] * 5),
    "archived while being a draft": (lambda: make_release(archived_at=NOW), ["draft"] * 6),
}


@pytest.mark.parametrize("case", CASES)
def test_status_at_and_with_status_agree(case):
    make, expected = CASES[case]
    release = make()

    assert [release.status_at(at) for at in TIMES] == expected
    assert [Release.objects.with_status(at).get(pk=release.pk).status_then for at in TIMES] == expected


def test_status_is_the_status_now():
    release = published(NOW - DAY)

    assert release.status == Release.objects.with_status().get().status_then == "published"


def test_has_been_public_once_the_first_interval_has_begun():
    release = published(NOW, NOW + HOUR)

    assert [release.has_been_public(at) for at in TIMES] == [False, False, True, True, True, True]
    assert not make_version(visible_from=None).release.has_been_public()


def test_contact_rows_hold_order_role_and_placement():
    first, second = make_contact(title="rektor", organisation="Kraftstaden"), make_contact(party="S")
    release = make_release(contacts=[])
    release.contact_places.create(contact=second, order=7, placement="more", role="ordförande")
    release.contact_places.create(contact=first, order=3)

    names = ("contact_id", "name", "role", "organisation", "party", "placement", "order")
    assert [tuple(row[name] for name in names) for row in release.contact_rows()] == [
        (first.pk, first.name, "rektor", "Kraftstaden", "", "card", 0),
        (second.pk, second.name, "ordförande", "", "S", "more", 1),
    ]


def test_contacts_with_the_same_order_keep_the_order_in_which_they_were_added():
    contacts = [make_contact() for _number in range(4)]
    release = make_release(contacts=[])
    for contact in contacts:
        release.contact_places.create(contact=contact, order=0)

    assert [row["contact_id"] for row in release.contact_rows()] == [contact.pk for contact in contacts]


def test_saving_sanitises_the_body():
    release = make_release(body='<p onclick="x()">Välkommen<script>alert(1)</script></p>')
    release.refresh_from_db()

    assert release.body == "<p>Välkommen</p>"


def test_text_names_every_field_that_a_version_copies():
    release = make_release(subheading="Åtta avdelningar", dateline="Trollhättan")

    assert list(release.text()) == list(Release.TEXT_FIELDS)
    assert release.text()["department_id"] == release.department_id


def test_the_type_begins_with_a_capital_letter():
    label = make_release(type="invitation").type_label

    assert label[0].isupper()
    assert label.lower() == str(Release.Type.INVITATION.label).lower()


BROKEN = {
    "release_type_known": [{"type": "dikt"}],
    "release_stage_known": [{"stage": "scheduled"}, {"stage": "published"}, {"stage": "archived"}, {"stage": "x"}],
    "release_review_interval_sane": [{"review_interval_months": 0}, {"review_interval_months": 61}],
    "release_has_headline": [{"headline": ""}],
    "release_language_known": [{"language": "klingonska"}],
    "release_following_is_whole": [{"follows_as": "ends"}, {"follows_as": "x"}],
    "release_refers_to_others": ["original", "follows"],
}


@pytest.mark.parametrize("field", BROKEN["release_refers_to_others"])
def test_the_database_refuses_a_release_that_refers_to_itself(field):
    release = make_release()
    itself = {field: release.pk} | ({"follows_as": "ends"} if field == "follows" else {})

    with pytest.raises(IntegrityError, match="release_refers_to_others"), transaction.atomic():
        Release.objects.filter(pk=release.pk).update(**itself)


FIELDS = [(name, fields) for name, rows in BROKEN.items() for fields in rows if isinstance(fields, dict)]


@pytest.mark.parametrize(("name", "fields"), FIELDS)
def test_the_database_refuses_a_release_that_breaks_a_constraint(name, fields):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make_release(**fields)


def test_every_check_of_a_release_is_broken_above():
    checks = {c.name for c in Release._meta.constraints if isinstance(c, models.CheckConstraint)}

    assert checks == set(BROKEN)


@pytest.mark.parametrize("months", [None, 1, 60])
def test_intervals_between_one_month_and_five_years_are_stored(months):
    assert make_release(review_interval_months=months).review_interval_months == months


def test_a_contact_stands_once_in_a_release():
    contact = make_contact()
    release = make_release(contacts=[contact])

    with pytest.raises(IntegrityError), transaction.atomic():
        ReleaseContact.objects.create(release=release, contact=contact, placement="more", order=1)


def test_a_place_is_in_the_card_or_below_the_text():
    with pytest.raises(IntegrityError, match="release_placement_known"), transaction.atomic():
        ReleaseContact.objects.create(release=make_release(), contact=make_contact(), placement="sidfot")
