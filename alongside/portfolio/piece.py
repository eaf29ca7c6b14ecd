"""A sheet that a pair begins as often as it wants: a round of questions, an idea, a decision, what came of it."""

from dataclasses import replace

from django.db import models
from django.utils import timezone

from alongside.kit.sheets import Answers, Option, Sheet
from alongside.people.pair import Pair
from alongside.people.person import Person, public_id
from alongside.portfolio.places import DocumentPlace
from alongside.privacy.audit import recorded
from alongside.privacy.sealed import SealedJSONField

MARK = "piece-"  # begins its address, where a meeting or a review stands for other sheets
ROUND, IDEA, DECISION, CHANGE = "round", "idea", "decision", "change-record"
SHEETS = {ROUND, IDEA, DECISION, CHANGE}
FELT = "felt-say"  # how much say it felt like: one for each decision, and each of the two has their own
NAMED_BY = {ROUND: "name", IDEA: "idea", DECISION: "question", CHANGE: "you-said"}


def _public() -> str:
    return MARK + public_id()


class Piece(models.Model):
    """One of several sheets of a kind that a pair has begun. `public` is the occasion of its document."""

    pair = models.ForeignKey(Pair, models.CASCADE, related_name="pieces")
    sheet = models.SlugField(choices=[(sheet, sheet) for sheet in sorted(SHEETS)])
    public = models.SlugField(unique=True, default=_public)
    begun = models.DateTimeField(default=timezone.now)
    begun_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["pair", "sheet", "begun"], name="pieces_of_a_pair")]

    def answers(self) -> Answers:
        """What the two have written on it so far."""
        return DocumentPlace(self.pair, self.sheet, None, occasion=self.public).read().answers

    def title(self) -> str:
        """The line that names it, empty while nobody has written it."""
        return self.answers().text(NAMED_BY[self.sheet])


class Theme(models.Model):
    """A heading that a pair puts over things that people said. It stands where the pair has put it."""

    pair = models.ForeignKey(Pair, models.CASCADE, related_name="themes")
    public = models.SlugField(unique=True, default=public_id)
    name = SealedJSONField(default=str)
    place = models.PositiveIntegerField(default=0)
    begun = models.DateField(default=timezone.localdate)

    class Meta:
        ordering = ["place", "pk"]

    def __str__(self):
        return str(self.name)


def begin_piece(sheet: str, *, pair: Pair, by: Person) -> Piece:
    """A new, empty sheet of this kind."""
    with recorded(f"began a {sheet}", by=by, to=pair):
        return Piece.objects.create(pair=pair, sheet=sheet, begun_by=by)


def is_there(pair: Pair, sheet: str, occasion: str) -> bool:
    """Whether this pair has begun a piece with this address, or the decision to which this sheet belongs."""
    of = DECISION if sheet == FELT else sheet
    return (
        of in SHEETS
        and occasion.startswith(MARK)
        and Piece.objects.filter(pair=pair, sheet=of, public=occasion).exists()
    )


def declared_say(pair: Pair, easy: bool) -> str:
    """How much say the two wrote down, on their rounds, that people have; an empty line where they did not."""
    question = pair.content.sheets[ROUND].question("their-say")
    said = {str(each.answers().value(question.key) or "") for each in pair.pieces.filter(sheet=ROUND)}
    levels = [option for option in question.options if option.key in said]
    return "; ".join((easy and level.easy) or level.words for level in levels)


def with_options(sheet: Sheet, pair: Pair) -> Sheet:
    """The sheet with this pair's own themes and decisions where a question offers them."""
    wanted = {q.options_from for q in sheet.questions} & set(_OFFERED)
    if not wanted:
        return sheet
    offered = {what: _OFFERED[what](pair) for what in wanted}
    return replace(
        sheet,
        questions=tuple(
            replace(q, options=offered[q.options_from]) if q.options_from in offered else q
            for q in sheet.questions
        ),
    )


def _themes(pair: Pair) -> tuple[Option, ...]:
    return tuple(Option(theme.public, str(theme.name)) for theme in pair.themes.all())


def _decisions(pair: Pair) -> tuple[Option, ...]:
    begun = pair.pieces.filter(sheet=DECISION).order_by("begun")
    return tuple(Option(piece.public, piece.title() or "…") for piece in begun)


_OFFERED = {"themes": _themes, "decisions": _decisions}
