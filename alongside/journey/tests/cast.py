"""Amina and Ben for tests of the walk: what they write, agree and sign, without walking to it."""

from alongside.journey import progress, signing
from alongside.kit.fields import new_row_id
from alongside.people import agreement
from alongside.people.agreement import YES
from alongside.people.tests import cast
from alongside.portfolio import said
from alongside.portfolio.sheet import Mine


def a_pair():
    """Amina and Ben, whom Marta brought together; both have said yes."""
    marta, programme = cast.marta()
    pair = cast.amina_and_ben(programme, by=marta, amina_email="amina@example.org", amina_way="email")
    cast.asked(pair, pair.partner, by=marta)
    for person in pair.two:
        agreement.say(YES, pair=pair, by=person)
    return pair


def mine(pair, sheet, person, occasion="") -> Mine:
    return Mine(pair, pair.content.sheets[sheet], person, occasion)


def write(at: Mine, texts=None, values=None, rows=()) -> None:
    """One post for each place in which the answers lie."""
    for question in at.questions:
        flat = {
            "texts": {n: v for n, v in (texts or {}).items() if n.split("/")[0] == question.key},
            "values": {n: v for n, v in (values or {}).items() if n.split("/")[0] == question.key},
            "rows": {"add": [row for row in rows if row.split("/")[0] == question.key]},
        }
        if flat["texts"] or flat["values"] or flat["rows"]["add"]:
            seen = Mine(at.pair, at.sheet, at.me, at.occasion).see(question)
            at.post(question, seen.token, new_row_id(), flat, by=at.me)


def write_a_plan(pair, title="Rewrite the first letter", reviews=()) -> str:
    """A plan with one action; returns the id of its row."""
    row, days = new_row_id(), {f"reviews/{new_row_id()}": day.isoformat() for day in reviews}
    write(
        mine(pair, "action-plan", pair.partner),
        texts={
            "aim": "Letters that nobody fears",
            f"actions/{row}/action": title,
            f"actions/{row}/why": "Gerald",
        },
        values={f"actions/{row}/leads": "both", f"actions/{row}/by-when": "2027-03-01"}
        | {f"{name}/day": day for name, day in days.items()},
        rows=[f"actions/{row}", *days],
    )
    return row


def sign(pair, person, how=said.HERE) -> None:
    """One of the two agrees to the plan as it is."""
    said.say(mine(pair, "action-plan", person), "i-agree", "agree", by=person, how=how)


def at_work(pair, **more) -> str:
    """Both have signed a plan."""
    row = write_a_plan(pair, **more)
    for person in pair.two:
        sign(pair, person)
    signing.begin_plan(mine(pair, "action-plan", pair.partner), by=pair.partner)
    progress.note(pair)
    return row
