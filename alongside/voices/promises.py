"""Promises: "not yet, by a day". Late when its newest day has passed; the day that was given first never goes."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format

from alongside.kit import messages
from alongside.kit.sheets import Answers
from alongside.people.pair import Pair, paused
from alongside.people.person import Person
from alongside.portfolio.piece import CHANGE, Piece
from alongside.voices.release import Release, Reminder
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
class Due:
    """Something that was promised and has not come: of a change record, or the answer to a whole round."""

    piece: Piece
    what: str
    promise: Promise
    last_day: datetime.date
    who_answers: str
    round: Round | None = None

    @property
    def late(self) -> bool:
        return self.promise.late


PEOPLE = ("pair__programme__coordinator", "pair__programme__organisation", "pair__partner", "pair__professional")


def late_of(pairs: Iterable[Pair] | QuerySet[Pair]) -> list[Due]:
    """Everything that these pairs promised and is late, the longest first; a few questions for all of them."""
    return [due for due in due_of(pairs, timezone.localdate()) if due.late]


def due_of(pairs: Iterable[Pair] | QuerySet[Pair], until: datetime.date) -> list[Due]:
    """The same with what comes due by a day."""
    found = _changes_due(pairs, until) + _rounds_due(pairs, until)
    return sorted(found, key=lambda due: (due.promise.due, due.piece.pk))


def _changes_due(pairs, until: datetime.date) -> list[Due]:
    open_ones = Release.objects.filter(
        piece__pair__in=pairs, piece__sheet=CHANGE, ended__isnull=True, answers__values__state__in=OPEN
    ).select_related(*(f"piece__{person}" for person in PEOPLE))
    promised = [(release, promise_in(release.said)) for release in open_ones]
    near = [release for release, promise in promised if promise and promise.due <= until]
    firsts = first_days(Release.objects.filter(piece__in=[release.piece_id for release in near])) if near else {}
    return [_due(release, promise_in(release.said, firsts.get(release.piece_id))) for release in near]


def _due(release: Release, promise: Promise) -> Due:
    said = release.said
    return Due(release.piece, said.text("you-said"), promise, release.day, said.text("answers-for-it"))


def _rounds_due(pairs, until: datetime.date) -> list[Due]:
    """Rounds whose answer is due and of whose pair nobody has let others read anything since they opened."""
    told = Release.objects.filter(piece__pair=OuterRef("pair"), day__gte=OuterRef("opened__day"))
    rounds = (
        Round.objects.filter(~Exists(told), pair__in=pairs, opened__isnull=False, source="")
        .filter(**{"front__values__reply-by__lte": until.isoformat()})
        .select_related("opened", *(f"piece__{person}" for person in PEOPLE))
    )
    return [_due_round(round, day) for round in rounds if (day := round.day("reply-by"))]


def _due_round(round: Round, day: datetime.date) -> Due:
    name, who = round.shown.text("name"), round.shown.text("who-answers")
    return Due(round.piece, name, Promise(day, day), round.opened.day, who, round)


def in_public(rounds: Iterable[Round]) -> bool:
    """Whether the public page says that something is late: each round that it comes from said so."""
    said = [round.shown.value("late-in-public") for round in rounds]
    return bool(said) and all(value == "yes" for value in said)


# --- staff are reminded, those who answered never


AHEAD = datetime.timedelta(days=7)


def remind() -> int:
    """Once in the week before a promised day and once in each week after it. Returns how many messages went."""
    going = Pair.objects.filter(ending__isnull=True, rounds__opened__isnull=False).distinct()
    return sum(_remind(due, person) for due in due_of(going, timezone.localdate() + AHEAD) for person in staff_of(due))


def staff_of(due: Due) -> list[Person]:
    """Who is reminded: the coordinator, and the two unless they rest. Nobody who answered."""
    pair = due.piece.pair
    return [pair.programme.coordinator, *([] if paused(pair) else pair.two)]


def _remind(due: Due, person: Person) -> bool:
    days = due.promise.days
    week = -1 if days < 1 else (days - 1) // 7
    if not person.email:
        return False
    new = Reminder.objects.get_or_create(piece=due.piece, person=person, due=due.promise.due, week=week)[1]
    if new:
        transaction.on_commit(partial(_send_reminder, due, person))
    return new


def _send_reminder(due: Due, person: Person) -> None:
    pair = due.piece.pair
    page = ["voices:people-to-tell", [pair.programme.public]]
    if pair.role(person):
        page = ["voices:piece", [pair.public, due.piece.public]]
    names = pair.programme.names() | {
        "first_name": person.name,
        "reply_by": date_format(due.promise.due, "j F Y"),
        "link": settings.BASE + reverse(page[0], args=page[1]),
        "sender_name": pair.programme.coordinator.name,
    }
    mail = pair.programme.content.message("round-reply-due", "e-mail", **names)
    messages.send(person.email, mail["subject"], mail["body"], sender=mail["from"])
