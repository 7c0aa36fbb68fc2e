"""How many answers are taken, and that nobody can tell from whom they came."""

import threading

import pytest
from django.db import connection, connections

from newsroom.feedback import quota
from newsroom.feedback.models import Quota, hour_of
from newsroom.feedback.quota import FROM_ONE_NETWORK, network_of, take
from tests.factories import HOUR, NOW

ADDRESS = "193.10.40.7"


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("193.10.40.7", "193.10.40.7"),
        ("2001:6b0:1::1", "2001:6b0:1::/64"),
        ("2001:6b0:1:0:ffff::2", "2001:6b0:1::/64"),
        ("2001:6b0:1:1::2", "2001:6b0:1:1::/64"),
        ("::ffff:193.10.40.7", "193.10.40.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", "unknown"),
        ("<script>", "unknown"),
        ("193.10.40.7, 10.0.0.1", "unknown"),
    ],
)
def test_an_address_is_cut_to_its_network(address, network):
    assert network_of(address) == network


@pytest.mark.django_db
def test_a_network_has_room_for_a_hundred_an_hour_and_others_for_theirs():
    taken = [take(ADDRESS, NOW) for _ in range(FROM_ONE_NETWORK + 3)]

    assert taken == [True] * 100 + [False] * 3
    assert take("193.10.40.8", NOW)
    assert take(ADDRESS, NOW + HOUR)


@pytest.mark.django_db
def test_one_household_shares_its_room():
    assert all(take(f"2001:6b0:1::{number:x}", NOW) for number in range(FROM_ONE_NETWORK))

    assert not take("2001:6b0:1::ffff", NOW)


@pytest.mark.django_db
def test_there_is_an_end_to_what_is_taken_from_all_together(monkeypatch):
    monkeypatch.setattr(quota, "IN_ALL", 5)

    assert [take(f"10.0.0.{number}", NOW) for number in range(7)] == [True] * 5 + [False] * 2


@pytest.mark.django_db
def test_what_is_stored_does_not_tell_the_address_and_another_hour_has_another_key():
    take(ADDRESS, NOW)
    first = set(Quota.objects.values_list("key", flat=True))
    Quota.objects.all().delete()
    take(ADDRESS, NOW + HOUR)

    assert len(first) == 2
    assert not first & set(Quota.objects.values_list("key", flat=True))
    assert ADDRESS not in repr(list(Quota.objects.values()))


@pytest.mark.django_db
def test_the_key_holds_the_secret_of_the_site(settings):
    take(ADDRESS, NOW)
    settings.SECRET_KEY = "en helt annan hemlighet " * 3

    take(ADDRESS, NOW)

    assert Quota.objects.count() == 4


@pytest.mark.django_db
def test_hours_that_have_passed_are_forgotten():
    for hours in range(5):
        take(ADDRESS, NOW + hours * HOUR)

    assert set(Quota.objects.values_list("hour", flat=True)) == {hour_of(NOW + 4 * HOUR)}


@pytest.mark.django_db
def test_taking_costs_few_queries(django_assert_max_num_queries):
    take(ADDRESS, NOW)

    with django_assert_max_num_queries(2):
        take(ADDRESS, NOW)


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_no_more_come_in_than_there_is_room_for(monkeypatch):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite in memory has one connection; on PostgreSQL eight ask at once")
    monkeypatch.setattr(quota, "FROM_ONE_NETWORK", 25)
    start, taken = threading.Barrier(8), []

    def reader():
        start.wait()
        taken.extend(take(ADDRESS, NOW) for _ in range(10))
        connections.close_all()

    threads = [threading.Thread(target=reader) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (taken.count(True), len(taken)) == (25, 80)
    assert sorted(Quota.objects.values_list("count", flat=True)) == [25, 25]
