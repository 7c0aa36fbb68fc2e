"""Which step may follow which, and who may take it: one table for buttons, checks and tests.

A release stands in two ways at once: what readers see of it (nothing yet, scheduled, published, archived,
withdrawn) and the stage of the working copy (draft, submitted, approved). A published release with a
submitted change is therefore nothing special.
"""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext_lazy as _

from newsroom.models import Membership, Release, User
from newsroom.models.release import Standing, Status

Role = Membership.Role
Seen = Status | None


@dataclass(frozen=True)
class Step:
    """One row: what is done, from where, by whom (an administrator may always).

    `is_ahead` tells whether a version may, must (True) or must not (False) lie ahead; None: no matter.
    """

    action: str
    seen: frozenset[Seen]
    stages: frozenset[Status]
    roles: frozenset[Membership.Role]
    is_ahead: bool | None = None

    def fits(self, standing: Standing) -> bool:
        """Tell whether the step can be taken from there."""
        is_right_time = self.is_ahead is None or self.is_ahead == standing.is_ahead
        return standing.public in self.seen and standing.stage in self.stages and is_right_time


NEVER: Seen = None
LIVE: set[Seen] = {Status.PUBLISHED, Status.ARCHIVED}
ANYWHERE: set[Seen] = {NEVER, Status.SCHEDULED, Status.PUBLISHED, Status.ARCHIVED, Status.WITHDRAWN}
STAGES = {Status.DRAFT, Status.SUBMITTED, Status.APPROVED}
WRITERS = (Role.EDITOR, Role.PUBLISHER)
EVERYBODY = (Role.EDITOR, Role.REVIEWER, Role.PUBLISHER)


def _step(
    action: str, seen: set[Seen], stages: set[Status], *roles: Membership.Role, is_ahead: bool | None = None
) -> Step:
    """Make one row of the table."""
    return Step(action, frozenset(seen), frozenset(stages), frozenset(roles), is_ahead)


TABLE = (
    _step("view", ANYWHERE, STAGES, *EVERYBODY),
    _step("edit", ANYWHERE, STAGES - {Status.SUBMITTED}, *WRITERS),
    _step("edit", ANYWHERE, {Status.SUBMITTED}, Role.PUBLISHER),
    _step("submit", ANYWHERE, {Status.DRAFT}, *WRITERS),
    _step("recall", ANYWHERE, {Status.SUBMITTED}, *WRITERS),
    _step("return", ANYWHERE, {Status.SUBMITTED}, Role.PUBLISHER),
    _step("approve", ANYWHERE, {Status.SUBMITTED}, Role.PUBLISHER),
    _step("publish", {NEVER, *LIVE, Status.WITHDRAWN}, STAGES, Role.PUBLISHER, is_ahead=False),
    _step("schedule", {NEVER, *LIVE, Status.WITHDRAWN}, STAGES, Role.PUBLISHER, is_ahead=False),
    _step("unschedule", {Status.SCHEDULED, *LIVE, Status.WITHDRAWN}, STAGES, Role.PUBLISHER, is_ahead=True),
    _step("approve_afterwards", ANYWHERE, STAGES, Role.PUBLISHER),
    _step("archive", {Status.PUBLISHED}, STAGES, Role.PUBLISHER),
    _step("unarchive", {Status.ARCHIVED}, STAGES, Role.PUBLISHER),
    _step("withdraw", LIVE, STAGES, Role.PUBLISHER, is_ahead=False),
    _step("retract", LIVE, STAGES, Role.PUBLISHER, is_ahead=False),
    _step("review", {Status.PUBLISHED}, STAGES, Role.REVIEWER, Role.PUBLISHER),
    _step("delete", {NEVER}, {Status.DRAFT}, *WRITERS),
)
ACTIONS = tuple(dict.fromkeys(step.action for step in TABLE))


def roles_for(action: str, standing: Standing | None = None) -> set[Membership.Role]:
    """Return the roles that may take the action from there, or (None) from anywhere.

    Raises KeyError for an action that is not in the table.
    """
    if action not in ACTIONS:
        raise KeyError(action)
    rows = [step for step in TABLE if step.action == action and (standing is None or step.fits(standing))]
    return {role for step in rows for role in step.roles}


def has_role(action: str, release: Release, by: User, standing: Standing | None = None) -> bool:
    """Tell whether the person holds a role for the action in the release's department.

    A draft that has no department yet belongs to its owner.
    """
    if not by.is_active:
        return False
    if by.is_administrator:
        return True
    roles = roles_for(action, standing)
    departments = by.department_ids(*roles) if roles else set()
    if release.department_id is None:
        return release.owner_id == by.pk and bool(departments)
    return release.department_id in departments


def allows(action: str, release: Release, by: User, at: dt.datetime | None = None) -> bool:
    """Tell whether the table lets the person do this to the release as it stands."""
    return _allows(action, release, by, release.standing_at(at))


def allowed(release: Release, by: User, at: dt.datetime | None = None) -> dict[str, bool]:
    """Tell of every action whether the table lets the person take it. As `allows`, with one look at the release."""
    standing = release.standing_at(at)
    return {action: _allows(action, release, by, standing) for action in ACTIONS}


def _allows(action: str, release: Release, by: User, standing: Standing) -> bool:
    """Tell whether the table lets the person do this to a release that stands so."""
    return bool(roles_for(action, standing)) and has_role(action, release, by, standing)


def require(action: str, release: Release, by: User, at: dt.datetime | None = None) -> None:
    """Refuse what the table does not allow.

    Raises PermissionDenied when the person lacks the role, ValidationError when the standing forbids it.
    """
    standing = release.standing_at(at)
    if not has_role(action, release, by):
        raise PermissionDenied(_("You lack the role for this in the department."))
    if not roles_for(action, standing):
        raise ValidationError(
            _("This cannot be done while the release is %(status)s.") % {"status": standing.status.label},
            code="wrong_status",
        )
    if not has_role(action, release, by, standing):
        raise PermissionDenied(_("You lack the role for this in the department."))
