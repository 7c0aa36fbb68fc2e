"""Mail to colleagues: written here as rows, sent by `manage.py send_letters`."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from newsroom.models import Letter, Membership, Release, User


def desk_address(release: Release) -> str:
    """Return the full address of the release at the desk."""
    return settings.SITE_URL + reverse("admin:newsroom_release_change", args=[release.pk])


def tell(person: User, release: Release, subject: str, comment: str = "") -> None:
    """Write one letter about a release: the comment, and where to go on. The link needs a login."""
    lines = [_("Hello %s,") % person, "", release.headline]
    if comment.strip():
        lines += ["", comment.strip()]
    lines += ["", desk_address(release), "", settings.SITE_NAME]
    one_line = " ".join(subject.split())[:200]
    Letter.objects.create(to=person, subject=one_line, body="\n".join(lines))


def tell_publishers(release: Release, subject: str, comment: str, but: User) -> None:
    """Write to every active publisher of the department, except to one."""
    publishers = User.objects.filter(
        is_active=True, memberships__department=release.department_id, memberships__role=Membership.Role.PUBLISHER
    )
    for person in publishers.exclude(pk=but.pk).exclude(email="").distinct():
        tell(person, release, subject, comment)
