import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from newsroom import workflow
from newsroom.models import Membership
from newsroom.models.release import Status
from tests.factories import (
    DAY,
    HOUR,
    NOW,
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

#: Written from the desk's rules, not from the table: who may, in which status (E editor, R reviewer, P publisher).
ORACLE = {
    "view": dict.fromkeys(Status.values, "ERP"),
    "edit": dict.fromkeys(Status.values, "EP") | {"submitted": "P"},
    "submit": {"draft": "EP"},
    "approve": {"submitted": "P"},
    "publish": dict.fromkeys(["draft", "submitted", "approved", "published", "archived", "withdrawn"], "P"),
    "schedule": dict.fromkeys(["draft", "submitted", "approved"], "P"),
    "archive": {"published": "P"},
    "withdraw": {"published": "P", "archived": "P"},
    "review": {"published": "RP", "archived": "RP"},
    "delete": {"draft": "EP"},
}
MAKERS = {"E": make_editor, "R": make_reviewer, "P": make_publisher}
CASES = [(action, status) for action in ORACLE for status in Status.values]


def release_in(status, department):
    """Make a release that stands so now."""
    if status in ("draft", "submitted", "approved"):
        return make_release(department=department, stage=status)
    archived_at = NOW - HOUR if status == "archived" else None
    start = NOW + DAY if status == "scheduled" else NOW - DAY
    end = NOW - HOUR if status == "withdrawn" else None
    release = make_release(department=department, archived_at=archived_at)
    make_version(release=release, visible_from=start, visible_until=end)
    return release


def outcome(action, release, by):
    """Say in one word what the workflow answers, and check that both ways of asking agree."""
    allowed = workflow.allows(action, release, by)
    try:
        workflow.require(action, release, by)
    except PermissionDenied:
        answer = "denied"
    except ValidationError as error:
        answer = error.code.replace("_", " ")
    else:
        answer = "allowed"
    assert allowed == (answer == "allowed")
    return answer


def expected(action, status, letter):
    """Work out the answer for a role in the release's department."""
    if letter in ORACLE[action].get(status, ""):
        return "allowed"
    if letter not in "".join(ORACLE[action].values()):
        return "denied"
    return "denied" if status in ORACLE[action] else "wrong status"


@pytest.mark.parametrize(("action", "status"), CASES)
def test_a_step_is_open_to_the_right_roles_in_the_right_status(action, status):
    department, elsewhere = make_department(), make_department()
    release = release_in(status, department)
    assert release.status == status

    for letter, make in MAKERS.items():
        answer = expected(action, status, letter)
        person, stranger = make(department), make(elsewhere)
        for owner in (None, person, stranger):
            release.owner = owner
            assert outcome(action, release, person) == answer
            assert outcome(action, release, stranger) == "denied"
        person.is_active = False
        assert outcome(action, release, person) == "denied"


@pytest.mark.parametrize(("action", "status"), CASES)
def test_an_administrator_is_stopped_only_by_the_status(action, status):
    release = release_in(status, make_department())

    answer = "allowed" if status in ORACLE[action] else "wrong status"
    assert outcome(action, release, make_administrator()) == answer
    assert outcome(action, release, make_administrator(is_active=False)) == "denied"
    assert outcome(action, release, make_user()) == "denied"


@pytest.mark.parametrize("action", ORACLE)
@pytest.mark.parametrize("letter", MAKERS)
def test_a_draft_without_a_department_belongs_to_its_owner(action, letter):
    release = make_release(department=None)
    owner, colleague = MAKERS[letter](make_department()), MAKERS[letter](make_department())
    release.owner = owner

    assert outcome(action, release, owner) == expected(action, "draft", letter)
    assert outcome(action, release, colleague) == "denied"
    owner.is_active = False
    assert outcome(action, release, owner) == "denied"


@pytest.mark.parametrize("action", ORACLE)
def test_owning_a_draft_gives_nothing_without_a_role(action):
    owner = make_user()
    release = make_release(department=None, owner=owner)

    assert outcome(action, release, owner) == "denied"
    assert outcome(action, make_release(department=None, owner=None), owner) == "denied"


def test_roles_of_several_departments_are_kept_apart():
    school, culture = make_department(), make_department()
    person = make_publisher(school)
    Membership.objects.create(user=person, department=culture, role=Membership.Role.EDITOR)

    assert workflow.allows("publish", make_release(department=school), person)
    assert not workflow.allows("publish", make_release(department=culture), person)
    assert workflow.allows("edit", make_release(department=culture), person)


def test_the_status_is_that_of_the_time_asked_about():
    release = make_version(visible_from=NOW + HOUR).release
    person = make_publisher(release.department)

    assert [workflow.allows("withdraw", release, person, at) for at in (NOW, NOW + HOUR)] == [False, True]
    workflow.require("withdraw", release, person, NOW + HOUR)
    with pytest.raises(ValidationError):
        workflow.require("withdraw", release, person, NOW)


@pytest.mark.parametrize("ask", [workflow.allows, workflow.require, workflow.has_role])
def test_an_action_that_does_not_exist_is_an_error(ask):
    release = make_release()

    with pytest.raises(KeyError):
        ask("burn", release, make_publisher(release.department))


def test_the_table_has_the_actions_of_the_oracle_and_no_more():
    assert {step.action for step in workflow.TABLE} == set(ORACLE)
    assert {status for step in workflow.TABLE for status in step.statuses} <= set(Status)
