"""Ideas: what comes first. Each person's dots are theirs alone until everybody has put theirs."""

from dataclasses import dataclass

from django.db import models
from django.utils import timezone

from alongside.people.pair import Pair
from alongside.people.person import Person
from alongside.portfolio.piece import IDEA, Piece
from alongside.privacy.audit import recorded
from alongside.privacy.sealed import SealedJSONField

EACH = 5  # dots for each person


class IdeaDots(models.Model):
    """How many of their dots one person has put on one idea. Nobody else reads this before the count."""

    piece = models.ForeignKey(Piece, models.CASCADE, related_name="dots")
    by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    dots = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["piece", "by"], name="a_person_puts_dots_on_an_idea_once"),
            models.CheckConstraint(condition=models.Q(dots__range=(1, EACH)), name="dots_are_one_to_five"),
        ]


class DotsPut(models.Model):
    """One person has put their dots. When everybody of the pair has, they are counted."""

    pair = models.ForeignKey(Pair, models.CASCADE, related_name="dots_put")
    by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    day = models.DateField(default=timezone.localdate)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pair", "by"], name="a_person_has_put_their_dots_once")
        ]


def put_dots(dots: dict[Piece, int], *, pair: Pair, by: Person) -> None:
    """Put these dots in place of those before. After the count nothing changes any more."""
    with recorded("put dots on ideas", by=by, to=pair):
        if is_counted(pair):
            return
        mine = IdeaDots.objects.filter(piece__pair=pair, by=by)
        mine.delete()
        IdeaDots.objects.bulk_create(IdeaDots(piece=p, by=by, dots=n) for p, n in dots.items() if n)
        DotsPut.objects.get_or_create(pair=pair, by=by)


@dataclass(frozen=True)
class Choosing:
    """Everybody whose dots count, the two and those who design with them; and who has put theirs."""

    who: frozenset[int]
    put: frozenset[int]

    @classmethod
    def of(cls, pair: Pair) -> "Choosing":
        others = pair.co_designers.filter(**HERE).values_list("person", flat=True)
        put = DotsPut.objects.filter(pair=pair).values_list("by", flat=True)
        return cls(frozenset([pair.partner_id, pair.professional_id, *others]), frozenset(put))

    @property
    def counted(self) -> bool:
        """Whether everybody has put their dots, so that the count may be seen."""
        return self.who <= self.put


def has_put(pair: Pair, person: Person) -> bool:
    return person.pk in Choosing.of(pair).put


def is_counted(pair: Pair) -> bool:
    return Choosing.of(pair).counted


def my_dots(pair: Pair, person: Person) -> dict[int, int]:
    """Idea → the dots that I have put on it."""
    return dict(IdeaDots.objects.filter(piece__pair=pair, by=person).values_list("piece", "dots"))


def count(pair: Pair, choosing: Choosing | None = None) -> dict[int, int]:
    """Idea → all dots on it; nothing before everybody has put theirs."""
    if not (choosing or Choosing.of(pair)).counted:
        return {}
    rows = IdeaDots.objects.filter(piece__pair=pair, piece__sheet=IDEA).values("piece")
    return {row["piece"]: row["all"] for row in rows.annotate(all=models.Sum("dots"))}


def choose_again(pair: Pair, *, by: Person) -> None:
    """Everybody begins with all their dots once more."""
    with recorded("began to choose again", by=by, to=pair):
        IdeaDots.objects.filter(piece__pair=pair).delete()
        DotsPut.objects.filter(pair=pair).delete()


class CoDesigner(models.Model):
    """Somebody whom the two invited to design with them: sees ideas and themes, adds good and worry, puts dots."""

    pair = models.ForeignKey(Pair, models.CASCADE, related_name="co_designers")
    person = models.ForeignKey(Person, models.CASCADE, related_name="designs_with")
    asked_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    asked = models.DateField(default=timezone.localdate)
    said_yes = models.DateField(null=True)
    ended = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pair", "person"],
                condition=models.Q(ended__isnull=True),
                name="somebody_designs_with_a_pair_once",
            )
        ]


class Side(models.Model):
    """One line of a co-designer about an idea: good about it, or a worry. Nobody answers it."""

    GOOD, WORRY = "good", "worry"

    piece = models.ForeignKey(Piece, models.CASCADE, related_name="sides")
    by = models.ForeignKey(CoDesigner, models.CASCADE, related_name="sides")
    side = models.CharField(max_length=5, choices=[(GOOD, GOOD), (WORRY, WORRY)])
    words = SealedJSONField(default=str)


HERE = {"said_yes__isnull": False, "ended__isnull": True}


def say_side(piece: Piece, side: str, words: str, *, by: CoDesigner) -> Side:
    """A line of a co-designer; it stands for itself."""
    with recorded("said something about an idea", by=by.person, to=piece):
        return Side.objects.create(piece=piece, by=by, side=side, words=words)


def ask_to_design(person: Person, *, pair: Pair, by: Person) -> CoDesigner:
    """One of the two asks somebody; they see nothing before they say yes."""
    with recorded("asked somebody to design with them", by=by, to=pair):
        return CoDesigner.objects.get_or_create(
            pair=pair, person=person, ended=None, defaults={"asked_by": by}
        )[0]


def say_yes(designer: CoDesigner) -> None:
    """They would like to."""
    if not designer.said_yes:
        with recorded("said yes to designing together", by=designer.person, to=designer):
            designer.said_yes = timezone.localdate()
            designer.save(update_fields=["said_yes"])


def end(designer: CoDesigner, *, by: Person) -> None:
    """Either ends it; what they brought in stays, their dots go."""
    if not designer.ended:
        with recorded("ended designing together", by=by, to=designer):
            designer.ended = timezone.localdate()
            designer.save(update_fields=["ended"])
            IdeaDots.objects.filter(piece__pair=designer.pair, by=designer.person).delete()
            DotsPut.objects.filter(pair=designer.pair, by=designer.person).delete()
