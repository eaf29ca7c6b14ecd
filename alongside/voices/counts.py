"""What the answers of a round add up to, before anything is hidden. Only `snapshot` reads this; no page does.

Counted are the answers of people who have sent them ("that is what I want to say"), also when somebody took
their words back afterwards: a number that went down would tell what that person had chosen.
"""

from collections import Counter
from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from alongside.voices.contribution import CONVERSATION, PAPER, PHONE, SHOWN, Answer, Contribution, Vote
from alongside.voices.round import Round

GATHERED = (CONVERSATION, PHONE, PAPER)
CHOSEN = ("choice", "choices", "faces")


def counts_of(round: Round) -> dict:
    """Everything that can be counted of a round, as plain JSON; a few questions to the database."""
    people = _own_and_gathered(_sent(round))
    return {
        "people": people,
        "questions": {q.key: _question(q, found) for q, found in _answers(round)},
        "statements": _statements(round),
        "voters": _own_and_gathered(_sent(round).filter(Q(pk__in=_votes(round).values("contribution")))),
        "taken_back": _sent(round).filter(withdrawn__isnull=False).count(),
    }


def _sent(round: Round) -> QuerySet[Contribution]:
    return Contribution.objects.filter(round=round, sent__isnull=False)


def _votes(round: Round) -> QuerySet[Vote]:
    return Vote.objects.filter(
        contribution__round=round, contribution__sent__isnull=False, statement__state=SHOWN
    )


def _own_and_gathered(people: QuerySet[Contribution]) -> dict[str, int]:
    ways: Counter[bool] = Counter()
    for way, number in people.values_list("way").annotate(number=Count("pk")).order_by():
        ways[way in GATHERED] += number
    return {"own": ways[False], "gathered": ways[True]}


def _answers(round: Round):
    """Each question with its answers, alike ones together: (passed, picked, number, way, how many)."""
    alike: dict[str, list] = {}
    rows = (
        Answer.objects.filter(contribution__round=round, contribution__sent__isnull=False)
        .values_list("question", "passed", "picked", "number", "contribution__way")
        .annotate(people=Count("pk"))
        .order_by()
    )
    for question, *row in rows:
        alike.setdefault(question, []).append(row)
    return [(q, alike.get(q.key, [])) for q in round.asked() if q.kind != "statements"]


def _question(question, rows: Iterable) -> dict:
    """How many answered, by themselves or asked by somebody, how many passed and why, and what was chosen."""
    said = {"own": 0, "gathered": 0}
    passed: Counter[str] = Counter()
    chosen = Counter({option.key: 0 for option in question.options})
    numbers: Counter[str] = Counter()
    for why, picked, number, way, people in rows:
        if why:
            passed[why] += people
            continue
        said["gathered" if way in GATHERED else "own"] += people
        chosen.update(dict.fromkeys([key for key in picked or () if key in chosen], people))
        if number is not None:
            numbers[f"{number.normalize():f}"] += people
    found = {"kind": question.kind, **said, "passed": dict(sorted(passed.items()))}
    if question.kind in CHOSEN:
        found["options"] = dict(chosen)
    elif question.kind == "number":
        found["numbers"] = dict(sorted(numbers.items(), key=lambda each: float(each[0])))
    return found


def _statements(round: Round) -> dict[str, dict[str, int]]:
    """Of each card that is shown: how many agreed (1), disagreed (-1) and were not sure (0)."""
    found = {str(pk): {"1": 0, "-1": 0, "0": 0} for pk in _shown(round)}
    for statement, value, people in (
        _votes(round).values_list("statement", "value").annotate(people=Count("pk")).order_by()
    ):
        found[str(statement)][str(value)] += people
    return found


def _shown(round: Round) -> list[int]:
    return list(round.statements.filter(state=SHOWN).values_list("pk", flat=True))


def votes_of(round: Round) -> list[tuple[int, int, int]]:
    """(person, card, value) of every vote, for the map. The persons are random numbers, in no order of time."""
    return list(_votes(round).order_by("pk").values_list("contribution", "statement", "value"))
