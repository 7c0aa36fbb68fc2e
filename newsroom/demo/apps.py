"""A believable newsroom to look at."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demo satellite. It has no tables of its own."""

    name = "newsroom.demo"
    label = "newsroom_demo"
