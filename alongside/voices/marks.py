"""The marks that a browser holds while somebody answers: signed or sealed, and nothing about when or who.

Nobody who answers has a session: a session is a row with a time. The mark lies in the browser alone,
says which answers are theirs and on which day it was given, and goes when they are finished.
"""

import base64
import binascii
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.utils import timezone

from alongside.privacy import keys
from alongside.voices import rules
from alongside.voices.contribution import Contribution
from alongside.voices.round import Round

COOKIE, CODE, EASY, SCREEN = "alongside-answer", "alongside-code", "alongside-easy", "alongside-screen"
DAYS = 2  # a mark that was left in a browser opens nothing after that
HALF_A_DAY, QUIET, YEAR, MONTH = 12 * 3600, 15 * 60, 365 * 24 * 3600, 30 * 24 * 3600
ANSWERING, BACK, SHARED = "answering", "back", "shared"  # how long it stays, see `STAYS`
STAYS = {ANSWERING: HALF_A_DAY, BACK: QUIET, SHARED: QUIET}  # seconds without a page


@dataclass(frozen=True)
class Mark:
    """Whose answers this browser has open. Without `own` only what came of them, not the words."""

    contribution: Contribution
    own: bool
    stays: str = ANSWERING


def holder(request, round: Round | None = None) -> Mark | None:
    """Whose answers are open in this browser, in this round if one is named. Words taken back are nobody's."""
    try:
        number, own, day, stays = signing.Signer(salt=COOKIE).unsign_object(request.COOKIES.get(COOKIE, ""))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if not 0 <= timezone.localdate().toordinal() - day <= DAYS:
        return None
    found = rules.marked(number)
    if not found or (round and found.round_id != round.pk):
        return None
    return Mark(found, bool(own) and found.withdrawn is None, stays)


def put_mark(response, contribution: Contribution, own: bool, stays: str = BACK) -> None:
    """Open these answers in this browser: for half a day while somebody answers, else for a quarter of an hour."""
    said = [contribution.pk, own, timezone.localdate().toordinal(), stays]
    _put(response, COOKIE, signing.Signer(salt=COOKIE).sign_object(said), STAYS[stays])


def clear_mark(response) -> None:
    """This browser knows nothing of anybody's answers any more."""
    for name in (COOKIE, CODE):
        response.delete_cookie(name, samesite="Lax")


# --- the code, while it is shown


def put_code(response, contribution: Contribution, code: str) -> None:
    """The code lies sealed in the browser of its person until they are finished: we keep only its fingerprint."""
    place = f"code of {contribution.pk}"
    sealed = keys.seal(keys.derive("a code that is shown"), code.encode(), place=place)
    _put(response, CODE, base64.urlsafe_b64encode(sealed).decode(), STAYS[ANSWERING])


def shown_code(request, contribution: Contribution) -> str:
    """The code as this browser holds it; an empty string where it was put away."""
    try:
        sealed = base64.urlsafe_b64decode(request.COOKIES.get(CODE, ""))
        place = f"code of {contribution.pk}"
        return keys.unseal(keys.derive("a code that is shown"), sealed, place=place).decode()
    except (binascii.Error, ValueError, keys.CannotOpen):
        return ""


# --- the reading, and a screen that many people use


def reads_easy(request) -> bool:
    """Easy Read, chosen in this browser."""
    return request.COOKIES.get(EASY) == "1"


def put_reading(response, easy: bool) -> None:
    _put(response, EASY, "1" if easy else "0", YEAR)


def screen(request) -> str:
    """The number of this device if it stands somewhere for many people, else an empty string."""
    try:
        return signing.Signer(salt=SCREEN).unsign(request.COOKIES.get(SCREEN, ""))
    except signing.BadSignature:
        return ""


def put_screen(response) -> None:
    _put(response, SCREEN, signing.Signer(salt=SCREEN).sign(secrets.token_hex(8)), MONTH)


def clear_screen(response) -> None:
    """Somebody's own device again."""
    response.delete_cookie(SCREEN, samesite="Lax")


def _put(response, name: str, value: str, seconds: int) -> None:
    response.set_cookie(
        name, value, max_age=seconds, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
