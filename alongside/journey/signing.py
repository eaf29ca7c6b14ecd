"""When the second of the two has signed the plan: its rows become actions, and those concerned are told."""

from alongside.journey import progress, telling
from alongside.people.person import Person
from alongside.portfolio import plan, said, share
from alongside.portfolio.sheet import Mine
from alongside.portfolio.standing import PLAN, Standing


def begin_plan(mine: Mine, *, by: Person) -> None:
    """Both have signed: safe to do twice, for two who sign at the same instant."""
    plan.begin(mine.pair, mine.joint_answers(), by=by)
    share.share(mine, by=by)
    telling.plan_signed(mine.pair, mine.content_hash())


def may_sign_on_paper(pair, standing: Standing | None = None) -> list[Person]:
    """Who of the two may still hand in the plan on paper: it has an action, and they have not signed this version."""
    standing = standing or Standing(pair)
    waiting = [person for person in pair.two if not standing.agreed(PLAN, person)]
    if not waiting or standing.ended:
        return []
    answers = Mine(pair, pair.content.sheets[PLAN], pair.partner).joint_answers()
    return waiting if answers.full_rows("actions") else []


def signed_on_paper(pair, person: Person, *, by: Person) -> None:
    """The coordinator was handed the paper that this person signed. Recorded as that, with who recorded it."""
    mine = Mine(pair, pair.content.sheets[PLAN], person)
    said.say(mine, "i-agree", "agree", by=person, how=said.PAPER, typed_by=by)
    if Standing(pair).plan_is_signed:
        begin_plan(mine, by=by)
    progress.note(pair)
