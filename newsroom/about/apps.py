"""About the newsroom, personal data, and the accessibility statement."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AboutConfig(AppConfig):
    """The satellite of what the municipality must tell about the newsroom itself."""

    name = "newsroom.about"
    label = "newsroom_about"
    verbose_name = _("About the newsroom")

    def ready(self) -> None:
        """Register the checks; after every migration put the guards back."""
        from newsroom.about import checks, guards  # noqa: F401

        post_migrate.connect(guards.install_after_migrate, sender=self)
