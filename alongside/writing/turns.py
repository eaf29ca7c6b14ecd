"""Taking turns in a box of a sheet that the two write together: a courtesy, never a lock on words.

While somebody has the turn, the box is read-only for the other. A turn ends by itself when its holder has
been away for two minutes. What was typed or posted all the same is merged like everything else.
"""

import asyncio
import json
from collections.abc import Callable
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from alongside.kit.in_turn import in_turn
from alongside.writing.document import Key
from alongside.writing.hub import hub
from alongside.writing.lib0 import block, number
from alongside.writing.live import Live

GONE_AFTER = timedelta(minutes=2)
WRITTEN_EACH = timedelta(seconds=30)
TURNS = 123  # the kind of message


class Turn(models.Model):
    """One box of a joint sheet that one of the two has for now. The document may not be written yet."""

    pair = models.ForeignKey("people.Pair", models.CASCADE, related_name="turns")
    sheet = models.CharField(max_length=60)
    occasion = models.CharField(max_length=60, default="", blank=True)
    text = models.CharField(max_length=200)
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)
    active = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pair", "sheet", "occasion", "text"], name="a_box_is_one_persons_at_a_time"
            )
        ]

    @property
    def ends(self) -> datetime:
        """When it ends by itself, if its holder does nothing more."""
        return self.active + GONE_AFTER


def turns_at(place: Key):
    """The turns that stand now, of a document of both; there are none anywhere else."""
    if place.person_id is not None:
        return Turn.objects.none()
    found = Turn.objects.filter(pair=place.pair_id, sheet=place.sheet, occasion=place.occasion)
    return found.filter(active__gt=timezone.now() - GONE_AFTER).select_related("holder", "asked_by")


def take(place: Key, text: str, person) -> None:
    """One at a time from now on, and first whoever said so. A turn that stands stays whose it is."""
    where = {"pair_id": place.pair_id, "sheet": place.sheet, "occasion": place.occasion}
    with _one_decides(place):
        if not turns_at(place).filter(text=text).exists():
            Turn.objects.filter(**where, active__lte=timezone.now() - GONE_AFTER).delete()
            Turn.objects.create(**where, text=text, holder=person)


def ask(place: Key, text: str, person) -> None:
    """May I? The holder sees it and decides."""
    with _one_decides(place):
        turns_at(place).filter(text=text).exclude(holder=person).update(asked_by=person)


def hand_over(place: Key, text: str, person) -> None:
    """Here you are: only the holder gives the turn, to who asked for it."""
    with _one_decides(place):
        turn = turns_at(place).filter(text=text, holder=person, asked_by__isnull=False).first()
        if turn:
            turn.holder, turn.asked_by = turn.asked_by, None
            turn.since = turn.active = timezone.now()
            turn.save()


def end(place: Key, text: str, _person) -> None:
    """Both at once again: either may say so."""
    with _one_decides(place):
        turns_at(place).filter(text=text).delete()


@contextmanager
def _one_decides(place: Key):
    """The two may press at the same instant; those who have the document open hear what came of it."""
    with transaction.atomic():
        in_turn(f"turns {place!r}")
        yield
        transaction.on_commit(partial(hub.soon, tell_all, place))


def still_here(place: Key, person_id: int, at: datetime | None = None) -> None:
    """The holder did something: their turns on this sheet go on. Written once in a while."""
    at = at or timezone.now()
    turns_at(place).filter(holder=person_id, active__lte=at - WRITTEN_EACH).update(active=at)


# --- by the live door, in the thread of the event loop


class Watched:
    """What the doors of one document were told last, and when the next turn ends by itself."""

    def __init__(self) -> None:
        self.boxes: dict[str, dict] = {}
        self.timer: asyncio.TimerHandle | None = None
        self.keys: dict[int, datetime] = {}  # person → their last key that is not written yet


_watched: dict[Key, Watched] = {}


async def tell_all(place: Key) -> None:
    """Everybody who has the document open hears whose turn it is, if that is not what they know."""
    live = hub.opened(place)
    if live is None:
        _watched.pop(place, None)
        return
    watched = _watched.setdefault(place, Watched())
    found: list[Turn] = await hub.in_thread(_read, place)
    boxes = {turn.text: turn for turn in found}
    known = {text: (turn.holder_id, turn.asked_by_id) for text, turn in boxes.items()}
    if known != watched.boxes:
        watched.boxes = known
        for door in [door for door in live.doors if door.acks]:
            door.give(message(found, door.admitted.person))
    if watched.timer:
        watched.timer.cancel()
    watched.timer = _look_again(place, found)
    if not found:
        _watched.pop(place, None)


def _look_again(place: Key, found: list[Turn]) -> asyncio.TimerHandle | None:
    if not found:
        return None
    seconds = (min(turn.ends for turn in found) - timezone.now()).total_seconds()
    return asyncio.get_running_loop().call_later(max(seconds, 0) + 0.1, hub.soon, tell_all, place)


async def tell(place: Key, door) -> None:
    """Who has just come in hears it too; silence means that there are no turns."""
    if place.person_id is not None or not door.acks:
        return
    found = await hub.in_thread(_read, place)
    if found:
        door.give(message(found, door.admitted.person))
        await tell_all(place)


def _read(place: Key) -> list[Turn]:
    return list(turns_at(place))


def message(found: list[Turn], person_id: int) -> bytes:
    """`123, json`: the boxes that are somebody's now, as one of the two is told of them. The page knows the names."""
    boxes = {
        turn.text: {"mine": turn.holder_id == person_id, "asked": turn.asked_by_id is not None} for turn in found
    }
    return number(TURNS) + block(json.dumps({"boxes": boxes}).encode())


def key_typed(live: Live, person_id: int) -> None:
    """A key keeps the turn; it is remembered here and written each half minute."""
    watched = _watched.get(live.document.place)
    if watched is None or not any(holder == person_id for holder, _ in watched.boxes.values()):
        return
    is_waiting = person_id in watched.keys
    watched.keys[person_id] = timezone.now()
    if not is_waiting:
        write: Callable[[], None] = partial(hub.soon, _write_key, live.document.place, person_id)
        asyncio.get_running_loop().call_later(WRITTEN_EACH.total_seconds(), write)


async def _write_key(place: Key, person_id: int) -> None:
    watched = _watched.get(place)
    at = watched.keys.pop(person_id, None) if watched else None
    if at:
        await hub.in_thread(still_here, place, person_id, at)
