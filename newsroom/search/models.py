"""What the index keeps beside the full-text tables, which are the databases' own (see the first migration)."""

from django.db import models


class Entry(models.Model):
    """A version that is in the index. On PostgreSQL the row has three columns more, one tsvector for each weight."""

    version = models.OneToOneField("newsroom.Version", models.PROTECT, primary_key=True, related_name="+")

    def __str__(self) -> str:
        """Return the number of the version."""
        return str(self.pk)


class Word(models.Model):
    """A word that some version in the index holds, also one that nobody may read yet.

    So the table alone tells a reader nothing: whatever comes of a word is asked of what is shown now.
    """

    word = models.CharField(max_length=60, primary_key=True)
    #: The word from its end, to find the compounds that end with another.
    backwards = models.CharField(max_length=60, db_index=True)

    def __str__(self) -> str:
        """Return the word."""
        return self.word
