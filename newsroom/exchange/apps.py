"""Releases in and out: the reader of plain text."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """The exchange satellite. It has no tables of its own."""

    name = "newsroom.exchange"
    label = "newsroom_exchange"
