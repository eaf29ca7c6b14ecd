"""The way between several web processes on one PostgreSQL: who wrote where, who is here, whose right has ended.

It carries no words: what was typed goes through the database, and each process reads it there once it
is committed. What is said here may get lost (a killed process, a broken line), so every process also
looks at all its open documents every two seconds, says again who is here, and lets those go whose
process has fallen silent. While the line is broken, rights are asked again as often.
"""

import asyncio
import json
import logging
import secrets
import time
from base64 import b64decode, b64encode
from contextlib import suppress
from dataclasses import astuple, dataclass, field

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from alongside.privacy import keys
from alongside.writing.document import Key
from alongside.writing.hub import hub
from alongside.writing.lib0 import Reader
from alongside.writing.sockets import Door, Whose, gone_after, look_again, tell_state

log = logging.getLogger(__name__)

EVERY = 2.0  # seconds
SILENT_AFTER = 7.0
PLACE = "between processes"


@dataclass
class Process:
    """Another process, and the people who are connected to it: (document, client) → (person, state)."""

    heard: float
    people: dict[tuple[Key, int], tuple[int, bytes]] = field(default_factory=dict)


@dataclass
class _Said:
    """What waits to be told. Telling twice that one document was written to says nothing more."""

    written: set[Key] = field(default_factory=set)
    rights: set[Whose] = field(default_factory=set)
    here: dict[tuple[Key, int], tuple[int, bytes]] = field(default_factory=dict)
    everybody: bool = False  # `here` is all who are here


class Between:
    """Lives in the event loop, beside the hub; everything is called in its thread."""

    def __init__(self, address: str):
        self._me = secrets.token_hex(8)
        self._key = keys.derive("what processes tell each other")
        self._channel = f"alongside {keys.derive('where processes meet').hex()[:16]}"
        self._redis = Redis.from_url(
            address,
            socket_timeout=SILENT_AFTER,
            socket_connect_timeout=EVERY,
            retry=Retry(NoBackoff(), 0),  # a line that was broken and mended must be noticed
        )
        self._others: dict[str, Process] = {}
        self._said, self._wake = _Said(), asyncio.Event()
        self._hears = False

    def start(self) -> None:
        work = (self._tell_for_ever, self._hear_for_ever, self._look_for_ever)
        self._tasks = [asyncio.create_task(each()) for each in work]

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        with suppress(RedisError, OSError):
            await self._tell(_Said(everybody=True))  # nobody is here any more
        await self._redis.aclose()

    # --- what the hub and the sockets ask of it

    def changed(self, place: Key) -> None:
        """Something was written to this document, and is committed."""
        self._said.written.add(place)
        self._wake.set()

    def rights_changed(self, whose: Whose) -> None:
        self._said.rights.add(whose)
        self._wake.set()

    def here(self, place: Key, door: Door) -> None:
        """Where somebody is now, or that they have gone."""
        if door.client is not None:
            self._said.here[place, door.client] = (door.admitted.person, door.state)
            self._wake.set()

    def states(self, place: Key) -> list[bytes]:
        """Where those are who have this document open in other processes."""
        everybody = (other.people.items() for other in self._others.values())
        return [state for people in everybody for (at, _), (_, state) in people if at == place]

    def may_speak(self, place: Key, client: int, person: int) -> bool:
        """Nobody else speaks under this id in another process."""
        found = [other.people.get((place, client)) for other in self._others.values()]
        return all(it is None or it[0] == person for it in found)

    # --- out

    async def _tell_for_ever(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            said, self._said = self._said, _Said()
            try:
                await self._tell(said)
            except (RedisError, OSError):
                # Documents are looked at anyway, and who is here is said again; rights have to be told.
                self._said.rights |= said.rights
                await asyncio.sleep(EVERY)
                if self._said.rights:
                    self._wake.set()

    async def _tell(self, said: _Said) -> None:
        plain = {
            "from": self._me,
            "written": [astuple(place) for place in said.written],
            "rights": [astuple(whose) for whose in said.rights],
            "here": [
                [astuple(place), client, person, b64encode(state).decode()]
                for (place, client), (person, state) in said.here.items()
            ],
            "everybody": said.everybody,
        }
        sealed = keys.seal(self._key, json.dumps(plain).encode(), place=PLACE)
        await self._redis.publish(self._channel, sealed)

    # --- in

    async def _hear_for_ever(self) -> None:
        """Also its own words: hearing nothing at all means that the line is broken."""
        while True:
            with suppress(RedisError, OSError):
                async with self._redis.pubsub(ignore_subscribe_messages=True) as ear:
                    await ear.subscribe(self._channel)
                    self._all_again()
                    await self._hear(ear)
            if self._hears:
                log.warning("The line to the other processes is broken; what they write comes a little later")
            self._hears = False
            await asyncio.sleep(EVERY / 4)

    async def _hear(self, ear) -> None:
        last = time.monotonic()
        while time.monotonic() - last < SILENT_AFTER:
            found = await ear.get_message(timeout=EVERY)
            if found and found["type"] == "message":
                self._hears, last = True, time.monotonic()
                self._take(found["data"])

    def _all_again(self) -> None:
        """Whatever was said while nobody heard it."""
        hub.look_at_all()
        self._say_who_is_here()
        hub.soon(look_again, Whose(everybody=True))

    def _take(self, sealed: bytes) -> None:
        try:
            said = json.loads(keys.unseal(self._key, sealed, place=PLACE))
        except keys.CannotOpen:
            return  # not from one of us
        if said["from"] == self._me:
            return
        if said["from"] not in self._others:
            self._say_who_is_here()
        other = self._others.setdefault(said["from"], Process(0.0))
        other.heard = time.monotonic()
        for columns in said["written"]:
            hub.look(Key(*columns))
        for columns in said["rights"]:
            hub.soon(look_again, Whose(*columns))
        people = {
            (Key(*columns), client): (person, b64decode(state))
            for columns, client, person, state in said["here"]
        }
        if said["everybody"]:
            people |= {each: (0, b"") for each in other.people if each not in people}
        for (place, client), (person, state) in people.items():
            self._take_person(other, place, client, person, state)

    def _take_person(self, other: Process, place: Key, client: int, person: int, state: bytes) -> None:
        _, before = other.people.pop((place, client), (0, b""))
        if state:
            other.people[place, client] = (person, state)
        live = hub.opened(place)
        if live is None or state == before or self._is_here_now(place, client):
            return
        tell_state(live, state or gone_after(client, _clock(before)))

    def _is_here_now(self, place: Key, client: int) -> bool:
        """Whoever came over from there is not gone."""
        live = hub.opened(place)
        return live is not None and any(door.client == client and door.state for door in live.doors)

    # --- by itself

    async def _look_for_ever(self) -> None:
        while True:
            await asyncio.sleep(EVERY)
            hub.look_at_all()
            self._say_who_is_here()
            silent = [name for name, it in self._others.items() if time.monotonic() - it.heard > SILENT_AFTER]
            for name in silent:
                other = self._others.pop(name)
                for place, client in list(other.people):
                    self._take_person(other, place, client, 0, b"")
            if silent or not self._hears:
                await look_again(Whose(everybody=True))

    def _say_who_is_here(self) -> None:
        for door in hub.all_doors():
            if door.state:
                self.here(door.admitted.place, door)
        self._said.everybody = True
        self._wake.set()


def _clock(state: bytes) -> int:
    """How often this client had told where it was."""
    reader = Reader(state)
    reader.number()
    return reader.number()
