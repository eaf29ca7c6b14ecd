"""Who reads first and covers, as the first page of a round said it."""

import datetime

from django.utils import timezone

from alongside.people.person import Person
from alongside.privacy.audit import recorded
from alongside.voices.round import FrontChange, Round

READS_FIRST, FIRST_READER = "reads-first", "first-reader"
IN_TURNS, SOMEBODY_ELSE = "in-turns", "somebody-else"


def agreed(round: Round) -> str:
    """What the two agreed; where the page that people saw does not say it, what stands on their sheet."""
    return str(round.shown.value(READS_FIRST) or round.piece.answers().value(READS_FIRST) or "")


def first_reader(round: Round, day: datetime.date | None = None) -> Person | None:
    """Who of the two reads first on a day; nobody of them where it is somebody else.

    In turns, days go one to the left and one to the right, weekends too. Where nothing was agreed it is
    the partner, whom people trust: the one who works there never reads first by default.
    """
    said = agreed(round)
    if said == SOMEBODY_ELSE:
        return None
    if said == IN_TURNS:
        day = day or timezone.localdate()
        return round.pair.two[day.toordinal() % 2]
    return round.pair.professional if said == "professional" else round.pair.partner


def take_over(round: Round, told: str, *, by: Person) -> None:
    """One of the two reads first in place of somebody else; what people saw before is said to have changed."""
    with recorded("took over reading first", by=by, to=round):
        values = {**round.front.get("values", {}), READS_FIRST: round.pair.role(by)}
        round.front = {**round.front, "values": values}
        round.save(update_fields=["front"])
        FrontChange.objects.create(round=round, by=by, what=told)
