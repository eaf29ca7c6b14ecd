"""The facilitator's part of a home page: the pairs that invited them, and the rings to make."""

from dataclasses import dataclass

from django.utils import timezone

from alongside.journey import aftercare
from alongside.journey.meeting import MeetingTime
from alongside.people.pair import Pair
from alongside.people.person import Person
from alongside.people.rules import pairs_facilitated_by


@dataclass(frozen=True)
class Facilitated:
    """A pair that invited this facilitator, and the next day on which the two meet."""

    pair: Pair
    next: MeetingTime | None


def facilitators_part(person: Person, easy: bool, *, looks_after: bool = True, facilitates: bool = True) -> dict:
    """For whoever looks after somebody: their pairs and their rings. Nothing is asked for anybody else."""
    return {
        "facilitated": _pairs(person) if looks_after and facilitates else [],
        "aftercare": aftercare.rings_to_make(person) if looks_after else [],
        "task_words": lambda task, key: aftercare.words(task, key, easy),
    }


def _pairs(person: Person) -> list[Facilitated]:
    pairs = list(pairs_facilitated_by(person).filter(ending=None))
    coming = MeetingTime.objects.filter(pair__in=pairs, ended__isnull=True, on__gte=timezone.localdate())
    first = {time.pair_id: time for time in coming.order_by("-on")}
    return [Facilitated(pair, first.get(pair.pk)) for pair in pairs]
