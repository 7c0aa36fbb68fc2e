"""Rule 14: the chain of recipients, link by link; it never ends empty."""

import pytest

from newsroom.models import Department, Membership, Substitution
from newsroom.reminders.models import Reminder
from newsroom.reminders.recipients import Chain
from tests.factories import DAY, make_administrator, make_department, make_editor, make_publisher, make_reviewer
from tests.factories import make_user as make_anybody
from tests.reminders.pages import AT, TODAY, make_office, make_page, make_task

pytestmark = pytest.mark.django_db

EVERYBODY = ("ansvarig", "granskare", "utgivare", "chef", "chefschef", "grupp", "admin")


@pytest.fixture(autouse=True)
def group(settings):
    settings.REVIEW_FALLBACK_EMAIL = ["grupp@trollhattan.example"]


@pytest.fixture
def office():
    above = make_office(escalation_email="chefschef@trollhattan.example")
    return make_office(parent=above)


@pytest.fixture
def people(office):
    return {
        "ansvarig": make_anybody(email="ansvarig@trollhattan.example"),
        "granskare": make_reviewer(office, email="granskare@trollhattan.example"),
        "utgivare": make_publisher(office, email="utgivare@trollhattan.example"),
        "redaktör": make_editor(office, email="redaktör@trollhattan.example"),
        "admin": make_administrator(email="admin@trollhattan.example"),
    }


def reached(page, at=AT):
    return sorted(recipient.address.split("@")[0] for recipient in Chain(at).for_review(page))


def bounce(name, **fields):
    values = {"address": f"{name}@trollhattan.example", "kind": "digest", "period": "2026-W40"}
    return Reminder.objects.create(**values | {"bounced_at": AT - 30 * DAY} | fields)


def let_go(name, people, office, settings):
    """Take away one link of the chain."""
    if name in people:
        people[name].is_active = False
        people[name].save()
    elif name == "grupp":
        settings.REVIEW_FALLBACK_EMAIL = []
    else:
        heads = {"chef": office.pk, "chefschef": office.parent_id}
        Department.objects.filter(pk=heads[name]).update(escalation_email="")


@pytest.mark.parametrize("gone", range(len(EVERYBODY)))
def test_each_link_takes_over_from_those_before_it(gone, office, people, settings):
    page = make_page(office, responsible=people["ansvarig"])
    for name in EVERYBODY[:gone]:
        let_go(name, people, office, settings)

    assert reached(page) == [EVERYBODY[gone]]


@pytest.mark.parametrize("gone", range(len(EVERYBODY) - 1))
def test_an_address_that_bounces_is_passed_over(gone, office, people):
    page = make_page(office, responsible=people["ansvarig"])
    for name in EVERYBODY[: gone + 1]:
        bounce(name)

    assert reached(page) == [EVERYBODY[gone + 1]]


def test_when_every_address_bounces_the_first_is_tried_again(office, people):
    page = make_page(office, responsible=people["ansvarig"])
    for name in EVERYBODY:
        bounce(name)

    assert reached(page) == ["ansvarig"]


def test_an_address_that_has_taken_mail_since_does_not_bounce(office, people):
    bounce("ansvarig")
    bounce("ansvarig", period="2026-W45", bounced_at=None, sent_at=AT - DAY)

    assert reached(make_page(office, responsible=people["ansvarig"])) == ["ansvarig"]


def test_a_mail_that_went_through_before_the_address_bounced_proves_nothing(office, people):
    bounce("ansvarig")
    bounce("ansvarig", period="2026-W30", bounced_at=None, sent_at=AT - 60 * DAY)

    assert reached(make_page(office, responsible=people["ansvarig"])) == ["granskare"]


@pytest.mark.parametrize("email", ["", "  "])
def test_a_person_without_an_address_is_passed_over(office, people, email):
    person = people["ansvarig"]
    type(person).objects.filter(pk=person.pk).update(email=email)

    assert reached(make_page(office, responsible=person)) == ["granskare"]


def test_the_last_link_is_everybody_in_it(office, people, settings):
    settings.REVIEW_FALLBACK_EMAIL = [" Ett@t.example ", "", "två@t.example"]

    assert reached(make_page()) == ["ett", "två"]


def test_all_reviewers_of_a_department_are_asked_but_not_those_of_another(office, people):
    make_reviewer(office, email="granskare2@trollhattan.example")
    make_reviewer(make_department(), email="fel@trollhattan.example")

    assert reached(make_page(office)) == ["granskare", "granskare2"]


def test_two_people_with_one_address_get_one_mail(office, people):
    make_reviewer(office, email="Granskare@Trollhattan.example")

    assert reached(make_page(office)) == ["granskare"]


def test_nobody_at_all_is_said_and_is_no_fault(settings):
    settings.REVIEW_FALLBACK_EMAIL = []

    assert reached(make_page(make_department())) == []


def test_a_circle_in_the_tree_of_departments_has_an_end(office, people):
    Membership.objects.all().delete()
    Department.objects.update(escalation_email="")
    Department.objects.filter(pk=office.parent_id).update(parent=office)

    assert reached(make_page(office)) == ["grupp"]


# --- who stands in ---------------------------------------------------------------------------------
def away(person, substitute, starts=0, ends=0):
    Substitution.objects.create(
        user=person, substitute=substitute, starts_on=TODAY + starts * DAY, ends_on=TODAY + ends * DAY
    )


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [(-3, -1, "ansvarig"), (-1, 0, "vikarie"), (0, 0, "vikarie"), (0, 5, "vikarie"), (1, 5, "ansvarig")],
)
def test_a_substitute_is_asked_on_the_days_of_the_substitution(office, people, starts, ends, expected):
    away(people["ansvarig"], make_anybody(email="vikarie@trollhattan.example"), starts, ends)

    assert reached(make_page(office, responsible=people["ansvarig"])) == [expected]


def test_a_substitute_is_asked_for_somebody_who_has_left(office, people):
    away(people["ansvarig"], make_anybody(email="vikarie@trollhattan.example"))
    people["ansvarig"].is_active = False
    people["ansvarig"].save()

    assert reached(make_page(office, responsible=people["ansvarig"])) == ["vikarie"]


@pytest.mark.parametrize("fields", [{"is_active": False}, {"email": ""}])
def test_a_substitute_who_cannot_be_reached_leaves_it_to_the_department(office, people, fields):
    away(people["ansvarig"], make_anybody(**{"email": "vikarie@trollhattan.example"} | fields))

    assert reached(make_page(office, responsible=people["ansvarig"])) == ["granskare"]


def test_a_substitute_who_is_away_has_a_substitute_too(office, people):
    second = make_anybody(email="vikarie@trollhattan.example")
    away(people["ansvarig"], second)
    away(second, make_anybody(email="vikariens-vikarie@trollhattan.example"))

    assert reached(make_page(office, responsible=people["ansvarig"])) == ["vikariens-vikarie"]


def test_two_who_stand_in_for_each_other_leave_it_to_the_department(office, people):
    other = make_anybody(email="vikarie@trollhattan.example")
    away(people["ansvarig"], other)
    away(other, people["ansvarig"])

    assert reached(make_page(office, responsible=people["ansvarig"])) == ["granskare"]


def test_a_reviewer_who_is_away_is_asked_through_the_substitute(office, people):
    away(people["granskare"], make_anybody(email="vikarie@trollhattan.example"))

    assert reached(make_page(office)) == ["vikarie"]


# --- tasks and what is late --------------------------------------------------------------------------
@pytest.mark.parametrize(("kind", "expected"), [("change", "redaktör"), ("archive", "utgivare")])
def test_a_task_is_for_those_who_can_settle_it(office, people, kind, expected):
    task = make_task(make_page(office, responsible=people["ansvarig"]), kind=kind)

    assert [r.address.split("@")[0] for r in Chain(AT).for_task(task.subject, task)] == [expected]


@pytest.mark.parametrize("kind", ["change", "archive"])
def test_a_task_in_a_department_without_people_goes_to_its_head(office, people, kind):
    Membership.objects.all().delete()
    task = make_task(make_page(office), kind=kind)

    assert [r.address for r in Chain(AT).for_task(task.subject, task)] == ["chef@trollhattan.example"]


@pytest.mark.parametrize("gone", range(4))
def test_the_first_escalation_goes_to_the_head_or_upwards(gone, office, people, settings):
    links = ("chef", "chefschef", "grupp", "admin")
    page = make_page(office, responsible=people["ansvarig"])
    for name in links[:gone]:
        let_go(name, people, office, settings)

    assert [r.address.split("@")[0] for r in Chain(AT).for_head(page)] == [links[gone]]


def test_the_second_escalation_goes_to_the_group_or_the_administrators(office, people, settings):
    assert [r.address.split("@")[0] for r in Chain(AT).for_group()] == ["grupp"]
    settings.REVIEW_FALLBACK_EMAIL = []
    assert [r.address.split("@")[0] for r in Chain(AT).for_group()] == ["admin"]


def test_the_chain_costs_the_same_with_many(office, people, django_assert_num_queries):
    pages = [make_page(office) for _ in range(10)]
    for _ in range(10):
        make_reviewer(office)

    with django_assert_num_queries(6):
        chain = Chain(AT)
        assert all(chain.for_review(page) for page in pages)
