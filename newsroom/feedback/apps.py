"""Answers of readers, to the department that owns the page."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedbackConfig(AppConfig):
    """The satellite with the answers."""

    name = "newsroom.feedback"
    label = "newsroom_feedback"
    verbose_name = _("Answers of readers")
