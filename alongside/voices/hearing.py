"""What a coordinator does about hearing back, in short: what is late and how many wait. Kept ready for some minutes.

A board is opened often and this changes by the day, so it asks the database once in five minutes and not each time.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.cache import cache
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alongside.people.pair import Pair
from alongside.people.programme import Programme
from alongside.voices import promises, rules

SECONDS = 300
SHOWN = 5
SECTION = "When a promise is late"


@dataclass
class Hearing:
    """Of one programme: (key, names) of each line that is late, and how many people wait to be told by hand."""

    late: list[tuple[str, dict]] = field(default_factory=list)
    waiting: int = 0

    def __bool__(self):
        return bool(self.late or self.waiting)


def _key(public: str) -> str:
    return f"hearing-back-{public}-{timezone.localdate()}"


def forget(programme: Programme) -> None:
    """Something was told or marked: the next board counts anew."""
    cache.delete(_key(programme.public))


def hearing_in(programmes: Iterable[Programme]) -> dict[str, Hearing]:
    """The address of each programme → what is late and who waits; three questions where it is not at hand."""
    publics = {programme.public: programme for programme in programmes}
    kept = cache.get_many([_key(public) for public in publics])
    found = {public: kept[_key(public)] for public in publics if _key(public) in kept}
    missing = {public: programme for public, programme in publics.items() if public not in found}
    if missing:
        found |= _counted(missing)
        cache.set_many({_key(public): found[public] for public in missing}, SECONDS)
    return found


def _counted(programmes: dict[str, Programme]) -> dict[str, Hearing]:
    found = {public: Hearing() for public in programmes}
    keys = {programme.pk: public for public, programme in programmes.items()}
    for due in promises.late_of(Pair.objects.filter(programme__in=keys)):
        found[keys[due.piece.pair.programme_id]].late.append(line_of(due))
    for programme, number in rules.how_many_wait(list(keys)).items():
        found[keys[programme]].waiting = number
    return found


def line_of(due) -> tuple[str, dict]:
    """A line for the coordinator, of words that everybody can read."""
    pair, day = due.piece.pair, date_format(due.promise.due, "j F Y")
    if due.round:
        return "coordinator-reply", {"round_name": due.what or _("a round without a name"), "reply_by": day}
    last = date_format(due.last_day, "j F Y")
    return "coordinator-line", {"round_name": str(pair), "what": f"“{due.what}”", "date": day, "last_day": last}
