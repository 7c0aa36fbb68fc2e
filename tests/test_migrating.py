"""From the tables of before the reviews to those of today, with reviews in them and the guards in place."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from newsroom import guards
from newsroom.models import Review, ReviewSubject
from newsroom.reviewing import rebuild, rebuild_after_migrate
from tests.factories import DAY, NOW, make_contact, make_version
from tests.test_guards import BITES, NOTES, installed

BEFORE = [("newsroom", "0002_the_desk")]
NEWER = ("newsroom_cardchange", "newsroom_listingchange")


@pytest.fixture
def old_tables(transactional_db):
    """Give the database the tables of before, with their guards; afterwards those of today."""
    MigrationExecutor(connection).migrate(BEFORE)
    yield MigrationExecutor(connection).loader.project_state(BEFORE).apps
    call_command("migrate", verbosity=0)


def install_old_guards(apps, monkeypatch):
    there = {field.column for field in apps.get_model("newsroom", "Version")._meta.concrete_fields}
    columns = [column for column in guards._content_columns() if column in there]
    monkeypatch.setattr(guards, "_content_columns", lambda: columns)
    statements = guards.postgresql() if connection.vendor == "postgresql" else guards.sqlite()
    with connection.cursor() as cursor:
        for statement in statements:
            if not any(name in statement for name in NEWER):
                cursor.execute(statement)


def make_old(apps, count):
    """Make releases of before, each with a version and a review."""

    def create(model, /, **fields):
        return apps.get_model("newsroom", model).objects.create(**fields)

    start = dt.datetime(2018, 6, 26, tzinfo=dt.UTC)
    department = create("Department", name="Kommunstyrelsen", slug="ks")
    create("Contact", name="Märta Ågren")
    for number in range(1, count + 1):
        release = create("Release", headline=f"Nyhet {number}", department=department)
        address = create("Address", release=release, year=2018, slug=f"nyhet-{number}")
        version = create(
            "Version", release=release, number=1, headline=f"Nyhet {number}", digest="a" * 64, address=address,
            department=department, published_at=start, visible_from=start,
        )  # fmt: skip
        create(
            "Review", version=version, reviewer_name="Per Ivarsson", reviewed_on=dt.date(2019, 8, 5), method="import",
            reviewed_at=dt.datetime(2019, 8, 5, 10, tzinfo=dt.UTC), due_on=dt.date(2019, 6, 26),
        )  # fmt: skip


def test_every_review_finds_its_page_the_index_is_right_and_the_guards_are_back(old_tables, monkeypatch):
    make_old(old_tables, 3)
    with monkeypatch.context() as old:
        install_old_guards(old_tables, old)
    with pytest.raises(IntegrityError), transaction.atomic():
        old_tables.get_model("newsroom", "Review").objects.update(reviewer_name="Någon annan")
    call_command("migrate", verbosity=0)

    reviews = Review.objects.select_related("subject__release", "version")
    assert [review.subject.release_id for review in reviews] == [review.version.release_id for review in reviews]
    kinds = [subject.kind for subject in ReviewSubject.objects.order_by("pk")]
    assert sorted(kinds) == ["contact", "department", "release", "release", "release"]
    for subject in ReviewSubject.objects.exclude(release=None):
        assert (subject.last_reviewed_on, subject.next_review_on) == (dt.date(2019, 8, 5), dt.date(2020, 8, 5))
        assert (subject.is_current, subject.department.slug) == (True, "ks")
    assert rebuild(check=True) == 0
    assert set(installed()) == set(BITES) | NOTES
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.update(reviewer_name="Någon annan")


@pytest.mark.django_db
def test_every_migration_puts_the_index_right(settings):
    version, contact = make_version(visible_from=NOW - 90 * DAY), make_contact()
    settings.REVIEW_INTERVAL_MONTHS = 6
    assert rebuild(check=True) > 2
    call_command("migrate", verbosity=0)

    assert rebuild(check=True) == 0
    assert version.release.subject.next_review_on is not None
    assert ReviewSubject.objects.filter(contact=contact).exists()


@pytest.mark.django_db
def test_tables_that_are_not_those_of_today_are_left_alone(monkeypatch):
    make_contact()
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda self, targets: ["något återstår"])
    rebuild_after_migrate(using="default")
    assert not ReviewSubject.objects.exists()
