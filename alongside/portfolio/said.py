"""Agreeing, signing and "may this be said": dated rows made by a post, never part of a document."""

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from alongside.people.person import Person
from alongside.portfolio.share import OfSheet
from alongside.privacy.audit import recorded
from alongside.writing import versions
from alongside.writing.models import Version

# The answers that make a version count.
STANDS = {"agree", "like-me", "stands", "fair", "may", "open", "as-it-was", "show"}
HERE, PAPER = "here", "paper"
WAYS = (HERE, "voice", "mark", PAPER)


class Said(OfSheet):
    """What one person said about one version: its hash stands beside the answer."""

    question = models.SlugField()
    value = models.SlugField()
    hash = models.CharField(max_length=64)
    how = models.SlugField(default=HERE)  # one of WAYS
    file = models.CharField(max_length=24, blank=True)
    version = models.ForeignKey(Version, models.SET_NULL, null=True, related_name="+")
    typed_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    ended = models.DateTimeField(null=True)
    ended_by_change = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pair", "sheet", "occasion", "person", "question"],
                condition=models.Q(ended__isnull=True),
                name="a_person_says_one_thing_about_a_version",
            )
        ]


def say(
    mine, question: str, value: str, *, by: Person, how=HERE, file="", typed_by: Person | None = None
) -> bool:
    """Record an answer about the version as it is now. False when exactly this was said already.

    What a yes was said to is frozen beside it, so that a later change can be shown. `typed_by` is a
    coordinator who was handed a signed paper.
    """
    seal = mine.content_hash()
    now = Said.objects.filter(**mine.where(), person=by, question=question, ended__isnull=True)
    if now.filter(value=value, hash=seal).exists():
        return False
    try:
        with recorded(f"said {value} to {mine.sheet.key}", by=by, to=mine.pair, typed_by=typed_by):
            now.update(ended=timezone.now())
            Said.objects.create(
                **mine.where(), person=by, question=question, value=value, hash=seal, how=how, file=file,
                typed_by=typed_by, version=_frozen(mine, by) if value in STANDS else None,
            )  # fmt: skip
    except IntegrityError:  # a second press at the same instant
        return False
    return True


def _frozen(mine, by: Person) -> Version | None:
    """What the two have written together, as it is signed."""
    if not mine.joint:
        return None
    return versions.freeze(mine.main_key(), by=by, name="signed", definition_hash=mine.definition_hash())


def last_signed(mine) -> Version | None:
    """The version that this person said yes to before a change asked them again; None if nothing changed."""
    last = (
        Said.objects.filter(**mine.where(), person=mine.me, version__isnull=False)
        .select_related("version__document__pair__space_key")
        .order_by("-at", "-pk")
        .first()
    )
    return last.version if last and last.ended_by_change else None


def take_back(mine, question: str, *, by: Person) -> None:
    """Take my name off. What was said before stays in the record as ended."""
    with recorded(f"took back what was said to {mine.sheet.key}", by=by, to=mine.pair):
        Said.objects.filter(**mine.where(), person=by, question=question, ended__isnull=True).update(
            ended=timezone.now()
        )


def stands(pair: int, sheet: str, occasion: str) -> bool:
    """Whether anybody of the pair with this number has said something about this sheet that stands."""
    return Said.objects.filter(pair=pair, sheet=sheet, occasion=occasion, ended__isnull=True).exists()


def ask_again_after_a_change(mine) -> int:
    """End what was said about an older version. Saving without a change ends nothing."""
    with transaction.atomic():
        return (
            Said.objects.filter(**mine.where(), ended__isnull=True)
            .exclude(hash=mine.content_hash())
            .update(ended=timezone.now(), ended_by_change=True)
        )


def ask_both_again(pair, sheet: str, occasion: str) -> int:
    """End what was said about a sheet because something that belongs to it was changed beside it."""
    return Said.objects.filter(pair=pair, sheet=sheet, occasion=occasion, ended__isnull=True).update(
        ended=timezone.now(), ended_by_change=True
    )
