"""How things stand between the two: ready, open, left out, said. Read for a whole pair at once."""

from functools import cached_property

from django.db.models import CharField, DateField, QuerySet, Value
from django.utils import timezone

from alongside.kit.prepared import Prepared
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
        """(what, sheet, occasion, person), in one query; a rest with a date ends by itself."""
        today = timezone.localdate().isoformat()
        return {tuple(mark) for *mark, until in _marks_of(self.pair.pk) if not until or str(until) > today}

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
        for row in _said_of.read(self.pair.pk):
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


@Prepared
def _marks_of(pair: int) -> QuerySet:
    """Rows of (what, sheet, occasion, person, until): whatever of these a pair has."""
    nothing, always = Value("", CharField()), Value(None, DateField())

    def at_a_sheet(model, what: str) -> QuerySet:
        found = model.objects.filter(pair=pair)
        return found.values_list(Value(what, CharField()), "sheet", "occasion", "person_id", always)

    rests = Pause.objects.filter(pair=pair, ended__isnull=True)
    invitations = Invitation.objects.filter(pair=pair, sent__isnull=False)
    return rests.values_list(Value("paused", CharField()), nothing, nothing, "by_id", "until").union(
        at_a_sheet(Ready, "ready"),
        at_a_sheet(Shared, "open").filter(closed__isnull=True),
        at_a_sheet(LeftOut, "left out"),
        invitations.values_list(Value("asked", CharField()), nothing, nothing, "person_id", always),
    )


@Prepared
def _said_of(pair: int) -> QuerySet[Said]:
    return Said.objects.filter(pair=pair, ended__isnull=True)
