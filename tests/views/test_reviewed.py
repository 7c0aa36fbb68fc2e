"""What a public page says of its reviews: to people, to machines, and nothing of what is due."""

import datetime as dt
import json
import re

import pytest
from django.test import Client
from django.utils import timezone

from newsroom import signing
from newsroom.actions import save_department
from newsroom.models import Department
from newsroom.reviewing import refresh_review_index, subject_of
from newsroom.templatetags.newsroom import json_ld
from newsroom.views.reviewed import old_since
from newsroom.withdrawing import archive_release, retract_release
from tests.factories import (
    DAY,
    HOUR,
    NOW,
    make_administrator,
    make_department,
    make_publisher,
    make_review,
    make_reviewer,
    make_version,
    review_version,
)

pytestmark = pytest.mark.django_db
REVIEWED = dt.date(2019, 8, 5)
DATED = '<time datetime="2019-08-05">2019-08-05</time>'


def page_of(thing):
    response = Client().get(thing.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def line_of(thing):
    """Return what stands in the line, or None."""
    found = re.search(r'<p class="review-line"[^>]*>(.*?)</p>', page_of(thing), re.DOTALL)
    return found and found[1]


def machines(thing):
    """Return the description of the page for machines; there is exactly one."""
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page_of(thing), re.DOTALL)
    assert len(blocks) == 1
    (page,) = [node for node in json.loads(blocks[0])["@graph"] if node["@type"] == "WebPage"]
    return page


def version_from_2019(**fields):
    return make_version(visible_from=dt.datetime(2019, 1, 2, 9, tzinfo=dt.UTC), **fields)


def reviewed_version(**fields):
    version = version_from_2019(**fields)
    make_review(version, REVIEWED)
    return version


def update(version, day=1, kind="update"):
    at = dt.datetime(2019, 9, day, 9, tzinfo=dt.UTC)
    note = "" if kind == "minor" else "Nya tider."
    return make_version(release=version.release, visible_from=at, kind=kind, note=note)


def review_by(person, thing, on=REVIEWED):
    """Let a person sign a department as it stands, on a day."""
    department_at = timezone.make_aware(dt.datetime(2018, 1, 1))
    subject = subject_of(thing)
    subject.begun_at = department_at
    subject.save()
    refresh_review_index(thing)
    subject.refresh_from_db()
    at = timezone.make_aware(dt.datetime.combine(on, dt.time(12)))
    return signing.sign(seen=signing.on_screen(subject), by=person, name=str(person), on=on, at=at)


# --- the line ---------------------------------------------------------------------------------------
def test_the_line_is_exact():
    assert line_of(reviewed_version()) == f"Senast granskad {DATED} av Per Ivarsson"


def test_a_later_material_change_is_named_exactly():
    version = update(reviewed_version())

    updated = '<time datetime="2019-09-01">2019-09-01</time>'
    assert line_of(version) == f"Uppdaterad {updated}. Senast granskad {DATED} av Per Ivarsson, före uppdateringen."


def test_the_latest_of_several_changes_is_named_and_a_minor_one_is_not():
    version = reviewed_version()
    for day, kind in ((1, "update"), (2, "correction"), (3, "minor")):
        latest = update(version, day, kind)

    assert line_of(latest).startswith('Uppdaterad <time datetime="2019-09-02">')


def test_a_change_before_the_review_is_not_named():
    version = version_from_2019()
    changed = make_version(
        release=version.release, visible_from=dt.datetime(2019, 3, 1, 9, tzinfo=dt.UTC), kind="update", note="Ny tid."
    )
    make_review(changed, REVIEWED)

    assert line_of(changed) == f"Senast granskad {DATED} av Per Ivarsson"


def test_nobody_has_reviewed_no_line():
    assert line_of(make_version()) is None
    assert line_of(make_department()) is None


def test_only_what_was_found_right_moves_the_line():
    department = make_department()
    version = reviewed_version(department=department)
    reviewer = make_reviewer(department)
    review_version(version=version, by=reviewer, outcome="needs_changes", comment="Numret är fel.")
    until = timezone.localdate() + 9 * DAY
    review_version(version=version, by=reviewer, outcome="deferred", comment="Väntar.", deferred_until=until)

    assert line_of(version) == f"Senast granskad {DATED} av Per Ivarsson"


def test_a_review_that_is_void_gives_way_to_the_one_before_and_the_only_one_leaves_no_line():
    department = make_department()
    version = version_from_2019(department=department)
    publisher = make_publisher(department)
    first = make_review(version, REVIEWED)
    second = review_version(version=version, by=make_reviewer(department, last_name="Öst"))
    assert "Åsa Öst" in line_of(version)

    signing.void_review(review=second, by=publisher, comment="Fel sida.")
    assert line_of(version) == f"Senast granskad {DATED} av Per Ivarsson"
    assert machines(version)["lastReviewed"] == "2019-08-05"

    signing.void_review(review=first, by=publisher, comment="Fel person.")
    assert line_of(version) is None
    assert "lastReviewed" not in machines(version)


@pytest.mark.parametrize("unit", ["Kommunikationsavdelningen", ""])
def test_the_function_stands_in_the_name_s_place_and_without_one_there_is_no_name(unit, settings):
    settings.REVIEW_PUBLIC_NAME = "function"
    department = make_department(name="Kommunikationsavdelningen")
    version = version_from_2019(department=department)
    make_review(version, REVIEWED)
    assert line_of(version) == f"Senast granskad {DATED}"
    if unit:
        review_version(version=version, by=make_reviewer(department))
        assert line_of(version).endswith(" av Kommunikationsavdelningen")
        assert machines(version)["reviewedBy"] == {"@type": "Organization", "name": unit}
        assert "Åsa Öberg" not in page_of(version)


def test_no_name_at_all_when_the_setting_says_so(settings):
    settings.REVIEW_PUBLIC_NAME = "none"
    version = reviewed_version()

    assert line_of(version) == f"Senast granskad {DATED}"
    assert "Ivarsson" not in page_of(version)
    assert "reviewedBy" not in machines(version)
    updated = update(version)
    assert line_of(updated).endswith(f"Senast granskad {DATED}, före uppdateringen.")


def test_a_name_is_text_and_nothing_else():
    version = version_from_2019()
    make_review(version, REVIEWED, name='Åke <b>"Öst" & son</b>')

    assert line_of(version).endswith("av Åke &lt;b&gt;&quot;Öst&quot; &amp; son&lt;/b&gt;")
    assert machines(version)["reviewedBy"]["name"] == 'Åke <b>"Öst" & son</b>'


def test_an_archived_release_has_its_banner_and_keeps_the_line():
    version = reviewed_version()
    archive_release(release=version.release, by=make_administrator())

    page = page_of(version)

    banner = "<strong>Arkiverat pressmeddelande.</strong> Uppgifterna gällde när det publicerades."
    assert banner in page
    assert line_of(version) == f"Senast granskad {DATED} av Per Ivarsson"


def test_a_notice_in_the_text_s_place_was_not_what_was_reviewed():
    version = reviewed_version()
    retract_release(release=version.release, by=make_administrator(), notice="Uppgifterna var fel.", reason="Fel.")

    assert line_of(version) is None
    assert "age-notice" not in page_of(version)


def test_an_earlier_version_has_no_line_and_nothing_for_machines():
    version = reviewed_version()
    update(version)

    earlier = Client().get(f"{version.get_absolute_url()}version/1/").content.decode()

    assert "Senast granskad" not in earlier
    assert "ld+json" not in earlier


# --- departments ------------------------------------------------------------------------------------
def test_a_department_has_the_same_line():
    department = make_department()
    reviewer = make_reviewer(department, first_name="Per", last_name="Ivarsson")
    review_by(reviewer, department)

    assert line_of(department) == f"Senast granskad {DATED} av Per Ivarsson"
    assert machines(department)["lastReviewed"] == "2019-08-05"
    assert "Sidan senast" not in page_of(department)


def test_a_department_that_was_changed_after_its_review_says_so():
    department = make_department()
    review_by(make_reviewer(department, first_name="Per", last_name="Ivarsson"), department)
    card = Department.objects.get(pk=department.pk)
    card.telephone = "031-390 06 99"
    save_department(card)

    today = timezone.localdate().isoformat()
    start = f'Uppdaterad <time datetime="{today}">{today}</time>. '
    assert line_of(department) == f"{start}Senast granskad {DATED} av Per Ivarsson, före uppdateringen."


def test_the_review_of_another_page_is_not_the_department_s():
    department = make_department()
    reviewed_version(department=department)

    assert line_of(department) is None


# --- machines ---------------------------------------------------------------------------------------
def test_machines_read_what_people_read(settings):
    settings.SITE_URL = "https://testserver"
    assert machines(reviewed_version(headline="Rubriken")) == {
        "@type": "WebPage",
        "@id": "https://testserver/pressmeddelanden/2019/rubriken/",
        "url": "https://testserver/pressmeddelanden/2019/rubriken/",
        "name": "Rubriken",
        "inLanguage": "sv",
        "datePublished": "2019-01-02",
        "lastReviewed": "2019-08-05",
        "reviewedBy": {"@type": "Person", "name": "Per Ivarsson"},
    }


def test_only_a_material_change_is_a_change_to_machines():
    version = reviewed_version()
    assert "dateModified" not in machines(update(version, 1, "minor"))
    assert machines(update(version, 2, "correction"))["dateModified"] == "2019-09-02"


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "<!--<script>", "a & b", "rad\u2028skiljare"])
def test_no_text_ends_the_block_of_data(text):
    block = str(json_ld({"name": text}))

    assert block.count("<") == 2
    assert block.count(">") == 2
    assert (
        json.loads(block.removeprefix('<script type="application/ld+json">').removesuffix("</script>"))["name"] == text
    )


def test_a_hostile_headline_stays_inside_its_page():
    version = make_version(headline="</script><img src=x onerror=alert(1)>")

    assert machines(version)["name"] == "</script><img src=x onerror=alert(1)>"
    assert "<img" not in page_of(version)


# --- age --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("today", "year"),
    [
        (dt.date(2020, 6, 26), None),
        (dt.date(2020, 6, 27), 2018),
        (dt.date(2026, 1, 1), 2018),
    ],
)
def test_a_release_tells_its_year_when_it_is_older_than_24_months(today, year):
    version = make_version(visible_from=dt.datetime(2018, 6, 26, 9, tzinfo=dt.UTC))

    assert old_since(version, today) == year


def test_the_year_of_the_notice_is_the_swedish_one():
    version = make_version(visible_from=dt.datetime(2018, 12, 31, 23, 30, tzinfo=dt.UTC))

    assert old_since(version) == 2019


def test_the_notice_stands_on_the_page_whether_it_was_reviewed_or_not():
    old, fresh = version_from_2019(), make_version()
    review_version(version=old, by=make_administrator())

    assert "Det här pressmeddelandet är från 2019. Uppgifter kan ha ändrats." in page_of(old)
    assert "Uppgifter kan ha ändrats" not in page_of(fresh)


def test_the_archived_have_one_banner_and_no_second_one():
    version = version_from_2019()
    archive_release(release=version.release, by=make_administrator())

    assert "age-notice" not in page_of(version)


# --- what is never public ---------------------------------------------------------------------------
def test_no_page_tells_a_due_date_an_address_or_a_way_to_review():
    department = make_department(escalation_email="chef@trollhattan.example")
    reviewer = make_reviewer(department, email="granskare@trollhattan.example")
    version = make_version(department=department, visible_from=NOW - 3 * HOUR)
    review_version(version=version, by=reviewer)
    review_version(version=version, by=reviewer, outcome="needs_changes", comment="hemlig-kommentar")
    due = subject_of(version.release).next_review_on.isoformat()

    for thing in (version, department):
        page = page_of(thing)
        for word in (due, "trollhattan.example", "hemlig-kommentar", "/admin/", "granska/", "förfallen"):
            assert word not in page
        assert page == page_of(thing)


def test_a_review_changes_the_tag_of_the_page_and_nothing_else_does():
    version = version_from_2019()
    client = Client()
    first = client.get(version.get_absolute_url())
    again = client.get(version.get_absolute_url(), headers={"if-none-match": first["ETag"]})
    make_review(version, REVIEWED)
    after = client.get(version.get_absolute_url(), headers={"if-none-match": first["ETag"]})

    assert (again.status_code, after.status_code) == (304, 200)
    assert first["ETag"] != after["ETag"]
