"""Who did what to what, and when: one line beside each change, never any words."""

from contextlib import contextmanager

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from alongside.kit.in_turn import in_turn


class AuditLine(models.Model):
    """One thing that somebody did. Holds ids only."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    typed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    verb = models.CharField(max_length=80)
    kind = models.CharField(max_length=60)
    thing = models.CharField(max_length=40)

    class Meta:
        indexes = [models.Index(fields=["kind", "thing"])]


@contextmanager
def recorded(verb, *, by, to, typed_by=None):
    """Run the block in one transaction with its audit line, so that neither stands without the other.

    What the two of a pair decide happens one after the other.
    """
    pair = to.pk if to._meta.label == "people.Pair" else getattr(to, "pair_id", None)
    with transaction.atomic():
        if pair:
            in_turn(f"pair {pair}")
        yield
        AuditLine.objects.create(
            verb=verb, by=by, typed_by=typed_by, kind=to._meta.label, thing=str(to.pk or "")
        )
