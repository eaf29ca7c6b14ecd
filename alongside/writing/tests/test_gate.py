"""Bad bytes hurt nobody: what pages send passes the gate, and what they never send does not."""

import json
import random
import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Doc, Map, Text

from alongside.writing import gate
from alongside.writing.gate import BROWSERS, MOST_DELETES, MOST_PIECES, Crowded, Gap, Ledger, Refused
from alongside.writing.tests.frames import (
    BINARY,
    DOC,
    EMBED,
    FORMAT,
    GC,
    GONE,
    JSON,
    MOVE,
    SKIP,
    TEXT,
    TYPE,
    VALUE,
    Hostile,
    number,
    piece,
    update,
)

BEN, AMIRA, SERVER = 7, 3_000_000_000, BROWSERS + 1_790_000_000_000
ROW = "moments/k3f9x2m7qa"
SHEET = {
    "is_text": lambda name: name in ("aim", "other", f"{ROW}/what"),
    "is_value": lambda name, value: name in ("our-say", "ways/training") and value != "never",
    "is_row": lambda row, key: row in (ROW, "actions/k3f9x2m7qa") and key[:1] == "a",
    "may_use": lambda client: client != 13,
}
EMPTY = update()


def passes(ledger, *updates, **more):
    """Check and take each in turn, and say what was new in the last."""
    checked = None
    for each in updates:
        checked = ledger.check(each, **(SHEET | more))
        ledger.take(checked)
    return checked


def of_ben(*pieces, clock=0, deletes=()):
    return update((BEN, clock, *pieces), deletes=deletes)


def first(text="abc", root="aim"):
    return piece(TEXT, text, root=root)


def held():
    """Ben has written "abc" and a letter of two halves in the aim, and has made a choice."""
    ledger = Ledger()
    choice = piece(VALUE, "yes", root="#values", key="our-say")
    passes(ledger, of_ben(first("abc😀"), choice, first("else", "other")))
    assert ledger.clocks == {BEN: 10}
    return ledger


# What pages send.


def recorded():
    return json.loads((Path(__file__).parent / "yjs.json").read_text())["histories"]


@pytest.mark.parametrize("history", recorded())
def test_what_yjs_sends_passes_and_the_ledger_knows_what_the_document_holds(history):
    ledger, doc = Ledger(), Doc(client_id=1)
    for sent in map(bytes.fromhex, history["updates"]):
        passes(ledger, sent)
        doc.apply_update(sent)
        assert ledger == Ledger.of(doc.get_update())
    assert str(doc.get("aim", type=Text)) == history["aim"]
    assert doc.get("#values", type=Map).to_py() == history["values"]


@pytest.mark.parametrize("history", recorded())
def test_what_yjs_joins_or_says_again_passes(history):
    for whole in (bytes.fromhex(history["joined"]), bytes.fromhex(history["state"])):
        ledger = Ledger()
        assert passes(ledger, whole).clients == set(ledger.clocks)
        assert passes(ledger, whole, may_use=lambda client: False).clients == set()
        half = Ledger()
        passes(half, *map(bytes.fromhex, history["updates"][:9]), whole)
        assert half.clocks == ledger.clocks


def test_an_update_that_says_nothing_is_empty():
    checked = passes(Ledger(), EMPTY)
    assert checked.is_empty
    assert checked.clients == set()
    assert passes(held(), of_ben(first("abc😀"))).is_empty
    assert not passes(held(), update(deletes=[(BEN, (0, 1))])).is_empty


def test_words_that_are_here_in_part_go_on_where_we_are():
    ledger = held()
    more = of_ben(piece(TEXT, "se more", left=(BEN, 7)), clock=8)
    assert passes(ledger, more).clients == {BEN}
    assert ledger.clocks == {BEN: 15}


def test_pieces_of_two_people_that_build_on_each_other_pass_in_any_order():
    ben = (BEN, 0, first("a"), piece(TEXT, "c", left=(AMIRA, 0)))
    amira = (AMIRA, 0, piece(TEXT, "b", left=(BEN, 0)), piece(TEXT, "d", left=(BEN, 1)))
    for each in (update(ben, amira), update(amira, ben)):
        ledger, doc = Ledger(), Doc()
        assert passes(ledger, each).clients == {BEN, AMIRA}
        doc.apply_update(each)
        assert str(doc.get("aim", type=Text)) == "abcd"


def test_words_that_the_server_put_in_can_be_deleted_and_built_on():
    ledger = Ledger.of(update((SERVER, 0, first("posted"))))
    passes(ledger, update((BEN, 0, piece(TEXT, "!", left=(SERVER, 5))), deletes=[(SERVER, (0, 6))]))
    assert ledger.clocks == {SERVER: 6, BEN: 1}


def test_an_update_of_our_own_is_read_without_limits():
    ledger = Ledger()
    ledger.take(ledger.read(update((SERVER, 0, first("posted", "any/thing")))))
    assert ledger.clocks == {SERVER: 6}


def test_a_letter_that_was_deleted_can_be_cut():
    ledger = held()
    passes(ledger, update(deletes=[(BEN, (2, 3))]), update(deletes=[(BEN, (4, 1))]))
    assert not ledger.seams


class Devices:
    """Two browsers and the server, which keeps a ledger; each message goes through the gate of its reader."""

    def __init__(self):
        self.docs = {who: Doc(client_id=who) for who in (BEN, AMIRA, SERVER)}
        self.ledgers = {who: Ledger() for who in self.docs}

    def hand_over(self, giver, taker, whole=False):
        doc = self.docs[taker]
        sent = self.docs[giver].get_update(None if whole else doc.get_state())
        ledger = self.ledgers[taker]
        passes(ledger, sent)
        doc.apply_update(sent)
        assert ledger == Ledger.of(doc.get_update())

    def play(self, who, what, where):
        doc = self.docs[who]
        before = doc.get_state()
        with doc.transaction():
            self.change(doc, what, where)
        ledger = self.ledgers[who]
        ledger.take(ledger.read(doc.get_update(before)))
        assert ledger == Ledger.of(doc.get_update())

    def change(self, doc, what, where):
        text = doc.get(("aim", f"{ROW}/what")[where % 2], type=Text)
        words = str(text)
        at = where % (len(words) + 1)
        start = len(words[:at].encode())
        if what == "choose":
            doc.get("#values", type=Map)["our-say"] = f"way-{where}"
        elif what == "tick":
            doc.get("#values", type=Map)["ways/training"] = True
        elif what == "row":
            doc.get("#rows", type=Map)[ROW] = f"a{where}"
        elif what == "take out":
            doc.get("#rows", type=Map).pop(ROW, None)
        elif what != "delete":
            text.insert(start, what)
        elif words[at:]:
            del text[start : start + len(words[at : at + 3].encode())]


CHANGES = (
    "a",
    "b ",
    "two\nlines",
    "😀",
    "👩‍🎓é",
    "ש",
    "delete",
    "delete",
    "choose",
    "tick",
    "row",
    "take out",
)
STEP = st.tuples(st.sampled_from(CHANGES), st.integers(0, 1), st.integers(0, 40))


@settings(max_examples=150, deadline=None)
@given(st.lists(STEP, max_size=25))
def test_whatever_two_people_write_passes_both_ways(steps):
    devices = Devices()
    for what, person, where in steps:
        who = (BEN, AMIRA)[person]
        devices.play(who, what, where)
        if where % 3:
            devices.hand_over(who, SERVER)
        if where % 5 == 1:
            devices.hand_over(SERVER, who)
    for who in (BEN, AMIRA, BEN):
        devices.hand_over(who, SERVER, whole=True)
        devices.hand_over(SERVER, who, whole=True)
    assert devices.ledgers[BEN] == devices.ledgers[SERVER]


# What they never send.

AT_END = {"left": (BEN, 2)}
NEVER = {
    "nothing": b"",
    "half": of_ben(piece(TEXT, "more", **AT_END), clock=10)[:-3],
    "something after the end": EMPTY + b"\0",
    "a huge count of clients": number(2**50) + EMPTY,
    "a huge count of pieces": b"\1" + number(2**50) + number(BEN) + number(10),
    "a number beyond JavaScript's": number(2**53) + b"\0",
    "a number without an end": b"\xff" * 40,
    "a client twice": update((BEN, 10, piece(TEXT, "a", **AT_END)), (BEN, 11, piece(TEXT, "b", **AT_END))),
    "a client for nothing": update((BEN, 10)),
    "a collected piece": of_ben(piece(GC, 1), clock=10),
    "a skip": of_ben(piece(SKIP, 1), piece(TEXT, "x", **AT_END), clock=10),
    "a json": of_ben(piece(JSON, b"\x01\x011", **AT_END), clock=10),
    "a binary": of_ben(piece(BINARY, b"\x01x", **AT_END), clock=10),
    "an embed": of_ben(piece(EMBED, b"\x02{}", **AT_END), clock=10),
    "a format": of_ben(piece(FORMAT, b"\x01b\x04true", **AT_END), clock=10),
    "a nested type": of_ben(piece(TYPE, b"\x02", root="aim"), clock=10),
    "a document": of_ben(piece(DOC, b"\x01x\x76\0", **AT_END), clock=10),
    "a move": of_ben(piece(MOVE, b"\0\7\0", **AT_END), clock=10),
    "an answer inside another": of_ben(piece(TEXT, "x", parent=(BEN, 0)), clock=10),
    "a text that is not of the sheet": of_ben(first("x", "elsewhere"), clock=10),
    "a text with a key": of_ben(piece(TEXT, "x", root="aim", key="k"), clock=10),
    "a value without a key": of_ben(piece(VALUE, "x", root="#values"), clock=10),
    "a value that is not of the sheet": of_ben(piece(VALUE, "x", root="#values", key="else"), clock=10),
    "a value that cannot be": of_ben(piece(VALUE, "never", root="#values", key="our-say"), clock=10),
    "the same beside an older one": of_ben(piece(VALUE, "never", left=(BEN, 5)), clock=10),
    "a row that is not of the sheet": of_ben(piece(VALUE, "a0", root="#rows", key="aim"), clock=10),
    "a row without a place": of_ben(piece(VALUE, True, root="#rows", key=ROW), clock=10),
    "a key that is no name": of_ben(piece(GONE, 1, root="#values", key="My secret"), clock=10),
    "two values in one": of_ben(piece(VALUE, ["a", "b"], root="#values", key="our-say"), clock=10),
    "a value of another kind": of_ben(piece(VALUE, b"\x7d\x05", root="#values", key="our-say"), clock=10),
    "a long value": of_ben(piece(VALUE, "x" * 1001, root="#values", key="our-say"), clock=10),
    "a value among words": of_ben(piece(VALUE, "x", **AT_END), clock=10),
    "words after a value": of_ben(piece(TEXT, "x", left=(BEN, 5)), clock=10),
    "words in the place of a value": of_ben(piece(TEXT, "x", root="#values", key="our-say"), clock=10),
    "a value before another": of_ben(piece(VALUE, "x", right=(BEN, 5)), clock=10),
    "neighbours in two answers": of_ben(piece(TEXT, "x", left=(BEN, 2), right=(BEN, 6)), clock=10),
    "words of one answer again in another": of_ben(piece(TEXT, "sex", left=(BEN, 2)), clock=8),
    "words that go on beside themselves": of_ben(piece(TEXT, "xyz", right=(BEN, 8)), clock=8),
    "words after half a letter": of_ben(piece(TEXT, "x", left=(BEN, 3)), clock=10),
    "words before half a letter": of_ben(piece(TEXT, "x", right=(BEN, 4)), clock=10),
    "words that wait for themselves": of_ben(piece(TEXT, "x", left=(BEN, 10)), clock=10),
    "words that wait for each other": update(
        (BEN, 10, piece(TEXT, "x", left=(AMIRA, 0))), (AMIRA, 0, piece(TEXT, "y", left=(BEN, 10)))
    ),
    "no words": of_ben(piece(TEXT, "", **AT_END), clock=10),
    "half a letter": of_ben(piece(TEXT, b"\xed\xa0\xbd", **AT_END), clock=10),
    "not UTF-8": of_ben(piece(TEXT, b"\xc3(", **AT_END), clock=10),
    "a bell": of_ben(piece(TEXT, "a\x07", **AT_END), clock=10),
    "a carriage return": of_ben(piece(TEXT, "a\r\n", **AT_END), clock=10),
    "a C1 control": of_ben(piece(TEXT, "a\x85", **AT_END), clock=10),
    "nothing deleted in it": of_ben(piece(GONE, 0, **AT_END), clock=10),
    "a million deleted in it": of_ben(piece(GONE, 1_000_001, **AT_END), clock=10),
    "clocks beyond the library's": of_ben(piece(GONE, 2**31, **AT_END), clock=10),
    "a huge clock in what is here": of_ben(piece(TEXT, "x", left=(BEN, 2**40)), clock=0),
    "more than a sheet": of_ben(piece(TEXT, "x" * 1_000_001, **AT_END), clock=10),
    "too many pieces": of_ben(*[piece(TEXT, "x", **AT_END)] * (MOST_PIECES + 1), clock=10),
    "one neighbour on both sides": of_ben(piece(TEXT, "x", left=(BEN, 1), right=(BEN, 1)), clock=10),
    "too many deletions": update(deletes=[(BEN, *[(0, 1)] * (MOST_DELETES + 1))]),
    "too many pieces that are here": of_ben(*[piece(GONE, 1, root="aim")] * (MOST_PIECES + 1)),
    "an id of the server": update((SERVER, 0, piece(TEXT, "x", **AT_END))),
    "the id of somebody else": update((13, 0, piece(TEXT, "x", **AT_END))),
    "an empty deletion": update(deletes=[(BEN, (0, 0))]),
    "deletions for nothing": update(deletes=[(BEN,)]),
    "deletions out of order": update(deletes=[(BEN, (2, 1), (0, 1))]),
    "deletions that overlap": update(deletes=[(BEN, (0, 3), (1, 1))]),
    "deletions of a client twice": update(deletes=[(BEN, (0, 1)), (BEN, (1, 1))]),
    "the first half of a letter deleted": update(deletes=[(BEN, (2, 2))]),
    "the second half of a letter deleted": update(deletes=[(BEN, (4, 1))]),
}
GAPS = {
    "words after a gap": of_ben(piece(TEXT, "x", **AT_END), clock=11),
    "the first words of somebody, not from the beginning": update((AMIRA, 1, piece(TEXT, "x", **AT_END))),
    "words after words that are not here": of_ben(piece(TEXT, "x", left=(AMIRA, 0)), clock=10),
    "words before words that are not here": of_ben(piece(TEXT, "x", right=(AMIRA, 99)), clock=10),
    "a deletion of what is not here": update(deletes=[(BEN, (9, 2))]),
    "a deletion of somebody who is not here": update(deletes=[(AMIRA, (0, 1))]),
}


@pytest.mark.parametrize("said", NEVER)
def test_what_no_page_sends_is_refused(said):
    ledger = held()
    with pytest.raises(Refused) as why:
        ledger.check(NEVER[said], **SHEET)
    assert not isinstance(why.value, Gap)
    assert str(why.value)
    assert ledger == held()


@pytest.mark.parametrize("said", GAPS)
def test_a_gap_is_told_from_what_is_wrong(said):
    with pytest.raises(Gap):
        held().check(GAPS[said], **SHEET)


def test_words_go_on_only_at_the_end_of_a_letter():
    ledger = Ledger()
    passes(ledger, of_ben(first("ab")))
    with pytest.raises(Refused):
        ledger.check(of_ben(first("a😀")), **SHEET)


def test_half_a_letter_that_yjs_takes_out_is_refused_because_the_library_would_lose_the_next_one():
    cut = json.loads((Path(__file__).parent / "yjs.json").read_text())["cut_letter"]
    before, taken_out = bytes.fromhex(cut["before"]), bytes.fromhex(cut["updates"][0])
    doc = Doc()
    doc.apply_update(before)
    assert str(doc.get("aim", type=Text)) == "a😀b"
    with pytest.raises(Refused):
        Ledger.of(before).check(taken_out, **SHEET)
    doc.apply_update(taken_out)
    assert "b" not in str(doc.get("aim", type=Text))


# Mangled frames: nothing but a refusal, and what passes is what the document then holds.

SEEDS = 10
FRAMES = 30_000  # in all 300,000


def documents(seed):
    """(state, corpus of next updates) of small documents at one moment of a history."""
    dice = random.Random(seed)
    devices = Devices()
    for _ in range(10):
        devices.play(dice.choice((BEN, AMIRA)), dice.choice(CHANGES), dice.randrange(40))
        devices.hand_over(dice.choice((BEN, AMIRA)), SERVER)
        devices.hand_over(SERVER, dice.choice((BEN, AMIRA)))
    state, corpus = devices.docs[SERVER].get_update(), []
    for _ in range(8):
        for who in (BEN, AMIRA):
            devices.play(who, dice.choice(CHANGES), dice.randrange(40))
            corpus.append(devices.docs[who].get_update(devices.docs[SERVER].get_state()))
    return state, corpus


class Proof:
    """Sends hostile frames through a gate into documents, and counts what goes wrong."""

    def __init__(self, seed, check=Ledger.check):
        self.dice, self.check = random.Random(seed), check
        self.refused = self.passed = 0
        self.slowest = 0.0
        self.faults = []

    def run(self, frames, a_document=500):
        for left in range(frames, 0, -a_document):
            state, corpus = documents(self.dice.random())
            doc, ledger = Doc(), Ledger.of(state)
            doc.apply_update(state)
            hostile = Hostile(self.dice, corpus, ledger.clocks)
            for _ in range(min(left, a_document)):
                frame = hostile.frame(self.dice.choice(corpus))
                if not self.survives(doc, ledger, frame):
                    self.faults.append(frame)
                    break  # the document is not to be trusted any more
        return self

    def survives(self, doc, ledger, frame):
        began = time.thread_time()
        try:
            checked = self.check(ledger, frame, **SHEET)
        except Refused:
            self.refused += 1
            return True
        finally:
            self.slowest = max(self.slowest, time.thread_time() - began)
        self.passed += 1
        try:
            doc.apply_update(frame)
            ledger.take(checked)
            return ledger == Ledger.of(doc.get_update())
        except KeyboardInterrupt:
            raise
        except BaseException:  # noqa: BLE001  a panic in Rust is no Exception
            return False


def memory():
    """Resident bytes of this process."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


@pytest.mark.parametrize("seed", range(SEEDS))
def test_mangled_frames_hurt_nobody(seed):
    proof = Proof(seed).run(1000)
    before = memory()
    proof.run(FRAMES - 1000)
    assert proof.faults == []
    assert proof.passed > FRAMES / 10
    assert proof.refused > FRAMES / 2
    assert proof.slowest < 0.05
    assert memory() - before < 20_000_000


class Careless(gate._Bytes):
    """Takes what was collected or skipped for words."""

    def piece(self, start):
        if self.data[self.at] in (GC, SKIP):
            self.at += 1
            return start, start + self.number(), None, None, "aim", GONE, None
        return super().piece(start)


def without(monkeypatch, part):
    """A gate in which one rule is broken."""

    def check(ledger, frame, **rules):
        with monkeypatch.context() as broken:
            if part == "skips":
                broken.setattr(gate, "_Bytes", Careless)
            elif part == "gaps":
                broken.setattr(gate._Reading, "_new", lambda self, client, pieces: pieces[::-1])
            elif part == "letters":
                broken.setattr(gate._Reading, "_is_seam", lambda self, client, clock: False)
            elif part == "places":
                broken.setattr(gate._Reading, "_place", lambda self, client, clock: "aim")
            return ledger.check(frame, **rules)

    return check


@pytest.mark.parametrize("part", ["skips", "gaps", "letters", "places"])
def test_a_gate_with_a_hole_fails_this_proof(monkeypatch, part):
    assert Proof(1, without(monkeypatch, part)).run(3000).faults
    assert not Proof(1).run(3000).faults


def test_pieces_that_the_library_would_search_for_seconds_are_refused():
    ledger = held()
    scattered = [piece(TEXT, "x", left=(BEN, 0), right=(BEN, 2))] * 1500
    passes(
        ledger, update((AMIRA, 0, *scattered)), update(deletes=[(AMIRA, *[(2 * n, 1) for n in range(700)])])
    )
    assert ledger.pieces == 3 + 1500 + 2 * 700
    with pytest.raises(Crowded):
        ledger.check(update((AMIRA, 1500, *scattered)), **SHEET)
    passes(ledger, *(update((AMIRA, 1500 + n, scattered[n])) for n in range(1500)))


def test_a_new_ledger_counts_the_pieces_that_the_library_has_joined():
    ledger, doc = Ledger(), Doc()
    for n in range(3000):
        letter = of_ben(piece(TEXT, "x", left=(BEN, n - 1)) if n else first("x"), clock=n)
        passes(ledger, letter)
        doc.apply_update(letter)
    many = update((AMIRA, 0, *[piece(TEXT, "x", left=(BEN, 2 * n)) for n in range(1500)]))
    with pytest.raises(Crowded):
        ledger.check(many, **SHEET)
    assert passes(Ledger.of(doc.get_update()), many).clients == {AMIRA}


@pytest.mark.parametrize("said", [said for said in NEVER if "huge" in said or "million" in said])
def test_a_huge_claim_takes_no_memory(said):
    ledger = held()
    tracemalloc.start()
    with pytest.raises(Refused):
        ledger.check(NEVER[said], **SHEET)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100_000
