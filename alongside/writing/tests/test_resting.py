"""A document in which nobody types rests as bytes, and is the same one when somebody comes back to it."""

from types import SimpleNamespace

from pycrdt import Doc, Text

from alongside.writing import live
from alongside.writing.live import Live, Rules
from alongside.writing.posted import Log, Logged
from alongside.writing.saver import A_KEY, IN_A_ROW, Typed, _runs

EVERYTHING = Rules(lambda name: True, lambda name, value: True, lambda name, key: True)


def keys_of(*words: str) -> tuple[Doc, list[bytes]]:
    doc, updates = Doc(client_id=7), []
    watching = doc.observe(lambda event: updates.append(event.update))
    for word in words:
        text = doc.get("aim", type=Text)
        text.insert(len(text), word)
    doc.unobserve(watching)
    return doc, updates


def opened(updates: list[bytes]) -> Live:
    log = Log([Logged(seq, "", update) for seq, update in enumerate(updates, start=1)])
    return Live(SimpleNamespace(seq=len(updates), answers_seq=0), log, {7: 1})


def test_what_is_typed_after_a_rest_goes_on_where_it_was():
    _, updates = keys_of("One ", "front ", "door")
    one = opened(updates[:2])
    one.rest()
    assert one._doc is None
    change, _ = one.take(updates[2], EVERYTHING, person=1)
    assert change
    assert one.answers()["texts"] == {"aim": "One front door"}
    one.rest()
    assert one.answers()["texts"] == {"aim": "One front door"}


def test_nobody_goes_on_under_the_id_of_somebody_else_after_a_rest():
    _, updates = keys_of("One ", "door")
    one = opened(updates[:1])
    one.rest()
    assert not one._may_use(7, person=2)
    assert one._may_use(7, person=1)


def test_a_document_that_would_take_long_to_make_again_stays_awake(monkeypatch):
    monkeypatch.setattr(live, "RESTS_UP_TO", 10)
    one = opened(keys_of("One front door")[1])
    one.rest()
    assert one._doc is not None


def test_keys_in_a_row_of_one_person_become_one_row_and_nobody_elses():
    amira, ben = object(), object()
    doors = [amira, amira, ben, amira] + [ben] * (IN_A_ROW + 1)
    typed = [Typed(None, door, b"key", set()) for door in doors]
    assert [len(run) for run in _runs(typed)] == [2, 1, 1, IN_A_ROW, 1]
    assert [item for run in _runs(typed) for item in run] == typed


def test_a_page_that_was_pasted_stays_a_row_of_its_own():
    typed = [Typed(None, "amira", update, set()) for update in (b"key", b"p" * (A_KEY + 1), b"p" * (A_KEY + 1), b"key")]
    assert [len(run) for run in _runs(typed)] == [1, 1, 1, 1]
