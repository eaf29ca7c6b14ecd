"""The mark that a browser holds while somebody answers: a signed number, and nothing about when or who.

Nobody who answers has a session: a session is a row with a time. The mark lies in the browser alone,
says which answers are theirs and on which day it was given, and goes when they are finished.
"""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.utils import timezone

from alongside.voices import rules
from alongside.voices.contribution import Contribution
from alongside.voices.round import Round

COOKIE = "alongside-answer"
DAYS = 2  # a mark that was left in a browser opens nothing after that
HALF_A_DAY = 12 * 3600


@dataclass(frozen=True)
class Mark:
    """Whose answers this browser has open. Without `own` only what came of them, not the words."""

    contribution: Contribution
    own: bool


def holder(request, round: Round | None = None) -> Mark | None:
    """Whose answers are open in this browser, in this round if one is named. Words that were taken back are nobody's."""
    try:
        number, own, day = signing.Signer(salt=COOKIE).unsign_object(request.COOKIES.get(COOKIE, ""))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if not 0 <= timezone.localdate().toordinal() - day <= DAYS:
        return None
    found = rules.marked(number)
    if not found or (round and found.round_id != round.pk):
        return None
    return Mark(found, bool(own) and found.withdrawn is None)


def put_mark(response, contribution: Contribution, own: bool, *, shared: bool = False) -> None:
    """Open these answers in this browser; on a screen that many people use, until it is cleared or closed."""
    said = signing.Signer(salt=COOKIE).sign_object([contribution.pk, own, timezone.localdate().toordinal()])
    response.set_cookie(
        COOKIE,
        said,
        max_age=None if shared else HALF_A_DAY,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def clear_mark(response) -> None:
    """This browser knows nothing of anybody's answers any more."""
    response.delete_cookie(COOKIE, samesite="Lax")
