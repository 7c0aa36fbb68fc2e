"""Reminders: one mail a week to each person who has pages to review, and to the heads when nobody does."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RemindersConfig(AppConfig):
    """The satellite that asks for reviews in time."""

    name = "newsroom.reminders"
    label = "newsroom_reminders"
    verbose_name = _("Reminders")

    def ready(self) -> None:
        """Register the checks."""
        from newsroom.reminders import checks  # noqa: F401
