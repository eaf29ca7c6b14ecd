"""What was promised to people who answered and is late, on the home page of the two and on the coordinator's board."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alongside.people.pair import Pair
from alongside.voices import promises, rules

SECTION = "When a promise is late"
SHOWN = 5


@dataclass(frozen=True)
class Line:
    """One thing that is late: what it says and where something can be done about it."""

    words: str
    address: str


def late_for_the_two(here) -> list[Line]:
    """On the home page of each of the two, who are asked to write one line."""
    if not here.walk.is_working or not here.who.may_open("round"):
        return []
    return [
        Line(_of_pair(here, due), reverse("voices:piece", args=[here.pair.public, due.piece.public]))
        for due in promises.late_of([here.pair])[:SHOWN]
    ]


def _of_pair(here, due) -> str:
    name = due.what or _("a round without a name")
    days = here.page_words("When a promise is late", "days-late", days=due.promise.days)
    return f"{name}: {days}"


@dataclass(frozen=True)
class OfProgramme:
    """What a coordinator does about hearing back in one programme."""

    address: str
    late: list[str]
    waiting: int


def for_the_board(programmes, easy: bool) -> list[OfProgramme]:
    """Late promises and people to tell, for each programme that has some; three questions for all of them."""
    late: dict[int, list[str]] = {}
    for due in promises.late_of(Pair.objects.filter(programme__in=programmes)):
        late.setdefault(due.piece.pair.programme_id, []).append(line_for_coordinator(due, easy))
    waiting = rules.how_many_wait(programmes)
    return [
        OfProgramme(reverse("voices:people-to-tell", args=[p.public]), late.get(p.pk, [])[:SHOWN], waiting.get(p.pk, 0))
        for p in programmes
        if p.pk in late or p.pk in waiting
    ]


def line_for_coordinator(due, easy: bool) -> str:
    """Released words only: the coordinator reads nothing here that others cannot."""
    pair = due.piece.pair
    names = {
        "round_name": (due.what or _("a round without a name")) if due.round else str(pair),
        "what": due.what,
        "date": _day(due.promise.due),
        "reply_by": _day(due.promise.due),
        "last_day": _day(due.last_day),
    }
    key = "coordinator-reply" if due.round else "coordinator-line"
    return pair.programme.content.words(SECTION, key, easy, **names)


def _day(day) -> str:
    return date_format(day, "j F Y")
