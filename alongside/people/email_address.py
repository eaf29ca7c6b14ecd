"""A new e-mail address: kept once a code that went there has come back."""

import hmac
import secrets
import time

from alongside.kit import messages
from alongside.people.person import Person
from alongside.privacy.audit import recorded

ASKED, TRIES, QUARTER = "new e-mail address", 5, 15 * 60


def ask(request, email: str, content):
    """Send a code there, unless the address is somebody else's; nobody can tell the difference."""
    code = f"{secrets.randbelow(10**6):06d}"
    request.session[ASKED] = {"email": email, "code": code, "at": time.time(), "tries": 0}
    free = not Person.objects.filter(email__iexact=email).exists()
    message = content.message("code", "E-mail", code=code, sender_name="Alongside")
    messages.send(email, message["subject"], message["body"], sender=message["from"], known=free)


def asked(request) -> str:
    """The address that waits for its code, if the code still works."""
    waiting = request.session.get(ASKED)
    if not waiting or time.time() - waiting["at"] > QUARTER or waiting["tries"] >= TRIES:
        return ""
    return waiting["email"]


def keep(request, typed: str, *, by: Person) -> bool:
    """Keep the address if this is the code that went to it."""
    waiting = request.session[ASKED]
    request.session[ASKED] = {**waiting, "tries": waiting["tries"] + 1}
    if (
        not hmac.compare_digest(typed, waiting["code"])
        or Person.objects.filter(email__iexact=waiting["email"]).exists()
    ):
        return False
    with recorded("changed their e-mail address", by=by, to=by):
        by.email = waiting["email"]
        by.save(update_fields=["email"])
    del request.session[ASKED]
    return True
