"""What the core tells others after a transaction. Announcing may happen twice: receivers must bear that."""

from django.dispatch import Signal

#: A version got its interval. Sent with `version`.
version_published = Signal()
#: A release left the public pages. Sent with `release`.
release_withdrawn = Signal()
#: A list is to be limited to what holds some words. Sent with `words` and `listing`; a receiver returns the set of
#: those of the listing's releases that hold them, as `Listing.of_releases` makes it.
words_asked = Signal()
