"""Short public numbers, drawn by lot: one that counted would tell how many things nobody may know of."""

import itertools
import secrets

from django.db import models

#: With this many draws that hit a number in use, the numbers get one digit more (at most nine).
DRAWS = 10


def draw_number(model: type[models.Model]) -> int:
    """Return a number that no row of the model has as its `short_number`: six digits, more when those run out."""
    for draw in itertools.count():
        floor = 10 ** min(5 + draw // DRAWS, 8)
        number = floor + secrets.randbelow(9 * floor)
        if not model._default_manager.filter(short_number=number).exists():
            return number
    raise AssertionError("the numbers never end")
