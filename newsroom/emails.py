"""Mail to colleagues: written here as rows, sent by `manage.py send_letters`."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from newsroom.models import Letter, Membership, Release, ReviewSubject, User


def desk_address(release: Release) -> str:
    """Return the full address of the release at the desk."""
    return settings.SITE_URL + reverse("admin:newsroom_release_change", args=[release.pk])


def review_address(subject: ReviewSubject) -> str:
    """Return the full address of the page's review screen."""
    return settings.SITE_URL + reverse("admin:review_screen", args=[subject.pk])


def tell(person: User, release: Release, subject: str, comment: str = "") -> None:
    """Write one letter about a release: the comment, and where to go on. The link needs a login."""
    _write(person, release.headline, subject, comment, desk_address(release))


def _write(person: User, title: str, subject: str, comment: str, address: str) -> None:
    """Write one letter."""
    lines = [_("Hello %s,") % person, "", title]
    if comment.strip():
        lines += ["", comment.strip()]
    lines += ["", address, "", settings.SITE_NAME]
    one_line = " ".join(subject.split())[:200]
    Letter.objects.create(to=person, subject=one_line, body="\n".join(lines))


def _colleagues(department: int | None, roles: Iterable[Membership.Role], but: User | None) -> Iterable[User]:
    """Return the active people with a role in a department and an address, except one."""
    people = User.objects.filter(is_active=True, memberships__department=department, memberships__role__in=roles)
    others = people.exclude(pk=but.pk) if but else people
    return others.exclude(email="").distinct()


def tell_publishers(release: Release, subject: str, comment: str, but: User) -> None:
    """Write to every active publisher of the department, except to one."""
    for person in _colleagues(release.department_id, [Membership.Role.PUBLISHER], but):
        tell(person, release, subject, comment)


def tell_department(
    page: ReviewSubject, roles: Iterable[Membership.Role], subject: str, comment: str, but: User | None
) -> None:
    """Write to the active people with one of the roles where the page belongs, except to one."""
    for person in _colleagues(page.department_id, roles, but):
        _write(person, str(page), subject, comment, review_address(page))


def tell_members(
    department: int | None, roles: Iterable[Membership.Role], subject: str, title: str, comment: str, address: str
) -> int:
    """Write to the active people with one of the roles, or to the administrators where nobody has one; count them."""
    people = list(_colleagues(department, roles, None)) if department else []
    people = people or list(User.objects.filter(is_active=True, is_superuser=True).exclude(email=""))
    for person in people:
        _write(person, title, subject, comment, address)
    return len(people)
