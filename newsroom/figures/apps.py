"""How the reviewing goes, in figures."""

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    """The figures satellite. It has no tables of its own."""

    name = "newsroom.figures"
    label = "newsroom_figures"
