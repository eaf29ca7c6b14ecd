"""Documents that somebody has open: one copy in memory for all who type in it.

Only the thread of the event loop touches what is here. What somebody typed is checked by the gate,
put into the copy, and handed to the saver; when it is on disk the writer is told and the others
see it. What reached the database by the other door (a posted form, another process) comes the
same way: the saver reads it and hands it over.
"""

import asyncio
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pycrdt import Doc

from alongside.writing import flat as shape
from alongside.writing.document import Document, Key, Pen
from alongside.writing.flat import LONGEST, TooLong
from alongside.writing.gate import Checked, Crowded, Ledger
from alongside.writing.posted import Log
from alongside.writing.store import alone

if TYPE_CHECKING:
    from alongside.writing.hub import Brought
    from alongside.writing.sockets import Door

LARGEST = 8 * 1024 * 1024  # bytes of one document's state
QUIET_AFTER = 2.0  # seconds after the last key: then the answers that pages read are written
RESTS_UP_TO = 64 * 1024  # bytes of its state: made again in some 20 ms, while everybody else waits
KEPT_OPEN = 60.0  # seconds after the last door has closed


class Broken(Exception):
    """The library gave up on an update that the gate had let through. The copy cannot be trusted any more."""


@dataclass(frozen=True)
class Rules:
    """What may stand in a document: names of texts, registers with their values, rows with their keys."""

    is_text: Callable[[str], bool]
    is_value: Callable[[str, Any], bool]
    is_row: Callable[[str, str], bool]


class Live:
    """One open document. `seq` is the number up to which its rows are in the copy."""

    def __init__(self, document: Document, log: Log, pens: dict[int, int]):
        self.document, self.pens = document, pens
        self._heard: list = []
        self._resting = b""
        self._wake(log.until(document.seq))
        self.seq = self.saved = document.seq  # `saved` and `pens_read` belong to the saver's thread
        self.pens_read = 0
        self.letters, self.size = shape.length_of(self.doc), len(self.doc.get_update())
        self.doors: set[Door] = set()
        self.forms: set[Brought] = set()  # posted, and what came with them is not on disk yet
        self.waiting = 0  # updates that are not on disk yet
        self.answered = document.answers_seq
        self.timer: asyncio.TimerHandle | None = None
        self.quiet_from = 0.0  # by the clock of the loop

    def _wake(self, updates: list[bytes]) -> Doc:
        self._ledger: Ledger | None = None
        self._doc: Doc | None = shape.build(updates)
        self._watching = self._doc.observe(self._heard.append)
        return self._doc

    @property
    def doc(self) -> Doc:
        """The copy; one that rested is made again, which takes as long as reading it."""
        return self._doc or self._wake([zlib.decompress(self._resting)])

    def rest(self) -> None:
        """Nobody types: keep what the copy holds and not the copy, which takes ten times the room."""
        if self._doc is not None and len(state := self._doc.get_update()) <= RESTS_UP_TO:
            self._resting = zlib.compress(state, 1)
            self._unwatch()
            self._doc = self._ledger = None

    def _unwatch(self) -> None:
        """A subscription would keep the copy for ever."""
        self._doc.unobserve(self._watching)
        self._heard.clear()

    @property
    def ledger(self) -> Ledger:
        """What the copy holds, worked out when somebody writes for the first time: most only look."""
        if self._ledger is None:
            self._ledger = Ledger.of(self.doc.get_update())
        return self._ledger

    def take(self, update: bytes, rules: Rules, person: int) -> tuple[bytes | None, set[int]]:
        """Put a checked update into the copy: what it changed, encoded by us, and ids that are new here.

        Nothing for an update that changes nothing. Raises what the gate raises, `TooLong`, `Broken`.
        """
        checked = self._checked(update, rules, person)
        if checked.is_empty:
            return None, set()
        self._has_room_for(checked.new_letters(self.ledger.clocks), len(update))
        change = self._applied(update)
        self.ledger.take(checked)
        new = {client for client in checked.clients if client not in self.pens}
        self.pens.update(dict.fromkeys(new, person))
        return change, new

    def _checked(self, update: bytes, rules: Rules, person: int) -> Checked:
        """What the gate lets through. Its ledger grows with every resync, so it may have to count anew."""

        def check() -> Checked:
            return self.ledger.check(
                update, is_text=rules.is_text, is_value=rules.is_value, is_row=rules.is_row,
                may_use=lambda client: self._may_use(client, person),
            )  # fmt: skip

        try:
            return check()
        except Crowded:
            self._ledger = None
            return check()

    def take_ours(self, update: bytes) -> bytes | None:
        """The same for a row from our own log."""
        checked = self._ledger and self._ledger.read(update)
        change = self._applied(update)
        if checked:
            self.ledger.take(checked)
        self.letters += len(update)
        return change

    def _may_use(self, client: int, person: int) -> bool:
        return self.pens[client] == person if client in self.pens else client not in self.ledger.clocks

    def _has_room_for(self, letters: int, size: int) -> None:
        """Counted by what comes in, which is never less than what is added; exactly when it gets close."""
        if self.letters + letters > LONGEST:
            self.letters = shape.length_of(self.doc)
        if self.size + size > LARGEST:
            self.size = len(self.doc.get_update())
        if self.letters + letters > LONGEST or self.size + size > LARGEST:
            raise TooLong(max(self.letters + letters, LONGEST + 1))
        self.letters += letters
        self.size += size

    def _applied(self, update: bytes) -> bytes | None:
        self._heard.clear()
        try:
            self.doc.apply_update(update)
        except BaseException as panic:  # noqa: BLE001  a panic in Rust is no Exception; it is raised again
            raise Broken(str(panic)) from panic
        return self._heard[-1].update if self._heard else None

    def answers(self) -> dict:
        """What pages show of it now."""
        return shape.shown(shape.everything_in(self.doc))

    def close(self) -> None:
        """Let the copy go; whoever still leaves finds in it what was there."""
        if self.timer:
            self.timer.cancel()
        if self._doc is not None:
            self._unwatch()


def load(place: Key) -> Live:
    """Read a document from the database, or begin it; in a thread, because it may take a while."""
    with alone(place) as document:
        document = document or Document.begin(place)
        pens = dict(Pen.objects.filter(document=document).values_list("client", "person_id"))
        return Live(document, document.log(), pens)
