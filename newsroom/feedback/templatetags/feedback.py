"""The answers on the start page of the desk."""

from django import template
from django.template.context import Context

from newsroom.feedback.models import Answer
from newsroom.models import User

register = template.Library()


@register.simple_tag(takes_context=True)
def answers_to_read(context: Context) -> int:
    """Return how many readers have written to the person's departments and wait to be read."""
    by = context["request"].user
    return Answer.objects.of(by).waiting().count() if isinstance(by, User) else 0
