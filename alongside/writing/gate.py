"""The gate: no byte of a socket reaches the document library before it was read here to its end.

An update (v1) names pieces of words by (client, clock). The ledger of an open document knows which
clocks it holds, where each lies, and where a letter fills two clocks that no piece may cut in two.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from sys import intern

from alongside.writing.flat import LONGEST, LONGEST_VALUE, NAME, ROWS, VALUES

GONE, TEXT, VALUE = 1, 4, 8  # the contents of a flat document, by their numbers in an update
HAS_LEFT, HAS_RIGHT, HAS_KEY = 128, 64, 32
STRING, TRUE, FALSE = 119, 120, 121
BROWSERS = 2**32  # ids from here on are ours alone
LARGEST = 2**53 - 1  # that JavaScript can hold
LAST_CLOCK = 2**31
MOST_PIECES, MOST_DELETES = 10_000, 50_000  # in one update, of people's
MOST_SEARCHED = 5_000_000  # under a second: each new piece may be compared with each that is here
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")

Place = str | tuple[str, str]  # the name of a text, or map and key
Spans = tuple[list[int], list[Place]]  # where each begins, in order; an end is the next one's beginning
Piece = tuple  # start, end, left, right, place, kind, what it says


class Refused(ValueError):
    """An update that no page of ours makes; nothing of it may be applied."""


class Gap(Refused):
    """What it builds on is not here yet: the sender should say again what it has."""


class Crowded(Refused):
    """So many pieces that the library might search for seconds; a newly made ledger counts exactly."""


class Checked:
    """What is new in an update, by client; `is_empty` when it adds and deletes nothing."""

    __slots__ = ("clocks", "deletes", "pieces", "seams", "spans")

    def __init__(self):
        self.clocks: dict[int, int] = {}
        self.spans: dict[int, Spans] = {}
        self.seams: dict[int, list[int]] = {}
        self.deletes: list[tuple[int, int, int]] = []
        self.pieces = 0

    @property
    def clients(self) -> set[int]:
        return set(self.clocks)

    @property
    def is_empty(self) -> bool:
        return not self.clocks and not self.deletes

    def new_letters(self, held: dict[int, int]) -> int:
        """At most so many, in a document that holds these clocks."""
        return sum(clock - held.get(client, 0) for client, clock in self.clocks.items())


@dataclass(slots=True)
class Ledger:
    """What one open document holds: the next clock of each client, the place of each clock, and seams.

    A seam is the clock between the two halves of a letter beyond U+FFFF. The library loses clocks
    for ever when a piece or a deletion begins or ends there.
    """

    clocks: dict[int, int] = field(default_factory=dict)
    spans: dict[int, Spans] = field(default_factory=dict)
    seams: dict[int, list[int]] = field(default_factory=dict)
    pieces: int = field(default=0, compare=False)  # at most so many: the library joins some

    @classmethod
    def of(cls, update: bytes) -> "Ledger":
        """From a whole state that our own document has encoded."""
        ledger = cls()
        ledger.take(ledger.read(update))
        return ledger

    def check(
        self,
        update: bytes,
        *,
        is_text: Callable[[str], bool],
        is_value: Callable[[str, str | bool], bool],
        is_row: Callable[[str, str], bool],
        may_use: Callable[[int], bool],
    ) -> Checked:
        """What is new in somebody's update; raises `Refused`, or `Gap` when asking again may help."""
        return _Reading(self, (is_text, is_value, is_row, may_use)).of(update)

    def read(self, update: bytes) -> Checked:
        """The same for an update of our own, under any id and of any length."""
        return _Reading(self, None).of(update)

    def take(self, checked: Checked) -> None:
        """Hold what the document has now applied; nothing else may be taken between check and this."""
        for client, (starts, places) in checked.spans.items():
            mine = self.spans.setdefault(client, ([], []))
            for start, place in zip(starts, places, strict=True):
                _extend(mine, start, place)
        self.clocks.update(checked.clocks)
        self.pieces += checked.pieces
        for client, seams in checked.seams.items():
            self.seams.setdefault(client, []).extend(seams)
        for client, start, end in checked.deletes if self.seams else ():
            self._forget(client, start, end)

    def _forget(self, client: int, start: int, end: int) -> None:
        """A deleted letter can be cut anywhere."""
        seams = self.seams.get(client)
        if seams:
            del seams[bisect_left(seams, start) : bisect_left(seams, end)]
            if not seams:
                del self.seams[client]


class _Bytes:
    """An update, read number by number; what it claims is believed only while there are bytes."""

    __slots__ = ("at", "data", "most_deletes", "most_pieces", "writer", "writer_id")

    def __init__(self, data: bytes, limited: bool = False):
        self.data, self.at = data, 0
        self.most_pieces, self.most_deletes = (MOST_PIECES, MOST_DELETES) if limited else (LARGEST, LARGEST)

    def number(self) -> int:
        at = self.at
        byte = self.data[at]
        at += 1
        if byte < 128:
            self.at = at
            return byte
        value, shift = byte & 127, 7
        for byte in self.data[at : at + 7]:
            at += 1
            if byte < 128:
                value |= byte << shift
                if value > LARGEST:
                    break
                self.at = at
                return value
            value |= (byte & 127) << shift
            shift += 7
        raise Refused("a number is cut off or too large")

    def neighbour(self) -> tuple[int, int]:
        if self.data.startswith(self.writer, self.at):  # mostly one's own words, and spelled the same
            client = self.writer_id
            self.at += len(self.writer)
        else:
            client = self.number()
        clock = self.number()
        if clock >= LAST_CLOCK:
            raise Refused("a clock is too large")
        return client, clock

    def text(self) -> str:
        start = self.number()
        start, end = self.at, self.at + start
        if end > len(self.data):
            raise Refused("a text is longer than the update")
        self.at = end
        try:
            return self.data[start:end].decode()
        except UnicodeDecodeError:
            raise Refused("a text is not UTF-8") from None

    def value(self) -> str | bool:
        if self.number() != 1:
            raise Refused("an answer is not one plain value")
        kind = self.number()  # each of ours is one byte
        if kind == STRING:
            value = self.text()
            if len(value) > LONGEST_VALUE:
                raise Refused("a value is too long")
            return value
        if kind not in (TRUE, FALSE):
            raise Refused("a value is neither words nor yes or no")
        return kind == TRUE

    def place(self, info: int) -> Place:
        if self.number() != 1:
            raise Refused("an answer lies inside another one")
        root = intern(self.text())  # a ledger names each text many times
        if (root in (VALUES, ROWS)) != bool(info & HAS_KEY):
            raise Refused("a text has a key, or a value has none")
        return (root, self.text()) if info & HAS_KEY else root

    def piece(self, start: int) -> Piece:
        info = self.data[self.at]
        self.at += 1
        left = self.neighbour() if info & HAS_LEFT else None
        right = self.neighbour() if info & HAS_RIGHT else None
        place = None if left or right else self.place(info)
        kind, said = info & 31, None
        if kind == TEXT:
            said = self.text()
            length = _units(said)
        elif kind == VALUE:
            said, length = self.value(), 1
        elif kind == GONE:
            length = self.number()
        else:
            raise Refused("a kind of content that a flat document does not hold")
        end = start + length
        if not length or end >= LAST_CLOCK:
            raise Refused("a piece is empty or too long")
        return start, end, left, right, place, kind, said

    def pieces(self) -> dict[int, list[Piece]]:
        found: dict[int, list[Piece]] = {}
        for _ in range(self.number()):
            count, began, client = self.number(), self.at, self.number()
            self.writer, self.writer_id = self.data[began : self.at], client
            clock = self.number()
            self.most_pieces -= count
            if client in found or not count or self.most_pieces < 0:
                raise Refused("a client is named twice, for nothing or for too many pieces")
            found[client] = pieces = []
            for _ in range(count):
                piece = self.piece(clock)
                pieces.append(piece)
                clock = piece[1]
        return found

    def deletes(self) -> list[tuple[int, int, int]]:
        found, clients = [], set()
        for _ in range(self.number()):
            client, count, last = self.number(), self.number(), 0
            self.most_deletes -= count
            if client in clients or not count or self.most_deletes < 0:
                raise Refused("a client is named twice, for nothing or for too many deletions")
            clients.add(client)
            for _ in range(count):
                start, length = self.number(), self.number()
                if not length or start < last:
                    raise Refused("deletions are empty or out of order")
                last = start + length
                found.append((client, start, last))
        return found


class _Reading:
    """One update against a ledger: each piece is put in once its neighbours are, as the library does it."""

    def __init__(self, ledger: Ledger, rules: tuple | None):
        self.ledger, self.checked = ledger, Checked()
        self.limited = rules is not None
        self.is_text, self.is_value, self.is_row, self.may_use = rules or (None,) * 4
        self.held = ledger.clocks
        self.asked = None  # the text asked for last
        self.length = 0

    def of(self, update: bytes) -> Checked:
        data = _Bytes(update, self.limited)
        try:
            pieces, deletes = data.pieces(), data.deletes()
        except IndexError:
            raise Refused("it ends too early") from None
        if data.at != len(update):
            raise Refused("something is left over after its end")
        if pieces:
            self._put_in_all(pieces)
        if deletes:
            self._delete(deletes)
        return self.checked

    def _put_in_all(self, pieces: dict[int, list[Piece]]) -> None:
        self.new = {client: new for client, found in pieces.items() if (new := self._new(client, found))}
        count = self.checked.pieces
        if count > 1 and self.limited and count * (count + self.ledger.pieces) > MOST_SEARCHED:
            raise Crowded("too many pieces for a document of this size")
        for client in self.new:
            if self._advance(client, LAST_CLOCK):
                self._settle(client)

    def _delete(self, deletes: list[tuple[int, int, int]]) -> None:
        for client, start, end in deletes:
            if end > self._clock(client):
                raise Gap("it deletes what is not here")
            if self._is_seam(client, start) or self._is_seam(client, end):
                raise Refused("it deletes half a letter")
        self.checked.deletes = deletes
        if self.limited:  # each may cut others; ours have been cut already
            self.checked.pieces += 2 * len(deletes)

    def _new(self, client: int, pieces: list[Piece]) -> list[Piece]:
        """The pieces beyond what we hold, the next one last."""
        held = self.held.get(client, 0)
        if pieces[0][0] > held:
            raise Gap("clocks do not continue from what is here")
        new = pieces[::-1] if pieces[0][0] == held else [piece for piece in pieces[::-1] if piece[1] > held]
        if new and self.limited and (client >= BROWSERS or not self.may_use(client)):
            raise Refused("new words under an id that is not theirs")
        self.checked.pieces += len(new)  # and each may cut another in two, which the limit leaves room for
        return new

    def _settle(self, client: int) -> None:
        """Put in all pieces of a client; of others, as far as these build on them."""
        waiting = {client: LAST_CLOCK}  # in the order in which they wait, each until this clock is here
        while waiting:
            client, until = next(reversed(waiting.items()))
            needs = self._advance(client, until)
            if needs is None:
                del waiting[client]
            elif needs[0] in waiting:
                raise Refused("pieces wait for each other")
            elif needs[0] not in self.new or not self.new[needs[0]]:
                raise Gap("it builds on what is not here")
            else:
                waiting[needs[0]] = needs[1]

    def _advance(self, client: int, until: int) -> tuple[int, int] | None:
        """Put in pieces until a clock is here; returns the neighbour that must come before, if any."""
        pieces, clock = self.new[client], self._clock
        here = clock(client)
        while pieces and here <= until:
            _, end, left, right, *_ = pieces[-1]
            if left and left[1] >= clock(left[0]):
                return left
            if right and right[1] >= clock(right[0]):
                return right
            self._put_in(client, here, *pieces.pop())
            here = end
        return None

    def _put_in(self, client, held, start, end, left, right, place, kind, said) -> None:
        if left or right:
            place = self._beside(left, right)
        if start < held:
            self._goes_on(client, held, start, (left, right), place)
        if (kind != GONE) and (kind == TEXT) != (type(place) is str):
            raise Refused("words in the place of a value, or a value among words")
        if self.limited:
            self._ask(place, kind, said, end - held)
        if kind == TEXT and end - start != len(said):
            self._note_seams(client, start, held, said)
        _extend(self.checked.spans.setdefault(client, ([], [])), held, place)
        self.checked.clocks[client] = end

    def _goes_on(self, client, held, start, neighbours, place) -> None:
        """A piece that is here in part has the part that is here as its left neighbour."""
        if self._place(client, held - 1) != place:
            raise Refused("what is said again lies elsewhere now")
        if any(each and each[0] == client and each[1] >= start for each in neighbours):
            raise Refused("a piece is its own neighbour")

    def _beside(self, left, right) -> Place:
        """Where both neighbours are, when something can stand between them."""
        place = self._place(*(left or right))
        if left and right and self._place(*right) != place:
            raise Refused("its neighbours lie in two answers")
        if self.limited and left == right:
            raise Refused("its neighbours are one")
        if (left and self._is_seam(left[0], left[1] + 1)) or (right and self._is_seam(*right)):
            raise Refused("it stands inside a letter")
        if right and type(place) is not str:
            raise Refused("a value stands between others")
        return place

    def _ask(self, place: Place, kind: int, said: str | bool | None, length: int) -> None:
        """Whether the sheet has this answer and may hold what is said."""
        self.length += length
        if type(place) is str:
            if place != self.asked and not self.is_text(place):
                raise Refused("there is no such text")
            self.asked = place
        else:
            self._ask_value(place[0], place[1], kind, said)
        if type(said) is str and not said.isprintable() and CONTROLS.search(said):
            raise Refused("a control character")
        if self.length > LONGEST:
            raise Refused("too much at once")

    def _ask_value(self, root: str, key: str, kind: int, said: str | bool | None) -> None:
        self.length += len(key) + (len(said) if isinstance(said, str) else 0)
        if kind == GONE:
            good = len(key) <= LONGEST_VALUE and NAME.fullmatch(key)
        elif root == VALUES:
            good = self.is_value(key, said)
        else:
            good = isinstance(said, str) and self.is_row(key, said)
        if not good:
            raise Refused("there is no such value or row, or it cannot hold this")

    def _note_seams(self, client: int, start: int, held: int, said: str) -> None:
        seams, at = [], start
        for letter in said:
            at += 1
            if letter > "\uffff":
                seams.append(at)
                at += 1
        if _holds(seams, held):
            raise Refused("it goes on in the middle of a letter")
        seams = seams[bisect_right(seams, held) :]
        if seams:
            self.checked.seams.setdefault(client, []).extend(seams)

    def _clock(self, client: int) -> int:
        return self.checked.clocks.get(client) or self.held.get(client, 0)

    def _place(self, client: int, clock: int) -> Place:
        of = self.ledger if clock < self.held.get(client, 0) else self.checked
        starts, places = of.spans[client]
        return places[bisect_right(starts, clock) - 1]

    def _is_seam(self, client: int, clock: int) -> bool:
        held, fresh = self.ledger.seams, self.checked.seams
        return bool(held and _holds(held.get(client), clock) or fresh and _holds(fresh.get(client), clock))


def _extend(spans: tuple[list[int], list[Place]], start: int, place: Place) -> None:
    """Neighbours in the same place are one span."""
    starts, places = spans
    if not places or places[-1] != place:
        starts.append(start)
        places.append(place)


def _holds(ordered: list[int] | None, number: int) -> bool:
    if not ordered:
        return False
    at = bisect_left(ordered, number)
    return at < len(ordered) and ordered[at] == number


def _units(text: str) -> int:
    """Clocks count UTF-16 units, as JavaScript does."""
    return len(text) if text.isascii() or max(text) <= "\uffff" else len(text.encode("utf-16-le")) // 2
