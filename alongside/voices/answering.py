"""One person answers a round: begin, keep an answer, stop or send, change, take back.

Nothing here writes an audit line: a line has a time. What is kept is a day.
"""

import hashlib
import hmac
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from alongside.kit.sheets import Answers, Question
from alongside.privacy import files, keys
from alongside.privacy.sealed import canonical
from alongside.voices import codes
from alongside.voices.contribution import (
    ANONYMOUS,
    CONTACTABLE,
    DO_NOT_KNOW,
    LEFT_OUT,
    LINK,
    NAMED,
    RATHER_NOT,
    Answer,
    Contribution,
    Reach,
    Statement,
    Vote,
    random_id,
)
from alongside.voices.covering import said_anew
from alongside.voices.reading import Suggestion
from alongside.voices.round import Round

PASSES = (LEFT_OUT, DO_NOT_KNOW, RATHER_NOT)
# Characters: twelve pages of a book. Beyond that somebody pastes, and reads a sentence about it.
LONGEST = 20_000
WORDED = ("short", "long")


# --- what somebody says


@dataclass(frozen=True)
class Said:
    """What one person says to one question, as it is kept."""

    passed: str = ""
    picked: list[str] = field(default_factory=list)
    number: Decimal | None = None
    words: str = ""
    file: str = ""
    hear_sound: bool = False
    note: str = ""

    def is_nothing(self) -> bool:
        """Neither an answer nor a pass."""
        return not (
            self.passed or self.picked or self.number is not None or self.words or self.file or self.note
        )

    @property
    def mark(self) -> str:
        """Short, and different for different answers: a page brings it back and tells which one it was made for."""
        number = None if self.number is None else str(self.number.normalize())
        return hashlib.sha256(
            canonical(
                [self.passed, sorted(self.picked), number, self.words, self.file, self.hear_sound, self.note]
            )
        ).hexdigest()[:10]

    def as_answers(self, question: Question) -> Answers:
        """In the flat shape that a form shows."""
        key, values, texts = question.key, {}, {}
        if question.kind == "choices":
            values = {f"{key}/{picked}": True for picked in self.picked}
        elif self.picked:
            values = {key: self.picked[0]}
        elif self.number is not None:
            values = {key: plain_number(self.number)}
        elif self.file:
            values, texts = {key: self.file}, {f"{key}/alt": self.note}
        elif question.kind in WORDED:
            texts = {key: self.words}
        return Answers({"texts": texts, "values": values})


def plain_number(number: Decimal) -> str:
    """Without noughts that nobody typed: 4 and 2.5."""
    return f"{number.normalize():f}"


NOTHING = Said()


def said_in(answer: Answer | None) -> Said:
    """What stands in this answer."""
    if answer is None:
        return NOTHING
    return Said(
        answer.passed,
        list(answer.picked),
        answer.number,
        answer.words or "",
        answer.file_id or "",
        answer.hear_sound,
        answer.note or "",
    )


# --- beginning


def number_of(form: str) -> int:
    """The row that a form id makes: a second press of the same form finds the first one's row."""
    made = hmac.new(keys.derive("form of an answer"), form.encode(), hashlib.sha256).digest()
    return int.from_bytes(made[:8]) >> 2


def begin(round: Round, *, form="", way=LINK, known=ANONYMOUS, by=None, name="") -> Contribution:
    """A new, empty contribution. `by` is whoever asks or types for somebody else."""
    number = number_of(form) if form else random_id()
    try:
        with transaction.atomic():
            return Contribution.objects.create(id=number, round=round, way=way, known=known, by=by, name=name)
    except IntegrityError:
        return _pressed_before(round, number, way=way, known=known, by=by, name=name)


def _pressed_before(round: Round, number: int, **how) -> Contribution:
    """The row of the first press while it is as good as empty; otherwise another one: a page was opened again."""
    there = Contribution.objects.filter(pk=number, round=round, sent__isnull=True, withdrawn__isnull=True)
    first = there.filter(code="").first()
    if first and first.answers.count() <= 1 and not first.votes.exists():
        return first
    return Contribution.objects.create(round=round, **how)


# --- answering


def keep(contribution: Contribution, question: Question, said: Said) -> None:
    """Keep what was said to one question; nothing at all takes the answer out again."""
    with transaction.atomic(savepoint=False):
        old = Answer.objects.filter(contribution=contribution, question=question.key).first()
        if said.is_nothing():
            _take_out(old)
        elif old is None:
            Answer.objects.create(contribution=contribution, question=question.key, **_columns(said))
        elif said_in(old) != said:
            _change(old, said)
        _stand_at(contribution, question.key)


def _columns(said: Said) -> dict:
    return {
        "passed": said.passed,
        "picked": said.picked,
        "number": said.number,
        "words": said.words or None,
        "file_id": said.file or None,
        "hear_sound": said.hear_sound,
        "note": said.note or None,
    }


def _change(old: Answer, said: Said) -> None:
    """The old words go, with what was read, quoted or written down of them: nobody said the new ones yet."""
    before = said_in(old)
    same_words = (before.words, before.note, before.file) == (said.words, said.note, said.file)
    for name, value in _columns(said).items():
        setattr(old, name, value)
    old.day = timezone.localdate()
    gone = before.file if before.file != said.file else ""
    old.save()
    if not same_words:
        said_anew(old)
    _drop_file(gone)


def _take_out(old: Answer | None) -> None:
    if old:
        file = old.file_id
        old.delete()
        _drop_file(file)


def _drop_file(number: str | None) -> None:
    """A picture or a sound that no answer holds any more."""
    if number:
        for file in files.StoredFile.objects.filter(pk=number, owner__isnull=True):
            files.erase(file)


def _stand_at(contribution: Contribution, key: str) -> None:
    if contribution.place != key:
        contribution.place = key
        Contribution.objects.filter(pk=contribution.pk).update(place=key)


def vote(contribution: Contribution, card: Statement, value: int) -> None:
    """Agree, disagree or be not sure; said again, it is changed and not counted twice."""
    with transaction.atomic():
        Vote.objects.bulk_create(
            [Vote(contribution=contribution, statement=card, value=value)],
            update_conflicts=True,
            update_fields=["value"],
            unique_fields=["contribution", "statement"],
        )
        _stand_at(contribution, card.question)


def leave_card(contribution: Contribution, card: Statement) -> None:
    """This card is left: a vote that was there goes."""
    with transaction.atomic():
        contribution.votes.filter(statement=card).delete()
        _stand_at(contribution, card.question)


# --- how somebody is known


def be_anonymous(contribution: Contribution) -> None:
    """No name and no way to reach them; what was there of either goes."""
    with transaction.atomic():
        Reach.objects.filter(contribution=contribution).delete()
        _known(contribution, ANONYMOUS, "")


def be_named(contribution: Contribution, name: str) -> None:
    """Those who read the answer see this name."""
    with transaction.atomic():
        Reach.objects.filter(contribution=contribution).delete()
        _known(contribution, NAMED, name)


def be_reached(contribution: Contribution, *, how: str, address: str, whom: str, discreet: bool) -> None:
    """With no name; the coordinator alone can see how to reach them."""
    with transaction.atomic():
        Reach.objects.update_or_create(
            contribution=contribution,
            defaults={"how": how, "address": f"{whom}\n{address}".strip(), "discreet": discreet},
        )
        _known(contribution, CONTACTABLE, "")


def _known(contribution: Contribution, known: str, name: str) -> None:
    contribution.known, contribution.name = known, name
    contribution.save(update_fields=["known", "name"])


# --- the end


def finish(contribution: Contribution) -> None:
    """ "That is what I want to say", or "stop here": from now on it is read and counted."""
    if contribution.sent is None:
        contribution.sent = timezone.localdate()
        contribution.save(update_fields=["sent"])


def give_code(contribution: Contribution) -> str:
    """A new return code. An earlier one opens nothing any more; nobody can look either of them up."""
    code = codes.new_code()
    contribution.code = codes.fingerprint(code)
    contribution.save(update_fields=["code"])
    return code


def choose_second_key(contribution: Contribution, question: str, answer: str) -> None:
    """The one thing that opens a person's own words."""
    contribution.second_question, contribution.second_answer = question, codes.kept_answer(answer)
    contribution.save(update_fields=["second_question", "second_answer"])


def add_a_line(contribution: Contribution, about: str, words: str) -> None:
    """Something said beside an answer, or after the round: it is read, and not counted."""
    Suggestion.objects.create(contribution=contribution, about=about, words=words)


def say_late(round: Round, words: str) -> None:
    """Something said after the round had closed: it is read, and it is not counted."""
    with transaction.atomic():
        add_a_line(Contribution.objects.create(round=round), "late", words)


def take_back_votes(contribution: Contribution, question: str) -> None:
    """What was said to the cards of one question goes."""
    contribution.votes.filter(statement__question=question).delete()
