"""What the answers of a round add up to, before anything is hidden. Only `snapshot` reads this; no page does.

Counted are the people whom `snapshot` has marked: those who have sent their answers, a group at a time.
"""

from collections import Counter
from collections.abc import Iterable

from django.db.models import Count, QuerySet

from alongside.voices.contribution import CONVERSATION, PAPER, PHONE, SHOWN, Answer, Contribution, Vote
from alongside.voices.round import Round

GATHERED = (CONVERSATION, PHONE, PAPER)
CHOSEN = ("choice", "choices", "faces")


def counts_of(round: Round, only: Contribution | None = None, question: str = "") -> dict:
    """Everything that can be counted of a round, or of one person or one answer of theirs in it, as plain JSON."""
    people, answers, votes = _people(round), _answers(round), _votes(round)
    if only:
        people, answers = people.filter(pk=only.pk), answers.filter(contribution=only)
        votes = votes.filter(contribution=only)
    if question:
        people, answers = people.none(), answers.filter(question=question)
        votes = votes.filter(statement__question=question)
    alike = _alike(answers)
    return {
        "people": _by_way(people),
        "questions": {
            q.key: _question(q, alike.get(q.key, [])) for q in round.asked() if q.kind != "statements"
        },
        "statements": _statements(round, votes),
        "voters": _by_way(Contribution.objects.filter(pk__in=votes.values("contribution"))),
    }


def added(counts: dict, more: dict) -> dict:
    """Both together. What `counts` does not have any more, such as a card that was taken out, stays out."""
    return {
        name: added(number, more.get(name, {}))
        if isinstance(number, dict)
        else _sum(number, more.get(name, 0))
        for name, number in {**counts, **_open_ended(counts, more)}.items()
    }


def _sum(number, more):
    return number + more if isinstance(number, int) else number


def _open_ended(counts: dict, more: dict) -> dict:
    """Reasons to pass and numbers are not listed beforehand, so one that is only in `more` is added."""
    return {
        name: type(counts[name])({**dict.fromkeys(more.get(name, {}), 0), **counts[name]})
        for name in ("passed", "numbers")
        if name in counts
    }


def _people(round: Round) -> QuerySet[Contribution]:
    return Contribution.objects.filter(round=round, counted__isnull=False)


def _answers(round: Round) -> QuerySet[Answer]:
    return Answer.objects.filter(contribution__round=round, contribution__counted__isnull=False)


def _votes(round: Round) -> QuerySet[Vote]:
    return Vote.objects.filter(
        contribution__round=round, contribution__counted__isnull=False, statement__state=SHOWN
    )


def _by_way(people: QuerySet[Contribution]) -> dict[str, int]:
    ways: Counter[bool] = Counter()
    for way, number in people.values_list("way").annotate(number=Count("pk")).order_by():
        ways[way in GATHERED] += number
    return {"own": ways[False], "gathered": ways[True]}


def _alike(answers: QuerySet[Answer]) -> dict[str, list]:
    """Each question with its answers, those that are alike together: (passed, picked, number, way, how many)."""
    found: dict[str, list] = {}
    rows = answers.values_list("question", "passed", "picked", "number", "contribution__way")
    for question, *row in rows.annotate(people=Count("pk")).order_by():
        found.setdefault(question, []).append(row)
    return found


def _question(question, rows: Iterable) -> dict:
    """Of those who answered by themselves and those who were asked: how many passed and why, and what was chosen."""
    found: dict = {"kind": question.kind, "own": _blank(question), "gathered": _blank(question)}
    numbers: Counter[str] = Counter()
    for why, picked, number, way, people in rows:
        part = found["gathered" if way in GATHERED else "own"]
        if why:
            part["passed"][why] = part["passed"].get(why, 0) + people
            continue
        part["answered"] += people
        for key in set(picked or ()) & set(part["options"]):
            part["options"][key] += people
        if number is not None:
            numbers[f"{number.normalize():f}"] += people
    return found | {"numbers": dict(numbers)}


def _blank(question) -> dict:
    return {"answered": 0, "passed": {}, "options": {option.key: 0 for option in question.options}}


def _statements(round: Round, votes: QuerySet[Vote]) -> dict[str, dict[str, int]]:
    """Of each card that is shown: how many agreed (1), disagreed (-1) and were not sure (0)."""
    shown = round.statements.filter(state=SHOWN).values_list("pk", flat=True)
    found = {str(pk): {"1": 0, "-1": 0, "0": 0} for pk in shown}
    for statement, value, people in (
        votes.values_list("statement", "value").annotate(people=Count("pk")).order_by()
    ):
        found[str(statement)][str(value)] += people
    return found
