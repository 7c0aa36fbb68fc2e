import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from newsroom import workflow
from newsroom.models import Membership
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

MAKERS = {"E": make_editor, "R": make_reviewer, "P": make_publisher}
SEEN = ("never", "scheduled", "published", "archived", "withdrawn", "retracted")
STAGES = ("draft", "submitted", "approved")
#: Where readers see of it what, at which stage, and whether a version lies ahead.
STANDINGS = [
    (seen, stage, ahead)
    for seen in SEEN
    for stage in STAGES
    for ahead in {"never": [False], "scheduled": [True]}.get(seen, [False, True])
]


def oracle(seen, stage, ahead):
    """Return who may do what (E editor, R reviewer, P publisher): written from the desk's rules, not the table."""
    live = seen in ("published", "archived")
    sent = stage == "submitted"
    return {
        "view": "ERP",
        "edit": "P" if sent else "EP",
        "submit": "EP" if stage == "draft" else "",
        "recall": "EP" if sent else "",
        "return": "P" if sent else "",
        "approve": "P" if sent else "",
        "publish": "" if ahead else "P",
        "schedule": "" if ahead else "P",
        "unschedule": "P" if ahead else "",
        "approve_afterwards": "P",
        "archive": "P" if seen == "published" else "",
        "unarchive": "P" if seen == "archived" else "",
        "withdraw": "P" if live and not ahead else "",
        "retract": "P" if live and not ahead else "",
        "review": "RP" if seen == "published" else "",
        "delete": "EP" if seen == "never" and stage == "draft" else "",
    }


ACTIONS = tuple(oracle("never", "draft", False))
EVER = {a: {letter for standing in STANDINGS for letter in oracle(*standing)[a]} for a in ACTIONS}


def release_at(seen, stage, ahead, department):
    """Make a release that stands so now."""
    archived_at = NOW - HOUR if seen == "archived" else None
    release = make_release(department=department, stage=stage, archived_at=archived_at)
    end = NOW - HOUR if seen == "withdrawn" else None
    if seen not in ("never", "scheduled"):
        make_version(release=release, visible_from=NOW - DAY, visible_until=end)
    if seen == "retracted":
        make_version(release=release, visible_from=NOW - HOUR, kind="retraction", note="Uppgifterna var fel.")
    if ahead:
        kind = "new" if seen == "scheduled" else "update"
        make_version(release=release, visible_from=NOW + DAY, kind=kind, note="Nya uppgifter.")
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


def expected(action, standing, letter):
    """Work out the answer for a role in the release's department."""
    letters = oracle(*standing)[action]
    if letter in letters:
        return "allowed"
    return "denied" if letter not in EVER[action] or letters else "wrong status"


def test_the_oracle_knows_every_action():
    assert set(workflow.ACTIONS) == set(ACTIONS)


@pytest.mark.parametrize("standing", STANDINGS, ids=lambda s: "-".join(map(str, s)))
def test_a_step_is_open_to_the_right_roles_from_the_right_standing(standing):
    department, elsewhere = make_department(), make_department()
    release = release_at(*standing, department)
    people = [(letter, make(department), make(elsewhere)) for letter, make in MAKERS.items()]

    for action in ACTIONS:
        for letter, person, stranger in people:
            for owner in (None, person, stranger):
                release.owner = owner
                assert outcome(action, release, person) == expected(action, standing, letter)
                assert outcome(action, release, stranger) == "denied"


@pytest.mark.parametrize("standing", STANDINGS, ids=lambda s: "-".join(map(str, s)))
def test_an_administrator_is_stopped_only_by_the_standing(standing):
    release = release_at(*standing, make_department())
    desk, former, nobody = make_administrator(), make_administrator(is_active=False), make_user()

    for action in ACTIONS:
        assert outcome(action, release, desk) == ("allowed" if oracle(*standing)[action] else "wrong status")
        assert outcome(action, release, former) == "denied"
        assert outcome(action, release, nobody) == "denied"


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("letter", MAKERS)
def test_a_draft_without_a_department_belongs_to_its_owner(action, letter):
    release = make_release(department=None)
    owner, colleague = MAKERS[letter](make_department()), MAKERS[letter](make_department())
    release.owner = owner

    assert outcome(action, release, owner) == expected(action, ("never", "draft", False), letter)
    assert outcome(action, release, colleague) == "denied"
    owner.is_active = False
    assert outcome(action, release, owner) == "denied"


@pytest.mark.parametrize("action", ACTIONS)
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
