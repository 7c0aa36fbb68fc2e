"""The app, and Django's admin with our site in its place."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class NewsroomConfig(AppConfig):
    """The editorial core."""

    name = "newsroom"
    default = True
    verbose_name = _("Newsroom")

    def ready(self) -> None:
        """Register the checks; after every migration put the guards back and work out the dates of reviews."""
        from newsroom import checks, guards, reviewing  # noqa: F401

        post_migrate.connect(guards.install_after_migrate, sender=self)
        post_migrate.connect(reviewing.rebuild_after_migrate, sender=self)


class NewsroomAdminConfig(admin_apps.AdminConfig):
    """Django's admin, with our site as the default."""

    default = False
    default_site = "newsroom.admin_site.NewsroomAdminSite"
