"""The important message above every public page."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AlertConfig(AppConfig):
    """The satellite with the banner."""

    name = "newsroom.alert"
    label = "newsroom_alert"
    verbose_name = _("Important message")

    def ready(self) -> None:
        """Put the guards back after every migration."""
        from newsroom.alert import guards

        post_migrate.connect(guards.install_after_migrate, sender=self)
