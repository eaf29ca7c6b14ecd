"""The one thread that writes what is typed: all that waits goes into one transaction, then each is acked.

SQLite syncs the log before a commit returns (`synchronous=FULL`), PostgreSQL likewise, so what is
handed back has survived a pulled plug. Commits follow each other at once while little is typed,
and at most every few milliseconds when much is.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from itertools import batched, groupby
from queue import Empty, SimpleQueue
from typing import Any

from django.db import Error, connection, transaction
from django.utils import timezone
from pycrdt import merge_updates

from alongside.privacy import keys
from alongside.privacy.sealed import packed
from alongside.writing.document import Document, Pen, Row
from alongside.writing.live import Live

log = logging.getLogger(__name__)

LEAST_BETWEEN = 0.004  # seconds from the beginning of a commit to that of the next
MOST_AT_ONCE = 5000
A_KEY, IN_A_ROW = 200, 50  # bytes of an update that is joined with its neighbours, and how many are at most


@dataclass(slots=True)
class Typed:
    """One change that somebody typed, as our copy encodes it (nothing where it changed nothing)."""

    live: Live
    door: Any
    update: bytes | None
    new_clients: set[int]
    seq: int = 0


@dataclass(slots=True)
class Look:
    """Somebody may have written to this document by another door; `done` is for who waits until it is read."""

    live: Live
    done: asyncio.Future | None = None


@dataclass(slots=True)
class Answers:
    """What pages show of a document, worked out of the copy when it held everything up to `seq`."""

    live: Live
    flat: dict
    seq: int


@dataclass(slots=True)
class Saved:
    """What came of one document in one transaction. `others` are rows that came by another door."""

    live: Live
    others: list[tuple[int, bytes]] = field(default_factory=list)
    pens: dict[int, int] = field(default_factory=dict)  # those under which they may have been typed
    typed: list[Typed] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    answered: int = 0  # the number at which the answers that pages read stand now
    gone: bool = False  # erased
    busy: bool = False  # somebody else is writing to it at this moment: the same again a little later
    stale: bool = False  # it has to be read again: its log was folded, or a pen was taken by somebody else


class Saver(threading.Thread):
    """Takes what waits, commits it, and hands the outcome to `saved` (called in this thread)."""

    def __init__(self, saved: Callable[[list[Saved]], None], failed: Callable[[list], None]):
        super().__init__(name="saver", daemon=True)
        self._waiting: SimpleQueue = SimpleQueue()
        self._saved, self._failed = saved, failed

    def put(self, item: Typed | Look | Answers) -> None:
        self._waiting.put(item)

    def finish(self) -> None:
        """Write what waits and stop."""
        self._waiting.put(None)
        self.join()

    def run(self) -> None:
        last, going, left = 0.0, True, []
        while going or left:
            batch = left or [self._waiting.get()]
            time.sleep(max(0.0, last + LEAST_BETWEEN - time.monotonic()))
            last = time.monotonic()
            while len(batch) < MOST_AT_ONCE:
                try:
                    batch.append(self._waiting.get_nowait())
                except Empty:
                    break
            going = going and None not in batch
            batch = [item for item in batch if item is not None]
            left = []
            try:
                found = save(batch)
            except Error:
                log.exception(
                    "What was typed could not be saved; those who typed it are told to connect again"
                )
                connection.close()
                self._failed(batch)
            else:
                self._saved([each for each in found if not each.busy])
                busy = {each.live for each in found if each.busy}
                left = [item for item in batch if item.live in busy]
        connection.close()


def save(batch: Collection[Typed | Look | Answers]) -> list[Saved]:
    """One transaction with everything in it; nothing is there of a batch that fails."""
    outcome: dict[Live, Saved] = {}
    flats: list[Answers] = []
    for item in batch:
        found = outcome.setdefault(item.live, Saved(item.live))
        if isinstance(item, Typed):
            found.typed.append(item)
        elif isinstance(item, Answers):
            flats.append(item)
        else:
            found.looks.append(item)
    added_to = {item.live.document.pk for item in batch if not isinstance(item, Look)}
    with transaction.atomic():
        heads = _heads(outcome.values(), added_to)
        was, rows, pens = dict(heads), [], []
        for found in outcome.values():
            if not found.busy:
                _place(found, heads, rows, pens)
        _write(rows, [(pk, seq) for pk, seq in heads.items() if seq > was[pk]])
        if pens:
            Pen.objects.bulk_create(pens, ignore_conflicts=True)
        for item in flats:
            if not outcome[item.live].busy:
                _answer(item, outcome[item.live])
    for found in outcome.values():
        if not (found.gone or found.stale or found.busy):
            found.live.saved = _last(found)
    return list(outcome.values())


def _heads(outcome: Collection[Saved], added_to: set[int]) -> dict[int, int]:
    """The newest number of each document; those that are added to are locked where the database locks rows.

    One that somebody else holds is put off. Who waits for it while he holds others might wait for
    somebody who waits for those.
    """
    lock = " FOR UPDATE SKIP LOCKED" if connection.features.has_select_for_update_skip_locked else ""
    heads = _seqs(added_to, lock)
    others = _seqs({found.live.document.pk for found in outcome} - heads.keys())
    for found in outcome:
        pk = found.live.document.pk
        found.busy = pk in added_to and pk not in heads and pk in others
    return others | heads


def _seqs(wanted: set[int], lock: str = "") -> dict[int, int]:
    """document → number; worded by hand, because this is asked for each batch of keys."""
    if not wanted:
        return {}
    marks = ", ".join(["%s"] * len(wanted))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, seq FROM {Document._meta.db_table} WHERE id IN ({marks}) ORDER BY id{lock}",  # noqa: S608
            sorted(wanted),
        )
        return dict(cursor.fetchall())


def _place(found: Saved, heads: dict[int, int], rows: list, pens: list) -> None:
    """Number what was typed after what is there, and read what came by another door."""
    live = found.live
    head = heads.get(live.document.pk)
    if head is None:
        found.gone = True
        return
    if head > live.saved:
        found.others = _rows_between(live, head)
        if len(found.others) != head - live.saved:  # its log was folded meanwhile
            found.stale = True
            return
        found.pens = _new_pens(live)
    if _is_in_another_hand(found):
        found.stale = True
        return
    document, seq = live.document, head
    key, place = document.opened_key, f"{document.identity} row"
    for items in _runs(found.typed):
        who = items[0].door.admitted
        updates = [item.update for item in items if item.update is not None]
        if updates:
            seq += 1
            update = merge_updates(*updates) if len(updates) > 1 else updates[0]
            sealed = keys.seal(key, update, place=place, seq=seq)
            rows.append((document.pk, seq, who.person, who.typed_by, who.how, "", sealed))
        for item in items:
            item.seq = seq
            pens += [
                Pen(document=document, client=client, person_id=who.person, typed_by_id=who.typed_by)
                for client in item.new_clients
            ]
    heads[document.pk] = seq


def _runs(typed: list[Typed]) -> Iterator[list[Typed]]:
    """Keys of one person that came one after the other become one row; what is longer stays a row of its own."""
    for (_, small), run in groupby(typed, lambda item: (item.door, len(item.update or b"") <= A_KEY)):
        yield from ([*some] for some in batched(run, IN_A_ROW if small else 1))


def _last(found: Saved) -> int:
    seen = found.others[-1][0] if found.others else found.live.saved
    return max([seen, *(item.seq for item in found.typed)])


def _rows_between(live: Live, head: int) -> list[tuple[int, bytes]]:
    key, place = live.document.opened_key, f"{live.document.identity} row"
    rows = Row.objects.filter(document_id=live.document.pk, seq__gt=live.saved, seq__lte=head).order_by("seq")
    return [
        (seq, keys.unseal(key, it, place=place, seq=seq)) for seq, it in rows.values_list("seq", "sealed")
    ]


def _new_pens(live: Live) -> dict[int, int]:
    """Whoever comes here from another process goes on under the id that they had there."""
    pens = Pen.objects.filter(document_id=live.document.pk, pk__gt=live.pens_read).order_by("pk")
    found = list(pens.values_list("pk", "client", "person_id"))
    if found:
        live.pens_read = found[-1][0]
    return {client: person for _, client, person in found}


def _is_in_another_hand(found: Saved) -> bool:
    """Whether somebody else took the same new id in another process; what was typed under it is refused."""
    new = {client: item.door.admitted.person for item in found.typed for client in item.new_clients}
    if not new:
        return False
    pens = Pen.objects.filter(document_id=found.live.document.pk, client__in=new)
    return any(new[client] != person for client, person in pens.values_list("client", "person_id"))


def _write(rows: list[tuple], moved: list[tuple[int, int]]) -> None:
    """The rows and the new numbers, without a model object for each keystroke."""
    if not rows:
        return
    adapt = connection.ops.adapt_datetimefield_value
    now = adapt(timezone.now())
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {Row._meta.db_table} (document_id, seq, by_id, typed_by_id, how, at, form, sealed)"  # noqa: S608
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            [(*row[:5], now, *row[5:]) for row in rows],
        )
        cursor.executemany(
            f"UPDATE {Document._meta.db_table} SET seq = %s, changed = %s WHERE id = %s",  # noqa: S608
            [(seq, now, pk) for pk, seq in moved],
        )


def _answer(item: Answers, found: Saved) -> None:
    """Lay the answers beside the document, if it has not moved on."""
    document = item.live.document
    here = Document.objects.filter(pk=document.pk, seq=item.seq)
    here.filter(answers_seq__lt=item.seq).update(
        answers=document.sealed("answers", item.seq, packed(item.flat)), answers_seq=item.seq
    )
    if here.exists():
        found.answered = item.seq
