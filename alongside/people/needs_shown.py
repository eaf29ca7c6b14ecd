"""Needs as a flag that cannot be missed, for those who may read them."""

from dataclasses import dataclass

from alongside.kit.sheets import Answers
from alongside.people.needs import Needs
from alongside.people.pair import Pair
from alongside.people.person import Person
from alongside.people.who import Who


@dataclass(frozen=True)
class Shown:
    """One person's needs as this reader may see them: own words first, then what was ticked."""

    person: Person
    own_words: str
    ticked: tuple[str, ...]


def needs_shown_to(who: Who, pair: Pair) -> list[Shown]:
    """My own needs, and the other's where they switched that on."""
    found = []
    if not who.may_open("what-i-need"):
        return found
    rows = Needs.objects.filter(programme=pair.programme, person__in=pair.two, has_any=True)
    for row in rows:
        mine = row.person_id == who.person.pk
        if mine or row.other_of_us_may_read:
            person = next(p for p in pair.two if p.pk == row.person_id)
            answers = row.flat if mine and who.may_read_kept else row.for_others
            found.append(shown(row, person, pair, easy=who.person.easy, answers=answers))
    return sorted(found, key=lambda s: s.person.pk != who.person.pk)


def shown(row: Needs, person: Person, pair: Pair, *, easy=False, answers: Answers | None = None) -> Shown:
    """One person's needs; what was ticked in the words of this reader's reading."""
    answers = row.for_others if answers is None else answers
    sheet = pair.content.sheets["what-i-need"]
    ticked = tuple(
        (easy and option.easy) or option.words
        for question in sheet.questions
        if question.tag
        for option in question.options
        if answers.value(f"{question.key}/{option.key}")
    )
    return Shown(person, answers.text("own-words"), ticked)
