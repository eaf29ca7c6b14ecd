"""How often something may be tried, by account and by address, so that nobody can guess their way in."""

import hashlib
import ipaddress

from django.core.cache import cache

QUARTER = 15 * 60


def address(request) -> str:
    """Where a request comes from; one household has one IPv6 network, not one address."""
    given = request.META.get("REMOTE_ADDR", "")
    try:
        found = ipaddress.ip_address(given)
    except ValueError:
        return given
    if found.version == 6:
        return str(ipaddress.ip_network(f"{found}/64", strict=False))
    return str(found)


def count(what: str, key: str, seconds: int = QUARTER) -> int:
    """One more try; returns how many there were in this stretch of time."""
    name = _name(what, key)
    if cache.add(name, 1, seconds):
        return 1
    try:
        return cache.incr(name)
    except ValueError:  # it ran out between the two
        cache.set(name, 1, seconds)
        return 1


def tried(what: str, key: str) -> int:
    return cache.get(_name(what, key), 0)


def forget(what: str, key: str):
    cache.delete(_name(what, key))


def _name(what: str, key: str) -> str:
    return f"{what.replace(' ', '-')}:{hashlib.sha256(key.casefold().encode()).hexdigest()}"
