"""What of the counts may be read: the one place where numbers of a round are hidden before anybody sees them.

Each table of a round (a question, a card, own and gathered) is a chain of moments as `small_numbers` keeps it;
the chains lie sealed beside what is published. What is published is plain JSON; None is a hidden number.
"""

from collections.abc import Mapping
from itertools import accumulate

from alongside.voices.map import Map, map_of
from alongside.voices.polis import Votes
from alongside.voices.small_numbers import ENOUGH, SMALL, Moment, step, step_many
from alongside.voices.statements import ENOUGH as DECIDED
from alongside.voices.statements import Counts, divides, unites

PASSES = ("left-out", "do-not-know", "rather-not")
NOT_REACHED = "not-reached"
CARD = {"1": "agree", "0": "not-sure", "-1": "disagree"}
NOT_SEEN = "not-seen"
LEAST_FOR_ENDS = 2 * SMALL


class Chains:
    """What was published so far and is now, table by table. Nothing of it is read by a page."""

    def __init__(self, kept: Mapping, closing: bool):
        self.kept = {name: [Moment.from_json(each) for each in chain] for name, chain in kept.items()}
        self.closing = closing
        self.grown: set[str] = set()

    def step(self, name: str, options: Mapping[str, int], by=None) -> Moment | None:
        """The newest moment of this table, with these numbers if they may be published now."""
        return self._put(name, step(self.kept.get(name, []), options, by, closing=self.closing))

    def step_many(self, name: str, chosen: Mapping[str, int], people: int) -> dict[str, Moment]:
        """The same of a question where people choose several: one table for each option."""
        names = {option: f"{name}/{option}" for option in chosen}
        before = {option: self.kept[at] for option, at in names.items() if at in self.kept}
        after = step_many(before, chosen, people, closing=self.closing)
        found = {option: self._put(names[option], chain) for option, chain in after.items()}
        return {option: moment for option, moment in found.items() if moment}

    def _put(self, name: str, chain: list[Moment]) -> Moment | None:
        if len(chain) > len(self.kept.get(name, [])):
            self.grown.add(name)
        self.kept[name] = chain
        return chain[-1] if chain else None

    def as_json(self) -> dict:
        return {name: [moment.as_json() for moment in chain] for name, chain in self.kept.items() if chain}


def published(counts: Mapping, chains: Chains, votes: Votes | None, before: Mapping) -> dict:
    """What everybody reads from now on. `before` is what they read until now; `votes` are for the map."""
    everybody = sum(counts["people"].values())
    if everybody < SMALL:
        return {"people": None, "questions": {}, "cards": None}
    people = chains.step("people", counts["people"])
    cards = _cards(counts, chains, everybody, votes, before.get("cards"))
    questions = {
        key: _question(key, each, everybody, chains, before.get("questions", {}).get(key))
        for key, each in counts["questions"].items()
    }
    return {
        "people": _own_and_gathered(people, everybody),
        "questions": questions,
        "cards": cards,
    }


def _own_and_gathered(moment: Moment | None, everybody: int) -> dict:
    """How many people, which is no secret from five on; in parts only where the parts are of exactly these."""
    if moment is None or moment.people != everybody:
        return {"all": everybody, "own": None, "gathered": None}
    shown = moment.shown()
    options = {} if shown["few"] else shown["options"]
    return {"all": moment.people, "own": options.get("own"), "gathered": options.get("gathered")}


# --- a question


def _question(key: str, counted: Mapping, everybody: int, chains: Chains, before) -> dict:
    kind = counted["kind"]
    parts = {way: _partition(counted[way], kind) for way in ("own", "gathered")}
    total = _sum(parts.values())
    rest = everybody - sum(total.values())
    name = f"question/{key}"
    moment = chains.step(name, {**total, NOT_REACHED: max(0, rest)})
    if moment is None:
        return {"kind": kind, "few": True, "hidden": everybody >= ENOUGH, "people": None, "said": []}
    found = {"kind": kind, **_shown(moment, kind)}
    found |= _ways(f"{name}/ways", parts, found.get("answered"), chains)
    if kind == "choices":
        found |= _several(name, counted, found, chains)
    if kind == "number":
        found |= _middle(counted["numbers"], found) if name in chains.grown else _middle_before(before)
    return found


def _partition(counted: Mapping, kind: str) -> dict[str, int]:
    """Everybody who got to it is in exactly one part."""
    passed = {why: counted["passed"].get(why, 0) for why in PASSES}
    said = dict(counted["options"]) if kind in ("choice", "faces") else {"answered": counted["answered"]}
    return {**said, **passed}


def _sum(parts) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in parts:
        for name, number in part.items():
            found[name] = found.get(name, 0) + number
    return found


def _shown(moment: Moment, kind: str) -> dict:
    shown = moment.shown()
    if shown["few"]:
        said = [option for option in shown["said"] if option not in (*PASSES, NOT_REACHED, "answered")]
        return {"few": True, "hidden": moment.people >= ENOUGH, "people": None, "said": said}
    numbers = shown["options"]
    options = {name: number for name, number in numbers.items() if name not in (*PASSES, NOT_REACHED)}
    passed = {name: numbers[name] for name in (*PASSES, NOT_REACHED)}
    found = {"few": False, "people": moment.people, "passed": passed}
    found["answered"] = _known(options.values(), moment.people, passed.values())
    return found | ({"options": options} if kind in ("choice", "faces") else {})


def _known(options, people: int, passed) -> int | None:
    """How many answered, where that can be read anyway: all parts of it are shown, or all others are."""
    options, passed = list(options), list(passed)
    if None not in options:
        return sum(options)
    return people - sum(passed) if None not in passed else None


def _ways(name: str, parts: Mapping, answered: int | None, chains: Chains) -> dict:
    """How many answered by themselves and how many were asked, where that says no more than the question does."""
    moment = chains.step(name, {way: _answered(part) for way, part in parts.items()})
    if answered is None:
        return {"own": None, "gathered": None}
    found = _own_and_gathered(moment, answered)
    return {way: found[way] for way in ("own", "gathered")}


def _answered(part: Mapping) -> int:
    return sum(number for name, number in part.items() if name not in PASSES)


def _several(name: str, counted: Mapping, found: Mapping, chains: Chains) -> dict:
    """Only while it can be read how many answered: the tables of the options give that away."""
    answered = counted["own"]["answered"] + counted["gathered"]["answered"]
    chosen = _sum(counted[way]["options"] for way in ("own", "gathered"))
    if found["few"]:
        return {"said": [option for option, number in chosen.items() if number] if answered >= SMALL else []}
    if found["answered"] != answered or answered < ENOUGH:
        last = {option: chains.kept.get(f"{name}/{option}", []) for option in chosen}
        moments = {option: chain[-1] for option, chain in last.items() if chain}
    else:
        moments = chains.step_many(name, chosen, answered)
    shown = {option: moment.shown() for option, moment in moments.items() if not moment.few}
    return {"options": {option: each["options"]["chosen"] for option, each in shown.items()}}


def _middle(numbers: Mapping[str, int], found: Mapping) -> dict:
    """The median, and from ten people on the fifth from either end: the ends themselves would be single people."""
    answered = found.get("answered")
    in_order = sorted(numbers.items(), key=lambda each: float(each[0]))
    many = sum(numbers.values())
    if found["few"] or answered is None or answered < ENOUGH or many < ENOUGH:
        return {}
    ends = (
        {"least": _nth(in_order, SMALL - 1), "most": _nth(in_order, many - SMALL)}
        if many >= LEAST_FOR_ENDS
        else {}
    )
    return {"median": _nth(in_order, (many - 1) // 2), **ends}


def _middle_before(before) -> dict:
    return {name: before[name] for name in ("median", "least", "most") if name in (before or {})}


def _nth(in_order: list[tuple[str, int]], place: int) -> str:
    """The value of whoever is at this place, from nought, when all stand in a row."""
    reached = accumulate(number for _, number in in_order)
    return next(value for (value, _), so_far in zip(in_order, reached, strict=True) if so_far > place)


# --- cards


def _cards(counts: Mapping, chains: Chains, everybody: int, votes: Votes | None, before) -> dict | None:
    if not counts["statements"]:
        return None
    moments: dict[str, Moment] = {}
    for pk, said in counts["statements"].items():
        seen = {name: said[value] for value, name in CARD.items()}
        moment = chains.step(f"card/{pk}", {**seen, NOT_SEEN: max(0, everybody - sum(seen.values()))})
        if moment:
            moments[pk] = moment
    voting = sum(counts["voters"].values())
    table = chains.step("voters", counts["voters"])
    voters = _own_and_gathered(table, voting) if _tells_nothing(voting, everybody) else None
    grown = any(name.startswith("card/") for name in chains.grown)
    if not grown and before:
        return {**before, "people": voters}
    of = {pk: _card(moment) for pk, moment in moments.items()}
    readable = {pk: _readable(moment) for pk, moment in moments.items() if of[pk]["enough"]}
    drawn = _map(votes, everybody) if votes else {}
    groups = _groups(drawn, votes, readable) if votes else ()
    return {
        "people": voters,
        "of": of,
        "unites": unites(readable, groups),
        "divides": divides(readable, groups),
        "map": {
            name: each for name, each in drawn.items() if name != "of"
        },  # who is in which group is kept nowhere
    }


def _tells_nothing(some: int, everybody: int) -> bool:
    """Whether a part of everybody may be given: neither it nor the others are few."""
    return some >= SMALL and not 0 < everybody - some < SMALL


def _readable(moment: Moment) -> Counts:
    """As much as a reader knows: hidden numbers count as equal parts of what is missing to the sum, so that the
    order of the cards gives none of them away."""
    numbers = moment.shown()["options"]
    hidden = [name for name, number in numbers.items() if number is None]
    missing = moment.people - sum(number or 0 for number in numbers.values())
    each = round(missing / len(hidden)) if hidden else 0
    return Counts(
        *(each if numbers[name] is None else numbers[name] for name in ("agree", "disagree", "not-sure"))
    )


def _card(moment: Moment) -> dict:
    """What is said about a card follows from the numbers that are shown, and from nothing else."""
    if moment.few:
        return {"few": True, "enough": False}
    numbers = moment.shown()["options"]
    agree, disagree = numbers["agree"], numbers["disagree"]
    both = Counts(agree, disagree, 0) if agree is not None and disagree is not None else None
    return {
        "few": False,
        **numbers,
        "seen": _known([numbers[name] for name in CARD.values()], moment.people, [numbers[NOT_SEEN]]),
        "enough": (agree or 0) + (disagree or 0) >= DECIDED,
        "by_chance": bool(both and both.decided >= DECIDED and both.by_chance),
        "agreement": round(both.agreement, 4) if both and both.agreement is not None else None,
    }


# --- the map


def _map(votes: Votes, everybody: int) -> dict:
    """The groups in words and as areas; how many are in one is hidden as every other number is."""
    found = map_of(votes)
    if not isinstance(found, Map):
        return {"why": found.why, "people": found.people if _tells_nothing(found.people, everybody) else None}
    letters = "ABCDE"[: len(found.groups)]
    sizes = {letter: len(group.people) for letter, group in zip(letters, found.groups, strict=True)}
    table = step([], {**sizes, "left-out": found.left_out})
    shown = table[-1].shown()["options"] if table and not table[-1].few else {}
    return {
        "groups": [
            _group(letter, shown.get(letter), group)
            for letter, group in zip(letters, found.groups, strict=True)
        ],
        "left_out": shown.get("left-out"),
        "between": found.between if found.between >= SMALL else None,
        "could_be": found.could_be,
        "of": found.of(),
    }


def _group(letter: str, people: int | None, group) -> dict:
    """Of a group whose number is hidden nothing is said at all, or it would tell which of two is the small one."""
    if people is None:
        return {"letter": letter, "people": None, "agrees": [], "disagrees": [], "area": None}
    return {
        "letter": letter,
        "people": people,
        "agrees": [each.statement for each in group.agrees],
        "disagrees": [each.statement for each in group.disagrees],
        "area": group.area,
    }


def _groups(drawn: Mapping, votes: Votes, overall: Mapping[str, Counts]) -> list[dict[str, Counts]]:
    """The counts of each group, for what unites and divides them; they are not published."""
    of = drawn.get("of", {})
    said = [{pk: [0, 0, 0] for pk in overall} for _ in drawn.get("groups", ())]
    for who, on, value in zip(votes.who.tolist(), votes.on.tolist(), votes.said.tolist(), strict=True):
        group, card = of.get(votes.people[who]), votes.statements[on]
        if group is not None and card in overall:
            said[group][card][{1: 0, -1: 1, 0: 2}[value]] += 1
    return [{pk: Counts(*numbers) for pk, numbers in each.items()} for each in said]
