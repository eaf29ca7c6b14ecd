"""A round that the two plan: filled in, with questions, with a yes from both."""

from django.test import Client

from alongside.kit.fields import new_row_id
from alongside.portfolio.piece import ROUND
from alongside.portfolio.sheet import Mine
from alongside.voices import planning
from alongside.voices.tests.cast import QUESTIONS, front


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def write(round, *, without=(), more=None, by=None):
    """Fill in its sheet: everything that people see, and who tried it."""
    answers = front().flat
    answers["values"] |= {"tried-with/rowaaaaa9z/way": "phone-screen"} | (more or {})
    answers["texts"] |= {"tried-with/rowaaaaa9z/who": "Someone who went home last month"}
    answers["rows"] |= {"tried-with/rowaaaaa9z": "00000001"}
    part = {
        kind: {name: said for name, said in named.items() if name.split("/")[0] not in without}
        for kind, named in answers.items()
    }
    by = by or round.pair.partner
    mine = Mine(round.pair, round.pair.content.sheets[ROUND], by, round.piece.public)
    question = mine.questions[0]
    changes = {"texts": part["texts"], "values": part["values"], "rows": {"add": list(part["rows"])}}
    mine.post(question, mine.see(question).token, new_row_id(), changes, by=by)


def planned(round, **how):
    write(round, **how)
    assert planning.change_questions(round, QUESTIONS, edition=round.edition, by=round.pair.partner)
    return round


def both_say_yes(round):
    for person in round.pair.two:
        assert planning.say_ready(round, "open", edition=round.edition, by=person)


def address(round, *more) -> str:
    return f"/pair/{round.pair.public}/asking/{round.piece.public}/" + "".join(f"{part}/" for part in more)
