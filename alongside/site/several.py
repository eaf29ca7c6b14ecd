"""Where the words lie and how processes hear of each other, out of two addresses in the environment.

Knows nothing of Django: the settings are read through it.
"""

import os
from urllib.parse import parse_qsl, unquote, urlsplit


class WrongAddress(ValueError):
    """`str()` says what is wrong with an address, without the password that may stand in it."""


def on_postgres() -> bool:
    """Whether a PostgreSQL keeps the database; else it is a file of the data folder."""
    return bool(os.environ.get("ALONGSIDE_DATABASE"))


def may_be_several() -> bool:
    """More than one process may serve: they share the database, and hear of each other."""
    return on_postgres() and bool(os.environ.get("ALONGSIDE_VALKEY"))


def postgres(address: str) -> dict:
    """Django's settings for postgresql://name:password@host:port/database?sslmode=require.

    A transaction that is confirmed is on disk, whatever the server or the role has set: a page says
    "Saved" only then.
    """
    parts = urlsplit(address)
    if parts.scheme not in ("postgresql", "postgres") or len(parts.path) < 2:
        raise WrongAddress("ALONGSIDE_DATABASE is an address such as postgresql://alongside@/alongside")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or "") or options.pop("user", ""),
        "PASSWORD": unquote(parts.password or "") or options.pop("password", ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": options.pop("port", "") or str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options | {"options": f"{options.get('options', '')} -c synchronous_commit=on".strip()},
    }


def tries(address: str) -> dict:
    """Django's cache, in which tries are counted (alongside/people/limits.py): for all processes together."""
    return {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": address}}


def why_no_valkey() -> str:
    """A sentence if there should be a Valkey and it does not answer."""
    address = os.environ.get("ALONGSIDE_VALKEY")
    if not address or not on_postgres():
        return ""
    from redis import Redis
    from redis.exceptions import RedisError

    try:
        with Redis.from_url(address, socket_timeout=2, socket_connect_timeout=2) as valkey:
            valkey.ping()
    except (RedisError, ValueError) as why:
        return f"Valkey does not answer: {why}"
    return ""
