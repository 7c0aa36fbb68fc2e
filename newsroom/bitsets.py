"""Sets as whole numbers: bit n stands for the nth thing. Python counts and combines them in machine words."""

from collections.abc import Iterable


def highest(bits: int, start: int, stop: int) -> list[int]:
    """Return the numbers of the set bits, the highest first, from the one counted `start` up to `stop`."""
    found: list[int] = []
    chunk = 64
    data = bits.to_bytes(-(-bits.bit_length() // (8 * chunk)) * chunk, "big")
    for offset in range(0, len(data), chunk):
        part = int.from_bytes(data[offset : offset + chunk], "big")
        count = part.bit_count()
        if start >= count:
            start, stop = start - count, stop - count
            continue
        base = (len(data) - offset - chunk) * 8
        places = [base + 8 * chunk - 1 - index for index, sign in enumerate(f"{part:0{8 * chunk}b}") if sign == "1"]
        found += places[start:stop]
        start, stop = 0, stop - count
        if stop <= 0:
            break
    return found


def set_of(places: Iterable[int], size: int) -> int:
    """Return the set of the places, each below the size."""
    signs = bytearray(b"0") * size
    for place in places:
        signs[place] = 49  # "1"
    signs.reverse()
    return int(signs, 2) if size else 0
