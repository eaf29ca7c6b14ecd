"""A word of its own in every box of a pair, and who may come across it: derived from the decisions."""

from dataclasses import dataclass

from alongside.journey import meeting as meetings
from alongside.journey.process import way_of
from alongside.kit.fields import new_row_id
from alongside.people.models import Needs, Pair
from alongside.people.supporter import AREAS as SHEETS_OF
from alongside.portfolio import share
from alongside.portfolio.sheet import Mine
from tests.journeys.cast import AREAS, TWO

HELPED = {sheet for area in AREAS for sheet in SHEETS_OF[area]}
SWITCHED = {"what-i-need"}  # read by those whom the person's switches name
ANSWERS = {"agreement-to-take-part", "needs-met"}  # the coordinator and the person
LONE = {"how-was-today", "own-pace", "safety-plan", "readiness"}  # words that stay with the person alone


@dataclass(frozen=True)
class Canary:
    """One word: where it was written, by whom (nobody: by both), and whether its box is kept."""

    word: str
    sheet: str
    name: str
    owner: str = ""
    kept: bool = False
    occasion: str = ""
    switched_on: frozenset = frozenset()  # who else reads it, as the person's switches say

    def __str__(self):
        return f"{self.owner or 'both'}: {self.sheet} {self.occasion} {self.name}{' (kept)' if self.kept else ''}"


def plant(pair: Pair) -> list[Canary]:
    """Write a word into every text of every sheet of this pair; the partner keeps each box that may be kept."""
    found: list[Canary] = []
    _plant_brief(pair, found)
    seen = set()
    for stop in way_of(pair.content).stops:
        for role in ("partner", "professional"):
            if stop.spoken or (stop.sheet, stop.occasion, role) in seen or stop.sheet == "brief":
                continue
            seen.add((stop.sheet, stop.occasion, role))
            _plant_sheet(pair, pair.content.sheets[stop.sheet], role, stop.occasion, found)
    found.append(Canary(_word(found), "meeting", "place"))
    time = meetings.times(pair)["meeting-4"]
    meetings.arrange(pair, "meeting-4", on=time.on, way=time.way, place=found[-1].word, by=pair.partner)
    return found


def _word(found) -> str:
    letters = "bcdfghjklm"
    return "zq" + "".join(letters[int(d)] + "ae"[int(d) % 2] for d in f"{len(found):04d}")


def _plant_brief(pair, found):
    sheet, texts = pair.content.sheets["brief"], {}
    for question in sheet.questions:
        if question.kind in ("short", "long"):
            texts[question.key] = _word(found)
            found.append(Canary(texts[question.key], "brief", question.key))
    pair.programme.write_brief({"texts": texts, "values": {}, "rows": {}}, by=pair.programme.coordinator)


def _plant_sheet(pair, sheet, role, occasion, found):
    me = getattr(pair, role)
    mine = Mine(pair, sheet, me, occasion)
    on = _switched_on(pair, me) if sheet.key in SWITCHED else _added(mine)
    for question in mine.questions:
        joint = (question.for_ or sheet.for_) == "both"
        if joint and role == "professional":
            continue
        if question.keep_to_myself == "may":
            share.open_box(mine, question.key, role == "professional", by=me)
            mine = Mine(pair, sheet, me, occasion)
        for changes in _changes(question, found, sheet.key, "" if joint else role, mine.keeps(question), occasion, on):
            mine.post(question, mine.see(question).token, new_row_id(), changes, by=me)


def _switched_on(pair, me) -> frozenset:
    needs = Needs.objects.get(programme=pair.programme, person=me)
    there = {pair.role(pair.other(me)): needs.other_of_us_may_read, "facilitator": needs.facilitator_may_read}
    return frozenset(who for who, on in there.items() if on)


def _added(mine) -> frozenset:
    """The facilitator, where the owner has added them to this sheet."""
    added = share.WithFacilitator.objects.filter(**mine.where(), person=mine.me).exists()
    return frozenset({"facilitator"} if added else ())


def _changes(question, found, sheet, owner, kept, occasion, on):
    """The forms that put a word into each text of this question; a row for a list."""
    row = new_row_id() if question.kind == "list" else ""
    names = question.texts(row) if row else question.texts()
    texts = {}
    for name in names:
        if name.endswith("/alt"):
            continue
        texts[name] = _word(found)
        found.append(Canary(texts[name], sheet, name, owner, kept, occasion, on))
    if texts:
        yield {"texts": texts, "values": {}, "rows": {"add": [f"{question.key}/{row}"]} if row else {}}


def may_know(canary: Canary, *, shared: bool) -> set[str]:
    """Who may come across this word. `shared`: both have opened everything that they can open."""
    if canary.sheet == "brief":
        return {*TWO, "supporter", "facilitator", "coordinator"}
    if canary.sheet == "meeting":
        return {*TWO, "supporter", "facilitator"}
    if not canary.owner:
        return _of_both(canary, shared)
    helped = {"supporter"} if canary.sheet in HELPED else set()
    mine = {canary.owner} | (helped if canary.owner == "partner" and not canary.kept else set())
    if canary.kept or canary.sheet in LONE:
        return mine
    if canary.sheet in SWITCHED | ANSWERS:
        return mine | {"coordinator"} | canary.switched_on
    if not shared or (canary.sheet == "story" and canary.name.startswith("moments/")):
        return mine  # a moment goes into the story only when its owner puts it there
    return mine | TWO | helped | canary.switched_on | ({"facilitator"} if _for_facilitator(canary) else set())


def _of_both(canary, shared):
    readers = TWO | ({"supporter"} if canary.sheet in HELPED else set())
    if _for_facilitator(canary):
        readers = readers | {"facilitator"}
    return readers | ({"coordinator"} if canary.sheet == "action-plan" and shared else set())


def _for_facilitator(canary) -> bool:
    return canary.sheet in {
        "communication", "communication-together", "feedback-preferences", "pair-agreement", "action-review",
    }  # fmt: skip
