"""Taking words back: they go everywhere here, and the pair learns that, and not who."""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from alongside.people.pair import Pair
from alongside.people.person import Person
from alongside.privacy.audit import recorded
from alongside.privacy.files import erase
from alongside.voices.contribution import NOT_SHOWN, Answer, Contribution, Reach, Vote
from alongside.voices.reading import Quote, TakenBack
from alongside.voices.release import Felt
from alongside.voices.snapshot import keep_counting


@dataclass(frozen=True)
class Gone:
    """What was taken back, for the page that says so."""

    answers: int
    quotes: int


def take_back(contribution: Contribution) -> Gone:
    """Everything of one person: words, sound, pictures, votes, cards, quotes, their name and how to reach them.

    The row itself stays, so that the code still shows what came of the round. Numbers that were
    published stay as they were. A worry that the named lead was told of is kept by law.
    """
    if contribution.withdrawn:
        return Gone(0, 0)
    with transaction.atomic():  # no audit line: it has a time
        answers = list(contribution.answers.select_related("file"))
        shown = Quote.objects.filter(answer__in=answers, said=True).count()
        files = [answer.file for answer in answers if answer.file]
        keep_counting(contribution)
        contribution.answers.all().delete()
        for file in files:
            erase(file)
        votes, _ = Vote.objects.filter(contribution=contribution).delete()
        _take_back_cards(contribution)
        contribution.suggestions.all().delete()
        contribution.askers_notes.all().delete()
        contribution.typings.update(boxes={})
        Felt.objects.filter(contribution=contribution).delete()
        Reach.objects.filter(contribution=contribution).delete()
        contribution.name, contribution.withdrawn = "", timezone.localdate()
        contribution.second_question = contribution.second_answer = ""
        contribution.save(update_fields=["name", "withdrawn", "second_question", "second_answer"])
        if contribution.sent:
            TakenBack.objects.create(round=contribution.round, quotes=shown)
    return Gone(len(answers) + (1 if votes else 0), shown)


def _take_back_cards(contribution: Contribution) -> None:
    """A card that others have voted on keeps its number and nothing else, and is in no figures any more."""
    for card in contribution.statements.all():
        if card.votes.exists():
            card.words, card.easy, card.state, card.contribution = "", "", NOT_SHOWN, None
            card.save(update_fields=["words", "easy", "state", "contribution"])
        else:
            card.delete()


def take_back_answer(answer: Answer) -> Gone:
    """One answer with its reading, sound, picture, quotes and headings."""
    with transaction.atomic():  # no audit line: it has a time
        shown, file, contribution = answer.quotes.filter(said=True).count(), answer.file, answer.contribution
        keep_counting(contribution, answer.question)
        answer.delete()
        if file:
            erase(file)
        if contribution.sent:
            TakenBack.objects.create(round=contribution.round, quotes=shown)
    return Gone(1, shown)


# --- what the pair sees


def notices_for(pair: Pair) -> list[TakenBack]:
    """What the two are told: of the last weeks, and what still has to come down from a wall."""
    since = timezone.localdate() - datetime.timedelta(days=28)
    rows = TakenBack.objects.filter(round__pair=pair).select_related("round__piece")
    return list(
        rows.filter(Q(day__gte=since) | Q(quotes__gt=0, down_on__isnull=True)).order_by("-day", "-pk")
    )


def taken_down(notice: TakenBack, who: str, *, by: Person) -> None:
    """Somebody has taken down what hung or lay somewhere."""
    with recorded("took down what was taken back", by=by, to=notice):
        notice.down_by, notice.down_on = who, timezone.localdate()
        notice.save(update_fields=["down_by", "down_on"])
