"""How many answers are taken in an hour: from one network, and in all.

The address of the reader is never stored. It is cut to its network and hashed with the secret key and the hour, so
that each hour has keys of its own; the keys of an hour that has passed are deleted. The limit is generous, because
all of a municipality, a school or a telephone operator may sit behind one address. Of those who come at once the
database lets through as many as there is room for: the count is raised by one conditional statement.
"""

import datetime as dt
import ipaddress

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from newsroom.feedback.models import Quota, hour_of

FROM_ONE_NETWORK = 100
IN_ALL = 3000
_SALT = "newsroom.feedback.quota"


def take(address: str, at: dt.datetime | None = None) -> bool:
    """Take room for one answer from an address, and tell whether there was any."""
    hour = hour_of(at or timezone.now())
    limits = [(network_of(address), FROM_ONE_NETWORK), ("all", IN_ALL)]
    return all(_take(_key(name, hour), hour, most) for name, most in limits)


def network_of(address: str) -> str:
    """Return the network an address belongs to: an IPv6 /64, which is one household or office, or the address."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)


def _key(name: str, hour: dt.datetime) -> str:
    """Return the key of a network in an hour, which does not tell the network."""
    return salted_hmac(_SALT, f"{hour.timestamp():.0f} {name}", algorithm="sha256").hexdigest()


def _take(key: str, hour: dt.datetime, most: int) -> bool:
    """Raise one count, unless it is full."""
    row = Quota.objects.filter(key=key)
    room = row.filter(count__lt=most)
    if room.update(count=F("count") + 1):
        return True
    if row.filter(count__gte=most).exists():
        return False
    Quota.objects.filter(hour__lt=hour).delete()
    try:
        with transaction.atomic():
            Quota.objects.create(key=key, hour=hour)
    except IntegrityError:  # somebody was first
        return bool(room.update(count=F("count") + 1))
    return True
