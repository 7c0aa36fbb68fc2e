"""The field for a moment: what people type, what they see again, and what is refused."""

import datetime as dt
import re

import pytest
from django import forms
from django.utils import timezone, translation

from newsroom.admin.moment_field import MomentField, read_clock

EIGHT = dt.datetime(2026, 11, 24, 7, tzinfo=dt.UTC)


class StartForm(forms.Form):
    start = MomentField(label="Börjar")


class EndForm(forms.Form):
    end = MomentField(required=False)


def posted(day, clock, form=StartForm, name="start", **more):
    return form({f"{name}_day": day, f"{name}_clock": clock}, **more)


def inputs(form):
    """Return each input's type and value."""
    tags = re.findall(r"<input[^>]*>", str(form))
    return [(re.search(r'type="(\w+)"', tag)[1], (re.search(r'value="([^"]*)"', tag) or [0, ""])[1]) for tag in tags]


@pytest.mark.parametrize("typed", ["08:00", "8:00", "8.00", "08.00", "0800", "08:00:00", " 08.00 "])
def test_the_ways_people_write_eight_o_clock(typed):
    form = posted("2026-11-24", typed)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["start"] == EIGHT


@pytest.mark.parametrize(
    "typed", ["8", "800", "123", "24:00", "12.60", "8:5", "08:00:30", "åtta", "8.00 fm", "-1:00", "٠٨:٠٠", "  "]
)
def test_what_is_no_time_is_refused_with_an_example(typed):
    form = posted("2026-11-24", typed)

    assert read_clock(typed) is None
    assert form.errors["start"] == ["Skriv klockslaget så här: 08.00."]


@pytest.mark.parametrize("typed", ["2026-02-30", "11/24/2026", "24/11 2026", "imorgon"])
def test_what_is_no_date_is_refused_with_an_example(typed):
    assert posted(typed, "08:00").errors["start"] == ["Skriv datumet så här: 2026-11-24."]


def test_both_faults_are_told_at_once():
    assert len(posted("imorgon", "åtta").errors["start"]) == 2


def test_each_missing_part_is_named():
    assert posted("", "08:00").errors["start"] == ["Välj ett datum."]
    assert posted("2026-11-24", "").errors["start"] == ["Välj ett klockslag."]
    assert posted("", "").errors["start"] == ["Detta fält måste fyllas i."]


def test_an_optional_moment_may_be_empty_but_not_half():
    empty = posted("", "", EndForm, "end")

    assert empty.is_valid()
    assert empty.cleaned_data == {"end": None}
    assert posted("2026-11-24", "", EndForm, "end").errors["end"] == ["Välj ett klockslag."]


@pytest.mark.parametrize(
    ("day", "clock", "text"),
    [
        ("2027-03-28", "02.30", "finns inte den 28 mars 2027"),
        ("2026-10-25", "02:30", "inträffar två gånger den 25 oktober 2026"),
        ("0026-11-24", "08:00", "Välj ett år från 1990 till 2100."),
    ],
)
def test_a_time_in_doubt_is_explained_and_what_was_typed_stays(day, clock, text):
    form = posted(day, clock)

    assert text in form.errors["start"][0]
    assert inputs(form) == [("date", day), ("time", "02:30" if clock != "08:00" else clock)]


@pytest.mark.parametrize(("day", "clock"), [("imorgon", "åtta"), ("2026-02-30", "25:00"), ("", "08:00")])
def test_what_was_typed_stays_also_when_it_is_wrong(day, clock):
    assert inputs(posted(day, clock)) == [("date", day), ("time", clock)]


def test_a_stored_moment_is_shown_in_swedish_time_and_is_not_a_change():
    summer = dt.datetime(2026, 6, 30, 22, 5, 33, tzinfo=dt.UTC)
    initial = {"start": summer}

    assert inputs(StartForm(initial=initial)) == [("date", "2026-07-01"), ("time", "00:05")]
    assert not posted("2026-07-01", "0.05", initial=initial).has_changed()
    assert posted("2026-07-01", "0.06", initial=initial).has_changed()


def test_the_date_is_written_as_browsers_want_it_in_any_language():
    with translation.override("fi"):
        assert inputs(StartForm(initial={"start": EIGHT})) == [("date", "2026-11-24"), ("time", "08:00")]


def test_each_part_has_its_label_and_the_whole_is_a_group():
    html = StartForm().as_div()

    for number, (label, kind, name) in enumerate([("Datum", "date", "day"), ("Klockslag", "time", "clock")]):
        assert f'<label for="id_start_{number}">{label}</label>' in html
        assert re.search(rf'<input type="{kind}" name="start_{name}"[^>]* id="id_start_{number}"', html)
    assert "<fieldset" in html
    assert "Börjar" in html


def test_every_minute_of_a_night_round_trips_through_the_form_or_is_refused():
    for day in ("2026-03-29", "2026-10-25"):
        for number in range(24 * 60):
            clock = f"{number // 60:02}.{number % 60:02}"
            form = posted(day, clock)
            if number // 60 == 2:
                assert not form.is_valid()
                continue
            assert form.is_valid(), clock
            again = StartForm(initial=form.cleaned_data)
            assert inputs(again) == [("date", day), ("time", clock.replace(".", ":"))]
            assert timezone.localtime(form.cleaned_data["start"]).strftime("%H.%M") == clock
