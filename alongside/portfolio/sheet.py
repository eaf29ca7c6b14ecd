"""One sheet of a pair as one of the two meets it: which questions are mine, where they lie, what is open."""

import hashlib
import hmac
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from django.db import models, transaction

from alongside.kit.in_turn import in_turn
from alongside.kit.sheets import Answers, Question, Sheet
from alongside.people.pair import Pair
from alongside.people.person import Person
from alongside.portfolio import said, share
from alongside.portfolio.places import DocumentPlace, Posted, Seen, place_for
from alongside.privacy.audit import recorded
from alongside.writing import brought, store, versions
from alongside.writing.document import TYPED, SpaceKey, document_key
from alongside.writing.live import Rules

if TYPE_CHECKING:
    from alongside.portfolio.shelf import Shelf

TABLES = {"agreement-to-take-part", "what-i-need"}


class LeftOut(share.OfSheet):
    """One person leaves a whole sheet out. The row goes when they do it after all."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pair", "sheet", "occasion", "person"], name="a_sheet_is_left_out_once"
            )
        ]


@dataclass
class Mine:
    """A sheet of a pair, for `me`. `occasion` is the meeting for sheets that come back."""

    pair: Pair
    sheet: Sheet
    me: Person
    occasion: str = ""
    shelf: "Shelf | None" = None
    _seen: dict = field(default_factory=dict, repr=False)

    # --- whose is what

    @property
    def joint(self) -> bool:
        return self.sheet.for_ == "both"

    @property
    def role(self) -> str:
        return self.pair.role(self.me)

    @property
    def storyteller(self) -> bool:
        return self.me.pk == self.pair.partner_id

    def where(self) -> dict:
        return {"pair": self.pair, "sheet": self.sheet.key, "occasion": self.occasion}

    def of_other(self) -> "Mine":
        return Mine(self.pair, self.sheet, self.pair.other(self.me), self.occasion, self.shelf)

    def asks_me(self, question: Question) -> bool:
        """Whether this question is mine to answer, alone or together."""
        whose = question.for_ or self.sheet.for_
        return whose in ("each", "both", self.role) or (whose == "owner" and self.storyteller)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The questions that I fill in, in their order. What is said with a dated row is not among them."""
        return tuple(q for q in self.sheet.questions if self.asks_me(q) and not q.record)

    @cached_property
    def records(self) -> tuple[Question, ...]:
        """What I am asked to agree, sign or allow: choices with a dated row each."""
        return tuple(
            q for q in self.sheet.questions
            if self.asks_me(q) and q.record and q.kind == "choice" and q.key != "signed-how"
        )  # fmt: skip

    # --- where it lies

    def place(self, question: Question):
        whose = question.for_ or self.sheet.for_
        person = None if whose == "both" else self.me
        return place_for(
            self.pair, self.sheet.key, person,
            kept=bool(question.keep_to_myself) and self.sheet.key not in TABLES,
            occasion=self.occasion,
        )  # fmt: skip

    def see(self, question: Question) -> Seen:
        """The answers of the place of this question, with the mark of their version for its form."""
        seen = self._read(self.place(question))
        if seen.stored:
            store.will_come_back(seen.stored)
        return seen

    def _read(self, place) -> Seen:
        """Each place is read once for a page; a post reads it anew."""
        if place not in self._seen:
            on_shelf = self.shelf and isinstance(place, DocumentPlace)
            self._seen[place] = self.shelf.read(place) if on_shelf else place.read()
        return self._seen[place]

    def _places(self):
        return {self.place(q) for q in self.questions} | (
            {place_for(self.pair, self.sheet.key, None, occasion=self.occasion)} if self.joint else set()
        )

    def answers(self) -> Answers:
        """Everything that I may see of my own side of this sheet, kept boxes included."""
        return merged([self._read(place).answers for place in self._places()])

    def joint_answers(self) -> Answers:
        """What the two wrote together on this sheet."""
        return self._read(place_for(self.pair, self.sheet.key, None, occasion=self.occasion)).answers

    def post(self, question: Question, token, form, changes, *, by: Person, typed_by=None, how=TYPED) -> Posted:
        """Merge a posted form; what was agreed about an older version is asked again."""
        with transaction.atomic():
            in_turn(f"pair {self.pair.pk}")  # before the document: what follows from a change needs it too
            posted = self.place(question).post(token, form, changes, by=by, typed_by=typed_by, how=how)
            self._seen.clear()
            if posted.changed and self.joint:
                said.ask_again_after_a_change(self)
        return posted

    def bring(self, question: Question, update: bytes, rules: Rules, *, by: Person, typed_by=None, how=TYPED) -> bool:
        """What was typed live and comes with the form because it had not arrived yet; False where it is refused."""
        changed = brought.bring(self.place(question).key, update, rules, by=by, typed_by=typed_by, how=how)
        self._seen.clear()
        if changed and self.joint:
            with transaction.atomic():
                in_turn(f"pair {self.pair.pk}")
                said.ask_again_after_a_change(self)
        return changed is not None

    # --- boxes kept to oneself

    def keeps(self, question: Question) -> bool:
        """Whether this box is kept to oneself now."""
        if question.keep_to_myself == "always":
            return True
        if question.keep_to_myself != "may":
            return False
        row = self._boxes.get(question.key)
        return question.starts_kept if row is None else not row

    @cached_property
    def _boxes(self) -> dict[str, bool]:
        if self.shelf:
            return self.shelf.boxes(self.sheet.key, self.occasion, self.me)
        return dict(
            share.OpenedBox.objects.filter(**self.where(), person=self.me).values_list("question", "open")
        )

    # --- what the other reads

    def to_share(self) -> Answers:
        """My answers without what I keep: the version that opens to the other."""
        open_questions = [q for q in self.questions if not self.keeps(q)]
        answers = merged([self._read(place).answers for place in {self.place(q) for q in open_questions}])
        left_out = {
            row for row in answers.rows("moments")
            if self.sheet.key == "story" and answers.value(f"moments/{row}/keep") != "in"
        }  # fmt: skip
        keys = {q.key for q in open_questions}
        return only(answers, lambda name: name.split("/")[0] in keys and not _in_rows(name, left_out))

    def shared(self) -> Answers | None:
        """My newest version that is open to the other; None while there is none."""
        if self.joint:
            return self.joint_answers()
        if self.sheet.opens == "at once":
            return self.to_share()
        row = self.shared_row()
        return row.version.answers if row else None

    def shared_row(self) -> share.Shared | None:
        if self.shelf:
            return self.shelf.open(self.sheet.key, self.occasion, self.me)
        return (
            share.Shared.objects.filter(**self.where(), person=self.me, closed__isnull=True)
            .select_related("version__document__pair__space_key")
            .first()
        )

    def left_out(self) -> bool:
        return LeftOut.objects.filter(**self.where(), person=self.me).exists()

    def main_key(self):
        """The document that versions of my side hang on."""
        return document_key(self.pair, self.sheet.key, None if self.joint else self.me, False, self.occasion)

    # --- versions and signatures

    def definition_hash(self) -> str:
        return hashlib.sha256(self.sheet.key.encode() + self.pair.content.hash.encode()).hexdigest()

    def content_hash(self) -> str:
        """Of what the two wrote together, under the pair's key, so that it tells nothing once that is gone."""
        key = SpaceKey.of(self.pair.pk).key()
        return hmac.new(key, versions.content_hash(self.joint_answers()).encode(), "sha256").hexdigest()

    def said(self) -> dict[str, said.Said]:
        """What I have said about the version that stands now."""
        rows = said.Said.objects.filter(**self.where(), person=self.me, ended__isnull=True)
        return {row.question: row for row in rows}


def leave_out(mine: Mine, *, by: Person) -> None:
    """Leave this whole sheet out; the other does not wait for me."""
    with recorded(f"left out {mine.sheet.key}", by=by, to=mine.pair):
        LeftOut.objects.get_or_create(**mine.where(), person=by)
        if mine.sheet.opens == "together":
            share.open_together(mine)


def take_up_again(mine: Mine, *, by: Person) -> None:
    """Do it after all."""
    with recorded(f"took up {mine.sheet.key} again", by=by, to=mine.pair):
        LeftOut.objects.filter(**mine.where(), person=by).delete()


def merged(many: list[Answers]) -> Answers:
    """One set of flat answers from several documents whose names do not overlap."""
    flat = {"texts": {}, "values": {}, "rows": {}}
    for answers in many:
        for part, named in flat.items():
            named.update(answers.flat.get(part, {}))
    return Answers(flat)


def only(answers: Answers, wanted) -> Answers:
    """The answers whose name is wanted."""
    return Answers(
        {
            part: {n: v for n, v in answers.flat.get(part, {}).items() if wanted(n)}
            for part in ("texts", "values", "rows")
        }
    )


def _in_rows(name: str, rows: set[str]) -> bool:
    parts = name.split("/")
    return len(parts) > 1 and parts[1] in rows
