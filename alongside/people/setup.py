"""How the first coordinator comes in: by a link that works until an organisation exists."""

import datetime

from django.core import signing
from django.urls import reverse

from alongside.people.organisation import organisation_here

SALT, DAY = "begin here", datetime.timedelta(days=1)


def start_link(base: str = "") -> str | None:
    """The address that `bin/serve` prints; None once there is an organisation."""
    if organisation_here():
        return None
    return base + reverse("start", args=[signing.dumps("start", salt=SALT)])


def may_start(token: str) -> bool:
    """Whether this link still begins an organisation: once, and within a day of being printed."""
    try:
        signing.loads(token, salt=SALT, max_age=DAY)
    except signing.BadSignature:
        return False
    return organisation_here() is None
