"""The actions of a plan as they are read before they are signed: everything that a signature stands for."""

from dataclasses import dataclass

from alongside.kit.sheets import Answers
from alongside.portfolio.reading import words_of

SHOWN_ALREADY = {"action", "why", "leads", "by-when", "state"}


@dataclass(frozen=True)
class Planned:
    """One row of the plan: a verb first, why, who leads and by when, and the rest with its labels."""

    title: str
    why: str
    side: str
    leads: str
    by: str
    more: tuple[tuple[str, str], ...]


def planned(here, answers: Answers, value) -> list[Planned]:
    """Every row that says something. `value` reads one part out as words."""
    question = here.sheet.question("actions")
    found = []
    for row in answers.full_rows("actions"):
        said = {p.key: value(p, f"actions/{row}/{p.key}", answers, here.say, here.easy) for p in question.parts}
        side, leads = _leads(here, str(answers.value(f"actions/{row}/leads") or ""), said.get("leads", ""))
        more = [(words_of(p, here.say, here.easy), said[p.key]) for p in question.parts if p.key not in SHOWN_ALREADY]
        found.append(
            Planned(
                said.get("action", ""), said.get("why", ""), side, leads, said.get("by-when", ""),
                tuple((label, words) for label, words in more if words),
            )  # fmt: skip
        )
    return found


def _leads(here, key: str, words: str) -> tuple[str, str]:
    """The side that leads, and its words: a name where one of the two does."""
    leader = {"partner": here.pair.partner, "professional": here.pair.professional}.get(key)
    return (here.pair.side(leader), leader.name) if leader else ("both" if key == "both" else "", words)
