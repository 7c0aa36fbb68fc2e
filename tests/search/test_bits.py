"""Sums over sets of releases, against adding for each release."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsroom.bitsets import set_of
from newsroom.search import bits as numbers

SIZE = 70
sets = st.integers(0, 2**SIZE - 1)


@given(st.lists(st.tuples(sets, st.integers(0, 9)), max_size=8), sets)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_releases_come_in_the_order_of_their_numbers(added, within):
    planes = []
    for bits, value in added:
        numbers.add(planes, bits, value)

    total = {place: sum(value for bits, value in added if bits >> place & 1) for place in range(SIZE)}
    groups = [[place for place in range(SIZE) if group >> place & 1] for group in numbers.by_number(planes, within)]
    assert sorted(place for group in groups for place in group) == [p for p in range(SIZE) if within >> p & 1]
    assert [{total[place] for place in group} for group in groups] == [
        {value} for value in sorted({total[p] for p in range(SIZE) if within >> p & 1}, reverse=True)
    ]


@given(st.lists(st.integers(0, SIZE - 1)))
def test_a_set_has_the_places_it_is_made_of(places):
    bits = set_of(places, SIZE)

    assert [place for place in range(SIZE) if bits >> place & 1] == sorted(set(places))


def test_a_set_of_no_places():
    assert set_of([], 0) == 0
