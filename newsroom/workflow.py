"""Which step may follow which, and who may take it: one table for buttons, checks and tests."""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext_lazy as _

from newsroom.models import Membership, Release, User
from newsroom.models.release import Status

Role = Membership.Role


@dataclass(frozen=True)
class Step:
    """One row: what is done, from which statuses, by whom (an administrator may always)."""

    action: str
    statuses: frozenset[Status]
    roles: frozenset[Membership.Role]


UNPUBLISHED = {Status.DRAFT, Status.SUBMITTED, Status.APPROVED}
VISIBLE = {Status.PUBLISHED, Status.ARCHIVED}
EVERY = set(Status)


def _step(action: str, statuses: set[Status], *roles: Membership.Role) -> Step:
    """Make one row of the table."""
    return Step(action, frozenset(statuses), frozenset(roles))


TABLE = (
    _step("view", EVERY, Role.EDITOR, Role.REVIEWER, Role.PUBLISHER),
    _step("edit", EVERY - {Status.SUBMITTED}, Role.EDITOR, Role.PUBLISHER),
    _step("edit", {Status.SUBMITTED}, Role.PUBLISHER),
    _step("submit", {Status.DRAFT}, Role.EDITOR, Role.PUBLISHER),
    _step("approve", {Status.SUBMITTED}, Role.PUBLISHER),
    _step("publish", UNPUBLISHED | VISIBLE | {Status.WITHDRAWN}, Role.PUBLISHER),
    _step("schedule", UNPUBLISHED, Role.PUBLISHER),
    _step("archive", {Status.PUBLISHED}, Role.PUBLISHER),
    _step("withdraw", VISIBLE, Role.PUBLISHER),
    _step("review", VISIBLE, Role.REVIEWER, Role.PUBLISHER),
    _step("delete", {Status.DRAFT}, Role.EDITOR, Role.PUBLISHER),
)


def roles_for(action: str, status: Status | None = None) -> set[Membership.Role]:
    """Return the roles that may take the action, from the status or (None) from any.

    Raises KeyError for an action that is not in the table.
    """
    rows = [step for step in TABLE if step.action == action]
    if not rows:
        raise KeyError(action)
    return {role for step in rows if status is None or status in step.statuses for role in step.roles}


def has_role(action: str, release: Release, by: User, status: Status | None = None) -> bool:
    """Tell whether the person holds a role for the action in the release's department.

    A draft that has no department yet belongs to its owner.
    """
    if not by.is_active:
        return False
    if by.is_administrator:
        return True
    departments = by.department_ids(*roles_for(action, status)) if roles_for(action, status) else set()
    if release.department_id is None:
        return release.owner_id == by.pk and bool(departments)
    return release.department_id in departments


def allows(action: str, release: Release, by: User, at: dt.datetime | None = None) -> bool:
    """Tell whether the person may do this to the release as it stands."""
    status = release.status_at(at)
    return bool(roles_for(action, status)) and has_role(action, release, by, status)


def require(action: str, release: Release, by: User, at: dt.datetime | None = None) -> None:
    """Refuse what the table does not allow.

    Raises PermissionDenied when the person lacks the role, ValidationError when the status forbids it.
    """
    status = release.status_at(at)
    if not has_role(action, release, by):
        raise PermissionDenied(_("You lack the role for this in the department."))
    if not roles_for(action, status):
        raise ValidationError(
            _("This cannot be done while the release is %(status)s.") % {"status": status.label},
            code="wrong_status",
        )
    if not has_role(action, release, by, status):
        raise PermissionDenied(_("You lack the role for this in the department."))
