"""The coordinator's board: pairs by stage, dates, who waits for whom. Facts only, never words."""

from dataclasses import dataclass

from django.utils import timezone

from alongside.journey.progress import Fact
from alongside.people.person import Person
from alongside.people.rules import pairs_facilitated_by, programmes_coordinated_by

STAGES = ["invited", "meeting-1", "meeting-2", "meeting-3", "meeting-4", "working", "ended"]
ON_A_PAGE = 25
QUIET_DAYS = 14


@dataclass
class Row:
    """A pair on the board."""

    fact: Fact
    steps: list
    days: int
    quiet: bool


@dataclass
class Board:
    programmes: list
    counts: dict[str, int]
    rows: list[Row]
    stage: str
    facilitated: list


def for_person(person: Person, stage: str = "") -> Board | None:
    """What this person looks after, or None for somebody who looks after nothing."""
    programmes = list(programmes_coordinated_by(person))
    facilitated = list(pairs_facilitated_by(person))
    if not programmes and not facilitated:
        return None
    return Board(programmes, {}, _rows(programmes, stage), stage, facilitated)


def _rows(programmes, stage) -> list[Row]:
    """The pairs that could do with somebody come first; one page of them."""
    found = (
        Fact.objects.filter(pair__programme__in=programmes)
        .exclude(stage="ended")
        .select_related("pair__partner", "pair__professional", "pair__programme", "waits_for")
        .order_by("changed")
    )
    if stage:
        found = found.filter(stage=stage)
    now = timezone.now()
    return [
        Row(fact, [], (now - fact.since).days, (now - fact.changed).days >= QUIET_DAYS)
        for fact in found[:ON_A_PAGE]
    ]
