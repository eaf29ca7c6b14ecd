"""The order of being asked: the professional first, and the partner when there are promises to read."""

from alongside.journey import telling
from alongside.people import agreement, invitation
from alongside.people.agreement import YES
from alongside.people.pair import Pair
from alongside.people.person import Person
from alongside.portfolio.share import Shared

PROMISES = "can-and-cannot-promise"


def answered(pair: Pair, answer: str, *, by: Person, typed_by: Person | None) -> None:
    """Somebody said yes, not now or no. Nobody may say it for another."""
    if answer and typed_by is None:
        agreement.say(answer, pair=pair, by=by)
        ask_the_partner(pair, by=by)


def ask_the_partner(pair: Pair, *, by: Person) -> None:
    """Send the partner's invitation once the professional has said yes and shared what they can promise."""
    promised = Shared.objects.filter(
        pair=pair, sheet=PROMISES, person=pair.professional, closed__isnull=True
    ).exists()
    said_yes = pair.taking_part.filter(person=pair.professional, answer=YES).exists()
    asked = pair.invitations.filter(person=pair.partner, sent__isnull=True).first()
    if promised and said_yes and asked and not asked.waits_for_guardian():
        invitation.send(asked, by=by)
        if asked.way != invitation.EMAIL:
            telling.asked_by_hand(pair, pair.partner)
