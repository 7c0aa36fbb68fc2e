"""What readers answered, page by page. Only the desk sees it."""

from typing import Any

from django.db.models import Count, F, Max, Q

from newsroom.feedback.models import Answer
from newsroom.models import User

Kind = Answer.Kind


def pages_of(by: User) -> Any:
    """Return each page that was answered about, the latest first, with how many said what."""
    named = Answer.objects.of(by).values(
        "release_id", "department_id", headline=F("release__headline"), name=F("department__name")
    )
    return named.annotate(
        yes=Count("pk", filter=Q(kind=Kind.YES)),
        no=Count("pk", filter=Q(kind=Kind.NO)),
        words=Count("pk", filter=~Q(text="")),
        last=Max("received_at"),
    ).order_by("-last", "release_id", "department_id")


def share(yes: int, no: int) -> str:
    """Return how many of a hundred were helped, as "83 %"; "" where nobody said."""
    return f"{round(100 * yes / (yes + no))}\N{NO-BREAK SPACE}%" if yes + no else ""
