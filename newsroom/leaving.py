"""When a colleague leaves: what they answered for goes to somebody, and the account is closed, never deleted.

Lines of history keep the name that was written in them.
"""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsroom.models import Release, ReviewSubject, User
from newsroom.seeing import may_review


@dataclass(frozen=True)
class Duties:
    """How many pages somebody is to review, and how many releases they own."""

    pages: int
    releases: int

    def __bool__(self) -> bool:
        """Tell whether there is anything to hand over."""
        return bool(self.pages or self.releases)


def duties_of(user: User) -> Duties:
    """Count what a person answers for."""
    return Duties(user.answers_for.count(), user.releases.count())


@transaction.atomic
def hand_over(*, user: User, successor: User | None, by: User, to_department: bool = False) -> Duties:
    """Deactivate an account, and give what the person answered for to a successor or (`to_department`) to nobody.

    What nobody in particular answers for is the department's. Returns what was handed over. Raises
    PermissionDenied for who keeps no accounts, ValidationError without a successor who can do it.
    """
    if not by.is_administrator:
        raise PermissionDenied(_("Only an administrator can close an account."))
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    duties = duties_of(user)
    if user.pk == by.pk:
        raise ValidationError(_("You cannot close your own account."), code="self")
    if duties and successor is None and not to_department:
        raise ValidationError({"successor": _("Choose a successor, or leave the pages to the department.")})
    if successor is not None:
        _require_able(successor, user)
    ReviewSubject.objects.filter(responsible=user).update(responsible=successor)
    Release.objects.filter(owner=user).update(owner=successor)
    User.objects.filter(pk=user.pk).update(is_active=False)
    return duties


def _require_able(successor: User, leaver: User) -> None:
    """Refuse a successor who is not there, or who may not review every one of the pages."""
    if successor.pk == leaver.pk or not successor.is_active:
        raise ValidationError({"successor": _("Choose another person, whose account is active.")})
    pages = leaver.answers_for.all()
    count = sum(not may_review(page, successor) for page in pages)
    if count:
        message = ngettext(
            "%(name)s may not review %(count)d of the pages. Choose another person, or leave them to the department.",
            "%(name)s may not review %(count)d of the pages. Choose another person, or leave them to the department.",
            count,
        )
        raise ValidationError({"successor": message % {"name": successor, "count": count}})
