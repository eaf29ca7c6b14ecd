"""Whom a person says they have beside them today: their own hand, with help, and the versions say so."""

from django.utils import timezone

from alongside.people.person import Person
from alongside.people.rules import supporters_of
from alongside.people.supporter import Support
from alongside.people.who import Who

HELPED, NOBODY = "helped", "nobody"


def helpers_at(here) -> list[Support]:
    """Those who may help me with this sheet. Whoever types for me is recorded anyway."""
    return _helpers(here.who, here.sheet.key)


def _helpers(who: Who, sheet: str) -> list[Support]:
    if who.support:
        return []
    return [one for one in supporters_of(who.person) if one.active and sheet in one.sheets()]


def remember(request) -> None:
    """What was ticked beside a question counts for this day, on this device."""
    if HELPED in request.POST:
        request.session[HELPED] = [request.POST[HELPED], timezone.localdate().isoformat()]


def helper_today(request, here) -> Person | None:
    """The one who helps me now, where I have said so today and they may help with this sheet."""
    return helper_of(request.session, here.who, here.sheet.key)


def helper_of(session, who: Who, sheet: str) -> Person | None:
    """The same for who types live."""
    said, day = session.get(HELPED) or (NOBODY, "")
    if said == NOBODY or day != timezone.localdate().isoformat():
        return None
    return next((one.supporter for one in _helpers(who, sheet) if str(one.pk) == said), None)


def asked_beside(request, here) -> dict:
    """What the question page shows of it; nothing for somebody who chose nobody to help."""
    options = [(str(one.pk), here.page_words("A question", "helped-by", supporter=one.supporter.name))
               for one in helpers_at(here)]  # fmt: skip
    said, day = request.session.get(HELPED) or ("", "")
    return {
        "helpers": [*options, (NOBODY, here.page_words("A question", "helped-nobody"))] if options else [],
        "helped": said if day == timezone.localdate().isoformat() else "",
    }
