"""What was promised to people who answered and is late, on the home page of the two and on the coordinator's board."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.voices import hearing, promises


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
        for due in promises.late_of([here.pair])[: hearing.SHOWN]
    ]


def _of_pair(here, due) -> str:
    name = due.what or _("a round without a name")
    days = here.page_words(hearing.SECTION, "days-late", days=due.promise.days)
    return f"{name}: {days}"


@dataclass(frozen=True)
class OfProgramme:
    """What a coordinator does about hearing back in one programme."""

    address: str
    late: list[str]
    waiting: int


def for_the_board(programmes, easy: bool) -> list[OfProgramme]:
    """Late promises and people to tell, for each programme that has some."""
    found = hearing.hearing_in(programmes)
    return [_of_programme(each, found[each.public], easy) for each in programmes if found[each.public]]


def _of_programme(programme, found: hearing.Hearing, easy: bool) -> OfProgramme:
    words = programme.content.words
    late = [words(hearing.SECTION, key, easy, **names) for key, names in found.late[: hearing.SHOWN]]
    return OfProgramme(reverse("voices:people-to-tell", args=[programme.public]), late, found.waiting)
