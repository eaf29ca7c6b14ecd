"""The live door: one WebSocket for one document, in the words of y-websocket (docs/writing-protocol.md)."""

import asyncio
import hashlib
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from django.db import transaction

from alongside.privacy.sealed import canonical
from alongside.writing import flat as shape
from alongside.writing.document import TYPED, Key
from alongside.writing.flat import TooLong
from alongside.writing.gate import Gap, Refused
from alongside.writing.hub import RIGHT_ENDED, hub
from alongside.writing.lib0 import Reader, block, number
from alongside.writing.live import Broken, Live, Rules
from alongside.writing.turns import key_typed, tell

log = logging.getLogger(__name__)

SYNC, AWARENESS, ASKS_AWARENESS, ACK, SAME = 0, 1, 3, 120, 121
STEP_1, STEP_2, UPDATE = 0, 1, 2
BAD_FRAME, SIGNED_OUT, SLOW_READER, BEHIND, TOO_LONG, TOO_MANY = 4400, 4401, 4408, 4409, 4413, 4429

FRAME = 1024 * 1024  # bytes
DOORS_OF_ONE = 4  # of one person at one document
MOST_UNSENT = 32 * 1024 * 1024  # bytes that wait for a slow reader
MOST_UNSAVED, MOST_UNSAVED_BYTES = 512, 4 * 1024 * 1024  # of a fast writer, who then waits
ACK_WITHIN = 0.3  # seconds
MOST_GAPS = 3  # in a row, each answered with a resync
NAME_OF_BOX = 200
EVERY_RIGHT_AGAIN = 60.0  # seconds: a session may have run out without anybody doing anything


@dataclass(frozen=True)
class Admitted:
    """Who may type where, as the rooms above say it. People by their numbers, `side` and `name` to be shown."""

    place: Key
    rules: Rules
    person: int
    name: str
    side: str
    typed_by: int | None = None
    how: str = TYPED
    session: str = ""


class NotHere(Exception):
    """A stranger, or nothing that is there: nobody can tell which. `code` is for a door that was open already."""

    def __init__(self, code: int = RIGHT_ENDED):
        super().__init__(code)
        self.code = code


type Admit = Callable[[dict, bool], Admitted]  # scope, whether somebody typed since; raises NotHere


class Door:
    """One connection. What goes out waits here; what comes in is answered in its order."""

    def __init__(
        self,
        admitted: Admitted,
        send: Callable[[dict], Awaitable],
        again: Callable[[bool], Admitted],
        acks: bool,
    ):
        self.admitted, self.again, self.acks = admitted, again, acks
        self._send = send
        self._out: list[bytes] = []
        self._waiting = 0
        self._sending: asyncio.Task | None = None
        self.closing = 0
        self.reason = ""
        self.unsaved: list[int] = []  # bytes of each update that is not on disk yet
        self.unsaved_bytes = 0
        self.room = asyncio.Event()
        self.acked = self.seq = 0
        self._ack_due: asyncio.TimerHandle | None = None
        self.active = False
        self.gaps = 0
        self.client: int | None = None  # its id in the awareness messages, and how often it told
        self.clock = 0
        self.state = b""

    # --- out

    def give(self, frame: bytes) -> None:
        """Send when the line is free; somebody who does not read is let go before our memory is full."""
        if self.closing:
            return
        self._waiting += len(frame)
        if self._waiting > MOST_UNSENT:
            self.close_soon(SLOW_READER)
            return
        self._out.append(frame)
        if self._sending is None or self._sending.done():
            self._sending = asyncio.Task(self._flush(), loop=asyncio.get_running_loop(), eager_start=True)

    def give_update(self, update: bytes) -> None:
        self.give(bytes((SYNC, UPDATE)) + block(update))

    async def _flush(self) -> None:
        try:
            while self._out and not self.closing:
                frames, self._out, self._waiting = self._out, [], 0
                if self.acks:
                    frames = [b"".join([*frames, *self._ack_now()])]
                for frame in frames:
                    await self._send({"type": "websocket.send", "bytes": frame})
            if self.closing:
                await self._send(
                    {"type": "websocket.close", "code": self.closing, "reason": self.reason[:120]}
                )
        except (OSError, RuntimeError):  # the line has gone; the receiving side hears it too
            self._out.clear()

    async def sent(self) -> None:
        """When all that was given has gone out, the closing words included."""
        if self._sending:
            await self._sending

    def close_soon(self, code: int, reason: str = "") -> None:
        """Close with a code; what was not sent yet is not needed any more."""
        if not self.closing:
            self.closing, self.reason = code, reason
            self._out.clear()
            self.room.set()
            if self._sending is None or self._sending.done():
                self._sending = asyncio.Task(self._flush(), loop=asyncio.get_running_loop(), eager_start=True)

    # --- what is on disk

    def wait_for_disk(self, size: int) -> None:
        self.active = True
        self.unsaved.append(size)
        self.unsaved_bytes += size
        if self.is_full():
            self.room.clear()

    def is_full(self) -> bool:
        return len(self.unsaved) > MOST_UNSAVED or self.unsaved_bytes > MOST_UNSAVED_BYTES

    def saved(self, seq: int) -> None:
        """The oldest update that waited is on disk, under this number or an earlier one."""
        self.unsaved_bytes -= self.unsaved.pop(0)
        self.acked, self.seq = self.acked + 1, seq
        if not self.is_full():
            self.room.set()
        if self.acks and self._ack_due is None:
            self._ack_due = asyncio.get_running_loop().call_later(ACK_WITHIN, self._ack)

    def _ack(self) -> None:
        for frame in self._ack_now():
            self.give(frame)

    def _ack_now(self) -> list[bytes]:
        """The ack, if one is due: it goes with whatever is sent next."""
        if self._ack_due is None:
            return []
        self._ack_due.cancel()
        self._ack_due = None
        return [bytes((ACK,)) + number(self.acked) + number(self.seq)]


async def serve(scope: dict, receive, send, admit: Admit) -> None:
    """One WebSocket from its handshake to its end."""
    await receive()  # websocket.connect
    rights = hub.rights_ended
    try:
        admitted = await hub.in_thread(admit, scope, False)
    except NotHere:
        await refuse(send)
        return
    acks = b"ack=1" in scope.get("query_string", b"").split(b"&")
    door = Door(admitted, send, partial(admit, scope), acks)
    await send({"type": "websocket.accept"})
    live = await hub.open(admitted.place, door)
    try:
        if rights != hub.rights_ended:  # one ended while this door was being opened
            await _ask_again(door)
        hub.soon(tell, admitted.place, door)
        same = [other for other in live.doors if _hand(other) == _hand(door)]
        if len(same) > DOORS_OF_ONE:
            door.close_soon(TOO_MANY)
        await _talk(live, door, receive)
        await door.sent()
    finally:
        hub.leave(live, door)
        _tell_others(live, door, gone=True)


def _hand(door: Door) -> tuple:
    return door.admitted.person, door.admitted.typed_by


async def refuse(send) -> None:
    """Before the upgrade, and for everybody alike."""
    await send({"type": "websocket.close"})


async def _talk(live: Live, door: Door, receive) -> None:
    door.give(bytes((SYNC, STEP_1)) + block(live.doc.get_state()))
    for state in _states(live):
        door.give(bytes((AWARENESS,)) + block(number(1) + state))
    while not door.closing:
        message = await receive()
        if message["type"] != "websocket.receive":
            return
        frame = message.get("bytes")
        try:
            if not frame or len(frame) > FRAME:
                raise Refused("a frame is up to 1 MiB of bytes")
            _read(live, door, frame)
        except TooLong as too_long:
            door.close_soon(TOO_LONG, str(too_long))
        except (Refused, ValueError) as why:
            log.info("refused a frame: %s", why)
            door.close_soon(BAD_FRAME, str(why))
        except Broken:
            log.exception("An update passed the gate and broke the copy of %s", live.document)
            hub.drop(live)
        if door.is_full() and not door.closing:
            await door.room.wait()


def _read(live: Live, door: Door, frame: bytes) -> None:
    """All messages of a frame."""
    reader = Reader(frame)
    while reader.rest:
        kind = reader.number()
        if kind == SYNC:
            _sync(live, door, reader.number(), reader.block())
        elif kind == AWARENESS:
            _aware(live, door, reader.block())
        elif kind == ASKS_AWARENESS:
            for state in _states(live):
                door.give(bytes((AWARENESS,)) + block(number(1) + state))
        elif kind == SAME:
            door.give(bytes((SAME, _compared(live, reader.block(), reader.block()))))
        else:
            raise Refused(f"no message is of the kind {kind}")


def _sync(live: Live, door: Door, step: int, data: bytes) -> None:
    if step == STEP_1:
        door.give(bytes((SYNC, STEP_2)) + block(live.doc.get_update(_state_vector(data))))
    elif step in (STEP_2, UPDATE):
        _take(live, door, data)
    else:
        raise Refused(f"no sync message is of the kind {step}")


def _take(live: Live, door: Door, update: bytes) -> None:
    """An update goes to the disk; one that builds on what we have not seen is answered with a resync."""
    try:
        change, new = live.take(update, door.admitted.rules, door.admitted.person)
    except Gap as gap:
        door.gaps += 1
        if door.gaps > MOST_GAPS:
            door.close_soon(BEHIND, str(gap))
        door.give(bytes((SYNC, STEP_1)) + block(live.doc.get_state()))
        return
    door.gaps = 0
    door.wait_for_disk(len(update))
    hub.typed(live, door, change, new)
    key_typed(live, door.admitted.person)


def _state_vector(data: bytes) -> bytes:
    """The library reads it only after we have: numbers in pairs, each client once."""
    reader = Reader(data)
    count = reader.number()
    clients = set()
    for _ in range(count):
        clients.add(reader.number())
        reader.number()
    if reader.rest or len(clients) != count:
        raise Refused("not a state vector")
    return data


def clocks_in(state: bytes) -> dict[int, int]:
    """client → clock, out of a state vector."""
    reader = Reader(_state_vector(state))
    return {reader.number(): reader.number() for _ in range(reader.number())}


def _compared(live: Live, state: bytes, theirs: bytes) -> int:
    """0 the same, 1 different, 2 cannot be said because one of us has more."""
    if clocks_in(state) != clocks_in(live.doc.get_state()):
        return 2
    return int(theirs != hash_of(shape.everything_in(live.doc)))


def hash_of(everything: dict) -> bytes:
    """Of all that stands in a document, removed rows included."""
    return hashlib.sha256(canonical(everything)).digest()[:16]


# --- who is here


def _aware(live: Live, door: Door, data: bytes) -> None:
    """Take where somebody is; who they are is not theirs to say."""
    reader = Reader(data)
    for _ in range(reader.number()):
        client, clock, words = reader.number(), reader.number(), reader.block()
        if door.client is None and _is_free(live, client, door.admitted.person):
            door.client = client
        if client == door.client and clock >= door.clock:
            door.clock = clock
            door.state = _state_of(door, words)
            _tell_others(live, door)


def _states(live: Live) -> list[bytes]:
    """Where everybody is, those of other processes included."""
    elsewhere = hub.between.states(live.document.place) if hub.between else []
    return [door.state for door in live.doors if door.state] + elsewhere


def _is_free(live: Live, client: int, person: int) -> bool:
    """Nobody speaks for somebody else; who comes over from another process keeps their id."""
    if any(door.client == client for door in live.doors):
        return False
    return hub.between is None or hub.between.may_speak(live.document.place, client, person)


def _state_of(door: Door, words: bytes) -> bytes:
    try:
        said = json.loads(words)
    except ValueError:
        raise Refused("not JSON") from None
    if not isinstance(said, dict):
        return b""  # null: gone
    box = said.get("box")
    shown = {
        "name": door.admitted.name,
        "side": door.admitted.side,
        "box": box if isinstance(box, str) and len(box) <= NAME_OF_BOX else None,
    }
    return number(door.client or 0) + number(door.clock) + block(json.dumps(shown).encode())


def _tell_others(live: Live, door: Door, *, gone: bool = False) -> None:
    if door.client is None:
        return
    if gone or not door.state:
        door.state = b""
        state = gone_after(door.client, door.clock)
    else:
        state = door.state
    tell_state(live, state, besides=door)
    if hub.between:
        hub.between.here(live.document.place, door)


def gone_after(client: int, clock: int) -> bytes:
    """The state of somebody who is not here any more."""
    return number(client) + number(clock + 1) + block(b"null")


def tell_state(live: Live, state: bytes, besides: Door | None = None) -> None:
    """To all who have the document open in this process."""
    for other in live.doors:
        if other is not besides:
            other.give(bytes((AWARENESS,)) + block(number(1) + state))


# --- rights


@dataclass(frozen=True)
class Whose:
    """Whose right to be here may have ended: of a session, a person, a pair, or of everybody."""

    session: str | None = None
    person: int | None = None
    pair: int | None = None
    everybody: bool = False

    def concerns(self, admitted: Admitted) -> bool:
        return (
            self.everybody
            or (self.session is not None and admitted.session == self.session)
            or (self.person is not None and self.person in (admitted.person, admitted.typed_by))
            or (self.pair is not None and admitted.place.pair_id == self.pair)
        )


def rights_changed(whose: Whose) -> None:
    """From any thread: a right may have ended. What is open is asked again once it is on disk."""
    transaction.on_commit(lambda: hub.soon(_look_again_everywhere, whose))


async def _look_again_everywhere(whose: Whose) -> None:
    if hub.between:
        hub.between.rights_changed(whose)
    await look_again(whose)


async def look_again_for_ever() -> None:
    """Sessions run out without anybody doing anything."""
    while True:
        await asyncio.sleep(EVERY_RIGHT_AGAIN)
        await look_again(Whose(everybody=True))


async def look_again(whose: Whose) -> None:
    """Ask for each open door whether it may still be open."""
    hub.rights_ended += 1
    for door in [door for door in hub.all_doors() if whose.concerns(door.admitted)]:
        await _ask_again(door)


async def _ask_again(door: Door) -> None:
    active, door.active = door.active, False
    try:
        door.admitted = await hub.in_thread(door.again, active)
    except NotHere as why:
        door.close_soon(why.code)
