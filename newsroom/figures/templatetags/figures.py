"""The way to the figures from the start page."""

from typing import Any

from django import template

from newsroom.figures.choosing import may_see_figures
from newsroom.models import User

register = template.Library()


@register.simple_tag(takes_context=True)
def may_see_the_figures(context: Any) -> bool:
    """Tell whether whoever looks reviews anywhere."""
    user = context["request"].user
    return isinstance(user, User) and may_see_figures(user)
