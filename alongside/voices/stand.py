"""How a decision or a change record stands: what is written, who said yes to exactly that, what others read."""

from dataclasses import dataclass
from functools import cached_property

from alongside.kit.sheets import Answers, Sheet
from alongside.people.person import Person
from alongside.portfolio.piece import CHANGE, DECISION, NAMED_BY, Piece
from alongside.portfolio.said import STANDS, Said
from alongside.portfolio.sheet import Mine
from alongside.voices.promises import Promise, first_days, promise_in
from alongside.voices.release import Release

ASKED = {DECISION: "as-it-was", CHANGE: "true-to-both"}  # the record that each of the two gives
ANSWER = {DECISION: "outcome", CHANGE: "state"}  # without it there is nothing to tell


@dataclass
class Stand:
    """One piece as it stands now, read once for a page."""

    piece: Piece

    @cached_property
    def sheet(self) -> Sheet:
        return self.piece.pair.content.sheets[self.piece.sheet]

    @cached_property
    def _mine(self) -> Mine:
        return Mine(self.piece.pair, self.sheet, self.piece.pair.left, self.piece.public)

    @cached_property
    def answers(self) -> Answers:
        """What the two have written so far."""
        return self._mine.joint_answers()

    @property
    def title(self) -> str:
        return self.answers.text(NAMED_BY[self.piece.sheet]).strip()

    @property
    def says_something(self) -> bool:
        """Whether it has what an answer needs: what it is about, and what the answer is."""
        return bool(self.title and self.answers.value(ANSWER[self.piece.sheet]))

    @property
    def asked(self):
        return self.sheet.question(ASKED[self.piece.sheet])

    # --- who said yes

    @cached_property
    def said(self) -> dict[int, Said]:
        """Person → what they said about exactly this version."""
        rows = Said.objects.filter(**self._mine.where(), question=self.asked.key, ended__isnull=True)
        rows = list(rows)
        seal = self._mine.content_hash() if rows else ""
        return {row.person_id: row for row in rows if row.hash == seal}

    def yes(self, person: Person) -> Said | None:
        row = self.said.get(person.pk)
        return row if row and row.value in STANDS else None

    @property
    def both_yes(self) -> bool:
        return all(self.yes(person) for person in self.piece.pair.two)

    # --- what others read

    @cached_property
    def _releases(self) -> list[Release]:
        return list(self.piece.releases.all())

    @property
    def released(self) -> Release | None:
        """What others read now."""
        found = next((release for release in self._releases if not release.ended), None)
        if found:
            found.piece = self.piece
        return found

    def promise(self, said: Answers) -> Promise | None:
        """What is promised in this version of it, with the first day that others ever read."""
        if self.piece.sheet != CHANGE:
            return None
        return promise_in(said, first_days(self._releases).get(self.piece.pk))

    @property
    def is_told(self) -> bool:
        """Whether others read exactly this."""
        return bool(self.released and self.released.said == self.answers)

    @property
    def may_be_told(self) -> bool:
        return self.says_something and self.both_yes and not self.is_told
