"""What a disk may hold after a power cut, worked out from a trace of what a process asked of it."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from alongside.writing.lib0 import Reader

CALL = re.compile(r"^(\d+) +(?:<\.\.\. )?(\w+)(?: resumed>)?(.*)$")
SECTOR = 512
ACK, SYNC = 120, 0


@dataclass
class Call:
    """`at`: when it began. A sync is worth what was asked for before it began, once it has ended."""

    name: str
    path: str = ""
    offset: int = 0
    data: bytes = b""
    at: int = 0
    acked: int = 0


def calls(trace: str) -> Iterator[Call]:
    """Everything that a crash can fall between, in its order; `trace` as strace writes it with -f -y -xx."""
    begun: dict[str, tuple[int, str]] = {}
    for at, line in enumerate(trace.splitlines()):
        found = CALL.match(line)
        if not found:
            continue
        process, name, rest = found.groups()
        if rest.endswith("<unfinished ...>"):
            rest = rest.removesuffix("<unfinished ...>")
            begun[process] = (at, rest)
            if name not in ("fsync", "fdatasync"):  # it may reach the disk from now on
                yield from _read(name, rest, at)
            continue
        if " resumed>" in line:
            since, first = begun.pop(process, (at, ""))
            if name in ("fsync", "fdatasync") and "= 0" in rest:
                yield from _read(name, first + rest, since)
            continue
        yield from _read(name, rest, at)


def _read(name: str, rest: str, at: int) -> Iterator[Call]:
    path = _path(rest)
    if name in ("write", "sendto") and "sqlite3" not in path:
        yield from (Call("ack", at=at, acked=seq) for seq in _acks(_data(rest) if '"' in rest else b""))
    elif path.endswith("-shm") or ("sqlite3" not in path and not name.endswith("sync")):
        return  # what processes share of the log is made anew when it is opened
    elif name == "pwrite64":
        offset = int(re.match(r", \d+, (\d+)", rest.split('"')[-1])[1])
        yield Call("write", path, offset, _data(rest), at)
    elif name == "ftruncate":
        yield Call("truncate", path, int(rest.split(">,")[1].split(")")[0]), at=at)
    elif name in ("fsync", "fdatasync"):
        yield Call("sync", path, at=at)
    elif name in ("write", "rename", "unlink"):
        raise AssertionError(f"a database in its log mode is not expected to {name}: {rest[:200]}")


def _path(rest: str) -> str:
    found = re.match(r"\(\d+<([^>]*)>", rest)
    if not found:
        return _data(rest).decode(errors="replace") if '"' in rest else ""
    return re.sub(r"\\x([0-9a-f]{2})", lambda it: chr(int(it[1], 16)), found[1])


def _data(rest: str) -> bytes:
    return bytes.fromhex(rest.split('"')[1].replace("\\x", ""))


def _acks(sent: bytes) -> Iterator[int]:
    """The numbers of documents in the acks among the frames that one call sends."""
    while len(sent) > 2 and sent[0] == 0x82:
        size, head = sent[1], 2
        if size == 126:
            size, head = int.from_bytes(sent[2:4]), 4
        elif size == 127:
            size, head = int.from_bytes(sent[2:10]), 10
        yield from _acks_of(Reader(sent[head : head + size]))
        sent = sent[head + size :]


def _acks_of(reader: Reader) -> Iterator[int]:
    while reader.rest:
        kind = reader.number()
        if kind == ACK:
            reader.number()
            yield reader.number()
        elif kind == SYNC:
            reader.number()
            reader.block()
        else:
            reader.block()


@dataclass
class File:
    """`safe` is on disk. Of what `waits`, any part may be, in any order of the disk's own."""

    safe: bytearray
    waits: list[Call] = field(default_factory=list)

    def synced(self, since: int) -> None:
        """What was asked for before the sync began is on disk."""
        for call in [call for call in self.waits if call.at < since]:
            _put(self.safe, call)
        self.waits = [call for call in self.waits if call.at >= since]

    def after_a_cut(self, dice: random.Random) -> bytes:
        """One of the many things that the disk may hold."""
        found = bytearray(self.safe)
        how = dice.choice(("nothing", "everything", "a beginning", "some", "torn"))
        some = self.waits[: dice.randrange(len(self.waits) + 1)] if how == "a beginning" else self.waits
        for call in some if how != "nothing" else ():
            if how in ("some", "torn") and dice.random() < 0.5:
                continue
            _put(found, call, dice if how == "torn" and call.name == "write" else None)
        return bytes(found)


def _put(content: bytearray, call: Call, torn: random.Random | None = None) -> None:
    if call.name == "truncate":
        del content[call.offset :]
        content.extend(bytes(max(0, call.offset - len(content))))
        return
    content.extend(bytes(max(0, call.offset + len(call.data) - len(content))))
    for at in range(0, len(call.data), SECTOR):
        if torn is None or torn.random() < 0.5:
            part = call.data[at : at + SECTOR]
            content[call.offset + at : call.offset + at + len(part)] = part


def after_cuts(
    trace: str, before: dict[str, bytes], how_many: int, dice: random.Random
) -> Iterator[tuple[int, dict]]:
    """For cuts at as many moments: the highest number that was acked by then, and what files hold."""
    everything = list(calls(trace))
    syncs = [at for at, call in enumerate(everything) if call.name == "sync"]
    at_syncs = [dice.choice(syncs) + dice.choice((0, 1)) for _ in range(how_many // 2)] if syncs else []
    moments = sorted(
        at_syncs + [dice.randrange(len(everything) + 1) for _ in range(how_many - len(at_syncs))]
    )
    files = {path: File(bytearray(content)) for path, content in before.items()}
    acked = 0
    for at, call in enumerate([*everything, None]):
        while moments and moments[0] == at:
            moments.pop(0)
            yield acked, {path: file.after_a_cut(dice) for path, file in files.items()}
        if call is None:
            return
        if call.name == "ack":
            acked = max(acked, call.acked)
        elif call.name == "sync":
            if call.path in files:
                files[call.path].synced(call.at)
        else:
            files.setdefault(call.path, File(bytearray())).waits.append(call)
