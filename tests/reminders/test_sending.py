"""R17: each mail once, whatever happens; a failure is kept, tried again, and stops no other."""

from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from newsroom.models import User
from newsroom.reminders import sending
from newsroom.reminders.models import STALE, Reminder, ReminderState
from newsroom.reminders.planning import Parcel, plan
from newsroom.reminders.recipients import Recipient
from newsroom.reminders.sending import MOST_REFUSALS, claim, concerns_address, try_again
from tests.factories import DAY, SECOND, make_administrator, make_reviewer
from tests.reminders.pages import AT, WEEK, addresses, make_office, make_page, run

pytestmark = pytest.mark.django_db
HOUR = 3600 * SECOND


@pytest.fixture(autouse=True)
def group(settings):
    settings.REVIEW_FALLBACK_EMAIL = ["grupp@t.example"]


@pytest.fixture
def three():
    """Return three reviewers in three departments with a page each."""
    found = []
    for name in ("anna", "bo", "cilla"):
        found.append(make_reviewer(make_office(), email=f"{name}@t.example"))
        make_page(found[-1].memberships.get().department)
    return found


ALL = ["anna@t.example", "bo@t.example", "cilla@t.example"]


@pytest.fixture
def refuse(monkeypatch):
    """Return a function that makes the mail server refuse an address (None: nobody) with an error."""
    real = EmailMultiAlternatives.send

    def arrange(address, error=None):
        refused = error or SMTPRecipientsRefused({address: (550, b"No such user")})

        def send(self, **kwargs):
            if self.to == [address]:
                raise refused
            return real(self, **kwargs)

        monkeypatch.setattr(EmailMultiAlternatives, "send", send)

    return arrange


def row_of(address):
    return Reminder.objects.get(address=address)


# --- once a week ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("later", [0 * DAY, HOUR, DAY, 6 * DAY])
def test_a_second_run_in_the_same_week_sends_nothing(three, later):
    run()
    done = run(AT + later)

    assert (addresses(), done.sent) == (ALL, 0)


def test_the_next_week_has_a_mail_of_its_own(three):
    run()
    run(AT + WEEK)

    assert addresses() == sorted(ALL * 2)
    assert sorted(Reminder.objects.values_list("period", flat=True).order_by().distinct()) == ["2026-W48", "2026-W49"]


def test_what_a_run_missed_is_taken_by_the_next_by_state_not_by_time(three):
    run(AT - 30 * WEEK)
    mail.outbox.clear()
    run()

    assert addresses() == ALL


def test_who_has_had_the_mail_of_the_week_gets_no_second_for_a_page_that_is_new(three):
    run()
    make_page(three[0].memberships.get().department)
    run(AT + DAY)
    assert addresses() == ALL

    mail.outbox.clear()
    run(AT + WEEK)
    assert {message.to[0]: message.subject for message in mail.outbox}[ALL[0]] == "Att granska: 2 förfallna"


def test_the_database_holds_one_row_for_each_address_kind_and_week(three):
    run()
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(address=ALL[0], kind="digest", period="2026-W48")


@pytest.mark.parametrize(
    "fields", [{"kind": "annat"}, {"address": ""}, {"sent_at": AT, "bounced_at": AT}], ids=["kind", "address", "both"]
)
def test_the_database_refuses_a_row_that_makes_no_sense(fields):
    values = {"address": "a@t.example", "kind": "digest", "period": "2026-W48"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(**values | fields)


def test_the_row_says_what_was_sent_to_whom(three):
    run()
    row = row_of(ALL[0])

    assert (row.user, row.kind, row.period, row.attempts) == (three[0], "digest", "2026-W48", 1)
    assert (row.last_error, row.state, len(row.items)) == ("", ReminderState.SENT, 1)
    assert AT <= row.claimed_at <= row.sent_at < AT + HOUR


# --- claims --------------------------------------------------------------------------------------------
def parcel(address="anna@t.example"):
    return Parcel(Recipient(address), "digest", [])


def test_only_one_can_claim_a_mail():
    assert claim(parcel(), "2026-W48", AT) is not None
    assert claim(parcel(), "2026-W48", AT) is None
    assert claim(parcel(), "2026-W49", AT) is not None
    assert claim(parcel("bo@t.example"), "2026-W48", AT) is not None


@pytest.mark.parametrize(("after", "taken"), [(STALE - SECOND, False), (STALE, False), (STALE + SECOND, True)])
def test_a_claim_is_taken_up_after_ten_minutes(after, taken):
    claim(parcel(), "2026-W48", AT)

    again = claim(parcel(), "2026-W48", AT + after)

    assert (again is not None) == taken
    assert Reminder.objects.get().attempts == 1 + taken


@pytest.mark.parametrize("fields", [{"sent_at": AT}, {"bounced_at": AT}])
def test_what_is_sent_or_given_up_is_never_claimed(fields):
    claim(parcel(), "2026-W48", AT)
    Reminder.objects.update(**fields)

    assert claim(parcel(), "2026-W48", AT + DAY) is None


@pytest.mark.parametrize("seen", [False, True], ids=["no row was there", "a stale row was there"])
def test_the_database_decides_when_two_saw_the_same_and_claim_at_once(monkeypatch, seen):
    """What each looked at before is old: the statement that takes the row asks again."""
    claim(parcel(), "2026-W48", AT)
    monkeypatch.setattr(QuerySet, "exists", lambda self: seen)

    assert claim(parcel(), "2026-W48", AT + SECOND) is None
    assert Reminder.objects.get().attempts == 1


class Killed(BaseException):
    """What `except Exception` does not see, like SIGKILL."""


def test_a_sender_killed_before_sending_leaves_nobody_out(three, monkeypatch):
    def killed(self, **kwargs):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(EmailMultiAlternatives, "send", killed)
        with pytest.raises(Killed):
            run()
    run(AT + SECOND)
    assert addresses() == ALL[1:]

    run(AT + STALE + SECOND)
    assert addresses() == ALL


def test_a_sender_killed_between_sending_and_noting_it_sends_one_mail_too_many(three, monkeypatch):
    real = EmailMultiAlternatives.send

    def killed(self, **kwargs):
        real(self, **kwargs)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(EmailMultiAlternatives, "send", killed)
        with pytest.raises(Killed):
            run()
    for minutes in (0, 5, 11, 12, 60):
        run(AT + minutes * 60 * SECOND)

    assert addresses() == [ALL[0], *ALL]
    first, second = (message.message() for message in mail.outbox if message.to == [ALL[0]])
    assert first["Message-ID"] == second["Message-ID"]


def test_each_mail_has_a_message_id_of_its_own(three):
    run()
    run(AT + WEEK)

    assert len({message.message()["Message-ID"] for message in mail.outbox}) == 6


def test_what_is_sent_late_lists_what_is_due_then(three, refuse, monkeypatch):
    with monkeypatch.context():
        refuse(ALL[0], SMTPServerDisconnected("borta"))
        run()
    monkeypatch.undo()
    make_page(three[0].memberships.get().department)
    run(AT + DAY)

    assert mail.outbox[-1].to == [ALL[0]]
    assert mail.outbox[-1].subject == "Att granska: 2 förfallna"
    assert len(row_of(ALL[0]).items) == 2


def test_two_runs_at_once_share_the_mails(three, monkeypatch):
    """The second run begins in the middle of the first, after its plan was made."""
    real, nested = sending.claim, []

    def claim_while_another_runs(*arguments):
        if not nested:
            nested.append(True)
            run()
        return real(*arguments)

    monkeypatch.setattr(sending, "claim", claim_while_another_runs)
    run()

    assert addresses() == ALL


# --- failures -------------------------------------------------------------------------------------------
def test_a_failure_is_kept_and_stops_no_other(three, refuse):
    refuse(ALL[1])
    done = run()

    assert addresses() == [ALL[0], ALL[2]]
    assert (done.sent, done.failed) == (2, 1)
    assert "No such user" in row_of(ALL[1]).last_error
    assert row_of(ALL[1]).state == ReminderState.FAILED


def test_a_failure_is_tried_again_on_the_next_run(three, refuse, monkeypatch):
    refuse(ALL[1])
    run()
    monkeypatch.undo()
    run(AT + SECOND)

    row = row_of(ALL[1])
    assert addresses() == ALL
    assert (row.last_error, row.attempts, row.state) == ("", 2, ReminderState.SENT)


def test_a_very_long_fault_fits(three, refuse):
    refuse(ALL[1], SMTPDataError(554, b"x" * 1000))
    run()

    assert len(row_of(ALL[1]).last_error) == 300


def test_an_address_that_refuses_is_given_up_and_the_next_in_the_chain_is_asked_at_once(three, refuse):
    refuse(ALL[1])
    office = three[1].memberships.get().department
    type(office).objects.filter(pk=office.pk).update(escalation_email="chef@t.example")
    for day in range(MOST_REFUSALS):
        assert "chef@t.example" not in addresses()
        run(AT + day * HOUR)

    row = row_of(ALL[1])
    assert (row.state, row.refusals, row.attempts) == (ReminderState.BOUNCING, MOST_REFUSALS, MOST_REFUSALS)
    assert addresses() == [ALL[0], "chef@t.example", ALL[2]]


def test_one_run_tries_each_mail_once_though_it_looks_again_when_an_address_is_given_up(three, monkeypatch):
    def send(self, **kwargs):
        tried.append(self.to[0])
        raise SMTPRecipientsRefused({})

    tried = []
    monkeypatch.setattr(EmailMultiAlternatives, "send", send)
    run()
    Reminder.objects.filter(address=ALL[1]).update(refusals=MOST_REFUSALS - 1)
    tried.clear()
    run(AT + HOUR)

    assert tried == [*ALL, "chef@trollhattan.example"]
    assert row_of(ALL[0]).refusals == 2


def test_the_next_week_goes_past_an_address_that_bounces(three, refuse):
    refuse(ALL[1])
    for day in range(MOST_REFUSALS):
        run(AT + day * HOUR)
    mail.outbox.clear()
    run(AT + WEEK)

    assert ALL[1] not in addresses()
    assert Reminder.objects.filter(address=ALL[1]).count() == 1


def test_a_mail_server_that_is_down_makes_no_address_bounce(three, refuse, monkeypatch):
    refuse(ALL[1], ConnectionRefusedError("servern svarar inte"))
    for day in range(MOST_REFUSALS + 2):
        run(AT + day * HOUR)
    assert (row_of(ALL[1]).state, row_of(ALL[1]).attempts) == (ReminderState.FAILED, MOST_REFUSALS + 2)

    monkeypatch.undo()
    run(AT + DAY)
    assert addresses() == ALL


@pytest.mark.parametrize(
    ("error", "concerns"),
    [
        (SMTPRecipientsRefused({}), True),
        (SMTPDataError(550, b"nej"), True),
        (UnicodeEncodeError("ascii", "å", 0, 1, "nej"), True),
        (ValueError("ingen adress"), True),
        (SMTPServerDisconnected("borta"), False),
        (ConnectionRefusedError(), False),
        (TimeoutError(), False),
    ],
)
def test_a_failure_lies_with_the_address_or_with_the_server(error, concerns):
    assert concerns_address(error) == concerns


def test_try_again_takes_an_address_up_at_once(three, refuse, monkeypatch):
    refuse(ALL[1])
    for day in range(MOST_REFUSALS):
        run(AT + day * HOUR)
    monkeypatch.undo()
    assert try_again(Reminder.objects.filter(address=ALL[1]), AT + DAY) == 1
    mail.outbox.clear()
    run(AT + DAY)

    assert addresses() == [ALL[1]]
    assert Reminder.objects.bouncing_addresses() == set()


def test_try_again_leaves_alone_what_is_sent_or_being_sent(three):
    run()
    claim(parcel("dan@t.example"), "2026-W48", AT)

    assert try_again(Reminder.objects.all(), AT) == 0
    assert claim(parcel("dan@t.example"), "2026-W48", AT + SECOND) is None


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({}, "waiting"),
        ({"claimed_at": AT}, "waiting"),
        ({"last_error": "nej"}, "failed"),
        ({"last_error": "nej", "bounced_at": AT}, "bouncing"),
        ({"sent_at": AT}, "sent"),
    ],
)
def test_the_state_is_the_same_asked_of_a_row_or_of_the_database(fields, state):
    row = Reminder.objects.create(address="a@t.example", kind="digest", period="2026-W48", **fields)

    assert row.state == state
    assert [value for value in ReminderState if Reminder.objects.standing(value).exists()] == [state]


# --- the command ----------------------------------------------------------------------------------------
def test_the_command_sends_and_says_how_it_went(three, capsys):
    call_command("send_reminders", at="2026-11-23T07:30")

    assert addresses() == ALL
    assert capsys.readouterr().out == "Skickade: 3. Misslyckade: 0.\n"


def test_a_time_without_a_zone_is_swedish(three):
    call_command("send_reminders", at="2026-11-22T23:30")
    call_command("send_reminders", at="2026-11-22T22:30+00:00")

    assert sorted({row.period for row in Reminder.objects.all()}) == ["2026-W47"]
    assert len(mail.outbox) == 3


def test_a_dry_run_lists_and_sends_nothing(three, capsys):
    call_command("send_reminders", at="2026-11-23T07:30", dry_run=True)

    assert capsys.readouterr().out.splitlines() == [f"{address}\tdigest\t1" for address in ALL]
    assert (mail.outbox, Reminder.objects.count()) == ([], 0)


@pytest.mark.parametrize("typed", ["igår", "2026-13-45", "23/11 2026"])
def test_a_time_that_is_none_gets_a_sentence(typed):
    with pytest.raises(CommandError, match=r"Skriv tiden som 2026-11-30T07:30\."):
        call_command("send_reminders", at=typed)


def test_pages_that_nobody_can_be_asked_about_fail_loudly_after_the_others_are_sent(three, settings):
    settings.REVIEW_FALLBACK_EMAIL = []
    make_page(title="Övergiven sida", late=70)

    with pytest.raises(CommandError, match=r"Ingen kan påminnas om: Övergiven sida\. Sätt REVIEW_FALLBACK_EMAIL"):
        call_command("send_reminders", at="2026-11-23T07:30")
    assert addresses() == ALL

    make_administrator(email="admin@t.example")
    call_command("send_reminders", at="2026-11-23T07:30")
    assert addresses() == sorted([*ALL, *["admin@t.example"] * 2])


def test_a_plan_costs_the_same_with_many(three, django_assert_num_queries):
    for _ in range(20):
        office = make_office()
        make_reviewer(office, email=f"{office.slug}@t.example")
        make_page(office, late=70)

    with django_assert_num_queries(10):
        assert len(plan(AT).parcels) == 25
    assert User.objects.count() == 23
