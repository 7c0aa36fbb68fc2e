import io

import pytest
from django.core.management import call_command

from newsroom.models import Contact, Department, Release, ReviewSubject
from newsroom.reviewing import rebuild
from tests.factories import DAY, NOW, make_contact, make_department, make_release, make_version

pytestmark = pytest.mark.django_db
COLUMNS = {
    "is_current": False,
    "public_from": NOW,
    "public_until": NOW,
    "last_reviewed_on": NOW.date(),
    "next_review_on": NOW.date(),
    "changed_on": NOW.date(),
    "is_contact_changed": True,
    "open_tasks": 3,
    "department": None,
}


def run(*arguments):
    out, err, code = io.StringIO(), io.StringIO(), 0
    try:
        call_command("rebuild_reviews", *arguments, stdout=out, stderr=err)
    except SystemExit as end:
        code = end.code
    return code, out.getvalue(), err.getvalue()


@pytest.fixture
def release():
    found = make_version(visible_from=NOW - 90 * DAY).release
    rebuild()
    return found


def test_when_all_is_right_it_says_so(release):
    assert run("--check") == (0, "De lagrade datumen för alla granskningar stämmer.\n", "")
    assert run() == (0, "0 sidor rättades.\n", "")


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_is_compared_and_put_right(column, release):
    before = ReviewSubject.objects.values().get(release=release)
    ReviewSubject.objects.filter(release=release).update(**{column: COLUMNS[column]})
    wrong = ReviewSubject.objects.values().get(release=release)

    code, out, err = run("--check")
    assert (code, out) == (1, "")
    assert err.startswith("De lagrade datumen för 1 sida är inte de som granskningarna ger:\n")
    assert f"pressmeddelande {release.pk}: {release.headline}" in err
    assert ReviewSubject.objects.values().get(release=release) == wrong

    assert run() == (0, "1 sida rättades.\n", "")
    assert ReviewSubject.objects.values().get(release=release) == before


def test_what_lacks_a_row_is_counted_of_all_three_kinds_and_made():
    release, contact, department = make_release(contacts=[]), make_contact(), make_department()
    missing = Release.objects.count() + Contact.objects.count() + Department.objects.count()

    assert rebuild(check=True) == missing == 4
    code, _out, err = run("--check")
    assert (code, "4 sidor" in err) == (1, True)
    for thing in (release, contact, department):
        assert str(thing) in err
    assert not ReviewSubject.objects.exists()
    assert run() == (0, "4 sidor rättades.\n", "")
    assert (ReviewSubject.objects.count(), rebuild(check=True)) == (4, 0)


def test_only_the_first_are_named(release):
    for _each in range(25):
        make_contact()
    _code, _out, err = run("--check")

    assert err.count("kontakt ") == 20
    assert "25 sidor" in err
