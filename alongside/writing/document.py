"""What lies in the database: documents, the log of each, and the keys that open them.

A document belongs to a pair, a sheet, whoever may write it (both, one of them, or one of them
for what they keep back) and an occasion (a meeting or review, for sheets that come back).
"""

import secrets
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.db import models
from django.dispatch import Signal
from django.utils import timezone

from alongside.kit.sheets import Answers
from alongside.privacy import keys
from alongside.privacy.audit import recorded
from alongside.privacy.sealed import packed, unpacked
from alongside.writing.posted import Log, Logged

TYPED, SUPPORTED, BROUGHT_BACK = "typed", "supported", "back"
WAYS = [
    (TYPED, "typed it"),
    (SUPPORTED, "typed it with or for somebody"),
    (BROUGHT_BACK, "brought an earlier version back"),
]


# Sent inside the transaction that adds to a document's log, or erases it: `place` (a Key).
changed = Signal()


def _identity() -> str:
    """Never used twice, not even after a restore: an old page must not find a new document under it."""
    return secrets.token_hex(12)


@dataclass(frozen=True)
class Key:
    """Which document: known before it is written for the first time."""

    pair_id: int
    sheet: str
    person_id: int | None = None
    kept: bool = False
    occasion: str = ""

    @property
    def columns(self) -> dict:
        return {
            "pair_id": self.pair_id,
            "sheet": self.sheet,
            "person_id": self.person_id,
            "kept": self.kept,
            "occasion": self.occasion,
        }


def document_key(pair, sheet: str, person=None, kept: bool = False, occasion: str = "") -> Key:
    """The document of both (no person), of one person, or of what one person keeps back."""
    return Key(pair.pk, sheet, person.pk if person else None, kept, occasion)


class SpaceKey(models.Model):
    """The key of all that one pair writes, under the master key. Destroying it erases their words."""

    pair = models.OneToOneField("people.Pair", models.CASCADE, related_name="space_key")
    wrapped = models.BinaryField()

    def key(self) -> bytes:
        return keys.unwrap(self.wrapped, keys.master(), place=f"pair {self.pair_id}")

    @classmethod
    def of(cls, pair_id: int) -> "SpaceKey":
        """The pair's key, made when its first word is written."""
        wrapped = keys.wrap(keys.new_key(), keys.master(), place=f"pair {pair_id}")
        return cls.objects.get_or_create(pair_id=pair_id, defaults={"wrapped": wrapped})[0]


class Document(models.Model):
    """One flat shared document, with its newest answers sealed beside it for the pages."""

    identity = models.CharField(max_length=24, unique=True, default=_identity)
    pair = models.ForeignKey("people.Pair", models.CASCADE, related_name="documents")
    sheet = models.CharField(max_length=60)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="documents")
    kept = models.BooleanField("kept to oneself", default=False)
    occasion = models.CharField(max_length=60, default="", blank=True)
    wrapped = models.BinaryField()
    seq = models.PositiveIntegerField(default=0)
    last_client = models.BigIntegerField(default=0)
    answers = models.BinaryField(null=True)
    answers_seq = models.PositiveIntegerField(default=0)
    changed = models.DateTimeField(default=timezone.now)
    joined = models.PositiveIntegerField(default=0)  # what was typed live up to here has been joined

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pair", "sheet", "occasion"],
                condition=models.Q(person__isnull=True),
                name="a_pair_has_one_shared_document_for_a_sheet_and_occasion",
            ),
            models.UniqueConstraint(
                fields=["pair", "sheet", "person", "kept", "occasion"],
                name="a_person_has_one_document_for_a_sheet_and_occasion",
            ),
            models.CheckConstraint(
                condition=models.Q(kept=False) | models.Q(person__isnull=False),
                name="what_is_kept_back_is_one_persons",
            ),
        ]

    def __str__(self):
        return f"{self.sheet} {self.identity}"

    @classmethod
    def begin(cls, place: Key) -> "Document":
        """A new document under a new key of its own."""
        space = SpaceKey.of(place.pair_id)
        document = cls(**place.columns)
        document.wrapped = keys.wrap(keys.new_key(), space.key(), place=document.identity)
        document.save(force_insert=True)
        return document

    def erase(self, *, by) -> None:
        """Key, log, snapshot and versions together; what is written there later has a new identity."""
        with recorded("erased a sheet", by=by, to=self):
            Document.objects.filter(pk=self.pk).delete()
            changed.send(sender=Document, place=self.place)

    @property
    def place(self) -> Key:
        return Key(self.pair_id, self.sheet, self.person_id, self.kept, self.occasion)

    def key(self) -> bytes:
        return keys.unwrap(self.wrapped, self.pair.space_key.key(), place=self.identity)

    @cached_property
    def opened_key(self) -> bytes:
        """The same, kept as long as the document is open."""
        return self.key()

    def sealed(self, what: str, seq: int, plain: bytes) -> bytes:
        """Words of this document, sealed for one kind of place in it and one number."""
        return keys.seal(self.key(), plain, place=f"{self.identity} {what}", seq=seq)

    def unsealed(self, what: str, seq: int, sealed: bytes) -> bytes:
        return keys.unseal(self.key(), sealed, place=f"{self.identity} {what}", seq=seq)

    def keep_answers(self, answers: Answers) -> None:
        """Put the answers that pages read beside the document; the caller saves."""
        self.answers = self.sealed("answers", self.seq, packed(answers.flat))
        self.answers_seq = self.seq

    def kept_answers(self) -> Answers:
        """The answers as they were at `answers_seq`."""
        if self.answers is None:
            return Answers()
        return Answers(unpacked(self.unsealed("answers", self.answers_seq, self.answers)))

    def log(self) -> Log:
        """All that the database holds of this document, opened."""
        return logs_of([self])[self.pk]


def snapshots_of(documents: list[Document]) -> dict[int, "Snapshot"]:
    """document → its snapshot, where it has one."""
    return {each.document_id: each for each in Snapshot.objects.filter(document__in=documents)}


def logs_of(documents: list[Document], snapshots: dict[int, "Snapshot"] | None = None) -> dict[int, Log]:
    """The logs of several documents by their number, in two queries, or one where their snapshots are known."""
    snapshots = snapshots_of(documents) if snapshots is None else snapshots
    rows = Row.objects.filter(document__in=documents).order_by("seq")
    kept: dict[int, list] = {}
    for document, *row in rows.values_list("document", "seq", "form", "sealed"):
        kept.setdefault(document, []).append(row)
    return {each.pk: _log(each, snapshots.get(each.pk), kept.get(each.pk, [])) for each in documents}


def _log(document: Document, snapshot: "Snapshot | None", rows: list) -> Log:
    state = document.unsealed("state", snapshot.seq, snapshot.state) if snapshot else b""
    since = snapshot.seq if snapshot else 0
    unseal = keys.opener(document.key(), place=f"{document.identity} row")
    opened = [Logged(seq, form, unseal(sealed, seq)) for seq, form, sealed in rows if seq > since]
    return Log(opened, state, since)


class Row(models.Model):
    """One change of a document: by whom, typed by whom, when.

    What was typed live, a row for each key, is joined into one row after a minute; it then says who
    wrote which piece (`spans`), and has no `by` of its own where several people wrote in it.
    """

    document = models.ForeignKey(Document, models.CASCADE, related_name="rows")
    seq = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    typed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    how = models.CharField(max_length=10, choices=WAYS, default=TYPED)
    at = models.DateTimeField(default=timezone.now)
    form = models.CharField(max_length=40, default="", blank=True)
    sealed = models.BinaryField()
    began = models.DateTimeField(null=True)  # of a joined row: when its first key was typed
    spans = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "seq"], name="a_document_has_one_row_for_a_number")
        ]


class Shown(models.Model):
    """A page showed this number of a document that somebody was typing in: its form may come back with it."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="shown")
    seq = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "seq"], name="a_number_is_shown_once")
        ]


class Pen(models.Model):
    """Under which id of the shared document somebody types live: nobody else may go on under it."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="pens")
    client = models.BigIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    typed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "client"], name="a_pen_is_in_one_hand")]


class Snapshot(models.Model):
    """A document as it was at `seq`, with who wrote what in it; the rows up to there are gone."""

    document = models.OneToOneField(Document, models.CASCADE, related_name="snapshot")
    seq = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)
    state = models.BinaryField()
    spans = models.BinaryField()
