"""What somebody had typed when their session had ended: kept for an hour, for them alone.

A signed cookie says who was here last, by number. A form that arrives without a session is
sealed under that person's name in the new, nameless session; it is shown again to that same
person once they have come in.
"""

import base64
import json
import time
from dataclasses import dataclass

from django.conf import settings
from django.core import signing

from alongside.privacy import keys

COOKIE, KEPT, HOUR = "alongside-was", "kept_post", 3600
PLACE = "a form whose session had ended"


@dataclass(frozen=True)
class Kept:
    """Where the form was going, and its fields as (name, value)."""

    path: str
    fields: list[tuple[str, str]]
    had_files: bool = False

    def texts(self) -> list[str]:
        """The words in it, without what only machines read."""
        return [value for name, value in self.fields if len(value.split()) > 1 or len(value) > 20]


def remember_who(request, response, person_id: str):
    """Set the cookie that says who is here; it goes when they leave or close the browser."""
    if _who_was(request) != person_id:
        response.set_cookie(
            COOKIE,
            signing.dumps(person_id, salt=COOKIE),
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )


def keep(request) -> bool:
    """Keep this form, if we know whose it is."""
    who = _who_was(request)
    if who is None:
        return False
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]
    form = [who, time.time(), request.get_full_path(), fields, bool(request.FILES)]
    sealed = keys.seal(keys.derive(PLACE), json.dumps(form).encode(), place=PLACE)
    request.session[KEPT] = base64.b64encode(sealed).decode()
    if not request.user.is_authenticated:
        request.session.set_expiry(HOUR)
    return True


def look(request) -> Kept | None:
    """What was kept for whoever is signed in now."""
    packed = request.session.get(KEPT)
    if not packed:
        return None
    form = json.loads(keys.unseal(keys.derive(PLACE), base64.b64decode(packed), place=PLACE))
    who, at, path, fields, had_files = form
    if who != str(request.user.pk) or time.time() - at > HOUR:
        return None
    return Kept(path, [tuple(field) for field in fields], had_files)


def take(request) -> Kept | None:
    """What was kept, which is then kept no longer."""
    kept = look(request)
    request.session.pop(KEPT, None)
    return kept


def _who_was(request) -> str | None:
    try:
        return signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE)
    except signing.BadSignature:
        return None
