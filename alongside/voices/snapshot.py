"""The numbers of a round as everybody reads them: worked out in the background, kept as one row a day.

Pages, exports and days all read the same row, so none of them can be subtracted from another. What is too
small to show is hidden when the row is made (`counting`), not when it is read.
"""

from django.db import models
from django.utils import timezone

from alongside.privacy.sealed import SealedJSONField
from alongside.voices.contribution import Contribution
from alongside.voices.counts import added, counts_of
from alongside.voices.round import Round


class Snapshot(models.Model):
    """The numbers of a round as they were published on one day. The newest is what pages and exports read."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="snapshots")
    day = models.DateField(default=timezone.localdate)
    figures = models.JSONField(default=dict)  # with small numbers hidden
    kept = SealedJSONField(default=dict)  # what the next ones must not give away
    people = models.PositiveIntegerField(default=0)  # how many were counted
    final = models.BooleanField(default=False)  # nobody could answer any more

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "day"], name="a_round_is_counted_once_a_day")]
        ordering = ["-day"]


def newest(round: Round) -> Snapshot | None:
    """What pages and exports read."""
    return Snapshot.objects.filter(round=round).defer("kept").first()


def keep_counting(contribution: Contribution, question: str = "") -> None:
    """Called before somebody's words go: what was counted with them stays in the numbers, as a sum of many.

    With a question, only their answer to that one goes. The row of the person stays, without words.
    """
    round = Round.objects.select_for_update().get(pk=contribution.round_id)
    if not Contribution.objects.filter(pk=contribution.pk, counted__isnull=False).exists():
        return
    gone = counts_of(round, only=contribution, question=question)
    gone["people"] = dict.fromkeys(gone["people"], 0)
    round.still_counted = added(gone, round.still_counted)
    round.save(update_fields=["still_counted"])
