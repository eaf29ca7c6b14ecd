"""Whoever opens a document finds the one copy of it, also when it could not be read the first time."""

import asyncio
from types import SimpleNamespace

import pytest

from alongside.writing import hub as hubs
from alongside.writing.document import Key
from alongside.writing.hub import Hub
from alongside.writing.live import Live

PLACE = Key(1, "plan")


class Unreadable(Exception):
    """The database has a row that does not open."""


@pytest.fixture
def reads(monkeypatch):
    """What each reading of the document comes to, in turn, and a hub whose saver only collects."""
    outcomes: list = []

    def load(place):
        found = outcomes.pop(0)
        if isinstance(found, Exception):
            raise found
        return found

    monkeypatch.setattr(hubs.live, "load", load)
    monkeypatch.setattr(hubs, "Saver", lambda *_: SimpleNamespace(start=lambda: 0, put=lambda _: 0, finish=lambda: 0))
    return outcomes


def copy() -> Live:
    return SimpleNamespace(document=SimpleNamespace(place=PLACE), doors=set(), timer=None, close=lambda: None)


def told(story) -> None:
    async def whole():
        hub = Hub()
        hub.start()
        await story(hub)
        await hub.stop()

    asyncio.run(whole())


def test_all_who_come_at_once_get_the_same_copy(reads):
    reads.append(copy())

    async def story(hub):
        first, second = await asyncio.gather(hub.open(PLACE, "amira"), hub.open(PLACE, "ben"))
        assert first is second
        assert first.doors == {"amira", "ben"}

    told(story)


def test_who_waited_hears_that_it_cannot_be_read_and_the_next_one_tries_again(reads):
    reads += [Unreadable(), copy()]

    async def story(hub):
        waited = await asyncio.gather(hub.open(PLACE, "amira"), hub.open(PLACE, "ben"), return_exceptions=True)
        assert [type(each) for each in waited] == [Unreadable, Unreadable]
        assert (await hub.open(PLACE, "amira")).doors == {"amira"}

    told(story)


def test_somebody_who_waited_for_a_failed_reading_does_not_throw_the_new_copy_away(reads):
    reads += [Unreadable(), copy()]

    async def story(hub):
        async def comes_back():
            with pytest.raises(Unreadable):
                await hub.open(PLACE, "amira")
            return await hub.open(PLACE, "amira")

        # Both wait for the reading that fails; Amira is back before Ben has heard of it.
        again, failed = await asyncio.gather(comes_back(), hub.open(PLACE, "ben"), return_exceptions=True)
        assert isinstance(failed, Unreadable)
        assert hub.opened(PLACE) is again
        assert await hub.open(PLACE, "ben") is again

    told(story)
