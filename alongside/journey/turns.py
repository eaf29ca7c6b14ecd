"""Taking turns on the page of a question: which boxes are whose now, and what a reader can do about it."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.utils import timezone

from alongside.journey.views.here import HereAtSheet
from alongside.kit.fields import WRITTEN, QuestionForm
from alongside.kit.sheets import Answers, Question
from alongside.portfolio.places import DocumentPlace
from alongside.writing import turns
from alongside.writing.turns import Turn


@dataclass(frozen=True)
class BoxTurn:
    """One box of the page: its name in the document, its label, and whose it is now."""

    text: str
    label: str
    taken: bool = False
    mine: bool = False
    asked: bool = False


@dataclass(frozen=True)
class Turns:
    """`held` are the names of boxes that are the other's now."""

    boxes: tuple[BoxTurn, ...] = ()
    held: frozenset[str] = field(default_factory=frozenset)


def place_of_both(here: HereAtSheet, asked: Question) -> DocumentPlace | None:
    """Where the two write this question together; nothing for what each writes alone."""
    place = here.mine.place(asked)
    return place if isinstance(place, DocumentPlace) and place.person is None else None


def turns_of(request, here: HereAtSheet, asked: Question, form: QuestionForm, row: str) -> Turns:
    """The boxes in which turns can be taken; a row that is not there yet is nobody else's anyway."""
    place = place_of_both(here, asked)
    names = [f for f in form.fields if f.kind in WRITTEN]
    if place is None or not names or (asked.kind == "list" and not row):
        return Turns()
    standing = {turn.text: turn for turn in turns.turns_at(place.key)}
    if "look" not in request.GET:  # the script that looks is not the person
        _keep(place, here, standing)
    boxes = tuple(_box(f.name, f.label, standing.get(f.name), here) for f in names)
    return Turns(boxes, frozenset(box.text for box in boxes if box.taken and not box.mine))


def _keep(place: DocumentPlace, here: HereAtSheet, standing: dict[str, Turn]) -> None:
    """Who opens the page of it, or posts into it, has not gone."""
    due = timezone.now() - turns.WRITTEN_EACH
    if any(turn.holder_id == here.me.pk and turn.active <= due for turn in standing.values()):
        turns.still_here(place.key, here.me.pk)


def _box(name: str, label: str, turn: Turn | None, here: HereAtSheet) -> BoxTurn:
    if turn is None:
        return BoxTurn(name, label)
    return BoxTurn(name, label, True, turn.holder_id == here.me.pk, turn.asked_by_id is not None)


def post_into_a_turn(request, here: HereAtSheet, asked: Question, before: Answers, changes: dict) -> None:
    """What was posted into a box of the other's turn is merged; the next page says whose turn it was."""
    place = place_of_both(here, asked)
    if place is None or not changes["texts"]:
        return
    standing = list(turns.turns_at(place.key))
    _keep(place, here, {turn.text: turn for turn in standing})
    now = here.mine.see(asked).answers if standing else before
    touched = [name for name in changes["texts"] if now.text(name) != before.text(name)]
    if any(turn.text in touched and turn.holder_id != here.me.pk for turn in standing):
        messages.info(request, here.page_words("Writing at the same time", "was-their-turn"))
