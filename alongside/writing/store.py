"""The store of what two people write: read it, and post a form into it. What is typed live comes by the saver.

seen = read_or_new(pair, "action-plan")
posted = post(document_key(pair, "action-plan"), seen.token, form, changes, by=amira)
"""

import hashlib
import hmac
import time
from collections.abc import Iterable
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from threading import RLock

from django.db import connection, transaction
from django.utils import timezone

from alongside.kit.fields import whole
from alongside.kit.in_turn import in_turn
from alongside.kit.sheets import Answers
from alongside.privacy import keys
from alongside.privacy.sealed import canonical
from alongside.writing.document import TYPED, Document, Key, Row, Shown, changed, document_key, logs_of
from alongside.writing.flat import (
    TooLong,
    answers_in,
    build,
    everything_in,
    in_row,
    row_of,
)
from alongside.writing.posted import Clash, Log, cleared, merge, read_changes

ABOVE_BROWSERS = 2**32  # browsers draw their ids below this
MAC_LENGTH = 12


@dataclass(frozen=True)
class Seen:
    """What a page shows, and the token that its form carries: both from one read."""

    seq: int
    token: str
    answers: Answers
    document: Document | None = None


@dataclass(frozen=True)
class Posted:
    """What came of a form. `stale`: nothing was merged; show `now` beside what was typed.

    `changed` says whether anything is different from before, which a second press is not.
    """

    seq: int
    changed: bool = False
    both_changed: list[Clash] = field(default_factory=list)
    stale: bool = False
    now: Seen | None = None


def read(document: Document) -> Seen:
    """The document as it is."""
    return _seen(document.place, document)


def read_or_new(pair, sheet: str, person=None, kept: bool = False, occasion: str = "") -> Seen:
    """The same for a document that may not be there yet: then it is empty, and its number is 0."""
    place = document_key(pair, sheet, person, kept, occasion)
    return _seen(place, _find(place))


def read_many(pair, documents) -> dict[Key, Seen]:
    """All documents of a queryset by their keys, in one query, and two more while somebody types live.

    Use `.get(key) or unwritten(key)` for one that may not be there yet.
    """
    found = list(documents.filter(pair=pair).select_related("pair__space_key"))
    behind = [each for each in found if each.answers_seq < each.seq]
    logs = logs_of(behind) if behind else {}
    return {each.place: _seen(each.place, each, logs.get(each.pk)) for each in found}


def will_come_back(seen: Seen) -> None:
    """A form carries this token: what was typed live up to there must not be joined with what follows."""
    document = seen.document
    if document and document.seq > document.joined:
        Shown.objects.bulk_create([Shown(document=document, seq=document.seq)], ignore_conflicts=True)


def unwritten(place: Key) -> Seen:
    """A document in which nobody has written."""
    return _seen(place, None)


def post(
    place: Key | Document, seen: str, form: str, changes: dict, *, by, typed_by=None, how: str = TYPED
) -> Posted:
    """Merge a posted form into the document, in one transaction with its answers.

    `changes` holds only what the form showed: `{"texts": {name: text}, "values": {name: value or
    None}, "rows": {"add": {name: order key, position or None for the end}, "remove": [name],
    "move": {name: order key}}}`. Nothing to do adds no row. Raises `TooLong`.

    With `"unsure": True` the page was typed live and cannot say any more what it has seen since: where a
    text has changed meanwhile nothing is merged, as for a page that is too old.
    """
    place = place if isinstance(place, Key) else place.place
    wanted = read_changes(changes)
    with alone(place) as document:
        log = document.log() if document else Log()
        seq = _accepted(place, document, log, seen)
        wanted = wanted if seq is None else cleared(log, seq, form, wanted)
        if seq is None or wanted is None:
            return Posted(document.seq if document else 0, stale=True, now=_seen(place, document))
        clients = Clients(document.last_client if document else 0)
        merged = merge(log, seq, form, wanted, clients.new)
        if merged.updates:
            document = document or Document.begin(place)
            document.last_client = clients.last
            rows = [(update, form if tagged else "") for update, tagged in merged.updates]
            append(document, rows, answers_in(merged.doc), by=by, typed_by=typed_by, how=how)
        now = _seen(place, document)
        return Posted(now.seq, bool(merged.updates), merged.clashes, now=now)


def removed_rows(document: Document) -> dict[str, Answers]:
    """Rows that were taken out and still have their words; adding the same row brings it back."""
    held = everything_in(build(document.log().until(document.seq)))
    gone = {row_of(name) for name in (*held["texts"], *held["values"])} - {None, *held["rows"]}
    return {row: Answers(in_row(held, row) | {"rows": {}}) for row in sorted(gone)}


class Clients:
    """Ids for our own writing: above every browser's, by the clock, and never the same twice.

    A counter would come again after a restore, and two different changes under one id make
    documents that differ for ever without a sign of it.
    """

    def __init__(self, last: int):
        self.last = last

    def new(self) -> int:
        self.last = max(ABOVE_BROWSERS + int(time.time() * 1000), self.last + 1)
        return self.last


def _find(place: Key) -> Document | None:
    return Document.objects.filter(**place.columns).select_related("pair__space_key").first()


def append(
    document: Document, rows: Iterable[tuple[bytes, str]], answers: Answers | None, *, by, typed_by, how
) -> None:
    """Rows, each with the form that brought it, answers and number together, in the caller's transaction."""
    at = timezone.now()
    made = []
    for update, form in rows:
        document.seq += 1
        sealed = document.sealed("row", document.seq, update)
        made.append(
            Row(
                document=document,
                seq=document.seq,
                by=by,
                typed_by=typed_by,
                how=how,
                at=at,
                form=form,
                sealed=sealed,
            )
        )
    Row.objects.bulk_create(made)
    document.changed = at
    if answers is not None:
        document.keep_answers(answers)
        if document.joined == made[0].seq - 1:  # nothing that was typed live waits to be joined
            document.joined = document.seq
    document.save(update_fields=["seq", "last_client", "answers", "answers_seq", "changed", "joined"])
    changed.send(sender=Document, place=document.place)


def _accepted(place: Key, document: Document | None, log: Log, token: str) -> int | None:
    """The number that the form has seen, if it is one that we can build again and its answers are ours."""
    number, _, mac = token.partition(".")
    head = document.seq if document else 0
    seq = whole(number)
    if seq is None or not log.since <= seq <= head:
        return None
    answers = answers_in(build(log.until(seq)))
    return seq if hmac.compare_digest(mac.encode(), _mac(place, document, seq, answers).encode()) else None


def _seen(place: Key, document: Document | None, log: Log | None = None) -> Seen:
    if document is None:
        return Seen(0, f"0.{_mac(place, None, 0, Answers())}", Answers())
    if document.answers_seq == document.seq:
        answers = document.kept_answers()
    else:
        log = log or document.log()
        if log.since > document.seq:  # the log was folded between the two reads
            return _seen(place, _find(place))
        answers = answers_in(build(log.until(document.seq)))
    return Seen(
        document.seq, f"{document.seq}.{_mac(place, document, document.seq, answers)}", answers, document
    )


def _mac(place: Key, document: Document | None, seq: int, answers: Answers) -> str:
    """Ties number and answers together, so that a number from before a restore is not mistaken for ours."""
    if document is None or seq == 0:
        key, what = keys.derive("what an unwritten sheet shows"), canonical(place.columns)
    else:
        key, what = keys.derive("what a page shows", document.key()), canonical([seq, answers.flat])
    return hmac.new(key, what, hashlib.sha256).hexdigest()[:MAC_LENGTH]


_locks = [RLock() for _ in range(256)]


@contextmanager
def alone(place: Key):
    """One writer for each document: yields it (or None) inside a transaction.

    Who already holds a transaction holds the database's write lock or the row, and must not wait
    here for somebody who waits for those.
    """
    lock = nullcontext() if connection.in_atomic_block else _locks[hash(place) % len(_locks)]
    with lock, transaction.atomic():
        yield _held(place) or _held_after_others_began(place)


def _held(place: Key) -> Document | None:
    return (
        Document.objects.select_for_update(of=("self",))
        .filter(**place.columns)
        .select_related("pair__space_key")
        .first()
    )


def _held_after_others_began(place: Key) -> Document | None:
    """There is no row to lock yet, and another process may be about to begin the same document."""
    in_turn(repr(place))
    return _held(place)


__all__ = [
    "Clash",
    "Key",
    "Posted",
    "Seen",
    "TooLong",
    "document_key",
    "post",
    "read",
    "read_many",
    "read_or_new",
    "removed_rows",
    "unwritten",
    "will_come_back",
]
