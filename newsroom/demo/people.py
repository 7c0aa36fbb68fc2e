"""The logins of the demo: one for each role."""

from dataclasses import dataclass

from newsroom.models import Department, Membership, User

Role = Membership.Role


@dataclass(frozen=True)
class Login:
    """One person: the roles hold in the departments named, or in all of them (None)."""

    username: str
    first_name: str
    last_name: str
    role: Membership.Role | None
    departments: tuple[str, ...] | None = None


LOGINS = (
    Login("redaktor", "Anna", "Ek", Role.EDITOR, ("kommunikationsavdelningen", "utbildningsforvaltningen")),
    Login("granskare", "Mats", "Granlund", Role.REVIEWER),
    Login("utgivare", "Sofia", "Hallberg", Role.PUBLISHER),
    Login("admin", "Karin", "Lundqvist", None),
)


def make_people(password: str) -> dict[str, User]:
    """Make the logins with their memberships, and return them by user name."""
    return {login.username: _make(login, password) for login in LOGINS}


def _make(login: Login, password: str) -> User:
    """Make one person."""
    user = User(
        username=login.username,
        first_name=login.first_name,
        last_name=login.last_name,
        email=f"{login.username}@trollhattan.example",
        is_staff=True,
        is_superuser=login.role is None,
    )
    user.set_password(password)
    user.save()
    if login.role:
        departments = Department.objects.all()
        if login.departments:
            departments = departments.filter(slug__in=login.departments)
        Membership.objects.bulk_create(
            Membership(user=user, department=department, role=login.role) for department in departments
        )
    return user
