"""The releases of a set, as a sequence for the pages of a list: only what stands on the page is fetched."""

from dataclasses import dataclass

from newsroom.listing import Listing
from newsroom.models import Version


@dataclass(frozen=True)
class Shown:
    """The public versions of a set of releases, newest first, without their bodies."""

    listing: Listing
    bits: int

    def __len__(self) -> int:
        """Return how many there are."""
        return self.bits.bit_count()

    def __getitem__(self, part: slice) -> list[Version]:
        """Fetch a part of them. One query, which asks once more what is public."""
        wanted = self.listing.versions(self.bits, part.start or 0, len(self) if part.stop is None else part.stop)
        versions = Version.objects.public().select_related("department", "address").defer("body").in_bulk(wanted)
        return [versions[pk] for pk in wanted if pk in versions]
