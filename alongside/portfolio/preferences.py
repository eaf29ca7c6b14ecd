"""How each likes feedback, and what that means for the order of the other's questions."""

from alongside.people.pair import Pair
from alongside.portfolio.sheet import Mine

ASKED_FOR = {
    "what-stayed": "stayed",
    "what-learned": "learned",
    "what-to-keep": "not-lose",
    "where-lost": "wanted-more",
}


def feedback_order(pair: Pair, questions: tuple) -> tuple[tuple, tuple]:
    """(what the storyteller asked to hear, then the rest). "Wanted more" is there only if asked for."""
    story = Mine(pair, pair.content.sheets["story"], pair.partner)
    shared = story.shared()
    wanted = {ASKED_FOR.get(key) for key in shared.ticked("feedback-wanted")} if shared else set()
    questions = tuple(q for q in questions if q.key != "wanted-more" or q.key in wanted)
    first = tuple(q for q in questions if q.key in wanted)
    return first, tuple(q for q in questions if q not in first)
