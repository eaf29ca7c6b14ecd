"""The words that a coordinator reads: brief, agreement, what I need, needs met, and the signed plan."""

from django.db.models import prefetch_related_objects

from alongside.journey.at_work import shown_actions
from alongside.journey.process import COMES_BACK
from alongside.journey.progress import Walk
from alongside.kit.sheets import Answers
from alongside.people.needs import Needs
from alongside.people.pair import Pair
from alongside.people.person import Person
from alongside.people.wording import names_for, say_for
from alongside.portfolio.reading import Block, read_out
from alongside.portfolio.sheet import Mine
from alongside.portfolio.shelf import Shelf
from alongside.portfolio.standing import PLAN, Standing

AGREEMENT, NEED, MET = "agreement-to-take-part", "what-i-need", "needs-met"
BRIEF = "brief"


def read(pair: Pair, key: str, *, easy=False) -> dict | None:
    """Title and parts of one of the five sheets; None for every other sheet, and for a plan not signed."""
    readers = {BRIEF: _brief, AGREEMENT: _agreements, NEED: _needs, MET: _needs_met, PLAN: _plan}
    reader = readers.get(key)
    if reader is None or key not in pair.content.sheets:
        return None
    prefetch_related_objects([pair], "taking_part", "facilitating__person")  # names are asked for each part
    parts = reader(pair, easy)
    if parts is None:
        return None
    sheet = pair.content.sheets[key]
    return {
        "title": say_for(names_for(pair.programme, None, pair))((easy and sheet.easy_title) or sheet.title),
        "key": key,
        "parts": parts,
        "actions": shown_actions(pair, easy=easy) if key == PLAN else [],
    }


def _part(pair: Pair, key: str, person: Person | None, answers: Answers, easy, when="") -> dict:
    """What one person, or the two, wrote, in the words in which they were asked."""
    say = say_for(names_for(pair.programme, person, pair))
    questions = pair.content.sheets[key].questions
    blocks: list[Block] = read_out(questions, answers, say=say, easy=easy)
    return {"person": person, "side": pair.side(person) if person else "both", "blocks": blocks, "when": when}


def _brief(pair, easy):
    return [_part(pair, BRIEF, None, pair.programme.brief_answers, easy)]


def _agreements(pair, easy):
    rows = {row.person_id: row.flat for row in pair.taking_part.all()}
    return [_part(pair, AGREEMENT, p, rows[p.pk], easy) for p in pair.two if p.pk in rows]


def _needs(pair, easy):
    rows = {
        row.person_id: row.for_others
        for row in Needs.objects.filter(programme=pair.programme, person__in=pair.two)
    }
    return [_part(pair, NEED, p, rows[p.pk], easy) for p in pair.two if p.pk in rows]


def _needs_met(pair, easy):
    walk, shelf = Walk(pair), Shelf(pair, MET)
    stops = [stop for stop in walk.stops if stop.sheet == MET and stop.sheet in COMES_BACK]
    found = []
    for stop in stops:
        meeting = walk.way.meeting(stop.meeting)
        for person in pair.two:
            if walk.at(stop, person):
                answers = Mine(pair, pair.content.sheets[MET], person, stop.occasion, shelf).to_share()
                when = (easy and meeting.easy_title) or meeting.title
                found.append(_part(pair, MET, person, answers, easy, when))
    return found


def _plan(pair, easy):
    if not Standing(pair).plan_is_signed:
        return None
    mine = Mine(pair, pair.content.sheets[PLAN], pair.partner)
    return [_part(pair, PLAN, None, mine.joint_answers(), easy)]
