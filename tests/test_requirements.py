import pytest
from django.core.exceptions import ValidationError

from newsroom.requirements import missing_for_publication, require_publishable
from tests.factories import make_contact, make_release

pytestmark = pytest.mark.django_db


def test_a_finished_release_lacks_nothing():
    release = make_release()

    assert missing_for_publication(release) == {}
    require_publishable(release)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("headline", [" ", "\n"]),
        ("lead", ["", "  "]),
        ("body", ["", "<p></p>", "<p>&nbsp;</p>", "<ul><li></li></ul>"]),
        ("department", [None]),
    ],
)
def test_what_is_empty_is_named(field, values):
    for value in values:
        assert set(missing_for_publication(make_release(**{field: value}))) == {field}


@pytest.mark.parametrize(
    ("numbers", "email", "active", "enough"),
    [
        (["070-174 06 05"], "", True, True),
        ([], "press@trollhattan.se", True, True),
        (["070-174 06 05"], "press@trollhattan.se", True, True),
        ([], "", True, False),
        (["070-174 06 05"], "press@trollhattan.se", False, False),
    ],
)
def test_somebody_must_be_in_reach(numbers, email, active, enough):
    contact = make_contact(numbers=numbers, email=email, is_active=active)
    faults = missing_for_publication(make_release(contacts=[contact]))

    assert set(faults) == (set() if enough else {"contacts"})


def test_one_contact_in_reach_is_enough():
    contacts = [make_contact(is_active=False), make_contact(numbers=[]), make_contact()]

    assert missing_for_publication(make_release(contacts=contacts)) == {}


def test_a_contact_of_another_release_does_not_count():
    make_release(contacts=[make_contact()])

    assert set(missing_for_publication(make_release(contacts=[]))) == {"contacts"}


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Invigningen är den XX maj", "XX"),
        ("Ring 070-XXX XX XX", "XXX"),
        ("TODO: fråga Märta", "TODO"),
        ("Hur många barn???", "???"),
        ("säger [namn]", "[namn]"),
        ("säger [Namn, titel]", "[Namn, titel]"),
        ("den [datum]", "[datum]"),
        ("klockan [TID och plats]", "[TID och plats]"),
        ("[fyll i antal] barn", "[fyll i antal]"),
        ("[x] barn", "[x]"),
        ("[xx] barn", "[xx]"),
        ("[...]", "[...]"),
        ("[..]", "[..]"),
        ("[citat Märta]", "[citat Märta]"),
    ],
)
@pytest.mark.parametrize("field", ["headline", "subheading", "lead", "body", "dateline"])
def test_what_is_left_to_fill_in_is_quoted(field, text, mark):
    value = f"<p>{text}</p>" if field == "body" else text
    faults = missing_for_publication(make_release(**{field: value}))

    assert set(faults) == {field}
    assert f"“{mark}”" in faults[field] or f"”{mark}”" in faults[field]


@pytest.mark.parametrize(
    "text",
    [
        "Storlek XL och X2000",
        "Påven Johannes XXIII och Ludvig XIV",
        "Vem? Vad? Hur??",
        "– De [tidigare ledamöterna] röstade nej",
        "– Hon [platschefen] är glad",
        "– Han [ordföranden] är glad",
        "– Det [namngivna] förslaget",
        "– Den [ortsbaserade] planen",
        "[Datumen finns i kalendern]",
        "todo och metodologi",
        "(namn) {datum}",
        "Matrisen [1] och noten [2]",
    ],
)
@pytest.mark.parametrize("field", ["headline", "lead", "body"])
def test_ordinary_words_are_no_marks(field, text):
    value = f"<p>{text}</p>" if field == "body" else text

    assert missing_for_publication(make_release(**{field: value})) == {}


def test_every_fault_is_told_at_once():
    release = make_release(lead="", body="<p>XX</p>", department=None, contacts=[])

    with pytest.raises(ValidationError) as refused:
        require_publishable(release)
    assert set(refused.value.message_dict) == {"lead", "body", "department", "contacts"}
    assert all(len(messages) == 1 for messages in refused.value.message_dict.values())
