"""Answering, as a reader: no cookie, no script, nothing typed is lost."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from newsroom.actions import publish_release
from newsroom.feedback import quota
from newsroom.feedback.actions import receipt_of
from newsroom.feedback.models import Answer, Quota, hour_of
from newsroom.links import create_link
from newsroom.models import DepartmentSlug
from newsroom.withdrawing import retract_release, withdraw_release
from tests.factories import HOUR, NOW, make_administrator, make_department, make_release, make_version
from tests.feedback.support import OURS, make_answer, receipt_in, send, shown_errors

pytestmark = pytest.mark.django_db
WORDS = "Det står inte vilken busslinje som går dit."


@pytest.fixture
def version():
    return make_version(department=make_department(name="Kultur- och fritidsförvaltningen", slug="kultur"))


@pytest.fixture
def path(version):
    return f"{version.get_absolute_url()}svara/"


def test_the_form_stands_at_the_end_of_the_pages(version, path, client):
    department = "/forvaltningar/kultur/"
    for page, action in ((version.get_absolute_url(), path), (department, f"{department}svara/")):
        html = client.get(page).content.decode()
        form = re.search(
            rf'<form class="feedback-buttons" method="post" action="{action}">.*?</form>', html, re.DOTALL
        )[0]
        assert "Hjälpte informationen dig?" in html
        assert re.findall(r'name="answer" value="(\w+)"', form) == ["yes", "no"]
        assert f'href="{action}"' in html
        assert "csrf" not in html
        assert html.index("</h1>") < html.index("feedback-title") < html.index("</main>")


def test_in_english_the_form_leads_to_the_english_page(version, client):
    html = client.get("/en/forvaltningar/kultur/").content.decode()

    assert 'action="/en/forvaltningar/kultur/svara/"' in html
    assert "What is wrong, or missing?" in client.get("/en/forvaltningar/kultur/svara/").content.decode()


def test_previews_earlier_versions_and_withdrawn_pages_have_no_form(version, client):
    by = make_administrator()
    later = make_version(
        release=version.release, kind="correction", note="Fel tid.", visible_from=NOW - dt.timedelta(minutes=5)
    )
    _link, token = create_link(release=make_release(), by=by, kind="preview", recipient="Eva")
    gone = make_version()
    withdraw_release(release=gone.release, by=by, reason="Fel.")

    paths = [f"{later.get_absolute_url()}version/1/", f"/forhandslank/{token}/", gone.get_absolute_url()]

    answers = [client.get(path) for path in paths]
    assert [answer.status_code for answer in answers] == [200, 200, 410]
    assert all("feedback" not in answer.content.decode() for answer in answers)


@pytest.mark.parametrize("kind", ["yes", "no"])
def test_a_button_is_enough(version, path, kind):
    response = send(path, {"answer": kind})

    answer = Answer.objects.get()
    assert response.status_code == 303
    assert (answer.kind, answer.text) == (kind, "")
    assert (answer.version, answer.release, answer.department) == (version, version.release, version.department)
    assert answer.received_at == hour_of(answer.received_at)
    html = Client().get(response["Location"]).content.decode()
    assert "Tack för ditt svar" in html
    assert {"yes": "Vill du säga något mer?", "no": "Vad saknades?"}[kind] in html


def test_words_are_added_to_the_button(path):
    receipt = receipt_in(send(path, {"answer": "no"}))

    response = send(path, {"text": WORDS, "kvitto": receipt})

    answer = Answer.objects.get()
    assert (answer.kind, answer.text) == ("no", WORDS)
    assert response["Location"] == f"{path}?tack=1"
    html = Client().get(response["Location"]).content.decode()
    assert "Det har nått Kultur- och fritidsförvaltningen, som ansvarar för sidan." in html
    assert "<textarea" not in html


def test_a_fault_is_reported_without_a_button(path):
    html = Client().get(path).content.decode()
    assert "Vad är fel eller saknas?" in html
    assert "läses av Kultur- och fritidsförvaltningen och blir en allmän handling" in html
    assert "Skriv inga personuppgifter" in html
    assert "email" not in html
    assert "e-post" not in html.split("<main")[1].split("</main>")[0].lower()

    send(path, {"text": WORDS})

    assert Answer.objects.values_list("kind", "text").get() == ("remark", WORDS)


def test_a_department_gets_answers_about_its_own_page(version):
    send("/forvaltningar/kultur/svara/", {"answer": "yes"})

    answer = Answer.objects.get()
    assert (answer.release, answer.version, answer.department) == (None, None, version.department)


def test_a_release_without_a_department_is_the_press_offices():
    version = make_version(release=make_release(department=None))
    path = f"{version.get_absolute_url()}svara/"

    assert "läses av presskontoret" in Client().get(path).content.decode()
    send(path, {"text": WORDS})

    assert Answer.objects.get().department is None


def test_a_page_that_is_loaded_again_sends_nothing_again(path):
    response = send(path, {"answer": "no"})

    for _ in range(3):
        Client().get(response["Location"])

    assert Answer.objects.count() == 1


def test_words_sent_twice_are_one_answer_and_other_words_another(path):
    receipt = receipt_in(send(path, {"answer": "no"}))

    for text in (WORDS, WORDS, "En sak till."):
        send(path, {"text": text, "kvitto": receipt})

    assert sorted(Answer.objects.values_list("kind", "text")) == [
        ("no", WORDS),
        ("remark", "En sak till."),
    ]
    assert "<textarea" not in Client().get(f"{path}?kvitto={receipt}").content.decode()


def test_a_receipt_that_does_not_hold_loses_no_words(path, version):
    elsewhere = make_answer(text="")
    old = make_answer(version=version, text="")
    handled = make_answer(version=version, text="", handled_at=NOW, handled_by=make_administrator())
    real = receipt_of(old)
    receipts = [
        "",
        "x",
        "x:y:z",
        "å",
        real[:-1],
        real.swapcase(),
        receipt_of(elsewhere),
        receipt_of(handled),
        "a" * 9999,
    ]

    for number, receipt in enumerate(receipts):
        response = send(path, {"text": f"Ord nummer {number}", "kvitto": receipt})
        assert response.status_code == 303
        assert Answer.objects.filter(kind="remark", text=f"Ord nummer {number}", version=version).exists()
    assert not Answer.objects.exclude(text="").exclude(kind="remark").exists()


def test_a_receipt_holds_for_two_hours(path, monkeypatch):
    receipt = receipt_in(send(path, {"answer": "no"}))
    later = timezone.now().timestamp() + 2 * 60 * 60 + 60
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)

    send(path, {"text": WORDS, "kvitto": receipt})

    assert sorted(Answer.objects.values_list("kind", "text")) == [("no", ""), ("remark", WORDS)]


@pytest.mark.parametrize("text", ["", "   \r\n ", "\u200b\u202e"])
def test_nothing_said_gets_a_sentence(path, text):
    response = send(path, {"text": text})

    html = response.content.decode()
    assert (response.status_code, shown_errors(html)) == (200, ["Skriv något först."])
    assert 'aria-invalid="true"' in html
    assert not Answer.objects.exists()
    assert not Quota.objects.exists()


def test_too_much_said_is_kept_in_the_form(path):
    text = "Åäö " * 300

    html = send(path, {"text": text}).content.decode()

    assert shown_errors(html) == ["Det är 1199 tecken. Det finns plats för 1000."]
    assert text.strip() in html
    assert not Answer.objects.exists()


def test_a_thousand_characters_with_line_breaks_fit(path):
    text = ("x" * 99 + "\r\n") * 10

    assert send(path, {"text": text}).status_code == 303
    assert len(Answer.objects.get().text) == 999


def test_what_deceives_or_controls_is_taken_out(path):
    send(path, {"text": "Bra\x00 text\u202e\x07!"})

    assert Answer.objects.get().text == "Bra text!"


@pytest.mark.parametrize("answer", ["", "kanske", "YES", "yes\x00", "remark"])
def test_a_button_that_is_none_is_answered_with_the_form(path, answer):
    response = send(path, {"answer": answer})

    assert response.status_code == 200
    assert "<textarea" in response.content.decode()
    assert not Answer.objects.exists()


@pytest.mark.parametrize("headers", [{}, {"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}])
def test_a_form_from_elsewhere_is_shown_again_and_not_taken(path, headers):
    words = send(path, {"text": WORDS}, headers=headers)
    vote = send(path, {"answer": "no"}, headers=headers)

    assert (words.status_code, vote.status_code) == (403, 403)
    assert WORDS in words.content.decode()
    assert "Skicka det en gång till härifrån." in words.content.decode()
    assert 'name="answer" value="no"' in vote.content.decode()
    assert not Answer.objects.exists()
    assert not Quota.objects.exists()
    send(path, {"text": WORDS}, headers=OURS)
    assert Answer.objects.get().text == WORDS


def test_who_fills_in_what_is_not_seen_is_thanked_and_nothing_is_stored(path):
    for data in ({"answer": "yes"}, {"text": "Buy now"}):
        response = send(path, data | {"webbplats": "https://spam.example"})
        assert response["Location"] == f"{path}?tack=1"

    assert not Answer.objects.exists()


def test_too_many_from_one_network_get_a_sentence_and_keep_their_words(path, monkeypatch):
    monkeypatch.setattr(quota, "FROM_ONE_NETWORK", 2)
    for _ in range(2):
        send(path, {"answer": "yes"}, REMOTE_ADDR="193.10.40.7")

    words = send(path, {"text": WORDS}, REMOTE_ADDR="193.10.40.7")
    vote = send(path, {"answer": "no"}, REMOTE_ADDR="193.10.40.7")

    assert (words.status_code, vote.status_code) == (429, 429)
    assert "väldigt många svar från ditt nätverk" in words.content.decode()
    assert WORDS in words.content.decode()
    assert 'name="answer" value="no"' in vote.content.decode()
    assert Answer.objects.count() == 2
    assert send(path, {"answer": "no"}, REMOTE_ADDR="193.10.40.8").status_code == 303


def test_the_receipt_is_kept_when_an_answer_is_not_taken(path, monkeypatch):
    receipt = receipt_in(send(path, {"answer": "no"}))
    monkeypatch.setattr(quota, "FROM_ONE_NETWORK", 1)

    html = send(path, {"text": WORDS, "kvitto": receipt}).content.decode()

    assert f'name="kvitto" value="{receipt}"' in html
    assert "Vad saknades?" in html


def test_the_address_before_our_proxies_counts(path, monkeypatch, settings):
    settings.TRUSTED_PROXIES = 1
    monkeypatch.setattr(quota, "FROM_ONE_NETWORK", 1)

    statuses = [
        send(path, {"answer": "yes"}, headers=OURS | {"x-forwarded-for": f"{faked}, {real}"}).status_code
        for faked, real in (("1.1.1.1", "193.10.40.7"), ("2.2.2.2", "193.10.40.7"), ("1.1.1.1", "193.10.40.8"))
    ]

    assert statuses == [303, 429, 303]


def test_no_cookie_is_read_or_set_and_nothing_is_kept_by_a_cache(path):
    receipt = receipt_in(send(path, {"answer": "no"}))
    client = Client(enforce_csrf_checks=True)

    for response in (
        client.get(path),
        client.get(f"{path}?kvitto={receipt}"),
        client.get(f"{path}?tack=1"),
        send(path, {"answer": "yes"}, client),
        send(path, {"text": ""}, client),
        send(path, {"text": WORDS}, client, {}),
    ):
        assert not response.cookies
        assert response["Cache-Control"] == "no-store"
        assert "noindex" in response["X-Robots-Tag"]
        assert "cookie" not in response.get("Vary", "").lower()


def test_a_get_changes_nothing(path):
    for query in ("", "?answer=yes", "?text=Hej", "?tack=1", "?kvitto=x"):
        for method in ("get", "head"):
            assert getattr(Client(), method)(f"{path}{query}").status_code == 200

    assert not Answer.objects.exists()
    assert not Quota.objects.exists()
    assert Client().put(path).status_code == 405


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_not_public_is_answered_as_if_it_never_was(method):
    hidden = make_version(visible_from=NOW + HOUR)
    make_department(slug="hemligt", status="prepared")
    paths = [f"{hidden.get_absolute_url()}svara/", "/forvaltningar/hemligt/svara/"]
    unknown = getattr(Client(), method)("/pressmeddelanden/2026/finns-inte/svara/", {"answer": "yes"}, headers=OURS)

    for path in paths:
        response = getattr(Client(), method)(path, {"answer": "yes"}, headers=OURS)
        assert response.status_code == 404
        assert response.content == unknown.content
    assert not Answer.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_withdrawn_page_takes_no_answers(version, path, method):
    withdraw_release(release=version.release, by=make_administrator(), reason="Fel.")

    response = getattr(Client(), method)(path, {"answer": "yes"}, headers=OURS)

    assert response.status_code == 410
    assert 'method="post"' not in response.content.decode()
    assert not Answer.objects.exists()


def test_a_notice_in_the_place_of_a_release_can_be_answered(version, path):
    retract_release(release=version.release, by=make_administrator(), notice="Uppgiften var fel.", reason="")

    send(path, {"answer": "yes"})

    assert Answer.objects.get().version.kind == "retraction"


def test_former_addresses_lead_on_and_lose_nothing(version):
    DepartmentSlug.objects.create(department=version.department, slug="fritid")

    assert Client().get("/forvaltningar/fritid/svara/")["Location"] == "/forvaltningar/kultur/svara/"


def test_an_answer_from_a_former_address_of_a_release_is_taken(version, path):
    version.release.slug = "den-nya-adressen"
    version.release.save()
    publish_release(release=version.release, by=make_administrator(), kind="minor")
    assert Client().get(path)["Location"] == f"/pressmeddelanden/{version.address.year}/den-nya-adressen/svara/"

    response = send(path, {"text": WORDS})

    assert response.status_code == 303
    assert Answer.objects.get().text == WORDS


def test_markup_in_words_stays_words_when_it_is_shown_again(path):
    html = send(path, {"text": "</textarea><script>alert(1)</script>" + "x" * 1000}).content.decode()

    assert "<script>alert" not in html
    assert "&lt;/textarea&gt;" in html


def test_answers_show_on_no_public_page(version, client):
    paths = [version.get_absolute_url(), "/forvaltningar/kultur/", "/", f"{version.get_absolute_url()}svara/"]
    before = [client.get(path).content for path in paths]

    for kind in ("yes", "no", "remark"):
        make_answer(version=version, kind=kind, text="kanarie4711")

    assert [client.get(path).content for path in paths] == before


def test_the_names_of_the_routes():
    assert reverse("answer_department", args=["kultur"]) == "/forvaltningar/kultur/svara/"
    assert reverse("answer_release", args=[2026, "x"]) == "/pressmeddelanden/2026/x/svara/"
