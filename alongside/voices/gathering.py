"""Somebody asks or types for others: in a conversation, by phone, or from a paper booklet.

All of it is answered through the same rules as what people write themselves; only the way and the hand differ.
A booklet is a contribution from the day it is printed, without a word: its code is on the paper alone.
"""

from dataclasses import replace
from decimal import Decimal

from django.db import models, transaction
from django.utils import timezone

from alongside.kit.sheets import Question
from alongside.people.person import Person
from alongside.privacy.audit import recorded
from alongside.privacy.sealed import SealedJSONField
from alongside.voices import answering, codes
from alongside.voices.answering import Said, said_in
from alongside.voices.contribution import (
    AGREE,
    CONVERSATION,
    DISAGREE,
    NOT_SURE,
    PAPER,
    PHONE,
    Answer,
    Contribution,
    Statement,
    random_id,
)
from alongside.voices.round import Round

NOT_READABLE = "not-readable"  # a way to pass, on paper only
MOST_BOOKLETS = 60  # at once: a ward, a class
ASKED = (CONVERSATION, PHONE)
VOTES = {"agree": AGREE, "disagree": DISAGREE, "not-sure": NOT_SURE}  # as a form says them


class Typing(models.Model):
    """Somebody typed a booklet in. The first typing is the answers themselves; the second waits here to be compared."""

    id = models.BigIntegerField(primary_key=True, default=random_id)
    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="typings")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    second = models.BooleanField(default=False)
    boxes = SealedJSONField(default=dict)  # question -> what the second person read there
    day = models.DateField(default=timezone.localdate)
    done = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "second"], name="a_booklet_is_typed_twice_at_most"
            )
        ]


class AskersNote(models.Model):
    """What whoever asked noticed for themselves, apart from the answers. It goes when the words are taken back."""

    id = models.BigIntegerField(primary_key=True, default=random_id)
    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="askers_notes")
    by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    words = SealedJSONField(default=str)
    day = models.DateField(default=timezone.localdate)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contribution", "by"], name="one_note_of_whoever_asked")
        ]


# --- a conversation, a call


def begin_asking(round: Round, *, way: str, by: Person, form: str = "") -> Contribution:
    """They said yes to the first page. Nothing is kept of anybody who says no."""
    return answering.begin(round, form=form, way=way, by=by)


def keep_note(contribution: Contribution, words: str, *, by: Person) -> None:
    """My own note, and not theirs."""
    if words:
        AskersNote.objects.update_or_create(contribution=contribution, by=by, defaults={"words": words})
    else:
        AskersNote.objects.filter(contribution=contribution, by=by).delete()


def note_of(contribution: Contribution, person: Person) -> str:
    note = AskersNote.objects.filter(contribution=contribution, by=person).first()
    return note.words if note else ""


# --- booklets


def print_booklets(round: Round, number: int, *, by: Person) -> list[str]:
    """The codes for this many booklets. They go onto the paper, and only their fingerprints stay."""
    made = [codes.new_code() for _ in range(min(number, MOST_BOOKLETS))]
    with recorded(f"printed {len(made)} booklets", by=by, to=round):
        for code in made:
            Contribution.objects.create(round=round, way=PAPER, code=codes.fingerprint(code))
    return made


def typing_of(contribution: Contribution, person: Person) -> Typing | None:
    """This person's turn at a booklet, first or second; None where they have none."""
    return Typing.objects.filter(contribution=contribution, by=person).order_by("-second").first()


def begin_typing(contribution: Contribution, *, by: Person) -> Typing | None:
    """The first to type it, or the second where it is typed twice; None for somebody who has typed it already."""
    with transaction.atomic():
        first = Typing.objects.filter(contribution=contribution, second=False).first()
        if first is None:
            Contribution.objects.filter(pk=contribution.pk).update(by=by)
            return Typing.objects.create(contribution=contribution, by=by)
        if not first.done or first.by_id == by.pk:
            return first if first.by_id == by.pk and not first.done else None
        second, _new = Typing.objects.get_or_create(
            contribution=contribution, second=True, defaults={"by": by}
        )
        return second if second.by_id == by.pk else None


def keep_box(typing: Typing, question: Question, said: Said) -> None:
    """What stands in one box, as this person reads it."""
    if not typing.second:
        answering.keep(typing.contribution, question, said)
        return
    typing.boxes = {**typing.boxes, question.key: as_kept(said)}
    typing.save(update_fields=["boxes"])


def keep_cards(typing: Typing, votes: dict[Statement, int | None], question: str) -> None:
    """All cards of a page: agree, disagree, not sure, or nothing marked."""
    if typing.second:
        typing.boxes = {**typing.boxes, question: {str(c.pk): v for c, v in votes.items() if v is not None}}
        typing.save(update_fields=["boxes"])
        return
    for card, value in votes.items():
        if value is None:
            answering.leave_card(typing.contribution, card)
        else:
            answering.vote(typing.contribution, card, value)


def as_kept(said: Said) -> dict:
    """A box as plain JSON."""
    number = None if said.number is None else answering.plain_number(said.number)
    return {
        "passed": said.passed, "picked": sorted(said.picked), "number": number,
        "words": said.words.strip(), "note": said.note.strip(),
    }  # fmt: skip


def differs(typing: Typing, question: Question) -> bool:
    """Whether the second person read something else in this box."""
    return box_of(typing, question) != first_box(typing.contribution, question)


def box_of(typing: Typing, question: Question) -> dict:
    return typing.boxes.get(question.key) or ({} if question.kind == "statements" else as_kept(Said()))


def first_box(contribution: Contribution, question: Question) -> dict:
    if question.kind == "statements":
        votes = contribution.votes.filter(statement__question=question.key)
        return {str(card): value for card, value in votes.values_list("statement", "value")}
    answer = Answer.objects.filter(contribution=contribution, question=question.key).first()
    return as_kept(said_in(answer))


def finish_typing(typing: Typing, *, twice: bool) -> bool:
    """This person has typed all of it; True when it counts now."""
    typing.done = True
    typing.save(update_fields=["done"])
    if twice and not typing.second:
        return False
    if typing.second and any(differs(typing, q) for q in typing.contribution.round.asked()):
        return False
    answering.finish(typing.contribution)
    Typing.objects.filter(contribution=typing.contribution).update(boxes={})  # nothing is left to compare
    return True


def type_twice(round: Round, twice: bool, *, by: Person) -> None:
    """Whether booklets of this round are typed in by two people and compared."""
    with recorded("chose how booklets are typed in", by=by, to=round):
        round.typed_twice = twice
        round.save(update_fields=["typed_twice"])


def as_said(box: dict) -> Said:
    """A box that was kept as JSON, as a form shows it."""
    number = box.get("number")
    return Said(
        passed=box.get("passed", ""),
        picked=list(box.get("picked", [])),
        number=None if number is None else Decimal(number),
        words=box.get("words", ""),
        note=box.get("note", ""),
    )


def settle(typing: Typing, question: Question, stands: str) -> None:
    """The paper was looked at: this is what stands there, and both typings say it now."""
    with transaction.atomic():
        if stands == "first":
            typing.boxes = {**typing.boxes, question.key: first_box(typing.contribution, question)}
            typing.save(update_fields=["boxes"])
            return
        box = box_of(typing, question)
        if question.kind == "statements":
            for card in Statement.objects.filter(round=typing.contribution.round_id, question=question.key):
                value = box.get(str(card.pk))
                if value is None:
                    answering.leave_card(typing.contribution, card)
                else:
                    answering.vote(typing.contribution, card, value)
            return
        before = said_in(
            Answer.objects.filter(contribution=typing.contribution, question=question.key).first()
        )
        said = as_said(box)
        answering.keep(
            typing.contribution, question, replace(said, file=before.file if not said.passed else "")
        )


def on_paper(question: Question) -> Question:
    """Where somebody writes for another nobody speaks: a question to speak to is one to write to."""
    return replace(question, kind="long") if question.kind == "sound" else question
