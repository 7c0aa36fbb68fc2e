"""The review screen: what is public, what changed, and one POST for what was found."""

import datetime as dt
import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from newsroom.admin.review_form import CHECKLIST
from newsroom.admin.review_sight import public_page, since_last_review
from newsroom.cards import card_state, note_card_change
from newsroom.models import Contact, Department, Release, Review, ReviewSubject, ReviewTask, Telephone
from newsroom.reviewing import refresh_review_index, subject_of
from newsroom.signing import on_screen, review, seen_version
from newsroom.withdrawing import archive_release
from tests.admin.support import client_of
from tests.factories import (
    DAY,
    HOUR,
    NOW,
    SECOND,
    make_administrator,
    make_department,
    make_editor,
    make_publisher,
    make_release,
    make_review,
    make_reviewer,
    make_user,
    make_version,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def department():
    return make_department(name="Kulturförvaltningen", review_interval_months=12)


@pytest.fixture
def reviewer(department):
    return make_reviewer(department, first_name="Mats", last_name="Granlund")


@pytest.fixture
def author(department):
    return make_editor(department, first_name="Anna", last_name="Ek")


@pytest.fixture
def version(department, author):
    release = make_release(department=department, headline="Biblioteket öppnar igen", changed_by=author)
    return make_version(release=release, by=author, visible_from=NOW - 400 * DAY)


@pytest.fixture
def subject(version):
    return subject_of(version.release)


def url(subject, query=""):
    return reverse("admin:review_screen", args=[subject.pk]) + query


def hidden(html, name):
    return re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', html)[1]


def answer(desk, subject, query="", *, html=None, **data):
    """Open the screen, and post what the form there holds with an answer."""
    html = html or desk.get(url(subject, query)).content.decode()
    fields = {name: hidden(html, name) for name in ("digest", "key", "base")}
    return desk.post(url(subject, query), fields | {"outcome": "ok"} | data)


def text_of(response):
    return response.content.decode()


# --- what is shown ------------------------------------------------------------------------------------
def test_the_page_is_shown_as_the_public_sees_it(version, subject, reviewer, client):
    html = text_of(client_of(reviewer).get(url(subject)))
    page = public_page(on_screen(subject))

    assert page in html
    for part in ("<h1>Biblioteket öppnar igen</h1>", "Bygget tog två år.", "070-174 06 05", "Avsändare"):
        assert part in page
    public = client.get(version.get_absolute_url()).content.decode()
    for line in (line.strip() for line in page.splitlines() if line.strip()):
        assert line in public


def test_what_the_public_does_not_see_is_not_what_is_reviewed(version, subject, reviewer, author):
    release = version.release
    release.headline, release.changed_by = "Hemligt utkast till rubrik", author
    release.save()

    html = text_of(client_of(reviewer).get(url(subject)))

    assert "Hemligt utkast" not in public_page(on_screen(subject))
    day = timezone.localdate(release.changed_at)
    assert f"Det finns opublicerade ändringar av Anna Ek ({day})" in html


def test_nothing_is_said_of_changes_where_there_are_none(subject, reviewer):
    assert "opublicerade ändringar" not in text_of(client_of(reviewer).get(url(subject)))


@pytest.mark.parametrize(
    ("own", "of_department", "words"),
    [
        (6, 12, "6 månader, bestämt för pressmeddelandet"),
        (None, 12, "12 månader, ärvt från Kulturförvaltningen"),
        (None, 1, "1 månad, ärvt från Kulturförvaltningen"),
        (None, None, "12 månader, som för hela pressrummet"),
    ],
)
def test_the_interval_is_said_with_where_it_comes_from(own, of_department, words, version, subject, reviewer):
    Release.objects.update(review_interval_months=own)
    Department.objects.update(review_interval_months=of_department)

    assert words in text_of(client_of(reviewer).get(url(subject)))


def test_the_screen_says_what_changed_since_the_last_review(version, subject, reviewer):
    make_review(version, TODAY - dt.timedelta(days=40))
    assert "Likadan som vid granskningen" in text_of(client_of(reviewer).get(url(subject)))
    release = version.release
    release.lead = "Nittio barn får plats när förskolan öppnar i höst."
    release.save()
    version.visible_until = NOW - DAY
    version.save()
    make_version(release=release, kind="update", note="Ny siffra", visible_from=NOW - DAY)

    html = text_of(client_of(reviewer).get(url(subject)))

    assert f"Ändrat sedan granskningen {TODAY - dt.timedelta(days=40)}" in html
    assert re.search(r"<del>.*Åttio</del><ins>.*Nittio</ins>", html)


def test_a_page_that_nobody_has_reviewed_says_so(subject, reviewer):
    assert "Ingen har granskat sidan tidigare." in text_of(client_of(reviewer).get(url(subject)))


def test_a_number_beside_a_release_that_changed_is_shown(version, subject, reviewer):
    review(subject=subject, by=reviewer, digest=seen_version(version).digest)
    contact = version.contact_places.get().contact
    was = card_state(contact)
    contact.telephones.update(number="0520-49 00 00")
    note_card_change(Contact.objects.get(pk=contact.pk), None, was=was)

    html = text_of(client_of(reviewer).get(url(subject)))

    assert "En kontakt vid texten har fått nytt nummer" in html
    assert "Nummer vid texten" in html
    assert re.search(r"<del>.*</del><ins>.*0520-49 00 00", html)


def test_a_contact_is_shown_with_the_numbers_of_today_and_where_it_stands(version, reviewer):
    contact = version.contact_places.get().contact
    contact.department = reviewer.memberships.get().department
    contact.save()
    refresh_review_index(contact)
    card = subject_of(contact)
    review(subject=card, by=reviewer, digest=on_screen(card).digest)
    Telephone.objects.create(contact=contact, number="0520-49 11 22", label="växel", order=2)

    html = text_of(client_of(reviewer).get(url(card)))

    assert contact.name in html
    assert "0520-49 11 22" in html
    assert "Visas på 1 publicerad sida" in html
    assert "Biblioteket öppnar igen" in html
    changed = since_last_review(on_screen(ReviewSubject.objects.get(pk=card.pk)))
    assert [field.label for field in changed] == ["Telefonnummer"]
    assert [piece.text for piece in changed[0].pieces if piece.kind == "inserted"] == ["\nväxel 0520-49 11 22"]


def test_a_department_is_shown_as_its_card(department, reviewer):
    refresh_review_index(department)

    html = text_of(client_of(reviewer).get(url(subject_of(department))))

    assert "<h1>Kulturförvaltningen</h1>" in html
    assert "Gärdhemsvägen 9" in html
    assert "12 månader, bestämt för förvaltningen" in html
    assert department.get_absolute_url() in html


def test_the_screen_has_one_heading_of_the_first_rank(version, subject, department, reviewer):
    refresh_review_index(department)
    for each in (subject, subject_of(department)):
        assert text_of(client_of(reviewer).get(url(each))).count("<h1") == 1


def test_earlier_reviews_stand_there_also_those_that_do_not_count(version, subject, reviewer):
    make_review(version, TODAY - dt.timedelta(days=40), name="Per Ivarsson")
    written = review(subject=subject, by=reviewer, digest=seen_version(version).digest, comment="Ringde alla.")
    client_of(reviewer).post(reverse("admin:review_undo", args=[subject.pk, written.pk]))

    html = text_of(client_of(reviewer).get(url(subject)))

    earlier = html[html.index("earlier-title") :]
    for words in ("Per Ivarsson", "Ringde alla.", "is-void", "Ogiltig.", "Ångrad direkt."):
        assert words in earlier


def test_the_screen_asks_as_many_questions_after_one_review_as_after_six(version, subject, reviewer):
    desk = client_of(reviewer)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(url(subject)).status_code == 200
        return len(queries)

    make_review(version, TODAY - dt.timedelta(days=40))
    once = asked()
    for days in range(30, 35):
        make_review(version, TODAY - dt.timedelta(days=days))

    assert asked() == once <= 30


# --- what is found ------------------------------------------------------------------------------------
def test_correct_is_written_with_the_ticks_and_what_was_on_screen(version, subject, reviewer):
    desk = client_of(reviewer)

    response = answer(desk, subject, checklist=["contacts", "facts"])

    written = Review.objects.get()
    assert (written.outcome, written.reviewer, written.version) == ("ok", reviewer, version)
    assert (written.checklist, written.method) == (["contacts", "facts"], "admin")
    assert written.digest == seen_version(version).digest
    assert response.url == "/admin/newsroom/reviewsubject/?visa=granska"
    html = text_of(desk.get(response.url))
    assert "”Biblioteket öppnar igen” är markerad som granskad." in html
    assert reverse("admin:review_undo", args=[subject.pk, written.pk]) in html


def test_the_checklist_has_five_points_and_blocks_nothing(subject, reviewer):
    html = text_of(client_of(reviewer).get(url(subject)))

    assert len(re.findall(r'name="checklist"', html)) == len(CHECKLIST) == 5
    assert answer(client_of(reviewer), subject).status_code == 302
    assert Review.objects.get().checklist == []


@pytest.mark.parametrize(
    ("outcome", "kind"), [("needs_changes", "change"), ("propose_archive", "archive"), ("deferred", None)]
)
def test_the_other_outcomes_want_a_comment_and_are_written_with_it(outcome, kind, subject, reviewer):
    desk, until = client_of(reviewer), TODAY + dt.timedelta(days=10)

    html = text_of(answer(desk, subject, outcome=outcome, deferred_until=until, checklist=["links"]))
    assert "Inget är sparat ännu." in html
    assert not Review.objects.exists()
    assert re.search(r'value="links"[^>]* checked', html)
    assert f'value="{until}"' in html
    assert re.search(r"<details class=\"review-other\" open>", html)

    assert answer(desk, subject, outcome=outcome, deferred_until=until, comment="Vi väntar på svar.").status_code == 302
    written = Review.objects.get()
    assert (written.outcome, written.comment) == (outcome, "Vi väntar på svar.")
    assert written.deferred_until == (until if outcome == "deferred" else None)
    assert list(ReviewTask.objects.values_list("kind", flat=True)) == ([kind] if kind else [])


@pytest.mark.parametrize("day", ["", "igår", "2020-01-01", (TODAY + dt.timedelta(days=31)).isoformat()])
def test_a_day_that_cannot_be_chosen_is_refused_and_nothing_typed_is_lost(day, subject, reviewer):
    html = text_of(answer(client_of(reviewer), subject, outcome="deferred", deferred_until=day, comment="Väntar."))

    assert not Review.objects.exists()
    assert "errornote" in html
    assert "Väntar.</textarea>" in html
    assert f'value="{day}"' in html or not day


def test_correct_with_a_day_says_two_things_at_once(subject, reviewer):
    html = text_of(answer(client_of(reviewer), subject, deferred_until=TODAY + dt.timedelta(days=3)))

    assert "Du har valt en dag. Tryck på ”Skjut upp” eller töm fältet." in html
    assert not Review.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        {"outcome": ""},
        {"outcome": "void"},
        {"outcome": "x"},
        {"checklist": ["x"]},
        {"comment": "å" * 2001},
        {"digest": "x" * 65},
        {"comment": "\x00"},
        {"key": "x\x00"},
    ],
)
def test_what_makes_no_sense_is_said_and_writes_nothing(data, subject, reviewer):
    response = answer(client_of(reviewer), subject, **data)

    assert response.status_code == 200
    assert "errornote" in text_of(response)
    assert not Review.objects.exists()


def test_a_page_that_changed_meanwhile_is_shown_again_with_the_change_and_what_was_typed(version, subject, reviewer):
    desk = client_of(reviewer)
    html = text_of(desk.get(url(subject)))
    release = version.release
    release.lead = "Nittio barn får plats när förskolan öppnar i höst."
    release.save()
    version.visible_until = NOW - SECOND
    version.save()
    make_version(release=release, kind="minor", visible_from=NOW - SECOND)

    again = text_of(answer(desk, subject, html=html, comment="Jag läste noga.", checklist=["facts"]))

    assert not Review.objects.exists()
    assert "Sidan ändrades medan du läste." in again
    assert "Det här ändrades medan du läste" in again
    assert re.search(r"<del>.*Åttio</del><ins>.*Nittio</ins>", again)
    assert "Jag läste noga.</textarea>" in again
    assert re.search(r'value="facts"[^>]* checked', again)
    assert answer(desk, subject, html=again, comment="Jag läste noga.").status_code == 302
    assert Review.objects.get().version.number == 2


def test_a_number_that_changed_meanwhile_is_shown_too(version, subject, reviewer):
    desk = client_of(reviewer)
    html = text_of(desk.get(url(subject)))
    Telephone.objects.update(number="0520-49 00 00")

    again = text_of(answer(desk, subject, html=html))

    assert not Review.objects.exists()
    assert re.search(r"<ins>.*0520-49 00 00", again)


def test_what_was_on_screen_cannot_be_forged(subject, reviewer):
    other = make_version(headline="Hemlig rubrik hos andra")
    html = text_of(answer(client_of(reviewer), subject, digest="x", base=f'{{"version": {other.pk}}}'))

    assert "Sidan ändrades medan du läste." in html
    assert "Hemlig rubrik" not in html


def test_a_double_click_is_one_review(version, subject, reviewer):
    desk = client_of(reviewer)
    html = text_of(desk.get(url(subject)))

    for _click in range(2):
        assert answer(desk, subject, html=html).status_code == 302

    assert Review.objects.count() == 1


def test_the_form_of_an_answer_cannot_give_another_without_a_word(subject, reviewer):
    """The way back in the browser shows the old form: its key must not swallow a second, different answer."""
    desk = client_of(reviewer)
    html = text_of(desk.get(url(subject)))
    answer(desk, subject, html=html)

    again = text_of(answer(desk, subject, html=html, outcome="needs_changes", comment="Numret är fel."))

    assert "Formuläret har redan använts" in again
    assert "Numret är fel.</textarea>" in again
    assert answer(desk, subject, html=again, outcome="needs_changes", comment="Numret är fel.").status_code == 302
    assert [r.outcome for r in Review.objects.order_by("pk")] == ["ok", "needs_changes"]


@pytest.mark.parametrize("key", ["", "x", "{key}"])
def test_a_key_that_is_none_or_somebody_elses_is_no_error(key, version, subject, reviewer, department):
    key = key.format(key=uuid.uuid4())
    other = make_version(department=department)
    review(
        subject=subject_of(other.release),
        by=make_publisher(department),
        digest=seen_version(other).digest,
        key=uuid.UUID(key) if "-" in key else None,
    )

    assert answer(client_of(reviewer), subject, key=key).status_code == 302
    assert Review.objects.filter(subject=subject).count() == 1


# --- the queue ------------------------------------------------------------------------------------------
@pytest.fixture
def three(department):
    """Three pages that are due, in the order of the queue."""
    made = []
    for days in (30, 20, 10):
        page = make_version(department=department, visible_from=NOW - 500 * DAY)
        made.append(subject_of(page.release))
        ReviewSubject.objects.filter(pk=made[-1].pk).update(one_off_on=TODAY - days * DAY, one_off_set_at=NOW - HOUR)
        refresh_review_index(page.release)
    ReviewSubject.objects.exclude(pk__in=[s.pk for s in made]).delete()
    return made


def test_after_an_answer_comes_the_next_page_of_the_chip(three, reviewer):
    desk, first = client_of(reviewer), three[0]
    query = "?ko=forfallna&nr=1&av=3"
    assert 'name="go_on" id="id_go_on" checked' in text_of(desk.get(url(first, query)))

    response = answer(desk, first, query, go_on="on")

    assert response.url == url(three[1], "?ko=forfallna&nr=2&av=3")
    html = text_of(desk.get(response.url))
    assert "2 av 3" in html
    assert Review.objects.get().method == "queue"
    assert reverse("admin:review_undo", args=[first.pk, Review.objects.get().pk]) + "?ko=forfallna&amp;nr=2" in html


def test_a_double_click_in_the_queue_skips_no_page(three, reviewer):
    desk, query = client_of(reviewer), "?ko=granska&nr=1&av=3"
    html = text_of(desk.get(url(three[0], query)))

    found = [answer(desk, three[0], query, html=html, go_on="on").url for _click in range(2)]

    assert found == [url(three[1], "?ko=granska&nr=2&av=3")] * 2


def test_the_end_of_the_queue_is_the_list(three, reviewer):
    response = answer(client_of(reviewer), three[2], "?ko=granska&nr=3&av=3", go_on="on")

    assert response.url == "/admin/newsroom/reviewsubject/?visa=granska"


def test_who_does_not_want_the_next_page_comes_back_to_the_list_of_the_chip(three, reviewer):
    response = answer(client_of(reviewer), three[0], "?ko=forfallna&nr=1&av=3")

    assert response.url == "/admin/newsroom/reviewsubject/?visa=forfallna"


def test_who_asks_for_the_next_page_outside_a_queue_begins_one(three, reviewer):
    desk = client_of(reviewer)
    assert 'name="go_on" id="id_go_on">' in text_of(desk.get(url(three[1])))

    response = desk.get(answer(desk, three[1], go_on="on").url)

    assert response.url == url(three[0], "?ko=granska&nr=1&av=2")


# --- one's own text ---------------------------------------------------------------------------------------
def test_ones_own_text_is_said_before_the_button_with_who_can(version, subject, author, department, reviewer):
    author.memberships.create(department=department, role="reviewer")
    make_reviewer(make_department(), first_name="Elsewhere")
    desk = client_of(author)

    html = text_of(desk.get(url(subject)))

    assert "Därför måste någon annan granska sidan." in html
    assert "De här kan:" in html
    assert "Mats Granlund" in html
    assert "Elsewhere" not in html
    assert 'value="ok"' not in html
    assert 'value="needs_changes"' in html
    assert "errornote" in text_of(answer(desk, subject))
    assert not Review.objects.exists()


def test_who_answers_for_the_reviews_can_sign_the_own_text_with_a_reason(department):
    publisher = make_publisher(department)
    page = make_version(department=department, by=publisher, visible_from=NOW - 400 * DAY)
    mine, desk = subject_of(page.release), client_of(publisher)

    html = text_of(desk.get(url(mine)))
    assert 'name="override_reason"' in html
    assert html.index('name="override_reason"') < html.index('value="ok"')
    refused = text_of(answer(desk, mine, comment="Läst."))
    assert "errornote" in refused
    assert "Läst.</textarea>" in refused

    assert answer(desk, mine, override_reason="Alla andra är sjuka.").status_code == 302
    written = Review.objects.get()
    assert (written.is_own_text, written.override_reason) == (True, "Alla andra är sjuka.")


@pytest.mark.parametrize(("setting", "words"), [("warn", "Granskningen står på en lista"), ("off", "")])
def test_what_is_said_of_the_own_text_follows_the_setting(
    setting, words, version, subject, author, department, settings
):
    settings.REVIEW_SECOND_PERSON = setting
    author.memberships.create(department=department, role="reviewer")
    desk = client_of(author)

    html = text_of(desk.get(url(subject)))

    assert ("review-own" in html) is bool(words)
    assert words in html
    assert answer(desk, subject).status_code == 302


# --- taking back ----------------------------------------------------------------------------------------
def test_undo_takes_the_review_back(version, subject, reviewer):
    desk = client_of(reviewer)
    answer(desk, subject)
    written = Review.objects.get()

    response = desk.post(reverse("admin:review_undo", args=[subject.pk, written.pk]), follow=True)

    assert response.redirect_chain[-1][0] == url(subject)
    assert "Ångrat." in text_of(response)
    written.refresh_from_db()
    assert written.voided_by.comment == "Ångrad direkt."
    again = desk.post(reverse("admin:review_undo", args=[subject.pk, written.pk]), follow=True)
    assert "redan" in text_of(again)
    assert Review.objects.filter(outcome="void").count() == 1


def test_undo_is_for_who_wrote_it_and_for_ten_minutes(version, subject, reviewer, department):
    seen = seen_version(version)
    old = review(subject=subject, by=reviewer, digest=seen.digest, at=timezone.now() - dt.timedelta(minutes=11))
    undo = reverse("admin:review_undo", args=[subject.pk, old.pk])

    for person in (reviewer, make_reviewer(department)):
        html = text_of(client_of(person).post(undo, follow=True))
        assert "Ångrat." not in html
    assert not Review.objects.filter(outcome="void").exists()
    assert undo not in text_of(client_of(reviewer).get(url(subject)))


def test_undo_is_offered_on_the_screen_itself(version, subject, reviewer, department):
    written = review(subject=subject, by=reviewer, digest=seen_version(version).digest)
    undo = reverse("admin:review_undo", args=[subject.pk, written.pk])

    assert undo in text_of(client_of(reviewer).get(url(subject)))
    assert undo not in text_of(client_of(make_reviewer(department)).get(url(subject)))


def test_asking_for_undo_without_a_post_changes_nothing(version, subject, reviewer):
    written = review(subject=subject, by=reviewer, digest=seen_version(version).digest)
    desk = client_of(reviewer)

    assert desk.get(reverse("admin:review_undo", args=[subject.pk, written.pk])).status_code == 302
    assert Review.objects.count() == 1
    assert desk.get(reverse("admin:review_undo", args=[subject.pk, written.pk + 1])).status_code == 404
    assert desk.get(reverse("admin:review_undo", args=[subject.pk, 10**15])).status_code == 404


# --- who may -------------------------------------------------------------------------------------------
def test_only_who_reviews_for_the_department_finds_the_screen(version, subject, department, reviewer):
    data = {"outcome": "ok", "digest": seen_version(version).digest}
    for person in (make_editor(department), make_reviewer(make_department()), make_user()):
        desk = client_of(person)
        assert desk.get(url(subject)).status_code == desk.post(url(subject), data).status_code == 404
    assert Client().get(url(subject)).status_code == 302
    for person in (reviewer, make_publisher(department), make_administrator()):
        assert client_of(person).get(url(subject)).status_code == 200
    assert client_of(reviewer).get(f"/admin/newsroom/reviewsubject/{10**15}/review/").status_code == 404
    assert not Review.objects.exists()


def test_an_open_task_is_shown_and_who_may_settle_it_is_shown_where(version, subject, reviewer, department):
    digest = seen_version(version).digest
    review(subject=subject, by=reviewer, digest=digest, outcome="needs_changes", comment="Fel öppettid.")
    task = reverse("admin:review_task", args=[subject.pk, ReviewTask.objects.get().pk])

    html = text_of(client_of(reviewer).get(url(subject)))
    assert "Fel öppettid." in html
    assert task not in html
    assert task in text_of(client_of(make_publisher(department)).get(url(subject)))


def test_what_is_not_public_has_no_form_and_takes_no_answer(version, subject, reviewer, department):
    digest = seen_version(version).digest
    archive_release(release=version.release, by=make_publisher(department))
    desk = client_of(reviewer)

    for response in (desk.get(url(subject)), desk.post(url(subject), {"outcome": "ok", "digest": digest})):
        assert response.status_code == 200
        assert "Sidan är inte publicerad just nu." in text_of(response)
        assert 'name="digest"' not in text_of(response)
    assert not Review.objects.exists()


def test_djangos_own_form_leads_to_the_screen(subject, reviewer):
    change = reverse("admin:newsroom_reviewsubject_change", args=[subject.pk])

    assert client_of(reviewer).get(change).url == url(subject)
    assert client_of(make_user()).get(change).status_code == 404
    assert client_of(reviewer).get("/admin/newsroom/reviewsubject/x/change/").status_code == 404


# --- from the public page ----------------------------------------------------------------------------------
def from_page(person, path):
    """Follow the address of a public page with "granska/" behind it, as somebody who is logged in."""
    away = Client().get(f"{path}granska/")
    assert away.status_code == 302
    return client_of(person).get(away.url)


def test_a_public_address_with_granska_leads_to_the_screen(version, subject, reviewer):
    for path in (version.get_absolute_url(), f"{version.get_absolute_url()}version/1/"):
        response = from_page(reviewer, path)
        assert response.url == url(subject, "?fran=sida")
    answer(client_of(reviewer), subject, "?fran=sida")
    assert Review.objects.get().method == "page"


def test_departments_and_contacts_have_the_address_too(department, reviewer):
    refresh_review_index(department)
    old = department.slug
    department.former_slugs.create(slug="gamla-kulturforvaltningen")

    for slug in (old, "gamla-kulturforvaltningen"):
        assert from_page(reviewer, f"/forvaltningar/{slug}/").url == url(subject_of(department), "?fran=sida")
    assert from_page(reviewer, "/kontakter/").url == "/admin/newsroom/reviewsubject/?visa=alla&typ=kontakt"


def test_the_login_leads_on_to_the_screen(version, reviewer):
    away = Client().get(f"{version.get_absolute_url()}granska/").url
    login = Client().get(away)

    assert login.status_code == 302
    assert login.url.startswith("/admin/login/?next=/admin/newsroom/reviewsubject/granska/")


def test_who_may_not_review_the_page_finds_nothing_there(version, department):
    for person in (make_reviewer(make_department()), make_editor(department), make_user()):
        assert from_page(person, version.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "",
        "https://ont.example/",
        "//ont.example/pressmeddelanden/",
        "/admin/",
        "/admin/newsroom/reviewsubject/granska/?sida=/kontakter/",
        "/pressmeddelanden/",
        "/pressmeddelanden/2018/finns-inte/",
        "/forvaltningar/finns-inte/",
        "/forhandslank/" + "x" * 43 + "/",
        "\x00",
        "/kontakter/granska/",
    ],
)
def test_only_our_own_public_pages_are_understood(path, reviewer):
    response = client_of(reviewer).get(reverse("admin:review_address"), {"sida": path})

    assert response.status_code == 404


def test_a_page_that_is_not_public_yet_is_not_found_by_its_address(department, reviewer):
    version = make_version(department=department, visible_from=NOW + DAY)

    assert from_page(reviewer, version.get_absolute_url()).status_code == 404


def test_the_answer_is_the_same_for_everybody_and_asks_no_database(version, reviewer, django_assert_num_queries):
    there, nowhere = version.get_absolute_url(), "/pressmeddelanden/2018/finns-inte/"
    answers = []
    for desk in (Client(), client_of(reviewer)):
        for path in (there, nowhere):
            with django_assert_num_queries(0):
                response = desk.get(f"{path}granska/")
            assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
            assert not response.cookies
            said = response.url.replace(path, "*")
            answers.append((response.status_code, said, response.content))
    assert len(set(answers)) == 1
    assert Client().post(f"{there}granska/").status_code == 405


def test_a_release_called_granska_keeps_its_own_address(department):
    version = make_version(release=make_release(department=department, slug="granska", headline="Granska mer"))

    assert version.get_absolute_url().endswith("/granska/")
    assert Client().get(version.get_absolute_url()).status_code == 200
