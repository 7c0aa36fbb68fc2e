"""The mail: what it says, its headers, its links."""

import re

import pytest
from django.core import mail
from django.test import Client

from newsroom.reminders.models import Reminder
from tests.factories import DAY, make_department, make_editor, make_publisher, make_reviewer
from tests.reminders.pages import AT, TODAY, WEEK, addresses, make_office, make_page, make_task, run, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return make_reviewer(make_office(), email="anna@trollhattan.example", first_name="Anna", last_name="Ek")


def office_of(person):
    return person.memberships.get().department


def test_a_digest_has_its_three_sections_with_their_numbers(anna):
    office = office_of(anna)
    make_editor(office, email="anna@trollhattan.example")
    make_page(office, late=3, title="Ny bro"), make_page(office, late=5, title="Ny skola")
    make_page(office, late=-5, title="Nytt badhus")
    make_task(make_page(office, late=-200, title="Nya bussar"), text="Byt numret & namnet <snart>.")
    run()

    (message,) = mail.outbox
    html = message.alternatives[0][0]
    assert message.subject == "Att granska: 2 förfallna, 1 inom 30 dagar, 1 att åtgärda"
    for number, heading in enumerate(("Förfallna (2)", "Förfaller inom 30 dagar (1)", "Åtgärdas hos er (1)")):
        assert heading.upper() in message.body
        assert html.split("<h2>")[number + 1].startswith(heading)
    assert "Att åtgärda: Byt numret & namnet <snart>." in message.body
    assert "Byt numret &amp; namnet &lt;snart&gt;." in html
    assert re.findall(r"\* (\w+ \w+)", message.body) == ["Ny skola", "Ny bro", "Nytt badhus", "Nya bussar"]


def test_a_section_without_pages_is_left_out(anna):
    make_page(office_of(anna), late=-5)
    run()

    (message,) = mail.outbox
    assert message.subject == "Att granska: 1 inom 30 dagar"
    for text in (message.body, message.alternatives[0][0]):
        assert "(0)" not in text
        assert "förfallna (" not in text.lower()
        assert "åtgärdas" not in text.lower()


def test_each_row_says_when_and_by_whom(anna):
    make_page(office_of(anna), late=3, title="Ny bro")
    make_page(office_of(anna), late=-3)
    run()

    for text in (mail.outbox[0].body, mail.outbox[0].alternatives[0][0]):
        assert f"Kontakt. Publicerad {(AT - 400 * DAY).date()}." in text
        assert f"Skulle ha granskats senast {TODAY - 3 * DAY}, 3 dagar försenad." in text
        assert f"Ska granskas senast {TODAY + 3 * DAY}." in text
        assert "Ingen har granskat sidan än." in text


def test_the_mail_is_text_and_html_in_swedish_with_the_name_of_the_person(anna):
    make_page(office_of(anna), title="Öppna förskolan på Ågatan")
    run()

    message = mail.outbox[0].message()
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.get_payload()] == ["text/plain", "text/html"]
    assert mail.outbox[0].body.startswith("Hej Anna Ek,\n\nDet här behöver du titta på, vecka 48.\n")
    assert '<html lang="sv">' in mail.outbox[0].alternatives[0][0]


def test_text_is_text_and_html_is_escaped(anna):
    make_page(office_of(anna), title='Tekniska & "kultur" <b>')
    run()

    assert '* Tekniska & "kultur" <b>' in mail.outbox[0].body
    assert "Tekniska &amp; &quot;kultur&quot; &lt;b&gt;" in mail.outbox[0].alternatives[0][0]


def test_the_text_has_no_ragged_lines(anna):
    make_page(office_of(anna), late=3), make_page(office_of(anna), late=-3)
    run()
    body = mail.outbox[0].body

    assert "\n\n\n\n" not in body
    assert not re.search(r"[ \t]\n", body)
    assert body.rstrip().endswith("Trollhättans Stad")


def test_the_headers_say_that_a_machine_wrote_and_who_takes_the_answer(anna, settings):
    settings.REVIEW_REPLY_TO, settings.SITE_URL = "kommunikation@trollhattan.example", "https://press.t.example"
    make_page(office_of(anna))
    run()

    message = mail.outbox[0].message()
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Id"] == "<granskning.press.t.example>"
    assert message["Reply-To"] == "kommunikation@trollhattan.example"
    assert message["From"] == settings.DEFAULT_FROM_EMAIL


def test_a_line_break_in_a_title_reaches_no_header(anna):
    make_page(office_of(anna), title="Rad ett\r\nBcc: alla@kommunen.example")
    run()

    assert mail.outbox[0].recipients() == ["anna@trollhattan.example"]
    assert "\n" not in mail.outbox[0].subject


def test_every_link_needs_a_login_and_carries_no_token(anna, settings):
    page = make_page(office_of(anna))
    run()

    texts = mail.outbox[0].body + mail.outbox[0].alternatives[0][0]
    links = set(re.findall(r"https?://[^\s\"<]+", texts))
    review = f"{settings.SITE_URL}/admin/newsroom/reviewsubject/{page.pk}/review/"
    assert links == {review, f"{settings.SITE_URL}/admin/newsroom/reviewsubject/"}
    for link in links:
        response = Client().get(link.removeprefix(settings.SITE_URL))
        assert (response.status_code, response.url.split("?")[0]) == (302, "/admin/login/")


def test_a_page_is_new_the_first_time_only(anna):
    office = office_of(anna)
    make_page(office, title="Gammal sida")
    run()
    make_page(office, title="Nytillkommen sida")
    run(AT + WEEK)

    first, second = (message.body for message in mail.outbox)
    assert "* Gammal sida (ny)" in first
    assert "* Gammal sida\n" in second
    assert "* Nytillkommen sida (ny)" in second
    assert mail.outbox[1].alternatives[0][0].count("(ny)") == 1


def test_a_page_that_comes_back_after_a_review_is_new_again(anna):
    page = make_page(office_of(anna), title="Ny bro")
    make_page(office_of(anna), title="En annan")
    run()
    type(page).objects.filter(pk=page.pk).update(next_review_on=TODAY + 300 * DAY)
    run(AT + WEEK)
    run(AT + 300 * DAY)

    last = [message.body for message in mail.outbox if message.to == ["anna@trollhattan.example"]][-1]
    assert "* Ny bro (ny)" in last
    assert "* En annan\n" in last


def test_what_a_mail_that_never_left_said_is_still_new(anna):
    page = make_page(office_of(anna), title="Ny bro")
    Reminder.objects.create(
        address=anna.email, kind="digest", period="2026-W47", items=[{"subject": page.pk}], last_error="nej"
    )
    run()

    assert "* Ny bro (ny)" in mail.outbox[0].body


HEAD = ("chef@trollhattan.example", "Försenad granskning: 1 sida minst 30 dagar sen")
GROUP = ("grupp@trollhattan.example", "Försenad granskning: 1 sida minst 60 dagar sen")


@pytest.mark.parametrize(("late", "expected"), [(29, []), (30, [HEAD]), (59, [HEAD]), (60, [HEAD, GROUP])])
def test_what_is_long_overdue_reaches_the_head_then_the_head_of_communications(anna, settings, late, expected):
    settings.REVIEW_FALLBACK_EMAIL = ["grupp@trollhattan.example"]
    make_page(office_of(anna), late=late)
    run()

    assert sorted(sent()) == sorted([("anna@trollhattan.example", "Att granska: 1 förfallen"), *expected])
    assert all(f"{late} dagar försenad" in message.body for message in mail.outbox)


def test_a_group_that_stands_in_for_the_head_is_told_of_a_page_once(settings):
    settings.REVIEW_FALLBACK_EMAIL = ["grupp@trollhattan.example"]
    office = make_department()
    make_reviewer(office, email="anna@trollhattan.example")
    make_page(office, late=70)
    run()

    assert sorted(sent()) == [("anna@trollhattan.example", "Att granska: 1 förfallen"), GROUP]


def test_an_escalation_says_why_it_comes(anna, settings):
    settings.REVIEW_FALLBACK_EMAIL = ["grupp@trollhattan.example"]
    make_page(office_of(anna), late=70)
    run()
    bodies = {message.to[0]: message.body for message in mail.outbox}

    assert "skulle ha granskats för minst 30 dagar sedan" in bodies["chef@trollhattan.example"]
    assert "skulle ha granskats för minst 60 dagar sedan" in bodies["grupp@trollhattan.example"]
    assert bodies["chef@trollhattan.example"].startswith("Hej,\n")


def test_a_late_page_that_waits_for_a_change_is_escalated_too(anna):
    page = make_page(office_of(anna), late=40)
    make_publisher(office_of(anna), email="utgivare@trollhattan.example")
    make_task(page)
    run()

    assert addresses() == ["chef@trollhattan.example", "utgivare@trollhattan.example"]


def test_no_mail_is_empty(anna):
    make_department()
    make_page(office_of(anna), late=-100)
    run()

    assert mail.outbox == []
    assert not Reminder.objects.exists()
