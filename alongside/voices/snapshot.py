"""The numbers of a round as everybody reads them: worked out in the background, kept as one row a day.

Pages, exports and days all read the same row, so none of them can be subtracted from another. What is too
small to show is hidden when the row is made, not when it is read.
"""

import hashlib
import json

from django.db import models, transaction
from django.utils import timezone

from alongside.privacy.sealed import SealedJSONField
from alongside.voices.counts import counts_of
from alongside.voices.published import published
from alongside.voices.round import Round


class Snapshot(models.Model):
    """The numbers of a round as they were published on one day. The newest is what pages and exports read."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="snapshots")
    day = models.DateField(default=timezone.localdate)
    figures = models.JSONField(default=dict)  # with small numbers hidden
    counted = SealedJSONField(default=dict)  # without: what the next one is compared with
    seen = models.CharField(max_length=64, blank=True)  # a hash of what was there when it was last looked at

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "day"], name="a_round_is_counted_once_a_day")
        ]
        ordering = ["-day"]


def newest(round: Round) -> Snapshot | None:
    """What pages and exports read."""
    return Snapshot.objects.filter(round=round).first()


def renew(round: Round) -> bool:
    """Work the numbers out again, if anything has changed; whether something was published."""
    before = newest(round)
    counted = counts_of(round)
    seen = _hash(counted)
    if before and before.seen == seen:
        return False
    figures = published(round, counted, before.counted if before else None, before.figures if before else None)
    if figures is None:
        Snapshot.objects.filter(pk=before.pk).update(seen=seen)
        return False
    with transaction.atomic():
        Snapshot.objects.update_or_create(
            round=round,
            day=timezone.localdate(),
            defaults={"figures": figures, "counted": counted, "seen": seen},
        )
    return True


def renew_all() -> int:
    """Every round that has been opened; how many have new numbers."""
    opened = Round.objects.filter(opened__isnull=False).select_related("opened", "closed")
    return sum(renew(round) for round in opened.iterator(chunk_size=50))


def _hash(counted: dict) -> str:
    return hashlib.sha256(json.dumps(counted, sort_keys=True).encode()).hexdigest()
