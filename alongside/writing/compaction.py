"""Make logs smaller: join what was typed live, and fold what is old into one snapshot.

Neither takes away a number that a form may still come back with. Joining keeps every number that
a page has shown; folding never passes a form that may still be posted (forms live 30 days, the log
31). Both let go of what people deleted.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone

from alongside.writing import flat as shape
from alongside.writing.document import Document, Row, Shown, Snapshot
from alongside.writing.history import ONE_SITTING, sealed_spans, spans_of
from alongside.writing.posted import Log
from alongside.writing.store import Clients, alone

FORM_LIVES = timedelta(days=30)
LOG_LIVES = timedelta(days=31)
LEFT_ALONE = timedelta(days=1)
RESTING = timedelta(seconds=20)  # since the last key: then what was typed live is joined


def compact(document: Document, *, now: datetime | None = None, everything: bool = False) -> int:
    """Fold rows older than 31 days and return how many; `everything`, to let deleted words go at once.

    After that, forms that are still open show both texts side by side instead of merging.
    """
    with alone(document.place) as held:
        if held is None:
            return 0
        log = held.log()
        until = held.seq if everything else _last_old(held, now or timezone.now())
        return _fold(held, log, until) if until and until > log.since else 0


def compact_idle(*, now: datetime | None = None) -> int:
    """Compact every document that has an old log and was left alone for a day; returns how many rows went."""
    now = now or timezone.now()
    idle = Document.objects.filter(changed__lt=now - LEFT_ALONE, rows__at__lte=now - LOG_LIVES).distinct()
    return sum(compact(document, now=now) for document in idle)


def join_resting(*, now: datetime | None = None) -> int:
    """Join what was typed live into every document that rests; returns how many rows went."""
    now = now or timezone.now()
    resting = Document.objects.filter(changed__lt=now - RESTING, seq__gt=F("joined"))
    return sum(join(document) for document in resting.iterator())


def join(document: Document) -> int:
    """One row for each stretch that was typed live between two numbers that matter; returns how many went.

    A number matters when a page has shown it, when a form brought it, and when a sitting ended there.
    It is worked out before anything is locked, and thrown away if somebody wrote meanwhile.
    """
    seq = document.seq
    joined = [_Joined.of(document, stretch) for stretch in _stretches(document)]
    with alone(document.place) as held:
        if held is None or held.seq != seq or held.joined != document.joined:
            return 0
        gone = sum(each.put_in_place(held) for each in joined)
        held.joined = seq
        held.save(update_fields=["joined"])
        Shown.objects.filter(document=held, at__lt=timezone.now() - LOG_LIVES).delete()
        return gone


def _stretches(document: Document) -> list[list[Row]]:
    """Rows that may become one, without their words; single ones are left as they are."""
    shown = set(Shown.objects.filter(document=document).values_list("seq", flat=True))
    rows = document.rows.filter(seq__gt=document.joined).order_by("seq").defer("sealed", "spans")
    found: list[list[Row]] = [[]]
    for row in rows:
        last = found[-1][-1] if found[-1] else None
        if last and (last.seq in shown or _are_apart(last, row)):
            found.append([])
        found[-1].append(row)
    return [stretch for stretch in found if len(stretch) > 1]


def _are_apart(last: Row, row: Row) -> bool:
    return bool(last.form or row.form) or row.how != last.how or row.at - last.at >= ONE_SITTING


@dataclass
class _Joined:
    """The row that takes the place of a stretch."""

    first: int
    last: int
    columns: dict

    @classmethod
    def of(cls, document: Document, stretch: list[Row]) -> "_Joined":
        first, last, log = stretch[0], stretch[-1], document.log()
        doc = shape.build(log.until(first.seq - 1))
        before = doc.get_state()
        with doc.transaction():
            for row in log.rows:
                if first.seq <= row.seq <= last.seq:
                    doc.apply_update(row.update)
        columns = {
            "sealed": document.sealed("row", last.seq, doc.get_update(before)),
            "spans": sealed_spans(document, spans_of(document, last.seq), last.seq),
            "began": first.at,
        }
        if len({(row.by_id, row.typed_by_id) for row in stretch}) > 1:
            columns |= {"by": None, "typed_by": None}
        return cls(first.seq, last.seq, columns)

    def put_in_place(self, document: Document) -> int:
        gone, _ = document.rows.filter(seq__gte=self.first, seq__lt=self.last).delete()
        document.rows.filter(seq=self.last).update(**self.columns)
        return gone


def _last_old(document: Document, now: datetime) -> int | None:
    """The number before the first row of the last 31 days."""
    recent = (
        document.rows.filter(at__gt=now - LOG_LIVES).order_by("seq").values_list("seq", flat=True).first()
    )
    return recent - 1 if recent else document.seq


def _fold(document: Document, log: Log, until: int) -> int:
    spans = spans_of(document, until)
    clients = Clients(document.last_client)
    doc = shape.build(log.until(until), clients.new())
    for name in _long_gone(log, until):
        spans.pop(name, None)
        _forget(doc, name)
    state = shape.build([doc.get_update()]).get_update()
    Snapshot.objects.update_or_create(
        document=document,
        defaults={
            "seq": until,
            "state": document.sealed("state", until, state),
            "spans": sealed_spans(document, spans, until),
            "at": timezone.now(),
        },
    )
    gone, _ = document.rows.filter(seq__lte=until).delete()
    document.last_client = clients.last
    document.save(update_fields=["last_client"])
    return gone


def _long_gone(log: Log, until: int) -> list[str]:
    """Names in rows that were taken out by then and that nobody has brought back since."""
    doc = shape.build(log.until(until))
    names = [*shape.texts_of(doc), *shape.values_of(doc).to_py()]
    here = set(shape.rows_of(doc).to_py())
    for row in log.rows:
        if row.seq > until:
            doc.apply_update(row.update)
            here |= set(shape.rows_of(doc).to_py())
    return [name for name in names if shape.row_of(name) not in (None, *here)]


def _forget(doc, name: str) -> None:
    shape.put(shape.values_of(doc), name, None)
    text = shape.text_of(doc, name)
    if len(text):
        del text[:]
