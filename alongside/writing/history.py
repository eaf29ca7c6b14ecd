"""Who wrote what and when: steps, the answers at any of them, and the author of each piece of text."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from pycrdt import Doc

from alongside.kit.sheets import Answers
from alongside.privacy.sealed import packed, unpacked
from alongside.writing import flat as shape
from alongside.writing.document import SUPPORTED, Document, Row, Snapshot, logs_of, snapshots_of
from alongside.writing.posted import Log

ONE_SITTING = timedelta(minutes=10)

# By, typed by, hour; and who helped, where somebody did for the day.
type Hand = tuple[int | None, int | None, str] | tuple[int | None, None, str, int | None]
type Span = tuple  # bytes, and whose hand
NOBODY: Hand = (None, None, "")


@dataclass(frozen=True)
class Step:
    """What one person did in one sitting, or the two who typed together; then `by` is nobody alone."""

    first: int
    last: int
    by: object
    typed_by: object
    how: str
    began: datetime
    ended: datetime


def steps(document: Document) -> list[Step]:
    """The steps of the last 31 days, the newest first; what is older has named versions only."""
    rows = document.rows.order_by("seq").select_related("by", "typed_by")
    return [_step(sitting) for sitting in _sittings(rows)][::-1]


def steps_of(documents: Iterable[Document]) -> dict[int, list[Step]]:
    """The same for several documents by their number, in one query and without a word of theirs."""
    rows = Row.objects.filter(document__in=documents).order_by("document", "seq")
    found: dict[int, list[Row]] = {}
    for row in rows.select_related("by", "typed_by").defer("sealed"):
        found.setdefault(row.document_id, []).append(row)
    return {document: [_step(sitting) for sitting in _sittings(held)][::-1] for document, held in found.items()}


def begins_at(documents: Iterable[Document]) -> dict[int, int]:
    """The number from which each document can still be rebuilt; 0 for those that are not named."""
    return dict(Snapshot.objects.filter(document__in=documents).values_list("document", "seq"))


def _sittings(rows: Iterable[Row]) -> list[list[Row]]:
    found: list[list[Row]] = []
    for row in rows:
        if found and _goes_on(found[-1][-1], row):
            found[-1].append(row)
        else:
            found.append([row])
    return found


def _goes_on(last: Row, row: Row) -> bool:
    typed_live = not last.form and not row.form and last.how == row.how
    return (typed_live or _hand(last) == _hand(row)) and (row.began or row.at) - last.at < ONE_SITTING


def _hand(row: Row) -> tuple:
    return row.by_id, row.typed_by_id, row.how


def _step(rows: list[Row]) -> Step:
    first, last = rows[0], rows[-1]
    by, typed_by = _only(row.by for row in rows), _only(row.typed_by for row in rows)
    return Step(first.seq, last.seq, by, typed_by, first.how, first.began or first.at, last.at)


def _only(people: Iterable):
    """The one who did all of it, or nobody."""
    found = list(people)
    return found[0] if all(each == found[0] for each in found) else None


def answers_at(document: Document, seq: int, log: Log | None = None) -> Answers | None:
    """What the document said then; None where its log no longer reaches back so far."""
    log = log or document.log()
    if not log.since <= seq <= document.seq:
        return None
    return shape.answers_in(shape.build(log.until(seq)))


def authors(document: Document) -> dict[str, list[tuple]]:
    """Each text in pieces: (piece, id of who wrote it, id of who typed it, hour, and id of who helped)."""
    return authors_of([document])[document.pk][1]


def authors_of(documents: list[Document]) -> dict[int, tuple[Answers, dict[str, list[tuple]]]]:
    """The same for several documents by their number, beside the answers, in as many queries as for one."""
    snapshots, hands = snapshots_of(documents), _hands(documents)
    logs = logs_of(documents, snapshots)
    found = {}
    for each in documents:
        log = logs[each.pk]
        spans = _folded(_begun(each, snapshots.get(each.pk)), log, hands.get(each.pk, {}), each.seq)
        shown = shape.answers_in(shape.build(log.until(each.seq)))
        pieces = {name: _pieces(text, spans.get(name, [])) for name, text in shown.texts.items()}
        found[each.pk] = shown, pieces
    return found


def _pieces(text: str, spans: list[Span]) -> list[tuple]:
    held, found, at = text.encode(), [], 0
    for length, *author in spans:
        found.append((held[at : at + length].decode(), *author))
        at += length
    return found


def spans_of(document: Document, until: int | None = None) -> dict[str, list[Span]]:
    """Whose hand each stretch of bytes is, folded from the snapshot's over the log (up to a number)."""
    until = document.seq if until is None else until
    begun = _begun(document, snapshots_of([document]).get(document.pk))
    return _folded(begun, document.log(), _hands([document]).get(document.pk, {}), until)


def _begun(document: Document, snapshot: Snapshot | None) -> dict[str, list[Span]]:
    return opened_spans(document, snapshot.spans, snapshot.seq) if snapshot else {}


def sealed_spans(document: Document, spans: dict, seq: int) -> bytes:
    return document.sealed("spans", seq, packed(spans))


def _hands(documents: list[Document]) -> dict[int, dict[int, Hand | dict[str, list[Span]]]]:
    """By document: whose hand each row is; of a joined row, whose each stretch of text was after it."""
    by_number = {each.pk: each for each in documents}
    rows = Row.objects.filter(document__in=documents)
    found: dict[int, dict] = {}
    for number, seq, spans, *hand in rows.values_list("document", "seq", "spans", "by", "typed_by", "at", "how"):
        whose = opened_spans(by_number[number], spans, seq) if spans else _whose(*hand)
        found.setdefault(number, {})[seq] = whose
    return found


def _whose(by: int | None, typed_by: int | None, at: datetime, how: str) -> Hand:
    """Who helped somebody for the day did not hold the pen: the words are the person's own."""
    hour = f"{at:%Y-%m-%dT%H}"
    return (by, None, hour, typed_by) if how == SUPPORTED and typed_by else (by, typed_by, hour)


def opened_spans(document: Document, sealed: bytes, seq: int) -> dict[str, list[Span]]:
    """Spans as they lie beside a snapshot or a joined row."""
    held = unpacked(document.unsealed("spans", seq, sealed))
    return {name: [tuple(span) for span in each] for name, each in held.items()}


def _folded(spans: dict, log, hands: dict, until: int) -> dict[str, list[Span]]:
    doc = shape.build([log.state] if log.state else [])
    heard: list = []
    watching = [_listen(doc, name, heard) for name in _names(log, until)]
    for row in log.rows:
        if row.seq > until:
            break
        doc.apply_update(row.update)
        hand = hands.get(row.seq, NOBODY)  # joined meanwhile: the row that follows says whose it was
        if isinstance(hand, dict):
            spans = hand
        else:
            for name, delta in heard:
                spans[name] = _moved(spans.get(name, []), delta, hand)
        heard.clear()
    for text, subscription in watching:
        text.unobserve(subscription)
    return {name: each for name, each in spans.items() if each}


def _names(log, until: int) -> list[str]:
    return list(shape.texts_of(shape.build(log.until(until))))


def _listen(doc: Doc, name: str, heard: list):
    text = shape.text_of(doc, name)
    return text, text.observe(lambda event: heard.append((name, event.delta)))  # type: ignore[attr-defined]


def _moved(spans: list[Span], delta: list[dict], hand: Hand) -> list[Span]:
    """Spans after one delta, both in bytes."""
    rest, out = spans[::-1], []
    for step in delta:
        if "insert" in step:
            _add(out, len(step["insert"].encode()), hand)
            continue
        for length, *who in _taken(rest, step.get("retain", step.get("delete", 0))):
            if "retain" in step:
                _add(out, length, tuple(who))
    for length, *who in reversed(rest):
        _add(out, length, tuple(who))
    return out


def _taken(rest: list[Span], length: int) -> Iterable[Span]:
    """The next spans of that length, off the end of a list that stands the wrong way round."""
    while length and rest:
        there, *who = rest.pop()
        if there > length:
            rest.append((there - length, *who))
        yield (min(there, length), *who)
        length -= min(there, length)


def _add(out: list[Span], length: int, hand: Hand) -> None:
    if out and out[-1][1:] == hand:
        out[-1] = (out[-1][0] + length, *hand)
    else:
        out.append((length, *hand))
