"""Before a round opens: what it still needs, what people will see of it, and the yes of both.

Nothing of a round reaches anybody before its sheet says why, who decides, what can change and by when
people hear back, somebody has tried it, and both of the two have said yes to exactly this.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db import transaction
from django.utils import timezone

from alongside.kit.in_turn import in_turn
from alongside.kit.sheets import Answers, Sheet
from alongside.people.person import Person
from alongside.portfolio import piece, said
from alongside.portfolio.said import Said
from alongside.portfolio.sheet import Mine, only
from alongside.privacy.audit import recorded
from alongside.voices.cards import lay_cards
from alongside.voices.round import FrontChange, Round, close_round, keep_questions, open_round

READY, YES = "ready", "open"
TRIED = "tried-with"
QUESTIONS = "questions"
FROM, UNTIL, REPLY = "open-from", "open-until", "reply-by"

# Not shown to people as they stand, and yet the pages behind the address go by them.
GOES_BY = {
    FROM,
    "how-many-could",
    "ways",
    "readings",
    "reply-ways",
    "late-in-public",
    "reads-first",
    "first-reader",
}


@dataclass(frozen=True)
class Need:
    """One thing without which a round cannot open: `key` of its words, and the question that gives it."""

    key: str
    question: str = ""


class Plan:
    """The sheet of a round as the two have filled it in so far, read once for a page."""

    def __init__(self, round: Round):
        self.round, self.pair = round, round.pair
        self.sheet: Sheet = self.pair.content.sheets[piece.ROUND]
        self.mine = Mine(self.pair, self.sheet, self.pair.left, round.piece.public)

    @cached_property
    def answers(self) -> Answers:
        return self.mine.joint_answers()

    @property
    def title(self) -> str:
        return self.answers.text(piece.NAMED_BY[piece.ROUND]).strip()

    @cached_property
    def front(self) -> Answers:
        """What people would see before they answer, and what the pages go by."""
        keys = {q.key for q in self.sheet.questions if q.people_see} | GOES_BY
        return only(self.answers, lambda name: name.split("/")[0] in keys)

    @cached_property
    def _said(self) -> dict[int, Said]:
        """What each of the two has said about it as it stands now."""
        rows = Said.objects.filter(**self.mine.where(), question=READY, ended__isnull=True)
        return {row.person_id: row for row in rows}

    def said_yes(self, person: Person) -> Said | None:
        """The yes of this person, with its day; none after a change."""
        row = self._said.get(person.pk)
        return row if row and row.value == YES else None

    @property
    def both_said_yes(self) -> bool:
        return all(self.said_yes(person) for person in self.pair.two)

    # --- what is missing

    @cached_property
    def unsaid(self) -> list[Need]:
        """What the sheet has still to say, in its order."""
        return [
            Need(q.key, q.key)
            for q in self.sheet.questions
            if q.opens_round and not self.answers.answers(q)
        ]  # fmt: skip

    @cached_property
    def missing(self) -> list[Need]:
        """Everything that keeps it from opening, but the two's yes."""
        needs = list(self.unsaid)
        if not self.round.questions:
            needs.append(Need(QUESTIONS))
        if TRIED in {q.key for q in self.sheet.questions} and not self.answers.full_rows(TRIED):
            needs.append(Need("tried", TRIED))
        return needs

    def day(self, name: str) -> datetime.date | None:
        return _as_day(self.answers.value(name))

    @property
    def passed(self) -> Need | None:
        """A last day, or a day of the answer, that is over already."""
        today = timezone.localdate()
        over = [name for name in (UNTIL, REPLY) if (day := self.day(name)) and day < today]
        return Need("day-passed", over[0]) if over else None

    @property
    def crossed(self) -> Need | None:
        """An answer that is promised before the last day to say something."""
        until, reply = self.day(UNTIL), self.day(REPLY)
        return Need("dates-wrong", REPLY) if until and reply and reply < until else None

    @property
    def is_complete(self) -> bool:
        return not (self.missing or self.passed or self.crossed)

    @property
    def may_open(self) -> bool:
        """Complete, not opened yet, and both have said yes to it as it stands."""
        return self.is_complete and self.both_said_yes and not self.round.opening

    # --- after it opened

    @cached_property
    def changed(self) -> list[str]:
        """The questions of the first page that the two have changed since people could read it."""
        if not self.round.opening:
            return []
        before, now = self.round.shown, self.front
        return [q.key for q in self.sheet.questions if _said_to(before, q.key) != _said_to(now, q.key)]

    @property
    def may_change_front(self) -> bool:
        """A change of what people see needs what opening needed: the same words, and both yes."""
        return bool(self.changed and not self.unsaid and not self.crossed and self.both_said_yes)


def _said_to(answers: Answers, question: str) -> tuple:
    """What stands under a question, rows in their order whatever their names."""
    mine = only(answers, lambda name: name.split("/")[0] == question)
    rows = mine.full_rows(question)
    place = {row: number for number, row in enumerate(rows)}

    def at(name: str) -> tuple:
        _, *rest = name.split("/")
        return tuple(place.get(part, part) for part in rest)

    return (
        sorted((str(at(name)), text.strip()) for name, text in mine.texts.items() if text.strip()),
        sorted((str(at(name)), str(value)) for name, value in mine.values.items()),
    )


def _as_day(said) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        return None


# --- what changes a round


def say_ready(round: Round, value: str, *, edition: int | None, by: Person) -> bool:
    """Say whether it is ready, to the questions as this person saw them; False when they changed meanwhile."""
    with transaction.atomic():
        in_turn(f"pair {round.pair_id}")
        if not Round.objects.filter(pk=round.pk, edition=edition).exists():
            return False
        mine = Mine(round.pair, round.pair.content.sheets[piece.ROUND], by, round.piece.public)
        said.say(mine, READY, value, by=by)
    return True


def take_back_yes(round: Round, *, by: Person) -> None:
    """Not ready after all. What is open already stays open; either of the two can close it."""
    said.take_back(
        Mine(round.pair, round.pair.content.sheets[piece.ROUND], by, round.piece.public), READY, by=by
    )


def change_questions(
    round: Round, questions: list[Mapping], *, edition: int, by: Person, typed_by: Person | None = None
) -> bool:
    """Keep the questions, and ask both again; False when the other changed them meanwhile."""
    with transaction.atomic():
        in_turn(f"pair {round.pair_id}")
        if not keep_questions(round, questions, edition=edition, by=by, typed_by=typed_by):
            return False
        said.ask_both_again(round.pair, piece.ROUND, round.piece.public)
    return True


def open_to_people(round: Round, *, by: Person) -> bool:
    """Open it, with its first page and its cards, if nothing is missing at this moment."""
    with transaction.atomic():
        in_turn(f"pair {round.pair_id}")
        round.refresh_from_db(fields=["questions", "edition"])
        plan = Plan(round)
        if not plan.may_open:
            return False
        open_round(round, plan.front, by=by)
        lay_cards(round)
    return True


def change_front(round: Round, what: str, *, by: Person) -> bool:
    """Let people read the first page as it is now, and what was changed on it."""
    with transaction.atomic():
        in_turn(f"pair {round.pair_id}")
        plan = Plan(round)
        if not plan.may_change_front:
            return False
        with recorded("changed the first page of a round", by=by, to=round):
            round.front = plan.front.flat
            round.save(update_fields=["front"])
            FrontChange.objects.create(round=round, by=by, what=what)
    return True


def mend_questions(
    round: Round,
    questions: list[Mapping],
    what: str,
    *,
    edition: int,
    by: Person,
    typed_by: Person | None = None,
) -> bool:
    """Put a mistake in the wording right while people answer, and tell them; new cards are laid out."""
    with transaction.atomic():
        in_turn(f"pair {round.pair_id}")
        if not keep_questions(round, questions, edition=edition, by=by, typed_by=typed_by):
            return False
        if what:
            FrontChange.objects.create(round=round, by=by, what=what)
        lay_cards(round)
    return True


def close_early(round: Round, because: str, *, by: Person) -> None:
    """Nobody can answer any more. Everybody who answered, or wanted to, reads why."""
    close_round(round, because, by=by)
