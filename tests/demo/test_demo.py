"""The demo: a believable newsroom, the same after a second run."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from newsroom.admin.review_chips import Choice, chips
from newsroom.admin.start import cards_for
from newsroom.alert.models import Alert
from newsroom.demo import loader
from newsroom.feedback.models import Answer
from newsroom.links import QuoteState, quotes_of
from newsroom.models import (
    Contact,
    Department,
    Event,
    PreviewLink,
    Release,
    Review,
    ReviewSubject,
    Telephone,
    User,
    Version,
)
from newsroom.models.release import Status
from newsroom.requirements import PLACEHOLDER
from newsroom.reviewing import wrong_subjects
from tests.snapshots import load_demo

PASSWORD = "ett-lösenord-för-demon"
#: Numbers that Swedish authorities set aside for fiction (PTS), and those of the real release.
FICTION = re.compile(r"070-174 06 (0[5-9]|[1-9]\d)|031-390 06 \d\d|08-465 004 \d\d")
SEED_NUMBERS = {"0520-495929", "0733-489969", "070-554 44 56", "0733-48 96 28", "0520-49 50 00"}


@pytest.fixture
def demo(transactional_db, snapshot):
    load_demo(PASSWORD, snapshot)


def test_the_demo_has_what_a_newsroom_has(demo):
    releases = list(Release.objects.with_status())

    assert len(releases) >= 31
    assert {release.status_then for release in releases} == set(Status.values)
    assert {release.type for release in releases} == set(Release.Type.values)
    assert (Department.objects.count(), Contact.objects.count()) == (8, 15)
    assert Version.objects.filter(kind="correction").count() >= 2
    years = {v.published_on.year for v in Version.objects.public()}
    assert len(years) >= 8
    assert Version.objects.filter(visible_from__gt=timezone.now()).exists()


def test_the_queue_of_the_demo_has_something_under_every_chip_and_the_seed_first(demo):
    reviewer = User.objects.get(username="granskare")
    found, to_read = chips(Choice(reviewer))

    assert [chip.query for chip in found if chip.count == 0] == []
    assert to_read >= 10
    first = ReviewSubject.objects.current().most_pressing_first().first()
    assert str(first) == loader.SEED_HEADLINE
    assert (first.last_reviewed_on.isoformat(), first.next_review_on.isoformat()) == ("2019-08-05", "2020-08-05")
    overdue = ReviewSubject.objects.overdue().count()
    assert 4 <= overdue <= ReviewSubject.objects.current().count() / 4


def test_the_year_of_reviews_is_like_that_of_an_office(demo):
    year = Review.objects.filter(
        reviewed_on__gt=timezone.localdate() - timezone.timedelta(days=365), reviewer__isnull=False
    )

    assert set(year.values_list("outcome", flat=True).order_by().distinct()) == set(Review.Outcome.values)
    assert year.filter(method="bulk").count() == 5
    assert len(set(year.filter(method="bulk").values_list("batch", flat=True))) == 1
    assert year.filter(is_own_text=True).exclude(override_reason="").count() == 1
    assert year.filter(outcome="void").count() == 1
    since = timezone.localdate() - timezone.timedelta(days=365)
    read = [review for review in year if review.outcome == "ok" and review.due_on > since]
    late = sum(review.is_late for review in read)
    assert 0.05 < late / len(read) < 0.4
    kinds = {review.subject.kind for review in read}
    assert kinds == {"release", "department", "contact"}
    assert len({review.reviewed_on.month for review in read}) >= 8


def test_nobody_of_the_demo_works_on_a_weekend_or_reviews_the_same_day_as_today(demo):
    days = Review.objects.filter(reviewer__isnull=False, method__in=["queue", "page", "bulk"]).values_list(
        "reviewed_on", flat=True
    )

    assert {day.weekday() for day in days} <= {0, 1, 2, 3, 4}
    assert max(days) < timezone.localdate()


def test_two_demos_have_the_same_reviews(transactional_db, snapshot):
    def reviews():
        found = Review.objects.select_related("subject")
        return sorted(((str(r.subject), r.outcome, r.reviewed_on, r.method) for r in found), key=repr)

    with transaction.atomic():
        loader.load(PASSWORD)
        another = reviews()
        transaction.set_rollback(True)
    load_demo(PASSWORD, snapshot)

    assert reviews() == another


@pytest.mark.parametrize(
    ("username", "titles"),
    [
        ("redaktor", {"Åtgärdas av mig", "Schemalagda", "Mina utkast"}),
        ("granskare", {"Att granska"}),
        ("utgivare", {"Väntar på mitt godkännande", "Publicerat utan godkännande", "Schemalagda", "Mina utkast"}),
    ],
)
def test_every_card_of_the_start_page_has_something_for_the_right_person(demo, username, titles):
    cards = cards_for(User.objects.get(username=username))

    assert titles <= {str(card.title) for card in cards}
    assert all(card.rows for card in cards)


def test_somebody_reads_a_draft_and_two_people_are_asked_about_a_quote(demo):
    release = Release.objects.get(links__kind=PreviewLink.Kind.PREVIEW)

    assert [link.is_usable() for link in release.links.all()] == [True] * 3
    assert [check.state for check in quotes_of(release)] == [QuoteState.CHANGE, QuoteState.WAITING]


def test_every_page_of_the_demo_answers(demo, client):
    paths = {v.get_absolute_url() for v in Version.objects.once_public().select_related("address")}
    paths |= {d.get_absolute_url() for d in Department.objects.all()}

    assert {path for path in paths if client.get(path).status_code not in (200, 410)} == set()


def test_the_index_of_reviews_is_right(demo):
    assert list(wrong_subjects()) == []


def test_invented_numbers_come_from_the_series_for_fiction(demo):
    numbers = {t.number for t in Telephone.objects.all()} | {d.telephone for d in Department.objects.all()}

    assert {n for n in numbers - SEED_NUMBERS - {""} if not FICTION.fullmatch(n)} == set()


def test_nothing_public_is_left_to_fill_in(demo):
    assert [v.headline for v in Version.objects.once_public() if PLACEHOLDER.search(v.headline + v.lead + v.body)] == []


def test_there_is_a_login_for_each_role_and_it_works(demo, client):
    for username in ("redaktor", "granskare", "utgivare", "admin"):
        response = client.post("/admin/login/?next=/admin/", {"username": username, "password": PASSWORD})
        assert (response.status_code, response["Location"]) == (302, "/admin/")
        client.logout()


def test_people_sign_with_their_names(demo):
    assert "Per Ivarsson" in set(Review.objects.values_list("reviewer_name", flat=True))
    assert not Event.objects.filter(by_name="").exists()


def test_a_second_run_keeps_what_is_there(demo, settings, monkeypatch, capsys):
    settings.DEMO = True
    monkeypatch.setenv("DEMO_PASSWORD", PASSWORD)
    release = Release.objects.first()
    release.headline = "Ändrad vid redaktionen"
    release.save()
    counts = [model.objects.count() for model in (Release, Version, Review, Event, User, Contact)]

    call_command("demo", "--no-serve")

    assert "Det finns redan innehåll" in capsys.readouterr().out
    assert [model.objects.count() for model in (Release, Version, Review, Event, User, Contact)] == counts
    assert Release.objects.get(pk=release.pk).headline == "Ändrad vid redaktionen"


def test_the_demo_has_a_storm_that_is_over_and_what_readers_said(demo):
    editor = User.objects.get(username="redaktor")

    assert list(Alert.objects.values_list("kind", flat=True)) == ["clear", "warning", "warning"]
    assert not Alert.objects.public().exists()
    assert not Alert.objects.ahead().exists()
    assert {"yes", "no"} == set(Answer.objects.values_list("kind", flat=True))
    assert Answer.objects.waiting().count() >= 2
    assert Answer.objects.in_words().exclude(handled_at=None).exists()
    assert not Answer.objects.of(editor).filter(department=None).exists()


def test_the_demo_prints_addresses_and_logins(db, settings, monkeypatch, capsys):
    settings.DEMO = True
    monkeypatch.setenv("DEMO_PASSWORD", PASSWORD)

    call_command("demo", "--no-serve", "--port", "8123")

    out = capsys.readouterr().out
    for text in ("http://127.0.0.1:8123/", "/admin/", PASSWORD, "redaktor", "granskare", "utgivare", "admin"):
        assert text in out


def test_the_demo_is_never_started_by_other_settings(db, settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match=r"manage\.py demo"):
        call_command("demo", "--no-serve")


def test_a_load_that_fails_half_way_leaves_nothing(db, monkeypatch):
    monkeypatch.setattr("newsroom.demo.loader._contacts", lambda *args: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        loader.load(PASSWORD)

    assert loader.is_empty()
    assert not Department.objects.exists()
