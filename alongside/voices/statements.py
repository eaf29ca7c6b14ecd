"""What people think of each statement: counts, agreement, what unites, what divides. Plain Python, no Django."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

ENOUGH = 8
SURE = 0.975


@dataclass(frozen=True)
class Counts:
    """How many agreed, disagreed and passed."""

    agree: int
    disagree: int
    passed: int

    @property
    def decided(self) -> int:
        """Those who agreed or disagreed."""
        return self.agree + self.disagree

    @property
    def voted(self) -> int:
        """Everybody who saw it and said something, a pass too."""
        return self.decided + self.passed

    @property
    def agreement(self) -> float | None:
        """The share that agrees, from 0 to 1; None where fewer than 8 agreed or disagreed, too few to say."""
        return smoothed(self.agree, self.disagree) if self.decided >= ENOUGH else None

    @property
    def by_chance(self) -> bool:
        """Whether it could as well have come out the other way."""
        return may_be_chance(self.agree, self.disagree)


def smoothed(agree: int, disagree: int) -> float:
    """(agree + ½) / (agree + disagree + 1): the middle of Jeffreys' posterior, Beta(agree + ½, disagree + ½).
    Brown, Cai and DasGupta, Interval Estimation for a Binomial Proportion, Statistical Science 16 (2001)."""
    return (agree + 0.5) / (agree + disagree + 1)


def may_be_chance(agree: int, disagree: int) -> bool:
    """Whether Jeffreys' 95 % interval for the share that agrees has one half in it (source: see `smoothed`)."""
    return not beyond_chance(max(agree, disagree), min(agree, disagree))


def beyond_chance(more: int, fewer: int) -> bool:
    """Whether the lower end of the interval lies above one half, i.e. I(½; more + ½, fewer + ½) < 2.5 %.

    I is the regularised incomplete beta function. It begins with I(½; b, b) = ½ and goes up with
    I(x; a + 1, b) = I(x; a, b) - x^a (1-x)^b / (a B(a, b)), NIST DLMF 8.17.20.
    """
    below, b = 0.5, fewer + 0.5
    for step in range(fewer, more):
        a = step + 0.5
        below -= math.exp((a + b) * math.log(0.5) - math.log(a) - _log_beta(a, b))
        if below < 1 - SURE:
            return True
    return False


def _log_beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


def unites(
    overall: Mapping[str, Counts], groups: Sequence[Mapping[str, Counts]] = (), most: int = 5
) -> list[str]:
    """Ids of the statements that most agree with, the most agreed first.

    With groups: agreed by more than half of every group, and ordered by the product of the groups'
    agreement (group-informed consensus: Small, Bjorkegren, Erkkilä, Shaw and Megill, Polis: Scaling
    Deliberation by Mapping High Dimensional Opinion Spaces, RECERCA 26 (2021); there with Laplace's
    smoothing, here with Jeffreys'). Without groups: agreed by more than half, beyond chance.
    """
    scores = {}
    for each, counts in overall.items():
        shares = [group[each].agreement for group in groups] if groups else [counts.agreement]
        if None in shares or min(shares) <= 0.5 or (counts.by_chance and not groups):
            continue
        scores[each] = math.prod(shares)
    return _highest(scores, most)


def divides(
    overall: Mapping[str, Counts], groups: Sequence[Mapping[str, Counts]] = (), most: int = 5
) -> list[str]:
    """Ids of the statements that people see most differently, the most different first.

    With groups: the largest agreement of a group less the smallest, where a majority of one group
    agrees and a majority of another does not. Without: 4 p (1 - p), with p the agreement: the index of
    qualitative variation of Mueller and Schuessler, Statistical Reasoning in Sociology (1961), 1 where
    half agree, 0 where all do; only where at least a quarter sees it the other way.
    """
    scores = {}
    for each, counts in overall.items():
        shares = [group[each].agreement for group in groups] if groups else [counts.agreement]
        if None in shares:
            continue
        if groups and min(shares) < 0.5 < max(shares):
            scores[each] = max(shares) - min(shares)
        elif not groups and 0.25 <= shares[0] <= 0.75:
            scores[each] = 4 * shares[0] * (1 - shares[0])
    return _highest(scores, most)


def _highest(scores: Mapping[str, float], most: int) -> list[str]:
    """The highest first; of two alike the one that comes first in the study."""
    return sorted(scores, key=lambda each: -scores[each])[:most]


def counted(statements: Iterable[str], counts: Iterable[tuple[int, int, int]]) -> dict[str, Counts]:
    """Counts by id, from (agree, disagree, pass) in the same order."""
    return {each: Counts(*numbers) for each, numbers in zip(statements, counts, strict=True)}
