"""Mail to colleagues: each letter once, whatever happens."""

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from newsroom.emails import tell
from newsroom.management.commands import send_letters
from newsroom.models import Letter
from tests.factories import DAY, make_release, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter():
    tell(
        make_user(email="anna@trollhattan.example"),
        make_release(headline="Ny bro"),
        "Returnerat: Ny bro",
        "Byt rubrik.",
    )
    return Letter.objects.get()


def test_a_letter_holds_the_comment_and_a_link_that_needs_a_login(letter, settings):
    call_command("send_letters")

    message = mail.outbox[0]
    assert (message.to, message.subject) == (["anna@trollhattan.example"], "Returnerat: Ny bro")
    assert "Byt rubrik." in message.body
    assert f"{settings.SITE_URL}/admin/newsroom/release/" in message.body
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


def test_running_twice_sends_once(letter):
    call_command("send_letters")
    call_command("send_letters")

    assert len(mail.outbox) == 1


def test_a_letter_that_somebody_else_is_sending_is_left_alone(letter):
    assert send_letters.claim(letter.pk)
    assert not send_letters.claim(letter.pk)

    call_command("send_letters")

    assert mail.outbox == []


def test_a_letter_whose_sender_died_is_taken_up_again(letter):
    Letter.objects.update(claimed_at=timezone.now() - DAY)

    call_command("send_letters")

    assert len(mail.outbox) == 1


def test_a_failure_is_kept_tried_again_and_stops_no_other(letter, monkeypatch, capsys):
    tell(make_user(email="bo@trollhattan.example"), make_release(), "Att godkänna", "")
    real = send_letters.EmailMessage.send

    def failing(self, **kwargs):
        if self.to == ["anna@trollhattan.example"]:
            raise ConnectionRefusedError("servern svarar inte")
        return real(self, **kwargs)

    monkeypatch.setattr(send_letters.EmailMessage, "send", failing)
    call_command("send_letters")

    letter.refresh_from_db()
    assert "servern svarar inte" in letter.last_error
    assert [message.to for message in mail.outbox] == [["bo@trollhattan.example"]]
    monkeypatch.setattr(send_letters.EmailMessage, "send", real)
    call_command("send_letters")
    assert len(mail.outbox) == 2


def test_a_line_break_in_a_headline_never_reaches_a_header():
    tell(make_user(email="a@trollhattan.example"), make_release(), "Rad ett\r\nBcc: alla@kommunen.example", "")

    call_command("send_letters")

    assert "\n" not in mail.outbox[0].subject
    assert mail.outbox[0].recipients() == ["a@trollhattan.example"]
