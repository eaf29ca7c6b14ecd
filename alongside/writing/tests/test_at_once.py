"""Two processes at one document, as two copies in one: what each does while the other knows nothing of it yet."""

import threading
from contextlib import nullcontext
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection
from pycrdt import Doc, Text

from alongside.writing import live, saver, store
from alongside.writing.document import Document, Pen, Row, document_key
from alongside.writing.saver import Look, Typed, save


@pytest.fixture
def copies(cast):
    """The same document, read by two processes; its place is free to read it once more."""
    place = document_key(cast.pair, "plan")
    return SimpleNamespace(place=place, one=live.load(place), other=live.load(place))


def typed(copy, person, client, words) -> Typed:
    doc = Doc(client_id=client)
    doc.get("aim", type=Text).insert(0, words)
    everything = live.Rules(lambda _: True, lambda *_: True, lambda *_: True)
    change, new = copy.take(doc.get_update(), everything, person.pk)
    door = SimpleNamespace(admitted=SimpleNamespace(person=person.pk, typed_by=None, how="typed"))
    return Typed(copy, door, change, new)


def test_each_copy_reads_what_the_other_wrote_and_under_whose_pen(cast, copies):
    save([typed(copies.one, cast.amira, 7, "Plant trees")])
    (found,) = save([Look(copies.other)])
    assert [seq for seq, _ in found.others] == [1]
    assert found.pens == {7: cast.amira.pk}
    (again,) = save([Look(copies.other)])
    assert again.others == []
    assert again.pens == {}


def test_what_both_type_at_once_is_numbered_one_after_the_other(cast, copies):
    save([typed(copies.one, cast.amira, 7, "Plant trees. ")])
    (found,) = save([typed(copies.other, cast.ben, 8, "Sell seeds. ")])
    assert [seq for seq, _ in found.others] == [1]
    assert [item.seq for item in found.typed] == [2]
    words = live.load(copies.place).answers()["texts"]["aim"]
    assert "Plant trees. " in words
    assert "Sell seeds. " in words


def test_nobody_writes_on_under_an_id_that_somebody_took_in_another_process(cast, copies):
    save([typed(copies.one, cast.amira, 7, "Plant trees")])
    (found,) = save([typed(copies.other, cast.ben, 7, "Sell seeds!")])
    assert found.stale
    assert Row.objects.count() == 1
    assert Pen.objects.get().person == cast.amira


def test_an_erased_document_is_told_from_one_that_has_to_be_read_again(cast, copies):
    Document.objects.all().delete()
    (found,) = save([Look(copies.other)])
    assert found.gone
    assert not found.stale


@pytest.mark.django_db(transaction=True)
def test_two_begin_one_document_at_the_same_instant(cast, monkeypatch):
    monkeypatch.setattr(store, "_locks", [nullcontext()])  # each process has its own
    assert begun_at_once(cast, "together") == []
    assert Document.objects.filter(sheet__startswith="together").count() == 6


@pytest.mark.django_db(transaction=True)
def test_without_waiting_in_turn_one_of_the_two_would_fail(cast, monkeypatch):
    """The negative control. SQLite has one writer at a time, so there it cannot fail."""
    monkeypatch.setattr(store, "_locks", [nullcontext()])
    monkeypatch.setattr(store, "in_turn", lambda name: None)
    wrong = begun_at_once(cast, "apart")
    assert bool(wrong) is (connection.vendor == "postgresql")
    assert {type(each) for each in wrong} <= {IntegrityError}


def begun_at_once(cast, name: str) -> list[Exception]:
    """Two hands at each of six sheets, let go together; what went wrong."""
    wrong = []

    def begin(place, gate):
        gate.wait()
        try:
            live.load(place)
        except IntegrityError as error:
            wrong.append(error)
        finally:
            connection.close()

    for number in range(6):
        place, gate = document_key(cast.pair, f"{name}-{number}"), threading.Barrier(2)
        threads = [threading.Thread(target=begin, args=(place, gate)) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return wrong


@pytest.mark.django_db(transaction=True)
def test_a_document_that_somebody_holds_is_put_off_and_no_other_waits_for_it(cast):
    """Where the database locks rows; on SQLite the saver waits for the whole database."""
    held, free = (live.load(document_key(cast.pair, sheet)) for sheet in ("held", "free"))
    batch = [typed(held, cast.amira, 7, "mine"), typed(free, cast.amira, 8, "mine")]
    if connection.vendor != "postgresql":
        assert [each.busy for each in save(batch)] == [False, False]
        return
    has, may_end = threading.Event(), threading.Event()

    def hold():
        with store.alone(held.document.place):
            has.set()
            may_end.wait(20)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    has.wait(20)
    assert [each.busy for each in save(batch)] == [True, False]
    may_end.set()
    thread.join()
    (found,) = save(batch[:1])
    assert [item.seq for item in found.typed] == [1]


def test_the_saver_writes_what_it_put_off_before_what_came_later(cast, monkeypatch):
    """Busy twice, then free: the two changes of one door are handed back in their order."""
    copy = live.load(document_key(cast.pair, "plan"))
    first, second = typed(copy, cast.amira, 7, "one"), typed(copy, cast.amira, 8, "two")
    seen, tries = [], []

    def busy_at_first(batch):
        tries.append(list(batch))
        return [saver.Saved(copy, typed=list(batch), busy=len(tries) < 3)]

    monkeypatch.setattr(saver, "save", busy_at_first)
    it = saver.Saver(lambda found: seen.extend(item for each in found for item in each.typed), seen.append)
    it.put(first)
    it.start()
    it.put(second)
    it.finish()
    assert seen == [first, second]
