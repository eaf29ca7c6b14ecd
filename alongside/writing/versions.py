"""Versions: what a document said at one moment, frozen, so that a signature and a shared page cannot move.

Kept is plain data, sealed. The hash stands open beside it (a signature is a row that holds it);
the random salt lies inside the seal, so that a short answer cannot be guessed from the hash
once the key is gone.
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Sequence
from contextlib import ExitStack

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from alongside.kit.sheets import Answers
from alongside.privacy.sealed import canonical
from alongside.writing.document import TYPED, Document, Key
from alongside.writing.store import alone, post, read, unwritten


class Version(models.Model):
    """The answers of one document at one moment, under a name, by somebody."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="versions")
    seq = models.PositiveIntegerField()
    name = models.CharField(max_length=60)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    definition_hash = models.CharField(max_length=64, blank=True, default="")
    hash = models.CharField(max_length=64, db_index=True)
    sealed = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["document", "name", "at"])]

    def __str__(self):
        return f"{self.name} of {self.document_id} at {self.seq}"

    def _opened(self) -> dict:
        return json.loads(self.document.unsealed(f"version {self.hash}", self.seq, self.sealed))

    @property
    def answers(self) -> Answers:
        return Answers(self._opened()["answers"])

    def is_sound(self) -> bool:
        """Whether what lies here is what was frozen."""
        held = self._opened()
        return self.hash == hash_of(Answers(held["answers"]), self.definition_hash, held["salt"])


def freeze(
    document: Document | Key | Sequence[Document | Key],
    *,
    by,
    name: str,
    definition_hash: str = "",
    pick: Callable[[dict], dict] | None = None,
):
    """A version of the document as it is now; of several, a list, all at the same moment.

    `pick` takes the flat answers and gives those that belong into the version, for what is left
    out when something is shared.
    """
    if isinstance(document, Document | Key):
        return freeze([document], by=by, name=name, definition_hash=definition_hash, pick=pick)[0]
    places = [each if isinstance(each, Key) else each.place for each in document]
    with ExitStack() as held:
        held.enter_context(transaction.atomic())
        found = {place: held.enter_context(alone(place)) or Document.begin(place) for place in places}
        return [
            _frozen(found[place], read(found[place]).answers, by, name, definition_hash, pick)
            for place in places
        ]


def _frozen(document: Document, answers: Answers, by, name: str, definition_hash: str, pick) -> Version:
    if pick:
        answers = Answers(pick(answers.flat))
    salt = secrets.token_hex(16)
    version = Version(
        document=document,
        seq=document.seq,
        name=name,
        by=by,
        definition_hash=definition_hash,
        hash=hash_of(answers, definition_hash, salt),
    )
    kept = canonical({"answers": answers.flat, "salt": salt})
    version.sealed = document.sealed(f"version {version.hash}", version.seq, kept)
    version.save()
    return version


def answers_of(version: Version) -> Answers:
    """What the document said when it was frozen."""
    return version.answers


def newest(document: Document, name: str) -> Version | None:
    """The latest version under that name."""
    return document.versions.filter(name=name).order_by("-at", "-pk").first()


def restore(version: Version, *, by, typed_by=None, how: str = TYPED):
    """Say again what a version said: a post of its answers by somebody who sees what is there now."""
    return say_again(version.document.place, version.answers, by=by, typed_by=typed_by, how=how)


def say_again(place: Key, answers: Answers, *, by, typed_by=None, how: str = TYPED):
    """Bring a document back to these answers, merged like any form; what it said until now stays in its log."""
    with alone(place) as document:
        seen = read(document) if document else unwritten(place)
        changes = _towards(answers.flat, seen.answers.flat)
        return post(place, seen.token, secrets.token_hex(8), changes, by=by, typed_by=typed_by, how=how)


def _towards(wanted: dict, now: dict) -> dict:
    """The changes of a form that shows everything and says what was wanted."""
    order = wanted["rows"]
    return {
        "texts": dict.fromkeys(now["texts"], "") | wanted["texts"],
        "values": dict.fromkeys(now["values"]) | wanted["values"],
        "rows": {
            "add": {row: key for row, key in order.items() if row not in now["rows"]},
            "move": {row: key for row, key in order.items() if row in now["rows"]},
            "remove": [row for row in now["rows"] if row not in order],
        },
    }


def hash_of(answers: Answers, definition_hash: str, salt: str) -> str:
    """SHA-256 of what is agreed: the answers, the questions they answer, and a salt."""
    return hashlib.sha256(canonical([answers.flat, definition_hash, salt])).hexdigest()


def content_hash(answers: Answers) -> str:
    """Equal for equal answers: to compare, not to keep, because a short answer can be guessed from it."""
    return hash_of(answers, "", "")


def changes_between(before, after) -> list[tuple[str, str | bool | None, str | bool | None]]:
    """(name, before, after) of each answer that differs; None where there was or is none.

    Takes versions or answers. A row that came or went is named with True on the side where it is.
    """
    old, new = (_flat_of(each) for each in (before, after))
    found = []
    for kind in ("rows", "texts", "values"):
        names = sorted({*old[kind], *new[kind]})
        for name in names:
            was, now = old[kind].get(name), new[kind].get(name)
            if kind == "rows":
                was, now = (name in old["rows"]) or None, (name in new["rows"]) or None
            if was != now:
                found.append((name, was, now))
    return found


def _flat_of(answers) -> dict:
    return (answers.answers if isinstance(answers, Version) else answers).flat
