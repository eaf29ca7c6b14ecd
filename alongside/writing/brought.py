"""What was typed live and had not arrived when somebody pressed the button: it comes with the form.

It is the change itself, in the ids of the page that typed it, and goes through the same gate as what
a socket brings. So the form's texts need not be compared with anything, and when the same letters
come by the socket too, before or after, they are there already.
"""

import base64
import binascii
import time

from django.db import connection

from alongside.writing.document import TYPED, Key, Pen
from alongside.writing.flat import answers_in
from alongside.writing.gate import Gap, Refused
from alongside.writing.hub import Hand, hub
from alongside.writing.live import Broken, Live, Rules, load
from alongside.writing.store import alone, append

LARGEST = 1024 * 1024  # bytes, as in a frame
TRIES, BETWEEN = 5, 0.2  # what it builds on may be on its way to the disk in another process
PATIENCE = 30.0  # seconds for the saver; a form that waits longer is told that something is wrong


def read(words: str) -> bytes | None:
    """The update out of a form's field; None for what is none."""
    if len(words) > LARGEST * 4 // 3 + 4:
        return None
    try:
        return base64.b64decode(words, validate=True)
    except (binascii.Error, ValueError):
        return None


def bring(place: Key, update: bytes, rules: Rules, *, by, typed_by=None, how: str = TYPED) -> bool | None:
    """Put it into the log, as keys of this person: whether it changed anything, None where it is refused.

    Where this process has the document open it goes through that copy, so that two changes under one id
    meet in one place. Raises `TooLong`; what is refused leaves nothing behind.
    """
    try:
        changed = _through_the_copy(place, update, rules, Hand(by.pk, typed_by.pk if typed_by else None, how))
        if changed is None:
            changed = _into_the_log(place, update, rules, {"by": by, "typed_by": typed_by, "how": how})
        return changed
    except (Refused, Broken):
        return None


def _through_the_copy(place: Key, update: bytes, rules: Rules, hand: Hand) -> bool | None:
    """None where there is no copy, or one that has not read yet what this builds on."""
    if connection.in_atomic_block:  # the saver would wait for us
        return None
    done = hub.bring(place, update, rules, hand)
    try:
        return done.result(PATIENCE) if done else None
    except Gap:
        return None


def _into_the_log(place: Key, update: bytes, rules: Rules, hand: dict, tries: int = TRIES) -> bool:
    try:
        with alone(place):
            return _added(load(place), update, rules, hand)
    except Gap:
        if tries == 1:
            raise
    time.sleep(BETWEEN)
    return _into_the_log(place, update, rules, hand, tries - 1)


def _added(live: Live, update: bytes, rules: Rules, hand: dict) -> bool:
    try:
        change, new = live.take(update, rules, hand["by"].pk)
    finally:
        live.close()
    if change is None:
        return False
    append(live.document, [(change, "")], answers_in(live.doc), **hand)
    whose = {"document": live.document, "person": hand["by"], "typed_by": hand["typed_by"]}
    Pen.objects.bulk_create(Pen(client=client, **whose) for client in new)
    return True
