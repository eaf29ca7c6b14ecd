"""Cards to agree or disagree with: each person meets them in an order of their own, and may add one."""

import hashlib

from django.db import IntegrityError, transaction
from django.db.models import Max

from alongside.kit.sheets import Question
from alongside.voices.contribution import PENDING, SHOWN, Contribution, Statement
from alongside.voices.round import Round

OWN_AT_MOST = 20  # of one person in one round: nobody has more ideas than that in one go, a robot has


class TooMany(Exception):
    """This person has added as many cards as one person may."""


class Same(Exception):
    """Somebody has written this card already."""


def lay_cards(round: Round) -> None:
    """Put out the cards that the pair wrote into its questions, those that do not lie there yet."""
    for question in round.asked():
        if question.kind == "statements":
            _lay(round, question)


def _lay(round: Round, question: Question) -> None:
    there = {card.words for card in Statement.objects.filter(round=round, question=question.key)}
    number = Statement.objects.filter(round=round).aggregate(last=Max("number"))["last"] or 0
    for card in question.cards:
        if card.words not in there:
            number += 1
            Statement.objects.create(
                round=round, question=question.key, number=number, words=card.words, easy=card.easy
            )


def in_order(numbers: list[int], contribution: int | str) -> list[int]:
    """The cards as this one person meets them: mixed, so that no card is always last, and the same each time."""
    return sorted(
        numbers,
        key=lambda number: hashlib.blake2b(f"{contribution}:{number}".encode(), digest_size=8).digest(),
    )


def add_card(question: Question, words: str, *, by: Contribution) -> Statement:
    """A card of one's own. Others see it once the first reader has read it. Raises `Same` or `TooMany`."""
    there = Statement.objects.filter(round=by.round_id, question=question.key)
    own = next((card for card in there.filter(contribution=by) if _plain(card.words) == _plain(words)), None)
    if own:  # pressed twice
        return own
    # Only those that everybody can see: what waits to be read is nobody else's to find out.
    if any(_plain(card.words) == _plain(words) for card in there.filter(state=SHOWN)):
        raise Same
    if by.statements.count() >= OWN_AT_MOST:
        raise TooMany
    for _try in range(5):
        try:
            with transaction.atomic():
                last = Statement.objects.filter(round=by.round_id).aggregate(last=Max("number"))["last"] or 0
                return Statement.objects.create(
                    round_id=by.round_id,
                    question=question.key,
                    number=last + 1,
                    words=words,
                    contribution=by,
                    state=PENDING,
                )
        except IntegrityError:  # two people added one at once: the next number is for the second
            continue
    raise TooMany


def _plain(words: str) -> str:
    return " ".join(words.casefold().split()).strip(" .!?")
