import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from newsroom.about.models import Authority, Page
from tests.about.support import make_authority

pytestmark = pytest.mark.django_db


def test_there_is_one_authority():
    assert str(Authority.objects.current()) == "Trollhättans Stad"  # SITE_NAME, where nobody has written
    make_authority()

    assert str(Authority.objects.current()) == "Härnösands kommun"
    for pk in (1, 2):
        with pytest.raises(IntegrityError), transaction.atomic():
            Authority.objects.create(id=pk)


@pytest.mark.parametrize("number", ["2120001546", "212000-15460", "212000-154", "21200A-1546", "212000-1546\n"])
def test_a_registration_number_is_written_as_it_is_printed(number):
    with pytest.raises(ValidationError) as refused:
        Authority(registration_number=number).full_clean()

    assert "212000-1546" in str(refused.value)


@pytest.mark.parametrize("field", ["telephone", "officer_telephone", "report_telephone"])
def test_numbers_are_shown_in_swedish_grouping_and_refused_when_they_are_none(field):
    authority = Authority(**{field: "0520495000"})
    authority.full_clean()

    assert authority.numbers() == {field: {"text": "0520-49 50 00", "uri": "tel:+46520495000"}}
    with pytest.raises(ValidationError):
        Authority(**{field: "ring växeln"}).full_clean()


@pytest.mark.parametrize("field", ["officer_email", "officer_telephone"])
def test_the_officer_can_be_reached_in_one_way_or_the_other(field):
    assert not Authority(officer="Siv Åberg").has_officer
    assert Authority(**{field: "0520-49 50 00"}).has_officer


def test_a_text_is_sanitised_on_every_way_in():
    page = Page.objects.create(key="about", body='<p onclick="x()">Hej<script>x()</script> <b>Åsa</b></p>')

    assert page.body == "<p>Hej <strong>Åsa</strong></p>"


@pytest.mark.parametrize("body", ["<p> </p>", "<script>x()</script>"])
def test_a_text_that_says_nothing_is_refused(body):
    with pytest.raises(ValidationError, match="Skriv en text"):
        Page(key="about", body=body).full_clean()


def test_a_page_has_one_text_in_each_language():
    Page.objects.create(key="about", body="<p>Hej</p>")
    Page.objects.create(key="about", language="en", body="<p>Hello</p>")

    with pytest.raises(ValidationError, match="redan en text"):
        Page(key="about", body="<p>Hej igen</p>").full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        Page.objects.create(key="about", body="<p>Hej igen</p>")


@pytest.mark.parametrize("fields", [{"key": "start"}, {"language": "fi"}, {"placement": "nowhere"}])
def test_the_database_refuses_what_no_page_shows(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        Page.objects.create(**{"key": "about", "body": "<p>Hej</p>"} | fields)


def test_a_text_is_called_by_its_page_and_language():
    assert str(Page(key="privacy", language="sv")) == "Personuppgifter, svenska"
