"""The opinion map: people who answered alike, as groups that are described in words and drawn as areas.

Plain numpy and scipy, no Django; for a task, never inside a request.

The recipe is Polis's, as red-dwarf follows it, so that groups can be compared with those of other
tools: principal components of everybody's votes, where a statement that somebody did not see counts
as the average of those who did; people with few votes are moved outwards by √(statements / votes),
or they would all lie in the middle because they saw little; k-means in the plane for 2 to 5 groups,
and of these the number with the highest silhouette. Small, Bjorkegren, Erkkilä, Shaw and Megill, Polis:
Scaling Deliberation by Mapping High Dimensional Opinion Spaces, RECERCA 26 (2021).

Two things differ. k-means begins ten times with k-means++ (red-dwarf: once, with the first points from the
left), so it does not stay in a bad solution. And a vote less its statement's average is 0 where nobody voted, so
the matrix stays sparse: memory goes with the votes, and nothing of the size people × people is made.

A map changes when one person is added, and so could tell about that person: a page shows the map that
belongs to the published numbers (`small_numbers.py`) and replaces it with them, never in between.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csc_array, csr_array
from scipy.sparse.linalg import svds

from alongside.voices.polis import AGREE, DISAGREE, Votes

LEAST_VOTES = 7
FEWEST_PEOPLE = 40
SIZES = (2, 3, 4, 5)
BEGINNINGS, ROUNDS = 10, 100
SAMPLE = 2000
SHUFFLES, SHUFFLED_PEOPLE = 19, 500
BLOCK, BLOCK_ROUNDS = 6, 8
# Kaufman and Rousseeuw, Finding Groups in Data (1990), table 4: up to 0.25 "no substantial structure".
ALIKE = 0.25
NEARLY = 0.02
BETWEEN = 0.1
SIGNIFICANT = 1.2816  # 90 %, one-sided, as Polis
SMALLEST_AREA = 5
CORNERS = 36
SPREAD = 1.5  # standard deviations; two thirds of a round group lie within


@dataclass(frozen=True)
class Telling:
    """A statement on which a group differs from the others: `said` of the `voted` in it agreed, or disagreed."""

    statement: str
    said: int
    voted: int
    test: float


@dataclass(frozen=True)
class Group:
    """`area` is a closed polygon in a square of 100 × 100 (y goes down), None for fewer than 5 people."""

    people: list[str]
    agrees: list[Telling]
    disagrees: list[Telling]
    area: list[tuple[int, int]] | None


@dataclass(frozen=True)
class Map:
    """Groups, the largest first. `could_be`: another number of groups that fits nearly as well, or None.
    `between`: how many people stand between two groups. `left_out`: how many voted too little."""

    groups: list[Group]
    between: int
    left_out: int
    could_be: int | None
    silhouettes: dict[int, float] = field(default_factory=dict)

    def of(self) -> dict[str, int]:
        """The place of each person's group. Never for a page: a group is no label of a person."""
        return {person: place for place, group in enumerate(self.groups) for person in group.people}


@dataclass(frozen=True)
class NoMap:
    """`why`: "few", under 40 `people` who voted enough; "alike", no groups can be told apart."""

    why: str
    people: int


def map_of(votes: Votes, *, fewest: int = FEWEST_PEOPLE, seed: int = 1) -> Map | NoMap:
    """The map, the same for the same votes. `fewest` is there to compare with tools that know no limit."""
    enough = votes.votes_of_people() >= min(LEAST_VOTES, len(votes.statements))
    people = np.flatnonzero(enough & (votes.votes_of_people() > 0))
    if len(people) < fewest:
        return NoMap("few", len(people))
    sparse, outwards = centred(votes), moved_outwards(votes)
    if not more_than_chance(sparse[people], outwards[people], seed):
        return NoMap("alike", len(people))
    points = positions(sparse, outwards)[people]
    labels, silhouettes = best_groups(points, seed)
    if labels is None or max(silhouettes.values()) <= ALIKE:
        return NoMap("alike", len(people))
    return _described(votes, people, points, labels, silhouettes)


# --- where people stand


def centred(votes: Votes) -> csr_array:
    """People × statements: each vote less the average of its statement, 0 where nobody voted."""
    size = len(votes.statements)
    sums = np.bincount(votes.on, weights=votes.said, minlength=size)
    averages = sums / np.maximum(1, np.bincount(votes.on, minlength=size))
    return csr_array(
        (votes.said - averages[votes.on], (votes.who, votes.on)), shape=(len(votes.people), size)
    )


def moved_outwards(votes: Votes) -> np.ndarray:
    """√(statements / votes) of each person."""
    return np.sqrt(len(votes.statements) / np.maximum(1, votes.votes_of_people()))


def positions(sparse: csr_array, outwards: np.ndarray) -> np.ndarray:
    """People × 2: the first two principal components, moved outwards where somebody voted on little."""
    return (sparse @ axes(sparse).T) * outwards[:, None]


def axes(sparse: csr_array, number: int = 2) -> np.ndarray:
    """number × statements: principal directions, the strongest first; the largest part of each is positive."""
    if min(sparse.shape) <= number + 1:
        found = np.linalg.svd(sparse.toarray(), full_matrices=False)[2][:number]
        found = np.vstack([found, np.zeros((number - len(found), sparse.shape[1]))])
    else:
        _, strengths, found = svds(sparse, k=number, v0=_start(sparse), tol=1e-6)
        found = found[np.argsort(-strengths)]
    largest = np.abs(found).argmax(axis=1)
    turn = np.sign(found[np.arange(number), largest])
    return found * np.where(turn == 0, 1, turn)[:, None]


def _start(sparse: csr_array) -> np.ndarray:
    """Fixed, or the search would begin at random and end with other last digits."""
    return np.random.default_rng(0).standard_normal(min(sparse.shape))


def strength(sparse: csr_array) -> float:
    """How much people differ in the plane of the first two directions: the sum of the two squared singular values,
    by eight rounds of a small block (Halko, Martinsson and Tropp, SIAM Review 53, 2011, algorithm 4.4). It may
    be a little low, for shuffled votes as for real ones, so that the comparison stays fair."""
    block = np.random.default_rng(0).standard_normal((sparse.shape[1], min(BLOCK, *sparse.shape)))
    turned = sparse.T.tocsr()
    for _ in range(BLOCK_ROUNDS):
        block = np.linalg.qr(turned @ (sparse @ block))[0]
    seen = sparse @ block
    return float(np.linalg.eigvalsh(seen.T @ seen)[-2:].sum())


def more_than_chance(sparse: csr_array, outwards: np.ndarray, seed: int) -> bool:
    """Whether people differ more than if each statement's votes were dealt out anew among those who voted on it.

    k-means cuts even a round cloud into groups with a silhouette of 0.35, so the silhouette alone would see
    groups in votes that have nothing to do with each other. This is parallel analysis (Horn, Psychometrika 30,
    1965): stronger than each of 19 shuffles is 5 %. On a sample of 500 people, which is plenty.
    """
    dice = np.random.default_rng(seed)
    if sparse.shape[0] > SHUFFLED_PEOPLE:
        some = np.sort(dice.choice(sparse.shape[0], SHUFFLED_PEOPLE, replace=False))
        sparse, outwards = sparse[some], outwards[some]
    votes = sparse.tocsc()
    on, stretch = np.repeat(np.arange(votes.shape[1]), np.diff(votes.indptr)), outwards[votes.indices]
    # The averages of some people are not those of all, and a common shift is no difference between people.
    seen = np.bincount(on, minlength=votes.shape[1])
    said = votes.data - (np.bincount(on, votes.data, votes.shape[1]) / np.maximum(1, seen))[on]
    if not np.any(np.abs(said) > 1e-9):
        return False

    def dealt(values: np.ndarray) -> float:
        return strength(csc_array((values * stretch, votes.indices, votes.indptr), shape=votes.shape).tocsr())

    real = dealt(said)
    shuffles = (said[np.argsort(on + dice.random(len(on)))] for _ in range(SHUFFLES))
    return all(dealt(shuffled) < real for shuffled in shuffles)


# --- groups


def best_groups(points: np.ndarray, seed: int) -> tuple[np.ndarray | None, dict[int, float]]:
    """(group of each point, silhouette by number of groups), the number with the highest silhouette."""
    sample = np.random.default_rng(seed).permutation(len(points))[:SAMPLE]
    distances = _distances(points[sample])
    tried, silhouettes = {}, {}
    for size in SIZES:
        if len(np.unique(points.round(9), axis=0)) < size:
            break
        tried[size] = k_means(points, size, np.random.default_rng([seed, size]))
        silhouettes[size] = silhouette(distances, tried[size][sample])
    if not tried:
        return None, {}
    return tried[max(silhouettes, key=silhouettes.get)], silhouettes


def k_means(points: np.ndarray, size: int, dice: np.random.Generator) -> np.ndarray:
    """The group of each point; the best of ten beginnings."""
    tries = [_lloyd(points, _spread_out(points, size, dice)) for _ in range(BEGINNINGS)]
    return min(tries, key=lambda found: found[1])[0]


def _spread_out(points: np.ndarray, size: int, dice: np.random.Generator) -> np.ndarray:
    """k-means++ (Arthur and Vassilvitskii, 2007): each centre far from those before it."""
    centres = [points[dice.integers(len(points))]]
    nearest = np.full(len(points), np.inf)
    for _ in range(size - 1):
        nearest = np.minimum(nearest, ((points - centres[-1]) ** 2).sum(axis=1))
        reached = np.cumsum(nearest)
        centres.append(points[np.searchsorted(reached, dice.random() * reached[-1], side="right")])
    return np.array(centres)


def _lloyd(points: np.ndarray, centres: np.ndarray) -> tuple[np.ndarray, float]:
    """(group of each point, sum of squared distances) once nobody moves any more."""
    labels = np.full(len(points), -1)
    for _ in range(ROUNDS):
        # Squared distances less the point's own square, which is the same to all centres.
        before, labels = labels, ((centres**2).sum(axis=1)[:, None] - 2 * centres @ points.T).argmin(axis=0)
        if np.array_equal(before, labels):
            break
        held = np.bincount(labels, minlength=len(centres))
        sums = np.column_stack([np.bincount(labels, points[:, axis], len(centres)) for axis in (0, 1)])
        centres = np.where(held[:, None] > 0, sums / np.maximum(1, held)[:, None], centres)
    return labels, float(((points - centres[labels]) ** 2).sum())


def _squares(points: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """Points × centres: squared distances."""
    return sum((points[:, axis, None] - centres[None, :, axis]) ** 2 for axis in (0, 1))


def _distances(points: np.ndarray) -> np.ndarray:
    """Of at most SAMPLE points; four bytes each are enough for an average."""
    points = points.astype(np.float32)
    return np.sqrt(_squares(points, points))


def silhouette(distances: np.ndarray, labels: np.ndarray) -> float:
    """The average of (b - a) / max(a, b), with a the average distance to one's own group and b to the nearest
    other one; 0 for somebody alone in a group. Rousseeuw, J. Comput. Appl. Math. 20 (1987)."""
    names, labels = np.unique(labels, return_inverse=True)
    if len(names) < 2:
        return -1.0
    held = np.bincount(labels)
    sums = np.column_stack(
        [distances[:, labels == place].sum(axis=1, dtype=np.float64) for place in range(len(names))]
    )
    everybody = np.arange(len(labels))
    own = sums[everybody, labels] / np.maximum(1, held[labels] - 1)
    others = sums / held
    others[everybody, labels] = np.inf
    nearest = others.min(axis=1)
    largest = np.maximum(own, nearest)
    scores = np.divide(nearest - own, largest, out=np.zeros_like(own), where=largest > 0)
    return float(np.where(held[labels] > 1, scores, 0).mean())


# --- what is said about them


def _described(votes: Votes, people: np.ndarray, points, labels, silhouettes) -> Map:
    """Groups by size, of two alike the one with the first person."""
    names, labels = np.unique(labels, return_inverse=True)
    firsts = [int(np.flatnonzero(labels == name)[0]) for name in range(len(names))]
    order = sorted(range(len(names)), key=lambda name: (-int((labels == name).sum()), firsts[name]))
    labels = np.argsort(order)[labels]
    tables = counts_of_groups(votes, people, labels, len(names))
    drawn = areas(points, labels, len(names))
    groups = [
        Group(
            [votes.people[person] for person in people[labels == place]],
            telling(votes.statements, tables, place, AGREE),
            telling(votes.statements, tables, place, DISAGREE),
            drawn[place],
        )
        for place in range(len(names))
    ]
    best = max(silhouettes.values())
    nearly = [size for size, score in silhouettes.items() if best - NEARLY <= score < best]
    return Map(
        groups,
        between=_between(points, labels, len(names)),
        left_out=int((votes.votes_of_people() > 0).sum()) - len(people),
        could_be=max(nearly, key=silhouettes.get, default=None),
        silhouettes=silhouettes,
    )


def _between(points: np.ndarray, labels: np.ndarray, size: int) -> int:
    """How many are nearly as close to another group's centre as to that of their own."""
    centres = np.array([points[labels == place].mean(axis=0) for place in range(size)])
    far = np.sort(np.sqrt(_squares(points, centres)), axis=1)
    return int((far[:, 1] - far[:, 0] < BETWEEN * far[:, 1]).sum())


def counts_of_groups(votes: Votes, people: np.ndarray, labels: np.ndarray, size: int) -> np.ndarray:
    """groups × 3 × statements: how many disagreed, passed, agreed. People outside the groups are not in it."""
    group = np.full(len(votes.people), -1)
    group[people] = labels
    inside = group[votes.who] >= 0
    place = (group[votes.who[inside]] * 3 + votes.said[inside] + 1) * len(votes.statements) + votes.on[inside]
    return np.bincount(place, minlength=size * 3 * len(votes.statements)).reshape(size, 3, -1)


def telling(
    statements: Sequence[str], tables: np.ndarray, group: int, side: int, most: int = 5
) -> list[Telling]:
    """What this group says more than the others do, the most telling first; it may be nothing.

    Polis's two tests, each at 90 %: more than half of the group says so, and its share is larger than that of all
    others together (two proportions), with 1 added to each count; ordered by the product of share, ratio and
    both tests. compdemocracy/polis, math/src/polismath/math/repness.clj.
    """
    said, voted = tables[:, side + 1], tables.sum(axis=1)
    inside, all_inside = said[group], voted[group]
    outside, all_outside = said.sum(axis=0) - inside, voted.sum(axis=0) - all_inside
    half = one_proportion(inside, all_inside)
    more = two_proportions(inside, outside, all_inside, all_outside)
    share, other = (inside + 1) / (all_inside + 2), (outside + 1) / (all_outside + 2)
    score = np.where((half > SIGNIFICANT) & (more > SIGNIFICANT), share * share / other * half * more, 0)
    return [
        Telling(statements[place], int(inside[place]), int(all_inside[place]), float(more[place]))
        for place in np.argsort(-score, kind="stable")[:most].tolist()
        if score[place] > 0
    ]


def one_proportion(said: np.ndarray, voted: np.ndarray) -> np.ndarray:
    """z for "more than half say so", as Polis has it: 2 √n (p - ½) with 1 added to both counts."""
    return 2 * np.sqrt(voted + 1) * ((said + 1) / (voted + 1) - 0.5)


def two_proportions(said: np.ndarray, others: np.ndarray, voted: np.ndarray, all_others: np.ndarray):
    """z for "a larger share than the others", pooled, with 1 added to each count; 0 where everybody says so."""
    said, others, voted, all_others = said + 1, others + 1, voted + 1, all_others + 1
    pooled = (said + others) / (voted + all_others)
    spread = np.sqrt(np.maximum(0, pooled * (1 - pooled)) * (1 / voted + 1 / all_others))
    return np.divide(said / voted - others / all_others, spread, out=np.zeros_like(spread), where=spread > 0)


# --- the picture


def areas(points: np.ndarray, labels: np.ndarray, size: int) -> list[list[tuple[int, int]] | None]:
    """An ellipse for each group of 5 or more, from its middle and spread alone, fitted into 100 × 100.

    No corner is a person: a hull's corners would be, and its percentiles would be read from two or three people.
    The middle and spread of five people are five numbers and their places ten, the scale comes
    from the ellipses and not from whoever stands furthest out, and corners are whole numbers.
    """
    rings = [
        _ellipse(points[labels == place]) if (labels == place).sum() >= SMALLEST_AREA else None
        for place in range(size)
    ]
    drawn = [ring for ring in rings if ring is not None]
    if not drawn:
        return rings
    low, high = np.vstack(drawn).min(axis=0), np.vstack(drawn).max(axis=0)
    scale = 96 / max(float((high - low).max()), 1e-9)
    shift = (100 - (high - low) * scale) / 2
    return [ring if ring is None else _whole((ring - low) * scale + shift) for ring in rings]


def _ellipse(points: np.ndarray) -> np.ndarray:
    """Corners × 2, with a little width where everybody stands on one line."""
    spread, turned = np.linalg.eigh(np.cov(points.T))
    radii = SPREAD * np.sqrt(np.maximum(spread, max(spread.max(), 1e-6) * 0.02))
    angles = np.arange(CORNERS) * (2 * math.pi / CORNERS)
    return points.mean(axis=0) + (np.column_stack([np.cos(angles), np.sin(angles)]) * radii) @ turned.T


def _whole(ring: np.ndarray) -> list[tuple[int, int]]:
    return [(round(x), round(100 - y)) for x, y in ring.tolist()]
