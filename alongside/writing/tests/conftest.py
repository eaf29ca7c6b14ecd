"""Amira works here, Ben lives with it; Cleo supports Ben; a stranger belongs to nobody's pair."""

from types import SimpleNamespace

import pytest
from model_bakery import baker

from alongside.people.models import Pair, Person
from alongside.writing.store import document_key, post, read_or_new, will_come_back


def name(text, **more):
    return Person.objects.create(name=text, **more)


@pytest.fixture
def cast(db):
    """Two people of one pair, Ben's supporter, and a stranger."""
    amira, ben, cleo, stranger = (name(each) for each in ("Amira", "Ben", "Cleo", "Dana"))
    pair = baker.make(Pair, partner=ben, professional=amira, partner_is_left=False)
    return SimpleNamespace(pair=pair, amira=amira, ben=ben, cleo=cleo, stranger=stranger)


class Form:
    """A page that somebody opened: it holds what was seen and an id of its own, and can be sent twice."""

    made = 0

    def __init__(self, cast, by, sheet="plan", person=None, kept=False):
        Form.made += 1
        self.by, self.place = by, document_key(cast.pair, sheet, person, kept)
        self.seen = read_or_new(cast.pair, sheet, person, kept)
        will_come_back(self.seen)
        self.answers, self.id = self.seen.answers, f"form{Form.made}"

    def send(self, texts=None, values=None, add=None, remove=(), move=None, **more):
        rows = {"add": add or {}, "remove": list(remove), "move": move or {}}
        changes = {"texts": texts or {}, "values": values or {}, "rows": rows}
        return post(self.place, self.seen.token, self.id, changes, by=self.by, **more)


@pytest.fixture
def opened(cast):
    """`opened("ben")`: Ben opens the sheet of the two."""
    return lambda who, **where: Form(cast, getattr(cast, who), **where)


@pytest.fixture
def now_there(cast):
    """What a page would show now."""
    return lambda **where: read_or_new(cast.pair, where.pop("sheet", "plan"), **where).answers
