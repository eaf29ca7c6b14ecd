"""Fold the old part of a log into one snapshot: smaller, and without what people deleted.

It never passes a form that may still be posted: forms live 30 days, the log 31.
"""

from datetime import datetime, timedelta

from django.utils import timezone

from alongside.writing import flat as shape
from alongside.writing.document import Document, Snapshot
from alongside.writing.history import sealed_spans, spans_of
from alongside.writing.posted import Log
from alongside.writing.store import Clients, alone

FORM_LIVES = timedelta(days=30)
LOG_LIVES = timedelta(days=31)
LEFT_ALONE = timedelta(days=1)


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
