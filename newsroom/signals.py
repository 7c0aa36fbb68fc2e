"""What the core tells others after a transaction. Announcing may happen twice: receivers must bear that."""

from django.dispatch import Signal

#: A version got its interval. Sent with `version`.
version_published = Signal()
#: A release left the public pages. Sent with `release`.
release_withdrawn = Signal()
