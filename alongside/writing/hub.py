"""All open documents of this process, and the way between the event loop and the saver."""

import asyncio
import logging
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django.db import close_old_connections, transaction
from django.dispatch import Signal, receiver

from alongside.writing import live
from alongside.writing.document import Key, changed
from alongside.writing.flat import TooLong
from alongside.writing.gate import Refused
from alongside.writing.live import Broken, Live, Rules
from alongside.writing.saver import Answers, Look, Saved, Saver, Typed

if TYPE_CHECKING:
    from alongside.writing.between import Between

log = logging.getLogger(__name__)

# Sent in a thread when what was typed live has come to rest: `place` (a Key). What was agreed about an
# older version hangs on it.
settled = Signal()

RESTART, GONE, RIGHT_ENDED = 1012, 4404, 4403


@dataclass(frozen=True)
class Hand:
    """Who typed what came with a form; people by their numbers."""

    person: int
    typed_by: int | None
    how: str


@dataclass(eq=False)
class Brought:
    """What came with a form, on its way through an open copy: whoever posted waits for `done` in another thread.

    `done` is whether it changed anything, or None where the copy was not there or was let go.
    """

    admitted: Hand
    live: Live
    changes: bool
    done: Future

    def saved(self, seq: int) -> None:
        self.end(self.changes)

    def end(self, changed: bool | None) -> None:
        self.live.forms.discard(self)
        if not self.done.done():
            self.done.set_result(changed)


class Hub:
    """Begins with the event loop and ends with it; everything but `heard` is called in its thread."""

    def __init__(self):
        self._lives: dict[Key, asyncio.Task[Live]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self.between: Between | None = None  # the way to other processes, where there are any
        self.rights_ended = 0  # how often somebody had to be asked again

    def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._lives, self._tasks = {}, set()
        self.threads = ThreadPoolExecutor(2, thread_name_prefix="writing")
        self._saver = Saver(self._from_saver(self._take_saved), self._from_saver(self._take_failed))
        self._saver.start()

    async def stop(self) -> None:
        """Everything that was taken is written before the process ends."""
        loop, self._loop = self._loop, None
        await loop.run_in_executor(None, self._saver.finish)
        await asyncio.sleep(0)  # what the saver handed over is taken
        self.threads.shutdown(wait=True)

    def _from_saver(self, take):
        loop = self._loop
        return lambda found: loop.call_soon_threadsafe(take, found)

    async def in_thread(self, work, *given):
        """Something that asks the database."""
        return await asyncio.get_running_loop().run_in_executor(self.threads, _asked, work, *given)

    # --- open and close

    async def open(self, place: Key, door) -> Live:
        """The copy of this document, read from the database if nobody has it open."""
        task = self._lives.get(place)
        is_new = task is None
        if task is None:
            task = self._lives[place] = asyncio.create_task(self.in_thread(live.load, place))
            task.add_done_callback(partial(self._read, place))
        found = await asyncio.shield(task)
        if self.between and not is_new:
            await self._looked(found)
        if self._lives.get(place) is not task:  # this copy was let go meanwhile
            return await self.open(place, door)
        if found.timer and not found.doors:
            found.timer.cancel()
            found.timer = None
        found.doors.add(door)
        self._when_quiet(found)
        self._saver.put(Look(found))  # somebody may have posted since it was read
        return found

    def _read(self, place: Key, task: asyncio.Task[Live]) -> None:
        """A document that could not be read is tried again by whoever comes next; those who waited hear why."""
        if (task.cancelled() or task.exception()) and self._lives.get(place) is task:
            del self._lives[place]

    async def _looked(self, one: Live) -> None:
        """Who comes here may have seen in another process what this copy has not read yet."""
        done = asyncio.get_running_loop().create_future()
        self._saver.put(Look(one, done))
        await done

    def leave(self, one: Live, door) -> None:
        """The last one out: the answers are written, and after a while the copy goes."""
        one.doors.discard(door)
        if not one.doors:
            self._settle(one)
            self._later(one, live.KEPT_OPEN, self._let_go)

    def _let_go(self, one: Live) -> None:
        if one.doors:
            return
        if one.waiting or one.answered < one.seq:
            self._settle(one)
            self._later(one, live.QUIET_AFTER, self._let_go)
            return
        self._forget(one)

    def _forget(self, one: Live) -> None:
        if self.opened(one.document.place) is one:
            del self._lives[one.document.place]
        one.close()

    def _later(self, one: Live, seconds: float, what) -> None:
        if one.timer:
            one.timer.cancel()
        one.timer = asyncio.get_running_loop().call_later(seconds, what, one)

    def _when_quiet(self, one: Live) -> None:
        """Settle it some time after the last key. One timer looks again: to set one for each key would cost more."""
        one.quiet_from = asyncio.get_running_loop().time() + live.QUIET_AFTER
        if not one.timer:
            self._later(one, live.QUIET_AFTER, self._look_whether_quiet)

    def _look_whether_quiet(self, one: Live) -> None:
        one.timer = None
        left = one.quiet_from - asyncio.get_running_loop().time()
        if left > 0:
            self._later(one, left, self._look_whether_quiet)
        else:
            self._settle(one)

    def all_doors(self) -> list:
        """Everybody who is connected now."""
        return [door for place in self._lives if (one := self.opened(place)) for door in one.doors]

    # --- what is typed

    def typed(self, one: Live, door, update: bytes | None, new_clients: set[int]) -> None:
        """On its way to the disk."""
        one.waiting += 1
        self._saver.put(Typed(one, door, update, new_clients))

    def bring(self, place: Key, update: bytes, rules: Rules, hand: Hand) -> Future | None:
        """From any thread: what came with a form goes the way of a key, if this process has the document open."""
        loop, done = self._loop, Future()
        if loop is None or loop.is_closed():
            return None
        loop.call_soon_threadsafe(self._bring, place, update, rules, hand, done)
        return done

    def _bring(self, place: Key, update: bytes, rules: Rules, hand: Hand, done: Future) -> None:
        one = self.opened(place)
        if one is None:
            done.set_result(None)
            return
        try:
            change, new = one.take(update, rules, hand.person)
        except (Refused, TooLong) as why:
            done.set_exception(why)
        except Broken as why:
            done.set_exception(why)
            self.drop(one)
        else:
            brought = Brought(hand, one, change is not None, done)
            one.forms.add(brought)
            self.typed(one, brought, change, new)

    def heard(self, place: Key) -> None:
        """From any thread: this document was written by another door."""
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._written, place)

    def soon(self, work, *given) -> None:
        """From any thread: begin this coroutine in the loop."""
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(lambda: self._begin(work(*given)))

    def _begin(self, coroutine) -> None:
        task = asyncio.ensure_future(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _written(self, place: Key) -> None:
        self.look(place)
        if self.between:
            self.between.changed(place)

    def opened(self, place: Key) -> Live | None:
        """The copy of this document, if it is in memory."""
        task = self._lives.get(place)
        if task and task.done() and not task.cancelled() and not task.exception():
            return task.result()
        return None

    def look(self, place: Key) -> None:
        """This document may have been written to by another door."""
        one = self.opened(place)
        if one:
            self._saver.put(Look(one))

    def look_at_all(self) -> None:
        """Every open document may have been; together they are one question to the database."""
        for place in self._lives:
            self.look(place)

    # --- what the saver hands back

    def _take_saved(self, found: list[Saved]) -> None:
        for each in found:
            if each.gone or each.stale:
                self.drop(each.live, GONE if each.gone else RESTART)
            else:
                try:
                    self._take_one(each)
                except (Broken, Refused):
                    log.exception("A row of our own log broke the copy of %s", each.live.document)
                    self.drop(each.live, RESTART)
            _read_for(each.looks)

    def _take_one(self, each: Saved) -> None:
        one = each.live
        one.pens.update(each.pens)
        for seq, update in each.others:
            change = one.take_ours(update)
            one.seq = max(one.seq, seq)
            if change:
                for door in one.doors:
                    door.give_update(change)
        for item in each.typed:
            one.waiting -= 1
            one.seq = max(one.seq, item.seq)
            if item.update is not None:
                for door in one.doors:
                    if door is not item.door:
                        door.give_update(item.update)
            item.door.saved(item.seq)
        if (each.typed or each.others) and one.doors:
            self._when_quiet(one)
        elif each.typed and not one.waiting:  # who typed it has gone on
            self._settle_if_open(one)
        if each.answered:
            one.answered = each.answered
            self._when_quiet(one) if one.doors else one.rest()
            self.threads.submit(_asked, partial(settled.send_robust, sender=Hub, place=one.document.place))
        if self.between and any(item.update is not None for item in each.typed):
            self.between.changed(one.document.place)

    def _take_failed(self, batch: list) -> None:
        for one in {item.live for item in batch}:
            self.drop(one, RESTART)
        _read_for(item for item in batch if isinstance(item, Look))

    def _settle(self, one: Live) -> None:
        """Two quiet seconds, or the last one has left: pages read these answers from now on."""
        if one.waiting:
            self._when_quiet(one)
        elif one.answered < one.seq:
            self._saver.put(Answers(one, one.answers(), one.seq))
        else:
            one.rest()

    def _settle_if_open(self, one: Live) -> None:
        if self.opened(one.document.place) is one:
            self._settle(one)

    def drop(self, one: Live, code: int = RESTART) -> None:
        """The copy is not what is on disk: everybody connects again, and sends what was not acked."""
        self._forget(one)
        for door in list(one.doors):
            door.close_soon(code)
        for brought in list(one.forms):
            brought.end(None)


def _asked(work, *given):
    """With a connection that still stands: a database server may have been started again since the last one."""
    close_old_connections()
    return work(*given)


def _read_for(looks: Iterable[Look]) -> None:
    """Those who waited go on; if the copy was dropped, they open it again."""
    for look in looks:
        if look.done and not look.done.done():
            look.done.set_result(None)


hub = Hub()


@receiver(changed)
def _tell(place: Key, **_) -> None:
    """Somebody wrote by the other door: those who have it open see it once it is on disk."""
    transaction.on_commit(partial(hub.heard, place))
