"""The plan at work: its actions as they are shown, and the day on which the two look at it again."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alongside.kit.sheets import Option, Question
from alongside.people.pair import Pair
from alongside.portfolio.plan import Action
from alongside.portfolio.standing import PLAN

ICONS = {"not-started": "wait", "doing": "pencil", "done": "check", "stuck": "note", "dropped": "cross"}


@dataclass(frozen=True)
class ShownAction:
    """One action, in the pair's own words, and who leads it, by when, and how it stands."""

    row: str
    title: str
    why: str
    needs: str
    happened: str
    side: str
    leads: str
    by: str
    icon: str
    state: str


def states(pair: Pair) -> tuple[Option, ...]:
    """How far an action can be, in the words of this programme."""
    actions: Question = pair.content.sheets[PLAN].question("actions")
    return actions.part("state").options


def shown_actions(pair: Pair, *, easy=False) -> list[ShownAction]:
    """The actions of a plan that both have signed, in its order."""
    words = {o.key: (easy and o.easy) or o.words for o in states(pair)}
    return [_shown(action, pair, words) for action in pair.actions.all()]


def _shown(action: Action, pair: Pair, states: dict[str, str]) -> ShownAction:
    said = action.words
    needs = [said[key] for key in ("needs", "support", "paid") if said.get(key)]
    side, leads = _leads(action, pair)
    by = [_("By %(day)s") % {"day": date_format(action.by_when, "l j F Y")}] if action.by_when else []
    if action.leads == "somebody-else":
        by.insert(0, _("Someone else leads"))
    return ShownAction(
        row=action.row,
        title=said.get("action", ""),
        why=said.get("why", ""),
        needs=_("Needs: %(needs)s") % {"needs": " ".join(f"{need.rstrip('.')}." for need in needs)} if needs else "",
        happened=said.get("what-happened", ""),
        side=side,
        leads=leads,
        by=". ".join(by),
        icon=ICONS[action.state],
        state=states.get(action.state, action.state),
    )


def _leads(action: Action, pair: Pair) -> tuple[str, str]:
    """The side that leads, and the words for it. It reads the same for both of the two."""
    if action.leads == "both":
        return "both", _("Both lead")
    leader = {"partner": pair.partner, "professional": pair.professional}.get(action.leads)
    return (pair.side(leader), _("%(name)s leads") % {"name": leader.name}) if leader else ("both", "")
