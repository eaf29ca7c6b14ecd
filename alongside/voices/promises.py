"""Promises: "not yet, by a day". Late when its newest day has passed; the day that was given first never goes."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.dateparse import parse_date

from alongside.kit.sheets import Answers
from alongside.people.pair import Pair
from alongside.people.person import Person
from alongside.portfolio.piece import CHANGE, Piece
from alongside.voices.release import Release
from alongside.voices.round import Round

DID, PART, NOT_YET, DID_NOT, NOTHING = "did", "did-part", "not-yet", "did-not", "nothing"
OPEN = (PART, NOT_YET, NOTHING)  # a day in one of these is a promise


@dataclass(frozen=True)
class Promise:
    """The day that was given first, the newest one, and what was written about it."""

    first: datetime.date
    due: datetime.date
    because: str = ""

    @property
    def days(self) -> int:
        """How many days it is late; below nought while the day is still to come."""
        return (timezone.localdate() - self.due).days

    @property
    def late(self) -> bool:
        return self.days > 0

    @property
    def moved(self) -> bool:
        return self.due != self.first


def day_in(said: Answers, name: str) -> datetime.date | None:
    """A day as the two wrote it, None where there is none that can be understood."""
    value = said.value(name)
    try:
        return parse_date(value) if isinstance(value, str) else None
    except ValueError:
        return None


def promise_in(said: Answers, first: datetime.date | None = None) -> Promise | None:
    """What a change record promises. `first` is the day that stood in an earlier release, if there was one."""
    day = day_in(said, "not-yet-by") or day_in(said, "new-day")
    if said.value("state") not in OPEN or day is None:
        return None
    due = max(day, day_in(said, "new-day") or day)
    return Promise(min(first or day, day), due, said.text("late-because").strip())


def first_days(releases: Iterable[Release]) -> dict[int, datetime.date]:
    """Piece → the first day that others ever read, so that a new one cannot cover it."""
    found: dict[int, datetime.date] = {}
    for release in sorted(releases, key=lambda each: each.pk):
        day = day_in(release.said, "not-yet-by")
        if day:
            found.setdefault(release.piece_id, day)
    return found


def promise_of(piece: Piece, said: Answers) -> Promise | None:
    """The promise of a piece as it stands in `said`, with the first day from its whole history."""
    if piece.sheet != CHANGE:
        return None
    return promise_in(said, first_days(piece.releases.all()).get(piece.pk))


# --- what is late


@dataclass(frozen=True)
class Late:
    """Something that was promised and has not come: of a change record, or the answer to a whole round."""

    piece: Piece
    what: str
    promise: Promise
    last_day: datetime.date
    who_answers: str
    round: Round | None = None


def late_of(pairs: Iterable[Pair]) -> list[Late]:
    """Everything that these pairs promised and is late, the longest first. Two questions for all of them."""
    numbers = [pair.pk for pair in pairs]
    releases = list(
        Release.objects.filter(piece__pair__in=numbers)
        .select_related("piece__pair__programme__coordinator", "piece__pair__partner", "piece__pair__professional")
        .order_by("pk")
    )
    found = _late_changes(releases) + _late_rounds(numbers, releases)
    return sorted(found, key=lambda late: (late.promise.due, late.piece.pk))


def _late_changes(releases: list[Release]) -> list[Late]:
    firsts = first_days(releases)
    found = []
    for release in releases:
        if release.ended or release.piece.sheet != CHANGE:
            continue
        promise = promise_in(release.said, firsts.get(release.piece_id))
        if promise and promise.late:
            said = release.said
            found.append(
                Late(release.piece, said.text("you-said"), promise, release.day, said.text("answers-for-it"))
            )
    return found


def _late_rounds(pairs: list[int], releases: list[Release]) -> list[Late]:
    """Rounds whose answer is due and of whose pair nobody has let others read anything since they opened."""
    told: dict[int, list[datetime.date]] = {}
    for release in releases:
        told.setdefault(release.piece.pair_id, []).append(release.day)
    rounds = Round.objects.filter(pair__in=pairs, opened__isnull=False, source="").select_related(
        "opened", "piece__pair__programme__coordinator", "piece__pair__partner", "piece__pair__professional"
    )
    found = []
    for round in rounds:
        due = round.day("reply-by")
        answered = any(day >= round.opened.day for day in told.get(round.pair_id, ()))
        if due and due < timezone.localdate() and not answered:
            name, who = round.shown.text("name"), round.shown.text("who-answers")
            found.append(Late(round.piece, name, Promise(due, due), round.opened.day, who, round))
    return found


def in_public(rounds: Iterable[Round]) -> bool:
    """Whether the public page says that something is late: each round that it comes from said so."""
    said = [round.shown.value("late-in-public") for round in rounds]
    return bool(said) and all(value == "yes" for value in said)


def staff_of(late: Late) -> list[Person]:
    """Who is reminded: the coordinator and the two. Nobody who answered."""
    pair = late.piece.pair
    return [pair.programme.coordinator, *pair.two]
