"""A round as it would be on its first day, with somebody who has begun; whoever calls this undoes all of it."""

from alongside.people.person import Person
from alongside.portfolio.sheet import only
from alongside.voices import answering
from alongside.voices.contribution import Contribution, Statement
from alongside.voices.planning import FROM, UNTIL, Plan
from alongside.voices.round import Round, open_round


def open_for_a_try(round: Round, *, by: Person) -> None:
    """Open it without its days, so that it can be tried on any day, and lay its cards."""
    if not round.opening:
        open_round(round, only(Plan(round).front, lambda name: name not in (FROM, UNTIL)), by=by)
    for question in round.asked():
        if not round.statements.filter(question=question.key).exists():
            _lay_the_same_cards(round, question)


def somebody_who_tries(round: Round, **how) -> Contribution:
    """Whoever tries it; the same number on each page, so that cards come in the same order."""
    return Contribution.objects.create(id=answering.number_of(f"a try of {round.pk}"), round=round, **how)


def _lay_the_same_cards(round: Round, question) -> None:
    """Each page of a try lays the cards anew; with numbers of their own they come in the same order each time."""
    for card in question.cards:
        number = round.statements.count() + 1
        Statement.objects.create(
            id=answering.number_of(f"card {number} of a try of {round.pk}"),
            round=round, question=question.key, number=number, words=card.words, easy=card.easy,
        )  # fmt: skip
