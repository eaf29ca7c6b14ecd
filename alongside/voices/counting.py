"""Works the numbers of a round out, in the background: the server does it by itself, about once a minute.

It loads numpy and scipy, so no page and no model imports it.
"""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from alongside.voices.contribution import SHOWN, Contribution, Vote
from alongside.voices.counts import added, counts_of
from alongside.voices.polis import Votes
from alongside.voices.published import Chains, published
from alongside.voices.round import Round
from alongside.voices.small_numbers import STEP
from alongside.voices.snapshot import Snapshot

MORE = 0.2  # an open round is counted again when a fifth more have answered, and at least five


def renew_all() -> int:
    """Every round that has been opened; how many were counted."""
    opened = Round.objects.filter(opened__isnull=False).select_related("opened", "closed")
    return sum(renew(round) for round in list(opened))


def renew(round: Round) -> bool:
    """Count everybody who has sent their answers, if there are enough new ones; whether that was so."""
    before = Snapshot.objects.filter(round=round).first()
    final = round.state in ("over", "closed")
    if not _enough(round, before, final):
        return False
    with transaction.atomic():
        _new(round).update(counted=timezone.localdate())
        still = Round.objects.values_list("still_counted", flat=True).get(pk=round.pk)
        counts = added(counts_of(round), still)
    chains = Chains(before.kept if before else {}, closing=final)
    votes = votes_of(round) if counts["statements"] else None
    figures = published(counts, chains, votes, before.figures if before else {})
    Snapshot.objects.update_or_create(
        round=round,
        day=timezone.localdate(),
        defaults={
            "figures": figures,
            "kept": chains.as_json(),
            "people": sum(counts["people"].values()),
            "final": final,
        },
    )
    return True


def _enough(round: Round, before: Snapshot | None, final: bool) -> bool:
    """One question to the database for a round in which little happened."""
    if final and (before is None or not before.final):
        return True
    new, counted = _new(round).count(), before.people if before else 0
    return new >= (STEP if final else max(STEP, counted * MORE))


def _new(round: Round) -> QuerySet[Contribution]:
    return Contribution.objects.filter(
        round=round, sent__isnull=False, counted__isnull=True, withdrawn__isnull=True
    )


def votes_of(round: Round) -> Votes:
    """Every vote that is counted, for the map. The persons are random numbers, in no order of time."""
    shown = round.statements.filter(state=SHOWN).order_by("number").values_list("pk", flat=True)
    rows = Vote.objects.filter(
        contribution__round=round, contribution__counted__isnull=False, statement__state=SHOWN
    ).values_list("contribution", "statement", "value")
    said = rows.iterator(chunk_size=20_000)
    return Votes.of(((str(who), str(on), value) for who, on, value in said), [str(pk) for pk in shown])
