"""The log of changed intervals, from which every process keeps its index of the lists right."""

from django.db import models


class ListingChange(models.Model):
    """An interval of a release changed. Written by triggers (newsroom.guards), read by newsroom.listing.

    On PostgreSQL the trigger takes a lock until the transaction ends, so that the numbers come in the order in
    which others see them. The token tells a change from another of the same number, after a restored backup.
    """

    release_id = models.BigIntegerField()
    token = models.CharField(max_length=36)

    def __str__(self) -> str:
        """Return the number and the release."""
        return f"{self.pk}: {self.release_id}"
