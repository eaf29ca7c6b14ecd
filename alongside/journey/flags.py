"""What asks for the coordinator: a call that somebody would like, a need that was not met, something to book.

A flag says that, for whom and since when. It has no place for words.
"""

from django.db import models
from django.utils import timezone

from alongside.people.needs import Needs
from alongside.people.pair import Pair
from alongside.people.person import Person
from alongside.privacy.audit import recorded

CALL, MET, BOOKED = "call", "met", "booked"
# These ask for the coordinator until they are settled; `booked` only says that it is done.
UP = models.Q(settled__isnull=True) & (models.Q(kind="met") | models.Q(kind="call", value="coordinator"))
SETTLED_BY_ITSELF = {"no", "all", "nothing-needed", ""}


class Flag(models.Model):
    """One thing about one person of a pair that somebody beside the two can put right."""

    pair = models.ForeignKey(Pair, models.CASCADE, related_name="raised")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    kind = models.SlugField()  # call, met or booked
    occasion = models.SlugField(blank=True)  # the meeting or review that it is about
    value = models.SlugField(
        blank=True
    )  # whom to call back: coordinator, facilitator; or how far needs were met
    at = models.DateTimeField(default=timezone.now)
    settled = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pair", "person", "kind", "occasion"], name="a_flag_is_raised_once_for_an_occasion"
            )
        ]

    @property
    def asks_coordinator(self) -> bool:
        """The same as `UP`, for a flag at hand."""
        return not self.settled and (self.kind == MET or (self.kind == CALL and self.value == "coordinator"))


def answered(mine, changes: dict, *, by: Person) -> None:
    """Somebody answered a question that asks for the coordinator: only that it was asked goes further."""
    kind, question = {"how-was-today": (CALL, "call-me"), "needs-met": (MET, "met")}.get(
        mine.sheet.key, ("", "")
    )
    if kind and question in changes["values"]:
        raise_flag(mine.pair, by, kind, mine.occasion, changes["values"][question] or "", by=by)


def raise_flag(pair: Pair, person: Person, kind: str, occasion: str, value: str, *, by: Person) -> Flag:
    """The newest answer counts. One that asks for nothing is settled at once."""
    settled = timezone.now() if value in SETTLED_BY_ITSELF else None
    with recorded(f"asked the coordinator: {kind}", by=by, to=pair):
        return Flag.objects.update_or_create(
            pair=pair,
            person=person,
            kind=kind,
            occasion=occasion,
            defaults={"value": value, "at": timezone.now(), "settled": settled, "settled_by": None},
        )[0]


def settle(flag: Flag, *, by: Person) -> None:
    """The coordinator has called, or has put it right for next time."""
    with recorded(f"settled: {flag.kind}", by=by, to=flag):
        flag.settled, flag.settled_by = timezone.now(), by
        flag.save(update_fields=["settled", "settled_by"])


def book(pair: Pair, person: Person, meeting: str, *, by: Person) -> Flag:
    """What this person asked for is booked for this meeting."""
    with recorded("booked what was asked for", by=by, to=pair):
        return Flag.objects.update_or_create(
            pair=pair, person=person, kind=BOOKED, occasion=meeting,
            defaults={"settled": timezone.now(), "settled_by": by},
        )[0]  # fmt: skip


def to_book(pair: Pair, meeting: str) -> list[Needs]:
    """The needs of the two that are not booked for this meeting."""
    booked = Flag.objects.filter(pair=pair, kind=BOOKED, occasion=meeting).values("person")
    return list(
        Needs.objects.filter(programme=pair.programme, person__in=pair.two, has_any=True).exclude(
            person__in=booked
        )
    )
