"""Search: the words of what is shown, and whom to call."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, post_save


class SearchConfig(AppConfig):
    """The satellite that finds."""

    name = "newsroom.search"
    label = "newsroom_search"

    def ready(self) -> None:
        """Index what gets an interval, in the same transaction; answer the lists that ask for words."""
        from newsroom.models import Version
        from newsroom.search import indexing, matching
        from newsroom.signals import words_asked

        post_save.connect(indexing.index_saved, sender=Version)
        post_migrate.connect(indexing.complete_after_migrate, sender=self)
        words_asked.connect(matching.answer_list)
