"""Answers that came in, and the browsers of those who read them."""

import datetime

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alongside.people import agreement
from alongside.people.agreement import YES
from alongside.people.tests import cast
from alongside.voices.contribution import LINK, PENDING, Answer, Contribution, Statement
from alongside.voices.tests.cast import an_open_round, two

TELL = "Nurse Anna Kowalska was kind. She rang me on 07700 900123. Then I went home and nobody came."


def a_round_to_read(questions=None, **front):
    """An open round of Amina and Ben, who have both said yes; Amina reads first, unless `reads_first` differs."""
    pair = two()
    cast.asked(pair, pair.partner, by=pair.programme.coordinator)
    for person in pair.two:
        agreement.say(YES, pair=pair, by=person)
    return an_open_round(pair, questions, **front)


def said(round, words=TELL, question="tell", *, way=LINK, sent=True, days_ago=0, **more) -> Answer:
    """Somebody answered one question in words, and said that it counts."""
    day = timezone.localdate() - datetime.timedelta(days=days_ago)
    known = {name: more.pop(name) for name in ("known", "name") if name in more}
    contribution = Contribution.objects.create(
        round=round, way=way, day=day, sent=day if sent else None, **known
    )
    return Answer.objects.create(contribution=contribution, question=question, words=words, day=day, **more)


def a_card(round, words="Put a kettle by the door.") -> Statement:
    """Somebody added a card, which nobody has read yet."""
    by = Contribution.objects.create(round=round, sent=timezone.localdate())
    return Statement.objects.create(round=round, number=90, words=words, contribution=by, state=PENDING)


def browser(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def at(round, page: str, *more) -> str:
    """The address of a page about what came in for this round."""
    return reverse(f"voices:{page}", args=[round.pair.public, round.piece.public, *more])


def of_pair(round, page: str, *more) -> str:
    return reverse(f"voices:{page}", args=[round.pair.public, *more])


def text_of(response) -> str:
    return cast.text_of(response)
