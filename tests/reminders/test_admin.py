"""The log of reminders at the desk."""

import pytest
from django.forms.models import model_to_dict
from django.urls import reverse

from newsroom.models import ReviewSubject
from newsroom.reminders.models import Reminder
from tests.admin.support import client_of
from tests.factories import make_administrator, make_department, make_publisher, make_reviewer
from tests.reminders.pages import AT, make_office, make_page, run

pytestmark = pytest.mark.django_db

LIST = "/admin/newsroom_reminders/reminder/"


def make_reminder(name, **fields):
    values = {"address": f"{name}@t.example", "kind": "digest", "period": "2026-W48", "created_at": AT}
    return Reminder.objects.create(**values | fields)


@pytest.fixture
def rows():
    return {
        "skickad": make_reminder("skickad", sent_at=AT, attempts=1),
        "fel": make_reminder("fel", last_error="SMTPServerDisconnected: borta", attempts=2, refusals=1),
        "studsar": make_reminder("studsar", last_error="550 Okänd mottagare", bounced_at=AT, attempts=3, refusals=3),
        "väntar": make_reminder("väntar"),
    }


@pytest.fixture
def admin():
    return client_of(make_administrator())


def shown(html):
    return [name for name in ("skickad", "fel", "studsar", "väntar") if f"{name}@t.example" in html]


def test_the_list_tells_how_each_went(rows, admin):
    html = admin.get(LIST).content.decode()

    assert shown(html) == list(rows)
    assert "<h1>Påminnelser</h1>" in html
    for text in ("studsar</td>", "550 Okänd mottagare", "SMTPServerDisconnected: borta", "misslyckades, försöks igen"):
        assert text in html


@pytest.mark.parametrize(
    ("state", "name"), [("sent", "skickad"), ("failed", "fel"), ("bouncing", "studsar"), ("waiting", "väntar")]
)
def test_the_list_can_be_narrowed_to_a_state(rows, admin, state, name):
    assert shown(admin.get(f"{LIST}?state={state}").content.decode()) == [name]


@pytest.mark.parametrize("query", ["?state=nonsens", "?kind=nonsens", "?q=%00", "?p=999", "?o=99"])
def test_the_list_bears_any_question(rows, admin, query):
    assert admin.get(LIST + query).status_code in (200, 302)


@pytest.mark.parametrize("make", [make_publisher, make_reviewer])
def test_only_administrators_see_the_addresses(rows, make):
    client = client_of(make(make_department()))

    assert client.get(LIST).status_code == 403
    assert client.get(f"{LIST}{rows['fel'].pk}/change/").status_code == 403
    data = {"action": "try_again", "_selected_action": [rows["fel"].pk], "index": 0}
    assert client.post(LIST, data).status_code == 403
    assert Reminder.objects.get(pk=rows["fel"].pk).refusals == 1


def test_a_row_shows_its_pages_and_cannot_be_changed_added_or_deleted(rows, admin):
    page = make_page(make_office(), title="Ny bro")
    run()
    row = Reminder.objects.exclude(items=[]).get()
    html = admin.get(f"{LIST}{row.pk}/change/").content.decode()

    assert "Ny bro" in html
    assert str(page.next_review_on) in html
    assert "Att granska: 1 förfallen" in html
    assert admin.post(f"{LIST}{row.pk}/change/", {"address": "kapad@t.example"}).status_code == 403
    assert admin.get(f"{LIST}add/").status_code == 403
    assert admin.post(f"{LIST}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Reminder.objects.filter(address="chef@trollhattan.example").exists()


def test_try_again_is_a_post_that_resets_what_failed_and_nothing_else(rows, admin):
    data = {"action": "try_again", "_selected_action": [row.pk for row in rows.values()], "index": 0}
    response = admin.post(LIST, data, follow=True)

    assert "3 påminnelser skickas nästa gång påminnelserna körs." in response.content.decode()
    again = {name: Reminder.objects.get(pk=row.pk) for name, row in rows.items()}
    assert (again["studsar"].bounced_at, again["studsar"].refusals) == (None, 0)
    assert again["fel"].refusals == 0
    assert again["skickad"].sent_at == AT


def test_try_again_with_nothing_to_try_says_so(rows, admin):
    data = {"action": "try_again", "_selected_action": [rows["skickad"].pk], "index": 0}

    assert "Det fanns inget att försöka igen" in admin.post(LIST, data, follow=True).content.decode()


def test_a_get_changes_nothing(rows, admin):
    page = make_page(make_office())
    before = [model_to_dict(row) for row in Reminder.objects.all()], model_to_dict(page)
    for query in ("", "?state=bouncing", f"?action=try_again&_selected_action={rows['studsar'].pk}"):
        admin.get(LIST + query)
    for row in rows.values():
        admin.get(f"{LIST}{row.pk}/change/")
    admin.get(reverse("admin:review_screen", args=[page.pk]))

    after = [model_to_dict(row) for row in Reminder.objects.all()], model_to_dict(ReviewSubject.objects.get())
    assert before == after


def test_the_list_costs_the_same_with_many(admin, django_assert_max_num_queries):
    for number in range(30):
        make_reminder(f"person{number}", user=make_reviewer(make_department()))

    with django_assert_max_num_queries(8):
        admin.get(LIST)
