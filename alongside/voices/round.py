"""A round: the questions that a pair asks many people, the page that stands before them, and its days."""

import datetime
import functools
import json
import secrets
from collections.abc import Mapping

from django.db import models
from django.utils import timezone

from alongside.kit.sheets import Answers, Question
from alongside.people.pair import Pair
from alongside.people.person import Person
from alongside.portfolio import piece
from alongside.portfolio.piece import Piece
from alongside.privacy.audit import recorded
from alongside.privacy.sealed import SealedJSONField

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is mistaken for something else when read aloud
MAY_ASK = ("choice", "choices", "faces", "number", "short", "long", "sound", "picture", "statements")


def _short() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(6))


@functools.lru_cache(maxsize=256)
def _read(questions: str) -> tuple[Question, ...]:
    """Questions read once for all who answer: fifty a second meet the same ones."""
    return tuple(Question.of(each) for each in json.loads(questions))


class Round(models.Model):
    """Questions of one pair to many people. `front` is what people see before they answer, as it was opened."""

    piece = models.OneToOneField(Piece, models.CASCADE, related_name="round")
    pair = models.ForeignKey(Pair, models.CASCADE, related_name="rounds")
    short = models.SlugField(max_length=6, unique=True, default=_short)
    # [{"key", "kind", "ask", "easy", "options": [{"key", "words", "easy"}], "least", "most", "length", "hint"}]
    questions = models.JSONField(default=list)
    edition = models.PositiveIntegerField(
        default=0
    )  # counts changes of the questions, so that two do not overwrite
    front = models.JSONField(default=dict)  # flat answers of the round's sheet, only what people may see
    typed_twice = models.BooleanField(default=False)  # booklets are typed in by two people, and compared
    source = models.TextField(blank=True)  # where it was brought over from, with its licence
    licence = models.SlugField(blank=True)  # under which others may use its numbers; none unless chosen
    still_counted = SealedJSONField(default=dict)  # what was taken back after it was published, added up

    def asked(self) -> tuple[Question, ...]:
        """The questions, in their order."""
        return _read(json.dumps(self.questions))

    def question(self, key: str) -> Question | None:
        return next((q for q in self.asked() if q.key == key), None)

    @property
    def shown(self) -> Answers:
        """What people see before they answer; the days and names that the two agreed."""
        return Answers(self.front)

    def day(self, name: str) -> datetime.date | None:
        """A day of the front page: `open-from`, `open-until` or `reply-by`; None where none was given."""
        said = self.shown.value(name)
        return datetime.date.fromisoformat(said) if isinstance(said, str) and said else None

    @property
    def opening(self) -> "Opening | None":
        return getattr(self, "opened", None)

    @property
    def closing(self) -> "Closing | None":
        return getattr(self, "closed", None)

    @property
    def is_open(self) -> bool:
        """Whether people can answer today."""
        return self.state == "open"

    @property
    def state(self) -> str:
        """`planned`, `not-yet` (opened for a later day), `open`, `over` (its day has passed) or `closed`."""
        if not self.opening:
            return "planned"
        if self.closing:
            return "closed"
        today, begins, ends = timezone.localdate(), self.day("open-from"), self.day("open-until")
        if begins and today < begins:
            return "not-yet"
        return "over" if ends and today > ends else "open"


class Opening(models.Model):
    """A round is open to people since this day. Both of the two had said yes."""

    round = models.OneToOneField(Round, models.CASCADE, related_name="opened")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    day = models.DateField(default=timezone.localdate)


class Closing(models.Model):
    """Either of the two closed a round, and everybody can read why."""

    round = models.OneToOneField(Round, models.CASCADE, related_name="closed")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    day = models.DateField(default=timezone.localdate)
    because = models.CharField(max_length=400, blank=True)


class FrontChange(models.Model):
    """Something on the first page of an open round was changed, and people are told what."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="front_changes")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    day = models.DateField(default=timezone.localdate)
    what = models.CharField(max_length=400)


def begin_round(*, pair: Pair, by: Person) -> Round:
    """A new round, planned on its sheet; nobody outside the pair sees it before it opens."""
    with recorded("began a round", by=by, to=pair):
        return Round.objects.create(piece=piece.begin_piece(piece.ROUND, pair=pair, by=by), pair=pair)


def keep_questions(
    round: Round, questions: list[Mapping], *, edition: int, by: Person, typed_by: Person | None = None
) -> bool:
    """Keep the questions as somebody changed them; False when the other changed them meanwhile."""
    with recorded("changed the questions of a round", by=by, to=round, typed_by=typed_by):
        changed = Round.objects.filter(pk=round.pk, edition=edition).update(
            questions=list(questions), edition=edition + 1
        )
    if changed:
        round.questions, round.edition = list(questions), edition + 1
    return bool(changed)


def open_round(round: Round, front: Answers, *, by: Person) -> None:
    """Open it to people, with the first page as it stands now. Whether it may open is asked before."""
    with recorded("opened a round", by=by, to=round):
        round.front = front.flat
        round.save(update_fields=["front"])
        Opening.objects.get_or_create(round=round, defaults={"by": by})


def close_round(round: Round, because: str, *, by: Person) -> None:
    """Nobody can answer any more. What was said stays."""
    with recorded("closed a round", by=by, to=round):
        Closing.objects.get_or_create(round=round, defaults={"by": by, "because": because})


def choose_licence(round: Round, licence: str, *, by: Person) -> None:
    """Under which licence others may use its numbers; an empty one means that they have to ask."""
    with recorded("chose a licence for the numbers", by=by, to=round):
        round.licence = licence
        round.save(update_fields=["licence"])
