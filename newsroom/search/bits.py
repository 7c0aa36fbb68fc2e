"""Sums over sets of releases, all releases at once: a number is a list of sets, one for each of its binary digits.

Every release gets a number (how well it answers), and the additions cost the same for one hit as for 70,000: a few
operations on whole numbers of as many bits as there are releases.
"""

from collections.abc import Iterator

Planes = list[int]


def add(planes: Planes, bits: int, value: int) -> None:
    """Add a value to the numbers of the releases in a set."""
    place = 0
    while value:
        if value & 1:
            _carry(planes, bits, place)
        value >>= 1
        place += 1


def _carry(planes: Planes, bits: int, place: int) -> None:
    """Add a set at one binary digit, and what does not fit there at the next."""
    while bits:
        while len(planes) <= place:
            planes.append(0)
        planes[place], bits = planes[place] ^ bits, planes[place] & bits
        place += 1


def equal(planes: Planes, within: int, value: int) -> int:
    """Return the releases of a set whose number is the value."""
    if value >> len(planes):
        return 0
    for place, plane in enumerate(planes):
        within &= plane if value >> place & 1 else ~plane
    return within


def by_number(planes: Planes, within: int) -> Iterator[int]:
    """Yield the releases of a set in groups of the same number, the highest first."""
    for value in range((1 << len(planes)) - 1, -1, -1):
        if group := equal(planes, within, value):
            yield group
