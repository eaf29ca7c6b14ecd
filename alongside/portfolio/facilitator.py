"""What a pair opens to its facilitator, each sheet by whoever owns it; nothing wider than the sheet says."""

from functools import cached_property

from django.db import models, transaction
from django.utils import timezone

from alongside.kit.sheets import Sheet
from alongside.people.pair import Facilitating
from alongside.people.person import Person
from alongside.portfolio import said
from alongside.portfolio.share import OfSheet, WithFacilitator
from alongside.privacy.audit import recorded
from alongside.writing import versions
from alongside.writing.models import Version

MAY_BE_ADDED = {"one-page-profile", "feedback-preferences", "story"}
SAFETY_PLAN, SHARE_PLAN, TO_FACILITATOR = "safety-plan", "share-plan", "facilitator-only"


class ClosedToFacilitator(OfSheet):
    """One of the two has taken the facilitator out of a sheet that says "us and our facilitator"."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pair", "sheet", "occasion", "person"],
                name="a_sheet_is_closed_to_a_facilitator_once",
            )
        ]


class OpenedPlan(models.Model):
    """A safety plan as its owner opened it to the facilitator, and to nobody else."""

    pair = models.ForeignKey("people.Pair", models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    version = models.ForeignKey(Version, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pair", "person"], name="a_person_opens_one_safety_plan")
        ]


# --- what an owner may change


def says_facilitator(sheet: Sheet) -> bool:
    """Whether the sheet itself is for us and our facilitator."""
    return sheet.visible == "us and our facilitator"


def may_be_opened(sheet: Sheet) -> bool:
    """Whether its owner may add the facilitator, or take the facilitator out."""
    return sheet.key in MAY_BE_ADDED or (says_facilitator(sheet) and sheet.key != "readiness")


def let_read(mine, *, by: Person) -> None:
    """Let our facilitator read it. A joint sheet opens again when both have said so."""
    with recorded(f"let the facilitator read {mine.sheet.key}", by=by, to=mine.pair):
        if says_facilitator(mine.sheet):
            ClosedToFacilitator.objects.filter(**mine.where(), person=by).delete()
        else:
            WithFacilitator.objects.update_or_create(
                **mine.where(), person=by, defaults={"at": timezone.now()}
            )


def take_out(mine, *, by: Person) -> None:
    """Take the facilitator out. On a joint sheet either closes, and then both must open."""
    with recorded(f"took the facilitator out of {mine.sheet.key}", by=by, to=mine.pair), transaction.atomic():
        if not says_facilitator(mine.sheet):
            WithFacilitator.objects.filter(**mine.where(), person=by).delete()
            return
        for person in mine.pair.two if mine.joint else (by,):
            ClosedToFacilitator.objects.get_or_create(**mine.where(), person=person)


class Doors:
    """What the two let their facilitator read and what not, in three queries however many sheets there are."""

    def __init__(self, asked: Facilitating):
        self.asked = asked

    @cached_property
    def _plans(self) -> dict[int, "OpenedPlan"]:
        rows = OpenedPlan.objects.filter(pair=self.asked.pair_id, at__gte=self.asked.asked)
        return {row.person_id: row for row in rows.select_related("version__document__pair__space_key")}

    def plan(self, person: Person):
        """The answers of this person's safety plan, if they opened it to this facilitator."""
        row = self._plans.get(person.pk)
        return row.version.answers if row else None

    @cached_property
    def opened(self) -> set[tuple]:
        """Opened since this facilitator was asked: nobody inherits what was opened to another."""
        return self._spots(WithFacilitator.objects.filter(at__gte=self.asked.asked))

    @cached_property
    def closed(self) -> set[tuple]:
        return self._spots(ClosedToFacilitator.objects.all())

    def _spots(self, rows) -> set[tuple]:
        return set(rows.filter(pair=self.asked.pair_id).values_list("sheet", "occasion", "person"))


def lets_read(mine, doors: Doors) -> bool:
    """Whether this person's side of a sheet is open to the facilitator as far as they decide it."""
    spot = (mine.sheet.key, mine.occasion, mine.me.pk)
    return spot not in doors.closed if says_facilitator(mine.sheet) else spot in doors.opened


# --- the safety plan


def say_who_sees_plan(mine, value: str, *, by: Person) -> None:
    """Open the plan as it is now to the facilitator alone, or keep it; a later opening replaces this one."""
    with transaction.atomic():
        said.say(mine, SHARE_PLAN, value, by=by)
        OpenedPlan.objects.filter(pair=mine.pair, person=by).delete()
        if value == TO_FACILITATOR:
            version = versions.freeze(
                mine.main_key(), by=by, name="for our facilitator", definition_hash=mine.definition_hash(),
                pick=lambda _: mine.to_share().flat,
            )  # fmt: skip
            OpenedPlan.objects.create(pair=mine.pair, person=by, version=version)


def opened_plan(pair, person: Person, since=None):
    """The answers of an opened plan, or None. `since`: what was opened to an earlier facilitator stays shut."""
    found = OpenedPlan.objects.filter(pair=pair, person=person)
    if since:
        found = found.filter(at__gte=since)
    row = found.select_related("version__document__pair__space_key").first()
    return row.version.answers if row else None
