"""Many people who answered, made at once, for whoever counts them."""

import random

from django.utils import timezone

from alongside.voices.contribution import CONVERSATION, LINK, Answer, Contribution, Vote
from alongside.voices.round import Round, close_round


def people(round: Round, number: int, way: str = LINK) -> list[Contribution]:
    """So many people who have sent their answers."""
    today = timezone.localdate()
    made = [Contribution(round=round, way=way, day=today, sent=today) for _ in range(number)]
    return Contribution.objects.bulk_create(made)


def chose(round: Round, question: str, *, gathered: int = 0, **options: int) -> list[Contribution]:
    """So many people for each option; the first `gathered` of all were asked by somebody."""
    picked = [key.replace("_", "-") for key, number in options.items() for _ in range(number)]
    found = people(round, gathered, CONVERSATION) + people(round, len(picked) - gathered)
    Answer.objects.bulk_create(
        Answer(contribution=person, question=question, picked=[key])
        for person, key in zip(found, picked, strict=True)
    )
    return found


def gave(round: Round, question: str, numbers) -> list[Contribution]:
    """One person for each number."""
    found = people(round, len(numbers))
    Answer.objects.bulk_create(
        Answer(contribution=person, question=question, number=number)
        for person, number in zip(found, numbers, strict=True)
    )
    return found


def voted(round: Round, everybody: list[Contribution], chance=0.5, seed=1) -> None:
    """Everybody looked at every card, each by chance."""
    dice = random.Random(seed)
    cards = list(round.statements.all())
    Vote.objects.bulk_create(
        Vote(contribution=person, statement=card, value=1 if dice.random() < chance else -1)
        for person in everybody
        for card in cards
    )


def closed(round: Round) -> Round:
    """The same round, over."""
    close_round(round, "", by=round.pair.partner)
    return Round.objects.select_related("opened", "closed", "pair", "piece").get(pk=round.pk)
