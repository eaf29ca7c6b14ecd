"""Telling: a decision or a change record that both of the two let others read, and who was told of it."""

from django.db import models
from django.utils import timezone

from alongside.kit.sheets import Answers
from alongside.people.person import Person
from alongside.portfolio.piece import CHANGE, DECISION, Piece, Theme
from alongside.privacy.audit import recorded
from alongside.privacy.sealed import SealedJSONField
from alongside.voices.contribution import Contribution, random_id

THEMES_OF = {DECISION: "from-themes", CHANGE: "theme"}


class Release(models.Model):
    """What others read of a decision or a change record, as it was when both had said yes. The newest counts."""

    piece = models.ForeignKey(Piece, models.CASCADE, related_name="releases")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    day = models.DateField(default=timezone.localdate)
    answers = models.JSONField(default=dict)  # flat; public from now on
    ended = models.DateField(null=True)
    felt_counts = SealedJSONField(default=dict)  # "answers" and "counted" → chains of small_numbers

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["piece"],
                condition=models.Q(ended__isnull=True),
                name="a_piece_is_released_once_at_a_time",
            )
        ]

    @property
    def said(self) -> Answers:
        return Answers(self.answers)

    @property
    def themes(self) -> list[str]:
        """The addresses of the headings that it answers."""
        return self.said.ticked(THEMES_OF[self.piece.sheet])


class Told(models.Model):
    """Somebody who gave a way to reach them was told of a release, once."""

    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="told")
    release = models.ForeignKey(Release, models.CASCADE, related_name="told")
    how = models.CharField(max_length=8)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    day = models.DateField(null=True)  # none while it waits to be sent, printed or called
    outcome = models.SlugField(blank=True)  # `told`, `none` (tried three times), `stop`
    tries = models.PositiveSmallIntegerField(default=0)  # calls that nobody answered

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "release"], name="a_person_is_told_once_of_a_release"
            )
        ]


class Felt(models.Model):
    """Whether an answer was one, and whether what somebody said counted, as they see it."""

    id = models.BigIntegerField(primary_key=True, default=random_id)
    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="felt")
    release = models.ForeignKey(Release, models.CASCADE, related_name="felt")
    answers = models.SlugField(blank=True)  # yes, partly, no
    counted = models.SlugField(blank=True)  # counted, counted-little, not-counted, cannot-say

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "release"], name="a_person_says_once_how_an_answer_felt"
            )
        ]


class Heard(models.Model):
    """How many people stand under a heading, as it was told last. It moves in steps, so that nobody is found."""

    theme = models.OneToOneField(Theme, models.CASCADE, related_name="heard")
    chain = SealedJSONField(default=list)  # moments of small_numbers
    shown = models.PositiveIntegerField(null=True)  # none for "a few"


class Reminder(models.Model):
    """Somebody who works here was reminded of a day that has passed, once a week. Nobody who answered ever is."""

    piece = models.ForeignKey(Piece, models.CASCADE, related_name="reminders")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    due = models.DateField()
    week = models.SmallIntegerField()  # weeks since that day; -1 is the week before it

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["piece", "person", "due", "week"], name="a_person_is_reminded_once_a_week"
            )
        ]


def release(piece: Piece, answers: Answers, *, by: Person) -> Release:
    """Let others read it as it stands. An earlier version ends; who was told of that stays on record."""
    with recorded(f"released a {piece.sheet}", by=by, to=piece):
        piece.releases.filter(ended__isnull=True).update(ended=timezone.localdate())
        return Release.objects.create(piece=piece, answers=answers.flat, by=by)


def take_down(release: Release, *, by: Person) -> None:
    """Nobody reads it any more; that it stood there stays on record."""
    with recorded(f"took down a {release.piece.sheet}", by=by, to=release.piece):
        release.ended = timezone.localdate()
        release.save(update_fields=["ended"])
