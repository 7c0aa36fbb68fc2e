"""Word to a department that readers have written: at most one letter a day to each person, whatever comes.

The letter counts and links. It holds nothing of what was written: that is anybody's words, and would come with the
newsroom as its sender.
"""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsroom.emails import tell_members
from newsroom.feedback.models import Answer
from newsroom.models import Department, Membership

READERS = (Membership.Role.PUBLISHER, Membership.Role.EDITOR)


def tell_departments(at: dt.datetime | None = None) -> int:
    """Write the letters of the day, and return how many. Twice, or twice at once, writes nothing twice."""
    at = at or timezone.now()
    waiting = Answer.objects.waiting().filter(told_at=None)
    departments = set(waiting.order_by().values_list("department", flat=True).distinct())
    return sum(_tell(department, at) for department in sorted(departments, key=lambda pk: pk or 0))


def _tell(department: int | None, at: dt.datetime) -> int:
    """Tell one department of what it has not been told of, unless it has been told of something today."""
    with transaction.atomic():
        # One at a time: on PostgreSQL by the lock of the rows, on SQLite by that of the database.
        of_department = Answer.objects.filter(department=department)
        waiting = of_department.waiting().filter(told_at=None)
        keys = list(waiting.select_for_update().values_list("pk", flat=True))
        last = of_department.aggregate(last=Max("told_at"))["last"]
        if not keys or (last and timezone.localdate(last) == timezone.localdate(at)):
            return 0
        told = list(Answer.objects.filter(pk__in=keys).select_related("version", "department"))
        written = _write(department, told)
        if written:
            Answer.objects.filter(pk__in=keys).update(told_at=at)
        return written


def _write(department: int | None, told: list[Answer]) -> int:
    """Write to those who publish and edit there."""
    count = len(told)
    subject = ngettext("%(count)d reader has written", "%(count)d readers have written", count) % {"count": count}
    pages = "\n".join(f"– {title}" for title in dict.fromkeys(answer.title for answer in told))
    address = settings.SITE_URL + reverse("admin:newsroom_feedback_answer_changelist")
    name = Department.objects.get(pk=department).name if department else _("Pages without a department")
    return tell_members(department, READERS, subject, name, f"{subject}:\n{pages}", address)
