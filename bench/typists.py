"""The load client in Python, for where there is no Node: pairs that type into our server, and what a kill costs."""

import asyncio
import os
import random
import signal
import statistics
import sys
import time
from pathlib import Path

import pycrdt
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from alongside.site.folder import ROOT
from alongside.writing.lib0 import Reader, block
from bench.visiting import Serving

SYNC, ACK = 0, 120
STEP_1, STEP_2, UPDATE = 0, 1, 2
TEXT = "aim"
LEAST, MOST = 0.1, 0.3  # seconds between two keys of one person
AT_A_TIME = 20  # handshakes
WARM = 2  # seconds
SIZES = (25, 100, 300)


class Typist:
    """One person with a document of their own."""

    def __init__(self, base: str, room: dict, side: int):
        self.address = base.replace("http", "ws", 1) + room["path"]
        self.cookie = room["cookies"][side]
        self.doc = pycrdt.Doc(client_id=random.randrange(1, 2**32))  # as Yjs chooses them
        self.text = self.doc.get(TEXT, type=pycrdt.Text)
        self.clock = 0  # letters of mine
        self.seen = self.acked = 0  # of them: by my partner, on disk
        self.typed_at: dict[int, float] = {}
        self.took: list[tuple[float, float]] = []
        self.waiting: list[int] = []
        self.bytes = self._acks = 0
        self.partner: Typist | None = None
        self.synced = asyncio.Event()
        self._heard: list = []
        self.doc.observe(self._heard.append)

    async def come(self) -> None:
        """Connect, and have what is there."""
        self.line = await connect(
            self.address, additional_headers={"Cookie": self.cookie}, compression=None, max_queue=None
        )
        self.listening = asyncio.create_task(self._listen())
        await self._say(STEP_1, self.doc.get_state())
        await asyncio.wait_for(self.synced.wait(), 60)

    async def go(self) -> None:
        """Close the tab."""
        self.listening.cancel()
        await asyncio.gather(self.listening, return_exceptions=True)
        await self.line.close()

    async def type(self, until: float) -> None:
        """Five keys a second."""
        await asyncio.sleep(random.uniform(0, MOST))
        try:
            while time.perf_counter() < until:
                self._heard.clear()
                self.typed_at[self.clock] = time.perf_counter()
                self.text += chr(97 + self.clock % 26)
                self.clock += 1
                await self._say(UPDATE, self._heard[-1].update)
                await asyncio.sleep(random.uniform(LEAST, MOST))
        except ConnectionClosed:
            return

    async def _say(self, step: int, data: bytes) -> None:
        if step != STEP_1:
            self.waiting.append(self.clock)
        frame = bytes((SYNC, step)) + block(data)
        self.bytes += len(frame) + 6
        await self.line.send(frame)

    async def _listen(self) -> None:
        try:
            async for frame in self.line:
                self.bytes += len(frame) + 2
                reader = Reader(frame)
                while reader.rest:
                    await self._hear(reader)
        except ConnectionClosed:
            return

    async def _hear(self, reader: Reader) -> None:
        kind = reader.number()
        if kind == ACK:
            count, _seq = reader.number(), reader.number()
            if fresh := self.waiting[: count - self._acks]:
                self.acked = fresh[-1]
                del self.waiting[: len(fresh)]
            self._acks = count
        elif kind != SYNC:
            reader.block()
        elif (step := reader.number()) == STEP_1:
            await self._say(STEP_2, self.doc.get_update(reader.block()))
        else:
            self.doc.apply_update(reader.block())
            if step == STEP_2:
                self.synced.set()
            self._tell_partner()

    def _tell_partner(self) -> None:
        if self.partner is None:
            return
        at, have = time.perf_counter(), clocks(self.doc).get(self.partner.doc.client_id, 0)
        for clock in range(self.partner.seen, have):
            typed = self.partner.typed_at[clock]
            self.partner.took.append((typed, at - typed))
        self.partner.seen = max(self.partner.seen, have)


def clocks(doc: pycrdt.Doc) -> dict[int, int]:
    """client → how much of it is there."""
    reader = Reader(doc.get_state())
    return {reader.number(): reader.number() for _ in range(reader.number())}


async def come_in(base: str, rooms: list[dict]) -> list[Typist]:
    """Both people of each room, connected."""
    typists: list[Typist] = []
    for room in rooms:
        two = [Typist(base, room, side) for side in (0, 1)]
        two[0].partner, two[1].partner = two[1], two[0]
        typists += two
    for start in range(0, len(typists), AT_A_TIME):
        await asyncio.gather(*(typist.come() for typist in typists[start : start + AT_A_TIME]))
    return typists


async def typing(serving: Serving, rooms: list[dict], seconds: float) -> dict:
    """From key to the partner's document, and what the server takes for a key."""
    typists = await come_in(serving.base, rooms)
    end = time.perf_counter() + WARM + seconds
    going = [asyncio.create_task(typist.type(end + 0.5)) for typist in typists]
    await asyncio.sleep(WARM)
    began, cpu, sent = time.perf_counter(), cpu_of(serving), sum(typist.bytes for typist in typists)
    await asyncio.sleep(seconds)
    ended, cpu, sent = time.perf_counter(), cpu_of(serving) - cpu, sum(t.bytes for t in typists) - sent
    await asyncio.gather(*going)
    await asyncio.sleep(1)
    if gone := [typist.line for typist in typists if typist.line.close_code]:
        raise RuntimeError(f"{len(gone)} were let go: {gone[0].close_code} {gone[0].close_reason}")
    keys = sum(began <= at < ended for typist in typists for at in typist.typed_at.values())
    took = sorted(1000 * took for typist in typists for at, took in typist.took if began <= at < ended)
    if len(took) < keys:
        raise RuntimeError(f"{keys - len(took)} of {keys} keys did not reach the partner")
    await asyncio.gather(*(typist.go() for typist in typists))
    return {
        "seen_p50_ms": took[len(took) // 2],
        "seen_p99_ms": took[len(took) * 99 // 100],
        "cpu_us_per_key": cpu * 1e6 / keys,
        "bytes_per_key": sent / keys,
    }


async def until_killed(serving: Serving, rooms: list[dict], seconds: float) -> list[Typist]:
    """They type, and the server is gone from one moment to the next; all tabs are closed then."""
    typists = await come_in(serving.base, rooms)
    going = [asyncio.create_task(t.type(time.perf_counter() + 2 * seconds)) for t in typists]
    await asyncio.sleep(seconds * random.uniform(0.5, 1.5))
    serving.process.send_signal(signal.SIGKILL)
    await asyncio.to_thread(serving.process.wait)
    await asyncio.gather(*going)
    await asyncio.gather(*(typist.go() for typist in typists))
    return typists


async def lost(serving: Serving, rooms: list[dict], typists: list[Typist]) -> int:
    """Keys that were acked, or seen by the partner, and are not there."""
    gone = 0
    for place, room in enumerate(rooms):
        reader = Typist(serving.base, room, 0)
        await reader.come()
        there = clocks(reader.doc)
        for typist in typists[2 * place : 2 * place + 2]:
            gone += max(0, max(typist.seen, typist.acked) - there.get(typist.doc.client_id, 0))
        await reader.go()
    return gone


def killed(data: Path, rooms: list[dict], seconds: float, rounds: int, core: int | None = None) -> dict:
    """So many kills on the same data; what was lost over all of them, and how much had been promised."""
    found = {"kills": 0, "promised_keys": 0, "lost_after_kill": 0}
    serving = started(data, core)
    try:
        for _ in range(rounds):
            typists = asyncio.run(until_killed(serving, rooms, seconds))
            serving.process.stdout.close()
            serving = started(data, core)
            found["kills"] += 1
            found["promised_keys"] += sum(max(typist.seen, typist.acked) for typist in typists)
            found["lost_after_kill"] += asyncio.run(lost(serving, rooms, typists))
    finally:
        serving.stop()
    return found


def started(data: Path, core: int | None) -> Serving:
    """Our server, on a core of its own where there are two."""
    serving = Serving(ROOT, data)
    if core is not None:
        for thread in os.listdir(f"/proc/{serving.process.pid}/task"):
            os.sched_setaffinity(int(thread), {core})
    return serving


def cpu_of(serving: Serving) -> float:
    """Processor seconds of the server so far."""
    fields = Path(f"/proc/{serving.process.pid}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(bench, quick: bool) -> dict:
    """Ours alone: what can be said without the clients that others use."""
    runs: dict[str, list[float]] = {}
    if bench.client_core is not None:
        os.sched_setaffinity(0, {bench.client_core})
    seconds = 3 if quick else 8
    for _ in range(1 if quick else 5):
        for pairs in SIZES:
            serving = started(bench.data, bench.server_core)
            try:
                found = asyncio.run(typing(serving, bench.rooms[:pairs], seconds))
            finally:
                serving.stop()
            print(f"ours {pairs} pairs {found}", file=sys.stderr, flush=True)
            for key, value in found.items():
                runs.setdefault(f"{key}_{pairs}", []).append(value)
    figures = {key: round(statistics.median(values), 2) for key, values in runs.items()}
    figures["bytes_per_key"] = figures[f"bytes_per_key_{SIZES[-1]}"]
    wanted = {"lost_after_kill", "bytes_per_key", "seen_p99_ms_100", "cpu_us_per_key_300"}
    figures["lost_after_kill"] = killed(
        bench.data, bench.rooms[:25], 4, 1 if quick else 5, bench.server_core
    )["lost_after_kill"]
    return {key: value for key, value in figures.items() if key in wanted or key.startswith("seen_p50_ms_")}
