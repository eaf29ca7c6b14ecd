"""What somebody types live, through the gate, the copy in memory and the saver, as a socket brings it."""

from types import SimpleNamespace

from alongside.writing.document import TYPED, Document, Key
from alongside.writing.live import Rules, load
from alongside.writing.saver import Answers, Typed, save

ANYTHING = Rules(is_text=lambda _: True, is_value=lambda *_: True, is_row=lambda *_: True)


def type_live(place: Key | Document, update: bytes, *, by, typed_by=None, how: str = TYPED) -> int:
    """The number under which it lies in the log; the same as before for what changes nothing."""
    live = load(place if isinstance(place, Key) else place.place)
    hand = SimpleNamespace(person=by.pk, typed_by=typed_by and typed_by.pk, how=how)
    typed = Typed(live, SimpleNamespace(admitted=hand), *live.take(update, ANYTHING, by.pk))
    save([typed])
    live.close()
    return typed.seq


def come_to_rest(document: Document) -> None:
    """Two quiet seconds later: the answers that pages read are written."""
    live = load(document.place)
    save([Answers(live, live.answers(), live.seq)])
    live.close()
