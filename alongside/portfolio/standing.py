"""How things stand between the two: ready, open, left out, said. Read for a whole pair at once."""

from functools import cached_property

from django.db.models import CharField, Q, Value
from django.utils import timezone

from alongside.people.invitation import Invitation
from alongside.people.pair import Pair, Pause
from alongside.people.person import Person
from alongside.portfolio.said import STANDS, Said
from alongside.portfolio.share import Ready, Shared
from alongside.portfolio.sheet import LeftOut

PLAN = "action-plan"


class Standing:
    """Everything about a pair that is a row and not words. `spot` has a `sheet` and an `occasion`."""

    def __init__(self, pair: Pair):
        self.pair = pair

    @cached_property
    def _marks(self) -> set[tuple[str, str, str, int]]:
        """(what, sheet, occasion, person), in one query."""

        def rows(model, what):
            found = model.objects.filter(pair=self.pair)
            if model is Shared:
                found = found.filter(closed__isnull=True)
            return found.annotate(what=Value(what, CharField())).values_list(
                "what", "sheet", "occasion", "person_id"
            )

        def of_pair(found, what, person):
            nothing = Value("", CharField())
            return found.annotate(what=Value(what, CharField()), sheet=nothing, occasion=nothing).values_list(
                "what", "sheet", "occasion", person
            )

        return set(
            rows(Ready, "ready").union(
                rows(Shared, "open"),
                rows(LeftOut, "left out"),
                of_pair(Invitation.objects.filter(pair=self.pair, sent__isnull=False), "asked", "person_id"),
                of_pair(_resting(self.pair), "paused", "by_id"),
            )
        )

    def _is(self, what: str, spot, person: Person) -> bool:
        return (what, spot.sheet, spot.occasion, person.pk) in self._marks

    def ready(self, spot, person: Person) -> bool:
        return self._is("ready", spot, person)

    def open(self, spot, person: Person) -> bool:
        """Whether this person's version is open to the other."""
        return self._is("open", spot, person)

    def left_out(self, spot, person: Person) -> bool:
        return self._is("left out", spot, person)

    # --- what was said

    @cached_property
    def _said(self) -> dict[tuple[str, str, int], dict[str, Said]]:
        found: dict = {}
        for row in Said.objects.filter(pair=self.pair, ended__isnull=True):
            found.setdefault((row.sheet, row.occasion, row.person_id), {})[row.question] = row
        return found

    def said(self, spot, person: Person) -> dict[str, Said]:
        """question → what this person has said about the version that stands."""
        return self._said.get((spot.sheet, spot.occasion, person.pk), {})

    def asks_again(self, spot, person: Person) -> bool:
        """A joint sheet changed since this person said something about it."""
        sheet = self.pair.content.sheets.get(spot.sheet)
        if not sheet or sheet.for_ != "both":
            return False
        said = self.said(spot, person)
        role = self.pair.role(person)
        return any(
            q.record and q.kind == "choice" and q.key not in said and q.key != "signed-how"
            and (q.for_ in ("each", "both", role) or (q.for_ == "owner" and role == "partner"))
            for q in sheet.questions
        )  # fmt: skip

    def agreed(self, sheet: str, person: Person, question="i-agree") -> Said | None:
        """The row by which this person agreed, if they do."""
        row = self._said.get((sheet, "", person.pk), {}).get(question)
        return row if row and row.value in STANDS else None

    @property
    def plan_is_signed(self) -> bool:
        return all(self.agreed(PLAN, person) for person in self.pair.two)

    # --- the invitation, and rest

    @cached_property
    def _answers(self) -> dict[int, str]:
        return {row.person_id: row.answer for row in self.pair.taking_part.all()}

    def answer(self, person: Person) -> str:
        return self._answers.get(person.pk, "")

    def asked(self, person: Person) -> bool:
        """Whether this person's invitation has gone out."""
        return ("asked", "", "", person.pk) in self._marks

    @cached_property
    def paused(self) -> bool:
        return any(what == "paused" for what, *_ in self._marks)

    @cached_property
    def ended(self):
        return getattr(self.pair, "ending", None)


def _resting(pair: Pair):
    """The rest that the pair takes now; one with a date ends by itself."""
    not_over = Q(until__isnull=True) | Q(until__gt=timezone.localdate())
    return Pause.objects.filter(not_over, pair=pair, ended__isnull=True)
