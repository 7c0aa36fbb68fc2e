"""Links: who may make and revoke them, when they close, what the person quoted answered."""

import datetime as dt
import hashlib

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext

from newsroom import links
from newsroom.actions import publish_release
from newsroom.links import answer_quote, create_link, find_link, last_words, quotes_in, quotes_of, revoke_link
from newsroom.models import PreviewLink, QuoteAnswer, Release
from newsroom.withdrawing import archive_release, retract_release, unschedule_release, withdraw_release
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
    make_reviewer,
    make_user,
    make_version,
)

pytestmark = pytest.mark.django_db
KINDS = ["preview", "embargo", "quote"]
QUOTE = "– Vi är glada, säger Märta Ågren."


@pytest.fixture
def desk():
    return make_administrator()


def link_to(release, by, kind="preview", **more):
    values = {"recipient": "Märta Ågren"} | ({"quote": QUOTE} if kind == "quote" else {})
    return create_link(release=release, by=by, kind=kind, **values | more)


def usable(link, at):
    """Ask both twins, which must agree."""
    found = PreviewLink.objects.usable(at).filter(pk=link.pk).exists()
    assert link.is_usable(at) == found
    return found


# --- the token -----------------------------------------------------------------------------------------
def test_a_token_is_256_random_bits_and_only_its_hash_is_stored(desk):
    made = [link_to(make_release(), desk) for _ in range(20)]

    assert len({token for _link, token in made}) == 20
    for link, token in made:
        assert len(token) == 43
        assert link.token_hash == hashlib.sha256(token.encode()).hexdigest()


@pytest.mark.parametrize("kind", KINDS)
def test_the_token_stands_nowhere_in_the_database(desk, kind):
    link, token = link_to(make_release(), desk, kind)
    if kind == "quote":
        answer_quote(link=link, answer="agreed", digest=link.digest)
    revoke_link(link=link, by=desk)

    rows = [list(model._base_manager.values()) for model in apps.get_models(include_auto_created=True)]

    assert link.token_hash in repr(rows)
    assert token not in repr(rows)
    assert token[:20] not in repr(rows)


def test_a_link_is_found_by_its_token_alone(desk):
    link, token = link_to(make_release(), desk)
    link_to(make_release(), desk)

    assert find_link(token) == link
    assert find_link(token).release == link.release


@pytest.mark.parametrize("wrong", ["", "å", "\udcff", "x" * 43, "x" * 10_000, "\x00"])
def test_what_is_no_token_finds_nothing(desk, wrong):
    link_to(make_release(), desk)

    assert find_link(wrong) is None


def test_looking_for_a_link_is_the_same_work_whatever_the_reason_it_does_not_open(desk):
    live, live_token = link_to(make_release(), desk)
    expired = link_to(make_release(), desk, at=NOW - 8 * DAY)[1]
    revoked, revoked_token = link_to(make_release(), desk)
    revoke_link(link=revoked, by=desk)
    public = link_to(make_release(), desk, at=NOW - DAY)
    make_version(release=public[0].release)

    found = {}
    for token in (live_token, expired, revoked_token, public[1], "x" * 43):
        with CaptureQueriesContext(connection) as queries:
            found[token] = find_link(token)
        assert len(queries) == 1

    assert [link for link in found.values() if link] == [live]


# --- when it closes ------------------------------------------------------------------------------------
@pytest.mark.parametrize(("days", "asked"), [(7, {}), (1, {"days": 1}), (30, {"days": 30})])
def test_a_link_expires_on_the_second(desk, days, asked):
    link, token = link_to(make_release(), desk, at=NOW, **asked)

    assert link.expires_at == NOW + days * DAY
    assert usable(link, NOW)
    assert usable(link, link.expires_at - SECOND)
    assert not usable(link, link.expires_at)
    assert find_link(token, link.expires_at - SECOND) == link
    assert find_link(token, link.expires_at) is None
    assert link.state_at(link.expires_at) == "expired"


@pytest.mark.parametrize("kind", KINDS)
def test_a_link_closes_on_the_second_its_release_is_published(desk, kind):
    release = make_release()
    link, _token = link_to(release, desk, kind, at=NOW)
    make_version(release=release, visible_from=NOW + DAY)

    assert usable(link, NOW + DAY - SECOND)
    assert not usable(link, NOW + DAY)
    assert not usable(link, NOW + 2 * DAY)
    assert link.state_at(NOW + DAY) == "overtaken"


@pytest.mark.parametrize("kind", KINDS)
def test_a_link_to_a_change_of_a_live_release_closes_when_the_change_is_public(desk, kind):
    release = make_version(visible_from=NOW - DAY).release
    link, _token = link_to(release, desk, kind)
    assert usable(link, link.created_at)

    make_version(release=release, kind="update", note="Fler platser.", visible_from=NOW + HOUR)

    assert usable(link, NOW + HOUR - SECOND)
    assert not usable(link, NOW + HOUR)


def test_a_link_made_after_publication_shows_the_next_text_and_is_not_closed_by_the_last(desk):
    release = make_release()
    publish_release(release=release, by=desk, at=NOW)

    assert usable(link_to(release, desk, at=NOW)[0], NOW)
    assert usable(link_to(release, desk, at=NOW + SECOND)[0], NOW + SECOND)
    assert not usable(link_to(release, desk, at=NOW - SECOND)[0], NOW)


def test_a_version_that_is_dated_back_closes_the_links_made_before_it(desk):
    release = make_release()
    link, _token = link_to(release, desk, at=NOW - DAY)

    make_version(release=release, visible_from=NOW - 30 * DAY)

    assert not usable(link, NOW)


def test_a_schedule_that_is_cancelled_leaves_the_link_open(desk):
    release = make_release()
    link, _token = link_to(release, desk, "embargo", at=NOW)
    make_version(release=release, visible_from=NOW + DAY)

    unschedule_release(release=release, by=desk, at=NOW + HOUR)

    assert usable(link, NOW + DAY)


@pytest.mark.parametrize("take_back", ["withdraw", "retract", "expiry"])
def test_a_link_closes_when_the_release_is_taken_back(desk, take_back):
    release = make_version(visible_from=NOW - DAY, visible_until=NOW + HOUR if take_back == "expiry" else None).release
    link, _token = link_to(release, desk)
    if take_back == "withdraw":
        withdraw_release(release=release, by=desk, reason="Fel siffra.", at=NOW + HOUR)
    elif take_back == "retract":
        retract_release(release=release, by=desk, notice="Uppgifterna var fel.", at=NOW + HOUR)

    assert usable(link, NOW + HOUR - SECOND)
    assert not usable(link, NOW + HOUR)


def test_archiving_changes_no_word_and_closes_no_link(desk):
    release = make_version(visible_from=NOW - DAY).release
    link, _token = link_to(release, desk)

    archive_release(release=release, by=desk)

    assert usable(link, NOW + DAY)


def test_another_release_closes_nothing(desk):
    link, _token = link_to(make_release(), desk, at=NOW - DAY)

    make_version(visible_from=NOW - HOUR)

    assert usable(link, NOW)


def test_a_frozen_version_without_interval_closes_nothing(desk):
    release = make_release()
    link, _token = link_to(release, desk, at=NOW - DAY)

    make_version(release=release, visible_from=None)

    assert usable(link, NOW)


def test_a_revoked_link_is_closed_for_good_and_the_first_time_counts(desk):
    link, token = link_to(make_release(), desk, at=NOW - HOUR)
    other = make_administrator()

    revoke_link(link=link, by=desk, at=NOW)
    revoke_link(link=link, by=other, at=NOW + HOUR)

    assert (link.revoked_at, link.revoked_by) == (NOW, desk)
    assert not usable(link, NOW - SECOND)
    assert find_link(token) is None
    assert link.state_at() == "revoked"


def test_a_new_link_to_the_same_person_leaves_the_old_one_revoked(desk):
    release = make_release()
    old, old_token = link_to(release, desk)
    revoke_link(link=old, by=desk)
    new, token = link_to(release, desk)

    assert find_link(old_token) is None
    assert find_link(token) == new


# --- what is refused -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"recipient": " "}, "recipient"),
        ({"recipient": "å" * 121}, "recipient"),
        ({"days": 0}, "days"),
        ({"days": -1}, "days"),
        ({"days": 31}, "days"),
        ({"kind": "open"}, "kind"),
        ({"kind": "quote"}, "quote"),
        ({"kind": "quote", "quote": "– Vi är ledsna, säger Märta Ågren."}, "quote"),
        ({"kind": "quote", "quote": "Bygget tog två år."}, "quote"),
    ],
)
def test_an_unsound_link_is_refused_by_its_field(desk, fields, field):
    values = {"kind": "preview", "recipient": "Märta Ågren"} | fields

    with pytest.raises(ValidationError) as refused:
        create_link(release=make_release(), by=desk, **values)

    assert list(refused.value.message_dict) == [field]
    assert not PreviewLink.objects.exists()


def test_every_fault_is_told_at_once(desk):
    with pytest.raises(ValidationError) as refused:
        create_link(release=make_release(), by=desk, kind="quote", recipient="", days=99)

    assert set(refused.value.message_dict) == {"recipient", "days", "quote"}


def test_a_preview_keeps_no_quote(desk):
    link, _token = create_link(release=make_release(), by=desk, kind="preview", recipient="A", quote=QUOTE)

    assert (link.quote, link.digest) == ("", "")


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "open"},
        {"recipient": ""},
        {"expires_at": NOW},
        {"revoked_at": NOW},
        {"kind": "quote"},
        {"quote": QUOTE},
        {"digest": "0" * 64},
    ],
)
def test_the_database_refuses_what_is_unsound(desk, values):
    link, _token = link_to(make_release(), desk, at=NOW)

    with pytest.raises(IntegrityError), transaction.atomic():
        PreviewLink.objects.filter(pk=link.pk).update(**values)


# --- who may -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("maker", "own", "may"),
    [
        (make_editor, True, True),
        (make_publisher, True, True),
        (make_reviewer, True, False),
        (make_editor, False, False),
        (make_publisher, False, False),
        (make_reviewer, False, False),
    ],
)
def test_those_who_may_edit_the_text_make_and_revoke_its_links(desk, maker, own, may):
    department = make_department()
    release = make_release(department=department)
    person = maker(department if own else make_department())
    link, _token = link_to(release, desk)

    if may:
        assert link_to(release, person)[0].created_by == person
        revoke_link(link=link, by=person)
        assert link.revoked_by == person
    else:
        with pytest.raises(PermissionDenied):
            link_to(release, person)
        with pytest.raises(PermissionDenied):
            revoke_link(link=link, by=person)
        assert PreviewLink.objects.get().revoked_at is None


def test_somebody_without_a_role_or_without_a_live_account_may_not():
    department = make_department()
    release = make_release(department=department)
    for person in (make_user(), make_publisher(department, is_active=False), make_administrator(is_active=False)):
        with pytest.raises(PermissionDenied):
            link_to(release, person)


def test_an_editor_may_ask_about_a_quote_while_the_text_waits_for_approval():
    department = make_department()
    release = make_release(department=department, stage="submitted")

    assert link_to(release, make_editor(department), "quote")[0].pk


# --- quotes --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("body", "quotes"),
    [
        ("<p>– Ja, säger hon.</p><p>Nej.</p>", ["– Ja, säger hon."]),
        ("<p>—\u00a0Ja.</p><p>- Nej.</p>", ["— Ja.", "- Nej."]),
        ("<p>– Ja, <strong>det</strong> är <em>så</em> &amp; inget annat.</p>", ["– Ja, det är så & inget annat."]),
        ("<p>– Ja.</p><p>– Ja.</p>", ["– Ja."]),
        ("<p>-10 grader.</p><p>–</p><p>Hon sa – ja.</p>", []),
        ("", []),
    ],
)
def test_quotes_are_the_paragraphs_that_begin_with_a_dash(body, quotes):
    assert quotes_in(body) == quotes


def ask(release, desk, at=NOW - HOUR, **more):
    return link_to(release, desk, "quote", at=at, **more)[0]


def states(release, at=None):
    return [check.state for check in quotes_of(release, at)]


def test_a_question_waits_then_is_answered_and_the_last_answer_counts(desk):
    release = make_release()
    link = ask(release, desk)
    assert states(release) == ["waiting"]

    answer_quote(link=link, answer="change", digest=link.digest, comment=" Säg hellre nöjda. ", at=NOW)
    assert states(release) == ["change"]
    answer_quote(link=link, answer="agreed", digest=link.digest, at=NOW + SECOND)

    check = quotes_of(release)[0]
    assert (check.state, check.answer.answered_at, check.link) == ("agreed", NOW + SECOND, link)
    rows = QuoteAnswer.objects.values_list("answer", "comment", "answered_name", "digest")
    assert list(rows) == [
        ("change", "Säg hellre nöjda.", "Märta Ågren", link.digest),
        ("agreed", "", "Märta Ågren", link.digest),
    ]


@pytest.mark.parametrize("answer", [None, "agreed", "change"])
@pytest.mark.parametrize(
    ("body", "stands"),
    [
        (f"<p>Ny början.</p><p>{QUOTE}</p>", True),
        (f"<p>{QUOTE.replace('glada', '<em>glada</em>')}</p>", True),
        ("<p>– Vi är glada, säger Märta Ågren.</p>".replace(" ", "&nbsp;", 1), True),
        ("<p>– Vi är mycket glada, säger Märta Ågren.</p>", False),
        (f"<p>{QUOTE} Men trötta.</p>", False),
        (f"<p>{QUOTE.removeprefix('– ')}</p>", False),
        ("<p>Inget citat.</p>", False),
    ],
)
def test_a_quote_that_no_longer_stands_word_for_word_must_be_asked_again(desk, answer, body, stands):
    release = make_release()
    link = ask(release, desk)
    if answer:
        answer_quote(link=link, answer=answer, digest=link.digest, comment="Ändra.")

    release.body = body
    release.save()

    assert states(Release.objects.get()) == [(answer or "waiting") if stands else "outdated"]


def test_a_revoked_question_is_taken_back_and_an_expired_one_stays(desk):
    release = make_release()
    ask(release, desk, at=NOW - 10 * DAY)
    revoke_link(link=ask(release, desk), by=desk)

    assert states(release) == ["waiting"]


def test_an_answer_is_remembered_after_publication_and_an_open_question_is_moot(desk):
    release = make_release()
    answered, _open = ask(release, desk), ask(release, desk)
    answer_quote(link=answered, answer="agreed", digest=answered.digest)
    assert states(release) == ["agreed", "waiting"]

    make_version(release=release, visible_from=NOW - SECOND)

    assert [check.link for check in quotes_of(release)] == [answered]


def test_a_quote_is_judged_by_the_body_that_is_given(desk):
    release = make_release()
    ask(release, desk)

    assert [check.state for check in quotes_of(release, body="<p>– Vi är nöjda.</p>")] == ["outdated"]
    assert [check.state for check in quotes_of(release, body="")] == ["outdated"]
    assert [check.state for check in last_words(release, f"<p>Nytt.</p><p>{QUOTE}</p>")] == ["waiting"]


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ([None, None], "waiting"),
        (["change", None], "change"),
        ([None, "agreed"], "agreed"),
        (["change", "agreed"], "agreed"),
        (["agreed", "change"], "change"),
    ],
)
def test_who_is_asked_again_about_the_same_words_has_one_line_and_the_last_answer_counts(desk, answers, state):
    release = make_release()
    asked = [ask(release, desk, at=NOW - HOUR + SECOND * number) for number in range(2)]
    for number, (link, answer) in enumerate(zip(asked, answers, strict=True)):
        if answer:
            answer_quote(link=link, answer=answer, digest=link.digest, comment="Ändra.", at=NOW + SECOND * number)

    assert [check.state for check in last_words(release)] == [state]
    assert len(quotes_of(release)) == 2


def test_an_earlier_link_may_bring_the_last_answer(desk):
    release = make_release()
    first, second = ask(release, desk), ask(release, desk)
    answer_quote(link=second, answer="agreed", digest=second.digest, at=NOW)
    answer_quote(link=first, answer="change", digest=first.digest, comment="Ändra.", at=NOW + SECOND)

    assert [check.state for check in last_words(release)] == ["change"]


def test_two_people_asked_about_the_same_words_have_a_line_each(desk):
    release = make_release()
    ask(release, desk)
    ask(release, desk, recipient="Bo Ek")

    assert [check.link.recipient for check in last_words(release)] == ["Märta Ågren", "Bo Ek"]


def test_many_questions_cost_as_many_queries_as_one(desk):
    release, counts = make_release(), []
    for size in (1, 9):
        for number in range(size):
            link = ask(release, desk, recipient=f"Person {size} {number}")
            if number % 2:
                answer_quote(link=link, answer="agreed", digest=link.digest)
        with CaptureQueriesContext(connection) as queries:
            assert len(last_words(release)) >= size
        counts.append(len(queries))

    assert counts == [2, 2]


def test_questions_of_others_are_not_in_the_list(desk):
    ask(make_release(), desk)
    release = make_release()
    link_to(release, desk, "preview")

    assert quotes_of(release) == []


def test_an_answer_about_other_words_than_those_shown_is_refused(desk):
    link = ask(make_release(), desk)

    for digest in ("", "0" * 64, link.digest.upper(), links.sha256("– Något annat."), "å"):
        with pytest.raises(ValidationError):
            answer_quote(link=link, answer="agreed", digest=digest)

    assert not QuoteAnswer.objects.exists()


@pytest.mark.parametrize(
    "given",
    [
        {"answer": "change"},
        {"answer": "change", "comment": " \n"},
        {"answer": "nja"},
        {"answer": ""},
        {"answer": "change", "comment": "å" * 2001},
    ],
)
def test_an_answer_that_does_not_do_is_refused(desk, given):
    link = ask(make_release(), desk)

    with pytest.raises(ValidationError):
        answer_quote(link=link, digest=link.digest, **given)

    assert not QuoteAnswer.objects.exists()


def test_a_closed_link_takes_no_answer_however_it_was_opened(desk):
    expired = ask(make_release(), desk, at=NOW - 8 * DAY)
    revoked, public = ask(make_release(), desk), ask(make_release(), desk)
    PreviewLink.objects.filter(pk=revoked.pk).update(revoked_at=NOW, revoked_by=desk)
    make_version(release=public.release, visible_from=NOW - SECOND)
    preview, _token = link_to(make_release(), desk)

    for link in (expired, revoked, public, preview):
        with pytest.raises(PreviewLink.DoesNotExist):
            answer_quote(link=link, answer="agreed", digest=link.digest)

    assert not QuoteAnswer.objects.exists()


def test_answers_cannot_be_written_without_end(desk, monkeypatch):
    monkeypatch.setattr(links, "MOST_ANSWERS", 3)
    link = ask(make_release(), desk)
    for _time in range(3):
        answer_quote(link=link, answer="agreed", digest=link.digest)

    with pytest.raises(ValidationError):
        answer_quote(link=link, answer="agreed", digest=link.digest)


# --- answers are written once --------------------------------------------------------------------------
def changed(answer):
    answer.comment = "Ändrat i efterhand"
    answer.save()


def raw(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


TABLE = QuoteAnswer._meta.db_table
ATTACKS = {
    "instance": changed,
    "instance, one field": lambda a: a.save(update_fields=["answer"]),
    "queryset": lambda a: QuoteAnswer.objects.update(answer="agreed"),
    "bulk_update": lambda a: QuoteAnswer.objects.bulk_update([a], ["comment"]),
    "delete": lambda a: a.delete(),
    "delete by queryset": lambda a: QuoteAnswer.objects.all().delete(),
    "delete the link": lambda a: a.link.delete(),
    "delete the release": lambda a: a.link.release.delete(),
    "SQL update": lambda a: raw(f"UPDATE {TABLE} SET comment = 'x'"),
    "SQL delete": lambda a: raw(f"DELETE FROM {TABLE}"),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_answer_can_be_neither_changed_nor_deleted(desk, attack):
    link = ask(make_release(), desk)
    answer = answer_quote(link=link, answer="change", digest=link.digest, comment="Säg nöjda.")
    before = list(QuoteAnswer.objects.values())

    with pytest.raises((IntegrityError, ProtectedError)), transaction.atomic():
        ATTACKS[attack](answer)

    assert list(QuoteAnswer.objects.values()) == before


def test_a_draft_that_is_deleted_takes_its_unanswered_links_along(desk):
    release = make_release()
    _link, token = link_to(release, desk)

    release.delete()

    assert find_link(token) is None


def test_the_clock_may_go_backwards_over_a_publication(desk):
    release = make_release()
    link, _token = link_to(release, desk, at=NOW)
    make_version(release=release, visible_from=NOW + DAY)

    opens = [usable(link, NOW + dt.timedelta(days=days)) for days in (0, 2, 0.5)]

    assert opens == [True, False, True]
