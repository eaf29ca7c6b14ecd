"""Somebody who types live: a client of docs/writing-protocol.md, with nothing of the server in it but lib0.

async with LiveClient(address, cookie) as amina:
    await amina.type("aim", "Tea at four. ")
    await amina.until_acked()
"""

import asyncio
import json
import random
from collections.abc import Callable

from pycrdt import Doc, Map, Text
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from alongside.writing.lib0 import Reader, block, number

SYNC, AWARENESS, ACK, SAME, TURNS = 0, 1, 120, 121, 123
STEP_1, STEP_2, UPDATE = 0, 1, 2


class LiveClient:
    """One connection and its copy of the document. `numbers` are the acks as they came: (how many, number)."""

    def __init__(
        self, address: str, cookie: str = "", *, acks: bool = True, origin: str = "", doc: Doc | None = None
    ):
        self.address = address + ("?ack=1" if acks else "")
        self.headers = ({"Cookie": cookie} if cookie else {}) | ({"Origin": origin} if origin else {})
        self.doc = doc or Doc(client_id=random.getrandbits(31))  # browsers draw ids below 2 ** 32
        self.sent = 0
        self.numbers: list[tuple[int, int]] = []
        self.aware: list[bytes] = []
        self.turns: list[dict] = []  # the boxes in which people take turns, as they were told
        self.synced = False
        self.same: int | None = None
        self.code: int | None = None  # with which it was closed
        self.reason = ""
        self._unsent: list[bytes] = []
        self._hearing = False
        self._something = asyncio.Event()
        self._watching = self.doc.observe(self._written)

    async def __aenter__(self):
        await self.open()
        return self

    async def __aexit__(self, *_):
        await self.close()

    async def open(self) -> None:
        """Raises what websockets raises when the door stays shut."""
        self.line = await connect(
            self.address, additional_headers=self.headers, compression=None, max_size=None, ping_interval=None
        )
        self._listening = asyncio.create_task(self._listen())
        await self.send(bytes((SYNC, STEP_1)) + block(self.doc.get_state()))
        await self.until(lambda: self.synced or self.code)

    async def close(self) -> None:
        await self.line.close()
        await self._listening

    # --- writing

    def text(self, name: str) -> Text:
        return self.doc.get(name, type=Text)

    def map(self, name: str) -> Map:
        return self.doc.get(name, type=Map)

    async def type(self, name: str, words: str, at: int | None = None) -> int:
        """Put words in, at the end unless told; returns which update of this connection they are."""
        text = self.text(name)
        text.insert(len(text) if at is None else at, words)
        return await self.flush()

    async def set(self, root: str, name: str, value) -> int:
        self.map(root)[name] = value
        return await self.flush()

    async def flush(self) -> int:
        """Send what was changed; returns how many updates were sent in all."""
        waiting, self._unsent = self._unsent, []
        for update in waiting:
            self.sent += 1
            await self.send(bytes((SYNC, UPDATE)) + block(update))
        return self.sent

    async def send(self, frame: bytes | str) -> None:
        """Any frame; when the line has gone, `code` says so soon."""
        try:
            await self.line.send(frame)
        except ConnectionClosed:
            await asyncio.sleep(0)

    async def tell_where(self, box: str) -> None:
        """Say in which box we are."""
        state = f'{{"box": "{box}"}}'.encode()
        data = number(1) + number(self.doc.client_id) + number(1) + block(state)
        await self.send(bytes((AWARENESS,)) + block(data))

    async def ask_whether_same(self, digest: bytes) -> int:
        self.same = None
        await self.send(bytes((SAME,)) + block(self.doc.get_state()) + block(digest))
        await self.until(lambda: self.same is not None)
        return self.same

    # --- waiting

    @property
    def acked(self) -> int:
        """How many updates of this connection are on disk, as the server says."""
        return self.numbers[-1][0] if self.numbers else 0

    async def until(self, so: Callable, seconds: float = 10.0) -> None:
        """Wait for something to be so."""
        async with asyncio.timeout(seconds):
            while not so():
                self._something.clear()
                await self._something.wait()

    async def until_acked(self, seconds: float = 10.0) -> None:
        await self.until(lambda: self.acked >= self.sent, seconds)

    async def until_seen(self, name: str, words: str, seconds: float = 10.0) -> None:
        await self.until(lambda: words in str(self.text(name)), seconds)

    async def until_closed(self, seconds: float = 10.0) -> int:
        await self.until(lambda: self.code is not None, seconds)
        return self.code

    # --- hearing

    def _written(self, event) -> None:
        if not self._hearing:
            self._unsent.append(event.update)

    async def _listen(self) -> None:
        try:
            async for frame in self.line:
                reader = Reader(frame)
                while reader.rest:
                    await self._take(reader)
                self._something.set()
        except ConnectionClosed:
            pass
        self.code, self.reason = self.line.close_code or 1006, self.line.close_reason or ""
        self._something.set()

    async def _take(self, reader: Reader) -> None:
        kind = reader.number()
        if kind == SYNC:
            step, data = reader.number(), reader.block()
            if step == STEP_1:
                self.sent += 1
                await self.send(bytes((SYNC, STEP_2)) + block(self.doc.get_update(data)))
            else:
                self._apply(data)
                self.synced = self.synced or step == STEP_2
        elif kind == AWARENESS:
            self.aware.append(reader.block())
        elif kind == ACK:
            self.numbers.append((reader.number(), reader.number()))
        elif kind == SAME:
            self.same = reader.number()
        elif kind == TURNS:
            self.turns.append(json.loads(reader.block())["boxes"])
        else:
            raise AssertionError(f"the server sent a message of the kind {kind}")

    def _apply(self, update: bytes) -> None:
        self._hearing = True
        try:
            self.doc.apply_update(update)
        finally:
            self._hearing = False
